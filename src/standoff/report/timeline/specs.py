"""Vega-Lite specifications of odds by week beside what came."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.report.charts.svg import INK
from standoff.report.charts.vega import (
    BLUE,
    GREEN,
    ODDS_Y,
    RED,
    WIDTH,
    Rows,
    Spec,
    band,
    layer,
    line,
    panel,
)

_LABELS = 170
_STRIP = 24


def weekly(lines: Rows, came: Rows, events: Rows, title: str) -> Spec:
    """Narrow and wide probability of stalemate by week, that it stands still already, base rate.

    Args:
        lines: rows of day, narrow, wide, now and base.
        came: rows of day and at (1 standstill, 0 anything else).
        events: rows of day, one for each turn of the war.
        title: of the panel.
    """
    rule = {"type": "rule", "color": INK, "strokeWidth": 0.8, "opacity": 0.35}
    tick = {"type": "tick", "orient": "vertical", "size": 10, "thickness": 1.3, "color": INK}
    layers = [
        band(lines, "narrow", "wide", BLUE, 0.16, ODDS_Y),
        line(lines, "base", GREEN, [9, 3, 2, 3], ODDS_Y, 1.6),
        line(lines, "now", RED, [2, 2], ODDS_Y, 1.3),
        line(lines, "wide", BLUE, [5, 3], ODDS_Y, 1.5),
        line(lines, "narrow", BLUE, [], ODDS_Y),
        layer(came, {**tick, "opacity": 0.7}, y={"field": "at", "type": "quantitative", **ODDS_Y}),
    ]
    if events:
        layers.insert(0, layer(events, rule))
    return panel(title, 230, layers)


def strip(cells: Rows, came: Rows, names: Sequence[str], title: str) -> Spec:
    """One row an outcome: how likely it was called by week (shade), and when it came (a line).

    Args:
        cells: rows of day, until, name and p.
        came: rows of day, until, name and provisional.
        names: outcomes, from the top.
        title: of the panel.
    """
    y = {
        "field": "name",
        "type": "nominal",
        "sort": list(names),
        "scale": {"domain": list(names), "paddingInner": 0.28, "paddingOuter": 0.1},
        "axis": {"title": None, "labelLimit": _LABELS, "grid": False},
    }
    shade = {
        "field": "p",
        "type": "quantitative",
        "scale": {"domain": [0, 1], "range": [0, 0.85]},
        "legend": None,
    }
    until = {"field": "until", "type": "temporal"}
    rect = {"type": "rect", "color": BLUE}
    rule = {"type": "rule", "color": INK, "strokeWidth": 4}
    layers = [
        layer(cells, rect, x2=until, y=y, opacity=shade),
        layer([r for r in came if not r["provisional"]], rule, x2=until, y=y),
        layer([r for r in came if r["provisional"]], {**rule, "opacity": 0.5}, x2=until, y=y),
    ]
    drawn = panel(title, _STRIP * len(names), layers)
    return {**drawn, "width": WIDTH - 90}
