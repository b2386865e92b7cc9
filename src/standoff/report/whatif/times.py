"""When the front leaves stalemate under a what-if, as dots: one in twenty futures each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from standoff.report.charts.figure import Captions, Figure, Key, Table, drawn
from standoff.report.charts.svg import INK
from standoff.report.charts.vega import RED, WIDTH, Rows, Spec
from standoff.report.track_record.wording import listed
from standoff.scenario.answer import Leaving, WhatIf

_FUTURES = 20
_BINS = 6
_STEP_DAYS = 30
_COURSES = ("unchanged", "what-if")
_OUT_OF = {"narrow": "standstill", "wide": "stalemate, by a break of either side"}


def times(result: WhatIf, source: str) -> Figure | None:
    """The times as dots, unchanged beside what-if; None where there is no stalemate to leave.

    Args:
        result: the answer; of two stalemates the narrower is shown, as on the page of the war.
        source: who the figures are from.
    """
    one = next((one for one in result.leaving if one.in_it), None)
    if one is None:
        return None
    last = one.days[-1]
    # Bins of thirty days, as on the page of the war; wider ones where these would be too many.
    step = _STEP_DAYS * math.ceil(last / (_STEP_DAYS * _BINS + _STEP_DAYS - 1))
    ends = list(range(step, last + 1, step)) or [last]
    courses = {_COURSES[0]: one.before, **({_COURSES[1]: one.after} if one.after else {})}
    dots = {name: twenty(one.days, left, ends) for name, left in courses.items()}
    names = [*(f"{low + 1}–{high}" for low, high in pairwise((0, *ends))), "later"]
    title = f"Days until the front is out of {_OUT_OF[one.kind]}, in {_FUTURES} futures"
    key = [Key("ring", INK, "unchanged: one of 20 equally likely times")]
    if one.after:
        key.append(Key("circle", RED, "the same under the what-if"))
    words = Captions("times", title, tuple(key), _caption(result, one, courses), source)
    rows = tuple((name, *(str(n[i]) for n in dots.values())) for i, name in enumerate(names))
    table = Table(("Days", *(f"Futures, {name}" for name in dots)), rows)
    return drawn(_spec(names, dots), words, table, result.as_of)


def twenty(days: Sequence[int], left: Sequence[float], ends: Sequence[int]) -> list[int]:
    """How many of twenty equally likely times lie up to each end, and how many after the last.

    Args:
        days: on which the probability is known.
        left: probability of having left by each of them.
        ends: of the bins, days.
    """
    by = [0, *(_futures(days, left, end) for end in ends), _FUTURES]
    return [after - before for before, after in pairwise(by)]


def _futures(days: Sequence[int], left: Sequence[float], day: int) -> int:
    """Of the quantiles at 2.5, 7.5, ... 97.5% those that lie up to a day."""
    share = float(np.interp(day, days, np.maximum.accumulate(left)))
    return math.floor(_FUTURES * share + 0.5)


def _caption(result: WhatIf, one: Leaving, courses: Mapping[str, Sequence[float]]) -> str:
    days = [at.horizon for at in result.horizons if at.horizon <= one.days[-1]]
    before, *after = ([_futures(one.days, left, day) for day in days] for left in courses.values())
    first = [
        f"in {n} of {_FUTURES} futures by day {day}" for n, day in zip(before, days, strict=True)
    ]
    said = f"If the war goes on: {listed(first)} unchanged"
    if not after:
        return f"{said}. No odds under the what-if: mostly prior."
    return (
        f"{said}; in {listed(after[0])} under the what-if. Its dots are at the mean of what is assumed; "
        "the band of the odds over time shows how unsure that is."
    )


def _spec(names: Sequence[str], dots: dict[str, list[int]]) -> Spec:
    rows: Rows = [
        {"days": name, "n": i + 1, "course": course}
        for course, counted in dots.items()
        for name, n in zip(names, counted, strict=True)
        for i in range(n)
    ]
    x = {
        "field": "days",
        "type": "ordinal",
        "scale": {"domain": list(names), "type": "band", "paddingInner": 0.3},
        "axis": {
            "title": None,
            "labelAngle": 0,
            "labelOverlap": False,
            "labelFontSize": 10,
            "grid": False,
        },
    }
    y = {"field": "n", "type": "quantitative", "scale": {"domain": [0, _FUTURES]}, "axis": None}
    beside = {"field": "course", "type": "nominal", "scale": {"domain": list(dots)}}
    encoding = {"x": x, "y": y, "xOffset": beside}
    looks = ({"color": INK, "filled": False, "strokeWidth": 1.3}, {"color": RED, "filled": True})
    layers = [
        {
            "data": {"values": [row for row in rows if row["course"] == course]},
            "mark": {"type": "point", "shape": "circle", "size": 36, "opacity": 1, **look},
            "encoding": encoding,
        }
        for course, look in zip(dots, looks, strict=False)
    ]
    return {"width": WIDTH, "height": 170, "layer": layers}
