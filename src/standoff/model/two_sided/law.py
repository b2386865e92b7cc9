"""How two sides fight, week by week: written once, for one particle, as scalar equations.

Everything is in natural logs and relative to one nominal strength N (people), so that a loss or a
strength of 0 means N people. A is the war's first side, B the second; only the product of strength
and effectiveness is identified, and only the product is in the state.

    a, b      log effective strength          va, vb    log supply, 0 is what the side is used to
    fa, fb    fatigue, log effect lost        ra, rb    log of weekly replacement
    i, m      log intensity and its slow mean (log of A's weekly loss at nominal strengths)
    u         posture: 1 A attacks, -1 B attacks, 0 neither
    θa, θb    what B's and A's defence absorbs, log relative power       η  log loss exchange, A to B
    la, lb    log losses of the week          ca, cb    losses since the start, as a share of N
    sa, sb    the law's terms α a + ...       ha, hb    what commanders have got used to of them

Attrition with free exponents, where intensity carries the day:

    sa = α a + β (b + vb - fb)              la = i + sa - ha + χ[u = 1]
    sb = α b + β (a + va - fa)              lb = i + sb - hb + χ[u = -1] - η
    ha ← ha + g(sa - ha)

(α, β) = (0, 1) is Lanchester's square law, (1, 1) the linear, (1, 0) the logarithmic one.

    i ← m + φ(i - m) + q t                  m ← m + g(i - m) + σ z
    a ← ln(e^a - e^la + e^ra) + ε z         ra ← ra + refill (la - (a - a₀) - ra) + refill_sd z
    fa ← (1 - rest) fa + tire e^(la - a)    va ← keep va + supply_sd t

The law speaks of changes: a loss of strength lowers losses at first, and within the half-life of g
the fighting is carried on at the old intensity by those who are left. A side replaces what it loses
and rebuilds towards the strength a₀ it began with. Without these two, every forecast was of a war
that fades: medians before June 2023 were 11% too low at 30 days and 35% at 180.

Movement has a threshold. With the power R = (a + va - fa) - (b + vb - fb) + bonus u, A stands
dA = R - θa past its breakthrough and B stands dB = -R - θb. The front moves by

    movement / break speed = e^(dA/w) - e^(dB/w)

so at a distance of 0 it moves at the speed that counts as a break, and each w further off divides
the speed by e: **stalemate is the region in between**, where both distances are well below 0.

Where the forms come from: the exponents, Bracken 1995, NRL 42:559; a threshold and not a ratio, and
intensity as what explains losses, docs/priors.md and docs/decisions/0009. Priors of the constants:
`mixture`.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from standoff.model.numerics.compile import compiled
from standoff.model.numerics.elementary import exp, log
from standoff.model.numerics.rng import normal, student_t, uniform

Records = npt.NDArray[np.void]
Record = Any
"""One element of a record array: compiled code reads and writes its fields by name."""

_FIELDS = "a b va vb fa fb ra rb i m u theta_a theta_b eta la lb ca cb ha hb"
STATE = np.dtype([(name, np.float64) for name in _FIELDS.split()])

FLOW_A, FLOW_B, INTENSITY, TOTAL_A, TOTAL_B, STRENGTH_A, STRENGTH_B, MOVEMENT = range(8)
"""What a channel speaks of: a week's losses, intensity, losses so far, strength, the front."""

BLOCKS = 16
"""Blocks of draws a particle has in one step: its counter is BLOCKS * particle + block."""
BIAS_BLOCK, NOISE_BLOCK, CHANNELS_A_BLOCK = 2, 9, 8
MOST_CHANNELS = CHANNELS_A_BLOCK * (NOISE_BLOCK - BIAS_BLOCK)
# A draw's number in its block; t and normal take two. Never renumber: it changes every run.
_I, _M, _A, _B, _VA, _VB, _RA, _RB = 0, 2, 4, 6, 8, 10, 12, 14
_LEAVE, _WHERE, _ETA, _THETA_A, _THETA_B, _FIRST_I = 0, 1, 2, 4, 6, 8
_MOST_LOST = 0.5
_SUPPLY_DOF = 4.0


@compiled
def law(x: Record, p: Record) -> tuple[float, float]:
    """Lanchester's terms of A's and of B's log losses, with free exponents."""
    sa = p.alpha * x.a + p.beta * (x.b + x.vb - x.fb)
    return sa, p.alpha * x.b + p.beta * (x.a + x.va - x.fa)


@compiled
def enter(x: Record, p: Record, k: np.uint64, j: int) -> None:
    """Draw a particle from the prior.

    Args:
        x: the particle's state, filled in place.
        p: the component's constants.
        k, j: key and particle of the random numbers.
    """
    one, two = BLOCKS * j, BLOCKS * j + 1
    x.a = p.strength_sd * normal(k, one, _A)
    x.b = p.strength_b + p.strength_sd * normal(k, one, _B)
    x.va = p.start_supply_sd * normal(k, one, _VA)
    x.vb = p.start_supply_sd * normal(k, one, _VB)
    x.fa = x.fb = x.ca = x.cb = 0.0
    x.m = p.start_i + p.start_i_sd * normal(k, one, _M)
    x.i = x.m + p.start_gap_sd * normal(k, two, _FIRST_I)
    x.ra = x.m + p.start_refill + p.start_refill_sd * normal(k, one, _RA)
    x.rb = x.m + p.start_refill + p.start_refill_sd * normal(k, one, _RB)
    x.eta = p.eta + p.eta_sd * normal(k, two, _ETA)
    x.theta_a = p.theta + p.theta_sd * normal(k, two, _THETA_A)
    x.theta_b = p.theta + p.theta_sd * normal(k, two, _THETA_B)
    x.u = 0.0 if p.bonus == 0.0 else float(p.first_attacker)
    x.ha, x.hb = law(x, p)
    x.la, x.lb = x.i, x.i - x.eta


@compiled
def posture(u: float, leave: float, first: float, second: float) -> float:
    """Who attacks after a week: an offensive ends with probability `leave`, most often in a pause.

    `first` and `second` are uniform numbers. From a pause either side begins, equally likely; of
    the offensives that end, three in ten pass straight into one of the other side.
    """
    if first >= leave:
        return u
    if u == 0.0:
        return 1.0 if second < 0.5 else -1.0
    return -u if second < 0.3 else 0.0


@compiled
def draw_posture(u: float, p: Record, k: np.uint64, j: int) -> float:
    """The posture after the week with these random numbers."""
    two = BLOCKS * j + 1
    return posture(u, p.leave, uniform(k, two, _LEAVE), uniform(k, two, _WHERE))


@compiled
def strength(e: float, lost: float, replaced: float) -> float:
    """Log strength after a week: at most half can be lost in it."""
    left = exp(e) - min(exp(lost), _MOST_LOST * exp(e))
    return log(left + exp(replaced))


@compiled
def step(x: Record, p: Record, k: np.uint64, j: int) -> None:
    """One week of the hidden state; arguments as in `enter`."""
    one, two = BLOCKS * j, BLOCKS * j + 1
    if p.bonus != 0.0:
        x.u = draw_posture(x.u, p, k, j)
    x.i = x.m + p.phi * (x.i - x.m) + p.q * student_t(k, one, _I, p.dof)
    x.m += p.follow * (x.i - x.m) + p.drift * normal(k, one, _M)
    x.eta += p.wander * normal(k, two, _ETA)
    x.theta_a += p.wander * normal(k, two, _THETA_A)
    x.theta_b += p.wander * normal(k, two, _THETA_B)
    x.va = p.keep * x.va + p.supply_sd * student_t(k, one, _VA, _SUPPLY_DOF)
    x.vb = p.keep * x.vb + p.supply_sd * student_t(k, one, _VB, _SUPPLY_DOF)
    sa, sb = law(x, p)
    x.la, x.lb = x.i + sa - x.ha, x.i + sb - x.hb - x.eta
    x.ha += p.follow * (sa - x.ha)
    x.hb += p.follow * (sb - x.hb)
    if x.u > 0.0:
        x.la += p.chi
    if x.u < 0.0:
        x.lb += p.chi
    x.la, x.lb = min(max(x.la, -30.0), 5.0), min(max(x.lb, -30.0), 5.0)
    x.fa = (1.0 - p.rest) * x.fa + p.tire * min(exp(x.la - x.a), _MOST_LOST)
    x.fb = (1.0 - p.rest) * x.fb + p.tire * min(exp(x.lb - x.b), _MOST_LOST)
    x.a = strength(x.a, x.la, x.ra) + p.effect_sd * normal(k, one, _A)
    x.b = strength(x.b, x.lb, x.rb) + p.effect_sd * normal(k, one, _B)
    x.ra += p.refill * (x.la - x.a - x.ra) + p.refill_sd * normal(k, one, _RA)
    x.rb += p.refill * (x.lb - (x.b - p.strength_b) - x.rb) + p.refill_sd * normal(k, one, _RB)
    x.ca += exp(x.la)
    x.cb += exp(x.lb)


@compiled
def power(x: Record, p: Record) -> float:
    """R, the log of A's power relative to B's, with what attacking adds to the side that attacks."""
    return float(x.a + x.va - x.fa - (x.b + x.vb - x.fb) + p.bonus * x.u)


@compiled
def expected(x: Record, p: Record, kind: int) -> float:
    """What a channel of this kind would say without bias and noise, on the scale it is read on.

    Logs of shares of N for people, log intensity, and asinh of movement over the break speed.
    """
    if kind == MOVEMENT:
        r = power(x, p)
        return math.asinh(exp((r - x.theta_a) / p.width) - exp((-r - x.theta_b) / p.width))
    value = x.i
    if kind == FLOW_A:
        value = x.la
    elif kind == FLOW_B:
        value = x.lb
    elif kind == TOTAL_A:
        value = log(max(x.ca, 1e-300))
    elif kind == TOTAL_B:
        value = log(max(x.cb, 1e-300))
    elif kind == STRENGTH_A:
        value = x.a
    elif kind == STRENGTH_B:
        value = x.b
    return float(value)
