"""What changes of given values do to the two sides, to the front and to the war's end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from standoff.domain.war import War
from standoff.forecast.outcome_odds import ended_by
from standoff.model.two_sided import interventions
from standoff.observations.front import Numbers
from standoff.scenario.definition import Change
from standoff.scenario.draws import FUTURES, PAIRS, Values

Days = npt.NDArray[np.int64]


def profile(change: Change, as_of: date, days: int) -> Numbers:
    """How far a change is in force on each day from the as-of date on, 0 to 1, (days + 1,).

    One that fades does so from its first day on.
    """
    day = np.arange(days + 1)
    first = (change.first_day(as_of) - as_of).days
    in_force = np.clip((day - first + 1) / max(change.over, 1), 0.0, 1.0)
    if change.fades:
        in_force *= np.exp(-np.maximum(day - first, 0) / change.fades)
    end = change.end_day(as_of)
    if end is not None:
        in_force[day >= (end - as_of).days] = 0.0
    return in_force


def on_sides(
    changes: Sequence[Change], values: Values, war: War, as_of: date, age_days: int, weeks: int
) -> Numbers:
    """What each change sets in each week, as `kernels.sample_all` takes it.

    Args:
        changes: those of all scenarios.
        values: what each is set to, (pairs, changes).
        war: its sides.
        as_of: the day from which changes count.
        age_days: days from the posterior of the sides to that day.
        weeks: weeks after the posterior.

    Returns:
        (pairs * futures, 1 + weeks, columns); nothing happens in the week of the posterior.
    """
    out = np.zeros((PAIRS, FUTURES, 1 + weeks, len(interventions.COLUMNS)))
    sides = [side.code for side in war.sides]
    future = (np.arange(FUTURES) + 0.5) / FUTURES
    for c, change in enumerate(changes):
        if change.part not in interventions.PARTS:
            continue
        column = 2 * interventions.PARTS.index(change.part) + sides.index(change.side)
        daily = np.concatenate([np.zeros(age_days), profile(change, as_of, 7 * weeks)])
        share = daily[1 : 7 * weeks + 1].reshape(weeks, 7).mean(axis=1)
        if change.part == "posture":
            held = future < values[:, c, None]
            out[:, :, 1:, column] += change.way * held[:, :, None] * (share >= 0.5)
        elif change.part == "strength":
            out[:, :, 1:, column] += np.log(values[:, c])[:, None, None] * np.diff(share, prepend=0)
        else:
            out[:, :, 1:, column] += np.log(values[:, c])[:, None, None] * share
    return np.asarray(out.reshape(PAIRS * FUTURES, 1 + weeks, -1), dtype=np.float64)


def on_axes(
    changes: Sequence[Change], values: Values, opens: Numbers, war: War, as_of: date, days: Days
) -> Numbers:
    """Area that new axes have brought the first side by each day, km², (pairs, days)."""
    taken = np.zeros((PAIRS, days.size))
    for c, change in enumerate(changes):
        if change.part == "axis":
            first = (change.first_day(as_of) - as_of).days + opens[:, c, None]
            reached = np.clip((days - first) / change.over, 0.0, 1.0)
            sign = 1.0 if change.side == war.sides[0].code else -1.0
            taken += sign * values[:, c, None] * reached
    return taken


def ended(
    changes: Sequence[Change],
    values: Values,
    war: War,
    as_of: date,
    horizons: Sequence[int],
    blind_days: int,
) -> Numbers:
    """Probability that the war has ended by each horizon, (pairs, horizons).

    A change bears on what is ahead, and not on the days before `as_of` of which nothing is known.
    """
    last = max(horizons)
    so_far = [-np.log1p(-ended_by(war, as_of, day, blind_days)) for day in range(last + 1)]
    hazard = np.diff(so_far)
    log_factor = np.zeros((PAIRS, last))
    for c, change in enumerate(changes):
        if change.part == "will":
            log_factor += np.log(values[:, c])[:, None] * profile(change, as_of, last)[1:]
    total = so_far[0] + np.cumsum(hazard * np.exp(log_factor), axis=1)
    return np.asarray(-np.expm1(-total[:, [h - 1 for h in horizons]]), dtype=np.float64)
