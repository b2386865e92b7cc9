"""Soldiers lost from a day on, as the source that counts them will state it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np

from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.forecast.posterior_cache import PosteriorCache, chained
from standoff.model.serialize import load_two_sided, save_two_sided
from standoff.model.two_sided.filter import advance_forces, start_forces
from standoff.model.two_sided.losses import sample_losses
from standoff.model.two_sided.mixture import intensity_alone, paired
from standoff.model.two_sided.posterior import TwoSidedPosterior
from standoff.observations.channels import feeds
from standoff.observations.counts import daily_flow
from standoff.observations.front import Numbers

STATED = ("losses.personnel_total", "RU", "general-staff")
"""The losses that are forecast: quantity, side, source."""

PARTICLES = 1000
_PATHS = 4000
NOMINAL = 190_000.0
"""Strength by which losses are divided, people: what was massed by February 2022 (US estimates).
Only ratios to it enter where intensity alone carries the losses."""

_BREAK_KM2 = 350.0
"""Not used without a front; the filter asks for it."""

_FEWEST_WEEKS = 4


class LossPosteriors:
    """Beliefs about losses by digest, so that a replay goes on and a day asked again costs nothing.

    Args:
        folder: where they are kept between runs; None keeps them in memory only.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._shelf = PosteriorCache(folder, load_two_sided, save_two_sided)

    def of(self, end: np.datetime64, weekly: Numbers, seed: int) -> TwoSidedPosterior:
        """The belief after weeks of stated losses; NaN where a week has none.

        Args:
            end: last day of the last week.
            weekly: people a week, (weeks,).
            seed: of the filter.
        """
        start = end - np.timedelta64(7 * weekly.size, "D")
        chain = chained(f"losses {start} {PARTICLES} {seed}", weekly.tolist())
        week, belief = self._shelf.latest(chain)
        belief = belief or _begin(start, seed)
        for count in weekly[week:]:
            belief = advance_forces(belief, np.array([count]))
        self._shelf.keep(chain[-1], belief)
        return belief


def stated_losses(
    known: ClaimsSnapshot, as_of: date, horizons: Sequence[int], seed: int, kept: LossPosteriors
) -> dict[int, Numbers]:
    """Equally likely counts of soldiers lost between a day and each horizon, as will be stated.

    Args:
        known: what was known by the day.
        as_of: the day.
        horizons: days ahead.
        seed: of whatever is sampled.
        kept: the belief of an earlier day, if there is one.

    Returns:
        People by horizon, (n,) each; empty where fewer than four weeks were stated.
    """
    days, flow = daily_flow(known, *STATED)
    weeks = days.size // 7
    if weeks < _FEWEST_WEEKS:
        return {}
    weekly = flow[days.size - 7 * weeks :].reshape(weeks, 7).sum(axis=1)
    weekly = np.where(weekly > 0, weekly, np.nan)
    belief = kept.of(days[-1], weekly, seed)
    age = int((np.datetime64(as_of) - days[-1]).astype(int))
    ahead = sorted({age + h for h in horizons} | ({age} if age else set()))
    samples = sample_losses(belief, ahead, _PATHS, seed, stated=0).stated
    at = {day: samples[:, i] for i, day in enumerate(ahead)}
    return {h: np.asarray(at[age + h] - at.get(age, 0.0), dtype=np.float64) for h in horizons}


def _begin(start: np.datetime64, seed: int) -> TwoSidedPosterior:
    count = feeds(STATED[1], "")[0].channel
    members = intensity_alone(paired())
    return start_forces(
        start, NOMINAL, _BREAK_KM2, members, [count], PARTICLES, seed, temper=0.0, by_weight=True
    )
