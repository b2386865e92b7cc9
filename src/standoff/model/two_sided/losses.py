"""Soldiers lost on each side over the horizons ahead: true, and as a source will state it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standoff.errors import ModelError
from standoff.model.two_sided import interventions, kernels
from standoff.model.two_sided.posterior import TwoSidedPosterior

Places = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Losses:
    """Sampled losses between the posterior's day and each horizon; equally likely paths.

    Attributes:
        a, b: soldiers A and B lose, killed and wounded, shape (n, horizons).
        stated: what the chosen channel will state of it, NaN where there is none, same shape.
    """

    a: Floats
    b: Floats
    stated: Floats


def sample_weeks(
    posterior: TwoSidedPosterior,
    weeks: int,
    n: int,
    seed: int,
    stated: int = -1,
    changes: Floats | None = None,
    chosen: Places | None = None,
) -> Floats:
    """Paths of the weeks ahead. Two calls with one seed share the random numbers of each path.

    Args:
        posterior: at the origin.
        weeks: number of weeks, >= 1.
        n: number of paths, >= 1: systematically spread over components and particles by weight.
        seed: of what happens after the origin, >= 0.
        stated: index of the channel whose statements are forecast; -1 for none.
        changes: what is held off its course in each path, as `kernels.sample_all` takes it;
            nothing if not given.
        chosen: flat places in `posterior.state` at which the paths start, shape (n,); spread by
            weight if not given.
    Returns:
        `kernels.COLUMNS` for each week: log losses as a share of the nominal strength, and the
        sides' distances past their breakthroughs (log units), shape (n, weeks, 5).
    Raises:
        ModelError: weeks, n, seed or the channel is out of range, or changes do not fit.
    """
    if weeks < 1 or n < 1 or seed < 0 or not -1 <= stated < len(posterior.channels):
        raise ModelError("two sides: give weeks >= 1, n >= 1, a seed >= 0 and a known channel.")
    if changes is None:
        changes = interventions.none(n)
    elif changes.shape != (n, 1 + weeks, len(interventions.COLUMNS)):
        shape = (n, 1 + weeks, len(interventions.COLUMNS))
        raise ModelError(f"two sides: changes have shape {changes.shape}; give {shape}.")
    chosen = spread(posterior.weights.ravel(), n) if chosen is None else chosen
    still = posterior.constants.copy()
    still["leave"] = 0.0
    particles = posterior.state.shape[1]
    state = posterior.state.ravel()[chosen]
    bias = posterior.bias.reshape(-1, len(posterior.channels))[chosen]
    which = (chosen // particles).astype(np.int64)
    out = np.empty((n, weeks, len(kernels.COLUMNS)))
    kernels.sample_all(
        state,
        bias,
        which,
        posterior.constants,
        posterior.channel_constants,
        stated,
        seed,
        out,
        changes,
        still,
    )
    return out


def spread(weights: Floats, n: int) -> Places:
    """Places of n equally likely draws, systematically by weight, shape (n,)."""
    cumulative = np.cumsum(weights)
    places = (np.arange(n) + 0.5) / n * cumulative[-1]
    found = np.searchsorted(cumulative, places, side="right")
    return np.asarray(np.minimum(found, cumulative.size - 1), dtype=np.int64)


def sample_losses(
    posterior: TwoSidedPosterior, horizons_days: Sequence[int], n: int, seed: int, stated: int = -1
) -> Losses:
    """Losses of each side from the posterior's day to each horizon.

    A horizon inside a week takes the week's losses in proportion to the days that have passed.

    Args:
        posterior: at the origin.
        horizons_days: days ahead, each >= 1.
        n, seed, stated: as in `sample_weeks`.
    Raises:
        ModelError: an argument is out of range.
    """
    days = np.asarray(horizons_days, dtype=np.float64)
    if days.size == 0 or days.min() < 1:
        raise ModelError("two sides: give at least one horizon, each of 1 day or more.")
    weeks = math.ceil(days.max() / 7)
    paths = sample_weeks(posterior, weeks, n, seed, stated)
    share = np.clip(days[:, None] / 7 - np.arange(weeks), 0.0, 1.0)
    people = posterior.nominal * np.exp(paths[..., :3])
    summed = np.einsum("nwc,hw->cnh", people, share)
    return Losses(a=summed[0], b=summed[1], stated=summed[2])
