"""How a front moves, week by week: written once, for one particle, as scalar equations.

Symbols (units): l rate of the front (km²/week, + for the attacker); m its slow level; h log of the
front's noise (log km²/week); b its slow level; c movement since the last assimilated reading (km²);
S the season's factor; ε noise; φ, q, g, τ, ρ and the rest in `mixture.Component`.

    l ← m + φ(l - m) + q e^h t            m ← m + g(l - m)
    h ← b + ρ(h - b) + τ z, in [-1, 10]   b ← b + pull (h - b)
    movement in a share f of a week = S (f l + √f e^h ε)

ε leans the way the front moves: t-noise stretched by κ = exp(skew tanh(l / e^h)) above zero and by
1/κ below (Fernández & Steel 1998, JASA 93:359). Two phases: in attrition the equations above are
all there is; in a mobile phase rate and noise start large, and the attacker may withdraw.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from standoff.model.numerics.compile import compiled, compiled_in_parallel, each
from standoff.model.numerics.elementary import exp
from standoff.model.numerics.rng import key, normal, student_t, uniform

Floats = npt.NDArray[np.float64]
Records = npt.NDArray[np.void]
Record = Any
"""One element of a record array: compiled code reads and writes its fields by name."""

STATE = np.dtype([(name, np.float64) for name in ("l", "m", "h", "b", "c", "mobile")])
H_LOW, H_HIGH = -1.0, 10.0
# A draw's number in its particle's step; t and normal take two. Never renumber: it changes every run.
_RATE, _VOL, _PHASE, _START_L, _START_H, _JUMP, _SIZE, _SIDE, _NOISE = 0, 2, 4, 5, 7, 9, 10, 11, 12


@compiled
def season(amplitude: float, day_of_year: float) -> float:
    """S, the factor on all movement: highest on day 300 of the year, mean 1 in logs."""
    return math.exp(amplitude * math.cos(2.0 * math.pi * (day_of_year - 300.0) / 365.25))


@compiled
def enter(x: Record, p: Record, mobile: bool, k: np.uint64, particle: int) -> None:
    """Begin a phase: rate and noise are drawn from the phase's prior."""
    sd = p.mobile_rate if mobile else p.start_rate
    centre, spread = (p.mobile_h, p.mobile_h_sd) if mobile else (p.start_h, p.start_h_sd)
    x.l = x.m = sd * normal(k, particle, _START_L)
    x.h = x.b = min(max(centre + spread * normal(k, particle, _START_H), H_LOW), H_HIGH)
    x.mobile = 1.0 if mobile else 0.0


@compiled
def step(x: Record, p: Record, gained_km2: float, k: np.uint64, particle: int) -> None:
    """One week of the hidden state: phase, withdrawal, rate, level, noise.

    Args:
        x: the particle's state, changed in place.
        p: the component's constants.
        gained_km2: what the attacker has gained since the invasion, km².
        k, particle: key and particle of the week's random numbers.
    """
    switch = p.leave_mobile if x.mobile == 1.0 else p.enter_mobile
    if switch > 0.0 and uniform(k, particle, _PHASE) < switch:
        enter(x, p, x.mobile == 0.0, k, particle)
    if x.mobile == 1.0 and uniform(k, particle, _JUMP) < -math.expm1(-7.0 * p.withdraw):
        share = 1.0 - uniform(k, particle, _SIZE) ** (1.0 / p.withdraw_shape)
        x.c -= share * gained_km2
    noise = exp(x.h)
    x.l = x.m + p.phi * (x.l - x.m) + p.q * noise * student_t(k, particle, _RATE, p.dof_rate)
    x.m += p.g * (x.l - x.m)
    x.h = x.b + p.rho * (x.h - x.b) + p.tau * normal(k, particle, _VOL)
    x.h = min(max(x.h, H_LOW), H_HIGH)
    x.b += p.pull * (x.h - x.b)


@compiled
def lean(x: Record, p: Record) -> float:
    """κ, the stretch of bursts that go the way the front moves."""
    return exp(float(p.skew) * math.tanh(x.l * exp(-x.h)))


@compiled
def movement(x: Record, p: Record, s: float, f: float, k: np.uint64, particle: int) -> float:
    """Movement drawn for a share f of a week with season factor s, km²."""
    kappa = lean(x, p)
    size = abs(student_t(k, particle, _NOISE, p.dof_noise))
    forward = uniform(k, particle, _SIDE) < kappa * kappa / (1.0 + kappa * kappa)
    noise = size * kappa if forward else -size / kappa
    return s * (f * float(x.l) + math.sqrt(f) * exp(x.h) * noise)


@compiled
def log_density(x: Record, p: Record, s: float, moved_km2: float, h: float) -> float:
    """Log density (per km²) of a week's movement with noise e^h, given the state after `step`."""
    kappa = lean(x, p)
    e = (moved_km2 / s - x.l) * exp(-h)
    e = e / kappa if e > 0.0 else e * kappa
    if math.isinf(p.dof_noise):
        kernel = -0.5 * e * e
    else:
        kernel = -0.5 * (p.dof_noise + 1.0) * math.log1p(e * e / p.dof_noise)
    stretch = math.log(2.0 / (kappa + 1.0 / kappa))
    return float(p.log_noise + kernel + stretch - h - math.log(s))


@compiled_in_parallel
def start_all(x: Records, components: Records, mobile: bool, seed: int) -> None:
    """Draw every particle from its phase's prior; x has shape (components, particles)."""
    n = x.shape[1]
    for i in each(x.size):
        r, j = i // n, i % n
        enter(x[r, j], components[r], mobile, key(seed, r, 0), j)
        x[r, j].c = 0.0


@compiled_in_parallel
def step_all(x: Records, components: Records, gained_km2: float, seed: int, week: int) -> None:
    """One week of every particle's hidden state, in place."""
    n = x.shape[1]
    for i in each(x.size):
        r, j = i // n, i % n
        step(x[r, j], components[r], gained_km2 + x[r, j].c, key(seed, r, week), j)


@compiled_in_parallel
def weigh_all(
    x: Records,
    components: Records,
    lw: Floats,
    day_of_year: float,
    moved_km2: float,
    out: Floats,
) -> None:
    """Log-weights with the evidence of a week's movement added, into `out`."""
    n = x.shape[1]
    for i in each(x.size):
        r, j = i // n, i % n
        s = season(components[r].season, day_of_year)
        since, h = float(x[r, j].c), float(x[r, j].h)
        out[r, j] = lw[r, j] + log_density(x[r, j], components[r], s, moved_km2 - since, h)


@compiled_in_parallel
def move_all(x: Records, components: Records, day_of_year: float, seed: int, week: int) -> None:
    """A week without a reading: every particle's movement adds to its c."""
    n = x.shape[1]
    for i in each(x.size):
        r, j = i // n, i % n
        s = season(components[r].season, day_of_year)
        x[r, j].c += movement(x[r, j], components[r], s, 1.0, key(seed, r, week), j)


@compiled_in_parallel
def sample_all(
    x: Records,
    which: npt.NDArray[np.int64],
    components: Records,
    gained_km2: float,
    ends: Floats,
    pieces: Floats,
    seed: int,
    out: Floats,
) -> None:
    """Paths into the future, one a particle of x, shape (paths,).

    Args:
        x: states at the origin, changed in place.
        which: component of each path, shape (paths,).
        components: constants.
        gained_km2: what the attacker has gained by the origin, km².
        ends: day of the year at the end of each week, shape (weeks,).
        pieces: shares of a week in order, shape (weeks, pieces); zeros are padding.
        seed: of the paths.
        out: movement by the end of each piece, km², shape (paths, weeks, pieces).
    """
    for i in each(x.size):
        p, moved = components[which[i]], x[i].c
        for week in range(pieces.shape[0]):
            x[i].c = 0.0
            step(x[i], p, gained_km2 + moved, key(seed, 0, week), i)
            moved += x[i].c
            s = season(p.season, ends[week])
            for piece in range(pieces.shape[1]):
                if pieces[week, piece] > 0.0:
                    k = key(seed, piece + 1, week)
                    moved += movement(x[i], p, s, pieces[week, piece], k, i)
                out[i, week, piece] = moved
