"""Losses of the next day: an autocorrelated intensity with Lanchester's exponents free.

Per side s and day t, with forces known at the start of the day (in units of the first day's):

    ln losses = c + c_s + a ln own + b ln enemy + z,   c ~ N(ln 2,500, 1), c_s ~ N(0, 2²),
    a, b ~ N(1/2, 1),   cov(z_st, z_rt') = sd² ((q + (1 − q)[s = r]) (1 − m) e^(−|t − t'|/τ) + m [same])

so an intensity that fades over τ days, a share q of it common to both sides, and a share m of the
day's own noise. (1/2, 1/2) is half way between the laws and the prior holds all three of them. The
unknown τ, q, m, sd run over a fixed grid, the same for any campaign; their weights are the
likelihood of the days before, so nothing of the day to come or after it enters.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from standoff.history.ardennes import Campaign, Numbers

_LEVEL = np.log(2500.0)
_EXPONENT = 0.5
_TAU_DAYS = (1.0, 2.0, 4.0, 8.0, 16.0)
_SHARED = (0.0, 0.25, 0.5, 0.75)
_NOISE_SHARE = (0.05, 0.2, 0.4)
_SD = (0.25, 0.35, 0.5, 0.7)


@dataclass(frozen=True)
class IntensitySetting:
    """One point of the grid: memory in days, shared share, noise share, sd of ln losses."""

    tau_days: float
    shared: float
    noise: float
    sd: float


def settings() -> Iterator[IntensitySetting]:
    """The whole grid."""
    grid = itertools.product(_TAU_DAYS, _SHARED, _NOISE_SHARE, _SD)
    return (IntensitySetting(*point) for point in grid)


def covariance(campaign: Campaign, s: IntensitySetting) -> Numbers:
    """Prior covariance of ln losses, (2T, 2T), side by side.

    Args:
        campaign: its days and forces.
        s: one setting.
    """
    own, enemy = _log_forces(campaign)
    day = np.tile(campaign.day, 2)
    side = np.repeat([0, 1], campaign.day.size)
    same = (side[:, None] == side[None]).astype(np.float64)
    fading = np.exp(-np.abs(day[:, None] - day[None]) / s.tau_days)
    intensity = (s.shared + (1 - s.shared) * same) * fading * (1 - s.noise)
    k = s.sd**2 * (intensity + s.noise * np.eye(day.size)) + 4.0 * same + 1.0
    out: Numbers = k + np.outer(own, own) + np.outer(enemy, enemy)
    return out


def _log_forces(campaign: Campaign) -> tuple[Numbers, Numbers]:
    scaled = np.log(campaign.forces / campaign.forces[0, 0])
    return scaled.ravel(), scaled[::-1].ravel()


def posterior(campaign: Campaign, until: int) -> tuple[Numbers, Numbers, Numbers]:
    """Weights of the settings and forecasts of day `until`, from the days before it.

    Args:
        campaign: only its days before `until`, and that day's opening forces, are used.
        until: position of the day, >= 1.

    Returns:
        Log-likelihood of each setting (S,), and per setting and side the mean and variance of ln
        losses, (S, 2) each.
    """
    days = campaign.day.size
    past = np.r_[np.arange(until), days + np.arange(until)]
    now = np.array([until, days + until])
    own, enemy = _log_forces(campaign)
    mean = _LEVEL + _EXPONENT * (own + enemy)
    seen = np.log(campaign.losses.ravel()[past]) - mean[past]
    log_like, mu, var = [], [], []
    for s in settings():
        k = covariance(campaign, s)
        lower = np.linalg.cholesky(k[np.ix_(past, past)])
        r = np.linalg.solve(lower, seen)
        w = np.linalg.solve(lower, k[np.ix_(past, now)])
        log_like.append(-0.5 * r @ r - np.log(np.diag(lower)).sum())
        mu.append(mean[now] + w.T @ r)
        var.append(np.diag(k)[now] - (w * w).sum(axis=0))
    return np.array(log_like), np.array(mu), np.array(var)
