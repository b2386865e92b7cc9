"""The charts of a war's weeks, and the resolved weeks that score them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from standoff.assessment.records import WarEvent
from standoff.domain.war import War
from standoff.evaluation.timeline import STEP_DAYS, TARGET_DAYS, Week
from standoff.formatting import percent, written
from standoff.report.charts.figure import Captions, Figure, Key, Table, drawn
from standoff.report.charts.svg import INK
from standoff.report.charts.vega import BLUE, GREEN, RED, Rows
from standoff.report.first_screen import outcome_name
from standoff.report.timeline import specs

_SOURCE = "our own forecasts; outcomes from the war's outcomes.csv"
_MOST_ROWS = 26


@dataclass(frozen=True)
class ScoredWeek:
    """A resolved week with the base rate of its day."""

    week: Week
    base: float

    @property
    def came(self) -> bool:
        """Whether a standstill came."""
        return self.week.happened == "standstill"


def scored_weeks(weeks: Sequence[Week]) -> list[ScoredWeek]:
    """The resolved weeks, each with the base rate of the outcomes known by its day."""
    resolved = [week for week in weeks if week.happened]
    found = []
    for week in resolved:
        seen = [w.happened for w in resolved if w.date + timedelta(days=TARGET_DAYS) <= week.date]
        kinds = len(week.outcomes)
        found.append(ScoredWeek(week, (seen.count("standstill") + 1) / (len(seen) + kinds)))
    return found


def brier(scored: Sequence[ScoredWeek], base: bool = False) -> float:
    """Mean Brier score of the narrow probability, or of the base rate."""
    said = [s.base if base else s.week.narrow for s in scored]
    return float(np.mean([(p - s.came) ** 2 for p, s in zip(said, scored, strict=True)]))


def odds(
    weeks: Sequence[Week], scored: Sequence[ScoredWeek], events: Sequence[WarEvent] = ()
) -> Figure:
    """Narrow, wide and now by week, the base rate, and what came."""
    base = {s.week.date: s.base for s in scored}
    lines: Rows = [
        {
            "day": week.date.isoformat(),
            "narrow": round(week.narrow, 4),
            "wide": round(week.wide, 4),
            "now": None if math.isnan(week.now) else round(week.now, 4),
            "base": base.get(week.date),
        }
        for week in weeks
    ]
    came: Rows = [{"day": s.week.date.isoformat(), "at": float(s.came)} for s in scored]
    key = (
        Key("line", BLUE, f"narrow: a costly standstill {TARGET_DAYS} days ahead"),
        Key("dash", BLUE, "wide: that, or a costly creep"),
        Key("dots", RED, "the front stands still in that week"),
        Key("dash-dot", GREEN, "base rate of the narrow"),
        Key(
            "tick",
            INK,
            f"what happened {TARGET_DAYS} days later: top, standstill; bottom, anything else",
        ),
        *((Key("line", INK, "thin: the war turned, see below"),) if events else ()),
    )
    caption = (
        "Everything is drawn at the week of the forecast, not at the day it is for. The tint between "
        "the lines is what a costly creep adds."
    )
    title = "Probability of stalemate by week"
    words = Captions("odds", title, key, caption, _SOURCE)
    rows = tuple(
        (written(w.date), percent(w.narrow), percent(w.wide), standing_still(w))
        for w in weeks[::-1]
    )
    table = Table(("Week of", "Narrow", "Wide", "Standing still"), rows[:_MOST_ROWS])
    turns: Rows = [{"day": e.date.isoformat()} for e in events]
    spec = specs.weekly(lines, came, turns, "By week of the forecast")
    return drawn(spec, words, table, weeks[-1].date)


def outcomes(weeks: Sequence[Week], war: War) -> Figure:
    """Every outcome's probability by week, and which of them came."""
    names = {code: outcome_name(code, war) for code in weeks[0].outcomes}
    spans = [
        (w, w.date.isoformat(), (w.date + timedelta(days=STEP_DAYS)).isoformat()) for w in weeks
    ]
    cells: Rows = [
        {"day": day, "until": until, "name": names[code], "p": round(p, 2)}
        for week, day, until in spans
        for code, p in week.outcomes.items()
        if p >= 0.01
    ]
    came: Rows = [
        {"day": day, "until": until, "name": names[w.happened], "provisional": w.provisional}
        for w, day, until in spans
        if w.happened
    ]
    key = (
        Key("bar", BLUE, "forecast probability: the stronger the tint, the likelier"),
        Key("thick", INK, f"what happened {TARGET_DAYS} days later; paler where provisional"),
    )
    caption = (
        "One row an outcome, at the week of the forecast. A line over a strong tint is a forecast that came "
        "true; a line over none is a surprise."
    )
    title = "Probability of each outcome by week, and what happened"
    words = Captions("outcomes", title, key, caption, _SOURCE)
    rows: tuple[tuple[str, ...], ...] = tuple(
        (written(w.date), *(percent(p) for p in w.outcomes.values()), what_came(w, war))
        for w in weeks[::-1]
    )
    table = Table(("Week of", *names.values(), "Happened"), rows[:_MOST_ROWS])
    spec = specs.strip(cells, came, list(names.values()), "By week of the forecast")
    return drawn(spec, words, table, weeks[-1].date)


def standing_still(week: Week) -> str:
    """How likely the front stands still in that week."""
    return "not known" if math.isnan(week.now) else percent(week.now)


def what_came(week: Week, war: War) -> str:
    """The outcome 30 days on, in words."""
    if not week.happened:
        return "open"
    return outcome_name(week.happened, war) + (" (provisional)" if week.provisional else "")
