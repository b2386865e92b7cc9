"""Who says how many: figures for one thing side by side, drawn on one scale."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from markupsafe import Markup

from standoff.domain.claim import Claim
from standoff.domain.quantities import ASSERTION
from standoff.evidence.grading import Grade
from standoff.formatting import amount
from standoff.report.templating import figure, render
from standoff.web.claim_filters import GradedClaim

_LOG_FROM = 20.0
"""Figures of which the largest is so many times the smallest are drawn on a log scale."""

_MOST_ROWS = 24
_TAIL = 6.0
"""How far an open bound reaches, percent of the width: it says "or more", not how much."""


@dataclass(frozen=True)
class _Row:
    claim: Claim
    grade: Grade
    href: str
    who: str
    figure: str
    at: float | None
    low: float | None
    high: float | None
    open: bool
    here: bool


def figures_compared(
    claims: Sequence[GradedClaim],
    title: str,
    href: Callable[[str], str],
    as_of: object,
    here: str = "",
) -> Markup:
    """Figures in one unit, largest first; nothing where fewer than two give a number.

    Args:
        claims: of one quantity and unit.
        title: what they are about, with the unit.
        href: the address of a claim.
        as_of: the day.
        here: the id of the claim that the page is about.
    """
    counted = [t for t in claims if t.claim.unit != ASSERTION and _numbers(t.claim)]
    if len(counted) < 2:
        return Markup("")
    counted.sort(key=lambda t: (t.id == here, t.claim.happened_to), reverse=True)
    drawn = sorted(counted[:_MOST_ROWS], key=lambda t: -_numbers(t.claim)[0])
    numbers = [n for t in drawn for n in _numbers(t.claim)]
    log = min(numbers) > 0 and max(numbers) > _LOG_FROM * min(numbers)
    low = min(numbers) if log else min(0.0, *numbers)
    scale = math.log if log else float
    span = (scale(max(numbers)) - scale(low)) or 1.0

    def position(number: float) -> float:
        """Percent of the width, with room for a dot and for an open bound."""
        return round(3 + 88 * (scale(number) - scale(low)) / span, 2)

    return render(
        "web/figures_compared.html",
        title=title,
        rows=[_row(t, position, href(t.id), t.id == here) for t in drawn],
        low=amount(low),
        high=amount(max(numbers)),
        log=log,
        more=len(counted) > len(drawn),
        as_of=as_of,
    )


def _row(graded: GradedClaim, position: Callable[[float], float], href: str, here: bool) -> _Row:
    claim = graded.claim
    at, low, high = claim.value, claim.low, claim.high
    # "At least 160,000" comes as a low and, often, the same value.
    up = high is None and low is not None and at in (None, low)
    down = low is None and high is not None and at in (None, high)
    dot = low if up else high if down else at
    ends = [position(n) for n in _numbers(claim)]
    first = min(ends) - (_TAIL if down else 0.0)
    last = max(ends) + (_TAIL if up else 0.0)
    name = claim.speaker or claim.source
    outlet = claim.channel[0] if claim.channel and claim.channel[0] != name else ""
    return _Row(
        claim=claim,
        grade=graded.grade,
        href=href,
        who=f"{name} ({outlet})" if outlet else name,
        figure=figure(asdict(claim)),
        at=None if dot is None else position(dot),
        low=first if first < last else None,
        high=last,
        open=up or down,
        here=here,
    )


def _numbers(claim: Claim) -> list[float]:
    return [n for n in (claim.value, claim.low, claim.high) if n is not None]
