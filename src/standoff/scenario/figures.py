"""Every figure of a run, draw by draw: odds, area, time to leave stalemate, courses for the chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from standoff.domain.outcomes import movement_limits
from standoff.forecast.outcome_odds import NO_SHIFT, outcomes
from standoff.forecast.paths import Paths
from standoff.observations.front import Numbers
from standoff.scenario.draws import PAIRS
from standoff.scenario.run import Run, Setting, shift

Courses = npt.NDArray[np.int64]

_EVERY = 10
"""Of every ten courses that a draw meets one is kept to be drawn."""


@dataclass(frozen=True)
class BaselineFigures:
    """The baseline's figures for each group of paths.

    Attributes:
        paths: the courses of each group.
        priors: the prior's courses for each horizon.
        odds: (groups, horizons, outcomes).
        window: change over the window that ends on the as-of date and at the end of each week, km²,
            (groups, courses, 1 + weeks); NaN where it reaches back to unknown days.
        left: probability of having left stalemate, narrow and wide, by the same days,
            (groups, 2, 1 + weeks).
    """

    paths: tuple[Paths, ...]
    priors: tuple[Paths, ...]
    odds: Numbers
    window: Numbers
    left: Numbers


@dataclass(frozen=True)
class Figures:
    """What the draws of a run come to; changes are against the same courses unchanged.

    Attributes:
        odds: change of each outcome's probability, (2, pairs, horizons, outcomes).
        area: mean change of the first side's area at the as-of date and the end of each week, km²,
            (2, pairs, 1 + weeks).
        left: change of the probability of having left stalemate, (2, pairs, 2, 1 + weeks).
        courses: changed courses, a few of every draw: change of the area since the last known day,
            km², (n, 1 + weeks).
    """

    odds: Numbers
    area: Numbers
    left: Numbers
    courses: Numbers


def baseline_figures(setting: Setting) -> BaselineFigures:
    """The baseline's figures by group."""
    fronts, course = setting.fronts, setting.course
    whole = fronts.paths
    paths = tuple(replace(whole, km2=whole.km2[group]) for group in fronts.groups)
    if not fronts.any:
        paths = (whole,)
    priors = tuple(course.prior(whole, h) for h in setting.horizons)
    nothing = [NO_SHIFT] * len(priors)
    rows = [_odds(setting, one, priors, nothing, [None] * len(priors)) for one in paths]
    days, length = _days(setting), course.war.thresholds.window_days
    if fronts.any:
        window = np.stack(
            [fronts.on(days, group) - fronts.on(days - length, group) for group in fronts.groups]
        )
    else:
        window = np.full((len(fronts.groups), 1, days.size), np.nan)
    left = np.stack([_left_by(setting, change) for change in window])
    return BaselineFigures(paths, priors, np.stack(rows), window, left)


def figures(setting: Setting, of: Run, baseline: BaselineFigures) -> Figures:
    """All figures of a run, as changes against the baseline."""
    fronts, weeks = setting.fronts, 1 + setting.fronts.ends.size
    odds = np.empty((2, PAIRS, *baseline.odds.shape[1:]))
    area, left = np.zeros((2, PAIRS, weeks)), np.zeros((2, PAIRS, 2, weeks))
    courses, over = [np.zeros((0, weeks))], _over_windows(setting)
    for twin in (0, 1):
        for pair in range(PAIRS):
            at, group = (twin, pair), int(fronts.met[twin, pair])
            moved = shift(setting, of, twin, pair)
            windows = moved @ over if fronts.any else np.zeros((1, weeks))
            shifts = [windows[:, i] for i in range(-len(setting.horizons), 0)]
            after = _odds(setting, baseline.paths[group], baseline.priors, shifts, of.ended[pair])
            odds[at] = after - baseline.odds[group]
            if fronts.any:
                mine = fronts.met_by(twin, pair)
                area[at] = moved.mean(axis=0)
                own = baseline.window[group] + windows[:, :weeks]
                left[at] = _left_by(setting, own) - baseline.left[group]
                # A few of a draw's changed courses, others than the next draw of the same group has.
                some = slice((twin * PAIRS + pair) % _EVERY, None, _EVERY)
                courses.append(fronts.on(_days(setting), mine[some]) + moved[some])
    return Figures(odds, area, left, np.vstack(courses))


def on_day(setting: Setting, by_week: Numbers, day: int) -> Numbers:
    """What is known at the as-of date and the ends of weeks, (..., 1 + weeks), on a day between."""
    ends = _days(setting)
    right = int(np.clip(np.searchsorted(ends, day), 1, ends.size - 1))
    share = np.clip((day - ends[right - 1]) / (ends[right] - ends[right - 1]), 0.0, 1.0)
    return np.asarray(by_week[..., right - 1] * (1 - share) + by_week[..., right] * share)


def _over_windows(setting: Setting) -> Numbers:
    """What turns shifts into what is added over windows: those that end on weeks, then on horizons.

    Returns:
        (1 + weeks, 1 + weeks + horizons); a row of shifts times it gives km².
    """
    window, days = setting.course.war.thresholds.window_days, _days(setting)
    eye = np.eye(days.size)
    ends = [*days.tolist(), *setting.horizons]
    read = [on_day(setting, eye, day) - on_day(setting, eye, day - window) for day in ends]
    return np.stack(read, axis=1)


def _days(setting: Setting) -> Courses:
    """The as-of date and the ends of weeks, days from it."""
    return np.concatenate([[0], setting.fronts.ends])


def _odds(
    setting: Setting,
    paths: Paths,
    priors: Sequence[Paths],
    windows: Sequence[Numbers],
    ended: Iterable[float | None],
) -> Numbers:
    """Outcome probabilities of some courses, (horizons, outcomes)."""
    course = setting.course
    rows = [
        outcomes(
            paths, prior, course.war, course.as_of, h, shift_km2=window, ended=by_then
        ).values()
        for h, prior, window, by_then in zip(setting.horizons, priors, windows, ended, strict=True)
    ]
    return np.array([list(row) for row in rows], dtype=np.float64)


def _left_by(setting: Setting, change: Numbers) -> Numbers:
    """Probability of having left stalemate, given that the war goes on.

    The front leaves when its movement over the window that ends then passes a threshold: that of a
    standstill, or that of a break where slow advances count as stalemate too.

    Args:
        setting: thresholds and front.
        change: over the windows, km², (courses, 1 + weeks).

    Returns:
        Narrow and wide, (2, 1 + weeks); NaN where a window reaches back to unknown days.
    """
    war, as_of = setting.course.war, setting.course.as_of
    if not setting.fronts.any:
        return np.full((2, change.shape[1]), np.nan)
    size, limits = np.abs(change), movement_limits(war, war.front_on(as_of, as_of).km)
    out = [np.logical_or.accumulate(size > limit, axis=1).mean(axis=0) for limit in limits]
    return np.where(np.isnan(change[0]), np.nan, np.stack(out))
