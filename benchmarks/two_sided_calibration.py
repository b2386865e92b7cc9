"""Is the posterior of the constants right? Simulated wars, and the ranks of the truth in it.

Algorithm: Talts et al. 2018, arXiv:1804.06788, for a posterior over a finite list of components: each
replicate draws a list of components from the prior, makes a war with one of them, chosen evenly, and
finds where its constants lie in the filter's posterior over the list. If evidence and filter are
right, that rank is uniform, whatever the length of the list.
"""

from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from standoff.model.two_sided import filter as two_sided_filter
from standoff.model.two_sided import kernels, law
from standoff.model.two_sided.mixture import Channel, TwoSidedComponent

Floats = npt.NDArray[np.float64]
Draw = Callable[[np.random.Generator], TwoSidedComponent]
NOMINAL, BREAK_KM2 = 200_000.0, 350.0
_START = np.datetime64("2000-01-01")


def simulate(
    component: TwoSidedComponent, channels: Sequence[Channel], weeks: int, seed: int
) -> tuple[Floats, npt.NDArray[np.void]]:
    """A war simulated from the model.

    Args:
        component: its constants.
        channels: whose readings there are; one with an infinite bias_sd has its prior's bias.
        weeks: length.
        seed: of its random numbers.
    Returns:
        Readings of each channel, in its own unit, (weeks, channels); the true states, (weeks,).
    """
    b = two_sided_filter.start(_START, NOMINAL, BREAK_KM2, [component], channels, 2, seed)
    said = np.empty((weeks, len(channels)))
    truth = np.empty(weeks, dtype=law.STATE)
    words = np.empty(b.bias.shape)
    for week in range(1, weeks + 1):
        kernels.step_all(b.state, b.bias, b.constants, b.channel_constants, seed, week)
        kernels.simulate_all(b.state, b.bias, b.constants, b.channel_constants, seed, week, words)
        said[week - 1] = words[0, 0]
        truth[week - 1] = b.state[0, 0]
    return _in_units(said, channels), truth


def ranks(
    draw: Draw, names: Sequence[str], channels: Sequence[Channel], weeks: int, replicates: int,
    components: int, particles: int, bins: int, seed: int, power: float = 1.0,
) -> npt.NDArray[np.int64]:  # fmt: skip
    """Ranks of true constants in their posterior, for a test or a picture.

    Args:
        draw: one component from the prior.
        names: the constants looked at.
        channels, weeks: as in `simulate`.
        replicates: wars.
        components: length of each war's list.
        particles: of each component.
        bins: number of ranks.
        seed: of everything.
        power: to which evidence is raised; anything but 1 is a wrong posterior, to test the test.
    Returns:
        From 0 to bins - 1, uniform where the posterior is right, shape (replicates, names).
    """
    chance = np.random.default_rng(seed)
    out = np.empty((replicates, len(names)), dtype=np.int64)
    for i in range(replicates):
        listed = [draw(chance) for _ in range(components)]
        true = int(chance.integers(components))
        said, _ = simulate(listed[true], channels, weeks, seed + 2 * i)
        w = posterior(listed, channels, said, particles, seed + 2 * i + 1, power)
        for j, name in enumerate(names):
            values = np.array([getattr(m, name) for m in listed])
            below, equal = values < values[true], values == values[true]
            place = w[below].sum() + chance.random() * w[equal].sum()
            out[i, j] = min(int(place * bins), bins - 1)
    return out


def posterior(
    components: Sequence[TwoSidedComponent], channels: Sequence[Channel], said: Floats, particles: int,
    seed: int, power: float = 1.0,
) -> Floats:  # fmt: skip
    """Posterior weights of components after a simulated war, shape (components,)."""
    start = two_sided_filter.start(
        _START, NOMINAL, BREAK_KM2, components, channels, particles, seed
    )
    end = reduce(two_sided_filter.advance, said, start)
    lw = power * end.evidence
    return np.asarray(np.exp(lw - np.logaddexp.reduce(lw)), dtype=np.float64)


def uniform_chi2(found: npt.NDArray[np.int64], bins: int) -> float:
    """Pearson's χ² of ranks against uniform: of bins - 1 degrees of freedom if all is right."""
    counts = np.bincount(found, minlength=bins)
    even = found.size / bins
    return float(((counts - even) ** 2 / even).sum())


def _in_units(said: Floats, channels: Sequence[Channel]) -> Floats:
    out = np.empty_like(said)
    for c, channel in enumerate(channels):
        if channel.kind == law.MOVEMENT:
            out[:, c] = np.sinh(said[:, c]) * BREAK_KM2
        else:
            unit = 1.0 if channel.kind == law.INTENSITY else NOMINAL
            out[:, c] = np.exp(said[:, c]) * unit
    return out
