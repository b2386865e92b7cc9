"""Every claim known by a day: filtered, side by side, and each at an address of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from markupsafe import Markup

from standoff.domain.claim import Claim
from standoff.domain.quantities import QUANTITIES
from standoff.report.page import PagePart
from standoff.report.quantity_names import called
from standoff.report.templating import day, fill
from standoff.web.answers import Answers
from standoff.web.claim_filters import (
    GRADES,
    Filters,
    GradedClaim,
    graded,
    latest_of_each,
    page_of,
    passing,
)
from standoff.web.pages.claim_links import claim_address
from standoff.web.pages.figures_compared import said
from standoff.web.pages.frame import PageContext, address, page
from standoff.web.snapshots import KnownDay

PAGE_SIZE = 50

_FILTERS = """\
<h1>{{ war.title }}: the evidence</h1>
<p class="age">{{ total | amount }} {{ "claim" if total == 1 else "claims" }} of {{ all | amount }} known by {{ as_of | written }}; the set
has the digest <code>{{ digest }}</code>.</p>
<form class="filters" method="get" action="{{ action }}">
<input type="hidden" name="as_of" value="{{ as_of }}">
<label>Quantity <select name="quantity"><option value="">any</option>
{% for name in quantities %}
<option value="{{ name }}"{% if name == by.quantity %} selected{% endif %}>{{ name | called }}</option>
{% endfor %}
</select></label>
<label>Side <select name="side"><option value="">any</option>
{% for code, party in war.parties.items() %}
<option value="{{ code }}"{% if code == by.side %} selected{% endif %}>{{ party.name }}</option>
{% endfor %}
</select></label>
<label>Speaker <input name="speaker" value="{{ by.speaker }}"></label>
<label>Outlet <input name="outlet" value="{{ by.outlet }}"></label>
<label>Grade <select name="grade"><option value="">any</option>
{% for grade in grades %}
<option{% if grade == by.grade %} selected{% endif %}>{{ grade }}</option>
{% endfor %}
</select></label>
<label>About, from <input type="date" name="from" value="{{ by.first or "" }}"></label>
<label>to <input type="date" name="to" value="{{ by.last or "" }}"></label>
<label>Known from <input type="date" name="known_from" value="{{ by.known_from or "" }}"></label>
<button>Filter</button> <a href="{{ unfiltered }}">No filter</a>
</form>
"""

_LIST = """\
{% if rows %}
<div class="scroll" role="region" tabindex="0" aria-label="Claims">
<table class="claimed"><thead><tr><th scope="col">About</th><th scope="col">Quantity</th><th scope="col">Side</th>
<th scope="col" class="n">Says</th><th scope="col">Who, through whom</th><th scope="col">Known</th><th scope="col">Grade</th></tr></thead><tbody>
{% for row in rows %}
<tr><td class="d">{{ about(row.told.claim) }}</td><th scope="row"><a href="{{ row.href }}">{{ row.told.claim.quantity | called }}</a></th>
<td>{{ row.side }}</td><td class="n says">{{ row.plain | figure }}</td>
<td>{{ row.plain | cite }}{% if row.told.claim.text %}: <span class="quote">“{{ row.told.claim.text }}”</span>{% endif %}</td>
<td class="d">{{ row.told.claim.known_at | day }}{{ " (assumed)" if row.told.claim.vintage == "assumed" }}</td><td>{{ row.told.grade }}</td></tr>
{% endfor %}
</tbody></table></div>
<nav class="paging" aria-label="Pages of the list">
{% if before %}<a href="{{ before }}" rel="prev">Newer</a>{% endif %}
<span>Page {{ number }} of {{ count }}, newest first</span>
{% if after %}<a href="{{ after }}" rel="next">Older</a>{% endif %}
</nav>
<p>These claims as <a href="{{ csv }}">CSV</a> or <a href="{{ jsonl }}">JSON lines</a>. Grades are Admiralty's: A to F
for the source, 1 to 6 for the figure, F6 where it cannot be judged; shown, and never used as weights.</p>
{% else %}
<p class="none">No claim known by then passes. Take a filter away, or ask for a later day.</p>
{% endif %}
"""


def evidence_page(answers: Answers, place: PageContext, by: Filters, number: int) -> str:
    """The whole page.

    Args:
        answers: gives the claims.
        place: the war and the day.
        by: the filters.
        number: which page of the list, from 1.

    Raises:
        StoreError: the store cannot be read.
    """
    known = answers.claims.on(place.war, place.as_of)
    passed = passing(known.known, by)
    before = fill(
        _FILTERS,
        war=place.war,
        total=len(passed),
        all=len(known.known.by_id),
        as_of=place.as_of,
        digest=known.digest,
        action=address(place.war, "evidence"),
        quantities=[q.name for q in QUANTITIES],
        grades=GRADES,
        by=by,
        unfiltered=place.at("evidence"),
    )
    parts = [PagePart("claims", "Claims", _listed(place, by, passed, number, known))]
    side_by_side = _side_by_side(place, by, passed, known)
    if side_by_side:
        parts.insert(0, PagePart("many", "Who says how many", side_by_side))
    more = [(name, str(value)) for name, value in _fields(by) if value]
    return page(place, f"{place.war.title}: the evidence", parts, before=before, more=more)


def plain(claim: Claim) -> dict[str, object]:
    """A claim as the report's filters read it."""
    return asdict(claim)


def about(claim: Claim) -> str:
    """The days that a claim is about: a count of one day differs from one since the war's start."""
    first, last = day(claim.happened_from), day(claim.happened_to)
    return first if first == last else f"{first} to {last}"


def _fields(by: Filters) -> list[tuple[str, object]]:
    return [
        ("quantity", by.quantity),
        ("side", by.side),
        ("speaker", by.speaker),
        ("outlet", by.outlet),
        ("grade", by.grade),
    ]


def _listed(
    place: PageContext, by: Filters, passed: Sequence[str], number: int, known: KnownDay
) -> Markup:
    count = max(-(-len(passed) // PAGE_SIZE), 1)
    here = min(number, count)

    def at(other: int) -> str:
        if not 1 <= other <= count:
            return ""
        return f"{address(place.war, 'evidence')}?{by.query(as_of=place.as_of, page=other)}"

    def data(form: str) -> str:
        query = by.query(as_of=place.as_of, format=form)
        return f"/api/wars/{place.war.name}/claims?{query}"

    rows = [
        {
            "told": told,
            "plain": plain(told.claim),
            "href": claim_address(told.id, place, known.digest),
            "side": _side(place, told.claim.side),
        }
        for told in graded(known.known, page_of(passed, here, PAGE_SIZE))
    ]
    return fill(
        _LIST,
        rows=rows,
        about=about,
        number=here,
        count=count,
        before=at(here - 1),
        after=at(here + 1),
        csv=data("csv"),
        jsonl=data("jsonl"),
    )


def _side(place: PageContext, code: str) -> str:
    return place.war.parties[code].name if code in place.war.parties else code


def _side_by_side(
    place: PageContext, by: Filters, passed: Sequence[str], known: KnownDay
) -> Markup:
    """The latest figure of each speaker, where one quantity is looked at."""
    if not by.quantity:
        return Markup(
            "<p>Choose a quantity above, and a side, to see its figures side by side.</p>"
        )
    shown = []
    groups: dict[tuple[str, str, str], list[GradedClaim]] = {}
    for told in latest_of_each(known.known, passed):
        groups.setdefault((told.claim.side, told.claim.unit, told.claim.place), []).append(told)
    for (side, _, where), group in groups.items():
        named = [called(by.quantity), _side(place, side), where]
        title = f"{', '.join(filter(None, named))}: the latest of each speaker"
        drawn = said(group, title, lambda id: claim_address(id, place, known.digest), place.as_of)
        if drawn:
            shown.append(drawn)
    if not shown:
        return Markup("<p class='none'>Fewer than two speakers give a figure of this.</p>")
    return Markup("\n").join(shown)
