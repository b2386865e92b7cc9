"""The course of a war if nothing is changed: what every what-if of a day is set against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pyarrow as pa

from standoff.domain.war import War
from standoff.errors import DateError
from standoff.evidence.snapshot import ClaimsSnapshot, snapshot_of
from standoff.forecast.front import FrontForecast, forecast_front
from standoff.forecast.paths import NO_PATHS, Paths
from standoff.forecast.persistence import prior_paths
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.observations.front import FrontSeries, front_series
from standoff.scenario.two_sided import Sides, TwoSidedPosteriors


@dataclass
class BaselineCache:
    """What is kept from one what-if to the next: the beliefs about the front and about both sides."""

    beliefs: FrontPosteriors = field(default_factory=FrontPosteriors)
    sides: TwoSidedPosteriors = field(default_factory=TwoSidedPosteriors)


@dataclass(frozen=True)
class Baseline:
    """A war as of a day, ready for any number of what-ifs.

    Attributes:
        known: the claims known by the day, with war and day.
        land: the front up to the day.
        ahead: forecasts of the front.
        sides: what is believed of both sides.
        seed: of whatever is sampled.
    """

    known: ClaimsSnapshot
    land: FrontSeries
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
        """The courses of the front that every answer of these horizons is made of."""
        if self.war.movement == "none" or self.land.last < 0:
            return NO_PATHS
        last = max(horizons)
        if last <= self.ahead.reach_days:
            return self.ahead.paths(last)
        return replace(self.ahead, reach_days=last).paths(last)

    def prior(self, paths: Paths, horizon: int) -> Paths:
        """The prior's courses that are mixed into an outcome of a horizon."""
        return prior_paths(
            self.land, self.war, paths, np.random.default_rng([self.seed, horizon, 1])
        )


def baseline_course(
    table: pa.Table, war: War, as_of: date, seed: int = 1, kept: BaselineCache | None = None
) -> Baseline:
    """The unchanged course from the claims known by a day.

    Args:
        table: what a store knew by the end of `as_of` (`Store.table_known_at`).
        war: the war's definition.
        as_of: the day.
        seed: for whatever is sampled.
        kept: where beliefs are kept; in memory only if not given.

    Raises:
        DateError: the day lies before the war.
        ParticlesCollapsedError: the model cannot explain the front.
    """
    if as_of < war.start:
        raise DateError(
            f"{war.name} began on {war.start}; {as_of} lies before it. "
            "Give --as-of a date from then on."
        )
    kept = kept or BaselineCache()
    known = snapshot_of(table, war, as_of)
    land = front_series(known)
    ahead = forecast_front(land, war, as_of, seed, kept.beliefs)
    return Baseline(known, land, ahead, kept.sides.of(known, land, seed), seed)
