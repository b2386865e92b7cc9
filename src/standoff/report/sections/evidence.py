"""Every claim that an answer rests on: what it says, who said it, when, and where to check it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from standoff.domain.quantities import QUANTITIES
from standoff.report.quantity_names import called
from standoff.report.sections.questions import TITLES
from standoff.report.sections.section import Section, View, day, fill, link

_SERIES_FROM = 6
"""A source that says the same kind of thing so many times is a series, and folds into one table."""

Told = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class _Group:
    """Claims about one quantity and party, conflicting ones side by side.

    Attributes:
        name: the quantity and the party.
        errs: how claims of the kind are known to err.
        single: claims shown one by one.
        series: by source, claims shown as a table.
    """

    name: str
    errs: str
    single: tuple[Told, ...]
    series: tuple[tuple[Told, ...], ...]


_TEMPLATE = """\
<p>{{ total | amount }} claims, by the question they inform; figures for one thing stand side by
side. Grades follow the Admiralty code: A to F for the source, 1 to 6 for the figure, F6 where neither
can be judged. They are shown, and never used as weights.</p>
{% for title, groups in questions %}
<h3>{{ title }}</h3>
{% for group in groups %}
<section class="group"><h4>{{ group.name }}</h4>
<p class="errs">How its sources err: {{ group.errs }}.</p>
{% for told in group.series %}
{% set first = told[0][1] %}
<details><summary>{{ told | length }} claims by {{ first | cite }}: {{ told[0][1].happened_to | day }}
to {{ told[-1][1].happened_to | day }}</summary>
<p>{{ address(first) }} Licence: {{ first.licence or "not stated" }}. {{ first.place }}</p>
<div class="scroll" role="region" tabindex="0" aria-label="{{ group.name }}, a series">
<table><thead><tr><th scope="col">About</th><th scope="col" class="n">Figure</th>
<th scope="col">Published</th><th scope="col">Grade</th></tr></thead><tbody>
{% for id, claim in told %}
<tr id="{{ id | anchor }}"><td class="d">{{ about(claim) }}</td><td class="n">{{ claim | figure }}</td>
<td class="d">{{ claim.known_at | day }}{{ assumed(claim) }}</td>
<td>{{ claim.grade }}: {{ claim.graded_because }}</td></tr>
{% endfor %}
</tbody></table></div></details>
{% endfor %}
{% if group.single %}
<ul class="claims wide">
{% for id, claim in group.single %}
<li id="{{ id | anchor }}"><b class="figure">{{ claim | figure }}</b>
{% if claim.text %}{{ claim.text }}{% endif %}
<span class="about">{{ about(claim) }}{% if claim.place %}, {{ claim.place }}{% endif %}{% if claim.issue %},
on {{ claim.issue }}{% endif %}.</span>
<span class="by">Said by {{ claim | cite }}{% if claim.speaker_kind and not claim.anonymous %} ({{ claim.speaker_kind }}){% endif %}.
Published {{ claim.known_at | day }}{{ assumed(claim) }}. Grade {{ claim.grade }}:
{{ claim.graded_because }}. Licence: {{ claim.licence or "not stated" }}. {{ address(claim) }}</span></li>
{% endfor %}
</ul>
{% endif %}
</section>
{% endfor %}
{% else %}
<p class="none">No claim: no answer rests on any.</p>
{% endfor %}
"""

_ADDRESS = """\
{% if claim.url | link %}<a href="{{ claim.url }}" rel="noreferrer noopener">{{ host }}</a>\
{% elif claim.url %}Given as: <code>{{ claim.url }}</code>{% else %}No address.{% endif %}"""


def _show(view: View) -> Markup:
    return fill(
        _TEMPLATE,
        total=len(view.assessment.claims),
        questions=_questions(view),
        address=_address,
        about=_about,
        assumed=lambda claim: " (assumed)" if claim["vintage"] == "assumed" else "",
    )


def _questions(view: View) -> list[tuple[str, list[_Group]]]:
    """Groups by question, in the order of the vocabulary."""
    by_question: dict[str, list[_Group]] = {}
    for entry in QUANTITIES:
        by_side: dict[str, list[Told]] = {}
        for told in view.assessment.claims.items():
            if told[1]["quantity"] == entry.name:
                by_side.setdefault(told[1]["side"], []).append(told)
        for side, told_of in sorted(by_side.items()):
            party = view.war.parties.get(side)
            said = called(entry.name)
            name = f"{said[0].upper()}{said[1:]}{f', {party.name}' if party else ''}"
            group = _group(name, entry.errs, told_of)
            by_question.setdefault(entry.question, []).append(group)
    return [(TITLES.get(q, "Other"), by_question[q]) for q in (*TITLES, "none") if q in by_question]


def _group(name: str, errs: str, told: list[Told]) -> _Group:
    by_source: dict[str, list[Told]] = {}
    for pair in sorted(told, key=_order):
        by_source.setdefault("" if pair[1]["text"] else pair[1]["source"], []).append(pair)
    folds = {s for s, pairs in by_source.items() if s and len(pairs) >= _SERIES_FROM}
    single = [p for s, pairs in by_source.items() if s not in folds for p in pairs]
    return _Group(
        name,
        errs,
        tuple(sorted(single, key=_order)),
        tuple(tuple(by_source[s]) for s in sorted(folds)),
    )


def _order(told: Told) -> tuple[Any, ...]:
    claim = told[1]
    numbers = [n for n in (claim["value"], claim["low"], claim["high"]) if n is not None]
    return claim["place"], claim["happened_to"], numbers[:1], told[0]


def _about(claim: Mapping[str, Any]) -> str:
    first, last = claim["happened_from"], claim["happened_to"]
    return day(last) if first == last else f"{day(first)} to {day(last)}"


def _address(claim: Mapping[str, Any]) -> Markup:
    """A link with its host as text; what is no address of the web is shown and never linked."""
    host = link(claim["url"]) and (urlsplit(claim["url"]).hostname or "")
    return fill(_ADDRESS, claim=claim, host=host)


SECTION = Section("evidence", "The evidence", _show)
