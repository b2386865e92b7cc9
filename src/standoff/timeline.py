"""Stalemate through a war, week by week: what the rule said, and what then happened.

Every week is replayed on the levels known at the as-of date, seeing only what lay before it, so that
no date of knowledge (`known_at`) is asked for: levels that were revised since are seen revised. What
was known at the time is the backtest's to replay.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from standoff.errors import WarDefinitionError
from standoff.forecast import baseline_paths, outcomes, prior_paths, still_now
from standoff.observe import Territory
from standoff.record import STEP_DAYS, TARGET_DAYS, truth
from standoff.war import War

SCHEMA_NAME = "standoff.timeline/1"
_DIGITS = 4


@dataclass(frozen=True)
class Week:
    """One week of a war.

    Attributes:
        date: the day of the forecast.
        narrow: probability of a costly standstill 30 days on.
        wide: the same, or a costly creep of either side.
        now: probability that the front stands still that week; NaN where it cannot be told.
        outcomes: probabilities of the exclusive outcomes 30 days on; they sum to 1.
        happened: the outcome of that target date; "" while it is not resolved.
        provisional: whether the file of outcomes still calls it so.
    """

    date: date
    narrow: float
    wide: float
    now: float
    outcomes: dict[str, float]
    happened: str
    provisional: bool = False


def timeline(land: Territory, war: War, as_of: date, rng: np.random.Generator) -> tuple[Week, ...]:
    """Every week with a level of the front, oldest first.

    Args:
        land: the front up to `as_of`.
        war: its thresholds, priors and outcomes.
        as_of: outcomes of later target dates are not looked at.
        rng: used for the prior only.
    """
    happened = {day: outcome for day, outcome in truth(war).items() if day <= as_of}
    open_still = _provisional(war)
    weeks = []
    for index in range(max(land.last, 0) % STEP_DAYS, land.last + 1, STEP_DAYS):
        if index < TARGET_DAYS or np.isnan(land.km2[index]):
            continue
        day, seen = land.days[index].item(), land.until(index)
        target = day + timedelta(days=TARGET_DAYS)
        paths = baseline_paths(seen, war, day, TARGET_DAYS, rng)
        odds = outcomes(paths, prior_paths(seen, war, paths, rng), war, day, TARGET_DAYS)
        weeks.append(
            Week(
                date=day,
                narrow=odds["standstill"],
                wide=wide_of(odds),
                now=still_now(seen, war),
                outcomes=odds,
                happened=happened.get(target, ""),
                provisional=target in happened and target in open_still,
            )
        )
    return tuple(weeks)


def wide_of(odds: dict[str, float]) -> float:
    """Probability of stalemate in the wide sense: a costly standstill or creep."""
    creeps = sum(p for name, p in odds.items() if name.endswith("_creeps"))
    return min(odds["standstill"] + creeps, 1.0)


def as_json(weeks: Sequence[Week], war: War) -> str:
    """The JSON text, ending in a newline; NaN is null, and the same weeks give the same bytes."""
    plain = {
        "schema": SCHEMA_NAME,
        "war": war.name,
        "target_days": TARGET_DAYS,
        "weeks": [
            {
                "date": week.date.isoformat(),
                "narrow": _rounded(week.narrow),
                "wide": _rounded(week.wide),
                "now": _rounded(week.now),
                "outcomes": {name: _rounded(p) for name, p in week.outcomes.items()},
                "happened": week.happened or None,
                "provisional": week.provisional,
            }
            for week in weeks
        ],
    }
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), _DIGITS)


def _provisional(war: War) -> frozenset[date]:
    """Target dates whose outcome the war's outcomes.csv calls provisional."""
    path = war.folder / "outcomes.csv"
    if not path.is_file():
        return frozenset()
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    try:
        return frozenset(
            date.fromisoformat(row["date"]) for row in rows if row.get("provisional") == "true"
        )
    except (TypeError, ValueError) as error:
        raise WarDefinitionError(f"{path.name}: no date ({error}). Correct the row.") from error
