"""Charts of a toll: what many speakers say, each figure with its bounds, none of them ours."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, timedelta

from standoff.assessment.records import AssessmentRecord, Points
from standoff.domain.war import War
from standoff.formatting import bounded, written
from standoff.report.charts import vega
from standoff.report.charts.figure import Captions, Figure, Key, Table, credit_for, drawn, missing
from standoff.report.charts.svg import INK
from standoff.report.charts.vega import COLOURS, SHAPES, Row, Rows

_MOST_POINTS = 60
_MOST_ROWS = 120

_BY = {
    "": "who counts is not said",
    "belligerent": "by a belligerent",
    "international organisation": "by an international organisation",
    "media": "by the media",
    "researcher": "by researchers",
    "third-party government": "by a third party's government",
    "unnamed official": "by unnamed officials",
    "official": "by officials",
    "person": "by private people",
}

_COUNTED = {
    "losses.personnel_killed": "killed",
    "losses.personnel_total": "killed and wounded",
    "displaced.refugees": "refugees abroad",
    "displaced.total": "displaced in all",
    "toll.civilians_killed": "civilians killed",
}

_Series = Mapping[str, tuple[Points, ...]]


def losses(assessment: AssessmentRecord, war: War) -> Figure:
    """Soldiers of each side lost, by who counts, on one scale."""
    series = {war.parties[code].name: s for code, s in assessment.charts.losses.items()}
    credit = credit_for(assessment, "losses.personnel_killed", "losses.personnel_total")
    return _points(
        "losses", "Soldiers lost since the start, number of people", series, credit, assessment, war
    )


def displaced(assessment: AssessmentRecord, war: War) -> Figure:
    """People displaced, by who counts."""
    series = {"": assessment.charts.displaced}
    credit = credit_for(assessment, "displaced.refugees", "displaced.total")
    return _points(
        "displaced", "People displaced, number of people", series, credit, assessment, war
    )


def civilians(assessment: AssessmentRecord, war: War) -> Figure:
    """Civilians killed, by who counts."""
    series = {"": assessment.charts.civilians}
    credit = credit_for(assessment, "toll.civilians_killed")
    return _points(
        "civilians",
        "Civilians killed since the start, number of people",
        series,
        credit,
        assessment,
        war,
    )


def _points(
    ident: str, title: str, series: _Series, credit: str, assessment: AssessmentRecord, war: War
) -> Figure:
    by_facet = {name: [r for s in of for r in thinned_rows(s)] for name, of in series.items()}
    rows = [row for of in by_facet.values() for row in of]
    if not rows:
        return missing(ident, title, "No claim known by then gives a figure.")
    counted = list(dict.fromkeys(str(row["counted"]) for row in rows))[: len(COLOURS)]
    kinds = sorted({str(row["kind"]) for row in rows})[: len(SHAPES)]
    panels = {name: of for name, of in by_facet.items() if of}
    days = (war.start, max(assessment.as_of, war.start + timedelta(days=7)))
    spec = vega.points(panels, kinds, counted, days, vega.log_scale(rows))
    nobody = "".join(
        f" {name}: no claim gives a figure." for name, of in by_facet.items() if not of
    )
    scale = " The scale is logarithmic." if vega.log_scale(rows) else ""
    thinned = any(len(s.days) > _MOST_POINTS for of in series.values() for s in of)
    fewer = " Of long series only evenly spaced figures are drawn." if thinned else ""
    caption = (
        f"Each mark is one claim by one speaker; none is an estimate of ours.{fewer}{scale}{nobody}"
    )
    key = (
        *(
            Key("point" if i == 0 else "ring", COLOURS[i], _COUNTED.get(c, c))
            for i, c in enumerate(counted)
        ),
        *(Key(SHAPES[i], INK, _BY.get(kind, f"by {kind}")) for i, kind in enumerate(kinds)),
        Key("whisker", INK, "from the lower to the upper bound given"),
        Key("tail", INK, "one bound only: upward at least, downward at most"),
    )
    words = Captions(ident, title, key, caption, credit)
    return drawn(spec, words, _table(series), assessment.as_of)


def thinned_rows(series: Points) -> Rows:
    """A series as rows to draw, thinned from the newest back."""
    step = max(1, math.ceil(len(series.days) / _MOST_POINTS))
    told = list(zip(series.days, series.low, series.value, series.high, strict=True))[::-step]
    rows = [
        {
            "counted": series.quantity,
            "kind": series.speaker_kind,
            "day": day.isoformat(),
            **drawn_at(low, value, high),
        }
        for day, low, value, high in told
    ]
    return [row for row in rows if row["y"] or row["low"]]


def drawn_at(low: float | None, value: float | None, high: float | None) -> Row:
    """Where a figure's point and whisker stand, and which way it is open.

    A range without a value is a whisker alone; a single bound is a point with a tail.
    """
    if low is not None and high is not None and low < high:
        return {"y": value, "low": low, "high": high, "open": 0}
    y = value if value is not None else low if low is not None else high
    upward, downward = low is not None and high is None, high is not None and value is None
    return {"y": y, "low": None, "high": None, "open": 1 if upward else -1 if downward else 0}


def _table(series: _Series) -> Table:
    rows: list[tuple[date, str, str]] = []
    for name, of in series.items():
        for s in of:
            who = s.speaker_kind or "not said"
            label = f"{_COUNTED.get(s.quantity, s.quantity)}, {who}"
            label = f"{name}: {label}" if name else label
            told = zip(s.days, s.low, s.value, s.high, strict=True)
            rows += [(day, label, bounded(low, value, high)) for day, low, value, high in told]
    rows.sort(key=lambda row: row[0], reverse=True)
    shown = tuple((written(day), label, figure) for day, label, figure in rows[:_MOST_ROWS])
    return Table(("By", "What, and who counts", "Figure"), shown)
