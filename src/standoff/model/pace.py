"""A local level of the log pace of a running total, and the counts that it makes likely.

Between two reports the total grows by a count; the log of the count a day scatters about the log pace,
less the longer the time between them, and the log pace walks at random. How far it walks and how much
it scatters is learnt from the total itself: a grid of both is filtered side by side, each point weighted
by what it made of the reports. Tails are Student's, so that a backlog told at once moves the pace
little.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standoff.errors import ModelError

Floats = npt.NDArray[np.float64]

FEWEST_STEPS = 4
"""Counts below which no pace is told."""
_STEP_DAYS = 7.0
"""Reports nearer to each other are taken together."""
_MONTH = 30.0
_DOF = 4.0
_WALKS = (0.05, 0.08, 0.12, 0.18, 0.25, 0.35, 0.5)
_SCATTERS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4)
_WALK, _SCATTER, _SPREAD = 0.15, 0.2, 0.6
"""Centres of the two priors and their spread, log units: before anything is seen a pace changes by some
15% in a month, and a month's count scatters by 20% about it."""


@dataclass(frozen=True)
class Pace:
    """What is believed of the pace after each step; k steps, g points of the grid.

    Attributes:
        ends: days on which the steps end, (k,).
        middles: days in their middle, to which the levels belong, (k,).
        level, variance: of the log count a day, (k, g).
        weight: of each point, (k, g); every row sums to 1.
        walk, scatter: sd of a month's change of the log pace, and of a month's log count about it, (g,).
    """

    ends: Floats
    middles: Floats
    level: Floats
    variance: Floats
    weight: Floats
    walk: Floats
    scatter: Floats


def filtered(days: Floats, totals: Floats) -> Pace:
    """Filter a running total.

    Args:
        days: of the reports, rising, (n,), in days from any origin.
        totals: on them, not falling, (n,).

    Returns:
        No steps where the reports span less than a week.

    Raises:
        ModelError: days do not rise, or a total falls or is missing.
    """
    if np.isnan(totals).any() or np.any(np.diff(days) <= 0) or np.any(np.diff(totals) < 0):
        raise ModelError("pace: give days that rise and totals that do not fall, none missing.")
    ends, sums = _steps(days, totals)
    gaps, middles = np.diff(ends), (ends[1:] + ends[:-1]) / 2
    # Half a person stands for none: a log scale has no zero.
    logs = np.log(np.maximum(np.diff(sums), 0.5) / gaps)
    walk, scatter = (grid.ravel() for grid in np.meshgrid(_WALKS, _SCATTERS))
    level, variance, weight = (np.empty((gaps.size, walk.size)) for _ in range(3))
    log_weight = -(
        (np.log(walk / _WALK) / _SPREAD) ** 2 + (np.log(scatter / _SCATTER) / _SPREAD) ** 2
    )
    log_weight /= 2
    for k, (gap, seen) in enumerate(zip(gaps, logs, strict=True)):
        error = scatter**2 * _MONTH / gap
        if k == 0:
            level[0], variance[0] = seen, error
        else:
            ahead = variance[k - 1] + walk**2 * (middles[k] - middles[k - 1]) / _MONTH
            off = seen - level[k - 1]
            squared = off**2 / (ahead + error)
            log_weight = log_weight - np.log(ahead + error) / 2
            log_weight -= (_DOF + 1) / 2 * np.log1p(squared / _DOF)
            trust = np.minimum((_DOF + 1) / (_DOF + squared), 1.0)
            gain = ahead / (ahead + error / trust)
            level[k], variance[k] = level[k - 1] + gain * off, ahead * (1 - gain)
        shares = np.exp(log_weight - log_weight.max())
        weight[k] = shares / shares.sum()
    return Pace(ends[1:], middles, level, variance, weight, walk, scatter)


def sampled(pace: Pace, step: int, day: float, horizon_days: int, n: int, seed: int) -> Floats:
    """Equally likely counts between a day and a horizon, by what was believed after a step.

    Args:
        pace: filtered.
        step: index of the last step known; a negative one counts from the last.
        day: the day after which is counted, not before the step's middle.
        horizon_days: days ahead, >= 1.
        n: how many.
        seed: of the sample.

    Returns:
        Counts, > 0, (n,).
    """
    rng = np.random.default_rng([seed, horizon_days])
    chosen = rng.choice(pace.walk.size, n, p=pace.weight[step])
    walk, scatter = pace.walk[chosen], pace.scatter[chosen]
    # The mean of a random walk over the horizon lies a third of it ahead, in variance.
    away = day - pace.middles[step] + horizon_days / 3
    spread = np.sqrt(pace.variance[step][chosen] + walk**2 * away / _MONTH)
    mean = pace.level[step][chosen] + spread * rng.standard_normal(n)
    about = scatter * np.sqrt(_MONTH / horizon_days) * rng.standard_t(_DOF, n)
    return np.asarray(horizon_days * np.exp(mean + about), dtype=np.float64)


def _steps(days: Floats, totals: Floats) -> tuple[Floats, Floats]:
    """The reports that lie a week or more after the one before that was taken."""
    taken = [0] if days.size else []
    for i in range(1, days.size):
        if days[i] - days[taken[-1]] >= _STEP_DAYS:
            taken.append(i)
    return days[taken], totals[taken]
