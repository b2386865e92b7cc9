"""Share of settlements on the map, agreement of its areas with another map, its speed and size.

python benchmarks/maps.py WAR STORE      # after a pull into STORE
"""

from __future__ import annotations

import sys
import time
from datetime import date, timedelta
from pathlib import Path

import numpy as np

import standoff as so
from standoff import maps
from standoff.domain import places, war
from standoff.domain.war import War
from standoff.report.maps import figure as map_figure

PERIODS = (
    (date(2022, 3, 1), date(2022, 6, 30)),
    (date(2022, 7, 1), date(2024, 7, 1)),
    (date(2024, 7, 15), date(2025, 12, 29)),
)
DRAWN = (date(2022, 3, 21), date(2022, 11, 15), date(2024, 2, 20), date(2025, 12, 31))


def main(name: str, folder: Path) -> None:
    definition = war.load(name)
    coverage(definition, folder)
    agreement(definition, folder)
    for day in DRAWN:
        start = time.process_time()
        figure = map_figure.as_known(folder, definition, day)
        seconds = time.process_time() - start
        print(f"{day}: {len(str(figure.svg)):,} characters, {seconds:.2f} s of CPU")


def coverage(definition: War, folder: Path) -> None:
    """Settlements of the timeline that the gazetteer places, and those that changed hands."""
    gazetteer = places.load(definition.folder)
    first = maps.as_of(folder, definition, definition.start + timedelta(days=1))
    turned: set[int] = set()
    before = first
    for week in range(1, 202):
        now = maps.as_of(folder, definition, definition.start + timedelta(days=7 * week))
        turned |= {i for i, side in now.settlements.items() if before.settlements[i] != side}
        before = now
    for ids, what in ((set(first.settlements), "settlements"), (turned, "that turned, by week")):
        known = sum(gazetteer.by_id(i) is not None for i in ids)
        print(f"{len(ids):,} {what}: {known:,} placed ({known / len(ids):.1%})")


def agreement(definition: War, folder: Path) -> None:
    """Area held on the map against the series of the front, every 14 days."""
    last = PERIODS[-1][1] + timedelta(days=2)
    land = so.open(definition, store=folder).as_of(last).front
    other = {d.item(): float(km2) for d, km2 in zip(land.days, land.drawn_km2, strict=True)}
    for start, end in PERIODS:
        errors = []
        for days in range(0, (end - start).days, 14):
            control = maps.as_of(folder, definition, start + timedelta(days=days))
            errors.append(places.area_km2(control.held) / other[control.day] - 1)
        mean, worst = np.mean(errors), max(errors, key=abs)
        print(f"{start} to {end}: {mean:+.1%} on average of {land.source}, at worst {worst:+.1%}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
