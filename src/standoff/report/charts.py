"""The charts of an assessment, each with its key, caption, table and source.

What an assessment has no data for is said in words in the chart's place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any, Literal

import numpy as np
from markupsafe import Markup

from standoff.assessment import Assessment, Fan, Points
from standoff.observe import Numbers, Territory
from standoff.words import written
from standoff.report import _specs
from standoff.report._specs import BLUE, GREEN, PURPLE, RED, SHAPES, Rows, Spec
from standoff.report._svg import INK, draw
from standoff.sources import SOURCES
from standoff.war import War, standstill_km2
from standoff.words import amount, bounded, percent, signed

Mark = Literal["line", "dash", "dots", "band", "tick", "rule", "whisker", "tail", "ring", "point"]

_WINDOW_DAYS = 30
_RECENT_DAYS = 180
_OVERVIEW_FROM_DAYS = 270
_WEEK = 7
_MOST_POINTS = 80
_TAIL = 1.35
"""How far, as a factor, the tail of an open bound is drawn; it says "or more", not how much."""


@dataclass(frozen=True)
class Key:
    """One entry of a chart's key: how it is drawn, in which colour, what it is."""

    mark: Mark | str
    colour: str
    label: str


@dataclass(frozen=True)
class Table:
    """What a chart shows, as a table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """One chart.

    Attributes:
        id: unique on the page.
        title: what it shows, with its unit.
        svg: the drawing; None where there are no data, and then `caption` says so.
        key: what the marks are.
        caption: how to read it, and its uncertainty.
        table: the figures.
        source: who the figures are from, and on what terms.
    """

    id: str
    title: str
    svg: Markup | None
    key: tuple[Key, ...]
    caption: str
    table: Table | None
    source: str


def figures(assessment: Assessment, war: War) -> tuple[Figure, ...]:
    """Every chart, in the order of the page."""
    return (
        area(assessment, war),
        change(assessment, war),
        losses(assessment, war),
        stalemate(assessment),
        displaced(assessment),
        civilians(assessment),
    )


def area(assessment: Assessment, war: War) -> Figure:
    """Area held by the first side, and the fan of its forecast."""
    land, fan = assessment.charts.territory, assessment.charts.fan
    name = war.sides[0].name
    title = f"Area held by {name}, km²"
    if land.last < 0 or fan is None:
        return _missing("area", title, "No claim known by then measures the area held.")
    end = land.last + 1
    recent = _rows(land, range(max(0, end - _RECENT_DAYS), end))
    ahead = _fan_rows(fan)
    redraws = [{"day": r.day.isoformat(), "km2": r.km2} for r in land.redraws]
    shown = [r for r in redraws if r["day"] >= recent[0]["day"]]
    spec = _specs.area(
        recent,
        ahead,
        shown,
        "The last 180 days, and the 90 ahead (axis not from zero)",
        from_zero=False,
    )
    if end > _OVERVIEW_FROM_DAYS:
        whole = _specs.area(
            _rows(land, _weekly(end)), [], redraws, "The whole war (axis from zero)", from_zero=True
        )
        spec = _specs.stacked(whole, spec)
    caption = (
        f"The vertical line is {written(fan.days[0].item())}, the last day with a level. A level is "
        f"good to about ±{amount(round(1.645 * land.error_km2), 'km2')} (90%)."
        if not math.isnan(land.error_km2)
        else "The error of a level is not known."
    )
    key = [
        Key("line", BLUE, "held, as mapped"),
        Key("dash", RED, "middle of the forecast"),
        Key("band-50", RED, "half of the futures"),
        Key("band-90", RED, "nine in ten"),
    ]
    key += [Key("rule", INK, "redraw of the map, spread over the month before")] if redraws else []
    return _figure(
        "area",
        title,
        spec,
        key,
        caption,
        _area_table(land, fan),
        _credit({land.source}),
        assessment,
    )


def change(assessment: Assessment, war: War) -> Figure:
    """The change of that area over 30 days, against the thresholds of its time."""
    land = assessment.charts.territory
    title = f"Change of the area held by {war.sides[0].name} over 30 days, km²"
    at = [i for i in _weekly(land.last + 1) if i >= _WINDOW_DAYS]
    known = [{"day": _iso(land, i), "km2": _number(land.change(_WINDOW_DAYS, i))} for i in at]
    if not any(row["km2"] is not None for row in known):
        return _missing(
            "change",
            title,
            "Fewer than 30 days of the front are known: no change over 30 days can be given.",
        )
    ahead = _ahead(assessment)
    days = [land.days[i].item() for i in at]
    bands = [
        _limits(war, day, assessment.as_of)
        for day in [*days, *(date.fromisoformat(a["day"]) for a in ahead)]
    ]
    now = bands[len(days) - 1]
    key = [
        Key("line", BLUE, "change over the 30 days before"),
        Key("band-still", INK, f"standstill: within ±{amount(now['still_high'], 'km2')}"),
        Key("band-creep", INK, f"creep: to ±{amount(now['break_high'], 'km2')}; beyond, a break"),
    ]
    if ahead:
        key.append(Key("whisker", RED, "forecast for 30 days ahead: 50% thick, 90% thin"))
    caption = (
        "Above zero the first side gains. The scale bends, so that ±100 and ±10\u202f000 km² can both be "
        "read. The bands are the thresholds for the length of the front at that time, now "
        f"{amount(war.front_on(days[-1], assessment.as_of).km, 'km')}. A change is good to about "
        f"±{amount(round(1.645 * math.sqrt(2) * land.error_km2), 'km2')} (90%) of late."
    )
    table = Table(
        ("30 days to", "Change", "Standstill within", "Break beyond"),
        tuple(
            (
                written(day),
                signed(row["km2"], "km2"),
                amount(b["still_high"], "km2"),
                amount(b["break_high"], "km2"),
            )
            for day, row, b in list(zip(days, known, bands, strict=False))[::-1][:26]
            if row["km2"] is not None
        ),
    )
    spec = _specs.change(known, bands, ahead, "By week")
    return _figure("change", title, spec, key, caption, table, _credit({land.source}), assessment)


def losses(assessment: Assessment, war: War) -> Figure:
    """Soldiers of each side lost, by who counts, on one scale."""
    by_side = {war.parties[code].name: series for code, series in assessment.charts.losses.items()}
    source = _sources_of(assessment, "losses.personnel_killed", "losses.personnel_total")
    return _points(
        "losses", "Soldiers lost since the start, by who counts", by_side, source, assessment
    )


def displaced(assessment: Assessment) -> Figure:
    """People displaced."""
    source = _sources_of(assessment, "displaced.refugees", "displaced.total")
    series = {"People": assessment.charts.displaced}
    return _points("displaced", "People displaced, by who counts", series, source, assessment)


def civilians(assessment: Assessment) -> Figure:
    """Civilians killed."""
    source = _sources_of(assessment, "toll.civilians_killed")
    series = {"People": assessment.charts.civilians}
    title = "Civilians killed since the start, by who counts"
    return _points("civilians", title, series, source, assessment)


def stalemate(assessment: Assessment) -> Figure:
    """Probability of standstill through the war, beside what came to pass."""
    title = "Probability of a costly standstill through the war"
    past = assessment.charts.record.past
    if not past:
        return _missing(
            "stalemate",
            title,
            "No weekly forecast exists yet: the rule needs 30 days of the front.",
        )
    base = _base_rates(assessment)
    lines = [
        {"day": p.day.isoformat(), "narrow": p.narrow, "now": _number(p.now), "base": b}
        for p, b in zip(past, base, strict=True)
    ]
    ticks = [
        {"day": p.day.isoformat(), "at": float(p.happened == "standstill")}
        for p in past
        if p.happened
    ]
    key = [
        Key("line", BLUE, "a costly standstill 30 days on, as the rule said then"),
        Key("dash", RED, "the front stands still that week"),
    ]
    if ticks:
        key += [
            Key(
                "dots", GREEN, "base rate: share of standstill among the forecasts resolved by then"
            ),
            Key(
                "tick",
                INK,
                "what came to pass: at the top standstill, at the bottom another outcome",
            ),
        ]
    resolved = f"{len(ticks)} of {len(past)} weekly forecasts are resolved."
    caption = f"Replayed on the map as known at the as-of date, each week seeing only what lay before it. {resolved}"
    table = Table(
        ("Week of", "Standstill in 30 days", "Still that week", "Came to pass"),
        tuple(
            (
                written(p.day),
                percent(p.narrow),
                "not known" if math.isnan(p.now) else percent(p.now),
                p.happened or "open",
            )
            for p in past[::-1][:26]
        ),
    )
    source = f"our own forecasts, from {_credit({assessment.charts.territory.source})}"
    spec = _specs.odds(lines, ticks, "By week of the forecast")
    return _figure("stalemate", title, spec, key, caption, table, source, assessment)


def _points(
    ident: str,
    title: str,
    by_facet: dict[str, tuple[Points, ...]],
    source: str,
    assessment: Assessment,
) -> Figure:
    rows = [
        row for name, series in by_facet.items() for s in series for row in _point_rows(name, s)
    ]
    if not rows:
        return _missing(ident, title, "No claim known by then gives a figure.")
    counted = list(dict.fromkeys(row["counted"] for row in rows))
    kinds = sorted({row["kind"] for row in rows})[: len(SHAPES)]
    facets = [name for name in by_facet if any(row["facet"] == name for row in rows)]
    key = [
        Key("point" if i == 0 else "ring", colour, name)
        for i, (name, colour) in enumerate(zip(counted, (BLUE, RED, GREEN, PURPLE), strict=False))
    ]
    key += [
        Key(shape, INK, f"by a {kind}" if kind != "not said" else "who counts is not said")
        for kind, shape in zip(kinds, SHAPES, strict=False)
    ]
    key.append(Key("whisker", INK, "between the bounds given"))
    key.append(Key("tail", INK, "upward: at least; downward: at most"))
    nobody = [name for name in by_facet if name not in facets]
    caption = "Each mark is one claim, and none of them is ours. " + "".join(
        f"{name}: no claim gives a figure. " for name in nobody
    )
    return _figure(
        ident,
        title,
        _specs.points(rows, kinds, counted, facets),
        key,
        caption.rstrip(),
        _points_table(by_facet),
        source,
        assessment,
    )


def _point_rows(facet: str, series: Points) -> Rows:
    counted, _, kind = series.label.partition(", ")
    step = max(1, math.ceil(len(series.days) / _MOST_POINTS))
    rows = []
    for day, low, value, high in list(
        zip(series.days, series.low, series.value, series.high, strict=True)
    )[::-step]:
        between = low is not None and high is not None and low < high
        y = value if value is not None else None if between else low if low is not None else high
        floor, ceiling = low is not None and high is None, high is not None and low is None
        tail = y * _TAIL if y and floor else y / _TAIL if y and ceiling and value is None else None
        rows.append(
            {
                "facet": facet,
                "counted": counted,
                "kind": kind or "not said",
                "day": day.isoformat(),
                "y": y,
                "low": low if between else None,
                "high": high if between else None,
                "tail": tail,
            }
        )
    return [row for row in rows if row["y"] or row["low"]]


def _points_table(by_facet: dict[str, tuple[Points, ...]]) -> Table:
    rows = [
        (day, name, s.label, bounded(low, value, high))
        for name, series in by_facet.items()
        for s in series
        for day, low, value, high in zip(s.days, s.low, s.value, s.high, strict=True)
    ]
    rows.sort(key=lambda row: row[0], reverse=True)
    return Table(
        ("By", "Of", "What, and who counts", "Figure"),
        tuple((written(day), name, label, figure) for day, name, label, figure in rows[:120]),
    )


def _area_table(land: Territory, fan: Fan) -> Table:
    ahead = [k for k in (90, 60, 30) if k < fan.days.size]
    rows = [
        (
            f"{written(fan.days[k].item())} (forecast)",
            amount(float(fan.middle[k]), "km2"),
            f"{amount(float(fan.low50[k]))} to {amount(float(fan.high50[k]))}",
            f"{amount(float(fan.low90[k]))} to {amount(float(fan.high90[k]))}",
        )
        for k in ahead
    ]
    months = range(land.last, -1, -30)
    rows += [
        (written(land.days[i].item()), amount(float(land.km2[i]), "km2"), "", "")
        for i in list(months)[:14]
        if not np.isnan(land.km2[i])
    ]
    return Table(("Day", "Area", "50% of futures", "90% of futures"), tuple(rows))


def _ahead(assessment: Assessment) -> Rows:
    """The forecast of the change over the 30 days that begin today, where the map is of today."""
    fan = assessment.charts.fan
    if fan is None or fan.days[0].item() != assessment.as_of or fan.days.size <= _WINDOW_DAYS:
        return []
    start, k = float(fan.middle[0]), _WINDOW_DAYS
    names = ("low90", "low50", "middle", "high50", "high90")
    row: dict[str, Any] = {name: float(getattr(fan, name)[k]) - start for name in names}
    return [{"day": fan.days[k].item().isoformat(), **row}]


def _base_rates(assessment: Assessment) -> list[float | None]:
    """Share of standstill among the weekly forecasts resolved by each week; None before any is."""
    past = assessment.charts.record.past
    rates: list[float | None] = []
    for p in past:
        seen = [
            q.happened == "standstill"
            for q in past
            if q.happened and q.day + timedelta(days=_WINDOW_DAYS) <= p.day
        ]
        rates.append(sum(seen) / len(seen) if seen else None)
    return rates


def _limits(war: War, day: date, as_of: date) -> dict[str, Any]:
    km, at = war.front_on(day, as_of).km, war.thresholds
    still = standstill_km2(km, at.window_days, at.standstill_m_per_day)
    breaks = standstill_km2(km, at.window_days, at.break_m_per_day)
    return {
        "day": day.isoformat(),
        "still_low": -still,
        "still_high": still,
        "break_low": -breaks,
        "break_high": breaks,
    }


def _rows(land: Territory, at: Iterable[int]) -> Rows:
    return [{"day": _iso(land, i), "km2": _number(land.km2[i])} for i in at]


def _fan_rows(fan: Fan) -> Rows:
    names = ("low90", "low50", "middle", "high50", "high90")
    steps = chain(range(0, fan.days.size - 1, 2), [fan.days.size - 1])
    return [
        {
            "day": fan.days[k].item().isoformat(),
            **{n: round(float(getattr(fan, n)[k]), 1) for n in names},
        }
        for k in steps
    ]


def _weekly(end: int) -> list[int]:
    """Every seventh index up to the last."""
    return list(range(end - 1, -1, -_WEEK))[::-1]


def _iso(land: Territory, index: int) -> str:
    return str(land.days[index].item().isoformat())


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 4)


def _sources_of(assessment: Assessment, *quantities: str) -> str:
    return _credit({s for c in assessment.coverage if c.quantity in quantities for s in c.sources})


def _credit(names: set[str]) -> str:
    """Titles and licences of sources; the public record names its speakers claim by claim."""
    known = {s.name: f"{s.title} ({s.licence})" for s in SOURCES}
    own = {"record": "the public record, each figure by the speaker that the evidence names"}
    return "; ".join(sorted(known.get(n) or own.get(n, n) for n in names if n)) or "none"


def _figure(
    ident: str,
    title: str,
    spec: Spec,
    key: Sequence[Key],
    caption: str,
    table: Table,
    source: str,
    assessment: Assessment,
) -> Figure:
    dated = f"As of {written(assessment.as_of)}. Source: {source}."
    told = f"{caption} {'; '.join(k.label for k in key)}. The figures are in the table below the chart."
    svg = draw(spec, f"chart-{ident}", f"{title}, as of {written(assessment.as_of)}", told)
    return Figure(ident, title, svg, tuple(key), caption, table, dated)


def _missing(ident: str, title: str, why: str) -> Figure:
    return Figure(ident, title, None, (), why, None, "")
