"""Where movement starts: the threshold that a defence absorbs, and the advance past it.

An attack with ln force ratio x against posture d moves (or wins) when x plus all that is not
counted exceeds what the posture absorbs:

    P(moves | x, d) = 1 / (1 + exp(−(x − θ_d) / s)),

θ_d the threshold (ln ratio at which the chance is even), s how much else than numbers decides, in
units of ln ratio. Priors θ ~ N(0, 1), ln s ~ N(0, 1); the posterior is a sum over a grid. Battles of
one war are not independent: the spread of a prior is over draws from the posteriors of battles
resampled by whole wars.

An attack is made where it promises something, so these are thresholds of *attacks that were made*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.history.cdb90 import Battle

Numbers = NDArray[np.float64]

POSTURES = {"delay": ("DL", "WD"), "hasty": ("HD",), "prepared": ("PD",), "fortified": ("FD",)}
MOVED_KM_PER_DAY = 0.5
"""An advance under half a kilometre a day, on the width of a battle, is no movement."""

_THETA = np.linspace(-4.0, 4.0, 161)
_LOG_S = np.linspace(-2.0, 3.0, 51)


@dataclass(frozen=True)
class Attacks:
    """Attacks as arrays of n: ln force ratio, posture (index in POSTURES), war, advance, won."""

    log_ratio: Numbers
    posture: NDArray[np.intp]
    war: NDArray[np.str_]
    km_per_day: Numbers
    won: Numbers


def attacks(battles: Sequence[Battle], since: int) -> Attacks:
    """Battles from a year on with known strengths, one known posture and a known advance.

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
        and np.isfinite([b.log_ratio, b.advance_km, b.won]).all()
    ]
    return Attacks(
        log_ratio=np.array([b.log_ratio for b in kept]),
        posture=np.array([index[b.posture] for b in kept], dtype=np.intp),
        war=np.array([b.war for b in kept]),
        km_per_day=np.array([b.advance_km_per_day for b in kept]),
        won=np.array([b.won for b in kept]),
    )


def threshold_draws(a: Attacks, happened: Numbers, draws: int, rng: np.random.Generator) -> Numbers:
    """Draws of (ln s, θ of each posture), (draws, 1 + len(POSTURES)).

    Args:
        a: attacks.
        happened: 1 where the attack moved (or won), 0 where not, (n,).
        draws: resamples of wars, one draw of the posterior each.
        rng: draws them.
    """
    names, war = np.unique(a.war, return_inverse=True)
    # Log-likelihood on the grid, summed over the attacks of each war and posture, (w, p, θ, s).
    by_war = np.zeros((names.size, len(POSTURES), _THETA.size, _LOG_S.size))
    for x, posture, at, yes in zip(a.log_ratio, a.posture, war, happened > 0, strict=True):
        margin = (x - _THETA[:, None]) / np.exp(_LOG_S)
        by_war[at, posture] -= np.logaddexp(0.0, -margin if yes else margin)
    prior_theta = -0.5 * _THETA[:, None] ** 2
    out = np.empty((draws, 1 + len(POSTURES)))
    for row in out:
        times = np.bincount(rng.integers(len(by_war), size=len(by_war)), minlength=len(by_war))
        by_posture = np.einsum("w,wpts->pts", times.astype(np.float64), by_war) + prior_theta
        log_s = -0.5 * _LOG_S**2 + np.logaddexp.reduce(by_posture, axis=1).sum(axis=0)
        s = _pick(log_s, rng)
        row[0] = _LOG_S[s]
        row[1:] = [_THETA[_pick(log[:, s], rng)] for log in by_posture]
    return out


def advance_draws(a: Attacks, draws: int, rng: np.random.Generator) -> Numbers:
    """Draws of (mean, sd) of ln km/day by posture, of attacks that moved, (draws, postures, 2)."""
    moved = a.km_per_day >= MOVED_KM_PER_DAY
    log_speed = np.log(np.where(moved, a.km_per_day, 1.0))
    names, war = np.unique(a.war, return_inverse=True)
    out = np.empty((draws, len(POSTURES), 2))
    for block in out:
        times = np.bincount(rng.integers(names.size, size=names.size), minlength=names.size)[war]
        for i, cell in enumerate(block):
            weight = times * moved * (a.posture == i) + 1e-9 * (moved & (a.posture == i))
            mean = np.average(log_speed, weights=weight)
            cell[:] = mean, np.sqrt(np.average((log_speed - mean) ** 2, weights=weight))
    return out


def _pick(log_weight: Numbers, rng: np.random.Generator) -> int:
    weight = np.exp(log_weight - log_weight.max())
    total = np.cumsum(weight)
    return int(np.searchsorted(total, rng.random() * total[-1]))
