"""Paths of the front, sampled from a posterior."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from standoff.errors import ModelError
from standoff.model.front import dynamics
from standoff.model.front.posterior import FrontPosterior, day_of_year

Floats = npt.NDArray[np.float64]


def sample_paths(posterior: FrontPosterior, ahead_days: Sequence[int], n: int, seed: int) -> Floats:
    """Net change of the area from the posterior's day, at several days ahead, along each path.

    Weeks are whole; a day inside a week is reached by the share of the week that has passed.

    Args:
        posterior: at the origin.
        ahead_days: days ahead, increasing, each >= 1.
        n: number of paths, >= 1: systematically spread over components and particles by weight.
        seed: of what happens after the origin, >= 0. Two posteriors of equal size sampled with one
            seed share their random numbers, so that a what-if differs by its effect.
    Returns:
        km², + for the attacker, shape (n, len(ahead_days)); equally likely.
    Raises:
        ModelError: days do not increase from 1 on, or n or seed is out of range.
    """
    ahead = np.asarray(ahead_days, dtype=np.int64)
    if ahead.size == 0 or np.any(np.diff(ahead, prepend=0) < 1) or n < 1 or seed < 0:
        raise ModelError("paths: give increasing days ahead from 1 on, n >= 1 and a seed >= 0.")
    chosen = _spread(posterior, n)
    state = posterior.state.ravel()[chosen]
    weeks = -(-int(ahead[-1]) // 7)
    ends = posterior.day + 7 * np.arange(1, weeks + 1)
    pieces, at = _pieces(ahead, weeks)
    out = np.empty((n, *pieces.shape))
    dynamics.sample_all(
        state,
        (chosen // posterior.state.shape[1]).astype(np.int64),
        posterior.components,
        posterior.base_km2 - posterior.front.before_km2,
        np.array([day_of_year(end) for end in ends]),
        pieces,
        seed,
        out,
    )
    return np.asarray(out.reshape(n, -1)[:, at], dtype=np.float64)


def rates(posterior: FrontPosterior, n: int) -> Floats:
    """The front's rate at the posterior's day, km² a week, with the season's factor; shape (n,)."""
    chosen = _spread(posterior, n)
    amplitude = posterior.components["season"][chosen // posterior.state.shape[1]]
    year_day = day_of_year(posterior.day)
    factor = np.array([dynamics.season(a, year_day) for a in amplitude])
    return np.asarray(posterior.state.ravel()[chosen]["l"] * factor, dtype=np.float64)


def _spread(posterior: FrontPosterior, n: int) -> npt.NDArray[np.intp]:
    """Flat indices of n particles, in proportion to component and particle weights."""
    cumulative = np.cumsum(np.exp(posterior.component_lw[:, None] + posterior.lw).ravel())
    places = (np.arange(n) + 0.5) / n * cumulative[-1]
    chosen = np.searchsorted(cumulative, places, side="right")
    return np.asarray(np.minimum(chosen, cumulative.size - 1), dtype=np.intp)


def _pieces(ahead: npt.NDArray[np.int64], weeks: int) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Shares of each week between the days given, and the place of each of these days."""
    cuts = [
        sorted({7, *(int(a) - 7 * w for a in ahead if 7 * w < a <= 7 * w + 7)})
        for w in range(weeks)
    ]
    width = max(len(c) for c in cuts)
    pieces = np.zeros((weeks, width))
    for w, c in enumerate(cuts):
        pieces[w, : len(c)] = np.diff([0, *c]) / 7
    at = [
        ((a - 1) // 7) * width + cuts[(a - 1) // 7].index(a - 7 * ((a - 1) // 7))
        for a in ahead.tolist()
    ]
    return pieces, np.array(at, dtype=np.intp)
