"""The war: the curve of stalemate, and everything else as of the day chosen along it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

from markupsafe import Markup

from standoff.formatting import written
from standoff.report.page import PagePart, sections
from standoff.report.templating import fill
from standoff.web.answers import Answers
from standoff.web.claim_filters import Filters, GradedClaim, graded, passing
from standoff.web.day import Answer, Drawn
from standoff.web.pages import questions
from standoff.web.pages.changes import MOST_WORDS, changed
from standoff.web.pages.claim_links import addressed
from standoff.web.pages.curve import curve
from standoff.web.pages.earlier import ID as EARLIER
from standoff.web.pages.earlier import alone, earlier
from standoff.web.pages.frame import PageContext, page

_ELSEWHERE = frozenset({"evidence", *questions.SHOWN})
"""Sections of the report that have a page of their own."""

_BEFORE = "What we said before, and what then happened"
_AFTER = 2
"""Sections that stand before it: the first screen, and the course of the war."""

_LATER = """\
<p class="none" data-fetched="{{ href }}">The forecasts of a year to a quarter ago can be drawn against what then
happened. <a href="{{ href }}">Draw them</a>: it takes some seconds.</p>
"""

_PANELS = """\
<div id="panels" data-title="{{ title }}" data-day="{{ day }}" data-told="{{ told }}">
{{ sections }}
</div>
"""

_TAKE = """\
<p>The page in one file, as the command line makes it: <a href="{{ at("report.html") }}" download>HTML</a>;
print it for a PDF. The data: <a href="{{ api("assessment") }}">assessment</a>,
<a href="{{ api("forecast") }}">forecast</a> and <a href="{{ api("timeline") }}">weeks</a> as JSON,
claims as <a href="{{ api("claims", "csv") }}">CSV</a> or <a href="{{ api("claims", "jsonl") }}">JSON lines</a>.</p>
{% if figures %}
<div class="scroll" role="region" tabindex="0" aria-label="Figures to take with you">
<table><thead><tr><th scope="col">Figure</th><th scope="col">Picture</th><th scope="col">Data</th></tr></thead><tbody>
{% for figure in figures %}
<tr><th scope="row">{{ figure.title }}</th>
<td><a href="{{ at("figures/" ~ figure.id ~ ".svg") }}">SVG</a> <a href="{{ at("figures/" ~ figure.id ~ ".png") }}">PNG</a></td>
<td><a href="{{ at("figures/" ~ figure.id ~ ".csv") }}">CSV</a></td></tr>
{% endfor %}
</tbody></table></div>
{% endif %}
"""


def war_page(answers: Answers, place: PageContext) -> str:
    """The whole page.

    Raises:
        StoreError, ModelError: as `making.make`.
    """
    weeks = json.loads(answers.timeline(place.war, place.today))["weeks"]
    answer = answers.on(place.war, place.as_of)
    before = curve(place.war, weeks, answers.stops(place.war), place.as_of)
    return page(
        place,
        f"{answer.title}: stalemate?",
        [],
        before=before + _panels(answers, place, answer),
        scripts=["war.js"],
    )


def panels(answers: Answers, place: PageContext) -> str:
    """What changes when the day changes: all but the curve.

    Raises:
        StoreError, ModelError: as `making.make`.
    """
    return str(_panels(answers, place, answers.on(place.war, place.as_of)))


def _panels(answers: Answers, place: PageContext, answer: Answer) -> Markup:
    ids, digest = answer.told["claims"], answer.claims_digest
    parts = [
        PagePart(id, title, addressed(html, ids, place, digest))
        for id, title, html in answer.sections
        if id not in _ELSEWHERE
    ]
    parts.insert(_AFTER, PagePart("earlier", _BEFORE, _earlier(answers, place, answer)))
    if place.since is not None:
        parts.insert(1, _since(answers, place, answer))
    parts.append(PagePart("take", "Take it with you", _take(place, answer)))
    return fill(
        _PANELS,
        title=f"{answer.title}: stalemate?",
        day=place.as_of,
        told=f"{answer.title}. {answer.headline}",
        sections=sections(parts),
    )


def earlier_page(answers: Answers, place: PageContext) -> str:
    """What was said before, as a page of its own: made now where it is not at hand.

    Raises:
        StoreError, ModelError: as `making.make`.
    """
    now = answers.on(place.war, place.as_of)
    drawn = earlier(place, now.front, answers.earlier(place.war, place.as_of) or [])
    title = f"{now.title}: {_BEFORE[0].lower()}{_BEFORE[1:]}"
    back = fill('<p><a href="{{ href }}">The war as of that day</a></p>', href=place.at(""))
    return page(place, title, [PagePart("earlier", title, drawn + back)])


def figures(answers: Answers, place: PageContext, name: str) -> Sequence[Drawn]:
    """The figures of a day that can be taken away, that of earlier forecasts where it is named.

    Raises:
        StoreError, ModelError: as `making.make`.
    """
    now = answers.on(place.war, place.as_of)
    if name != EARLIER:
        return now.figures
    fronts = answers.earlier(place.war, place.as_of) or []
    return [*now.figures, alone(place, now.front, fronts)]


def _earlier(answers: Answers, place: PageContext, answer: Answer) -> Markup:
    """The earlier forecasts where they are at hand, and else the way to them."""
    fronts = answers.earlier(place.war, place.as_of, wait=False)
    if fronts is None:
        return fill(_LATER, href=place.at("earlier"))
    return earlier(place, answer.front, fronts)


def _since(answers: Answers, place: PageContext, after: Answer) -> PagePart:
    """What changed since the other day; the order of the two does not matter."""
    since = place.since
    assert since is not None
    earlier, later = min(since, place.as_of), max(since, place.as_of)
    other = answers.on(place.war, since)
    before, now = (other, after) if since <= place.as_of else (after, other)
    two = PageContext(place.war, later, place.today, "", earlier)
    content = changed(two, before, now, _new(answers, two))
    return PagePart("changed", f"What changed from {written(earlier)} to {written(later)}", content)


def _new(answers: Answers, place: PageContext) -> tuple[int, list[GradedClaim]]:
    """How many claims became known after the earlier day, and the newest words among them."""
    assert place.since is not None
    known = answers.claims.on(place.war, place.as_of).known
    new = passing(known, Filters(known_from=place.since + timedelta(days=1)))
    new.sort(key=lambda id: known.by_id[id].known_at, reverse=True)
    # A dataset's rows carry notes, which nobody said.
    said = (id for id in new if known.by_id[id].source not in place.war.sources)
    words = [id for id in said if known.by_id[id].text][:MOST_WORDS]
    return len(new), graded(known, words)


def _take(place: PageContext, answer: Answer) -> Markup:
    def api(what: str, form: str = "") -> str:
        query = {"as_of": place.as_of} | ({"format": form} if form else {})
        return f"/api/wars/{place.war.name}/{what}?{urlencode(query)}"

    return fill(_TAKE, at=place.at, api=api, figures=[f for f in answer.figures if f.svg])
