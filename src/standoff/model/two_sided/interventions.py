"""Interventions on the two-sided law: what a what-if sets in a week; all else goes on by itself.

A change holds one part of one side off its own course, in logs, while it is in force:

    strength      a ← a + s                    once a week, what has come by then
    supply        va = its own course + s      effectiveness   fa = its own course - s
    replacement   ra = its own course + s      posture         u is set, or kept from attacking

"Its own course" is the one it would have had: supply forgets, fatigue mends and replacement follows
losses as the law says, and when a change ends the part is where it would have been, while strength
lost or won in between stays. So the law itself needs no other form, and a change of 0 leaves every
number as it was.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from standoff.model.numerics.compile import compiled
from standoff.model.two_sided.law import Record, draw_posture, step

Floats = npt.NDArray[np.float64]

PARTS = ("strength", "supply", "effectiveness", "replacement", "posture")
COLUMNS = tuple(f"{part}_{side}" for part in PARTS for side in "ab")
"""What a week's change holds: logs, and for a posture 1 attacks, -1 does not attack, 0 is free."""

_STRENGTH, _SUPPLY, _EFFECT, _REFILL, _POSTURE = 0, 2, 4, 6, 8


def none(paths: int) -> Floats:
    """No change in any week, shape (paths, 0, 10)."""
    return np.zeros((paths, 0, len(COLUMNS)))


@compiled
def held_posture(u: float, a: float, b: float) -> float:
    """The posture u as a change lets it be; a and b as in `COLUMNS`."""
    if a > 0.0:
        return 1.0
    if b > 0.0:
        return -1.0
    if (a < 0.0 and u > 0.0) or (b < 0.0 and u < 0.0):
        return 0.0
    return u


@compiled
def changed_step(
    x: Record, p: Record, free: Record, k: np.uint64, j: int, now: Any, past: Any
) -> None:
    """One week of the hidden state under a change.

    Args:
        x: the particle's state, changed in place.
        p: the component's constants, with a posture that stays as it is (`leave` 0).
        free: the same with the posture's own hazard.
        k, j: key and particle of the random numbers, as in `step`: the same as without the change.
        now, past: `COLUMNS` of this week and of the one before, shape (10,) each.
    """
    x.a += now[_STRENGTH]
    x.b += now[_STRENGTH + 1]
    x.va += now[_SUPPLY] / p.keep - past[_SUPPLY]
    x.vb += now[_SUPPLY + 1] / p.keep - past[_SUPPLY + 1]
    x.fa += past[_EFFECT] - now[_EFFECT] / (1.0 - p.rest)
    x.fb += past[_EFFECT + 1] - now[_EFFECT + 1] / (1.0 - p.rest)
    x.ra += now[_REFILL]
    x.rb += now[_REFILL + 1]
    if p.bonus != 0.0:
        x.u = held_posture(draw_posture(x.u, free, k, j), now[_POSTURE], now[_POSTURE + 1])
    step(x, p, k, j)
    x.ra -= now[_REFILL] * (1.0 - p.refill)
    x.rb -= now[_REFILL + 1] * (1.0 - p.refill)
