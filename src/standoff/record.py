"""How the same rule has done before: forecasts of standstill beside what then happened."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from standoff.errors import WarDefinitionError
from standoff.forecast import baseline_paths, outcome_names, outcomes, prior_paths, still_now
from standoff.observe import Territory
from standoff.war import War

STEP_DAYS = 7
TARGET_DAYS = 30


@dataclass(frozen=True)
class Past:
    """One earlier date: what the rule said of 30 days on, and what happened, where resolved.

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
class Record:
    """Earlier forecasts and their score.

    Attributes:
        past: one a week, oldest first.
        resolved: how many have a known outcome.
        brier: mean Brier score of `narrow`; NaN without any resolved.
        brier_base_rate: the same for the base rate.
    """

    past: tuple[Past, ...]
    resolved: int
    brier: float
    brier_base_rate: float


def truth(war: War) -> dict[date, str]:
    """Outcome by target date out of the war's outcomes.csv; empty if it has none.

    Raises:
        WarDefinitionError: the file has a row that is no date and outcome of this war.
    """
    path = war.folder / "outcomes.csv"
    if not path.is_file():
        return {}
    found: dict[date, str] = {}
    names = outcome_names(war)
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                day, outcome = date.fromisoformat(row["date"]), row["outcome"]
            except (KeyError, TypeError, ValueError) as error:
                raise WarDefinitionError(
                    f"{path.name} row {number}: no date and outcome ({error}). Correct the row."
                ) from error
            if outcome not in names:
                raise WarDefinitionError(
                    f"{path.name} row {number}: {outcome!r} is no outcome. "
                    f"Write one of {', '.join(names)}."
                )
            found[day] = outcome
    return found


def record(land: Territory, war: War, as_of: date, rng: np.random.Generator) -> Record:
    """Replay the rule weekly on the levels known today, each date seeing only what lay before it.

    Levels that were revised since are seen revised: for a replay of what was known, see the
    backtest.
    """
    happened = {d: o for d, o in truth(war).items() if d <= as_of}
    past = []
    for back in range(max(land.last, 0) // STEP_DAYS, -1, -1):
        index = land.last - back * STEP_DAYS
        if index < TARGET_DAYS or np.isnan(land.km2[index]):
            continue
        day = land.days[index].item()
        seen = land.until(index)
        paths = baseline_paths(seen, war, day, TARGET_DAYS, rng)
        says = outcomes(paths, prior_paths(seen, war, paths, rng), war, day, TARGET_DAYS)
        target = day + timedelta(days=TARGET_DAYS)
        past.append(
            Past(
                day=day,
                narrow=says["standstill"],
                now=still_now(seen, war),
                base_rate=_base_rate(happened, day),
                happened=happened.get(target, ""),
            )
        )
    scored = [p for p in past if p.happened]
    hits = np.array([p.happened == "standstill" for p in scored], dtype=np.float64)
    rates = np.array([p.base_rate for p in scored])
    said = np.array([p.narrow for p in scored])
    none = float("nan")
    return Record(
        past=tuple(past),
        resolved=len(scored),
        brier=float(np.mean((said - hits) ** 2)) if scored else none,
        brier_base_rate=float(np.mean((rates - hits) ** 2)) if scored else none,
    )


def _base_rate(happened: dict[date, str], day: date) -> float:
    """Share of standstill by a day, with one outcome of each kind assumed at the start."""
    before = [outcome for target, outcome in happened.items() if target <= day]
    return (before.count("standstill") + 1) / (len(before) + 7)
