"""Paths of the front for a what-if: speeds, levels, and which of them each draw meets.

The paths are dealt into groups by the rate that the posterior gives the front on the last day it is
known; each draw meets one group, and twins meet different ones. So twins also differ in where the
front stands by the claims.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from standoff.forecast.paths import Paths
from standoff.model.front.paths import rates
from standoff.observations.front import Numbers
from standoff.scenario.baseline import Baseline
from standoff.scenario.draws import PAIRS

GROUPS = 16
_SPEED_DAYS = 28
"""A course's speed is that of the last four weeks: a single week is mostly noise."""


@dataclass(frozen=True)
class Fronts:
    """Courses of the front from the as-of date on.

    Attributes:
        paths: the courses as they are forecast; none of a war without a front.
        past: change since the last known day on the days before it, km², (days,); NaN if unknown.
        ends: days from the as-of date at which weeks end, the last cut off at the last horizon,
            (weeks,).
        level: area of the first side at the as-of date and the end of each week, (n, 1 + weeks).
        speed: change a week over the last four weeks at the end of each week, (n, weeks).
        groups: which courses are of a group, (groups, n of each).
        met: the group that each draw meets, (2, pairs).
    """

    paths: Paths
    past: Numbers
    ends: npt.NDArray[np.int64]
    level: Numbers
    speed: Numbers
    groups: npt.NDArray[np.int64]
    met: npt.NDArray[np.int64]

    @property
    def any(self) -> bool:
        """Whether the war has a front that is forecast."""
        return bool(self.paths.km2.size)

    def met_by(self, twin: int, pair: int) -> npt.NDArray[np.int64]:
        """The courses that a draw meets, (n of each group,)."""
        mine: npt.NDArray[np.int64] = self.groups[self.met[twin, pair]]
        return mine

    def on(self, days: npt.NDArray[np.int64], courses: npt.NDArray[np.int64]) -> Numbers:
        """Change since the last known day on days from the as-of date, km², (courses, days).

        Days before it count down from 0; NaN where the front was not known.
        """
        at = self.past.size + self.paths.age_days + days
        past = np.broadcast_to(self.past, (len(courses), self.past.size))
        whole = np.hstack([past, self.paths.km2[courses]])
        return np.asarray(whole[:, at], dtype=np.float64)


def fronts(course: Baseline, horizons: tuple[int, ...], seed: int) -> Fronts:
    """The paths of the baseline, dealt out to the draws."""
    paths, ends = course.paths(horizons), week_ends(horizons[-1])
    n = len(paths.km2)
    if not n:
        level, speed = np.zeros((0, 1 + ends.size)), np.zeros((0, ends.size))
        none, met = np.zeros((1, 0), dtype=np.int64), np.zeros((2, PAIRS), dtype=np.int64)
        return Fronts(paths, np.zeros(0), ends, level, speed, none, met)
    groups = min(GROUPS, n)
    posterior = course.ahead.posterior
    # Paths and rates are read from the same particles, in the same order; without a model as they are.
    rate = np.zeros(n) if posterior is None else rates(posterior, n)
    order = np.argsort(rate, kind="stable")[: n // groups * groups].reshape(groups, -1)
    rng = np.random.default_rng([seed, 14])
    dealt = np.tile(np.arange(groups), -(-PAIRS // groups))[:PAIRS]
    met = np.stack([rng.permutation(dealt) for _ in (0, 1)])
    front, window = course.front, course.war.thresholds.window_days
    known = front.km2[: front.last] - front.km2[front.last]
    past = np.concatenate([np.full(max(window - known.size, 0), np.nan), known])[-window:]
    made = Fronts(paths, past, ends, np.zeros((0, 0)), np.zeros((0, 0)), order, met)
    changes = made.on(np.concatenate([[0], ends]), np.arange(n))
    level = changes + float(front.km2[front.last])
    # The mean of the last four weeks; of the weeks ahead where the past is unknown.
    four = (changes[:, 1:] - made.on(ends - _SPEED_DAYS, np.arange(n))) * (7 / _SPEED_DAYS)
    ahead = (changes[:, 1:] - changes[:, :1]) / (ends / 7)
    return replace(made, level=level, speed=np.where(np.isnan(four), ahead, four))


def week_ends(last: int) -> npt.NDArray[np.int64]:
    """Days from the as-of date at which weeks end, up to the last horizon."""
    return np.asarray(np.minimum(7 * np.arange(1, -(-last // 7) + 1), last), dtype=np.int64)
