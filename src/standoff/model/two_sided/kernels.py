"""The two-sided model's loops over particles: each does one thing to all of them, in parallel."""

import math

import numpy as np
import numpy.typing as npt

from standoff.model.numerics.compile import compiled, compiled_in_parallel, each
from standoff.model.numerics.elementary import log
from standoff.model.numerics.rng import key, normal, student_t, uniform
from standoff.model.two_sided.interventions import changed_step
from standoff.model.two_sided.law import (
    BIAS_BLOCK,
    BLOCKS,
    CHANNELS_A_BLOCK,
    NOISE_BLOCK,
    Records,
    enter,
    expected,
    power,
    step,
)

Floats = npt.NDArray[np.float64]


@compiled
def bias_normal(k: np.uint64, j: int, c: int) -> float:
    """The week's normal number for the bias of channel c of particle j."""
    return normal(k, BLOCKS * j + BIAS_BLOCK + c // CHANNELS_A_BLOCK, 2 * (c % CHANNELS_A_BLOCK))


@compiled
def noise(k: np.uint64, j: int, c: int, dof: float) -> float:
    """The week's reading noise, unscaled, for channel c of particle j."""
    place = BLOCKS * j + NOISE_BLOCK + c // CHANNELS_A_BLOCK
    return student_t(k, place, 2 * (c % CHANNELS_A_BLOCK), dof)


@compiled_in_parallel
def start_all(x: Records, bias: Floats, components: Records, channels: Records, seed: int) -> None:
    """Draw every particle from the prior.

    Args:
        x: states, filled in place, shape (components, particles).
        bias: log-biases, filled in place, shape (components, particles, channels).
        components, channels: constants.
        seed: of the run.
    """
    n = x.shape[1]
    for q in each(x.size):
        r, j = q // n, q % n
        k = key(seed, r, 0)
        enter(x[r, j], components[r], k, j)
        for c in range(channels.size):
            spread = channels[c].bias_sd * bias_normal(k, j, c)
            bias[r, j, c] = channels[c].bias + (spread if math.isfinite(spread) else 0.0)


@compiled_in_parallel
def step_all(
    x: Records, bias: Floats, components: Records, channels: Records, seed: int, week: int
) -> None:
    """One week of every particle's hidden state and its biases, in place."""
    n = x.shape[1]
    for q in each(x.size):
        r, j = q // n, q % n
        k = key(seed, r, week)
        step(x[r, j], components[r], k, j)
        for c in range(channels.size):
            if channels[c].drift_sd > 0.0:
                bias[r, j, c] += channels[c].drift_sd * bias_normal(k, j, c)


@compiled_in_parallel
def weigh_all(
    x: Records, bias: Floats, components: Records, channels: Records, c: int, y: float, scale: float,
    lw: Floats, out: Floats,
) -> None:  # fmt: skip
    """Log-weights with the evidence of one reading added, into `out`.

    Args:
        x, bias, components, channels: as in `start_all`.
        c: the channel.
        y: what it says, on its scale (see `law.expected`).
        scale: factor on the channel's noise this week.
        lw: log-weights, shape (components, particles).
        out: gets the new ones, same shape.
    """
    n = x.shape[1]
    dof, log_noise = float(channels[c].dof), float(channels[c].log_noise)
    for q in each(x.size):
        r, j = q // n, q % n
        sd = channels[c].noise_sd * components[r].noise * scale
        e = (y - expected(x[r, j], components[r], channels[c].kind) - bias[r, j, c]) / sd
        heavy = -0.5 * (dof + 1.0) * log(1.0 + e * e / dof)
        kernel = -0.5 * e * e if math.isinf(dof) else heavy
        out[r, j] = lw[r, j] + log_noise + kernel - log(sd)


@compiled_in_parallel
def anchor_all(
    x: Records, bias: Floats, components: Records, channels: Records, c: int, y: float, scale: float,
    seed: int, week: int,
) -> None:  # fmt: skip
    """Let one reading set its channel's bias: the posterior of a bias of which nothing was known."""
    n = x.shape[1]
    for q in each(x.size):
        r, j = q // n, q % n
        sd = channels[c].noise_sd * components[r].noise * scale
        off = sd * noise(key(seed, r, week), j, c, channels[c].dof)
        bias[r, j, c] = y - expected(x[r, j], components[r], channels[c].kind) + off


@compiled_in_parallel
def simulate_all(
    x: Records, bias: Floats, components: Records, channels: Records, seed: int, week: int,
    out: Floats,
) -> None:  # fmt: skip
    """What every channel would say in every particle's world, shape (components, particles, channels)."""
    n = x.shape[1]
    for q in each(x.size):
        r, j = q // n, q % n
        k = key(seed, r, week)
        for c in range(channels.size):
            off = channels[c].noise_sd * components[r].noise * noise(k, j, c, channels[c].dof)
            out[r, j, c] = expected(x[r, j], components[r], channels[c].kind) + bias[r, j, c] + off


@compiled_in_parallel
def pairs_all(
    seed: int, week: int, one: npt.NDArray[np.int64], other: npt.NDArray[np.int64], far: Floats
) -> None:
    """For each particle two others of its component, and a standard normal number; all same shape."""
    components, n = far.shape
    for q in each(components * n):
        r, j = q // n, q % n
        # Keys beyond those of the filter's components, so that these random numbers are used nowhere else.
        k = key(seed, r + components, week)
        one[r, j] = int(uniform(k, j, 0) * n)
        other[r, j] = int(uniform(k, j, 1) * n)
        far[r, j] = normal(k, j, 2)


COLUMNS = ("lost_a", "lost_b", "stated", "past_a", "past_b")
"""What `sample_all` writes of each week: log losses, true and as stated, and the two distances."""
_BURST = 6.0
"""Most standard deviations by which one week's statement is off: e to a t-noise has no mean."""


@compiled_in_parallel
def sample_all(
    x: Records, bias: Floats, which: npt.NDArray[np.int64], components: Records, channels: Records,
    stated: int, seed: int, out: Floats, changes: Floats, still: Records,
) -> None:  # fmt: skip
    """Paths into the future, one a particle of x.

    Args:
        x, bias: states and biases at the origin, changed in place, (paths,) and (paths, channels).
        which: component of each path, shape (paths,).
        components, channels: constants.
        stated: the channel whose statements are forecast; -1 for none.
        seed: of the paths.
        out: gets `COLUMNS` for each week, shape (paths, weeks, 5).
        changes: what is held off its course, `interventions.COLUMNS`, in the week of the origin
            and in those after it, shape (paths, 1 + weeks, 10), or no weeks at all.
        still: the components with a posture that stays as it is; read where there are changes.
    """
    for i in each(x.size):
        p = components[which[i]]
        for week in range(out.shape[1]):
            k = key(seed, 0, week)
            if week + 1 < changes.shape[1]:
                past, now = changes[i, week], changes[i, week + 1]
                changed_step(x[i], still[which[i]], p, k, i, now, past)
            else:
                step(x[i], p, k, i)
            r = power(x[i], p)
            out[i, week, 0], out[i, week, 1], out[i, week, 2] = x[i].la, x[i].lb, math.nan
            out[i, week, 3], out[i, week, 4] = r - x[i].theta_a, -r - x[i].theta_b
            if stated >= 0:
                said = channels[stated]
                bias[i, stated] += said.drift_sd * bias_normal(k, i, stated)
                off = min(max(noise(k, i, stated, said.dof), -_BURST), _BURST)
                off *= said.noise_sd * p.noise
                out[i, week, 2] = expected(x[i], p, said.kind) + bias[i, stated] + off
