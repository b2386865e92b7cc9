"""Put weekly figures of two sources into a shipped record.csv, as the adapters themselves claim them.

    python scripts/weekly_rows.py WAR LAST_DAY

Every week as it is known on a Monday, the last day, and the day before the war: the area, which is known a
day late, and the running totals of personnel and tanks. A running total jumps where it was corrected, so each correction comes with the
totals on both sides of it and the day's loss without it. STANDOFF_MIRROR serves the files from a
folder. A pull later finds these claims in place and adds nothing twice.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from standoff.domain import war
from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.evidence import csv
from standoff.evidence.validation import split
from standoff.ingest.fetch import client, fetch
from standoff.ingest.sources import source

WEEKLY = {
    "economist-area": ("territory.controlled_km2",),
    "general-staff": ("losses.personnel_total", "losses.tanks"),
}
MONDAY, SUNDAY = 0, 6


def main(name: str, last: date) -> None:
    definition = war.load(name)
    path = definition.folder / "record.csv"
    now = datetime.now(UTC)
    kept = [c for c in csv.read(path, definition, now) if c.source not in WEEKLY]
    weekly = [
        c for s in WEEKLY for c in chosen(read(s, definition, now), definition, last, WEEKLY[s])
    ]
    rows = sorted([*kept, *weekly], key=lambda c: (c.happened_to, c.source, c.quantity, c.claim_id))
    path.write_text(csv.write(rows), encoding="utf-8")
    print(f"{path.name}: {len(kept):,} figures of the public record, {len(weekly):,} weekly rows")


def read(name: str, definition: War, now: datetime) -> list[Claim]:
    one = source(name)
    mirror = os.environ.get("STANDOFF_MIRROR")
    with tempfile.TemporaryDirectory() as cache, client(Path(mirror) if mirror else None) as http:
        files = [fetch(u, cache=Path(cache), client=http, now=now).path for u in one.urls]
        return split(one.read(files, definition).rows, definition, now)[0]


def chosen(
    claims: list[Claim], definition: War, last: date, quantities: tuple[str, ...]
) -> Iterator[Claim]:
    """The claims of a weekday, of the last day and of the eve; corrections with what is about them."""
    eve = definition.start - timedelta(days=1)
    for quantity in quantities:
        of = [c for c in claims if c.quantity == quantity and c.happened_to <= last]
        corrections = {c.happened_to for c in of if "general-staff corrections" in c.derived_from}
        beside = {day - timedelta(days=1) for day in corrections} | corrections
        for claim in of:
            total = claim.happened_from in (definition.start, claim.happened_to)
            loss_of_a_day = (
                claim.quantity.startswith("losses") and claim.happened_from == claim.happened_to
            )
            day = claim.happened_to
            if loss_of_a_day and day not in corrections:
                continue
            weekday = SUNDAY if claim.quantity.startswith("territory") else MONDAY
            if total and (day.weekday() == weekday or day in {last, eve} or day in beside):
                yield claim


if __name__ == "__main__":
    main(sys.argv[1], date.fromisoformat(sys.argv[2]))
