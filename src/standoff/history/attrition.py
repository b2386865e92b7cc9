"""What battle costs: loss rates, loss exchange, and Lanchester's law with its exponents free.

Losses a day of a side of strength own against enemy:

    ln(losses/day) = ln k + a ln own + b ln enemy + e.

(a, b) is (0, 1) for the square law, (1, 1) for the linear and (1, 0) for the logarithmic. Fitted by
least squares with a level for attacker and defender; the spread is over whole wars resampled.
Own and enemy strength rise together from skirmish to army group, so the fit across battles tells
a + b well and the split between them less well; and what holds between battles need not hold within
one. The priors are therefore widened until each law lies inside their central 90%.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.history.cdb90 import Battle
from standoff.history.threshold import POSTURES

Numbers = NDArray[np.float64]

Z90 = 1.645


@dataclass(frozen=True)
class BattleLosses:
    """Battles with known strengths and losses, arrays of n; columns 0 attacker, 1 defender."""

    strength: Numbers
    per_day: Numbers
    posture: NDArray[np.intp]
    war: NDArray[np.str_]


def losses(battles: Sequence[Battle], since: int) -> BattleLosses:
    """Battles from a year on whose strengths and losses of both sides are known and above zero.

    Args:
        battles: as read.
        since: first year.
    """
    index = {code: i for i, codes in enumerate(POSTURES.values()) for code in codes}
    kept = [
        b
        for b in battles
        if b.begin.year >= since
        and b.posture in index
        and all(force.strength > 0 and force.casualties > 0 for force in (b.attacker, b.defender))
    ]
    return BattleLosses(
        strength=np.array([[b.attacker.strength, b.defender.strength] for b in kept]),
        per_day=np.array(
            [[b.attacker.casualties / b.days, b.defender.casualties / b.days] for b in kept]
        ),
        posture=np.array([index[b.posture] for b in kept], dtype=np.intp),
        war=np.array([b.war for b in kept]),
    )


def exponent_draws(found: BattleLosses, draws: int, rng: np.random.Generator) -> Numbers:
    """Draws of (a own, b enemy, sd of e), wars resampled, (draws, 3)."""
    own = np.log(found.strength)
    y = np.log(found.per_day).T.ravel()
    n = len(own)
    level = np.repeat(np.eye(2), n, axis=0)
    x = np.c_[level, own.T.ravel(), own[:, ::-1].T.ravel()]
    names, war = np.unique(found.war, return_inverse=True)
    out = np.empty((draws, 3))
    for row in out:
        times = np.bincount(rng.integers(names.size, size=names.size), minlength=names.size)[war]
        w = np.sqrt(np.tile(times, 2).astype(np.float64))
        fit, *_ = np.linalg.lstsq(x * w[:, None], y * w, rcond=None)
        error = (y - x @ fit) * w
        row[:] = fit[2], fit[3], np.sqrt((error**2).sum() / (w**2).sum())
    return out


def widened(draws: Numbers, laws: Sequence[float] = (0.0, 1.0)) -> tuple[float, float]:
    """Mean and sd of a normal prior around the fit, wide enough to hold each law in its 90%.

    Args:
        draws: of one exponent.
        laws: its values under the laws to be held.
    """
    mean, sd = float(draws.mean()), float(draws.std())
    return mean, max(sd, *(abs(law - mean) / Z90 for law in laws))


def moments_draws(
    values: Numbers, war: NDArray[np.str_], draws: int, rng: np.random.Generator
) -> Numbers:
    """Draws of (mean, sd) of values, wars resampled whole, (draws, 2)."""
    names, index = np.unique(war, return_inverse=True)
    out = np.empty((draws, 2))
    for row in out:
        times = np.bincount(rng.integers(names.size, size=names.size), minlength=names.size)[index]
        mean = np.average(values, weights=times)
        row[:] = mean, np.sqrt(np.average((values - mean) ** 2, weights=times))
    return out
