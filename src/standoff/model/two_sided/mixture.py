"""The two-sided layer's constants and channels: priors, units and where they come from."""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from standoff.errors import ModelError
from standoff.model.front.mixture import between, student_t_log_constant
from standoff.model.two_sided import law


@dataclass(frozen=True)
class TwoSidedComponent:
    """One set of fixed constants; symbols as in `law`. All logs are natural, steps weekly.

    Attributes:
        phi, q, dof: intensity: what is left of its distance from the slow mean after a week, scale
            and degrees of freedom of its noise. After a burst the week's intensity falls back.
        follow: g, share of its distance from the intensity by which the slow mean follows.
        drift: sd of the slow mean's own weekly step: a year of .03 is a quarter either way.
        alpha, beta: attrition exponents of the own and the enemy's strength, each in [0, 1], which
            spans the square, linear and logarithmic laws. CDB90 (366 battles from 1914): log loss
            ratio on log force ratio has slope .30 = α - β: between linear and logarithmic.
        chi: log factor on the losses of the side that attacks.
        eta, eta_sd: prior of the log ratio of A's losses to B's at equal power. CDB90 from 1914:
            median -.13, sd 1.34 over battles; a war is a mean over many, so .5.
        effect_sd: sd of a week's change of effectiveness. wander: of η and the thresholds.
        keep, supply_sd: supply forgets its distance from normal; scale of its shocks. In ten weeks
            a crisis has halved at .93.
        tire, rest: fatigue per share of strength lost; share of it that a week mends. Losing 1% a
            week for long costs tire / rest %: 17% at .5 and .03.
        refill, refill_sd: how fast replacement follows losses (1/25 is half a year) and its own sd.
        bonus: log power that attacking adds by choice of place and concentration.
        leave: probability a week that an offensive or a pause ends: one in 13, a quarter of a year.
        first_attacker: posture at the start.
        width: w, log power that divides the front's speed by e.
        theta, theta_sd: prior of what a defence absorbs. CDB90 identifies it badly (a probit from
            1914: centre -.8, spread 2.9 in log force ratio), since attackers choose their battles;
            the rule of thumb of three to one at the point and parity on the whole bracket .5.
        noise: factor on the noise of all channels.
        strength_b: log of B's strength at the start relative to A's, prior centre.
        strength_sd: sd of log strength at the start, both sides; numbers differ less than effect.
        start_i, start_i_sd, start_gap_sd: prior of the intensity's mean, and of its distance from
            it: A loses 1.5% a week, two thirds of wars between .55 and 4.1%.
        start_refill, start_refill_sd: replacement at the start relative to losses.
        start_supply_sd: sd of supply at the start.
    """

    phi: float = 0.85
    q: float = 0.07
    dof: float = 4.0
    follow: float = 0.05
    drift: float = 0.03
    alpha: float = 0.5
    beta: float = 0.5
    chi: float = 0.1
    eta: float = 0.0
    eta_sd: float = 0.5
    effect_sd: float = 0.01
    wander: float = 0.02
    keep: float = 0.93
    supply_sd: float = 0.04
    tire: float = 0.5
    rest: float = 0.03
    refill: float = 0.04
    refill_sd: float = 0.05
    bonus: float = 0.3
    leave: float = 1 / 13
    first_attacker: float = 1.0
    width: float = 0.3
    theta: float = 0.5
    theta_sd: float = 0.5
    noise: float = 1.0
    strength_b: float = 0.0
    strength_sd: float = 0.4
    start_i: float = math.log(0.015)
    start_i_sd: float = 1.0
    start_gap_sd: float = 0.3
    start_refill: float = 0.0
    start_refill_sd: float = 0.5
    start_supply_sd: float = 0.1


@dataclass(frozen=True)
class Channel:
    """One source of one kind of figure, and how it errs.

    Attributes:
        name: of the source and quantity, as it appears in messages.
        kind: what it speaks of, one of `law`'s FLOW_A to MOVEMENT.
        bias, bias_sd: prior of its log-bias; an infinite sd lets its first reading set the bias.
        drift_sd: sd of a week's change of its log-bias.
        noise_sd, dof: scale of its reading error (log units) and degrees of freedom.
    """

    name: str
    kind: int
    bias: float = 0.0
    bias_sd: float = math.inf
    drift_sd: float = 0.01
    noise_sd: float = 0.1
    dof: float = 4.0


TWO_SIDED_COMPONENT = np.dtype([(f.name, np.float64) for f in fields(TwoSidedComponent)])
CHANNEL = np.dtype(
    [(n, np.float64) for n in ("bias", "bias_sd", "drift_sd", "noise_sd", "dof", "log_noise")]
    + [("kind", np.int64)]
)


def component_records(components: Sequence[TwoSidedComponent]) -> npt.NDArray[np.void]:
    """Components as records for compiled code, shape (components,)."""
    return np.array([astuple(m) for m in components], dtype=TWO_SIDED_COMPONENT)


def channel_records(channels: Sequence[Channel]) -> npt.NDArray[np.void]:
    """Channels as records for compiled code, shape (channels,).

    Raises:
        ModelError: there are more channels than a particle has draws for.
    """
    if len(channels) > law.MOST_CHANNELS:
        raise ModelError(
            f"channels: {len(channels)} given, at most {law.MOST_CHANNELS} are possible. Merge some."
        )
    rows = [
        (c.bias, c.bias_sd, c.drift_sd, c.noise_sd, c.dof, student_t_log_constant(c.dof), c.kind)
        for c in channels
    ]
    return np.array(rows, dtype=CHANNEL)


def wide(n: int, base: TwoSidedComponent | None = None) -> tuple[TwoSidedComponent, ...]:
    """Components spread evenly over the prior ranges of ten constants.

    φ .7 to .98, q .06 to .2, g .01 to .15, α and β 0 to 1, χ 0 to .4, bonus .1 to .6, w .15 to .6,
    refill .01 to .1, noise .5 to 1.5.

    Args:
        n: number of components, >= 1; the first k of a longer list are the list of k.
        base: all other constants.
    Returns:
        Points of Roberts' additive recurrence, as in `front.mixture.wide`.
    """
    root = 2.0
    for _ in range(60):
        root = (1.0 + root) ** (1 / 11)
    u = (0.5 + np.arange(1, n + 1)[:, None] * root ** -np.arange(1.0, 11.0)) % 1.0
    base = base or TwoSidedComponent()
    return tuple(
        replace(
            base,
            phi=_phi(row[0]),
            q=_q(row[1]),
            follow=_follow(row[2]),
            alpha=row[3],
            beta=row[4],
            chi=0.4 * row[5],
            bonus=between(0.1, 0.6, row[6]),
            width=between(0.15, 0.6, row[7]),
            refill=between(0.01, 0.1, row[8]),
            noise=between(0.5, 1.5, row[9]),
        )
        for row in u.tolist()
    )


def _phi(u: float) -> float:
    return 1.0 - between(0.02, 0.3, 1.0 - u)


def _q(u: float) -> float:
    return between(0.06, 0.2, u)


def _follow(u: float) -> float:
    return between(0.01, 0.15, u)
