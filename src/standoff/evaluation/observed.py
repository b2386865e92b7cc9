"""What then happened, as known by the last day of a backtest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from standoff.domain.outcomes import Outcome, disputed, truth
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.forecast.losses import stated_flow
from standoff.observations.front import Days, FrontSeries, Numbers, front_series


@dataclass(frozen=True)
class Observed:
    """What happened, by day.

    Attributes:
        front: the front.
        stated: what was stated as lost a day, by target's name: days (n,) and people (n,).
        outcomes: by target date, where the maps agree.
        disputed: what the one map gives on days on which they differ.
    """

    front: FrontSeries
    stated: Mapping[str, tuple[Days, Numbers]]
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

    def lost(self, name: str, day: date, target: date) -> float | None:
        """People stated as lost after a day up to another; None unless each day is known."""
        days, flow = self.stated[name]
        if not days.size:
            return None
        first = int((np.datetime64(day) - days[0]).astype(int)) + 1
        between = flow[first : first + (target - day).days]
        whole = between.size == (target - day).days and not np.isnan(between).any()
        return float(between.sum()) if whole and between.sum() > 0 else None


def observed_by(known: ClaimsSnapshot) -> Observed:
    """What happened up to a day, from the claims known by it."""
    counts = known.war.channels.forecasts
    return Observed(
        front_series(known),
        {count.target: stated_flow(known, count) for count in counts},
        *(
            {day: outcome for day, outcome in of(known.war).items() if day <= known.as_of}
            for of in (truth, disputed)
        ),
    )
