"""What is believed of the two sides on a day, as every what-if of that day starts from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from standoff.beliefs import Shelf
from standoff.model.forces_balance import prior_share
from standoff.model.forces_belief import ForcesBelief
from standoff.observe import Known, Territory
from standoff.two_sides import believed, shelf


@dataclass(frozen=True)
class Sides:
    """What is believed of both sides.

    Attributes:
        belief: at the end of the last whole week.
        left: variance of the first side's distance from a breakthrough that the claims have left, as
            a share of what it is had nothing been read.
    """

    belief: ForcesBelief
    left: float


@dataclass
class SidesKept:
    """Where beliefs of both sides are kept.

    Attributes:
        folder: between runs; None keeps them in memory only.
    """

    folder: Path | None = None

    @cached_property
    def _shelf(self) -> Shelf[ForcesBelief]:
        return shelf(self.folder)

    def of(self, known: Known, land: Territory, seed: int) -> Sides:
        """The belief as of a day.

        Raises:
            ParticlesCollapsedError: no particle explains a week; the message names it.
        """
        found = believed(known, land, seed, self._shelf)
        if found.belief is found.blind or not found.belief.week:
            return Sides(found.belief, 1.0)
        left = prior_share(found.belief, found.blind, 0)["distance"]
        return Sides(found.belief, min(left, 1.0))
