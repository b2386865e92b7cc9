"""What was forecast of the front a quarter to a year ago, ghosted, against what then happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from standoff.report._fill import fill
from standoff.war import War
from standoff.web.making import Front
from standoff.words import amount, written

_SHOWN_DAYS = 400
_HIGH = 100.0

_TEMPLATE = """\
<figure class="ghosts">
<h3>Area held by {{ side }}, km²: forecasts made earlier, and what then happened</h3>
<ul class="key">
<li><svg class="swatch" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true"><path class="land" d="M0 6h24"/></svg>held, as mapped by {{ day }}</li>
<li><svg class="swatch" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true"><path class="ghost50" d="M0 0h24v12h-24z"/></svg>half of the futures then</li>
<li><svg class="swatch" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true"><path class="ghost90" d="M0 0h24v12h-24z"/></svg>nine in ten</li>
</ul>
<div class="plot">
<svg class="chart" role="img" aria-label="{{ told }}">
<svg viewBox="0 0 1000 100" preserveAspectRatio="none" x="0" y="8" width="100%" height="200">
<path class="grid" d="M0 0H1000M0 50H1000M0 100H1000"/>
{% for ghost in ghosts %}
<path class="ghost90" d="{{ ghost.nine }}"/><path class="ghost50" d="{{ ghost.half }}"/><path class="ghost" d="{{ ghost.middle }}"/>
{% endfor %}
<path class="land" d="{{ land }}"/>
</svg>
{% for y, label in levels %}
<text x="0" y="{{ y }}">{{ label }}</text>
{% endfor %}
{% for x, label in days %}
<text x="{{ x }}%" y="224" text-anchor="middle">{{ label }}</text>
{% endfor %}
</svg>
</div>
<figcaption>Each forecast was made with what was known on its day: {{ made }}. Where the line leaves a band, we were
wrong by more than we said. {{ inside }} <span class="source">As of {{ day }}. Source: our own forecasts; {{ source }}.</span></figcaption>
</figure>
"""


@dataclass(frozen=True)
class _Ghost:
    """A forecast as paths: nine in ten, half, middle."""

    nine: str
    half: str
    middle: str


@dataclass(frozen=True)
class _Plot:
    """Where a day and a level stand."""

    first: date
    last: date
    low: float
    high: float

    def x(self, day: date) -> float:
        """From 0 to 1,000."""
        return round(1000 * (day - self.first).days / max((self.last - self.first).days, 1), 1)

    def y(self, km2: float) -> float:
        """From 100, the lowest level, to 0."""
        return round(_HIGH * (self.high - km2) / max(self.high - self.low, 1.0), 2)

    def line(self, days: Sequence[date], km2: Sequence[float]) -> str:
        """A path through levels by day."""
        at = zip(days, km2, strict=True)
        return "".join(
            f"{'L' if i else 'M'}{self.x(d):g} {self.y(v):g}" for i, (d, v) in enumerate(at)
        )

    def band(self, days: Sequence[date], low: Sequence[float], high: Sequence[float]) -> str:
        """A closed path between two lines."""
        return self.line([*days, *reversed(days)], [*low, *reversed(high)]) + "Z"


def earlier(war: War, now: Front, before: Sequence[Front], as_of: date) -> Markup:
    """The figure; in words where nothing earlier was forecast.

    Args:
        war: the war.
        now: the front as known on the day.
        before: the front, and what was forecast of it, on days before.
        as_of: the day.
    """
    held = {_day(d): km2 for d, km2 in zip(now.days, now.km2, strict=True) if km2 is not None}
    ghosts = [front for front in before if front.ahead]
    if not held or not ghosts:
        return Markup('<p class="none">No earlier forecast of the area held is known by then.</p>')
    plot = _plot(held, ghosts)
    shown = {day: km2 for day, km2 in held.items() if day >= plot.first}
    return fill(
        _TEMPLATE,
        side=war.sides[0].name,
        day=written(as_of),
        told=f"Area by week against {len(ghosts)} forecasts made earlier. {_inside(held, ghosts)}",
        ghosts=[_ghost(plot, front) for front in ghosts],
        land=plot.line(list(shown), list(shown.values())),
        levels=[(18, amount(round(plot.high))), (219, amount(round(plot.low)))],
        days=[(plot.x(day) / 10, f"{day:%b %Y}") for day in _months(plot)],
        made=", ".join(written(_day(front.ahead[0])) for front in ghosts),
        inside=_inside(held, ghosts),
        source=now.source,
    )


def _plot(held: dict[date, float], ghosts: Sequence[Front]) -> _Plot:
    first = max(max(held) - timedelta(days=_SHOWN_DAYS), min(held))
    first = min(first, *(_day(front.ahead[0]) for front in ghosts))
    last = max(*held, *(_day(front.ahead[-1]) for front in ghosts))
    levels = [km2 for day, km2 in held.items() if day >= first]
    for front in ghosts:
        levels += [*front.bands["low90"], *front.bands["high90"]]
    return _Plot(first, last, min(levels), max(levels))


def _ghost(plot: _Plot, front: Front) -> _Ghost:
    days, bands = [_day(day) for day in front.ahead], front.bands
    return _Ghost(
        plot.band(days, bands["low90"], bands["high90"]),
        plot.band(days, bands["low50"], bands["high50"]),
        plot.line(days, bands["middle"]),
    )


def _inside(held: dict[date, float], ghosts: Sequence[Front]) -> str:
    """How many of the forecasts held the level at their end."""
    resolved = [(f, _near(held, _day(f.ahead[-1]))) for f in ghosts]
    known = [(f, km2) for f, km2 in resolved if km2 is not None]
    if not known:
        return "None of them has come to its end yet."
    inside = sum(f.bands["low90"][-1] <= km2 <= f.bands["high90"][-1] for f, km2 in known)
    return f"At their ends, {inside} of {len(known)} held what happened within their nine in ten."


def _near(held: dict[date, float], day: date) -> float | None:
    """The level of a day, from the week it lies in."""
    found = [at for at in held if abs((at - day).days) <= 3]
    return held[found[0]] if found else None


def _months(plot: _Plot) -> list[date]:
    span = (plot.last - plot.first).days
    return [plot.first + timedelta(days=round(span * share)) for share in (0.12, 0.5, 0.88)]


def _day(text: str) -> date:
    return date.fromisoformat(text)
