"""What the charts draw: figures of many speakers as points, and the forecast as a fan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import numpy as np

from standoff.assessment.questions.facts import counts_whole_war
from standoff.assessment.records import Fan, Points
from standoff.domain.claim import Claim
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.forecast.front import FrontForecast

_FAN_DAYS = 90
_SAMPLED = 6
"""Courses drawn in the fan, so that it is seen what it is made of."""


def fan_of(ahead: FrontForecast) -> Fan | None:
    """The forecast of the area held, as bands and a few courses; None where no front is known."""
    front = ahead.front
    if front.last < 0:
        return None
    paths = ahead.paths(_FAN_DAYS)
    levels = front.km2[front.last] + paths.km2[:, : paths.age_days + _FAN_DAYS + 1]
    low90, low50, middle, high50, high90 = np.quantile(
        levels, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0
    )
    first = front.days[front.last].item()
    days = np.arange(first, first + timedelta(days=levels.shape[1]), dtype="datetime64[D]")
    return Fan(days, low90, low50, middle, high50, high90, levels[:_SAMPLED])


def losses_points(known: ClaimsSnapshot, side: str) -> tuple[Points, ...]:
    """Soldiers of one side lost since the start, by what is counted and who counts."""
    return tuple(
        points
        for quantity in ("losses.personnel_killed", "losses.personnel_total")
        for points in _by_speaker_kind(
            quantity,
            (c for _, c in known.of(quantity, side=side) if counts_whole_war(c, known.war)),
        )
    )


def toll_points(known: ClaimsSnapshot, *quantities: str) -> tuple[Points, ...]:
    """A toll over the whole country, by quantity and who counts; refugees wherever they are."""
    return tuple(
        points
        for quantity in quantities
        for points in _by_speaker_kind(
            quantity,
            (
                c
                for _, c in known.of(quantity)
                if quantity == "displaced.refugees"
                or c.happened_from == c.happened_to
                or counts_whole_war(c, known.war)
            ),
        )
    )


def _by_speaker_kind(quantity: str, claims: Iterable[Claim]) -> list[Points]:
    """One series a kind of speaker, each by day."""
    by_kind: dict[str, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: (c.happened_to, c.known_at)):
        by_kind.setdefault(claim.speaker_kind, []).append(claim)
    return [
        Points(
            quantity=quantity,
            speaker_kind=kind,
            days=tuple(c.happened_to for c in ordered),
            low=tuple(c.low for c in ordered),
            value=tuple(c.value for c in ordered),
            high=tuple(c.high for c in ordered),
        )
        for kind, ordered in sorted(by_kind.items())
    ]
