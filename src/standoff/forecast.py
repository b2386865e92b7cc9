"""Paths of the front to the outcomes of a war. The paths here are a baseline, and called so.

The baseline: half of the last 30 days' pace goes on, and errs as the same rule erred on every
target that the last 180 days resolved. Where fewer than 30 such errors exist, as in the first months
of a war, the prior spread of war.toml stands in for them, and every answer says so.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np

from standoff.model.belief import Belief
from standoff.model.paths import rates, sample_paths
from standoff.observe import Numbers, Territory
from standoff.outcomes import movement_shares, outcome_names
from standoff.war import War, standstill_km2

HORIZONS = (30, 90, 180)
PACE_DAYS = 30
MEMORY_DAYS = 180
FEWEST_ERRORS = 30
KEPT_OF_PACE = 0.5
PRIOR_SHARE = 0.05
"""One future in twenty is drawn from the prior, so that what the last half year did not show is
never called impossible."""

_PRIOR_DRAWS = 2000
_PRIOR_PACE_DAYS = 7

_MODEL_PATHS = 4000
NO_SHIFT: Numbers = np.zeros(1)
"""Nothing is added to any course."""

_PRIOR_WEIGHT = {"prior": 1.0, "model": 0.0}
"""The model has tails of its own and needs none of the prior's."""

Kind = Literal["model", "baseline", "climatology", "prior", "none"]
Outcomes = dict[str, float]
"""Probabilities of the exclusive outcomes by name; they sum to 1."""


@dataclass(frozen=True)
class Paths:
    """Sampled courses of the front.

    Attributes:
        km2: (n, days + 1) net change of the first side's area since the last known level; column 0
            is that level, column k is k days later.
        age_days: days from the last known level to the as-of date.
        kind: what the spread rests on.
        errors: resolved errors it rests on; 0 for a prior.
    """

    km2: Numbers
    age_days: int
    kind: Kind
    errors: int

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


def baseline_paths(
    land: Territory, war: War, as_of: date, days: int, rng: np.random.Generator
) -> Paths:
    """Half of the last 30 days' pace, with the errors of the last 180 days, or the prior.

    Args:
        land: the front up to `as_of`.
        war: its thresholds and priors.
        as_of: the date of the forecast.
        days: days ahead of `as_of` to cover.
        rng: used for the prior only.
    """
    if land.last < 0:
        return NO_PATHS
    level = land.km2[: land.last + 1]
    age = (as_of - land.days[land.last].item()).days
    length = days + age
    errors = _error_paths(level, length, KEPT_OF_PACE)
    if len(errors) >= FEWEST_ERRORS:
        ahead = _pace(level, PACE_DAYS) * KEPT_OF_PACE * np.arange(length + 1)
        return Paths(ahead + errors, age, "baseline", len(errors))
    return Paths(_prior(land, war, length, rng), age, "prior", 0)


def model_paths(belief: Belief, war: War, as_of: date, days: int, seed: int) -> Paths:
    """Courses sampled from what the model believes at the last known level.

    Exact at the ends of weeks and at the days that outcomes are asked of; on a line between them.

    Args:
        belief: at the last known level.
        war: the days that movement is measured over.
        as_of: the date of the forecast.
        days: days ahead of `as_of` to cover.
        seed: of what happens from then on.
    """
    age = int((np.datetime64(as_of) - belief.day).astype(int))
    asked = {h - back for h in HORIZONS for back in (0, war.thresholds.window_days)} | {days}
    ahead = {age + day for day in asked if 0 < age + day <= age + days}
    ahead |= set(range(7, age + days, 7))
    known = np.array([0, *sorted(ahead)])
    drawn = sample_paths(belief, known[1:].tolist(), _MODEL_PATHS, seed)
    drawn = np.hstack([np.zeros((len(drawn), 1)), drawn])
    day = np.arange(age + days + 1)
    right = np.clip(np.searchsorted(known, day), 1, None)
    share = (day - known[right - 1]) / (known[right] - known[right - 1])
    km2 = drawn[:, right - 1] * (1 - share) + drawn[:, right] * share
    return Paths(km2, age, "model", 0)


def climatology_paths(land: Territory, as_of: date, days: int) -> Paths:
    """The courses that began in the last 180 days and have run their length, as they were."""
    if land.last < 0:
        return NO_PATHS
    level = land.km2[: land.last + 1]
    age = (as_of - land.days[land.last].item()).days
    errors = _error_paths(level, days + age, 0.0)
    kind: Kind = "climatology" if len(errors) >= FEWEST_ERRORS else "none"
    return Paths(errors, age, kind, len(errors))


def prior_paths(land: Territory, war: War, like: Paths, rng: np.random.Generator) -> Paths:
    """The prior's courses over the same days as `like`."""
    if land.last < 0:
        return NO_PATHS
    km2 = _prior(land, war, like.km2.shape[1] - 1, rng)
    return Paths(km2, like.age_days, "prior", 0)


def outcomes(
    paths: Paths,
    prior: Paths,
    war: War,
    as_of: date,
    horizon_days: int,
    scale: float = 1.0,
    shift_km2: Numbers = NO_SHIFT,
    ended: float | None = None,
) -> dict[str, float]:
    """Probabilities of the exclusive outcomes at a horizon; they sum to 1.

    A war whose movement is not measured has no moving outcomes: its probability that neither ends
    nor falls quiet is all `standstill`, which the report says.

    Args:
        paths: courses of the front.
        prior: those of the prior, mixed in where the courses' kind asks for it.
        war: its thresholds and hazards.
        as_of: the date of the forecast.
        horizon_days: days ahead.
        scale: factor on the thresholds of movement.
        shift_km2: what a what-if adds to the change over the window, dealt out to the courses in
            turn, km², (m,).
        ended: probability that the war ends by then; from the hazards of war.toml if not given.
    """
    ended = ended_by(war, as_of, horizon_days) if ended is None else ended
    quiet = quiet_by(war, horizon_days)
    shares = {"still": 1.0}
    if paths.km2.size:
        km, window = war.front_on(as_of, as_of).km, war.thresholds.window_days
        ahead, before = (
            _shifted(p.window(horizon_days, window), shift_km2) for p in (paths, prior)
        )
        seen = movement_shares(ahead, war, km, scale)
        assumed = movement_shares(before, war, km, scale)
        weight = _PRIOR_WEIGHT.get(paths.kind, PRIOR_SHARE)
        shares = {k: (1 - weight) * seen[k] + weight * assumed[k] for k in seen}
    goes_on = {name: (1 - ended) * share for name, share in shares.items()}
    still = goes_on.pop("still")
    whole = {"ended": ended, **goes_on, "freeze": still * quiet, "standstill": still * (1 - quiet)}
    return {name: whole.get(name, 0.0) for name in outcome_names(war)}


def _shifted(change_km2: Numbers, shift_km2: Numbers) -> Numbers:
    return change_km2 + np.resize(shift_km2, change_km2.size)


def ended_by(war: War, as_of: date, horizon_days: int) -> float:
    """Prior probability that the war ends within the horizon, from the hazards of war.toml."""
    age = (as_of - war.start).days
    steps = [*war.priors.ending_per_year, (10**9, 0.0)]
    total = 0.0
    for (since, hazard), (until, _) in pairwise(steps):
        days = min(age + horizon_days, until) - max(age, since)
        total += hazard * max(days, 0) / 365.25
    return 1.0 - math.exp(-total)


def quiet_by(war: War, horizon_days: int) -> float:
    """Prior probability that fighting falls under the costly rate within the horizon."""
    return 1.0 - math.exp(-war.priors.quiet_per_year * horizon_days / 365.25)


def still_now(land: Territory, war: War, at: int | None = None) -> float:
    """Probability that this week's latent rate is under the standstill threshold.

    The rate is the mean of the last 14 days; its error is how far one such mean has lain from the
    next over the last 180 days. Where fewer than 30 of these are known, it is the mean of the last
    7 days with the prior spread.
    """
    end = land.last if at is None else at
    if end < 14 or np.isnan(land.change(14, end)):
        return float("nan")
    means = (land.km2[14 : end + 1] - land.km2[: end - 13]) / 14.0
    moves = (means[7:] - means[:-7])[-MEMORY_DAYS:]
    moves = moves[~np.isnan(moves)]
    if moves.size >= FEWEST_ERRORS:
        rate, sd = float(means[-1]), float(np.std(moves))
    else:
        rate = land.change(_PRIOR_PACE_DAYS, end) / _PRIOR_PACE_DAYS
        sd = war.priors.rate_km2_per_week_sd / 7.0
    day = land.days[end].item()
    limit = standstill_km2(war.front_on(day, day).km, 1, war.thresholds.standstill_m_per_day)
    return _normal_between(-limit, limit, rate, max(sd, 1e-9))


def still_believed(belief: Belief, war: War) -> float:
    """Probability, by the model, that the latent rate is under the standstill threshold."""
    day = date.fromisoformat(str(belief.day))
    limit = standstill_km2(war.front_on(day, day).km, 7, war.thresholds.standstill_m_per_day)
    return float(np.mean(np.abs(rates(belief, _MODEL_PATHS)) < limit))


def begins_within(paths: Paths, war: War, as_of: date, days: int) -> float:
    """Probability that the first 30-day stalemate begins within `days` of the as-of date.

    A stalemate of 30 days begins on a day if the front stands still over the 30 days from it; one
    that has begun already counts, since the question is whether the war is in one by then.
    """
    window = war.thresholds.window_days
    if not paths.km2.size:
        return float("nan")
    limit = standstill_km2(
        war.front_on(as_of, as_of).km, window, war.thresholds.standstill_m_per_day
    )
    first = paths.age_days
    ahead = paths.km2[:, first + window : first + days + window + 1]
    moved = np.abs(ahead - paths.km2[:, first : first + days + 1])
    goes_on = (1 - ended_by(war, as_of, days)) * (1 - quiet_by(war, days))
    return float(np.mean((moved < limit).any(axis=1))) * goes_on


def _pace(level: Numbers, days: int) -> float:
    """Mean change a day over the last `days`, km²/day; over what is known if less is known."""
    known = level[~np.isnan(level)][-days - 1 :]
    return float(known[-1] - known[0]) / max(known.size - 1, 1)


def _error_paths(level: Numbers, length: int, kept: float) -> Numbers:
    """(n, length + 1): how the rule erred day by day, from each origin resolved in the memory."""
    last = level.size - 1
    first = max(PACE_DAYS, last - MEMORY_DAYS - length + 1)
    origins = np.arange(first, last - length + 1)
    if origins.size == 0:
        return np.zeros((0, length + 1))
    steps = np.arange(length + 1)
    pace = (level[origins] - level[origins - PACE_DAYS]) / PACE_DAYS
    errors = level[origins[:, None] + steps] - level[origins][:, None]
    errors -= kept * pace[:, None] * steps
    whole: Numbers = errors[~np.isnan(errors).any(axis=1)]
    return whole


def _prior(land: Territory, war: War, length: int, rng: np.random.Generator) -> Numbers:
    """Steady courses about half of last week's pace, spread by the prior of war.toml.

    The pace of a week, not of a month: the first month of a war is the opening assault, whose dates
    on the map are those of publication. In the first week there is no pace at all.
    """
    level = land.km2[: land.last + 1]
    at_war = (land.days[land.last].item() - war.start).days >= _PRIOR_PACE_DAYS
    centre = KEPT_OF_PACE * _pace(level, _PRIOR_PACE_DAYS) if at_war else 0.0
    rate = centre + rng.normal(0.0, war.priors.rate_km2_per_week_sd / 7.0, _PRIOR_DRAWS)
    return np.asarray(rate[:, None] * np.arange(length + 1), dtype=np.float64)


def _normal_between(low: float, high: float, mean: float, sd: float) -> float:
    def below(x: float) -> float:
        return 0.5 * (1.0 + math.erf((x - mean) / (sd * math.sqrt(2.0))))

    return below(high) - below(low)
