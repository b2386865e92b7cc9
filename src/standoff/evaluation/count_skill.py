"""How much better earlier forecasts of a count were than its last pace going on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from standoff.evaluation.scores import block_bootstrap, crps_of_logs
from standoff.evaluation.skill import FEWEST
from standoff.forecast.counts import ahead, last_pace, pace_of
from standoff.observations.counts import RunningTotal

_STEP_DAYS = 7
_SAMPLES = 500


@dataclass(frozen=True)
class PaceSkill:
    """Skill at one horizon, from resolved weekly forecasts.

    Attributes:
        gain: share by which the mean CRPS in logs is lower than that of the last pace.
        low, high: its 90% interval, by block bootstrap.
        n: weeks.
    """

    gain: float
    low: float
    high: float
    n: int


def count_skill(
    total: RunningTotal, as_of: date, horizons: Sequence[int], seed: int
) -> dict[int, PaceSkill]:
    """Skill by horizon; one with fewer than eight resolved weeks is left out.

    Args:
        total: what was told by `as_of`; each week is forecast from what was told by then.
        as_of: nothing later is looked at.
        horizons: days ahead.
        seed: of the samples and the bootstrap.
    """
    pace = pace_of(total)
    ours: dict[int, list[float]] = {h: [] for h in horizons}
    theirs: dict[int, list[float]] = {h: [] for h in horizons}
    first, last = np.datetime64(as_of), total.days[-1] if total.days.size else np.datetime64(as_of)
    weeks = int((first - total.days[0]).astype(int)) // _STEP_DAYS if total.days.size else 0
    for week in range(weeks, 0, -1):
        day = first - np.timedelta64(week * _STEP_DAYS, "D")
        open_to = [h for h in horizons if day + np.timedelta64(h, "D") <= last]
        by_pace = last_pace(total, day, open_to)
        for h, samples in ahead(total, pace, day, list(by_pace), _SAMPLES, seed).items():
            came = total.between(day, day + np.timedelta64(h, "D"))
            if came > 0:
                ours[h].append(float(crps_of_logs(came, samples)))
                theirs[h].append(float(crps_of_logs(came, by_pace[h])))
    found = {}
    for h in horizons:
        if len(ours[h]) >= FEWEST and sum(theirs[h]) > 0:
            gain = block_bootstrap(np.subtract(theirs[h], ours[h]), -(-h // _STEP_DAYS), seed)
            mean = float(np.mean(theirs[h]))
            found[h] = PaceSkill(gain.mean / mean, gain.low / mean, gain.high / mean, len(ours[h]))
    return found
