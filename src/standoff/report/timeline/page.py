"""The weeks of a war as one page: how likely stalemate was called, beside what happened."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

import numpy as np
from markupsafe import Markup

from standoff._version import __version__
from standoff.domain.war import War
from standoff.evaluation.scores import block_bootstrap
from standoff.evaluation.timeline import STEP_DAYS, TARGET_DAYS, Week
from standoff.formatting import amount, likely, percent, written
from standoff.report.charts.figure import Captions, Figure, Key, Table, drawn
from standoff.report.charts.svg import INK
from standoff.report.charts.vega import BLUE, GREEN, RED, Rows
from standoff.report.first_screen import outcome_name
from standoff.report.page import PagePart, framed, shown
from standoff.report.templating import render
from standoff.report.timeline import specs

_SOURCE = "our own forecasts; outcomes from the war's outcomes.csv"
_MOST_ROWS = 26
_BLOCK = -(-TARGET_DAYS // STEP_DAYS)
_FEWEST_BLOCKS = 3


@dataclass(frozen=True)
class _Scored:
    """A resolved week with the base rate of its day."""

    week: Week
    base: float

    @property
    def came(self) -> bool:
        return self.week.happened == "standstill"


def timeline_page(rows: Sequence[Week], war: War) -> str:
    """The whole page, in one file; the same weeks give the same bytes."""
    weeks = sorted(rows, key=lambda week: week.date)
    title = f"{war.title}: stalemate, week by week"
    if not weeks:
        none = render("report/timeline/none.html", title=title, days=TARGET_DAYS)
        return framed(title, __version__, [PagePart("first", "", none)])
    scored = _scored(weeks)
    parts = [
        PagePart("first", "", _first(title, weeks, scored)),
        PagePart("course", "Through the war", shown([_odds(weeks, scored), _outcomes(weeks, war)])),
    ]
    if scored:
        years = render("report/timeline/years.html", rows=_years(scored), days=TARGET_DAYS)
        parts.append(PagePart("years", "Was it right?", years))
    listed = render(
        "report/timeline/weeks.html",
        rows=[_told(week, war) for week in weeks[::-1]],
        days=TARGET_DAYS,
    )
    parts += [
        PagePart("weeks", "Every week", listed),
        PagePart("made", "How this was made", _made(war)),
    ]
    return framed(title, __version__, parts)


def _first(title: str, weeks: Sequence[Week], scored: Sequence[_Scored]) -> Markup:
    last, came = weeks[-1], sum(s.came for s in scored)
    lead = (
        f"In the week of {written(last.date)} stalemate {TARGET_DAYS} days on was {likely(last.narrow)} in the "
        f"narrow sense, {likely(last.wide)} in the wide one."
    )
    return render(
        "report/timeline/first.html",
        title=title,
        age=(
            f"{amount(len(weeks))} weeks from {written(weeks[0].date)} to {written(last.date)}; of "
            f"{amount(len(scored))} it is known what came, and {amount(came)} came to a costly standstill."
        ),
        lead=lead,
        record=_record(scored) if scored else "",
    )


def _record(scored: Sequence[_Scored]) -> str:
    ours, base = _brier(scored), _brier(scored, base=True)
    text = (
        f"Brier score of the narrow {ours:.3f}, of the base rate {base:.3f}, over {amount(len(scored))} "
        "weeks; less is better. "
    )
    if len(scored) < _FEWEST_BLOCKS * _BLOCK:
        return text + "These are too few separate months to tell which is better."
    better = [(s.base - s.came) ** 2 - (s.week.narrow - s.came) ** 2 for s in scored]
    by = block_bootstrap(better, _BLOCK, seed=0)
    told = "You would bet on the forecast" if by.low > 0 else "You would not bet on the forecast"
    return f"{text}{told}: the difference is {by.mean:+.3f}, 90% interval {by.low:+.3f} to {by.high:+.3f}.".replace(
        "-", "\u2212"
    )


def _odds(weeks: Sequence[Week], scored: Sequence[_Scored]) -> Figure:
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
        Key("line", BLUE, f"narrow: a costly standstill {TARGET_DAYS} days on"),
        Key("dash", BLUE, "wide: that, or a costly creep"),
        Key("dots", RED, "the front stands still that very week"),
        Key("dash-dot", GREEN, "base rate of the narrow"),
        Key(
            "tick", INK, f"what came {TARGET_DAYS} days on: top, standstill; bottom, anything else"
        ),
    )
    caption = (
        "Everything stands on the week of the forecast, not on the day it was for. The tint between "
        "the lines is what a slow advance at high cost adds."
    )
    title = "Probability of stalemate by week"
    words = Captions("odds", title, key, caption, _SOURCE)
    rows = tuple(
        (written(w.date), percent(w.narrow), percent(w.wide), _now(w)) for w in weeks[::-1]
    )
    table = Table(("Week of", "Narrow", "Wide", "Still that week"), rows[:_MOST_ROWS])
    spec = specs.weekly(lines, came, "By week of the forecast")
    return drawn(spec, words, table, weeks[-1].date)


def _outcomes(weeks: Sequence[Week], war: War) -> Figure:
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
        Key("bar", BLUE, "how likely it was called: the stronger the tint, the likelier"),
        Key("thick", INK, f"what came {TARGET_DAYS} days on; paler where provisional"),
    )
    caption = (
        "One row an outcome, on the week of the forecast. A line over a strong tint is a forecast come true; "
        "a line over none is a surprise."
    )
    title = "Probability of each outcome by week, and what came"
    words = Captions("outcomes", title, key, caption, _SOURCE)
    rows: tuple[tuple[str, ...], ...] = tuple(
        (written(w.date), *(percent(p) for p in w.outcomes.values()), _came(w, war))
        for w in weeks[::-1]
    )
    table = Table(("Week of", *names.values(), "Came"), rows[:_MOST_ROWS])
    spec = specs.strip(cells, came, list(names.values()), "By week of the forecast")
    return drawn(spec, words, table, weeks[-1].date)


def _scored(weeks: Sequence[Week]) -> list[_Scored]:
    """The resolved weeks, each with the base rate of the outcomes known by its day."""
    resolved = [week for week in weeks if week.happened]
    found = []
    for week in resolved:
        seen = [w.happened for w in resolved if w.date + timedelta(days=TARGET_DAYS) <= week.date]
        kinds = len(week.outcomes)
        found.append(_Scored(week, (seen.count("standstill") + 1) / (len(seen) + kinds)))
    return found


def _years(scored: Sequence[_Scored]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for year, group in groupby(scored, key=lambda s: s.week.date.year):
        found = list(group)
        ours, base = _brier(found), _brier(found, base=True)
        rows.append(
            (
                str(year),
                str(len(found)),
                percent(float(np.mean([s.week.narrow for s in found]))),
                percent(float(np.mean([s.came for s in found]))),
                f"{ours:.3f}",
                f"{base:.3f}",
                "forecast" if ours < base else "base rate",
            )
        )
    return rows


def _brier(scored: Sequence[_Scored], base: bool = False) -> float:
    said = [s.base if base else s.week.narrow for s in scored]
    return float(np.mean([(p - s.came) ** 2 for p, s in zip(said, scored, strict=True)]))


def _told(week: Week, war: War) -> tuple[str, ...]:
    code = max(week.outcomes, key=lambda name: week.outcomes[name])
    likeliest = f"{outcome_name(code, war)}, {percent(week.outcomes[code])}"
    stalemate = (percent(week.narrow), percent(week.wide), _now(week))
    return (written(week.date), *stalemate, likeliest, _came(week, war))


def _now(week: Week) -> str:
    return "not known" if math.isnan(week.now) else percent(week.now)


def _came(week: Week, war: War) -> str:
    if not week.happened:
        return "open"
    return outcome_name(week.happened, war) + (" (provisional)" if week.provisional else "")


def _made(war: War) -> Markup:
    limits = war.thresholds
    return render(
        "report/timeline/made.html",
        days=TARGET_DAYS,
        still=f"{limits.standstill_m_per_day:g}",
        breaks=f"{limits.break_m_per_day:g}",
        window=limits.window_days,
        version=__version__,
    )
