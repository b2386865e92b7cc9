"""The changed course beside the unchanged one, under one chance: by draw, and as futures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from standoff.forecast import Paths, movement_limits, outcomes
from standoff.model.forces_losses import sample_weeks
from standoff.observe import Numbers
from standoff.scenario import effects
from standoff.scenario.definition import Change
from standoff.scenario.draws import FUTURES, PAIRS, Starts, Values
from standoff.scenario.unchanged import Unchanged

_FASTEST = math.log(50.0)
"""No side advances at more than 50 times the speed of a break: a country in weeks."""

_LEAVING_COURSES = 1000


@dataclass(frozen=True)
class Futures:
    """Futures of the two sides, of both twins of every pair.

    Attributes:
        past: distances of A and B past their breakthroughs, log units, (2, pairs, futures, weeks, 2).
        lost: people each side has lost since the as-of date by each horizon, (2, pairs, futures,
            horizons, 2).
    """

    past: Numbers
    lost: Numbers


@dataclass(frozen=True)
class Run:
    """What one set of values comes to, by draw.

    Attributes:
        shift: what it adds to the area of the first side by each day of `Grid.days`, km²,
            (2, pairs, futures, days).
        ended: probability that the war has ended by each horizon, (pairs, horizons).
        lost: as in `Futures`.
    """

    shift: Numbers
    ended: Numbers
    lost: Numbers


@dataclass(frozen=True)
class Grid:
    """Where and when: what every run of one what-if shares.

    Attributes:
        course: the unchanged course.
        starts: where the sides stand in each draw.
        horizons: days ahead, increasing.
        paths: courses of the front.
        days: days from the as-of date at which shifts are known, increasing.
    """

    course: Unchanged
    starts: Starts
    horizons: tuple[int, ...]
    paths: Paths
    days: Numbers

    @property
    def age_days(self) -> int:
        """Days from the belief about the sides to the as-of date."""
        belief = self.course.sides.belief
        return int((np.datetime64(self.course.as_of) - belief.day).astype(int))

    @property
    def weeks(self) -> int:
        """Weeks of the two sides that reach the last horizon."""
        return -(-(self.age_days + max(self.horizons)) // 7)

    def at(self, day: int) -> int:
        """The place of a day in `days`."""
        return int(np.searchsorted(self.days, day))


def grid(course: Unchanged, places: Starts, horizons: Sequence[int]) -> Grid:
    """The days at which weekly looks, horizons and the windows before them need a shift."""
    window, last = course.war.thresholds.window_days, max(horizons)
    ends = {*range(0, last + 1, 7), *horizons}
    days = sorted({*ends, *(d - window for d in ends)})
    return Grid(
        course, places, tuple(horizons), course.paths(horizons), np.array(days, dtype=np.float64)
    )


def futures(grid: Grid, changed: Numbers | None) -> Futures:
    """Futures of both twins; without a change, those of the unchanged course."""
    belief, weeks = grid.course.sides.belief, grid.weeks
    halves = [
        sample_weeks(
            belief,
            weeks,
            PAIRS * FUTURES,
            grid.course.seed,
            changes=changed,
            chosen=grid.starts.of_futures(twin),
        )
        for twin in (0, 1)
    ]
    out = np.stack(halves).reshape(2, PAIRS, FUTURES, weeks, -1)
    people = np.cumsum(belief.nominal * np.exp(out[..., :2]), axis=3)
    ends = (grid.age_days + np.array([0, *grid.horizons])) / 7
    lost = _between_weeks(np.moveaxis(people, 3, -1), ends)
    return Futures(out[..., 3:], np.moveaxis(lost[..., 1:] - lost[..., :1], -1, 3))


def run(
    grid: Grid, changes: Sequence[Change], values: Values, opens: Numbers, before: Futures
) -> Run:
    """The changed course of one set of values."""
    course = grid.course
    after = before
    if any(change.part not in ("axis", "will") for change in changes):
        args = (course.war, course.as_of, grid.age_days, grid.weeks)
        after = futures(grid, effects.on_sides(changes, values, *args))
    shift = _advance(grid, after) - _advance(grid, before)
    axes = effects.on_axes(changes, values, opens, course.war, course.as_of, grid.days)
    ended = effects.ended(changes, values, course.war, course.as_of, grid.horizons)
    return Run(_within_country(grid, shift + axes[None, :, None, :]), ended, after.lost)


def _advance(grid: Grid, of: Futures) -> Numbers:
    """How far the law alone moves the front by each day, km², (2, pairs, futures, days)."""
    belief = grid.course.sides.belief
    if not grid.paths.km2.size:
        return np.zeros((*of.past.shape[:3], grid.days.size))
    width = belief.constants["width"][grid.starts.members][None, :, None, None, None]
    speed = np.exp(np.minimum(of.past / width, _FASTEST))
    moved = np.cumsum((speed[..., 0] - speed[..., 1]) * belief.break_km2, axis=-1)
    at = _between_weeks(moved, (grid.age_days + np.maximum(grid.days, 0.0)) / 7)
    return at - _between_weeks(moved, np.array([grid.age_days / 7]))


def _between_weeks(summed: Numbers, weeks: Numbers) -> Numbers:
    """Running sums over weeks, (..., weeks), read at fractions of weeks from their start."""
    whole = np.concatenate([np.zeros((*summed.shape[:-1], 1)), summed], axis=-1)
    left = np.minimum(weeks.astype(int), summed.shape[-1] - 1)
    share = weeks - left
    return np.asarray(whole[..., left] * (1 - share) + whole[..., left + 1] * share)


def _within_country(grid: Grid, shift: Numbers) -> Numbers:
    """No side can hold less than nothing or more than the country."""
    land = grid.course.land
    if land.last < 0:
        return shift
    level = float(land.km2[land.last])
    return np.clip(shift, -level, grid.course.war.country_km2 - level)


def odds(grid: Grid, of: Run) -> Numbers:
    """Outcome probabilities by draw, (2, pairs, horizons, outcomes)."""
    course, window = grid.course, grid.course.war.thresholds.window_days
    found = []
    for i, h in enumerate(grid.horizons):
        prior = course.prior(grid.paths, h)
        moved = of.shift[..., grid.at(h)] - of.shift[..., grid.at(h - window)]
        rows = [
            list(outcomes(
                grid.paths, prior, course.war, course.as_of, h,
                shift_km2=moved[twin, pair], ended=float(of.ended[pair, i]),
            ).values())
            for twin in (0, 1) for pair in range(PAIRS)
        ]  # fmt: skip
        found.append(np.array(rows).reshape(2, PAIRS, -1))
    return np.stack(found, axis=2)


def left_by(grid: Grid, shift: Numbers, wide: bool) -> Numbers:
    """Probability that the front has left stalemate by each week's end, by draw.

    It leaves when its movement over the window that ends then passes a threshold: that of a
    standstill, or of a break where slow advances count as stalemate too (`wide`). Given that the
    war goes on.

    Args:
        grid: courses and days.
        shift: as in `Run`, or with fewer draws: (twins, pairs, futures, days).
        wide: which stalemate is left.

    Returns:
        (twins, pairs, 1 + weeks of 7 days from the as-of date); column 0 is that date.
    """
    course, window = grid.course, grid.course.war.thresholds.window_days
    still, broken = movement_limits(
        course.war, course.war.front_on(course.as_of, course.as_of).km
    )
    ends = np.arange(0, max(grid.horizons) + 1, 7)
    change = _window_changes(grid, ends, window)
    at, back = ([grid.at(int(d)) for d in ends - k] for k in (0, window))
    moved = shift[..., at] - shift[..., back]
    limit = broken if wide else still
    out = np.empty((*shift.shape[:2], ends.size))
    for twin in range(shift.shape[0]):
        for pair in range(shift.shape[1]):
            own = np.resize(moved[twin, pair], change.shape)
            past = np.abs(change + own) > limit
            out[twin, pair] = np.logical_or.accumulate(past, axis=1).mean(axis=0)
    return out


def _window_changes(grid: Grid, ends: Numbers, window: int) -> Numbers:
    """Change of the front over the window that ends on each day, of some courses, (n, days).

    NaN where the window reaches back to days on which the front is not known.
    """
    land, age = grid.course.land, grid.paths.age_days
    km2 = grid.paths.km2[:: max(len(grid.paths.km2) // _LEAVING_COURSES, 1)]
    known = land.km2[: land.last] - land.km2[land.last]
    missing = np.full(max(window - known.size, 0), np.nan)
    past = np.concatenate([missing, known])[-window:]
    whole = np.hstack([np.tile(past, (len(km2), 1)), km2])
    at = window + age + ends.astype(int)
    return np.asarray(whole[:, at] - whole[:, at - window])
