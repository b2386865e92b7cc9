"""The baseline: the course of a war if nothing is changed, which every what-if is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from standoff.domain.war import War
from standoff.errors import DateError
from standoff.evidence.snapshot import ClaimsSnapshot, snapshot_of
from standoff.forecast.balance import filtered, posterior_cache
from standoff.forecast.front import FrontForecast, forecast_front
from standoff.forecast.paths import NO_PATHS, Paths
from standoff.forecast.persistence import prior_paths
from standoff.forecast.posterior_cache import FrontPosteriors, PosteriorCache
from standoff.model.two_sided.balance import prior_share
from standoff.model.two_sided.posterior import TwoSidedPosterior
from standoff.observations.front import FrontSeries, front_series


@dataclass(frozen=True)
class Sides:
    """The posterior of both sides.

    Attributes:
        posterior: at the end of the last whole week.
        left: share of the prior variance of the first side's distance from a breakthrough that the
            claims have left; 1 where nothing was read.
    """

    posterior: TwoSidedPosterior
    left: float


@dataclass
class TwoSidedPosteriors:
    """A cache of posteriors of both sides.

    Attributes:
        folder: between runs; None caches them in memory only.
    """

    folder: Path | None = None

    @cached_property
    def _cache(self) -> PosteriorCache[TwoSidedPosterior]:
        return posterior_cache(self.folder)

    def of(self, known: ClaimsSnapshot, front: FrontSeries, seed: int) -> Sides:
        """The posterior as of a day.

        Raises:
            ParticlesCollapsedError: no particle explains a week; the message names it.
        """
        found = filtered(known, front, seed, self._cache)
        if found.posterior is found.prior_only or not found.posterior.week:
            return Sides(found.posterior, 1.0)
        left = prior_share(found.posterior, found.prior_only, 0)["distance"]
        return Sides(found.posterior, min(left, 1.0))


@dataclass
class BaselineCache:
    """What is cached from one what-if to the next: posteriors of the front and of both sides."""

    posteriors: FrontPosteriors = field(default_factory=FrontPosteriors)
    sides: TwoSidedPosteriors = field(default_factory=TwoSidedPosteriors)


@dataclass(frozen=True)
class Baseline:
    """A war as of a day, ready for any number of what-ifs.

    Attributes:
        known: the claims known by the day, with war and day.
        front: the front up to the day.
        ahead: forecasts of the front.
        sides: the posterior of both sides.
        seed: of whatever is sampled.
    """

    known: ClaimsSnapshot
    front: FrontSeries
    ahead: FrontForecast
    sides: Sides
    seed: int

    @property
    def war(self) -> War:
        """The war's definition."""
        return self.known.war

    @property
    def as_of(self) -> date:
        """The day."""
        return self.known.as_of

    def paths(self, horizons: Sequence[int]) -> Paths:
        """The paths of the front that every answer for these horizons is made of."""
        if self.war.movement == "none" or self.front.last < 0:
            return NO_PATHS
        last = max(horizons)
        if last <= self.ahead.reach_days:
            return self.ahead.paths(last)
        return replace(self.ahead, reach_days=last).paths(last)

    def prior(self, paths: Paths, horizon: int) -> Paths:
        """The paths of the prior that are mixed into an outcome at a horizon."""
        return prior_paths(
            self.front, self.war, paths, np.random.default_rng([self.seed, horizon, 1])
        )


def baseline_course(
    table: pa.Table, war: War, as_of: date, seed: int = 1, cache: BaselineCache | None = None
) -> Baseline:
    """The baseline from the claims known by a day.

    Args:
        table: what a store knew by the end of `as_of` (`Store.table_known_at`).
        war: the war's definition.
        as_of: the day.
        seed: for whatever is sampled.
        cache: a cache of posteriors; in memory only if not given.

    Raises:
        DateError: the day lies before the war.
        ParticlesCollapsedError: the model cannot explain the front.
    """
    if as_of < war.start:
        raise DateError(
            f"{war.name} began on {war.start}; {as_of} lies before it. "
            "Give --as-of a date from then on."
        )
    cache = cache or BaselineCache()
    known = snapshot_of(table, war, as_of)
    front = front_series(known)
    ahead = forecast_front(front, war, as_of, seed, cache.posteriors, known.blind_days)
    return Baseline(known, front, ahead, cache.sides.of(known, front, seed), seed)
