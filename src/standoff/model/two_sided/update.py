"""How the clouds of particles take in a reading: two ways.

Weights alone would leave few particles alive in a war's first weeks, when the prior is wide and a
reading is sharp, and what is known of slow states would rest on those few for good: measured, 90%
intervals held 42 to 80% (docs/decisions/0009). Here the particles move instead, and all stay alive.

*By regression*, for channels that speak of one coordinate: every particle moves by what the reading
was off for it, times the regression of each coordinate on what the channel would have said. Exact
for a normal cloud; heavy-tailed noise is a mixture of normal ones, and each particle draws its own.
Source: Evensen 1994, JGR 99:10143, with perturbed readings (Burgers et al. 1998, MWR 126:1719).

*By degrees*, for the front, of which posture and distances are no linear function: these alone
survive by weight, in as many steps as leave half of them effective, and every other coordinate is
carried along by its regression on them.
Source: annealed weights, Neal 2001, Stat. Comput. 11:125; what is observed first and the rest by
regression, Anderson 2003, MWR 131:634.
"""

import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from standoff.model.numerics.resampling import ancestors
from standoff.model.two_sided import ensemble, kernels
from standoff.model.two_sided.posterior import TwoSidedPosterior

Floats = npt.NDArray[np.float64]

CHANCE = 9.0
"""A squared correlation, times the number of particles, below which it counts as zero.

Otherwise each reading would by chance narrow states that it says nothing of: by one part in the number
of particles, a thousand times in a war. Chance alone passes this once in 370 times."""
CHANCE_OF_FOUR = 16.0
"""The same for the share of variance that four parts together explain; once in 330 times."""
_MOST_DEGREES = 40
_HEAVY = np.linspace(-4.0, 2.5, 27)
"""Logs of the precisions that the noise of one reading may have."""
_IN_DISTANCES = [
    ensemble.NAMES.index(name) for name in ("a", "b", "va", "vb", "fa", "fb", "theta_a", "theta_b")
]


def by_regression(moved: TwoSidedPosterior, c: int, y: float, scale: float) -> TwoSidedPosterior:
    """The posterior with a reading of a linear channel in it; the caller adds up the evidence.

    Args:
        moved: the posterior; its clouds are moved in place.
        c: the channel.
        y: the reading on its scale.
        scale: factor on the channel's noise.
    """
    z = ensemble.coordinates(moved.state)
    channel, field = moved.channels[c], ensemble.READ[moved.channels[c].kind]
    size = (len(z), z.shape[2] + moved.bias.shape[2] + 1)
    mean, var, cov = np.empty(size), np.empty(size), np.empty(size)
    ensemble.moments_all(z, moved.bias, field, c, mean, var, cov)
    spread = var[:, -1]
    informed = cov**2 * z.shape[1] > CHANCE * var * spread[:, None]
    sd = channel.noise_sd * moved.constants["noise"] * scale
    sizes, at_most = _sizes(sd, channel.dof, y - mean[:, -1], spread)
    ensemble.shift_all(
        z, moved.bias, field, c, y, spread, np.where(informed, cov, 0.0), sizes, at_most,
        moved.seed, moved.week,
    )  # fmt: skip
    return moved


def _sizes(sd: Floats, dof: float, off: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Sizes that the reading's noise may have had, and the posterior of being at most each.

    Args:
        sd: scale of the noise by component, (components,).
        dof: degrees of freedom of its t.
        off, spread: how far the reading is from the cloud's mean, and the cloud's variance.
    Returns:
        Both (components, sizes), sizes increasing; of normal noise one size.
    """
    if math.isinf(dof):
        return sd[:, None], np.ones((len(sd), 1))
    sizes = sd[:, None] * np.exp(-0.5 * _HEAVY[::-1])
    prior = 0.5 * dof * (_HEAVY - np.exp(_HEAVY))[::-1]
    variance = spread[:, None] + sizes**2
    lw = prior - 0.5 * (np.log(variance) + off[:, None] ** 2 / variance)
    w = np.exp(lw - lw.max(axis=1, keepdims=True))
    return sizes, np.cumsum(w, axis=1) / w.sum(axis=1, keepdims=True)


def by_degrees(moved: TwoSidedPosterior, c: int, y: float, scale: float) -> TwoSidedPosterior:
    """The posterior with a reading of the front in it, and its evidence; arguments as above."""
    left, total = np.ones(len(moved.lw)), np.zeros(len(moved.lw))
    for degree in range(_MOST_DEGREES):
        density = reading_log_density(moved, c, y, scale)
        share = _share(density, left) if degree < _MOST_DEGREES - 1 else left
        lw = share[:, None] * density - math.log(density.shape[1])
        evidence = np.logaddexp.reduce(lw, axis=1)
        total, left = total + evidence, left - share
        _carry(moved, np.exp(lw - evidence[:, None]), degree)
        if not (left > 0).any():
            break
    return replace(moved, evidence=moved.evidence + total)


def reading_log_density(posterior: TwoSidedPosterior, c: int, y: float, scale: float) -> Floats:
    """Log density of a reading in every particle's world, shape (components, particles)."""
    density = np.empty_like(posterior.lw)
    kernels.weigh_all(
        posterior.state, posterior.bias, posterior.constants, posterior.channel_constants, c, y, scale,
        np.zeros_like(posterior.lw), density,
    )  # fmt: skip
    return density


def effective(lw: Floats) -> Floats:
    """Effective number of particles of each component, from log-weights of any sum, (components,)."""
    w = np.exp(lw - lw.max(axis=1, keepdims=True))
    return np.asarray(w.sum(axis=1) ** 2 / (w * w).sum(axis=1), dtype=np.float64)


def _share(density: Floats, left: Floats) -> Floats:
    """How much of what is left of a reading leaves half of each component's particles effective."""
    half = 0.5 * density.shape[1]
    much = effective(left[:, None] * density) < half
    if not much.any():
        return left
    low, high = np.zeros(len(left)), left.copy()
    for _ in range(12):
        middle = 0.5 * (low + high)
        enough = effective(middle[:, None] * density) >= half
        low, high = np.where(enough, middle, low), np.where(enough, high, middle)
    return np.where(much, np.maximum(low, left / _MOST_DEGREES), left)


def _carry(moved: TwoSidedPosterior, w: Floats, degree: int) -> None:
    """Let distances and posture survive by weight and carry the rest along, in place."""
    parents = np.empty(w.shape, dtype=np.int64)
    ancestors(w, moved.seed + degree, moved.week, parents)
    ensemble.settle_all(parents)
    parts = _parts(moved)
    step = np.take_along_axis(parts, parents[..., None], axis=1) - parts
    parts -= parts.mean(axis=1, keepdims=True)
    z, n = ensemble.coordinates(moved.state), w.shape[1]
    size = (len(z), z.shape[2] + moved.bias.shape[2])
    var, cov = np.empty(size), np.empty((*size, parts.shape[2]))
    ensemble.slopes_all(z, moved.bias, parts, var, cov)
    # A pseudo-inverse: nobody may be attacking.
    between = np.einsum("rja,rjb->rab", parts, parts) / n
    slope = cov @ np.linalg.pinv(between, rcond=1e-9, hermitian=True)
    informed = (slope * cov).sum(axis=2) * n > CHANCE_OF_FOUR * var
    informed[:, _IN_DISTANCES] = True
    ensemble.carry_all(z, moved.bias, step, np.where(informed[..., None], slope, 0.0))
    moved.state["u"] = np.take_along_axis(moved.state["u"], parents, axis=1)


def _parts(posterior: TwoSidedPosterior) -> Floats:
    """Both distances without posture, and whether A or B attacks, (components, particles, 4)."""
    x = posterior.state
    r = x["a"] + x["va"] - x["fa"] - x["b"] - x["vb"] + x["fb"]
    return np.stack([r - x["theta_a"], -r - x["theta_b"], x["u"] > 0, x["u"] < 0], axis=-1)
