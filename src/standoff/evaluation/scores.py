"""Proper scores on plain arrays: how good was a forecast, given what happened.

A forecast of a number is a sample of it; a forecast of an event is a probability. Scores are
negatively oriented (less is better). Nothing here knows about wars, claims or models.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standoff.errors import ScoreError

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class BootstrapInterval:
    """A mean with the bounds of its sampling error.

    Attributes:
        mean: the mean, in the unit of what was averaged.
        low, high: bounds of the interval, same unit.
    """

    mean: float
    low: float
    high: float


def crps(truth: npt.ArrayLike, samples: npt.ArrayLike) -> Floats:
    """Continuous ranked probability score of samples: E|X - y| - E|X - X'| / 2.

    The plain (biased) estimator: the samples are scored as the distribution they are, so that
    a small sample pays for its size. With x sorted and r = 1/2, 3/2, ..., n - 1/2 it is twice the
    mean pinball loss of the sample's quantiles, 2/n² Σ (r (y - x)⁺ + (n - r) (x - y)⁺).

    Args:
        truth: what happened, shape (...,).
        samples: equally likely values, shape (..., n), same unit.
    Returns:
        Score in the unit of the truth, shape (...,).
    Raises:
        ScoreError: a value is missing.
    Source: Gneiting & Raftery 2007, JASA 102:359; the sum over quantiles, Jordan 2016,
        "Facets of forecast evaluation" (KIT), section 4.2.
    """
    y, x = _checked(truth, samples)
    y, x = y[..., None], np.sort(x, axis=-1)
    n = x.shape[-1]
    rank = np.arange(1, n + 1) - 0.5
    losses = np.where(x <= y, rank * (y - x), (n - rank) * (x - y))
    return np.asarray(2 * (losses.sum(axis=-1) / n**2))


def crps_of_logs(truth: npt.ArrayLike, samples: npt.ArrayLike) -> Floats:
    """CRPS on the scale of natural logs, for losses and other positive counts.

    Args:
        truth: what happened, > 0, shape (...,).
        samples: equally likely values, > 0, shape (..., n).
    Returns:
        Score in log units (.1 is about 10%), shape (...,).
    Raises:
        ScoreError: a value is missing or not positive.
    Source: Bosse et al. 2023, PLoS Comput Biol 19:e1011393.
    """
    y, x = _checked(truth, samples)
    if np.any(y <= 0) or np.any(x <= 0):
        raise ScoreError("logs: a value is zero or negative. Score counts only where both are > 0.")
    return crps(np.log(y), np.log(x))


def covered(truth: npt.ArrayLike, samples: npt.ArrayLike, level: float) -> Bools:
    """Whether the truth lies in the central interval that should hold it `level` of the time.

    Args:
        truth: what happened, shape (...,).
        samples: equally likely values, shape (..., n).
        level: nominal coverage, in (0, 1), as .5 or .9.
    Returns:
        True where low <= truth <= high (linearly interpolated quantiles), shape (...,).
    Raises:
        ScoreError: a value is missing, or the level is not inside (0, 1).
    """
    y, x = _checked(truth, samples)
    if not 0 < level < 1:
        raise ScoreError(f"level {level} is not inside (0, 1). Give .9 for a 90% interval.")
    low, high = np.quantile(x, [(1 - level) / 2, (1 + level) / 2], axis=-1)
    return np.asarray((low <= y) & (y <= high), dtype=np.bool_)


def pit(truth: npt.ArrayLike, samples: npt.ArrayLike) -> Floats:
    """Probability integral transform: the share of the forecast below the truth, ties halved.

    Args:
        truth: what happened, shape (...,).
        samples: equally likely values, shape (..., n).
    Returns:
        Values in [0, 1], uniform where forecasts are calibrated, shape (...,).
    Raises:
        ScoreError: a value is missing.
    """
    y, x = _checked(truth, samples)
    below = np.mean(x < y[..., None], axis=-1)
    equal = np.mean(x == y[..., None], axis=-1)
    return np.asarray(below + equal / 2, dtype=np.float64)


def brier(probability: npt.ArrayLike, happened: npt.ArrayLike) -> Floats:
    """Brier score of an event: (p - 1{it happened})².

    Args:
        probability: forecast, in [0, 1], shape (...,).
        happened: truth, boolean, shape (...,).
    Returns:
        Score in [0, 1], shape (...,).
    Raises:
        ScoreError: a probability is missing or outside [0, 1].
    """
    p = _probabilities(probability)
    return np.asarray((p - np.asarray(happened, dtype=np.float64)) ** 2)


def log_score(probability: npt.ArrayLike, happened: npt.ArrayLike, floor: float = 1e-3) -> Floats:
    """Log score of an event: -ln of the probability given to what happened.

    Args:
        probability: forecast, in [0, 1], shape (...,).
        happened: truth, boolean, shape (...,).
        floor: the least probability anything is held to have, > 0. A sample that misses an event
            has not shown it impossible; without a floor one such miss makes a mean infinite.
    Returns:
        Score in nats, at most -ln(floor), shape (...,).
    Raises:
        ScoreError: a probability is missing or outside [0, 1], or the floor is outside (0, .5).
    """
    p = _probabilities(probability)
    if not 0 < floor < 0.5:
        raise ScoreError(f"floor {floor} is not inside (0, .5). Give a small probability.")
    given = np.where(np.asarray(happened, dtype=bool), p, 1 - p)
    return np.asarray(-np.log(np.maximum(given, floor)), dtype=np.float64)


def brier_outcomes(probabilities: npt.ArrayLike, which: npt.ArrayLike) -> Floats:
    """Brier score over exclusive outcomes: the sum over outcomes of (p - 1{it happened})².

    Args:
        probabilities: shape (..., k), each row summing to 1.
        which: index of the outcome that happened, shape (...,).
    Returns:
        Score in [0, 2], shape (...,).
    Raises:
        ScoreError: a probability is missing or outside [0, 1], or a row does not sum to 1.
    """
    p = _probabilities(probabilities)
    if not np.allclose(p.sum(axis=-1), 1, atol=1e-6):
        raise ScoreError("outcomes: a row of probabilities does not sum to 1. Normalise it.")
    happened = np.eye(p.shape[-1])[np.asarray(which, dtype=np.intp)]
    return np.asarray(((p - happened) ** 2).sum(axis=-1), dtype=np.float64)


def log_score_outcomes(
    probabilities: npt.ArrayLike, which: npt.ArrayLike, floor: float = 1e-3
) -> Floats:
    """Log score over exclusive outcomes: -ln of the probability of the one that happened.

    Args:
        probabilities: shape (..., k).
        which: index of the outcome that happened, shape (...,).
        floor: as in `log_score`.
    Returns:
        Score in nats, shape (...,).
    Raises:
        ScoreError: a probability is missing or outside [0, 1].
    """
    p = _probabilities(probabilities)
    index = np.asarray(which, dtype=np.intp)[..., None]
    given = np.take_along_axis(p, index, axis=-1)[..., 0]
    return log_score(given, np.ones(given.shape, dtype=bool), floor)


def block_bootstrap(
    values: npt.ArrayLike,
    block: int,
    seed: int,
    level: float = 0.9,
    resamples: int = 2000,
) -> BootstrapInterval:
    """Interval of a mean whose terms overlap in time, by circular blocks.

    Forecasts from neighbouring origins share most of their horizon, so that their errors are not
    independent: whole blocks are drawn, long enough to hold one horizon.

    Args:
        values: scores, or differences of scores, in order of origin, shape (n,).
        block: origins in a block, >= 1; for weekly origins ceil(horizon_days / 7).
        seed: of the resampling.
        level: nominal coverage of the interval, in (0, 1).
        resamples: number of resamples.
    Returns:
        The mean and its interval, in the unit of the values.
    Raises:
        ScoreError: there are no values, one is missing, or the block is below 1.
    Source: Politis & Romano 1992, circular block resampling.
    """
    x = np.asarray(values, dtype=np.float64)
    if x.ndim != 1 or x.size == 0 or np.isnan(x).any():
        raise ScoreError("bootstrap: give one dimension of values, at least one, none missing.")
    if block < 1:
        raise ScoreError(f"bootstrap: block {block} is below 1. Give origins per horizon.")
    rng = np.random.default_rng(seed)
    blocks = -(-x.size // block)
    starts = rng.integers(0, x.size, size=(resamples, blocks))
    index = (starts[..., None] + np.arange(block)) % x.size
    means = x[index.reshape(resamples, -1)[:, : x.size]].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return BootstrapInterval(float(x.mean()), float(low), float(high))


def _checked(truth: npt.ArrayLike, samples: npt.ArrayLike) -> tuple[Floats, Floats]:
    y, x = np.asarray(truth, dtype=np.float64), np.asarray(samples, dtype=np.float64)
    if x.shape[:-1] != y.shape or x.shape[-1] == 0:
        raise ScoreError(
            f"samples {x.shape} do not fit truth {y.shape}: give truth's shape + (n,)."
        )
    if np.isnan(y).any() or np.isnan(x).any():
        raise ScoreError("a truth or a sample is missing. Drop unresolved targets before scoring.")
    return y, x


def _probabilities(probability: npt.ArrayLike) -> Floats:
    p = np.asarray(probability, dtype=np.float64)
    if not np.all((p >= 0) & (p <= 1)):
        raise ScoreError("a probability is missing or outside [0, 1].")
    return p
