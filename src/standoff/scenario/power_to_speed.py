"""How a change of power moves a front that is already moving.

The two-sided law (`model.two_sided.law`) says of the front's speed v, the log relative power R, the
thresholds θa and θb, the width w and the speed B that counts as a break

    v / B = e^((R - θa)/w) - e^((-R - θb)/w) = 2 s sinh(r / w)

with s = e^(-(θa + θb)/2w) and r = R - (θa - θb)/2. So a front that moves at v tells r, and if a
what-if changes R by δ w, the front moves at

    v' = 2 s B sinh(asinh(v / 2 s B) + δ) = v cosh δ + √(v² + (2 s B)²) sinh δ

Nothing else about R enters: the front's own forecast, which has been scored, says where the front
stands, and the law says only what a change does to it there. 2 s B is the speed around which the front
gives way; far below it lies stalemate.
"""

from __future__ import annotations

import numpy as np

from standoff.observations.front import Numbers

FASTEST = 50.0
"""No side advances at more than this many times the speed of a break: a country in weeks."""


def changed_speed(v: Numbers, delta: Numbers, give_way: float, broken: float) -> Numbers:
    """The front's speed under a change of power.

    Args:
        v: its speed without the change, km² a week, (courses, weeks).
        delta: change of the log relative power, in widths of the law, (futures, weeks); dealt out
            to the courses in turn.
        give_way: 2 s B, km² a week, > 0.
        broken: B, km² a week.

    Returns:
        km² a week, (courses, weeks); within `FASTEST` breaks, or within |v| where that is faster.
    """
    turn = np.arange(len(v)) % len(delta)
    # Beyond this the limit holds whatever the speed, and the exponential would overflow.
    held = np.clip(delta, -50.0, 50.0)
    moved = v * np.cosh(held)[turn] + np.hypot(v, give_way) * np.sinh(held)[turn]
    most = np.maximum(FASTEST * broken, np.abs(v))
    return np.asarray(np.clip(moved, -most, most), dtype=np.float64)
