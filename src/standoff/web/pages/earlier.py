"""What was forecast of the front a quarter to a year ago, ghosted, against what then happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

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

_ALONE_WIDE, _ALONE_TALL = 640.0, 190.0

_COLUMNS = (
    "Forecast made",
    "Day",
    *(f"{q}%, km²" for q in (5, 25, 50, 75, 95)),
    "Held as mapped, km²",
)


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
    wide: float = 1000.0
    tall: float = 100.0

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


def earlier(context: PageContext, now: FrontView, before: Sequence[FrontView]) -> Markup:
    """The figure; in words where nothing earlier was forecast.

    Args:
        context: the war and the day.
        now: the front as known on the day.
        before: the front, and what was forecast of it, on days before.
    """
    held, ghosts = _held(now), [front for front in before if front.ahead]
    if not held or not ghosts:
        return render("web/earlier_none.html")
    plot = _plot(held, ghosts)
    return render(
        "web/earlier.html",
        title=_title(context),
        day=written(context.as_of),
        description=_description(held, ghosts),
        ghosts=[_ghost(plot, front) for front in ghosts],
        land=_land(plot, held),
        levels=[(18, amount(round(plot.high))), (219, amount(round(plot.low)))],
        days=[(plot.x(day) / 10, f"{day:%b %Y}") for day in _months(plot)],
        made=", ".join(written(_day(front.ahead[0])) for front in ghosts),
        inside=_inside(held, ghosts),
        source=_source(context, now),
        at=lambda form: context.at(f"figures/{ID}.{form}"),
    )


def alone(context: PageContext, now: FrontView, before: Sequence[FrontView]) -> StoredFigure:
    """The figure to take away; its `svg` is "" where nothing earlier was forecast.

    Args:
        context, now, before: as in `earlier`.
    """
    held, ghosts = _held(now), [front for front in before if front.ahead]
    title, source = _title(context), _source(context, now)
    if not held or not ghosts:
        return StoredFigure(ID, title, "", (), (), (), source)
    plot = replace(_plot(held, ghosts), wide=_ALONE_WIDE, tall=_ALONE_TALL)
    svg = render(
        "web/earlier_alone.html",
        title=title,
        description=_description(held, ghosts),
        ghosts=[_ghost(plot, front) for front in ghosts],
        land=_land(plot, held),
        levels=[(12, amount(round(plot.high))), (208, amount(round(plot.low)))],
        days=[(plot.x(day), f"{day:%b %Y}") for day in _months(plot)],
        ink=INK,
        warm=RED,
        cool=BLUE,
    )
    key = (
        ("line", BLUE, f"held, as mapped by {written(context.as_of)}"),
        ("dash", RED, "middle of a forecast made earlier"),
        ("band-50", RED, "half of the futures then"),
        ("band-90", RED, "nine in ten"),
    )
    return StoredFigure(ID, title, str(svg), key, _COLUMNS, _rows(plot, held, ghosts), source)


def _rows(
    plot: _Plot, held: dict[date, float], ghosts: Sequence[FrontView]
) -> tuple[tuple[str, ...], ...]:
    """What was mapped by week, then each forecast by week beside it."""
    nothing = [""] * len(BANDS)
    rows = [
        ("", f"{day}", *nothing, f"{km2:.1f}") for day, km2 in held.items() if day >= plot.first
    ]
    for front in ghosts:
        for k, day in enumerate(front.ahead):
            then = _near(held, _day(day))
            levels = (f"{front.bands[name][k]:.1f}" for name in BANDS)
            rows.append((front.ahead[0], day, *levels, "" if then is None else f"{then:.1f}"))
    return tuple(rows)


def _title(context: PageContext) -> str:
    side = context.war.sides[0].name
    return f"Area held by {side}, km²: forecasts made earlier, and what then happened"


def _source(context: PageContext, now: FrontView) -> str:
    return f"As of {written(context.as_of)}. Source: our own forecasts; {now.source}."


def _description(held: dict[date, float], ghosts: Sequence[FrontView]) -> str:
    return f"Area by week against {len(ghosts)} forecasts made earlier. {_inside(held, ghosts)}"


def _held(now: FrontView) -> dict[date, float]:
    return {_day(d): km2 for d, km2 in zip(now.days, now.km2, strict=True) if km2 is not None}


def _land(plot: _Plot, held: dict[date, float]) -> str:
    shown = {day: km2 for day, km2 in held.items() if day >= plot.first}
    return plot.line(list(shown), list(shown.values()))


def _plot(held: dict[date, float], ghosts: Sequence[FrontView]) -> _Plot:
    first = max(max(held) - timedelta(days=_SHOWN_DAYS), min(held))
    first = min(first, *(_day(front.ahead[0]) for front in ghosts))
    last = max(*held, *(_day(front.ahead[-1]) for front in ghosts))
    levels = [km2 for day, km2 in held.items() if day >= first]
    for front in ghosts:
        levels += [*front.bands["low90"], *front.bands["high90"]]
    return _Plot(first, last, min(levels), max(levels))


def _ghost(plot: _Plot, front: FrontView) -> _Ghost:
    days, bands = [_day(day) for day in front.ahead], front.bands
    return _Ghost(
        plot.band(days, bands["low90"], bands["high90"]),
        plot.band(days, bands["low50"], bands["high50"]),
        plot.line(days, bands["middle"]),
    )


def _inside(held: dict[date, float], ghosts: Sequence[FrontView]) -> str:
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
