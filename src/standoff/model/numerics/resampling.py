"""Weights and survival of particles, in parallel, with the same result on any number of threads.

Sums run over chunks of a fixed size and then over the chunks in order, so that rounding does not
depend on who computed which chunk.
"""

import math

import numpy as np
import numpy.typing as npt

from standoff.model.numerics.compile import compiled, compiled_in_parallel, each
from standoff.model.numerics.elementary import exp
from standoff.model.numerics.rng import key, uniform

Floats = npt.NDArray[np.float64]
CHUNK = 2048
NO_PARTICLE = 1 << 40
"""Stands for the particle in the counter of a component's resampling."""


@compiled
def _top(lw: Floats) -> float:
    best = -math.inf
    for j in range(lw.size):
        best = max(best, lw[j])
    return best


@compiled
def _weights(lw: Floats, top: float, w: Floats) -> tuple[float, float]:
    """Weights up to a factor, their sum and the sum of their squares.

    Four lanes are written out: a compiler that may choose the lanes chooses others when it compiles
    than when it loads what it compiled, and the last bits of a posterior change with it.
    """
    for j in range(lw.size):
        w[j] = exp(lw[j] - top)
    a, b, c, d = 0.0, 0.0, 0.0, 0.0
    aa, bb, cc, dd = 0.0, 0.0, 0.0, 0.0
    whole = lw.size - lw.size % 4
    for j in range(0, whole, 4):
        a += w[j]
        b += w[j + 1]
        c += w[j + 2]
        d += w[j + 3]
        aa += w[j] * w[j]
        bb += w[j + 1] * w[j + 1]
        cc += w[j + 2] * w[j + 2]
        dd += w[j + 3] * w[j + 3]
    for j in range(whole, lw.size):
        a += w[j]
        aa += w[j] * w[j]
    return (a + b) + (c + d), (aa + bb) + (cc + dd)


@compiled_in_parallel
def normalise(lw: Floats, w: Floats, evidence: Floats, ess: Floats) -> None:
    """Scale each component's log-weights to a sum of 1, in place.

    Args:
        lw: log-weights, shape (components, particles).
        w: gets the weights, up to a factor a component, shape (components, particles).
        evidence: gets the log of the sum that was there, shape (components,); -inf or NaN where no
            particle has weight, and then that component's weights are left as they are.
        ess: gets the effective sample size, 1 to particles, shape (components,).
    """
    components, n = lw.shape
    chunks = (n + CHUNK - 1) // CHUNK
    top = np.empty((components, chunks))
    sums = np.empty((components, chunks, 2))
    for a in each(components * chunks):
        r, q = a // chunks, a % chunks
        top[r, q] = _top(lw[r, q * CHUNK : (q + 1) * CHUNK])
    for a in each(components * chunks):
        r, q = a // chunks, a % chunks
        part = slice(q * CHUNK, (q + 1) * CHUNK)
        sums[r, q, 0], sums[r, q, 1] = _weights(lw[r, part], top[r].max(), w[r, part])
    for r in range(components):
        one, two = 0.0, 0.0
        for q in range(chunks):
            one += sums[r, q, 0]
            two += sums[r, q, 1]
        evidence[r] = top[r].max() + math.log(one)
        ess[r] = one * one / two
    for a in each(components * chunks):
        r, q = a // chunks, a % chunks
        if math.isfinite(evidence[r]):
            lw[r, q * CHUNK : (q + 1) * CHUNK] -= evidence[r]


@compiled_in_parallel
def ancestors(w: Floats, seed: int, week: int, out: npt.NDArray[np.int64]) -> None:
    """Systematic resampling: for each place, which particle it descends from.

    Args:
        w: weights, summing to anything above 0, shape (components, particles).
        seed, week: counter of the one uniform number that each component takes.
        out: gets indices, not decreasing within a component, shape (components, particles).
    Source: Kitagawa 1996, JCGS 5:1.
    """
    components, n = w.shape
    chunks = (n + CHUNK - 1) // CHUNK
    edge = np.zeros((components, chunks + 1))
    offset = np.empty(components)
    for a in each(components * chunks):
        r, q = a // chunks, a % chunks
        edge[r, q + 1] = w[r, q * CHUNK : (q + 1) * CHUNK].sum()
    for r in range(components):
        offset[r] = uniform(key(seed, r, week), NO_PARTICLE, 0)
        for q in range(chunks):
            edge[r, q + 1] += edge[r, q]
    for a in each(components * chunks):
        r, q = a // chunks, a % chunks
        scale, total = n / edge[r, chunks], edge[r, q]
        place = max(0, math.ceil(total * scale - offset[r]))
        last = min(n, (q + 1) * CHUNK)
        for j in range(q * CHUNK, last):
            total += w[r, j]
            # The last particle of a chunk ends where the next chunk begins, whatever was rounded.
            end = edge[r, q + 1] if j == last - 1 else total
            while place < n and place + offset[r] < end * scale:
                out[r, place] = j
                place += 1
