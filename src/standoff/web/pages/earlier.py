"""What was forecast of the front a quarter to a year ago, ghosted, against what then happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from standoff.formatting import amount, written
from standoff.report.charts.svg import INK
from standoff.report.charts.vega import BLUE, RED
from standoff.report.templating import render
from standoff.web.pages.frame import PageContext
from standoff.web.records import BANDS, FrontView, StoredFigure

ID = "earlier"
"""Names the figure in addresses."""

_SHOWN_DAYS = 400

_COLUMNS = (
    "Forecast made",
    "Day",
    *(f"{q}%, km²" for q in (5, 25, 50, 75, 95)),
    "Held as mapped, km²",
)


@dataclass(frozen=True)
class _Ghost:
    """A forecast as paths: 90%, 50%, middle."""

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
    wide: float
    tall: float

    def x(self, day: date) -> float:
        """From 0 to `wide`."""
        return round(self.wide * (day - self.first).days / max((self.last - self.first).days, 1), 1)

    def y(self, km2: float) -> float:
        """From `tall`, the lowest level, to 0."""
        return round(self.tall * (self.high - km2) / max(self.high - self.low, 1.0), 2)

    def line(self, days: Sequence[date], km2: Sequence[float]) -> str:
        """A path through levels by day."""
        at = zip(days, km2, strict=True)
        return "".join(
            f"{'L' if i else 'M'}{self.x(d):g} {self.y(v):g}" for i, (d, v) in enumerate(at)
        )

    def band(self, days: Sequence[date], low: Sequence[float], high: Sequence[float]) -> str:
        """A closed path between two lines."""
        return self.line([*days, *reversed(days)], [*low, *reversed(high)]) + "Z"

    def ghost(self, front: FrontView) -> _Ghost:
        """A forecast as paths."""
        days, bands = [date.fromisoformat(day) for day in front.ahead], front.bands
        return _Ghost(
            self.band(days, bands["low90"], bands["high90"]),
            self.band(days, bands["low50"], bands["high50"]),
            self.line(days, bands["middle"]),
        )


@dataclass(frozen=True)
class _Forecasts:
    """What was mapped, by week, and the forecasts made before: nothing of either draws no figure."""

    held: dict[date, float]
    ghosts: list[FrontView]

    @classmethod
    def of(cls, now: FrontView, before: Sequence[FrontView]) -> _Forecasts:
        """The parts of `earlier` that can be drawn."""
        km2 = zip(now.days, now.km2, strict=True)
        held = {date.fromisoformat(day): level for day, level in km2 if level is not None}
        return cls(held, [front for front in before if front.ahead])

    def on(self, day: str) -> float | None:
        """The mapped level of a day, from the week it lies in."""
        found = [at for at in self.held if abs((at - date.fromisoformat(day)).days) <= 3]
        return self.held[found[0]] if found else None

    def plot(self, wide: float, tall: float) -> _Plot:
        """Where a day and a level stand: from the first forecast, or a year back, on."""
        first = max(max(self.held) - timedelta(days=_SHOWN_DAYS), min(self.held))
        first = min(first, *(date.fromisoformat(front.ahead[0]) for front in self.ghosts))
        last = max(*self.held, *(date.fromisoformat(front.ahead[-1]) for front in self.ghosts))
        levels = [km2 for day, km2 in self.held.items() if day >= first]
        for front in self.ghosts:
            levels += [*front.bands["low90"], *front.bands["high90"]]
        return _Plot(first, last, min(levels), max(levels), wide, tall)

    def inside(self) -> str:
        """How many of the forecasts held the level at their end, in a sentence."""
        ends = [(front, self.on(front.ahead[-1])) for front in self.ghosts]
        known = [(front, km2) for front, km2 in ends if km2 is not None]
        if not known:
            return "None of them has reached its last day yet."
        inside = sum(f.bands["low90"][-1] <= km2 <= f.bands["high90"][-1] for f, km2 in known)
        return f"On their last day, {inside} of {len(known)} had what happened within their 90%."

    def drawn(self, plot: _Plot) -> dict[str, Any]:
        """What both templates draw."""
        shown = {day: km2 for day, km2 in self.held.items() if day >= plot.first}
        span = (plot.last - plot.first).days
        marked = [plot.first + timedelta(days=round(span * at)) for at in (0.12, 0.5, 0.88)]
        return {
            "description": f"Area by week against {len(self.ghosts)} earlier forecasts. "
            + self.inside(),
            "ghosts": [plot.ghost(front) for front in self.ghosts],
            "land": plot.line(list(shown), list(shown.values())),
            "high": amount(round(plot.high)),
            "low": amount(round(plot.low)),
            "days": [(plot.x(day), f"{day:%b %Y}") for day in marked],
        }

    def rows(self, first: date) -> tuple[tuple[str, ...], ...]:
        """What was mapped by week from a day on, then each forecast by week beside it."""
        nothing = [""] * len(BANDS)
        rows = [
            ("", f"{day}", *nothing, f"{km2:.1f}") for day, km2 in self.held.items() if day >= first
        ]
        for front in self.ghosts:
            for k, day in enumerate(front.ahead):
                then = self.on(day)
                levels = (f"{front.bands[name][k]:.1f}" for name in BANDS)
                rows.append((front.ahead[0], day, *levels, "" if then is None else f"{then:.1f}"))
        return tuple(rows)


def earlier(context: PageContext, now: FrontView, before: Sequence[FrontView]) -> Markup:
    """The figure; in words where nothing earlier was forecast.

    Args:
        context: the war and the day.
        now: the front as known on the day.
        before: the front, and what was forecast of it, on days before.
    """
    forecasts = _Forecasts.of(now, before)
    if not forecasts.held or not forecasts.ghosts:
        return render("web/earlier_none.html")
    title, source = _title_and_source(context, now)
    return render(
        "web/earlier.html",
        title=title,
        source=source,
        day=written(context.as_of),
        made=", ".join(written(date.fromisoformat(f.ahead[0])) for f in forecasts.ghosts),
        inside=forecasts.inside(),
        at=lambda form: context.at(f"figures/{ID}.{form}"),
        **forecasts.drawn(forecasts.plot(1000.0, 100.0)),
    )


def alone(context: PageContext, now: FrontView, before: Sequence[FrontView]) -> StoredFigure:
    """The figure to download; its `svg` is "" where nothing earlier was forecast.

    Args:
        context, now, before: as in `earlier`.
    """
    forecasts = _Forecasts.of(now, before)
    title, source = _title_and_source(context, now)
    if not forecasts.held or not forecasts.ghosts:
        return StoredFigure(ID, title, "", (), (), (), source)
    plot = forecasts.plot(640.0, 190.0)
    colours = {"ink": INK, "warm": RED, "cool": BLUE}
    svg = render("web/earlier_alone.html", title=title, **colours, **forecasts.drawn(plot))
    key = (
        ("line", BLUE, f"held, as mapped by {written(context.as_of)}"),
        ("dash", RED, "middle of an earlier forecast"),
        ("band-50", RED, "50% of the forecast"),
        ("band-90", RED, "90% of the forecast"),
    )
    return StoredFigure(ID, title, str(svg), key, _COLUMNS, forecasts.rows(plot.first), source)


def _title_and_source(context: PageContext, now: FrontView) -> tuple[str, str]:
    side = context.war.sides[0].name
    return (
        f"Area held by {side}, km²: earlier forecasts, and what happened",
        f"As of {written(context.as_of)}. Source: our own forecasts; {now.source}.",
    )
