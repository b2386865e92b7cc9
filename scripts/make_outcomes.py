"""Write a war's outcomes.csv from the maps: what happened on its front, by target date.

    python scripts/make_outcomes.py WAR LAST_DAY [DEEPSTATE_FOLDER]

Movement is the mean advance of the whole front over the 30 days that end on the target date, from
the area by day less the redraws that `observe` finds. With a folder of DeepState's weekly polygons
(needs pyproj and shapely), a date on which that map gives another outcome names it in
`disputed_with`. STANDOFF_MIRROR serves the sources' files from a folder.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from weekly_rows import read

from standoff.domain import war
from standoff.domain.claim import to_table
from standoff.domain.war import War
from standoff.evidence.snapshot import snapshot_of
from standoff.ingest.sources import source
from standoff.observations.front import front_series

AREA = "economist-area"
SETTLEMENTS = "viina-settlements"
PROVISIONAL_DAYS = 30
"""The publisher redraws the last weeks; how far back was not measured."""

COLUMNS = ("date", "outcome", "disputed_with", "rule", "source", "provisional", "note")


def main(name: str, last: date, deepstate: Path | None) -> None:
    definition = war.load(name)
    now = datetime.now(UTC)
    claims = [*read(AREA, definition, now), *read(SETTLEMENTS, definition, now)]
    land = front_series(snapshot_of(to_table(claims), definition, last))
    area = {c.happened_to: c.value or 0.0 for c in claims if c.source == AREA}
    redraws = {r.day: r.km2 for r in land.redraws}
    other = weekly_area_km2(deepstate) if deepstate else {}
    window = timedelta(days=definition.thresholds.window_days)
    first = definition.start + window
    path = definition.folder / "outcomes.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for back in range((last - first).days + 1):
            day = first + timedelta(days=back)
            writer.writerow(row(definition, day, area, redraws, other, last))
    print(f"{path.name}: {(last - first).days + 1:,} days; redraws left out: {redraws}")


def row(
    definition: War,
    day: date,
    area: Mapping[date, float],
    redraws: Mapping[date, float],
    other: Mapping[date, float],
    last: date,
) -> tuple[str, ...]:
    days = definition.thresholds.window_days
    before = day - timedelta(days=days)
    drawn = area[day] - area[before]
    left_out = {d: km2 for d, km2 in redraws.items() if before < d <= day}
    change = drawn - sum(left_out.values())
    result = outcome(definition, day, change)
    rivals = {outcome(definition, day, drawn)} if left_out else set()
    notes = [f"{m_per_day(definition, day, change):+.1f} m/day: {change:+.0f} km2 in {days} days"]
    notes += [f"redraw of {km2:+.0f} km2 on {d} left out" for d, km2 in left_out.items()]
    if (a := at(other, before)) is not None and (b := at(other, day)) is not None:
        rivals.add(outcome(definition, day, b - a))
        notes.append(f"DeepState {m_per_day(definition, day, b - a):+.1f} m/day")
    provisional = str(day > last - timedelta(days=PROVISIONAL_DAYS)).lower()
    disputed = "|".join(sorted(rivals - {result}))
    rule = "mean advance over 30 days; 10 and 50 m/day"
    return (
        day.isoformat(),
        result,
        disputed,
        rule,
        source(AREA).title,
        provisional,
        "; ".join(notes),
    )


def m_per_day(definition: War, day: date, km2: float) -> float:
    """Mean advance of the whole front; the truth may use lengths that became known later."""
    front = [f for f in definition.front if f.since <= day][-1]
    return km2 / front.km / definition.thresholds.window_days * 1000


def outcome(definition: War, day: date, km2: float) -> str:
    """By movement alone: no 30 days of this war were quiet, and it has not ended (docs/record.md)."""
    pace = abs(m_per_day(definition, day, km2))
    if pace < definition.thresholds.standstill_m_per_day:
        return "standstill"
    side = definition.sides[0 if km2 > 0 else 1].code
    return f"{side}_{'breaks' if pace > definition.thresholds.break_m_per_day else 'creeps'}"


def at(weekly: Mapping[date, float], day: date) -> float | None:
    """A weekly map's area on a day, on the line between its neighbours; None outside them."""
    days = np.array(sorted(weekly), dtype="datetime64[D]")
    i = int(np.searchsorted(days, np.datetime64(day)))
    if days.size == 0 or i == days.size or (i == 0 and days[0] != np.datetime64(day)):
        return None
    if days[i] != np.datetime64(day) and (days[i] - days[i - 1]).astype(int) > 14:
        return None
    values = [weekly[d.item()] for d in days]
    return float(np.interp(np.datetime64(day).astype(int), days.astype(int), values))


def weekly_area_km2(folder: Path) -> dict[date, float]:
    """Area of DeepState's polygons on the WGS 84 ellipsoid, km², by the day in the file's name."""
    from pyproj import Geod  # noqa: PLC0415 - only where polygons are read
    from shapely.geometry import shape  # noqa: PLC0415
    from shapely.geometry.polygon import orient  # noqa: PLC0415

    geod, areas = Geod(ellps="WGS84"), {}
    for path in sorted(folder.glob("*.geojson")):
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        shapes = [shape(feature["geometry"]) for feature in features]
        parts = [orient(p) for s in shapes for p in getattr(s, "geoms", [s]) if p.area]
        km2 = sum(abs(geod.geometry_area_perimeter(p)[0]) for p in parts) / 1e6
        areas[datetime.strptime(path.stem[-8:], "%Y%m%d").replace(tzinfo=UTC).date()] = km2
    return areas


if __name__ == "__main__":
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    main(sys.argv[1], date.fromisoformat(sys.argv[2]), folder)
