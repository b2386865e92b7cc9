"""What then happened, as known by the last day of a backtest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from standoff.domain.outcomes import Outcome, disputed, truth
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.observations.counts import RunningTotal, running_total
from standoff.observations.front import FrontSeries, front_series


@dataclass(frozen=True)
class Observed:
    """What happened, by day.

    Attributes:
        front: the front.
        totals: of the counts that are forecast, by target's name.
        outcomes: by target date, where the maps agree.
        disputed: what the one map gives on days on which they differ.
    """

    front: FrontSeries
    totals: Mapping[str, RunningTotal]
    outcomes: dict[date, Outcome]
    disputed: dict[date, Outcome]

    def moved_km2(self, day: date, target: date) -> float | None:
        """Net change of the first side's area between two days; None if a level is not known."""
        first, last = (
            int((np.datetime64(d) - self.front.days[0]).astype(int)) for d in (day, target)
        )
        if first < 0 or last >= self.front.km2.size:
            return None
        change = float(self.front.km2[last] - self.front.km2[first])
        return None if np.isnan(change) else change

    def counted(self, name: str, day: date, target: date) -> float | None:
        """What was counted after a day up to another; None where it is not told, or is nothing."""
        came = self.totals[name].between(np.datetime64(day), np.datetime64(target))
        return came if came > 0 else None


def observed_by(known: ClaimsSnapshot) -> Observed:
    """What happened up to a day, from the claims known by it."""
    counts = known.war.channels.forecasts
    return Observed(
        front_series(known),
        {count.target: running_total(known, count) for count in counts},
        *(
            {day: outcome for day, outcome in of(known.war).items() if day <= known.as_of}
            for of in (truth, disputed)
        ),
    )
