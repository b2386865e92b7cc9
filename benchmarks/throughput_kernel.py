"""The stochastic-volatility model of `throughput`, on the same building blocks as the front."""

import math

import numpy as np
import numpy.typing as npt

from standoff.model.numerics.compile import compiled, compiled_in_parallel, each
from standoff.model.numerics.elementary import exp
from standoff.model.numerics.resampling import CHUNK
from standoff.model.numerics.rng import key, normal

Floats = npt.NDArray[np.float64]
HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)


@compiled
def log_density(x: float, y: float) -> float:
    """Log density of y under N(0, e^x)."""
    return -HALF_LOG_TWO_PI - 0.5 * (x + y * y * exp(-x))


@compiled_in_parallel
def first(x: Floats, lw: Floats, y: float, mu: float, sd: float, n: int, seed: int) -> None:
    """Draw from the stationary law and weigh."""
    k = key(seed, 0, 0)
    for j in each(n):
        x[j] = mu + sd * normal(k, j, 0)
        lw[j] = log_density(x[j], y) - math.log(n)


@compiled_in_parallel
def survive(x: Floats, old: Floats, lw: Floats, parents: npt.NDArray[np.int64]) -> None:
    """Every place gets its ancestor's state, and all the same weight."""
    even = -math.log(x.size)
    for j in each(x.size):
        x[j] = old[parents[j]]
        lw[j] = even


@compiled
def move_chunk(
    x: Floats, lw: Floats, y: float, law: tuple[float, float, float], k: np.uint64, start: int
) -> None:
    """Move and weigh the particles of one chunk, in place; law is (mu, rho, sigma)."""
    mu, rho, sigma = law
    # From zero on a slice: an index that might be negative keeps the loop from being vectorised.
    for j in range(x.size):
        x[j] = mu + rho * (x[j] - mu) + sigma * normal(k, start + j, 0)
        lw[j] += log_density(x[j], y)


@compiled_in_parallel
def moved(
    x: Floats, lw: Floats, y: float, law: tuple[float, float, float], seed: int, step: int
) -> None:
    """Move and weigh every particle, in place."""
    k = key(seed, 0, step)
    for q in each((x.size + CHUNK - 1) // CHUNK):
        start = np.int64(q) * CHUNK
        end = min(x.size, start + CHUNK)
        move_chunk(x[start:end], lw[start:end], y, law, k, start)
