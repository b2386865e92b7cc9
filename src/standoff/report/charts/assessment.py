"""The charts of an assessment, each with its key, caption, table and source.

What an assessment has no data for is said in words in the chart's place.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from standoff.assessment.records import AssessmentRecord, Fan
from standoff.domain.war import War, standstill_km2
from standoff.formatting import amount, percent, signed, two_digits, written
from standoff.observations.front import FrontSeries
from standoff.report.charts import vega
from standoff.report.charts.figure import Captions, Figure, Key, Table, credit, drawn, missing
from standoff.report.charts.svg import INK
from standoff.report.charts.tolls import civilians, displaced, losses
from standoff.report.charts.vega import BLUE, GREEN, RED, Row, Rows
from standoff.report.first_screen import outcome_name

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
    front, fan = assessment.charts.territory, assessment.charts.fan
    title = f"Area held by {war.sides[0].name}, km²"
    if front.last < 0 or fan is None:
        return missing("area", title, "No claim known by then measures the area held.")
    whole = front.last < _OVERVIEW_FROM_DAYS
    first = 0 if whole else front.last + 1 - _RECENT_DAYS
    redraws: Rows = [{"day": r.day.isoformat()} for r in front.redraws]
    recent = [r for r in redraws if r["day"] >= _iso(front, first)]
    known = [_level(front, i) for i in range(first, front.last + 1)]
    name = "The war so far" if whole else f"The last {_RECENT_DAYS} days"
    # Every other day is as smooth as every day, in half the page.
    ahead: Rows = [
        {
            "day": fan.days[k].item().isoformat(),
            **{q: round(float(getattr(fan, q)[k]), 1) for q in _QUANTILES},
        }
        for k in range(0, fan.days.size, 2)
    ]
    sampled: Rows = [
        {"day": fan.days[k].item().isoformat(), "km2": round(float(of[k]), 1), "course": number}
        for number, of in enumerate(fan.sampled)
        for k in range(0, fan.days.size, 3)
    ]
    spec = vega.fan(known, ahead, sampled, recent, f"{name} and {fan.days.size - 1} days ahead")
    if not whole:
        weeks = [_level(front, i) for i in _weeks(front)]
        spec = vega.stacked(vega.overview(weeks, redraws, "The whole war, from zero"), spec)
    key = [
        Key("line", BLUE, "held, as mapped"),
        Key("dash", RED, "middle of the forecast"),
        Key("band-50", RED, "half of the futures"),
        Key("band-90", RED, "nine in ten"),
        Key("hair", RED, "some of the futures, one line each"),
    ]
    if redraws:
        again = "the map was redrawn; the levels before are moved by the step"
        key.append(Key("rule", INK, again))
    last = written(front.days[front.last].item())
    if math.isnan(front.error_km2):
        caption = f"The last level known is of {last}; its error is not known."
    else:
        error = two_digits(_IN_90 * front.error_km2, "km2")
        by = "all maps together" if front.others else "its noise from day to day"
        caption = (
            f"The upright line marks {last}, the last level known. A level is accurate to about "
            f"±{error} (90%), judged by {by}; maps of other scopes differ by more."
        )
    words = Captions("area", title, tuple(key), caption, credit([front.source]))
    return drawn(spec, words, _area_table(front, fan), assessment.as_of)


def change(assessment: AssessmentRecord, war: War) -> Figure:
    """The change of that area over a window, against the thresholds of its time."""
    front, window = assessment.charts.territory, war.thresholds.window_days
    title = f"Change over {window} days of the area held by {war.sides[0].name}, km²"
    known: Rows = [
        {"day": _iso(front, i), "km2": _number(front.change(window, i))}
        for i in _weeks(front)
        if i >= window and not math.isnan(front.change(window, i))
    ]
    if not known:
        why = f"Fewer than {window} days of the front are known: no such change can be given."
        return missing("change", title, why)
    fan = assessment.charts.fan
    ahead: Rows = []
    # A map older than the as-of date is forecast over another window than the one shown.
    if fan and fan.days[0].item() == assessment.as_of and fan.days.size > window:
        levels = {q: float(getattr(fan, q)[window]) - float(fan.middle[0]) for q in _QUANTILES}
        ahead = [{"day": fan.days[window].item().isoformat(), **levels}]
    limits = war.thresholds
    bands: Rows = []
    for day in (str(row["day"]) for row in [*known, *ahead]):
        front_km = war.front_on(date.fromisoformat(day), assessment.as_of).km
        still = standstill_km2(front_km, window, limits.standstill_m_per_day)
        breaks = standstill_km2(front_km, window, limits.break_m_per_day)
        band = {"still": still, "-still": -still, "break": breaks, "-break": -breaks}
        bands.append({"day": day, **band})
    now = bands[len(known) - 1]
    key = [
        Key("line", BLUE, f"change over the {window} days before"),
        Key("band-still", INK, f"standstill, now within ±{amount(now['still'], 'km2')}"),
        Key("band-creep", INK, f"creep, now to ±{amount(now['break'], 'km2')}; beyond, a break"),
    ]
    if ahead:
        key.append(Key("whisker", RED, f"forecast for {window} days ahead: thick 50%, thin 90%"))
    caption = (
        "The scale is compressed at its ends, so that small and large changes can both be read. The bands are "
        f"{limits.standstill_m_per_day:g} and {limits.break_m_per_day:g} m a day over the length of "
        "the front at the time."
    )
    if not math.isnan(front.error_km2):
        error = two_digits(math.sqrt(2) * _IN_90 * front.error_km2, "km2")
        caption = f"{caption} A recent change is accurate to about ±{error} (90%)."
    words = Captions("change", title, tuple(key), caption, credit([front.source]))
    spec = vega.change(known, bands, ahead, "By week; above zero it gains, below it loses")
    rows = [
        (
            written(date.fromisoformat(row["day"])),
            signed(row["km2"]),
            amount(band["still"]),
            amount(band["break"]),
        )
        for row, band in list(zip(known, bands, strict=False))[: -_MOST_ROWS - 1 : -1]
    ]
    columns = ("To", "Change, km²", "Standstill within ±", "Break beyond ±")
    return drawn(spec, words, Table(columns, tuple(rows)), assessment.as_of)


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
    rows = [
        (
            written(p.day),
            percent(p.narrow),
            "not known" if math.isnan(p.now) else percent(p.now),
            outcome_name(p.happened, war) if p.happened else "open",
        )
        for p in record.past[: -_MOST_ROWS - 1 : -1]
    ]
    columns = ("Week of", f"Standstill {days} days on", "Still that week", "What happened")
    return drawn(spec, words, Table(columns, tuple(rows)), assessment.as_of)


def _area_table(front: FrontSeries, fan: Fan) -> Table:
    rows = [
        (
            f"{written(fan.days[k].item())} (forecast)",
            amount(float(fan.middle[k])),
            f"{amount(float(fan.low50[k]))} to {amount(float(fan.high50[k]))}",
            f"{amount(float(fan.low90[k]))} to {amount(float(fan.high90[k]))}",
        )
        for k in (90, 60, 30)
        if k < fan.days.size
    ]
    at = [i for i in range(front.last, -1, -30) if not math.isnan(front.km2[i])]
    rows += [
        (written(front.days[i].item()), amount(float(front.km2[i])), "", "")
        for i in at[:_MOST_ROWS]
    ]
    return Table(("Day", "km²", "half of the futures", "nine in ten"), tuple(rows))


def _weeks(front: FrontSeries) -> Iterable[int]:
    """Every seventh index, up to the last with a level."""
    return range(front.last % _WEEK_DAYS, front.last + 1, _WEEK_DAYS)


def _level(front: FrontSeries, index: int) -> Row:
    return {"day": _iso(front, index), "km2": _number(front.km2[index])}


def _iso(front: FrontSeries, index: int) -> str:
    return str(front.days[index].item().isoformat())


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 4)
