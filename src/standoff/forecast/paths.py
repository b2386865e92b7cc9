"""Sampled courses of the front, by the model or by a baseline."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from standoff.domain.horizons import HORIZONS
from standoff.domain.war import War
from standoff.model.front.paths import sample_paths
from standoff.model.front.posterior import FrontPosterior
from standoff.observations.front import FrontSeries, Numbers

MODEL_PATHS = 4000
_MAP_ERROR = 2
"""Stream of random numbers of what the map errs by; outcomes draw from streams 0 and 1."""

Kind = Literal["model", "baseline", "climatology", "prior", "none"]


@dataclass(frozen=True)
class Paths:
    """Sampled courses of the front.

    Attributes:
        km2: (n, days + 1) net change of the first side's area since the last known level; column 0
            is that level, column k is k days later.
        age_days: days from the last known level to the as-of date.
        kind: what the spread rests on.
        errors: resolved errors it rests on; 0 for a prior.
        blind_days: days before the as-of date of which nothing at all is known.
    """

    km2: Numbers
    age_days: int
    kind: Kind
    errors: int
    blind_days: int = 0

    def at(self, horizon_days: int) -> Numbers:
        """Net change from the last known level to `horizon_days` after the as-of date, km² (n,)."""
        change: Numbers = self.km2[:, self.age_days + horizon_days]
        return change

    def window(self, horizon_days: int, window_days: int) -> Numbers:
        """Net change over the `window_days` that end on the target date, km² (n,)."""
        end = self.age_days + horizon_days
        change: Numbers = self.km2[:, end] - self.km2[:, end - window_days]
        return change


NO_PATHS = Paths(np.zeros((0, 1)), 0, "none", 0)
"""Of a war whose front is not measured."""


def model_paths(
    posterior: FrontPosterior,
    front: FrontSeries,
    war: War,
    as_of: date,
    days: int,
    seed: int,
    n: int = MODEL_PATHS,
) -> Paths:
    """Courses of the map that movement is judged by, from the posterior at the last known level.

    The model's courses are of the front by all maps; what the one map errs by is added, and dies
    out as `FrontSeries.memory_days` says. No course leaves the country. Exact at the ends of weeks
    and at the days of the outcomes; on a line between them.

    Args:
        posterior: at the last known level.
        front: the front up to that level.
        war: the size of the country, and the days that movement is measured over.
        as_of: the date of the forecast.
        days: days ahead of `as_of` to cover.
        seed: of what happens from then on.
        n: how many.
    """
    age = int((np.datetime64(as_of) - posterior.day).astype(int))
    asked = {h - back for h in HORIZONS for back in (0, war.thresholds.window_days)} | {days}
    ahead = {age + day for day in asked if 0 < age + day <= age + days}
    ahead |= set(range(7, age + days, 7))
    known = np.array([0, *sorted(ahead)])
    drawn = sample_paths(posterior, known[1:].tolist(), n, seed)
    drawn = np.hstack([np.zeros((len(drawn), 1)), drawn])
    if front.map_noise_km2:
        rng = np.random.default_rng([seed, _MAP_ERROR])
        first = front.map_error_km2[front.last]
        error = first + front.map_error_sd_km2[front.last] * rng.standard_normal(len(drawn))
        start = error
        for k, passed in enumerate(np.diff(known), start=1):
            left = math.exp(-float(passed) / front.memory_days)
            spread = front.map_noise_km2 * math.sqrt(1.0 - left * left)
            error = left * error + spread * rng.standard_normal(len(drawn))
            drawn[:, k] += error - start
    level = front.km2[front.last]
    drawn = np.clip(drawn, -level, war.country_km2 - level)
    day = np.arange(age + days + 1)
    right = np.clip(np.searchsorted(known, day), 1, None)
    share = (day - known[right - 1]) / (known[right] - known[right - 1])
    km2 = drawn[:, right - 1] * (1 - share) + drawn[:, right] * share
    return Paths(km2, age, "model", 0)
