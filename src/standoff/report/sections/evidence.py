"""Every claim that an answer rests on: what it says, who said it, when, and where to check it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from standoff.domain.quantities import QUANTITIES
from standoff.report.quantity_names import called
from standoff.report.sections.questions import TITLES
from standoff.report.sections.section import View
from standoff.report.templating import render

_SERIES_FROM = 6
"""A source that says the same kind of thing so many times is a series, and folds into one table."""

ClaimWithId = tuple[str, Mapping[str, Any]]


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
    single: tuple[ClaimWithId, ...]
    series: tuple[tuple[ClaimWithId, ...], ...]


def evidence(view: View) -> Markup:
    """The claims by question, quantity and party, with grades and addresses."""
    by_question: dict[str, list[_Group]] = {}
    for entry in QUANTITIES:
        by_side: dict[str, list[ClaimWithId]] = {}
        for pair in view.assessment.claims.items():
            if pair[1]["quantity"] == entry.name:
                by_side.setdefault(pair[1]["side"], []).append(pair)
        for side, claims in sorted(by_side.items()):
            party, words = view.war.parties.get(side), called(entry.name)
            name = f"{words[0].upper()}{words[1:]}{f', {party.name}' if party else ''}"
            by_question.setdefault(entry.question, []).append(_group(name, entry.errs, claims))
    return render(
        "report/assessment/evidence.html",
        total=len(view.assessment.claims),
        questions=[
            (TITLES.get(name, "Other"), by_question[name])
            for name in (*TITLES, "none")
            if name in by_question
        ],
    )


def _group(name: str, errs: str, claims: list[ClaimWithId]) -> _Group:
    by_source: dict[str, list[ClaimWithId]] = {}
    for pair in sorted(claims, key=_order):
        by_source.setdefault("" if pair[1]["text"] else pair[1]["source"], []).append(pair)
    folds = {s for s, pairs in by_source.items() if s and len(pairs) >= _SERIES_FROM}
    single = [p for s, pairs in by_source.items() if s not in folds for p in pairs]
    return _Group(
        name,
        errs,
        tuple(sorted(single, key=_order)),
        tuple(tuple(by_source[s]) for s in sorted(folds)),
    )


def _order(pair: ClaimWithId) -> tuple[Any, ...]:
    claim_id, claim = pair
    numbers = [n for n in (claim["value"], claim["low"], claim["high"]) if n is not None]
    return claim["place"], claim["happened_to"], numbers[:1], claim_id
