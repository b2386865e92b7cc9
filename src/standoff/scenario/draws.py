"""What is drawn for a what-if: values within the assumed ranges, and where the two sides stand.

Draws come in twins: both of a pair have the same values, the same constants of the law and the same
random numbers ahead, and differ only in where the sides stand by the claims. So half the mean square of
their difference is what the claims leave open, and the rest of the spread is assumed (Jansen 1999,
Comput. Phys. Commun. 117:35).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standoff.model.two_sided.losses import Places, spread
from standoff.model.two_sided.posterior import TwoSidedPosterior
from standoff.observations.front import Numbers
from standoff.scenario.definition import Change
from standoff.scenario.trials import CARRIED

PAIRS = 64
FUTURES = 20
"""Pairs of draws, and futures of the two sides sampled from each draw."""

Values = Numbers
"""What each change is set to in each pair, (pairs, changes)."""


@dataclass(frozen=True)
class Starts:
    """Where the sides start: flat places in the posterior, (2, pairs); twins have equal components."""

    places: npt.NDArray[np.int64]
    components: npt.NDArray[np.int64]

    def of_futures(self, twin: int) -> Places:
        """The place of each future of one half, (pairs * futures,)."""
        return np.repeat(self.places[twin], FUTURES)


def starts(posterior: TwoSidedPosterior, seed: int) -> Starts:
    """Pairs of places by weight, in no order."""
    rng = np.random.default_rng([seed, 11])
    first = rng.permutation(spread(posterior.weights.ravel(), PAIRS))
    particles = posterior.state.shape[1]
    components = first // particles
    within = np.exp(posterior.lw).cumsum(axis=1)[components]
    drawn = rng.random(PAIRS)[:, None] * within[:, -1:]
    second = components * particles + (within < drawn).sum(axis=1)
    return Starts(np.stack([first, second]), components)


def drawn(changes: Sequence[Change], seed: int) -> Values:
    """Values within the ranges: evenly spread, factors in logs, each change in an order of its own."""
    rng = np.random.default_rng([seed, 12])
    place = (np.arange(PAIRS) + 0.5) / PAIRS
    values = np.zeros((PAIRS, len(changes)))
    for c, change in enumerate(changes):
        at = rng.permutation(place)
        low, high = change.range
        if change.value is not None:
            values[:, c] = change.value
        elif change.lever.unit == "factor":
            values[:, c] = low * (high / low) ** at
        else:
            values[:, c] = low + (high - low) * at
    return values


def at_middle(changes: Sequence[Change]) -> Values:
    """Every change at its middle, in every pair."""
    return np.tile([change.middle for change in changes], (PAIRS, 1))


def carried(weights: Numbers, seed: int) -> Numbers:
    """Share of a change of power that the front carries in each pair, by weight, in no order."""
    place = (np.arange(PAIRS) + 0.5) / PAIRS
    at = np.minimum(np.searchsorted(np.cumsum(weights), place), len(CARRIED) - 1)
    return np.random.default_rng([seed, 15]).permutation(np.array(CARRIED)[at])


def opening(changes: Sequence[Change], seed: int) -> Numbers:
    """Days after the first possible one on which each axis opens, (pairs, changes)."""
    rng = np.random.default_rng([seed, 13])
    most = np.array([change.opens_within for change in changes], dtype=np.float64)
    return rng.random((PAIRS, len(changes))) * most
