"""Losses of the next day in the Ardennes of 1944: the skill of six forecasters (docs/priors.md).

    python benchmarks/day_losses.py ardennes.csv

The file is the Ardennes campaign simulation data base, as `standoff.history.ardennes` reads it.

Skill is 1 − (sum of squared errors of the forecast) / (that of the mean of the side's days so far), in
people, over both sides, from the fourth day of the file on.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

from standoff.history import ardennes, intensity
from standoff.history.ardennes import Campaign, Numbers

FIRST_SCORED = 3
"""Three days are seen before the first is forecast."""
LAWS = {"square": (0.0, 1.0), "linear": (1.0, 1.0), "logarithmic": (1.0, 0.0)}
"""Exponents of the own and the enemy's force in Lanchester's laws."""

Forecaster = Callable[[Campaign, int], Numbers]


def autocorrelated(campaign: Campaign, t: int) -> Numbers:
    """Mean losses of day t, both sides, (2,), from the days before."""
    log_like, mu, var = intensity.posterior(campaign, t)
    weight = np.exp(log_like - log_like.max())
    out: Numbers = weight / weight.sum() @ np.exp(mu + 0.5 * var)
    return out


def middle(campaign: Campaign, t: int) -> Numbers:
    """As `autocorrelated`, with each setting's median in place of its mean, (2,)."""
    log_like, mu, _ = intensity.posterior(campaign, t)
    weight = np.exp(log_like - log_like.max())
    out: Numbers = weight / weight.sum() @ np.exp(mu)
    return out


def last_value(campaign: Campaign, t: int) -> Numbers:
    """Yesterday again, (2,)."""
    return campaign.losses[:, t - 1]


def moving_average(campaign: Campaign, t: int) -> Numbers:
    """Exponential moving average that keeps half of itself each day, (2,)."""
    mean = campaign.losses[:, 0]
    for lost in campaign.losses[:, 1:t].T:
        mean = (mean + lost) / 2
    return mean


def expanding_mean(campaign: Campaign, t: int) -> Numbers:
    """Mean of the days so far, (2,)."""
    out: Numbers = campaign.losses[:, :t].mean(axis=1)
    return out


def law(name: str) -> Forecaster:
    """Lanchester's law of that name with one rate a side, refitted each day on the days before."""
    own, enemy = LAWS[name]

    def forecast(campaign: Campaign, t: int) -> Numbers:
        x = campaign.forces**own * campaign.forces[::-1] ** enemy
        rate = (x * campaign.losses)[:, :t].sum(axis=1) / (x**2)[:, :t].sum(axis=1)
        out: Numbers = rate * x[:, t]
        return out

    return forecast


def skill(campaign: Campaign, forecast: Forecaster, first: int = FIRST_SCORED) -> float:
    """1 − squared error over that of the expanding mean, both sides, from position `first` on."""
    days = range(first, campaign.day.size)
    error = sum(((forecast(campaign, t) - campaign.losses[:, t]) ** 2).sum() for t in days)
    mean = sum(((expanding_mean(campaign, t) - campaign.losses[:, t]) ** 2).sum() for t in days)
    return float(1 - error / mean)


def explained(campaign: Campaign, name: str) -> float:
    """R² of a law fitted to all days at once, both sides, each about its own mean."""
    own, enemy = LAWS[name]
    x = campaign.forces**own * campaign.forces[::-1] ** enemy
    rate = (x * campaign.losses).sum(axis=1) / (x**2).sum(axis=1)
    left = ((campaign.losses - rate[:, None] * x) ** 2).sum()
    spread = ((campaign.losses - campaign.losses.mean(axis=1, keepdims=True)) ** 2).sum()
    return float(1 - left / spread)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    campaign = ardennes.read(parser.parse_args().file)
    forecasters = {
        **{f"Lanchester, {name}": law(name) for name in LAWS},
        "last value": last_value,
        "moving average": moving_average,
        "autocorrelated intensity": autocorrelated,
        "the same, median": middle,
    }
    for name, forecaster in forecasters.items():
        print(f"{name:26}{skill(campaign, forecaster):.3f}")
    for name in LAWS:
        print(f"R² of {name:20}{explained(campaign, name):.3f}")


if __name__ == "__main__":
    main()
