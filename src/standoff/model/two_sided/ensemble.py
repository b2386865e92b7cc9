"""Loops that move the two-sided model's clouds of particles as a whole, instead of thinning them.

A cloud has the coordinates of `law.STATE` (running totals in logs, posture apart) and the
channels' log-biases. A reading of losses, intensity or strength is one coordinate plus a bias plus
noise: linear, so that the whole cloud can be carried from prior to posterior by regression.
"""

import numpy as np
import numpy.typing as npt

from standoff.model.numerics.compile import compiled, compiled_in_parallel, each
from standoff.model.numerics.elementary import exp, log
from standoff.model.numerics.rng import key, normal, uniform
from standoff.model.two_sided import law

Floats = npt.NDArray[np.float64]

NAMES = law.STATE.names or ()
FIELDS = len(NAMES)
_POSTURE, _CA, _CB = (NAMES.index(name) for name in ("u", "ca", "cb"))
READ = {
    law.FLOW_A: NAMES.index("la"),
    law.FLOW_B: NAMES.index("lb"),
    law.INTENSITY: NAMES.index("i"),
    law.TOTAL_A: _CA,
    law.TOTAL_B: _CB,
    law.STRENGTH_A: NAMES.index("a"),
    law.STRENGTH_B: NAMES.index("b"),
}
"""The coordinate that a channel of each linear kind speaks of."""
_SHIFT = 2
"""Keys of these random numbers: so many times the number of components beyond any of a filter's."""


def coordinates(state: npt.NDArray[np.void]) -> Floats:
    """The state as plain numbers, the same memory, shape (components, particles, fields)."""
    return state.view(np.float64).reshape(*state.shape, FIELDS)


@compiled
def _get(z: Floats, bias: Floats, r: int, j: int, f: int) -> float:
    """Coordinate f of a particle: fields first, biases after them."""
    if f >= z.shape[2]:
        return float(bias[r, j, f - z.shape[2]])
    value = float(z[r, j, f])
    return log(max(value, 1e-300)) if f in (_CA, _CB) else value


@compiled
def _add(z: Floats, bias: Floats, r: int, j: int, f: int, step: float) -> None:
    if f >= z.shape[2]:
        bias[r, j, f - z.shape[2]] += step
    elif f in (_CA, _CB):
        z[r, j, f] *= exp(step)
    elif f != _POSTURE:
        z[r, j, f] += step


@compiled_in_parallel
def moments_all(
    z: Floats, bias: Floats, field: int, c: int, mean: Floats, var: Floats, cov: Floats
) -> None:
    """Moments of every coordinate, and with what a channel would say without noise.

    Args:
        z, bias: the clouds, (components, particles, fields) and (components, particles, channels).
        field, c: the coordinate that the channel speaks of, and the channel.
        mean, var, cov: filled, shape (components, fields + channels + 1), the last the channel's own.
    """
    n, total = z.shape[1], z.shape[2] + bias.shape[2]
    for r in each(z.shape[0]):
        mean[r], var[r], cov[r] = 0.0, 0.0, 0.0
        for j in range(n):
            for f in range(total):
                mean[r, f] += _get(z, bias, r, j, f) / n
        mean[r, total] = mean[r, field] + mean[r, z.shape[2] + c]
        for j in range(n):
            h = _get(z, bias, r, j, field) + bias[r, j, c] - mean[r, total]
            var[r, total] += h * h / n
            for f in range(total):
                off = _get(z, bias, r, j, f) - mean[r, f]
                var[r, f] += off * off / n
                cov[r, f] += off * h / n
        cov[r, total] = var[r, total]


@compiled_in_parallel
def shift_all(
    z: Floats, bias: Floats, field: int, c: int, y: float, var: Floats, cov: Floats,
    sd: Floats, at_most: Floats, seed: int, week: int,
) -> None:  # fmt: skip
    """Move every particle by regression on what a reading was off for it, in place.

    Args:
        z, bias, field, c: as in `moments_all`.
        y: the reading, on its scale.
        var, cov: variance of what the channel would say, (components,), and the covariance of each
            coordinate with it, (components, fields + channels).
        sd: sizes that the reading's noise may have, increasing, shape (components, sizes).
        at_most: posterior probability that it is at most each of them, same shape.
        seed, week: of the random numbers.
    """
    components, n = z.shape[0], z.shape[1]
    for q in each(components * n):
        r, j = q // n, q % n
        k = key(seed, (_SHIFT + c) * components + r, week)
        place, size = uniform(k, j, 0), 0
        while size < sd.shape[1] - 1 and at_most[r, size] < place:
            size += 1
        off = y - _get(z, bias, r, j, field) - bias[r, j, c] - sd[r, size] * normal(k, j, 1)
        off /= var[r] + sd[r, size] * sd[r, size]
        for f in range(z.shape[2] + bias.shape[2]):
            if cov[r, f] != 0.0:
                _add(z, bias, r, j, f, cov[r, f] * off)


@compiled_in_parallel
def slopes_all(z: Floats, bias: Floats, g: Floats, var: Floats, cov: Floats) -> None:
    """Variance of every coordinate, and its covariance with what a reading speaks of.

    Args:
        z, bias: the clouds, as in `moments_all`, equally weighted.
        g: what is spoken of, with a mean of 0 in each component, shape (components, particles, parts).
        var, cov: filled, shape (components, fields + channels) and (.., fields + channels, parts).
    """
    n, total = z.shape[1], z.shape[2] + bias.shape[2]
    for r in each(z.shape[0]):
        var[r], cov[r] = 0.0, 0.0
        mean = np.zeros(total)
        for j in range(n):
            for f in range(total):
                mean[f] += _get(z, bias, r, j, f) / n
        for j in range(n):
            for f in range(total):
                off = (_get(z, bias, r, j, f) - mean[f]) / n
                var[r, f] += off * off * n
                for part in range(g.shape[2]):
                    cov[r, f, part] += off * g[r, j, part]


@compiled_in_parallel
def carry_all(z: Floats, bias: Floats, step: Floats, slope: Floats) -> None:
    """Move every particle by what the parts that were spoken of moved, times the slopes, in place.

    Args:
        z, bias: the clouds.
        step: how far each part moved, shape (components, particles, parts).
        slope: shape (components, fields + channels, parts).
    """
    n = z.shape[1]
    for q in each(z.shape[0] * n):
        r, j = q // n, q % n
        for f in range(slope.shape[1]):
            by = 0.0
            for part in range(step.shape[2]):
                by += slope[r, f, part] * step[r, j, part]
            if by != 0.0:
                _add(z, bias, r, j, f, by)


@compiled_in_parallel
def settle_all(parents: npt.NDArray[np.int64]) -> None:
    """Put every particle that survives in its own place, and further children in the free ones."""
    n = parents.shape[1]
    for r in each(parents.shape[0]):
        lives, spare, spares = np.zeros(n, dtype=np.bool_), np.empty(n, dtype=np.int64), 0
        for j in range(n):
            parent = parents[r, j]
            if lives[parent]:
                spare[spares] = parent
                spares += 1
            lives[parent] = True
        for j in range(n):
            if lives[j]:
                parents[r, j] = j
            else:
                spares -= 1
                parents[r, j] = spare[spares]
