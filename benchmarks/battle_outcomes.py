"""Who wins a battle, from what was known before it: a Gaussian process over battles.

The outcome y (1 attacker won, 0.5 drawn, 0 defender won) is regressed on battles alike in their
predictors (a linear and a squared-exponential kernel over groups of predictors) and in their
circumstances (the same war, sides, commanders, units, campaign, fading with time):

    y = m + f + e,  f ~ GP(0, k),  e ~ N(0, noise),   p = clip(E[f + m | data], .03, .97)

Squared error is the Brier score, so the regression minimises the score itself. A held-out war is
predicted battle by battle: from all other wars, and from the battles of the same war that were over
before this one began, which a forecaster would know. With `record=False` it gets neither those nor
the predictors made from them.

Hyper-parameters are chosen inside the training wars alone, by the same score with one war left out
at a time, which the Gaussian process gives in closed form from one inverse (Rasmussen & Williams,
Gaussian Processes for Machine Learning, 2006, section 5.4.2, here with blocks in place of points).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from battle_predictors import GROUPS, Battles, Names, Numbers
from numpy.typing import NDArray

Places = NDArray[np.intp]

_CLIP = (0.03, 0.97)
_CIRCUMSTANCE = {
    **{"war": 0.005, "war_years": 2.0, "attacks": 0.003, "sides": 0.01, "sides_years": 1.0},
    **{"nations": 0.002, "commanders": 0.003, "units": 0.003, "campaign": 0.005},
    **{"campaign_years": 0.2},
}
_NATIONS_YEARS = 60.0
_OFFSET = 0.01
_PAST = ("initiative", "record")


@dataclass(frozen=True)
class Likeness:
    """Kernel parts that do not change with hyper-parameters: (n, n) each, by name."""

    groups: tuple[str, ...]
    linear: dict[str, Numbers]
    distance2: dict[str, Numbers]
    war: Numbers
    attacks: Numbers
    sides: Numbers
    commanders: Numbers
    units: Numbers
    campaign: Numbers
    years: Numbers

    @property
    def start(self) -> Numbers:
        """Logs of the hyper-parameters before any fit: round figures, set before the first score."""
        shape = [0.004] * len(self.groups) + [0.01] + [2.0] * len(self.groups)
        start: Numbers = np.log(np.array([0.19, *shape, *_CIRCUMSTANCE.values()]))
        return start


def likeness(b: Battles, *, past: bool = True) -> Likeness:
    """How alike the battles are, by each kind of likeness.

    Args:
        b: battles.
        past: use predictors made from earlier battles of the war.
    """
    groups = tuple(g for g in GROUPS if past or g not in _PAST)
    (attacker, defender), same_war = b.nation, _same(b.whole_war, b.whole_war)
    return Likeness(
        groups=groups,
        linear={g: b.x[g] @ b.x[g].T / b.x[g].shape[1] for g in groups},
        distance2={g: ((b.x[g][:, None] - b.x[g][None]) ** 2).mean(axis=2) for g in groups},
        war=same_war,
        attacks=same_war * _same(attacker, attacker),
        sides=_opposed(attacker, defender),
        commanders=_opposed(*b.commander),
        units=same_war * _opposed(*b.unit),
        campaign=same_war * _same(b.campaign, b.campaign),
        years=np.abs(b.begin[:, None] - b.begin[None]) / 365.25,
    )


def _same(a: Names, b: Names) -> Numbers:
    known = (a != "")[:, None] & (b != "")[None]
    same: Numbers = ((a[:, None] == b[None]) & known).astype(np.float64)
    return same


def _opposed(attacker: Names, defender: Names) -> Numbers:
    """Covariance of r(attacker) − r(defender), where each name has a worth r of unit variance."""
    crossed = _same(attacker, defender)
    out: Numbers = _same(attacker, attacker) + _same(defender, defender) - crossed - crossed.T
    return out


def kernel(like: Likeness, log_h: Numbers) -> Numbers:
    """Covariance of the outcomes, (n, n), noise on the diagonal.

    Args:
        like: parts of the kernel.
        log_h: logs of noise, linear variances, variance and lengths of the squared exponential, and
            the circumstances, in the order of `Likeness.start`.
    """
    count = len(like.groups)
    h = np.exp(log_h)
    noise, linear, bump, lengths = (
        h[0],
        h[1 : count + 1],
        h[count + 1],
        h[count + 2 : 2 * count + 2],
    )
    c = dict(zip(_CIRCUMSTANCE, h[2 * count + 2 :], strict=True))
    distance2 = sum(like.distance2[g] / s**2 for g, s in zip(like.groups, lengths, strict=True))
    k = bump * np.exp(-0.5 * distance2) + _OFFSET
    for group, variance in zip(like.groups, linear, strict=True):
        k += variance * like.linear[group]
    fading = np.exp(-like.years / c["war_years"])
    k += fading * (c["war"] * like.war + c["attacks"] * like.attacks)
    k += c["sides"] * like.war * like.sides * np.exp(-like.years / c["sides_years"])
    k += c["nations"] * like.sides * np.exp(-like.years / _NATIONS_YEARS)
    k += c["commanders"] * like.commanders + c["units"] * like.units
    k += c["campaign"] * like.campaign * np.exp(-like.years / c["campaign_years"])
    k[np.diag_indices_from(k)] += noise
    out: Numbers = k
    return out


def predict(
    b: Battles, k: Numbers, train: Places, test: Places, group: Names, *, record: bool
) -> Numbers:
    """Probability that the attacker wins each battle of `test`, (len(test),).

    Args:
        b: battles.
        k: their covariance.
        train, test: positions.
        group: names of wars; inside one, earlier battles are known if `record`.
        record: whether they are.
    """
    mean = b.won[train].mean()
    across = k[np.ix_(test, train)]
    solved = np.linalg.solve(k[np.ix_(train, train)], np.c_[b.won[train] - mean, across.T])
    base = mean + across @ solved[:, 0]
    if not record:
        return _clipped(base)
    left = k[np.ix_(test, test)] - across @ solved[:, 1:]
    out = base.copy()
    for war in np.unique(group[test]):
        at = np.flatnonzero(group[test] == war)
        out[at] += _learnt(b, test[at], left[np.ix_(at, at)], b.won[test[at]] - base[at])
    return _clipped(out)


def _learnt(b: Battles, at: Places, cov: Numbers, residual: Numbers) -> Numbers:
    """What the battles that were over by then add to each battle's prediction.

    In order of their ends, the battles that were over before another began come first, so one
    Cholesky factor serves all: E[r_i | r_<k] = sum over j < k of L_ij (L⁻¹ r)_j.
    """
    order = np.argsort(b.end[at], kind="stable")
    lower = np.linalg.cholesky(cov[np.ix_(order, order)])
    innovation = np.linalg.solve(lower, residual[order])
    over = np.searchsorted(b.end[at][order], b.begin[at][order], side="left")
    sums = np.cumsum(np.c_[np.zeros(at.size), lower * innovation], axis=1)
    out = np.empty(at.size)
    out[order] = sums[np.arange(at.size), over]
    return out


def _clipped(p: Numbers) -> Numbers:
    out: Numbers = np.clip(p, *_CLIP)
    return out


def left_out(b: Battles, k: Numbers, group: Names, *, record: bool) -> Numbers:
    """Prediction of each battle with its own war left out, all from one inverse, (n,)."""
    inverse = np.linalg.inv(k)
    weights = inverse @ (b.won - b.won.mean())
    out = np.empty(b.won.size)
    for war in np.unique(group):
        at = np.flatnonzero(group == war)
        cov = np.linalg.inv(inverse[np.ix_(at, at)])
        cov = (cov + cov.T) / 2
        residual = cov @ weights[at]
        out[at] = b.won[at] - residual
        if record:
            out[at] += _learnt(b, at, cov, residual)
    return _clipped(out)
