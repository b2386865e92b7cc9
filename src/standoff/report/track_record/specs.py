"""Vega-Lite specifications of a track record: differences, calibration, ghosts."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

from standoff.report.charts.svg import INK
from standoff.report.charts.vega import (
    AREA_Y,
    BLUE,
    COLOURS,
    RED,
    SHAPES,
    Rows,
    Spec,
    band,
    line,
    marks,
    panel,
    stacked,
)

_PLOT = 225
_LABELS = 195
_STEP = 22
_SQUARE = 150
_WHOLE = 350
_COUNTS_AT = 1.13
_SIGNED = "datum.value == 0 ? '0' : format(datum.value, '+,.2~f')"


def differences(panels: Mapping[str, Rows], axis: str, shared: bool) -> Spec:
    """Dots with whiskers, one row a rival, zero marked; filled where the interval leaves out 0.

    Args:
        panels: by title, rows of rival, by, low, high (None for no interval), bet.
        axis: title of the axis.
        shared: whether panels share its scale.
    """
    drawn = []
    for title, rows in panels.items():
        y = _rivals(rows)
        layers = [
            _zero(),
            _spread([r for r in rows if r["low"] is not None], y, BLUE),
            _dots([r for r in rows if r["bet"]], y, BLUE, "circle", True),
            _dots([r for r in rows if not r["bet"]], y, BLUE, "circle", False),
        ]
        drawn.append(_panel(title, {"step": _STEP}, layers, axis))
    return _together(drawn, shared)


def years(panels: Mapping[str, Rows], of: Sequence[int], axis: str, shared: bool) -> Spec:
    """The same with one dot a year in each row, by colour and shape.

    Args:
        panels: by title, rows of rival, year, by, low, high, bet.
        of: the years, in order.
        axis: title of the axis.
        shared: whether panels share its scale.
    """
    drawn = []
    for title, rows in panels.items():
        offset = {
            "yOffset": {"field": "year", "type": "nominal", "scale": {"domain": list(of)}},
            **_rivals(rows),
        }
        layers = [_zero()]
        for i, year in enumerate(of):
            part = [r for r in rows if r["year"] == year]
            colour, shape = COLOURS[i % len(COLOURS)], SHAPES[i % len(SHAPES)]
            layers += [
                _spread([r for r in part if r["low"] is not None], offset, colour),
                _dots([r for r in part if r["bet"]], offset, colour, shape, True),
                _dots([r for r in part if not r["bet"]], offset, colour, shape, False),
            ]
        height = {"step": _STEP + 11 * (len(of) - 1), "for": "position"}
        drawn.append(_panel(title, height, layers, axis))
    return _together(drawn, shared)


def ranks(panels: Mapping[str, Rows], level: float) -> Spec:
    """Bars of the share of truths by where they fell in the forecast, and the level of a fair one.

    Args:
        panels: by title, rows of from, to and share.
        level: the share that every bar has where forecasts are calibrated.
    """
    top = max(row["share"] for rows in panels.values() for row in rows)
    y = {
        "type": "quantitative",
        "axis": {"format": ".0%", "title": None, "tickCount": 4},
        "scale": {"domain": [0, max(top, 2 * level)]},
    }
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {
            "title": "share of the forecast that lay below what happened",
            "format": ".0%",
            "values": [0, 0.25, 0.5, 0.75, 1],
        },
    }
    drawn = []
    for title, rows in panels.items():
        bars = {
            "data": {"values": rows},
            "mark": {"type": "rect", "color": BLUE, "opacity": 0.8},
            "encoding": {
                "x": {"field": "from", **x},
                "x2": {"field": "to"},
                "y": {"field": "share", **y},
                "y2": {"datum": 0},
            },
        }
        fair = {
            "data": {"values": [{"y": level}]},
            "mark": {"type": "rule", "color": INK, "strokeDash": [5, 3]},
            "encoding": {"y": {"field": "y", **y}},
        }
        drawn.append({"width": _WHOLE, "height": 90, "title": title, "layer": [bars, fair]})
    return stacked(*drawn)


def reliability(panels: Mapping[str, Rows]) -> Spec:
    """How often it happened by how likely it was called, with the number of forecasts at each dot.

    Args:
        panels: by title, rows of said, came and n.
    """
    scale = {"domain": [0, 1]}
    ticks = {"format": ".0%", "values": [0, 0.25, 0.5, 0.75, 1]}
    x = {
        "field": "said",
        "type": "quantitative",
        "scale": scale,
        "axis": {**ticks, "title": "probability given (mean of the bin)"},
    }
    y = {
        "field": "came",
        "type": "quantitative",
        "scale": {"domain": [0, 1.2]},
        "axis": {**ticks, "title": None},
    }
    drawn = []
    for title, rows in panels.items():
        both = {"x": x, "y": y}
        ends = [{"said": 0, "came": 0}, {"said": 1, "came": 1}]
        layers = [
            {
                "data": {"values": ends},
                "mark": {"type": "line", "color": INK, "strokeDash": [5, 3], "strokeWidth": 1},
                "encoding": both,
            },
            {
                "data": {"values": rows},
                "mark": {"type": "line", "color": BLUE, "strokeWidth": 1.5},
                "encoding": both,
            },
            {
                "data": {"values": rows},
                "mark": {"type": "point", "filled": True, "color": BLUE, "opacity": 1, "size": 40},
                "encoding": both,
            },
            {
                "data": {"values": rows},
                "mark": {"type": "text", "color": INK, "fontSize": 11},
                "encoding": {
                    "x": {**x, "field": "bin"},
                    "y": {"datum": _COUNTS_AT},
                    "text": {"field": "n", "type": "quantitative"},
                },
            },
        ]
        drawn.append({"width": _WHOLE, "height": _SQUARE, "title": title, "layer": layers})
    return stacked(*drawn)


def ghosts(panels: Mapping[str, tuple[Rows, Rows]]) -> Spec:
    """Intervals of past forecasts on the day they were for, against what happened.

    Args:
        panels: by title, rows of day, low90, low50, middle, high50, high90; and rows of day, came
            and out (whether it fell outside the 90% interval).
    """
    miss = {"color": INK, "filled": False, "size": 34, "shape": "diamond", "strokeWidth": 1.3}
    drawn = []
    for title, (said, came) in panels.items():
        y = {**AREA_Y, "scale": {"domain": _seen(said, came), "clamp": True, "nice": True}}
        layers = [
            band(said, "low90", "high90", RED, 0.22, y),
            band(said, "low50", "high50", RED, 0.40, y),
            line(said, "middle", RED, [5, 3], y, 1.3),
            line(came, "came", BLUE, [], y),
            marks([r for r in came if r["out"]], "came", miss, y),
        ]
        drawn.append(panel(title, 170, layers))
    return stacked(*drawn)


def _seen(said: Rows, came: Rows) -> list[float]:
    """What a panel of ghosts spans: what happened, zero, and room for a usual band on either side.

    A few forecasts far wider than the rest would press all others flat.
    """
    usual = statistics.median(r["high90"] - r["low90"] for r in said)
    floor = min(0.0, *(r["came"] for r in came))
    top = max(0.0, *(r["came"] for r in came))
    low = max(floor - usual, min(floor, *(r["low90"] for r in said)))
    return [low, min(top + usual, max(top, *(r["high90"] for r in said)))]


def _together(drawn: Sequence[Spec], shared: bool) -> Spec:
    return {
        **stacked(*drawn),
        "resolve": {"scale": {"x": "shared" if shared else "independent", "y": "independent"}},
    }


def _panel(title: str, height: Spec, layers: Sequence[Spec], axis: str) -> Spec:
    drawn = [one for one in layers if one["data"]["values"]]
    for one in drawn:
        one["encoding"]["x"]["axis"] = {"title": axis, "tickCount": 4, "labelExpr": _SIGNED}
    return {"width": _PLOT, "height": height, "title": title, "layer": drawn}


def _rivals(rows: Rows) -> Spec:
    names = list(dict.fromkeys(row["rival"] for row in rows))
    axis = {"title": None, "labelLimit": _LABELS, "grid": True, "minExtent": _LABELS}
    return {"y": {"field": "rival", "type": "nominal", "sort": names, "axis": axis}}


def _zero() -> Spec:
    x = {"field": "at", "type": "quantitative"}
    mark = {"type": "rule", "color": INK, "strokeWidth": 1.2, "opacity": 0.8}
    return {"data": {"values": [{"at": 0}]}, "mark": mark, "encoding": {"x": x}}


def _spread(rows: Rows, y: Spec, colour: str) -> Spec:
    x = {"field": "low", "type": "quantitative"}
    mark = {"type": "rule", "color": colour, "strokeWidth": 2}
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {"x": x, "x2": {"field": "high"}, **y},
    }


def _dots(rows: Rows, y: Spec, colour: str, shape: str, filled: bool) -> Spec:
    x = {"field": "by", "type": "quantitative"}
    mark = {
        "type": "point",
        "shape": shape,
        "color": colour,
        "filled": filled,
        "size": 46,
        "opacity": 1,
        "strokeWidth": 1.6,
    }
    return {"data": {"values": rows}, "mark": mark, "encoding": {"x": x, **y}}
