"""The baseline: half of the last 30 days' pace goes on.

It errs as the same rule erred on every target that the last 180 days resolved. Where fewer than 30
such errors exist, as in the first months of a war, the prior spread of war.toml stands in for them,
and every answer says so.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from standoff.domain.war import War, standstill_km2
from standoff.forecast.paths import NO_PATHS, Kind, Paths
from standoff.observations.front import FrontSeries, Numbers

PACE_DAYS = 30
MEMORY_DAYS = 180
FEWEST_ERRORS = 30
KEPT_OF_PACE = 0.5

_PRIOR_DRAWS = 2000
_PRIOR_PACE_DAYS = 7


def baseline_paths(
    front: FrontSeries, war: War, as_of: date, days: int, rng: np.random.Generator
) -> Paths:
    """Half of the last 30 days' pace, with the errors of the last 180 days, or the prior.

    Args:
        front: the front up to `as_of`.
        war: its thresholds and priors.
        as_of: the date of the forecast.
        days: days ahead of `as_of` to cover.
        rng: used for the prior only.
    """
    if front.last < 0:
        return NO_PATHS
    level = front.km2[: front.last + 1]
    age = (as_of - front.days[front.last].item()).days
    length = days + age
    errors = _error_paths(level, length, KEPT_OF_PACE)
    if len(errors) >= FEWEST_ERRORS:
        ahead = _pace(level, PACE_DAYS) * KEPT_OF_PACE * np.arange(length + 1)
        return Paths(ahead + errors, age, "baseline", len(errors))
    return Paths(_prior(front, war, length, rng), age, "prior", 0)


def climatology_paths(front: FrontSeries, as_of: date, days: int) -> Paths:
    """The courses that began in the last 180 days and have run their length, as they were."""
    if front.last < 0:
        return NO_PATHS
    level = front.km2[: front.last + 1]
    age = (as_of - front.days[front.last].item()).days
    errors = _error_paths(level, days + age, 0.0)
    kind: Kind = "climatology" if len(errors) >= FEWEST_ERRORS else "none"
    return Paths(errors, age, kind, len(errors))


def prior_paths(front: FrontSeries, war: War, like: Paths, rng: np.random.Generator) -> Paths:
    """The prior's courses over the same days as `like`."""
    if front.last < 0:
        return NO_PATHS
    km2 = _prior(front, war, like.km2.shape[1] - 1, rng)
    return Paths(km2, like.age_days, "prior", 0)


def still_now(front: FrontSeries, war: War, at: int | None = None) -> float:
    """Probability that this week's latent rate is under the standstill threshold.

    The rate is the mean of the last 14 days; its error is how far one such mean has lain from the
    next over the last 180 days. Where fewer than 30 of these are known, it is the mean of the last
    7 days with the prior spread.
    """
    end = front.last if at is None else at
    if end < 14 or np.isnan(front.change(14, end)):
        return float("nan")
    means = (front.km2[14 : end + 1] - front.km2[: end - 13]) / 14.0
    moves = (means[7:] - means[:-7])[-MEMORY_DAYS:]
    moves = moves[~np.isnan(moves)]
    if moves.size >= FEWEST_ERRORS:
        rate, sd = float(means[-1]), float(np.std(moves))
    else:
        rate = front.change(_PRIOR_PACE_DAYS, end) / _PRIOR_PACE_DAYS
        sd = war.priors.rate_km2_per_week_sd / 7.0
    day = front.days[end].item()
    limit = standstill_km2(war.front_on(day, day).km, 1, war.thresholds.standstill_m_per_day)

    def below(x: float) -> float:
        return 0.5 * (1.0 + math.erf((x - rate) / (max(sd, 1e-9) * math.sqrt(2.0))))

    return below(limit) - below(-limit)


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


def _prior(front: FrontSeries, war: War, length: int, rng: np.random.Generator) -> Numbers:
    """Steady courses about half of last week's pace, spread by the prior of war.toml.

    The pace of a week, not of a month: the first month of a war is the opening assault, whose dates
    on the map are those of publication. In the first week there is no pace at all.
    """
    level = front.km2[: front.last + 1]
    at_war = (front.days[front.last].item() - war.start).days >= _PRIOR_PACE_DAYS
    centre = KEPT_OF_PACE * _pace(level, _PRIOR_PACE_DAYS) if at_war else 0.0
    rate = centre + rng.normal(0.0, war.priors.rate_km2_per_week_sd / 7.0, _PRIOR_DRAWS)
    return np.asarray(rate[:, None] * np.arange(length + 1), dtype=np.float64)
