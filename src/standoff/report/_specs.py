"""Vega-Lite specifications as plain dicts: layers over the data of an assessment.

Colours are three of Okabe and Ito's that keep a contrast of 3 to 1 on white and on near-black; what
a colour tells, a dash, a shape or a filling tells too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from standoff.report._svg import INK

Spec = dict[str, Any]
Rows = list[dict[str, Any]]

BLUE = "#0072B2"
RED = "#D55E00"
GREEN = "#009E73"
PURPLE = "#CC79A7"
WIDTH = 400
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke")
_LOG_FROM = 20.0
"""Figures of which the largest is so many times the smallest are drawn on a log scale."""

_MARK_LEFT = {"clip": False}
_THOUSANDS = {"format": ",.0f", "title": None}


def area(known: Rows, fan: Rows, redraws: Rows, title: str, *, from_zero: bool) -> Spec:
    """Area by day, with the bands of a forecast, the as-of day and redraws of the map."""
    y: Spec = {"scale": {"zero": from_zero, "nice": True}, "axis": _THOUSANDS}
    layers = [
        _band(fan, "low90", "high90", RED, 0.22, y),
        _band(fan, "low50", "high50", RED, 0.38, y),
        _line(fan, "middle", RED, [5, 3], y),
        _line(known, "km2", BLUE, [], y),
    ]
    if redraws:
        layers.append(_rules(redraws, [2, 3]))
    if fan:
        layers.append(_rules(fan[:1], [1, 0]))
    return _panel(title, 220 if fan else 70, layers)


def change(known: Rows, bands: Rows, ahead: Rows, title: str) -> Spec:
    """Change over 30 days against the thresholds of its time, on a scale that bends at both."""
    ticks = [s * v for v in (100, 1000, 10_000, 100_000) for s in (-1, 1)]
    y: Spec = {
        "scale": {"type": "symlog", "constant": 100},
        "axis": {"format": "+,.0f", "title": None, "values": [0, *ticks]},
    }
    layers = [
        _band(bands, "break_low", "break_high", INK, 0.10, y, "step-after"),
        _band(bands, "still_low", "still_high", INK, 0.20, y, "step-after"),
        _line(known, "km2", BLUE, [], y),
    ]
    if ahead:
        layers += [
            _whisker(ahead, "low90", "high90", RED, 1.5, y),
            _whisker(ahead, "low50", "high50", RED, 5, y),
            _dots(ahead, "middle", RED, y),
        ]
    return _panel(title, 220, layers)


def points(rows: Rows, kinds: Sequence[str], counted: Sequence[str], facets: Sequence[str]) -> Spec:
    """Figures with their bounds; colour and filling by what is counted, shape by who counts.

    Args:
        rows: day, y, low, high, tail (where a bound is open), kind, counted, facet.
        kinds, counted, facets: the domains, in order.
    """
    numbers = [n for row in rows for n in (row["y"], row["low"], row["high"]) if n]
    log = max(numbers) > _LOG_FROM * min(numbers)
    y: Spec = {"scale": _log(numbers) if log else {"zero": True}, "axis": dict(_THOUSANDS)}
    if log:
        y["axis"]["values"] = [m * 10**e for e in range(1, 9) for m in (1, 3)]
    colours = dict(zip(counted, (BLUE, RED, GREEN, PURPLE), strict=False))
    one = [[r for r in rows if r["facet"] == facet] for facet in facets]
    return {
        "spacing": 14,
        "resolve": {"scale": {"x": "shared", "y": "shared"}},
        "vconcat": [
            _panel(facet, 150 if len(facets) > 1 else 190, _series(part, kinds, colours, y))
            for facet, part in zip(facets, one, strict=True)
        ],
    }


def odds(lines: Rows, ticks: Rows, title: str) -> Spec:
    """Two probabilities by week, what came to pass as ticks at 1 and 0, and the base rate."""
    y: Spec = {
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "title": None, "values": [0, 0.25, 0.5, 0.75, 1]},
    }
    layers = [
        _line(lines, "narrow", BLUE, [], y),
        _line(lines, "now", RED, [5, 3], y),
        _line(lines, "base", GREEN, [1, 2], y),
    ]
    if ticks:
        layers.append(
            {
                "data": {"values": ticks},
                "mark": {
                    "type": "tick",
                    "orient": "vertical",
                    "size": 11,
                    "thickness": 1.4,
                    "color": INK,
                    "clip": False,
                },
                "encoding": {"x": _x(), "y": {"field": "at", "type": "quantitative", **y}},
            }
        )
    return _panel(title, 190, layers)


def stacked(*panels: Spec) -> Spec:
    """Panels one under the other, each with its own scales."""
    return {"spacing": 18, "vconcat": list(panels)}


def spanned(spec: Spec, first: date, last: date) -> Spec:
    """The same with its days from `first` to `last`, whatever the data cover."""
    for layer in spec["layer"]:
        scale = layer["encoding"]["x"]["scale"]
        scale["domain"] = [
            {"year": d.year, "month": d.month, "date": d.day, "utc": True} for d in (first, last)
        ]
    return spec


def _panel(title: str, height: int, layers: Iterable[Spec]) -> Spec:
    return {"width": WIDTH, "height": height, "title": title, "layer": list(layers)}


def _x() -> Spec:
    return {
        "field": "day",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": {"title": None, "format": "%b %Y"},
    }


def _line(rows: Rows, field: str, colour: str, dash: list[int], y: Spec) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {
            "type": "line",
            "color": colour,
            "strokeDash": dash,
            "strokeWidth": 2,
            "invalid": "break-paths-show-domains",
        },
        "encoding": {"x": _x(), "y": {"field": field, "type": "quantitative", **y}},
    }


def _band(
    rows: Rows, low: str, high: str, colour: str, opacity: float, y: Spec, how: str = "linear"
) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "area", "color": colour, "opacity": opacity, "interpolate": how},
        "encoding": {
            "x": _x(),
            "y": {"field": low, "type": "quantitative", **y},
            "y2": {"field": high},
        },
    }


def _whisker(rows: Rows, low: str, high: str, colour: str, width: float, y: Spec) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": colour, "strokeWidth": width, "opacity": 0.75},
        "encoding": {
            "x": _x(),
            "y": {"field": low, "type": "quantitative", **y},
            "y2": {"field": high},
        },
    }


def _dots(rows: Rows, field: str, colour: str, y: Spec) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "color": colour, "filled": True, "size": 45, "opacity": 1},
        "encoding": {"x": _x(), "y": {"field": field, "type": "quantitative", **y}},
    }


def _rules(rows: Rows, dash: list[int]) -> Spec:
    return {
        "data": {"values": rows},
        "mark": {"type": "rule", "color": INK, "strokeDash": dash, "opacity": 0.6},
        "encoding": {"x": _x()},
    }


def _series(rows: Rows, kinds: Sequence[str], colours: dict[str, str], y: Spec) -> list[Spec]:
    """Whiskers, tails for open bounds and points, a layer for each thing that is counted."""
    layers: list[Spec] = []
    for order, (name, colour) in enumerate(colours.items()):
        part = [r for r in rows if r["counted"] == name]
        layers.append(_whisker([r for r in part if r["low"]], "low", "high", colour, 2.5, y))
        tails = [r for r in part if r["tail"]]
        layers.append(_whisker(tails, "y", "tail", colour, 1, y))
        shape = {
            "field": "kind",
            "type": "nominal",
            "scale": {"domain": list(kinds), "range": list(SHAPES)[: len(kinds)]},
            "legend": None,
        }
        layers.append(
            {
                "data": {"values": [r for r in part if r["y"]]},
                "mark": {
                    "type": "point",
                    "color": colour,
                    "filled": order == 0,
                    "size": 42,
                    "opacity": 0.9,
                    "strokeWidth": 1.5,
                },
                "encoding": {
                    "x": _x(),
                    "y": {"field": "y", "type": "quantitative", **y},
                    "shape": shape,
                },
            }
        )
    return layers


def _log(numbers: Sequence[float]) -> Spec:
    return {"type": "log", "domain": [min(numbers) / 1.4, max(numbers) * 1.4], "nice": False}
