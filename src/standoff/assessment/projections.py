"""What the war will cost: counts ahead as they will be told, and how far such forecasts were right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from standoff.assessment.records import Projection
from standoff.domain.quantities import quantity
from standoff.domain.war import War
from standoff.evaluation.count_skill import count_skill
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.forecast.balance import BalanceView
from standoff.forecast.counts import counts_ahead
from standoff.formatting import count, percent, two_digits
from standoff.observations.counts import running_total

_SOLDIERS = "losses.personnel_total"
_COUNTED = {
    _SOLDIERS: "soldiers lost",
    "toll.civilians_killed": "civilians killed",
    "toll.civilians_injured": "civilians injured",
}


def projections(
    known: ClaimsSnapshot, sides: BalanceView, horizons: Sequence[int], seed: int
) -> tuple[Projection, ...]:
    """Counts that somebody tells often, and losses of a side that nobody does by the two-sided model.

    Args:
        known: what is known as of the day.
        sides: what is believed of the two sides.
        horizons: days ahead.
        seed: of what is sampled.
    """
    samples = counts_ahead(known, known.as_of, horizons, seed)
    found = []
    for of in known.war.channels.forecasts:
        if of.target not in samples:
            continue
        total = running_total(known, of)
        skill = count_skill(total, known.as_of, horizons, seed)
        for horizon, drawn in samples[of.target].items():
            low, middle, high = (float(x) for x in np.quantile(drawn, [0.05, 0.5, 0.95]))
            found.append(
                Projection(
                    quantity=of.quantity,
                    side=of.side,
                    horizon_days=horizon,
                    low=low,
                    value=middle,
                    high=high,
                    told_by=of.stated_by,
                    over_pace=skill.get(horizon),
                    claims=total.claims[-1:],
                )
            )
    told = {p.side for p in found if p.quantity == _SOLDIERS}
    for code, by_horizon in sides.losses_ahead.items() if sides.readings else ():
        for days, lost in by_horizon.items() if code not in told else ():
            found.append(
                Projection(
                    _SOLDIERS, code, int(days), lost.low, lost.middle, lost.high, "", None,
                    sides.claims[-1:],
                )
            )  # fmt: skip
    return tuple(found)


def counted(projection: Projection, war: War) -> str:
    """What is counted: "soldiers lost of Russia"."""
    what = _COUNTED.get(projection.quantity) or quantity(projection.quantity).label
    return f"{what} of {war.parties[projection.side].name}" if projection.side else what


def interval(projection: Projection) -> str:
    """Its 90% interval: "130 to 340"."""
    return f"{two_digits(projection.low)} to {two_digits(projection.high)}"


def teller(projection: Projection) -> str:
    """Whose count it is."""
    return f"as {projection.told_by} will tell" if projection.told_by else "by the two-sided model"


def worth(projection: Projection) -> str:
    """How far earlier ones were right beside the last pace going on."""
    skill = projection.over_pace
    if not projection.told_by:
        return "nobody tells it often enough to score it"
    if skill is None:
        return "too few earlier ones to score"
    weeks = f"({count(skill.n, 'earlier week')})"
    if skill.low > 0:
        return f"better than the last pace by {percent(skill.gain)} {weeks}"
    worse = "worse than" if skill.high < 0 else "no better than"
    return f"{worse} the last pace {weeks}"


def told_ahead(ahead: Sequence[Projection], war: War) -> str:
    """Those of the nearest horizon in a sentence; "" without any."""
    if not ahead:
        return ""
    nearest = min(p.horizon_days for p in ahead)
    told: dict[str, list[str]] = {}
    for p in ahead:
        if p.horizon_days == nearest:
            told.setdefault(teller(p), []).append(f"{counted(p, war)} {interval(p)}")
    parts = [f"{', '.join(counts)} ({who})" for who, counts in told.items()]
    return f"In the next {nearest} days, 90%: {'; '.join(parts)}."
