"""The track record: forecasts of standstill beside what then happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from standoff.domain.outcomes import truth
from standoff.domain.war import War
from standoff.evaluation.timeline import Week


@dataclass(frozen=True)
class ScoredWeek:
    """One earlier date: what was said of 30 days on, and what happened, where resolved.

    Attributes:
        day: the date of the forecast.
        narrow: probability of `standstill` 30 days on.
        now: probability that the front stood still that week.
        base_rate: share of standstill among the outcomes known by that day.
        happened: the outcome of the target date; "" while it is not resolved.
    """

    day: date
    narrow: float
    now: float
    base_rate: float
    happened: str


@dataclass(frozen=True)
class TrackRecord:
    """Earlier forecasts and their score.

    Attributes:
        past: one a week, oldest first.
        resolved: how many have a known outcome.
        brier: mean Brier score of `narrow`; NaN without any resolved.
        brier_base_rate: the same for the base rate.
    """

    past: tuple[ScoredWeek, ...]
    resolved: int
    brier: float
    brier_base_rate: float


def track_record(weeks: Sequence[Week], war: War, as_of: date) -> TrackRecord:
    """Score the weekly forecasts of a war beside the base rate.

    Args:
        weeks: what was forecast, and what happened where it is resolved.
        war: its outcomes.
        as_of: outcomes of later target dates are not looked at.
    """
    happened = {d: o for d, o in truth(war).items() if d <= as_of}
    past = []
    for w in weeks:
        # Share of standstill by that day, with one outcome of each kind assumed at the start.
        before = [
            outcome == "standstill" for target, outcome in happened.items() if target <= w.date
        ]
        base_rate = (sum(before) + 1) / (len(before) + 7)
        past.append(ScoredWeek(w.date, w.narrow, w.now, base_rate, w.happened))
    scored = [p for p in past if p.happened]
    hits = np.array([p.happened == "standstill" for p in scored], dtype=np.float64)
    rates = np.array([p.base_rate for p in scored])
    said = np.array([p.narrow for p in scored])
    none = float("nan")
    return TrackRecord(
        past=tuple(past),
        resolved=len(scored),
        brier=float(np.mean((said - hits) ** 2)) if scored else none,
        brier_base_rate=float(np.mean((rates - hits) ** 2)) if scored else none,
    )
