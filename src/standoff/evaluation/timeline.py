"""Stalemate through a war, week by week: what was forecast, and what then happened.

Every week is forecast from the levels that lie before it, as known at the as-of date: levels that were
revised since enter revised. The backtest forecasts from what was known at the time.
"""

from __future__ import annotations

import contextlib
import csv
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import BinaryIO

import numpy as np

from standoff.domain.horizons import HORIZONS
from standoff.domain.outcomes import truth, wide_of
from standoff.domain.war import War
from standoff.errors import ModelError, ParticlesCollapsedError, WarDefinitionError
from standoff.forecast.front import FrontForecast
from standoff.forecast.outcome_odds import outcomes
from standoff.forecast.persistence import climatology_paths
from standoff.forecast.posterior_cache import FrontPosteriors, write_whole
from standoff.formatting import written_odds
from standoff.model.front.posterior import FrontPosterior
from standoff.observations.front import FrontSeries

STEP_DAYS = 7
TARGET_DAYS = 30

SCHEMA_NAME = "standoff.timeline/1"
_DIGITS = 4
_FAR_PATHS = 1000
"""Courses drawn for the odds of an earlier week at the farther horizons, which are scored and not shown."""


@dataclass(frozen=True)
class Week:
    """One week of a war.

    Attributes:
        date: the day of the forecast.
        narrow: probability of a costly standstill 30 days on.
        wide: the same, or a costly creep of either side.
        now: probability that the front stands still that week; NaN where it is not known.
        outcomes: probabilities of the exclusive outcomes 30 days on; they sum to 1.
        happened: the outcome of that target date; "" while it is not resolved.
        provisional: whether the file of outcomes still calls it so.
        ahead: the odds at every horizon, by its days.
        courses: the same by the courses of the half year before, where there are enough.
    """

    date: date
    narrow: float
    wide: float
    now: float
    outcomes: dict[str, float]
    happened: str
    provisional: bool = False
    ahead: dict[str, dict[str, float]] = field(default_factory=dict)
    courses: dict[str, dict[str, float]] = field(default_factory=dict)


def weeks(
    front: FrontSeries, war: War, as_of: date, seed: int, posteriors: FrontPosteriors
) -> tuple[Week, ...]:
    """Every week from the thirtieth day of the front on, oldest first.

    Args:
        front: the front up to `as_of`.
        war: its thresholds, priors and outcomes.
        as_of: outcomes of later target dates are not looked at.
        seed: of what is sampled.
        posteriors: cache of the model's posteriors.

    Raises:
        ParticlesCollapsedError: the model cannot explain the front.
    """
    happened = {day: outcome for day, outcome in truth(war).items() if day <= as_of}
    path, rows = war.folder / "outcomes.csv", []
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    try:
        open_still = {
            date.fromisoformat(row["date"]) for row in rows if row.get("provisional") == "true"
        }
    except (TypeError, ValueError) as error:
        raise WarDefinitionError(f"{path.name}: no date ({error}). Correct the row.") from error
    found = []
    for said in _said(front, war, seed, posteriors):
        target = said.date + timedelta(days=TARGET_DAYS)
        provisional = target in happened and target in open_still
        found.append(replace(said, happened=happened.get(target, ""), provisional=provisional))
    return tuple(found)


def _said(front: FrontSeries, war: War, seed: int, posteriors: FrontPosteriors) -> list[Week]:
    """What was forecast each week; a week forecast for an earlier day is read and not made again."""
    try:
        notes = posteriors.notes(front, war, seed, "weeks.json")
        done, said = 0, []
        # The newest file that can be read; a damaged one counts as none and is made again.
        for weeks_done in range(len(notes) - 1, 0, -1):
            with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
                read = json.loads(notes[weeks_done].read_text(encoding="utf-8"))
                said = [Week(**{**row, "date": date.fromisoformat(row["date"])}) for row in read]
                done = weeks_done
                break
        at = {front.days[i]: i for i in _weekly(front)}
        weekly = (p for p in posteriors.weekly(front, war, seed, done) if p.day in at)
        said += [_week(front, war, at[p.day], seed, p) for p in weekly]
    except ParticlesCollapsedError:
        raise
    except ModelError:
        return [_week(front, war, i, seed, None) for i in _weekly(front)]
    if notes and done + 1 < len(notes):
        rows = [{**asdict(week), "date": week.date.isoformat()} for week in said]

        def write(out: BinaryIO) -> None:
            out.write(json.dumps(rows).encode())

        with contextlib.suppress(OSError):
            write_whole(notes[-1], write)
    return said


def _weekly(front: FrontSeries) -> list[int]:
    """Indices of the days a week apart that end with the last known one."""
    first = max(front.last, 0) % STEP_DAYS
    every = range(first, front.last + 1, STEP_DAYS)
    return [i for i in every if i >= TARGET_DAYS and not np.isnan(front.km2[i])]


def _week(
    front: FrontSeries, war: War, index: int, seed: int, posterior: FrontPosterior | None
) -> Week:
    day, seen = front.days[index].item(), front.until(index)
    ahead = FrontForecast(seen, war, day, seed, posterior, TARGET_DAYS)
    odds = ahead.odds(TARGET_DAYS)
    far = FrontForecast(seen, war, day, seed, posterior, max(HORIZONS), paths_drawn=_FAR_PATHS)
    later = {h: far.odds(h) for h in HORIZONS if h != TARGET_DAYS} if posterior else {}
    courses = {}
    for h in HORIZONS:
        paths = climatology_paths(seen, day, h)
        if paths.kind == "climatology":
            courses[str(h)] = outcomes(paths, paths, war, day, h)
    return Week(
        day,
        odds["standstill"],
        wide_of(odds),
        ahead.still_now(),
        odds,
        "",
        ahead={str(h): of for h, of in {TARGET_DAYS: odds, **later}.items()},
        courses=courses,
    )


def as_json(weeks: Sequence[Week], war: War) -> str:
    """The JSON text, ending in a newline; NaN is null, and the same weeks give the same bytes."""
    rows: list[dict[str, object]] = []
    for week in weeks:
        odds = written_odds(week.outcomes)
        rows.append(
            {
                "date": week.date.isoformat(),
                "narrow": _rounded(week.narrow),
                "wide": _rounded(week.wide),
                "now": _rounded(week.now),
                "outcomes": odds,
                "happened": week.happened or None,
                "provisional": week.provisional,
            }
        )
    plain = {"schema": SCHEMA_NAME, "war": war.name, "target_days": TARGET_DAYS, "weeks": rows}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), _DIGITS)
