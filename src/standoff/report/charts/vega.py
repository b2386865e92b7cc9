"""Vega-Lite specifications as plain dicts: layers over rows of an assessment.

The colours are Okabe and Ito's that keep a contrast near 3 to 1 on white and on near-black; what a
colour tells, a dash, a shape or a filling tells too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from standoff.report.charts.svg import INK

Spec = dict[str, Any]
Row = dict[str, Any]
Rows = list[Row]

BLUE = "#0072B2"
RED = "#D55E00"
GREEN = "#009E73"
PURPLE = "#CC79A7"
COLOURS = (BLUE, RED, GREEN, PURPLE)
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke")

WIDTH = 350
_DAY_LABELS_TO = 130
_TAIL = 1.35
_TAIL_SHARE = 0.07
"""How far the tail of an open bound is drawn: on a log scale as a factor, else as a share of the
largest figure. It says "or more", not how much."""

_LOG_FROM = 20.0
"""Figures of which the largest is so many times the smallest are drawn on a log scale."""

AREA_Y: Spec = {"axis": {"format": ",.0f", "title": None}}
_CHANGE_Y: Spec = {
    "scale": {"type": "symlog", "constant": 300},
    "axis": {
        "labelExpr": "datum.value == 0 ? '0' : format(datum.value, '+,.0f')",
        "title": None,
        # Vega thins even given values to the count of ticks.
        "tickCount": 40,
        "values": [
            -100_000,
            -30_000,
            -10_000,
            -3000,
            -1000,
            -300,
            0,
            300,
            1000,
            3000,
            10_000,
            30_000,
            100_000,
        ],
    },
}
ODDS_Y: Spec = {
    "scale": {"domain": [0, 1]},
    "axis": {"format": ".0%", "title": None, "values": [0, 0.25, 0.5, 0.75, 1]},
}


def fan(known: Rows, ahead: Rows, sampled: Rows, redraws: Rows, title: str) -> Spec:
    """Area by day, its forecast as bands and as courses, the last day known, redraws of the map."""
    y = {**AREA_Y, "scale": {"zero": False}}
    course = {"type": "line", "color": RED, "strokeWidth": 0.7, "opacity": 0.8}
    layers = [
        band(ahead, "low90", "high90", RED, 0.22, y),
        band(ahead, "low50", "high50", RED, 0.40, y),
        layer(sampled, course, y=at("km2", y), detail={"field": "course", "type": "nominal"}),
        line(ahead, "middle", RED, [5, 3], y),
        line(known, "km2", BLUE, [], y),
        _rules(ahead[:1], []),
        _rules(redraws, [2, 3]),
    ]
    return panel(title, 215, layers)


def overview(known: Rows, redraws: Rows, title: str) -> Spec:
    """Area by week over the whole war, from zero."""
    y = {**AREA_Y, "axis": {**AREA_Y["axis"], "tickCount": 3}, "scale": {"zero": True}}
    return panel(title, 70, [line(known, "km2", BLUE, [], y), _rules(redraws, [2, 3])])


def change(known: Rows, bands: Rows, ahead: Rows, title: str) -> Spec:
    """Change over a window against the thresholds of its time, on a scale that bends."""
    y = _CHANGE_Y
    layers = [
        band(bands, "-break", "break", INK, 0.09, y, "step-after"),
        band(bands, "-still", "still", INK, 0.20, y, "step-after"),
        line(known, "km2", BLUE, [], y),
        whiskers(ahead, "low90", "high90", RED, 1.5, y),
        whiskers(ahead, "low50", "high50", RED, 5, y),
        marks(ahead, "middle", {"color": RED, "filled": True, "size": 45}, y),
    ]
    return panel(title, 300, layers)


def odds(lines: Rows, ticks: Rows, title: str) -> Spec:
    """Two probabilities by week, the base rate, and what came to pass as ticks at 1 and 0."""
    tick = {"type": "tick", "orient": "vertical", "size": 11, "thickness": 1.4, "color": INK}
    layers = [
        line(lines, "base", GREEN, [2, 2], ODDS_Y),
        line(lines, "now", RED, [5, 3], ODDS_Y, 1.3),
        line(lines, "narrow", BLUE, [], ODDS_Y),
        layer(ticks, {**tick, "opacity": 0.7}, y=at("at", ODDS_Y)),
    ]
    return panel(title, 200, layers)


def points(
    panels: Mapping[str, Rows],
    kinds: Sequence[str],
    counted: Sequence[str],
    days: tuple[date, date],
    log: bool,
) -> Spec:
    """Figures with their bounds; colour and filling by what is counted, shape by who counts.

    Args:
        panels: by title, rows of day, y, low, high, open (1 upward, -1 downward, 0),
            kind and counted; they share a scale.
        kinds, counted: what shapes and colours stand for, in order.
        days: the first and last day of the axis.
        log: whether the scale is logarithmic.
    """
    numbers = _numbers([row for of in panels.values() for row in of])
    step = 0.0 if log else _TAIL_SHARE * max(numbers)
    y = {**AREA_Y, "scale": {"zero": True}}
    if log:
        domain = [min(numbers) / 1.5, max(numbers) * 1.5]
        ticks = [m * 10**e for e in range(1, 9) for m in (1, 3)]
        y = {
            "scale": {"type": "log", "domain": domain, "nice": False},
            "axis": {**AREA_Y["axis"], "values": ticks, "tickCount": 40},
        }
    shape = {
        "field": "kind",
        "type": "nominal",
        "scale": {"domain": list(kinds), "range": list(SHAPES[: len(kinds)])},
        "legend": None,
    }
    height = 150 if len(panels) > 1 else 200
    drawn = []
    for title, of in panels.items():
        layers: list[Spec] = []
        for i, name in enumerate(counted):
            part = [_tailed(row, step) for row in of if row["counted"] == name]
            colour = COLOURS[i]
            mark = {"color": colour, "filled": i == 0, "size": 42, "strokeWidth": 1.5}
            layers += [
                whiskers([r for r in part if r["low"]], "low", "high", colour, 2.5, y),
                whiskers([r for r in part if r["tail"] is not None], "y", "tail", colour, 1, y),
                marks([r for r in part if r["y"]], "y", mark, y, shape=shape),
            ]
        drawn.append(panel(title, height, layers, days))
    shared = {"scale": {"x": "shared", "y": "shared"}}
    return {"spacing": 14, "resolve": shared, "vconcat": drawn}


def log_scale(rows: Rows) -> bool:
    """Whether figures lie so far apart that a linear scale would hide the small ones."""
    numbers = _numbers(rows)
    return min(numbers) > 0 and max(numbers) > _LOG_FROM * min(numbers)


def stacked(*panels: Spec) -> Spec:
    """Panels one under the other, each with its own scales."""
    return {"spacing": 18, "vconcat": list(panels)}


def panel(
    title: str, height: int, layers: list[Spec], days: tuple[date, date] | None = None
) -> Spec:
    """Layers over one pair of axes; those without rows are left out.

    The axis of days runs over `days` if given, else over what the rows cover.
    """
    drawn = [layer for layer in layers if layer["data"]["values"]]
    told = [date.fromisoformat(r["day"]) for layer in drawn for r in layer["data"]["values"]]
    first, last = days or (min(told), max(told))
    ends = [{"year": d.year, "month": d.month, "date": d.day, "utc": True} for d in (first, last)]
    for layer in drawn:
        x = layer["encoding"]["x"]
        x["scale"]["domain"] = ends
        x["axis"]["format"] = "%b %Y" if (last - first).days > _DAY_LABELS_TO else "%-d %b"
    return {"width": WIDTH, "height": height, "title": title, "layer": drawn}


def layer(rows: Rows, mark: Spec, **channels: Spec) -> Spec:
    """One layer: a mark over rows, by day."""
    x = {
        "field": "day",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {"title": None},
    }
    return {"data": {"values": rows}, "mark": mark, "encoding": {"x": x, **channels}}


def at(field: str, y: Spec) -> Spec:
    """A quantitative field on the vertical axis."""
    return {"field": field, "type": "quantitative", **y}


def line(rows: Rows, field: str, colour: str, dash: list[int], y: Spec, width: float = 2) -> Spec:
    """A line through rows, dashed or solid."""
    mark = {
        "type": "line",
        "color": colour,
        "strokeDash": dash,
        "strokeWidth": width,
        "invalid": "break-paths-show-domains",
    }
    return layer(rows, mark, y=at(field, y))


def band(
    rows: Rows, low: str, high: str, colour: str, opacity: float, y: Spec, how: str = "linear"
) -> Spec:
    """An area between two fields of the rows."""
    mark = {"type": "area", "color": colour, "opacity": opacity, "interpolate": how}
    return layer(rows, mark, y=at(low, y), y2={"field": high})


def whiskers(rows: Rows, low: str, high: str, colour: str, width: float, y: Spec) -> Spec:
    """A vertical rule from one field to another."""
    mark = {"type": "rule", "color": colour, "strokeWidth": width, "opacity": 0.75}
    return layer(rows, mark, y=at(low, y), y2={"field": high})


def marks(rows: Rows, field: str, mark: Spec, y: Spec, **channels: Spec) -> Spec:
    """Point marks at a field of the rows."""
    return layer(rows, {"type": "point", "opacity": 0.9, **mark}, y=at(field, y), **channels)


def _rules(rows: Rows, dash: list[int]) -> Spec:
    return layer(rows, {"type": "rule", "color": INK, "strokeDash": dash, "opacity": 0.6})


def _tailed(row: Row, step: float) -> Row:
    """The row with the end of its tail; `step` is 0 on a log scale."""
    way = row["open"]
    if not way:
        return {**row, "tail": None}
    return {**row, "tail": max(row["y"] + way * step, 0.0) if step else row["y"] * _TAIL**way}


def _numbers(rows: Rows) -> list[float]:
    return [float(row[k]) for row in rows for k in ("y", "low", "high") if row[k]]
