"""Stalemate through the whole war as a curve, with a slider over it that moves the day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from standoff.domain.war import War
from standoff.formatting import percent, written
from standoff.report.templating import render

_WIDE, _HIGH = 1000.0, 100.0
_WEEK = timedelta(days=7)
_SILENT = timedelta(days=200)
"""So long without a map of the front is said in the curve."""


@dataclass(frozen=True)
class _Scale:
    """Where a day and a probability stand on the curve."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """From 0 to 1,000."""
        span = max((self.last - self.first).days, 1)
        return round(_WIDE * (day - self.first).days / span, 1)

    def share(self, day: date) -> float:
        """Percent of the width."""
        return round(self.x(day) / 10, 2)


def curve(
    war: War, weeks: Sequence[Mapping[str, Any]], stops: Sequence[date], as_of: date
) -> Markup:
    """The curve with its slider.

    Args:
        war: the war.
        weeks: of `standoff.timeline/1`.
        stops: the days that the slider stops at, oldest first.
        as_of: the day looked at.
    """
    scale = _Scale(stops[0], max(stops[-1], war.start + _WEEK))
    dated = [(date.fromisoformat(w["date"]), w) for w in weeks]
    width = scale.x(scale.first + _WEEK)
    # From narrow up to wide and back.
    around = [(scale.x(day), w["wide"]) for day, w in dated]
    around += [(scale.x(day), w["narrow"]) for day, w in reversed(dated)]
    # For a reader who does not see the curve.
    description = "There is no forecast yet: the front is not measured, or for less than 30 days."
    if dated:
        low, high = (of(dated, key=lambda w: w[1]["narrow"]) for of in (min, max))
        description = (
            f"Narrow probability of stalemate by week: lowest {percent(low[1]['narrow'])} in the week"
            f" of {written(low[0])}, highest {percent(high[1]['narrow'])} in the week of "
            f"{written(high[0])}, last {percent(dated[-1][1]['narrow'])} in the week of "
            f"{written(dated[-1][0])}."
        )
    index = max((i for i, stop in enumerate(stops) if stop <= as_of), default=0)
    return render(
        "web/curve.html",
        description=description,
        stops=json.dumps([stop.isoformat() for stop in stops]),
        weeks=json.dumps([[w["date"], w["narrow"], w["wide"]] for w in weeks]),
        narrow=_line([(scale.x(day), w["narrow"]) for day, w in dated]),
        band=_line(around) + "Z" if around else "",
        came="".join(
            f"M{scale.x(day):g} 0h{width:g}v1h-{width:g}z"
            for day, week in dated
            if week["happened"] == "standstill"
        ),
        levels=[("0", 15, "100%"), ("0", 62, "50%"), ("0", 121, "0")],
        years=[
            (scale.share(date(year, 1, 1)), year)
            for year in range(scale.first.year + 1, scale.last.year + 1)
        ],
        here=scale.share(as_of),
        silent=scale.share(dated[-1][0]) if dated and scale.last - dated[-1][0] > _SILENT else 0,
        last=len(stops) - 1,
        index=index,
        day=written(as_of),
        today=written(stops[-1]),
    )


def _line(points: Sequence[tuple[float, float]]) -> str:
    return "".join(
        f"{'L' if i else 'M'}{x:g} {_HIGH * (1 - p):.1f}" for i, (x, p) in enumerate(points)
    )
