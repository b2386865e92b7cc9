"""The weeks of a war as one page: how likely stalemate was called, beside what happened."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from standoff._version import __version__
from standoff.assessment.records import WarEvent
from standoff.domain.war import War
from standoff.evaluation.scores import block_bootstrap
from standoff.evaluation.timeline import STEP_DAYS, TARGET_DAYS, Week
from standoff.formatting import count, likely, percent, written
from standoff.report.first_screen import outcome_name
from standoff.report.page import PagePart, framed, shown
from standoff.report.templating import render
from standoff.report.timeline.charts import (
    ScoredWeek,
    brier,
    odds,
    outcomes,
    scored_weeks,
    standing_still,
    what_came,
)

_BLOCK = -(-TARGET_DAYS // STEP_DAYS)
_FEWEST_BLOCKS = 3


def timeline_page(rows: Sequence[Week], war: War, events: Sequence[WarEvent] = ()) -> str:
    """The whole page, in one file; the same weeks give the same bytes."""
    weeks = sorted(rows, key=lambda week: week.date)
    title = f"{war.title}: stalemate, week by week"
    if not weeks:
        none = render("report/timeline/none.html", title=title, days=TARGET_DAYS)
        return framed(title, __version__, [PagePart("first", "", none)])
    scored, limits = scored_weeks(weeks), war.thresholds
    turns = [e for e in events if e.turning and e.date >= weeks[0].date]
    first = render(
        "report/timeline/first.html",
        title=title,
        weeks=weeks,
        last=weeks[-1],
        scored=scored,
        days=TARGET_DAYS,
        likely=likely,
        record=_record(scored) if scored else "",
    )
    every_week = [
        (
            written(week.date),
            percent(week.narrow),
            percent(week.wide),
            standing_still(week),
            f"{outcome_name(code, war)}, {percent(week.outcomes[code])}",
            what_came(week, war),
        )
        for week in weeks[::-1]
        for code in [max(week.outcomes, key=lambda name: week.outcomes[name])]
    ]
    listed = render("report/timeline/weeks.html", rows=every_week, days=TARGET_DAYS)
    made = render(
        "report/timeline/made.html",
        days=TARGET_DAYS,
        still=f"{limits.standstill_m_per_day:g}",
        breaks=f"{limits.break_m_per_day:g}",
        window=limits.window_days,
        version=__version__,
    )
    parts = [
        PagePart("first", "", first),
        PagePart(
            "course", "Through the war", shown([odds(weeks, scored, turns), outcomes(weeks, war)])
        ),
    ]
    if turns:
        listed_turns = render("report/timeline/events.html", events=turns)
        parts.append(PagePart("events", "Where the war turned", listed_turns))
    if scored:
        years = render("report/timeline/years.html", rows=_years(scored), days=TARGET_DAYS)
        parts.append(PagePart("years", "Was it right?", years))
    parts += [
        PagePart("weeks", "Every week", listed),
        PagePart("made", "How this was made", made),
    ]
    return framed(title, __version__, parts)


def _record(scored: Sequence[ScoredWeek]) -> str:
    ours, base = brier(scored), brier(scored, base=True)
    text = (
        f"Brier score {ours:.3f} (narrow), base rate {base:.3f}, over {count(len(scored), 'week')}; "
        "lower is better. "
    )
    if len(scored) < _FEWEST_BLOCKS * _BLOCK:
        return text + "These are too few separate months to tell which is better."
    better = [(s.base - s.came) ** 2 - (s.week.narrow - s.came) ** 2 for s in scored]
    by = block_bootstrap(better, _BLOCK, seed=0)
    verdict = "You would bet on the forecast" if by.low > 0 else "You would not bet on the forecast"
    return f"{text}{verdict}: the difference is {by.mean:+.3f}, 90% interval {by.low:+.3f} to {by.high:+.3f}.".replace(
        "-", "\u2212"
    )


def _years(scored: Sequence[ScoredWeek]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for year, group in groupby(scored, key=lambda s: s.week.date.year):
        found = list(group)
        ours, base = brier(found), brier(found, base=True)
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
