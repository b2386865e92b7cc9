"""The course of a war if nothing is changed: what every what-if of a day is set against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pyarrow as pa

from standoff import observe
from standoff.beliefs import Beliefs
from standoff.courses import Courses, courses
from standoff.errors import DateError
from standoff.forecast import NO_PATHS, Paths, prior_paths
from standoff.observe import Known, Territory
from standoff.scenario.sides import Sides, SidesKept
from standoff.war import War


@dataclass
class Kept:
    """What is kept from one what-if to the next: the beliefs about the front and about both sides."""

    beliefs: Beliefs = field(default_factory=Beliefs)
    sides: SidesKept = field(default_factory=SidesKept)


@dataclass(frozen=True)
class Unchanged:
    """A war as of a day, ready for any number of what-ifs.

    Attributes:
        known: the claims known by the day, with war and day.
        land: the front up to the day.
        ahead: forecasts of the front.
        sides: what is believed of both sides.
        seed: of whatever is sampled.
    """

    known: Known
    land: Territory
    ahead: Courses
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


def unchanged(
    table: pa.Table, war: War, as_of: date, seed: int = 1, kept: Kept | None = None
) -> Unchanged:
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
    kept = kept or Kept()
    known = observe.known(table, war, as_of)
    land = observe.territory(known)
    ahead = courses(land, war, as_of, seed, kept.beliefs)
    return Unchanged(known, land, ahead, kept.sides.of(known, land, seed), seed)
