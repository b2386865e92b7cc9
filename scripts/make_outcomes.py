"""Write a war's outcomes.csv from its maps: what happened on its front, by target date.

    python scripts/make_outcomes.py WAR LAST_DAY STORE

Movement is the mean advance of the whole front over the 30 days that end on the target date, by the
map that movement is judged by as STORE (a folder that `standoff pull` filled) has it, less redraws.
A day is `disputed` where its outcome hangs on a step that no other map shows, or where all other maps
agree on another outcome and lie further from it than two maps of one front do by chance; `drawn` then
says what the one map alone gives. `disputed_with` names every outcome that another map gives.
"""

from __future__ import annotations

import csv
import math
import sys
from datetime import date, timedelta

import numpy as np

import standoff as so
from standoff.domain.war import War
from standoff.ingest.sources import source
from standoff.observations.front import FrontSeries

PROVISIONAL_DAYS = 30
"""The publisher redraws the last weeks; how far back was not measured."""

KNOWN_AFTER_DAYS = 14
"""Maps of the last day are published within this time."""

COLUMNS = (
    "date", "outcome", "drawn", "disputed_with", "rule", "source", "provisional", "note",
)  # fmt: skip


def main(name: str, last: date, store: str) -> None:
    workspace = so.open(name, store=store)
    war = workspace.war
    front = workspace.as_of(last + timedelta(days=KNOWN_AFTER_DAYS)).front
    first = war.start + timedelta(days=war.thresholds.window_days)
    rows = [
        row(war, front, first + timedelta(days=k), last) for k in range((last - first).days + 1)
    ]
    with (war.folder / "outcomes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    disputed = sum(r[1] == "disputed" for r in rows)
    print(f"outcomes.csv: {len(rows):,} days, {disputed} of them disputed")


def row(war: War, front: FrontSeries, day: date, last: date) -> tuple[str, ...]:
    days = war.thresholds.window_days
    at = int((np.datetime64(day) - front.days[0]).astype(int))
    change = front.change(days, at)
    drawn = outcome(war, day, change)
    notes = [f"{m_per_day(war, day, change):+.1f} m/day: {change:+.0f} km2 in {days} days"]
    within = [s for s in front.steps if day - timedelta(days=days) < s.begun <= day]
    notes += [
        f"redraw of {s.km2:+.0f} km2 on {s.begun} left out" for s in within if s.fate == "redraw"
    ]
    alone = [s for s in within if s.fate in ("counted", "alone")]
    notes += [f"{s.km2:+.0f} km2 since {s.since} on one map alone" for s in alone]
    nearest = [0.0 if math.isnan(s.others_km2) else s.others_km2 for s in alone]
    without = change - sum(s.km2 for s in alone) + sum(nearest)
    others = [
        (o.source, moved)
        for o in front.others
        if not math.isnan(moved := o.change(days, at))
        and not _after_one_that_speaks(war, front, o.source, at)
    ]
    notes += [f"{name} {m_per_day(war, day, km2):+.1f} m/day" for name, km2 in others]
    theirs = {outcome(war, day, km2) for _, km2 in others}
    spread = 2.0 * math.sqrt(2.0) * front.map_noise_km2
    apart = others and min(abs(km2 - change) for _, km2 in others) > spread
    disputed = outcome(war, day, without) != drawn or (
        len(theirs) == 1 and drawn not in theirs and apart
    )
    return (
        day.isoformat(),
        "disputed" if disputed else drawn,
        drawn,
        "|".join(sorted(theirs - {drawn})),
        "mean advance over 30 days; 10 and 50 m/day",
        source(front.source).title,
        str(day > last - timedelta(days=PROVISIONAL_DAYS)).lower(),
        "; ".join(notes),
    )


def _after_one_that_speaks(war: War, front: FrontSeries, name: str, at: int) -> bool:
    """Whether a map is drawn after another that has a level of these days."""
    after = next((c.after for c in war.channels.of("map") if c.source == name), "")
    return any(o.source == after and o.newest(at) >= 0 for o in front.others)


def m_per_day(war: War, day: date, km2: float) -> float:
    """Mean advance of the whole front; the truth may use lengths that became known later."""
    front = [f for f in war.front if f.since <= day][-1]
    return km2 / front.km / war.thresholds.window_days * 1000


def outcome(war: War, day: date, km2: float) -> str:
    """By movement alone: no 30 days of this war were quiet, and it has not ended (docs/record.md)."""
    pace = abs(m_per_day(war, day, km2))
    if pace < war.thresholds.standstill_m_per_day:
        return "standstill"
    side = war.sides[0 if km2 > 0 else 1].code
    return f"{side}_{'breaks' if pace > war.thresholds.break_m_per_day else 'creeps'}"


if __name__ == "__main__":
    main(sys.argv[1], date.fromisoformat(sys.argv[2]), sys.argv[3])
