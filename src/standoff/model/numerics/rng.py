"""Counter-based random numbers: each is a function of where it is used, not of what ran before.

A draw has a counter: (seed, component, step, particle, draw). So a run is the same on any number of
threads, and two scenarios share the random numbers of every particle they have in common.

The hash is SplitMix64 (Steele, Lea & Flood 2014, OOPSLA): its output function applied to a key plus
a multiple of the golden gamma. Keys chain the same function over seed, component and step.
"""

import math

import numpy as np

from standoff.model.numerics.compile import compiled
from standoff.model.numerics.elementary import cos_turn, exp, log

GAMMA = np.uint64(0x9E3779B97F4A7C15)
DRAWS = np.uint64(16)
"""Draws one particle may take in one step."""
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@compiled
def mix(z: np.uint64) -> np.uint64:
    """SplitMix64's output function: 64 bits to 64 well-mixed bits, one to one."""
    z = (z ^ (z >> _S30)) * _M1
    z = (z ^ (z >> _S27)) * _M2
    return z ^ (z >> _S31)


@compiled
def key(seed: int, component: int, step: int) -> np.uint64:
    """The key of one component's step: what all its particles share."""
    k = mix(np.uint64(seed) + GAMMA)
    k = mix(k + GAMMA * (np.uint64(component) + np.uint64(1)))
    return mix(k + GAMMA * (np.uint64(step) + np.uint64(1)))


@compiled
def uniform(k: np.uint64, particle: int, draw: int) -> float:
    """A uniform number strictly inside (0, 1), 53 bits; draw < DRAWS."""
    bits = mix(k + GAMMA * (np.uint64(particle) * DRAWS + np.uint64(draw) + np.uint64(1)))
    return (float(bits >> _S11) + 0.5) * (1.0 / 9007199254740992.0)


@compiled
def student_t(k: np.uint64, particle: int, draw: int, dof: float) -> float:
    """A number from Student's t, unscaled; takes the draws `draw` and `draw` + 1.

    Bailey's polar form, √(ν(u^(-2/ν) - 1)) cos 2πv; its limit, an infinite ν, is Box and Muller's
    normal.
    Source: Bailey 1994, Math. Comp. 62:779.
    """
    u, v = uniform(k, particle, draw), uniform(k, particle, draw + 1)
    if math.isinf(dof):
        radius = math.sqrt(-2.0 * log(u))
    else:
        radius = math.sqrt(dof * (exp(-2.0 / dof * log(u)) - 1.0))
    return radius * cos_turn(v)


@compiled
def normal(k: np.uint64, particle: int, draw: int) -> float:
    """A standard normal number; takes the draws `draw` and `draw` + 1."""
    u, v = uniform(k, particle, draw), uniform(k, particle, draw + 1)
    return math.sqrt(-2.0 * log(u)) * cos_turn(v)
