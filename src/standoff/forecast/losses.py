"""Soldiers lost from a day on, as the source that counts them will state it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from standoff.domain.channels import ForecastCount
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.forecast.posterior_cache import PosteriorCache, chained
from standoff.model.serialize import load_two_sided, save_two_sided
from standoff.model.two_sided import filter as two_sided_filter
from standoff.model.two_sided.losses import sample_losses
from standoff.model.two_sided.mixture import intensity_alone, paired
from standoff.model.two_sided.posterior import TwoSidedPosterior
from standoff.observations.channels import forecast_channel
from standoff.observations.counts import daily_flow
from standoff.observations.front import Days, Numbers

PARTICLES = 1000
_PATHS = 4000
_BREAK_KM2 = 350.0
"""Not used without a front; the filter asks for it."""

_FEWEST_WEEKS = 4


class LossPosteriors:
    """Cached posteriors of counted losses, so that a backtest goes on from week to week.

    Args:
        folder: where they are cached between runs; None caches them in memory only.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._cache = PosteriorCache(folder, load_two_sided, save_two_sided)

    def of(
        self, count: ForecastCount, end: np.datetime64, weekly: Numbers, seed: int
    ) -> TwoSidedPosterior:
        """The posterior after weeks of stated losses; NaN where a week has none.

        Args:
            count: what is counted.
            end: last day of the last week.
            weekly: people a week, (weeks,).
            seed: of the filter.
        """
        start = end - np.timedelta64(7 * weekly.size, "D")
        channel = forecast_channel(count)
        rests_on = f"losses {start} {PARTICLES} {seed} {channel} {count.people}"
        chain = chained(rests_on, weekly.tolist())
        week, posterior = self._cache.latest(chain)
        posterior = posterior or two_sided_filter.start(
            start, count.people, _BREAK_KM2, intensity_alone(paired()), [channel], PARTICLES, seed,
            temper=0.0, by_weight=True,
        )  # fmt: skip
        for people in weekly[week:]:
            posterior = two_sided_filter.advance(posterior, np.array([people]))
        self._cache.keep(chain[-1], posterior)
        return posterior


def stated_losses(
    known: ClaimsSnapshot, as_of: date, horizons: Sequence[int], seed: int, cache: LossPosteriors
) -> dict[str, dict[int, Numbers]]:
    """Equally likely counts of soldiers lost between a day and each horizon, as will be stated.

    Args:
        known: what was known by the day.
        as_of: the day.
        horizons: days ahead.
        seed: of whatever is sampled.
        cache: of the posterior of an earlier day, if there is one.

    Returns:
        By target (`ForecastCount.target`) and horizon people, (n,) each; a target of which fewer
        than four weeks were stated is left out.
    """
    found = {}
    for count in known.war.channels.forecasts:
        days, flow = stated_flow(known, count)
        weeks = days.size // 7
        if weeks < _FEWEST_WEEKS:
            continue
        weekly = flow[days.size - 7 * weeks :].reshape(weeks, 7).sum(axis=1)
        posterior = cache.of(count, days[-1], np.where(weekly > 0, weekly, np.nan), seed)
        age = int((np.datetime64(as_of) - days[-1]).astype(int))
        ahead = sorted({age + h for h in horizons} | ({age} if age else set()))
        samples = sample_losses(posterior, ahead, _PATHS, seed, stated=0).stated
        at = {day: samples[:, i] for i, day in enumerate(ahead)}
        found[count.target] = {
            h: np.asarray(at[age + h] - at.get(age, 0.0), dtype=np.float64) for h in horizons
        }
    return found


def stated_flow(known: ClaimsSnapshot, count: ForecastCount) -> tuple[Days, Numbers]:
    """What a count that is forecast has stated a day: days (n,) and people on each (n,)."""
    return daily_flow(known, count.quantity, count.channel.side, count.channel.source)
