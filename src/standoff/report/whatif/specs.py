"""Vega-Lite specifications of a what-if: paired odds, two fans, time to leave, tornado."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from standoff.report.charts.svg import INK
from standoff.report.charts.vega import (
    AREA_Y,
    BLUE,
    ODDS_Y,
    RED,
    Row,
    Rows,
    Spec,
    band,
    line,
    panel,
    stacked,
)

_PLOT, _STEP, _LABELS = 195, 22, 150
_NAMES = {"title": None, "labelLimit": _LABELS, "minExtent": _LABELS, "grid": True, "offset": 8}
_BARS, _BAR_LABELS, _BAR_STEP = 350, 40, 30


def paired_odds(panels: Mapping[str, Rows], names: Sequence[str]) -> Spec:
    """Each outcome unchanged (ring) and under the what-if (dot with its 90% interval).

    Args:
        panels: by title, rows of name, before, after, low, high; the last three None without odds.
        names: the outcomes, in order.
    """
    drawn = []
    for title, rows in panels.items():
        known = [row for row in rows if row["after"] is not None]
        layers: list[Spec] = [
            {
                "data": {"values": known},
                "mark": {"type": "rule", "color": RED, "strokeWidth": 2.0, "opacity": 0.75},
                "encoding": {
                    "x": {"field": "low", "type": "quantitative"},
                    "x2": {"field": "high"},
                    "y": {"field": "name", "type": "nominal", "axis": dict(_NAMES)},
                },
            },
            _dots(rows, "before", INK, filled=False),
            _dots(known, "after", RED, filled=True),
        ]
        for one in layers:
            one["encoding"]["x"] |= {"scale": {"domain": [0, 1]}}
            one["encoding"]["x"]["axis"] = {**ODDS_Y["axis"], "grid": True}
            one["encoding"]["y"]["sort"] = list(names)
        drawn.append(
            {
                "width": _PLOT,
                "height": {"step": _STEP},
                "title": title,
                "layer": [one for one in layers if one["data"]["values"]],
            }
        )
    return stacked(*drawn)


def fans(known: Rows, before: Rows, after: Rows, title: str) -> Spec:
    """Area by day: as known, the unchanged fan as a ghost, and the changed one.

    Args:
        known: rows of day and km2.
        before: rows of day, low90, high90 and middle.
        after: the same with low50 and high50; these and middle None for a range without odds.
        title: of the panel.
    """
    y = {**AREA_Y, "scale": {"zero": False}}
    with_odds = [row for row in after if row["middle"] is not None]
    layers = [
        band(after, "low90", "high90", RED, 0.22, y),
        band(with_odds, "low50", "high50", RED, 0.40, y),
        line(before, "low90", INK, [2, 2], y, 1),
        line(before, "high90", INK, [2, 2], y, 1),
        line(before, "middle", INK, [5, 3], y, 1.5),
        line(with_odds, "middle", RED, [], y),
        line(known, "km2", BLUE, [], y),
    ]
    return panel(title, 240, layers)


def leaving(panels: Mapping[str, Rows]) -> Spec:
    """Probability of having left stalemate by day, unchanged and under the what-if.

    Args:
        panels: by title, rows of day, before, after, low, high; the last three None without odds.
    """
    drawn = []
    for title, rows in panels.items():
        known = [row for row in rows if row["after"] is not None]
        layers: list[Spec] = [
            band(known, "low", "high", RED, 0.22, ODDS_Y),
            line(rows, "before", INK, [5, 3], ODDS_Y, 1.5),
            line(known, "after", RED, [], ODDS_Y),
        ]
        drawn.append(panel(title, 150, layers))
    return stacked(*drawn)


def tornado(rows: Rows, middle: float, axis: str) -> Spec:
    """One bar an uncertainty, from the figure at its low end to that at its high end.

    Args:
        rows: of label, from, to, and low_at and high_at with the text of the ends.
        middle: the figure with all at their middles.
        axis: title of the axis.
    """
    y = {
        "field": "label",
        "type": "nominal",
        "sort": [row["label"] for row in rows],
        "axis": {"title": None, "labelLimit": _BAR_LABELS, "minExtent": _BAR_LABELS},
    }
    x: Row = {"type": "quantitative", "axis": {"title": axis, "tickCount": 5, "format": ",~f"}}
    bars = {
        "data": {"values": rows},
        "mark": {"type": "bar", "color": BLUE, "opacity": 0.75, "height": 13},
        "encoding": {"x": {"field": "from", **x}, "x2": {"field": "to"}, "y": y},
    }
    at_middle = {
        "data": {"values": [{"at": middle}]},
        "mark": {"type": "rule", "color": INK, "strokeDash": [5, 3]},
        "encoding": {"x": {"field": "at", **x}},
    }
    return {
        "width": _BARS,
        "height": {"step": _BAR_STEP},
        "layer": [bars, at_middle],
    }


def _dots(rows: Rows, field: str, colour: str, filled: bool) -> Spec:
    mark = {
        "type": "point",
        "shape": "circle",
        "color": colour,
        "filled": filled,
        "size": 50,
        "opacity": 1,
        "strokeWidth": 1.6,
    }
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {
            "x": {"field": field, "type": "quantitative"},
            "y": {"field": "name", "type": "nominal", "axis": dict(_NAMES)},
        },
    }
