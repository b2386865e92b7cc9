"""Counts from a day on, as those who count them will tell them, and the last pace that they must beat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.model.pace import FEWEST_STEPS, Pace, filtered, sampled
from standoff.observations.counts import RunningTotal, running_total
from standoff.observations.front import Numbers

OLDEST_DAYS = 180
"""A count whose newest total is older is not forecast."""
_SAMPLES = 4000
_PACE_DAYS = 30
_MEMORY_DAYS = 365


def counts_ahead(
    known: ClaimsSnapshot, as_of: date, horizons: Sequence[int], seed: int
) -> dict[str, dict[int, Numbers]]:
    """Equally likely counts between a day and each horizon.

    Args:
        known: what was known by the day.
        as_of: the day.
        horizons: days ahead.
        seed: of what is sampled.

    Returns:
        By target (`ForecastCount.target`) and horizon, (n,) each; a count that was told too seldom, or
        of which nothing was told for half a year, is left out.
    """
    found = {}
    for count in known.war.channels.forecasts:
        total = running_total(known, count)
        samples = ahead(total, pace_of(total), np.datetime64(as_of), horizons, _SAMPLES, seed)
        if samples:
            found[count.target] = samples
    return found


def pace_of(total: RunningTotal) -> Pace:
    """The pace of a running total, days since its first."""
    return filtered((total.days - total.days[:1]).astype(np.float64), total.totals)


def ahead(
    total: RunningTotal,
    pace: Pace,
    day: np.datetime64,
    horizons: Sequence[int],
    n: int,
    seed: int,
) -> dict[int, Numbers]:
    """The same for one count as of a day, by the steps that were told by then.

    Args:
        total: what was told, by that day or later too.
        pace: its pace.
        day: from which on is counted.
        horizons: days ahead.
        n: how many samples.
        seed: of them.
    """
    told = total.days[total.told <= day]
    if not told.size:
        return {}
    since = (day - total.days[0]).astype(np.float64)
    last = (told[-1] - total.days[0]).astype(np.float64)
    step = int(np.searchsorted(pace.ends, last, side="right")) - 1
    if step + 1 < FEWEST_STEPS or day - told[-1] > np.timedelta64(OLDEST_DAYS, "D"):
        return {}
    return {h: sampled(pace, step, float(since), h, n, seed) for h in horizons}


def last_pace(
    total: RunningTotal, day: np.datetime64, horizons: Sequence[int]
) -> Mapping[int, Numbers]:
    """The count at the pace of the last 30 days that were told by a day, with the log errors of the
    last year's targets; horizons that have none are left out.

    Args:
        total: what was told, by that day or later too.
        day: from which on is counted.
        horizons: days ahead.
    """
    told = total.told <= day
    if told.sum() < 2:
        return {}
    days = (total.days[told] - total.days[0]).astype(np.float64)
    daily = np.interp(np.arange(days[-1] + 1), days, total.totals[told])
    last, found = daily.size - 1, {}
    for h in horizons if last >= _PACE_DAYS else ():
        starts = np.arange(max(_PACE_DAYS, last - h - _MEMORY_DAYS), last - h + 1)
        until = np.append(starts, last)
        pace = (daily[until] - daily[until - _PACE_DAYS]) * h / _PACE_DAYS
        with np.errstate(divide="ignore", invalid="ignore"):
            errors = np.log(daily[starts + h] - daily[starts]) - np.log(pace[:-1])
        errors = errors[np.isfinite(errors)]
        if errors.size and pace[-1] > 0:
            found[h] = np.asarray(pace[-1] * np.exp(errors), dtype=np.float64)
    return found
