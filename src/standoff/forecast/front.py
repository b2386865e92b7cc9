"""The front from a day on: sampled by the model, or by the baseline where the model cannot speak."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from standoff.domain.horizons import HORIZONS
from standoff.domain.war import War, standstill_km2
from standoff.errors import ModelError, ParticlesCollapsedError
from standoff.forecast.outcome_odds import Outcomes, outcomes, still_by_model
from standoff.forecast.paths import MODEL_PATHS, Paths, model_paths
from standoff.forecast.persistence import baseline_paths, prior_paths, still_now
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.model.front.posterior import FrontPosterior
from standoff.observations.front import FrontSeries, Numbers

MODEL = "model: a weekly particle filter of the front's rate, 64 members"
_FRESH_DAYS = 14
_DOTS = 20
BASELINE = "baseline: half of the last 30 days' pace"


@dataclass(frozen=True)
class FirstPassage:
    """When the front first moves faster than a limit, if the war goes on.

    Attributes:
        m_per_day: the limit, as a mean over the whole front and the window.
        within: probability that it does by each horizon, days.
        not_within: probability that it does not by the last of them.
        twenty: twenty equally likely times, days; null for beyond the last horizon.
    """

    m_per_day: float
    within: dict[str, float]
    not_within: float
    twenty: tuple[float | None, ...]


@dataclass(frozen=True)
class LeavingStalemate:
    """The time to leave stalemate, as a distribution, from the sampled courses of the front.

    Attributes:
        narrow: to movement past standstill; None where the front moves faster already.
        wide: to a break; None where it is in one.
        because: what stands in the way of an answer, "" for nothing.
    """

    narrow: FirstPassage | None
    wide: FirstPassage | None
    because: str


@dataclass(frozen=True)
class FrontForecast:
    """Forecasts of the front from one day.

    Attributes:
        front: the front up to the day.
        war: its definition.
        as_of: the day.
        seed: of whatever is sampled.
        posterior: the model's posterior; None where the baseline stands in for it.
        reach_days: days ahead that the model's one sample covers.
        blind_days: days before `as_of` of which nothing at all is known.
        paths_drawn: how many courses the model draws.
    """

    front: FrontSeries
    war: War
    as_of: date
    seed: int
    posterior: FrontPosterior | None
    reach_days: int = max(HORIZONS)
    blind_days: int = 0
    paths_drawn: int = MODEL_PATHS

    @property
    def name(self) -> str:
        """What forecasts, as people read it."""
        return MODEL if self.posterior is not None else BASELINE

    def paths(self, days: int) -> Paths:
        """Sampled courses over `days` ahead, or more."""
        if self.posterior is not None and days <= self.reach_days:
            return self._by_model
        rng = np.random.default_rng([self.seed, days])
        paths = baseline_paths(self.front, self.war, self.as_of, days, rng)
        return replace(paths, blind_days=self.blind_days)

    @property
    def _level(self) -> Numbers:
        return self.front.km2[: self.front.last + 1]

    @cached_property
    def _by_model(self) -> Paths:
        """One sample serves every question: outcomes, fan and the time to a standstill agree."""
        assert self.posterior is not None
        paths = model_paths(
            self.posterior,
            self.front,
            self.war,
            self.as_of,
            self.reach_days,
            self.seed,
            self.paths_drawn,
        )
        return replace(paths, blind_days=self.blind_days)

    def odds(self, horizon_days: int, scale: float = 1.0) -> Outcomes:
        """Outcome probabilities at a horizon, thresholds of movement times `scale`."""
        paths = self.paths(horizon_days)
        rng = np.random.default_rng([self.seed, horizon_days, 1])
        prior = prior_paths(self.front, self.war, paths, rng)
        return outcomes(paths, prior, self.war, self.as_of, horizon_days, scale)

    def leaving(self) -> LeavingStalemate:
        """When the front leaves standstill, and when it breaks, if the war goes on."""
        if self.front.last < 0:
            return LeavingStalemate(None, None, "The front is not measured.")
        if (self.as_of - self.front.days[self.front.last].item()).days > _FRESH_DAYS:
            return LeavingStalemate(None, None, "The last map of the front is too old.")
        window = self.war.thresholds.window_days
        if self.front.last < window or np.isnan(self._level[-window - 1 :]).any():
            return LeavingStalemate(
                None, None, f"Not all of the last {window} days of the front are known."
            )
        narrow = self._passage(self.war.thresholds.standstill_m_per_day)
        wide = self._passage(self.war.thresholds.break_m_per_day)
        already = (
            "has broken" if wide is None else "moves past standstill" if narrow is None else ""
        )
        return LeavingStalemate(narrow, wide, already and f"The front {already} already.")

    def _passage(self, m_per_day: float) -> FirstPassage | None:
        """None where the front moves as fast already, in more than half of the courses."""
        limits, km = self.war.thresholds, self.war.front_on(self.as_of, self.as_of).km
        km2, days = standstill_km2(km, limits.window_days, m_per_day), max(HORIZONS)
        first = leaves_after(self.paths(days), self._level, limits.window_days, km2, days)
        still = first[~np.isnan(first)]
        return _passage(still, m_per_day) if 2 * still.size > first.size else None

    def still_now(self) -> float:
        """Probability that the front stands still this week; NaN if no map of it is known."""
        if self.front.last < 0:
            return float("nan")
        if (self.as_of - self.front.days[self.front.last].item()).days > _FRESH_DAYS:
            return float("nan")
        if self.posterior is not None:
            return still_by_model(self.posterior, self.war)
        return still_now(self.front, self.war)


def forecast_front(
    front: FrontSeries,
    war: War,
    as_of: date,
    seed: int,
    posteriors: FrontPosteriors,
    blind_days: int = 0,
) -> FrontForecast:
    """The model's courses, or the baseline's in the first days of a war or without a front.

    Args:
        front, war, as_of, seed: as `FrontForecast` has them.
        posteriors: cache of the model's posteriors.
        blind_days: days before `as_of` of which nothing at all is known (`ClaimsSnapshot`).

    Raises:
        ParticlesCollapsedError: the model cannot explain the front; the message names the week.
    """
    try:
        posterior = posteriors.of(front, war, seed)
    except ParticlesCollapsedError:
        raise
    except ModelError:
        posterior = None
    return FrontForecast(front, war, as_of, seed, posterior, blind_days=blind_days)


def leaves_after(
    paths: Paths, level_km2: Numbers, window_days: int, limit_km2: float, days: int
) -> Numbers:
    """When the front first moves by a limit over a window, along each course that does not yet.

    Args:
        paths: courses of the front, of at least `days` ahead of the as-of date.
        level_km2: area day by day up to the last known level, at least a window long and known
            throughout, since a window may reach back.
        window_days: over which movement is measured.
        limit_km2: of net change, either way.
        days: ahead of the as-of date to look.

    Returns:
        Days from the as-of date, inf where the course stays under the limit, NaN where it is over
        it on the as-of date already, (n,).
    """
    behind = level_km2[-window_days - 1 : -1] - level_km2[-1]
    levels = np.hstack([np.broadcast_to(behind, (len(paths.km2), window_days)), paths.km2])
    moved = np.abs(levels[:, window_days:] - levels[:, :-window_days]) >= limit_km2
    now, ahead = moved[:, paths.age_days], moved[:, paths.age_days + 1 : paths.age_days + days + 1]
    first = np.where(ahead.any(axis=1), ahead.argmax(axis=1) + 1.0, np.inf)
    return np.where(now, np.nan, first)


def _passage(first: Numbers, m_per_day: float) -> FirstPassage:
    within = {str(h): float(np.mean(first <= h)) for h in HORIZONS}
    places = (np.arange(_DOTS) + 0.5) / _DOTS
    times = np.quantile(first, places, method="inverted_cdf")
    return FirstPassage(
        m_per_day,
        within,
        1.0 - within[str(max(HORIZONS))],
        tuple(float(day) if np.isfinite(day) else None for day in times),
    )
