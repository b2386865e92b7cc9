"""The front from a day on: sampled by the model, or by the baseline where the model cannot speak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from standoff.beliefs import Beliefs
from standoff.errors import ModelError, ParticlesCollapsedError
from standoff.forecast import (
    HORIZONS,
    Outcomes,
    Paths,
    baseline_paths,
    model_paths,
    outcomes,
    prior_paths,
    still_believed,
    still_now,
)
from standoff.model.belief import Belief
from standoff.observe import Territory
from standoff.war import War

MODEL = "model: a weekly particle filter of the front's rate, 64 members"
_FRESH_DAYS = 14
BASELINE = "baseline: half of the last 30 days' pace"


@dataclass(frozen=True)
class Courses:
    """Forecasts of the front from one day.

    Attributes:
        land: the front up to the day.
        war: its definition.
        as_of: the day.
        seed: of whatever is sampled.
        belief: what the model believes; None where the baseline stands in for it.
        reach_days: days ahead that the model's one sample covers.
    """

    land: Territory
    war: War
    as_of: date
    seed: int
    belief: Belief | None
    reach_days: int = max(HORIZONS)

    @property
    def name(self) -> str:
        """What forecasts, as people read it."""
        return MODEL if self.belief is not None else BASELINE

    def paths(self, days: int) -> Paths:
        """Sampled courses over `days` ahead, or more."""
        if self.belief is not None and days <= self.reach_days:
            return self._by_model
        rng = np.random.default_rng([self.seed, days])
        return baseline_paths(self.land, self.war, self.as_of, days, rng)

    @cached_property
    def _by_model(self) -> Paths:
        """One sample serves every question: outcomes, fan and the time to a standstill agree."""
        assert self.belief is not None
        return model_paths(self.belief, self.war, self.as_of, self.reach_days, self.seed)

    def odds(self, horizon_days: int, scale: float = 1.0) -> Outcomes:
        """Outcome probabilities at a horizon, thresholds of movement times `scale`."""
        paths = self.paths(horizon_days)
        rng = np.random.default_rng([self.seed, horizon_days, 1])
        prior = prior_paths(self.land, self.war, paths, rng)
        return outcomes(paths, prior, self.war, self.as_of, horizon_days, scale)

    def still_now(self) -> float:
        """Probability that the front stands still this week; NaN if no map of it is known."""
        if self.land.last < 0:
            return float("nan")
        if (self.as_of - self.land.days[self.land.last].item()).days > _FRESH_DAYS:
            return float("nan")
        if self.belief is not None:
            return still_believed(self.belief, self.war)
        return still_now(self.land, self.war)


def courses(land: Territory, war: War, as_of: date, seed: int, beliefs: Beliefs) -> Courses:
    """The model's courses, or the baseline's in the first days of a war or without a front.

    Raises:
        ParticlesCollapsedError: the model cannot explain the front; the message names the week.
    """
    try:
        belief = beliefs.of(land, war, seed)
    except ParticlesCollapsedError:
        raise
    except ModelError:
        belief = None
    return Courses(land, war, as_of, seed, belief)
