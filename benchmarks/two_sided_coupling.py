"""How far the two sides should move the front's forecast: a weight learnt online from resolved targets.

A term is a covariate z, standardised on its own past. With weight w it either shifts the front's
samples by w z units of their spread or stretches them about their median:

    shift    x ← x + u w z s                 stretch    x ← c + (x - c) e^(u w z)

with c the median, s half of the central 68% and u = `UNIT`. The forecast is a mixture over w, whose
weights are the posterior of w given the targets resolved by the origin: prior times densities, each
raised to 7 / horizon, since weekly targets of one horizon overlap. The prior holds .9 at w = 0, so
by log score the mixture can cost at most ln(1 / .9) = .105 nats in all.
Source: Bayesian sequential mixing as in Dawid 1984, JRSS A 147:278 (prequential).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from standoff.errors import ModelError

Floats = npt.NDArray[np.float64]
Kind = Literal["shift", "stretch"]

WEIGHTS = (-2.0, -1.0, 0.0, 1.0, 2.0)
PRIOR = (0.025, 0.025, 0.9, 0.025, 0.025)
UNIT = 0.15
"""At w = 1 and z = 1 the forecast moves by .15 of its spread, or widens by 16%."""
_MOST_Z = 3.0
_TAIL = 0.02
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Earned:
    """A term's forecasts with the weights learnt by each origin.

    Attributes:
        samples: the mixture's, shape (origins, n).
        weights: of `WEIGHTS` at each origin, shape (origins, 5).
    """

    samples: Floats
    weights: Floats


def standardised(x: Floats, fewest: int = 26) -> Floats:
    """A series in units of its own past: (x - mean) / sd over all values up to and with each.

    Args:
        x: week by week, NaN where unknown, shape (weeks,).
        fewest: known values before which the result is 0.
    Returns:
        Within [-3, 3]; 0 where x is unknown, shape (weeks,). No value depends on a later one.
    """
    known = ~np.isnan(x)
    n = np.cumsum(known)
    filled = np.where(known, x, 0.0)
    mean = np.cumsum(filled) / np.maximum(n, 1)
    square = np.cumsum(filled**2) / np.maximum(n, 1)
    sd = np.sqrt(np.maximum(square - mean**2, 0.0))
    usable = known & (n >= fewest) & (sd > 0)
    z = np.where(usable, (filled - mean) / np.where(sd > 0, sd, 1.0), 0.0)
    return np.asarray(np.clip(z, -_MOST_Z, _MOST_Z), dtype=np.float64)


def moved(samples: Floats, z: float, w: float, kind: Kind) -> Floats:
    """The front's samples with a term at weight w.

    Args:
        samples: net change of the front, km², shape (n,).
        z: the term's value at the origin.
        w: weight; 0 leaves the samples as they are.
        kind: whether the term shifts or stretches.
    """
    low, centre, high = np.quantile(samples, (0.16, 0.5, 0.84))
    if kind == "shift":
        return np.asarray(samples + UNIT * w * z * (high - low) / 2, dtype=np.float64)
    return np.asarray(centre + (samples - centre) * np.exp(UNIT * w * z), dtype=np.float64)


def earned(
    samples: Floats, truth: Floats, z: Floats, days: Floats, horizon_days: int, kind: Kind
) -> Earned:
    """Forecasts from every origin with the weights learnt by then.

    Args:
        samples: of the front alone, km², shape (origins, n).
        truth: what happened, NaN where not resolved, shape (origins,).
        z: the term at each origin, shape (origins,).
        days: day number of each origin, increasing, shape (origins,).
        horizon_days: days from origin to target, >= 1.
        kind: whether the term shifts or stretches.
    Raises:
        ModelError: shapes do not fit or days do not increase.
    """
    if samples.ndim != 2 or {truth.shape, z.shape, days.shape} != {(len(samples),)}:
        raise ModelError("coupling: give a truth, z and day for each origin's samples.")
    if np.any(np.diff(days) <= 0) or horizon_days < 1:
        raise ModelError("coupling: days must increase and the horizon be 1 day or more.")
    told = np.zeros((len(samples), len(WEIGHTS)))
    for t in np.flatnonzero(~np.isnan(truth) & (z != 0.0)).tolist():
        told[t] = [log_density(moved(samples[t], z[t], w, kind), truth[t]) for w in WEIGHTS]
    out, weights = np.empty_like(samples), np.empty_like(told)
    for t in range(len(samples)):
        resolved = days + horizon_days <= days[t]
        lw = np.log(PRIOR) + told[resolved].sum(axis=0) * min(7 / horizon_days, 1.0)
        weights[t] = np.exp(lw - np.logaddexp.reduce(lw))
        out[t] = mixed(samples[t], z[t], weights[t], kind)
    return Earned(out, weights)


def mixed(samples: Floats, z: float, weights: Floats, kind: Kind) -> Floats:
    """One sample of the mixture over w, as large as the front's: each path gets one w."""
    place = (np.arange(samples.size) * _GOLDEN) % 1.0
    which = np.minimum(np.searchsorted(np.cumsum(weights), place), len(WEIGHTS) - 1)
    each_w = np.stack([moved(samples, z, w, kind) for w in WEIGHTS])
    return np.asarray(each_w[which, np.arange(samples.size)], dtype=np.float64)


def log_density(samples: Floats, truth: float) -> float:
    """Log density of samples at a point: normal kernels of Silverman's width, with a Cauchy tail."""
    low, centre, high = np.quantile(samples, (0.16, 0.5, 0.84))
    spread = max((high - low) / 2, 1e-9)
    width = 0.9 * spread * samples.size**-0.2
    kernel = np.exp(-0.5 * ((truth - samples) / width) ** 2).mean() / (width * np.sqrt(2 * np.pi))
    tail = 1 / (np.pi * spread * (1 + ((truth - centre) / spread) ** 2))
    return float(np.log((1 - _TAIL) * kernel + _TAIL * tail))
