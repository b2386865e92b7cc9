"""What could break it: each signal as a small timeline of claims, with its level and trend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from standoff.assessment.records import Signal
from standoff.assessment.signals import TIMELINE_DAYS
from standoff.domain.quantities import ASSERTION
from standoff.report.sections.section import View
from standoff.report.templating import asserted, day, figure, render

_KINDS = {True: "says", False: "denies", None: "open"}
_WIDE = 180.0
_ROW_HEIGHT = 4.6
_LANES = (0.0, -_ROW_HEIGHT / 2, _ROW_HEIGHT / 2, -_ROW_HEIGHT, _ROW_HEIGHT)


@dataclass(frozen=True)
class _Mark:
    """One claim: where on the strip, how it is drawn, and what it says."""

    id: str
    x: float
    y: float
    kind: str
    title: str


@dataclass(frozen=True)
class _Row:
    signal: Signal
    marks: tuple[_Mark, ...]


def signals(view: View) -> Markup:
    """One row a signal, its claims as marks on a strip of days."""
    told = view.assessment
    first = max(told.as_of - timedelta(days=TIMELINE_DAYS), view.war.start)
    return render(
        "report/assessment/signals.html",
        rule=told.signals[0].rule,
        wide=_WIDE,
        first=day(first),
        as_of=day(told.as_of),
        rows=[_Row(signal, tuple(_marks(view, signal, first))) for signal in told.signals],
    )


def _marks(view: View, signal: Signal, first: date) -> Iterator[_Mark]:
    """Marks left to right; claims of one day or two stand above each other."""
    taken: list[float] = []
    days = max((view.assessment.as_of - first).days, 1)
    for claim_id in signal.claims:
        claim = view.assessment.claims[claim_id]
        x = round(_WIDE * (claim["known_at"].date() - first).days / days, 1)
        lane = sum(abs(x - other) < _ROW_HEIGHT for other in taken[-len(_LANES) + 1 :])
        taken.append(x)
        said = figure(claim)
        yield _Mark(
            id=claim_id,
            x=x,
            y=_LANES[lane % len(_LANES)],
            kind=_KINDS[asserted(claim)] if claim["unit"] == ASSERTION else "says",
            title=f"{day(claim['known_at'])}, {said}: {claim['text'] or claim['quantity']}",
        )
