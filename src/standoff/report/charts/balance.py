"""The chart of both sides' means: how much more power each would need, and how long the front holds."""

from __future__ import annotations

import math

from standoff.assessment.records import AssessmentRecord
from standoff.domain.war import War
from standoff.forecast.front import FirstPassage
from standoff.formatting import percent
from standoff.report.charts.figure import Captions, Figure, Key, Table, credit_for, drawn, missing
from standoff.report.charts.svg import INK
from standoff.report.charts.vega import BLUE, RED, WIDTH, Rows, Spec, stacked

TITLE = "Probability and means of a breakthrough"
_BINS = ((0, 30), (30, 60), (60, 90), (90, 120), (120, 150), (150, 180))
_LATER = "later"
_COLUMNS = ("Side", "What", "Adds, log power", "± (sd)", "Of its spread still prior")


def balance(assessment: AssessmentRecord, war: War) -> Figure:
    """Both sides' distances to a breakthrough as intervals, and the time to leave stalemate as dots."""
    sides, passage = assessment.balance, leaves(assessment)
    panels, key, caption = [], [], []
    if sides.readings:
        rows: Rows = [
            {
                "side": war.parties[code].name,
                "low": math.exp(-side.past_threshold.high),
                "middle": math.exp(-side.past_threshold.middle),
                "high": math.exp(-side.past_threshold.low),
            }
            for code, side in sides.sides.items()
        ]
        panels.append(_needed(rows))
        shares = [percent(side.prior_share) for side in sides.sides.values()]
        caption.append(
            "Strength, supply and fatigue against what the other's defence absorbs, by the two-sided "
            f"model; of the variance of the distances {' and '.join(shares)} is still prior."
        )
        key += [
            Key("circle", BLUE, "power needed for a breakthrough, as a multiple of today's"),
            Key("thick", BLUE, "nine in ten"),
            Key("rule", INK, "1: it breaks through"),
        ]
    if passage is not None:
        panels.append(_dots(passage))
        what = (
            f"a time at which the front first moves over {passage.m_per_day:g} m a day, one in 20"
        )
        key.append(Key("circle", RED, what))
        caption.append(
            f"If the war goes on, the front first moves over {passage.m_per_day:g} m a day within 30, "
            f"90 and 180 days with {', '.join(percent(p) for p in passage.within.values())}; not "
            f"within 180 days: {percent(passage.not_within)}."
        )
    caption.append(assessment.leaving.because)
    if not panels:
        why = "No weekly count of losses or fires can be read by then, and the time is not known."
        return missing("means", TITLE, f"{why} {assessment.leaving.because}".strip())
    source = credit_for(
        assessment, "losses.personnel_total", "intensity.fires", "territory.controlled_km2"
    )
    text = " ".join(caption).strip()
    words = Captions("means", TITLE, tuple(key), text, f"our own model, from {source}")
    terms = [
        (
            war.parties[code].name,
            name,
            f"{term.mean:+.2f}",
            f"{term.sd:.2f}",
            percent(term.prior_share),
        )
        for code, side in sides.sides.items()
        for name, term in side.terms.items()
    ]
    return drawn(stacked(*panels), words, Table(_COLUMNS, tuple(terms)), assessment.as_of)


def leaves(assessment: AssessmentRecord) -> FirstPassage | None:
    """The passage that is shown: out of standstill, or from a creep to a break."""
    return assessment.leaving.narrow or assessment.leaving.wide


def dots(passage: FirstPassage) -> dict[str, int]:
    """How many of twenty equally likely times lie in each thirty days."""
    out = {f"{low + 1}–{high}": 0 for low, high in _BINS} | {_LATER: 0}
    for day in passage.twenty:
        name = next((f"{a + 1}–{b}" for a, b in _BINS if day is not None and day <= b), _LATER)
        out[name] += 1
    return out


def _needed(rows: Rows) -> Spec:
    x = {"type": "quantitative", "scale": {"type": "log", "nice": False}}
    axis = {"title": None, "values": [0.25, 0.5, 1, 2, 4, 8, 16], "format": "~g"}
    y = {"field": "side", "type": "nominal", "axis": {"title": None}, "sort": None}
    ends = {"x": {"field": "low", **x, "axis": axis}, "x2": {"field": "high"}, "y": y}
    spread = {"type": "rule", "color": BLUE, "strokeWidth": 4, "opacity": 0.6}
    point = {"type": "point", "color": BLUE, "filled": True, "size": 60, "opacity": 1}
    one = {"type": "rule", "color": INK, "strokeDash": [2, 2], "opacity": 0.6}
    return {
        "width": WIDTH,
        "height": 70,
        "title": "Times the power each side would need",
        "layer": [
            {"data": {"values": rows}, "mark": spread, "encoding": ends},
            {
                "data": {"values": rows},
                "mark": point,
                "encoding": {"x": {"field": "middle", **x}, "y": y},
            },
            {"data": {"values": [{"at": 1}]}, "mark": one, "encoding": {"x": {"field": "at", **x}}},
        ],
    }


def _dots(passage: FirstPassage) -> Spec:
    counted = dots(passage)
    rows = [{"days": name, "n": i + 1} for name, n in counted.items() for i in range(n)]
    x = {
        "field": "days",
        "type": "ordinal",
        "scale": {"domain": list(counted)},
        "axis": {"title": None, "labelAngle": 0, "grid": False},
    }
    y = {"field": "n", "type": "quantitative", "scale": {"domain": [0, 20]}, "axis": None}
    mark = {"type": "point", "color": RED, "filled": True, "size": 42, "opacity": 1}
    return {
        "width": WIDTH,
        "height": 150,
        "title": f"Days until the front moves over {passage.m_per_day:g} m a day, in 20 futures",
        "data": {"values": rows},
        "mark": mark,
        "encoding": {"x": x, "y": y},
    }
