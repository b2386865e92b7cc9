"""exp, log and the cosine of a turn in plain arithmetic, for the loops over particles.

Two reasons for not calling the platform's: without a call the compiler turns a loop over particles
into vector instructions (measured: exp 0.7 ns against 3 ns a value), and a run then does not depend
on which platform's library rounded the last bit. Errors stay below 1e-15 of the value (for the
cosine: of 1). Series are Taylor's after the usual reduction of the argument.
"""

import math

import numpy as np

from standoff.model.numerics.compile import compiled

_LOG2_E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
_BITS, _BIAS = np.int64(52), np.int64(1023)
_ROOT_HALF = np.int64(0x3FE6A09E667F3BCD)
_EXPONENT = np.int64(-1) << _BITS


@compiled
def exp(x: float) -> float:
    """e^x for finite x; held at its value for -708 below and 709 above."""
    x = min(max(x, -708.0), 709.0)
    k = math.floor(x * _LOG2_E + 0.5)
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    p = 1 / 6227020800
    p = p * r + 1 / 479001600
    p = p * r + 1 / 39916800
    p = p * r + 1 / 3628800
    p = p * r + 1 / 362880
    p = p * r + 1 / 40320
    p = p * r + 1 / 5040
    p = p * r + 1 / 720
    p = p * r + 1 / 120
    p = p * r + 1 / 24
    p = p * r + 1 / 6
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    return p * np.int64((np.int64(k) + _BIAS) << _BITS).view(np.float64)


@compiled
def log(x: float) -> float:
    """Ln x for a positive, normal x."""
    bits = np.float64(x).view(np.int64)
    over = bits - _ROOT_HALF
    k = float(over >> _BITS)
    m = np.int64(bits - (over & _EXPONENT)).view(np.float64)  # in [√½, √2)
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    p = 1 / 21
    p = p * z + 1 / 19
    p = p * z + 1 / 17
    p = p * z + 1 / 15
    p = p * z + 1 / 13
    p = p * z + 1 / 11
    p = p * z + 1 / 9
    p = p * z + 1 / 7
    p = p * z + 1 / 5
    p = p * z + 1 / 3
    return k * _LN2_HIGH + (2.0 * s + (2.0 * s * z * p + k * _LN2_LOW))


@compiled
def cos_turn(v: float) -> float:
    """Cos 2πv for v in [0, 1]."""
    t = 2.0 * math.pi * (abs(v - 0.5) - 0.25)  # cos 2πv = sin t, t in [-π/2, π/2]
    z = t * t
    p = -1 / 121645100408832000
    p = p * z + 1 / 355687428096000
    p = p * z - 1 / 1307674368000
    p = p * z + 1 / 6227020800
    p = p * z - 1 / 39916800
    p = p * z + 1 / 362880
    p = p * z - 1 / 5040
    p = p * z + 1 / 120
    p = p * z - 1 / 6
    return t + t * z * p
