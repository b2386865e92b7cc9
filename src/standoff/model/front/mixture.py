"""The mixture's components: one set of fixed constants each, with units, and where they come from."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Component:
    """Constants of the front's dynamics; symbols as in `dynamics`. Rates are km² a week.

    Attributes:
        phi: φ, share of the rate's distance from its slow level that is left after a week.
        q: scale of the rate's own noise, as a share of the front's noise e^h.
        g: share of its distance from the rate by which the slow level follows in a week.
        tau: τ, weekly sd of the log volatility h.
        rho: share of h's distance from its slow level that is left after a week.
        pull: share of its distance from h by which h's slow level follows in a week.
        season: A, log amplitude of the year's course; movement peaks near 27 October.
        dof_rate, dof_noise: degrees of freedom of the t-noises of rate and front; inf is normal.
        skew: how far bursts lean the way the front is moving; 0 is symmetric.
        start_rate, start_h, start_h_sd: prior of attrition: rate N(0, start_rate²), h N(.., ..²).
        mobile_rate, mobile_h, mobile_h_sd: prior of a mobile phase, likewise.
        leave_mobile, enter_mobile: probability a week that the phase ends, or begins.
        withdraw: hazard a day of a withdrawal in a mobile phase.
        withdraw_shape: s; a withdrawal gives up a share Beta(1, s) of what was gained.
    Source: the constants of attrition, `m32`; those of a mobile phase, `with_phases`.
    """

    phi: float = 0.98
    q: float = 0.2
    g: float = 0.02
    tau: float = 0.2
    rho: float = 0.985
    pull: float = 0.01
    season: float = 0.0
    dof_rate: float = 4.0
    dof_noise: float = 3.0
    skew: float = 0.4
    start_rate: float = 300.0
    start_h: float = math.log(100.0)
    start_h_sd: float = 1.5
    mobile_rate: float = 2000.0
    mobile_h: float = math.log(1000.0)
    mobile_h_sd: float = 1.5
    leave_mobile: float = 0.0
    enter_mobile: float = 0.0
    withdraw: float = 0.0
    withdraw_shape: float = 2.5


COMPONENT = np.dtype(
    [(f.name, np.float64) for f in fields(Component)] + [("log_noise", np.float64)]
)
"""A component as a record for compiled code, with the log of the noise's normalising constant."""


def records(components: Sequence[Component]) -> npt.NDArray[np.void]:
    """Components as an array of `COMPONENT` records, shape (number of components,)."""
    return np.array(
        [(*astuple(m), student_t_log_constant(m.dof_noise)) for m in components], dtype=COMPONENT
    )


def m32() -> tuple[Component, ...]:
    """M32, the 32 components of the reference model: all pairs of two values of five constants.

    Its constants were set by people who had seen June 2023 to December 2025 (docs/decisions/0008).
    """
    grid = itertools.product((0.15, 0.25), (0.15, 0.25), (0.01, 0.03), (0.98, 1.0), (0.0, 0.12))
    return tuple(Component(q=q, tau=t, g=g, phi=p, season=a) for q, t, g, p, a in grid)


def wide(n: int) -> tuple[Component, ...]:
    """Components spread evenly over what the constants might be, for a front that nobody has looked at.

    The ranges are priors: noise from nearly untamed (dof 1.5) to nearly normal (6); bursts from
    symmetric to e times as long forwards as backwards; a rate that forgets its distance from the
    slow level within ten weeks (.9) or never (1, three in ten); volatility that halves or doubles
    within weeks (τ .5) or years (.08); a year's course of up to 49% either way.

    Args:
        n: number of components, >= 1; the first k of a longer list are the list of k.
    Returns:
        Points of Roberts' additive recurrence, an even cover of the ranges without chance.
    """
    root = 2.0  # the root of x^10 = x + 1, which makes nine coordinates as unrelated as can be
    for _ in range(60):
        root = (1.0 + root) ** 0.1
    u = (0.5 + np.arange(1, n + 1)[:, None] * root ** -np.arange(1.0, 10.0)) % 1.0
    return tuple(
        Component(
            phi=1.0 - 0.1 * max(0.0, (row[0] - 0.3) / 0.7),
            q=between(0.05, 0.6, row[1]),
            g=between(0.003, 0.1, row[2]),
            tau=between(0.08, 0.5, row[3]),
            rho=1.0 - between(0.003, 0.06, row[4]),
            pull=between(0.002, 0.05, row[5]),
            season=0.40 * row[6],
            dof_noise=between(1.5, 6.0, row[7]),
            skew=row[8],
        )
        for row in u.tolist()
    )


def standard() -> tuple[Component, ...]:
    """The mixture in use: 32 components after M32 and 32 wide ones, equally weighted, with phases.

    M32's constants were set knowing June 2023 to December 2025; the wide half comes from prior ranges
    alone and insures against that. The 50/50 split was not fitted (docs/decisions/0008). Its season
    is stronger by .12, its rate steadier, and a phase reopens as often as lines did in past wars
    (seven times in some 12,400 weeks: docs/decisions/0017).
    """
    fixed = (replace(m, season=m.season + 0.12) for m in m32())
    return with_phases(
        tuple(replace(m, q=_STEADIER * m.q, g=m.g / 2.0) for m in (*fixed, *wide(32))),
        enter_mobile=1 / 1770,
    )


_STEADIER = 0.6
"""Share of a constant's noise of the rate that is left where the front is read by several maps: a
week's movement then holds less of one map's own error, which passed for a change of the rate."""


def with_phases(
    components: Sequence[Component],
    leave_mobile: Sequence[float] = (1 / 13, 1 / 26),
    enter_mobile: float = 0.0,
    withdraw: float = 1 / 180,
) -> tuple[Component, ...]:
    """The same components with a mobile phase that begins, ends and sees withdrawals.

    Why these numbers, none of which is from the war of 2022. Opening manoeuvres ended in lines
    after some 14 weeks in 1914 (west), 11 in 1980 (Iraq in Iran), 24 in 1941 (Karelia), 6 in 1998
    (Badme) and 52 in 1951 (Korea): a quarter to half a year. Our count from general histories, to
    be checked. A line reopened seven times
    in some 12,400 weeks (1917 Italy, 1918 west and Salonika, 1988 Iraq, 2000 Badme, 2020 Karabakh,
    2022 Donbas, with Korea, Cyprus and Kashmir that held): once in 1,770, which `standard` takes. Hazard and size of a withdrawal and the range of rates: priors set by hand.

    Args:
        components: components of attrition.
        leave_mobile: probabilities a week, dealt out in turn.
        enter_mobile: probability a week.
        withdraw: hazard a day in a mobile phase.
    Returns:
        One component for each given; starting rates of 1,000, 2,000 and 3,000 km² a week in turn.
    """
    return tuple(
        replace(
            m,
            leave_mobile=leave_mobile[i // 3 % len(leave_mobile)],
            enter_mobile=enter_mobile,
            withdraw=withdraw,
            mobile_rate=1000.0 * (1 + i % 3),
        )
        for i, m in enumerate(components)
    )


def between(low: float, high: float, u: float) -> float:
    """The point a share u of the way from low to high, on a log scale."""
    return float(low * (high / low) ** u)


def student_t_log_constant(dof: float) -> float:
    """Log of the normalising constant of Student's t; of the normal where dof is infinite."""
    if math.isinf(dof):
        return -0.5 * math.log(2 * math.pi)
    return math.lgamma((dof + 1) / 2) - math.lgamma(dof / 2) - 0.5 * math.log(dof * math.pi)
