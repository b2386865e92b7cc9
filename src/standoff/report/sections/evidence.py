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
from standoff.report.sections.section import Section, View
from standoff.report.templating import day, link, render

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


def _show(view: View) -> Markup:
    return render(
        "report/assessment/evidence.html",
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
    return render("report/assessment/claim_address.html", claim=claim, host=host)


SECTION = Section("evidence", "The evidence", _show)
