"""From courses of the front to the probabilities of a war's outcomes."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

import numpy as np

from standoff.domain.outcomes import movement_shares, outcome_names
from standoff.domain.war import War, standstill_km2
from standoff.forecast.paths import MODEL_PATHS, Paths
from standoff.model.front.paths import rates
from standoff.model.front.posterior import FrontPosterior
from standoff.observations.front import Numbers

PRIOR_SHARE = 0.05
"""One future in twenty is drawn from the prior, so that what the last half year did not show is
never called impossible."""
NO_SHIFT: Numbers = np.zeros(1)
"""Nothing is added to any course."""

_PRIOR_WEIGHT = {"prior": 1.0, "model": 0.0}
"""The model has tails of its own and needs none of the prior's."""
Outcomes = dict[str, float]
"""Probabilities of the exclusive outcomes by name; they sum to 1."""


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

    Of a front that is not measured only `ended` is known, and the others are NaN. The war may have
    ended, or fallen quiet, since the last day on which anything is known of it.

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
    ended = ended_by(war, as_of, horizon_days, paths.blind_days) if ended is None else ended
    if not paths.km2.size:
        return {name: ended if name == "ended" else math.nan for name in outcome_names(war)}
    quiet = quiet_by(war, horizon_days + paths.blind_days)
    km, window = war.front_on(as_of, as_of).km, war.thresholds.window_days
    changes = [p.window(horizon_days, window) for p in (paths, prior)]
    ahead, before = (change + np.resize(shift_km2, change.size) for change in changes)
    seen = movement_shares(ahead, war, km, scale)
    assumed = movement_shares(before, war, km, scale)
    weight = _PRIOR_WEIGHT.get(paths.kind, PRIOR_SHARE)
    shares = {k: (1 - weight) * seen[k] + weight * assumed[k] for k in seen}
    goes_on = {name: (1 - ended) * share for name, share in shares.items()}
    still = goes_on.pop("still")
    whole = {"ended": ended, **goes_on, "freeze": still * quiet, "standstill": still * (1 - quiet)}
    return {name: whole.get(name, 0.0) for name in outcome_names(war)}


def ended_by(war: War, as_of: date, horizon_days: int, blind_days: int = 0) -> float:
    """Prior probability that the war has ended by a horizon, from the hazards of war.toml.

    Args:
        war: its hazards.
        as_of: the date of the forecast.
        horizon_days: days ahead.
        blind_days: days before `as_of` of which nothing is known: it may have ended on them.
    """
    age = (as_of - war.start).days
    known = max(age - blind_days, 0)
    steps = [*war.priors.ending_per_year, (10**9, 0.0)]
    total = 0.0
    for (since, hazard), (until, _) in pairwise(steps):
        days = min(age + horizon_days, until) - max(known, since)
        total += hazard * max(days, 0) / 365.25
    return 1.0 - math.exp(-total)


def quiet_by(war: War, horizon_days: int) -> float:
    """Prior probability that fighting falls under the costly rate within the horizon."""
    return 1.0 - math.exp(-war.priors.quiet_per_year * horizon_days / 365.25)


def still_by_model(posterior: FrontPosterior, war: War) -> float:
    """Probability, by the model, that the latent rate is under the standstill threshold."""
    day = date.fromisoformat(str(posterior.day))
    limit = standstill_km2(war.front_on(day, day).km, 7, war.thresholds.standstill_m_per_day)
    return float(np.mean(np.abs(rates(posterior, MODEL_PATHS)) < limit))


def begins_within(paths: Paths, war: War, as_of: date, days: int) -> float:
    """Probability that the first 30-day stalemate begins within `days` of the as-of date.

    A stalemate of 30 days begins on a day if the front stands still over the 30 days from it; one
    that has begun already counts, since the question is whether the war is in one by then. With k
    the first such day of a course and S(k) the probability that the war goes on until k, it is the
    mean of S(k) over courses, 0 where there is none: it never falls as `days` grows.
    """
    window = war.thresholds.window_days
    if not paths.km2.size:
        return float("nan")
    limit = standstill_km2(
        war.front_on(as_of, as_of).km, window, war.thresholds.standstill_m_per_day
    )
    first = paths.age_days
    ahead = paths.km2[:, first + window : first + days + window + 1]
    still = np.abs(ahead - paths.km2[:, first : first + days + 1]) < limit
    goes_on = np.array(
        [
            (1 - ended_by(war, as_of, k, paths.blind_days))
            * (1 - quiet_by(war, k + paths.blind_days))
            for k in range(days + 1)
        ]
    )
    return float(np.mean(np.where(still.any(axis=1), goes_on[still.argmax(axis=1)], 0.0)))
