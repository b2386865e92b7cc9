"""The charts of an assessment, each with its key, caption, table and source.

What an assessment has no data for is said in words in the chart's place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from standoff.assessment.records import AssessmentRecord, Fan
from standoff.domain.war import War, standstill_km2
from standoff.evaluation.track_record import TrackRecord
from standoff.formatting import amount, percent, signed, written
from standoff.observations.front import FrontSeries
from standoff.report.charts import vega
from standoff.report.charts.figure import Captions, Figure, Key, Table, credit, drawn, missing
from standoff.report.charts.svg import INK
from standoff.report.charts.tolls import civilians, displaced, losses
from standoff.report.charts.vega import BLUE, GREEN, RED, Row, Rows

__all__ = ["Figure", "Key", "Table", "figures"]

_WEEK_DAYS = 7
_RECENT_DAYS = 180
_OVERVIEW_FROM_DAYS = 270
_MOST_ROWS = 26
_IN_90 = 1.645
"""Standard deviations that hold 90% of a normal error to either side."""

_QUANTILES = ("low90", "low50", "middle", "high50", "high90")


def figures(assessment: AssessmentRecord, war: War) -> tuple[Figure, ...]:
    """Every chart, in the order of the page."""
    return (
        area(assessment, war),
        change(assessment, war),
        stalemate(assessment, war),
        losses(assessment, war),
        displaced(assessment, war),
        civilians(assessment, war),
    )


def area(assessment: AssessmentRecord, war: War) -> Figure:
    """Area held by the first side, and the fan of its forecast."""
    land, fan = assessment.charts.territory, assessment.charts.fan
    title = f"Area held by {war.sides[0].name}, km²"
    if land.last < 0 or fan is None:
        return missing("area", title, "No claim known by then measures the area held.")
    whole = land.last < _OVERVIEW_FROM_DAYS
    first = 0 if whole else land.last + 1 - _RECENT_DAYS
    redraws: Rows = [{"day": r.day.isoformat()} for r in land.redraws]
    recent = [r for r in redraws if r["day"] >= _iso(land, first)]
    known = [_level(land, i) for i in range(first, land.last + 1)]
    name = "The war so far" if whole else f"The last {_RECENT_DAYS} days"
    rows, sampled = _fan_rows(fan), _sampled_rows(fan)
    spec = vega.fan(known, rows, sampled, recent, f"{name} and {fan.days.size - 1} days ahead")
    if not whole:
        weeks = [_level(land, i) for i in _weeks(land)]
        spec = vega.stacked(vega.overview(weeks, redraws, "The whole war, from zero"), spec)
    words = Captions(
        "area", title, _area_key(bool(redraws)), _area_caption(land), credit([land.source])
    )
    return drawn(spec, words, _area_table(land, fan), assessment.as_of)


def change(assessment: AssessmentRecord, war: War) -> Figure:
    """The change of that area over a window, against the thresholds of its time."""
    land, window = assessment.charts.territory, war.thresholds.window_days
    title = f"Change over {window} days of the area held by {war.sides[0].name}, km²"
    known = [
        {"day": _iso(land, i), "km2": _number(land.change(window, i))}
        for i in _weeks(land)
        if i >= window and not math.isnan(land.change(window, i))
    ]
    if not known:
        why = f"Fewer than {window} days of the front are known: no such change can be given."
        return missing("change", title, why)
    ahead = _ahead(assessment, window)
    bands = [_limits(war, str(row["day"]), assessment.as_of) for row in [*known, *ahead]]
    now = bands[len(known) - 1]
    key = [
        Key("line", BLUE, f"change over the {window} days before"),
        Key("band-still", INK, f"standstill, now within ±{amount(now['still'], 'km2')}"),
        Key("band-creep", INK, f"creep, now to ±{amount(now['break'], 'km2')}; beyond, a break"),
    ]
    if ahead:
        key.append(Key("whisker", RED, f"forecast for {window} days ahead: thick 50%, thin 90%"))
    words = Captions("change", title, tuple(key), _change_caption(land, war), credit([land.source]))
    spec = vega.change(known, bands, ahead, "By week; above zero it gains, below it loses")
    return drawn(spec, words, _change_table(known, bands), assessment.as_of)


def stalemate(assessment: AssessmentRecord, war: War) -> Figure:
    """Probability of standstill through the war, beside what came to pass."""
    record, days = assessment.charts.record, war.thresholds.window_days
    title = "Probability of a costly standstill through the war"
    if not record.past:
        why = f"None yet: the first forecast needs {days} days of the front."
        return missing("stalemate", title, why)
    lines: Rows = [
        {"day": p.day.isoformat(), "narrow": p.narrow, "now": _number(p.now), "base": p.base_rate}
        for p in record.past
    ]
    ticks: Rows = [
        {"day": p.day.isoformat(), "at": float(p.happened == "standstill")}
        for p in record.past
        if p.happened
    ]
    key = (
        Key("line", BLUE, f"a costly standstill {days} days on, by that week's forecast"),
        Key("dash", RED, "the front stands still that very week"),
        Key("dots", GREEN, "base rate: share of standstill among the outcomes known by then"),
        Key("tick", INK, "what happened: top, standstill; bottom, anything else"),
    )
    caption = (
        "Each week is forecast from the map as known at the as-of date, up to that week only. "
        f"{len(ticks)} of {len(record.past)} weekly forecasts have a known outcome."
    )
    source = f"our own forecasts, from {credit([assessment.charts.territory.source])}"
    words = Captions("stalemate", title, key if ticks else key[:2], caption, source)
    spec = vega.odds(lines, ticks, "By week of the forecast")
    return drawn(spec, words, _stalemate_table(record, days), assessment.as_of)


def _area_key(redrawn: bool) -> tuple[Key, ...]:
    key = (
        Key("line", BLUE, "held, as mapped"),
        Key("dash", RED, "middle of the forecast"),
        Key("band-50", RED, "half of the futures"),
        Key("band-90", RED, "nine in ten"),
        Key("hair", RED, "some of the futures, one line each"),
    )
    drawn_again = Key("rule", INK, "the map was redrawn; the step is spread over the month before")
    return (*key, drawn_again) if redrawn else key


def _area_caption(land: FrontSeries) -> str:
    last = written(land.days[land.last].item())
    if math.isnan(land.error_km2):
        return f"The last level known is of {last}; its error is not known."
    error = amount(round(_IN_90 * land.error_km2), "km2")
    return (
        f"The upright line marks {last}, the last level known. A level is accurate to about ±{error} "
        "(90%), judged by its noise from day to day; other people's maps differ by more."
    )


def _change_caption(land: FrontSeries, war: War) -> str:
    wide = math.sqrt(2) * _IN_90 * land.error_km2
    error = (
        ""
        if math.isnan(wide)
        else (f" A recent change is accurate to about ±{amount(round(wide), 'km2')} (90%).")
    )
    limits = war.thresholds
    return (
        "The scale is compressed at its ends, so that small and large changes can both be read. The bands are "
        f"{limits.standstill_m_per_day:g} and {limits.break_m_per_day:g} m a day over the length of "
        f"the front at the time.{error}"
    )


def _area_table(land: FrontSeries, fan: Fan) -> Table:
    def between(low: float, high: float) -> str:
        return f"{amount(low)} to {amount(high)}"

    rows = [
        (
            f"{written(fan.days[k].item())} (forecast)",
            amount(float(fan.middle[k])),
            between(float(fan.low50[k]), float(fan.high50[k])),
            between(float(fan.low90[k]), float(fan.high90[k])),
        )
        for k in (90, 60, 30)
        if k < fan.days.size
    ]
    at = [i for i in range(land.last, -1, -30) if not math.isnan(land.km2[i])]
    rows += [
        (written(land.days[i].item()), amount(float(land.km2[i])), "", "") for i in at[:_MOST_ROWS]
    ]
    return Table(("Day", "km²", "half of the futures", "nine in ten"), tuple(rows))


def _change_table(known: Rows, bands: Rows) -> Table:
    pairs = list(zip(known, bands, strict=False))[::-1]
    rows = tuple(
        (
            written(date.fromisoformat(row["day"])),
            signed(row["km2"]),
            amount(band["still"]),
            amount(band["break"]),
        )
        for row, band in pairs[:_MOST_ROWS]
    )
    return Table(("To", "Change, km²", "Standstill within ±", "Break beyond ±"), rows)


def _stalemate_table(record: TrackRecord, days: int) -> Table:
    rows = tuple(
        (
            written(p.day),
            percent(p.narrow),
            "not known" if math.isnan(p.now) else percent(p.now),
            p.happened or "open",
        )
        for p in record.past[::-1][:_MOST_ROWS]
    )
    return Table(
        ("Week of", f"Standstill {days} days on", "Still that week", "What happened"), rows
    )


def _ahead(assessment: AssessmentRecord, window: int) -> Rows:
    """The forecast of the change over the window that begins today; none if the map is older."""
    fan = assessment.charts.fan
    if fan is None or fan.days[0].item() != assessment.as_of or fan.days.size <= window:
        return []
    now = float(fan.middle[0])
    row: Row = {name: float(getattr(fan, name)[window]) - now for name in _QUANTILES}
    return [{"day": fan.days[window].item().isoformat(), **row}]


def _limits(war: War, day: str, known_by: date) -> Row:
    km, at = war.front_on(date.fromisoformat(day), known_by).km, war.thresholds
    still = standstill_km2(km, at.window_days, at.standstill_m_per_day)
    breaks = standstill_km2(km, at.window_days, at.break_m_per_day)
    return {"day": day, "still": still, "-still": -still, "break": breaks, "-break": -breaks}


def _fan_rows(fan: Fan) -> Rows:
    """Every other day is as smooth as every day, in half the page."""
    return [
        {
            "day": fan.days[k].item().isoformat(),
            **{name: round(float(getattr(fan, name)[k]), 1) for name in _QUANTILES},
        }
        for k in range(0, fan.days.size, 2)
    ]


def _sampled_rows(fan: Fan) -> Rows:
    return [
        {"day": fan.days[k].item().isoformat(), "km2": round(float(of[k]), 1), "course": number}
        for number, of in enumerate(fan.sampled)
        for k in range(0, fan.days.size, 3)
    ]


def _weeks(land: FrontSeries) -> Iterable[int]:
    """Every seventh index, up to the last with a level."""
    return range(land.last % _WEEK_DAYS, land.last + 1, _WEEK_DAYS)


def _level(land: FrontSeries, index: int) -> Row:
    return {"day": _iso(land, index), "km2": _number(land.km2[index])}


def _iso(land: FrontSeries, index: int) -> str:
    return str(land.days[index].item().isoformat())


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 4)
