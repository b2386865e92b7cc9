"""What is believed of the two sides on a day, as every what-if of that day starts from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.forecast.balance import filtered, posterior_cache
from standoff.forecast.posterior_cache import PosteriorCache
from standoff.model.two_sided.balance import prior_share
from standoff.model.two_sided.posterior import TwoSidedPosterior
from standoff.observations.front import FrontSeries


@dataclass(frozen=True)
class Sides:
    """What is believed of both sides.

    Attributes:
        belief: at the end of the last whole week.
        left: variance of the first side's distance from a breakthrough that the claims have left, as
            a share of what it is had nothing been read.
    """

    belief: TwoSidedPosterior
    left: float


@dataclass
class TwoSidedPosteriors:
    """Where beliefs of both sides are kept.

    Attributes:
        folder: between runs; None keeps them in memory only.
    """

    folder: Path | None = None

    @cached_property
    def _shelf(self) -> PosteriorCache[TwoSidedPosterior]:
        return posterior_cache(self.folder)

    def of(self, known: ClaimsSnapshot, land: FrontSeries, seed: int) -> Sides:
        """The belief as of a day.

        Raises:
            ParticlesCollapsedError: no particle explains a week; the message names it.
        """
        found = filtered(known, land, seed, self._shelf)
        if found.posterior is found.prior_only or not found.posterior.week:
            return Sides(found.posterior, 1.0)
        left = prior_share(found.posterior, found.prior_only, 0)["distance"]
        return Sides(found.posterior, min(left, 1.0))
