"""The line of the front from several maps of it: a Kalman filter of their levels, day by day.

Symbols (units): u the area held (km²); e_k the error of map k (km²), which forgets itself within
`memory` days; c_k what lies between the scopes of map k and the line (km²; 0 for the line itself).

    u ← u + N(0, q)     e_k ← φ e_k + N(0, (1 - φ²) σ_k²),  φ = exp(-1 / memory)     z_k = u + c_k + e_k

q is the line's own mean square of changes over seven days, a seventh of it a day, with the memory
of a quarter. Where a step counts as movement u may move by all of it; where it counts although no
other map showed it, the line may err by the spread of the maps.
Algorithm: Kalman 1960, J. Basic Eng. 82:35, one reading after the other.
"""

import math

import numpy as np
import numpy.typing as npt

from standoff.model.numerics.compile import compiled

Floats = npt.NDArray[np.float64]

_ANY = 1e10
"""Variance of what is not known at all, km⁴."""

_READING = 64.0
"""Variance of what a level says beside the map's lasting error, km⁴: rounding and the day drawn."""

_SCOPE_WALK = 4.0
"""Variance a day by which the gap between two scopes drifts, km⁴."""

_PACE_MEMORY_DAYS = 91.0
_BURST_SHARE = 60.0
"""A change counts in the line's own pace up to this many times its mean square."""


def fused(
    levels: Floats, noise: Floats, burst: Floats, doubt: Floats, memory_days: float
) -> tuple[Floats, Floats, Floats]:
    """The area held by all maps together, day by day, each day from what was drawn up to it.

    Args:
        levels: (days, maps) km², NaN where a map has none; the first map is the line.
        noise: (days, maps) σ, standard deviation of a map's lasting error, km², > 0.
        burst: (days,) size of a step of the line that counts as movement, km²; else 0.
        doubt: (days,) spread of the maps where a step counts that no other showed, km²; else 0.
        memory_days: by which a map's error falls to 1/e, > 0.

    Returns:
        u in the scope of the line; the line's error; the variance of that error: (days,) each, NaN
        before the line's first level.
    """
    u = np.full(levels.shape[0], np.nan)
    error, variance = u.copy(), u.copy()
    if levels.size and not np.isnan(levels[:, 0]).all():
        _fuse(levels, noise, burst, doubt, math.exp(-1.0 / memory_days), u, error, variance)
    return u, error, variance


@compiled
def _fuse(
    levels: Floats,
    noise: Floats,
    burst: Floats,
    doubt: Floats,
    phi: float,
    u: Floats,
    error: Floats,
    variance: Floats,
) -> None:
    days, maps = levels.shape
    n = 1 + 2 * maps  # u, then e of each map, then c of each map
    first = 0
    while math.isnan(levels[first, 0]):
        first += 1
    x, cov = np.zeros(n), np.zeros((n, n))
    x[0] = levels[first, 0]
    q = 0.0
    for k in range(maps):
        cov[1 + k, 1 + k] = noise[first, k] ** 2
        if k > 0:
            cov[1 + maps + k, 1 + maps + k] = _ANY
    cov[0, 0] = cov[1, 1]
    # The first level is the line's: its error and u sum to it.
    cov[0, 1] = cov[1, 0] = -cov[1, 1]
    decay = 0.5 ** (1.0 / _PACE_MEMORY_DAYS)
    share = 1.0
    for t in range(first, days):
        if t > first:
            for k in range(maps):
                x[1 + k] *= phi
                cov[1 + k, :] *= phi
                cov[:, 1 + k] *= phi
                cov[1 + k, 1 + k] += (1.0 - phi * phi) * noise[t, k] ** 2
                if k > 0:
                    cov[1 + maps + k, 1 + maps + k] += _SCOPE_WALK
            cov[0, 0] += q + burst[t] ** 2
            cov[1, 1] += doubt[t] ** 2
            for k in range(maps):
                if math.isnan(levels[t, k]):
                    continue
                scope = 1 + maps + k
                gain = cov[0] + cov[1 + k] + cov[scope]
                s = gain[0] + gain[1 + k] + gain[scope] + _READING
                off = levels[t, k] - x[0] - x[1 + k] - x[scope]
                x += gain * (off / s)
                cov -= np.outer(gain, gain) / s
        if t - first >= 7 and not math.isnan(levels[t, 0]) and not math.isnan(levels[t - 7, 0]):
            moved = (levels[t, 0] - levels[t - 7, 0]) ** 2 / 7.0
            # Until it has a memory, the mean of what there is.
            weight = max(1.0 - decay, share)
            q = moved if q == 0.0 else (1.0 - weight) * q + weight * min(moved, _BURST_SHARE * q)
            share = share / (1.0 + share)
        u[t], error[t], variance[t] = x[0], x[1], cov[1, 1]
