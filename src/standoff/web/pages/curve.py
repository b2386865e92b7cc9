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
from standoff.report.templating import fill

_WIDE, _HIGH = 1000.0, 100.0
_WEEK = timedelta(days=7)
_SILENT = timedelta(days=200)
"""So long without a map of the front is said in the curve."""

_TEMPLATE = """\
<section class="course" aria-labelledby="curve-title">
<h2 id="curve-title">Probability of stalemate 30 days on, through the war</h2>
<ul class="key">
<li><svg class="swatch" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true"><path class="narrow" d="M0 6h24"/></svg>narrow: a costly standstill</li>
<li><svg class="swatch" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true"><path class="widening" d="M0 0h24v12h-24z"/></svg>up to wide: or a costly creep</li>
<li><svg class="swatch" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true"><path class="came" d="M0 3h24v6h-24z"/></svg>strip: a standstill came</li>
</ul>
<div class="curve" data-stops='{{ stops }}' data-weeks='{{ weeks }}'>
<svg role="img" aria-label="{{ told }}">
<svg viewBox="0 0 1000 100" preserveAspectRatio="none" x="0" y="4" width="100%" height="120">
<path class="grid" d="M0 0H1000M0 50H1000M0 100H1000"/>
<path class="widening" d="{{ band }}"/>
<path class="narrow" d="{{ narrow }}"/>
</svg>
<svg viewBox="0 0 1000 1" preserveAspectRatio="none" x="0" y="130" width="100%" height="8">
<path class="strip" d="M0 0h1000v1h-1000z"/><path class="came" d="{{ came }}"/>
</svg>
{% for x, y, label in levels %}
<text x="{{ x }}" y="{{ y }}">{{ label }}</text>
{% endfor %}
{% for x, label in years %}
<line x1="{{ x }}%" x2="{{ x }}%" y1="124" y2="144"/><text x="{{ x }}%" dx="4" y="154">{{ label }}</text>
{% endfor %}
{% if silent %}
<text class="silent" x="{{ silent }}%" y="68" dx="8">no map of later days is known</text>
{% endif %}
<line class="here" x1="{{ here }}%" x2="{{ here }}%" y1="0" y2="144"/>
</svg>
<input type="range" id="day" min="0" max="{{ last }}" step="1" value="{{ index }}" hidden
aria-label="As-of day, in steps of a week" aria-valuetext="{{ day }}">
</div>
<p class="readout" aria-hidden="true">{{ day }}</p>
<details><summary>How to read the curve</summary>
<p class="source">Drag along it, or focus it and press the arrow keys, to see the war as of another day. It
is replayed on the map as known on {{ today }}, each week seeing only what lay before it; what stands below
it rests on what was known on the day chosen. The dark strip shows the weeks whose forecast a costly
standstill followed 30 days on. As of {{ today }}. Source: our own forecasts; outcomes from the war's
outcomes.csv.</p></details>
</section>
"""


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
    told = [(date.fromisoformat(w["date"]), w) for w in weeks]
    index = max((i for i, stop in enumerate(stops) if stop <= as_of), default=0)
    return fill(
        _TEMPLATE,
        told=_told(told),
        stops=json.dumps([stop.isoformat() for stop in stops]),
        weeks=json.dumps([[w["date"], w["narrow"], w["wide"]] for w in weeks]),
        narrow=_line([(scale.x(day), w["narrow"]) for day, w in told]),
        band=_band([(scale.x(day), w["narrow"], w["wide"]) for day, w in told]),
        came=_came(told, scale),
        levels=[("0", 15, "100%"), ("0", 62, "50%"), ("0", 121, "0")],
        years=[
            (scale.share(date(year, 1, 1)), year)
            for year in range(scale.first.year + 1, scale.last.year + 1)
        ],
        here=scale.share(as_of),
        silent=scale.share(told[-1][0]) if told and scale.last - told[-1][0] > _SILENT else 0,
        last=len(stops) - 1,
        index=index,
        day=written(as_of),
        today=written(stops[-1]),
    )


def _told(weeks: Sequence[tuple[date, Mapping[str, Any]]]) -> str:
    """What somebody who does not see the curve is told."""
    if not weeks:
        return "No week can be told yet: the front is not measured, or for less than 30 days."
    low = min(weeks, key=lambda w: w[1]["narrow"])
    high = max(weeks, key=lambda w: w[1]["narrow"])
    return (
        f"Narrow probability of stalemate by week: lowest {percent(low[1]['narrow'])} in the week of "
        f"{written(low[0])}, highest {percent(high[1]['narrow'])} in the week of {written(high[0])}, "
        f"last {percent(weeks[-1][1]['narrow'])} in the week of {written(weeks[-1][0])}."
    )


def _line(points: Sequence[tuple[float, float]]) -> str:
    return "".join(
        f"{'L' if i else 'M'}{x:g} {_HIGH * (1 - p):.1f}" for i, (x, p) in enumerate(points)
    )


def _band(points: Sequence[tuple[float, float, float]]) -> str:
    """From narrow up to wide and back."""
    around = [(x, wide) for x, _, wide in points] + [(x, low) for x, low, _ in reversed(points)]
    return _line(around) + "Z" if around else ""


def _came(weeks: Sequence[tuple[date, Mapping[str, Any]]], scale: _Scale) -> str:
    width = scale.x(scale.first + _WEEK)
    return "".join(
        f"M{scale.x(day):g} 0h{width:g}v1h-{width:g}z"
        for day, week in weeks
        if week["happened"] == "standstill"
    )
