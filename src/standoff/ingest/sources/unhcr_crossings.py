"""UNHCR: people crossing the border out of Ukraine in 2022, by day and as a running total.

On the war's first day the two are the same claim, and it is made once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.errors import BadRow
from standoff.evidence.validation import Sourced
from standoff.ingest.sources._source import (
    LEFT_OUT,
    ParsedFile,
    Source,
    csv_rows,
    figure,
    known_after,
)

_URL = (
    "https://raw.githubusercontent.com/gridviz/ukraine-refugees/main/data/processed/"
    "ukraine_refugees_totals_timeseries.csv"
)
_USABLE_TO = date(2023, 2, 28)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Row:
    number: int
    day: date
    crossed: float
    total: float


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """Crossings of each day, and of all days since the war began."""
    (path,) = files
    out = ParsedFile()
    last = _Row(0, war.start - _DAY, 0.0, 0.0)
    rows = []
    for number, cells in csv_rows(path, ("date", "individuals", "cumsum"), out.bad):
        try:
            day = date.fromisoformat(cells["date"])
            rows.append(_Row(number, day, figure(cells["individuals"]), figure(cells["cumsum"])))
        except ValueError as error:
            out.bad.append(BadRow(path.name, number, "date or count", str(error), LEFT_OUT))
    for row in sorted(rows, key=lambda r: (r.day, r.number)):
        if (row.day, row.crossed, row.total) == (last.day, last.crossed, last.total):
            continue
        fault = _fault(row, last, war)
        if fault:
            out.bad.append(BadRow(path.name, row.number, *fault, LEFT_OUT))
            continue
        last = row
        out.rows.append(Sourced(_claim(war, row.day, row.day, row.crossed), path.name, row.number))
        if row.day > war.start:
            total = _claim(war, war.start, row.day, row.total)
            out.rows.append(Sourced(total, path.name, row.number))
    return out


def _fault(row: _Row, last: _Row, war: War) -> tuple[str, str] | None:
    """The column at fault and why; None for a row that follows from the last good one."""
    if row.day < war.start:
        return "date", f"{row.day} is before the war"
    if row.day > _USABLE_TO:
        return "date", f"{row.day} is after {_USABLE_TO}, from when the counts cannot be used"
    if row.day == last.day:
        return "date", f"{row.day} repeats row {last.number} with another figure"
    expected = last.total + row.crossed
    if row.total < last.total:
        return "cumsum", f"the running total falls from {last.total:,.0f} to {row.total:,.0f}"
    # Over a gap the total may also hold the days that are missing.
    if row.total < expected or (row.day - last.day == _DAY and row.total > expected):
        return (
            "cumsum",
            f"the running total is {row.total:,.0f}; its days add up to {expected:,.0f}",
        )
    return None


def _claim(war: War, first: date, last: date, people: float) -> Claim:
    return Claim(
        war=war.name,
        quantity="displaced.border_crossings",
        place="Ukraine",
        happened_from=first,
        happened_to=last,
        value=people,
        unit="people",
        speaker="UNHCR",
        speaker_kind="international organisation",
        channel=("gridviz/ukraine-refugees",),
        origin="UNHCR",
        source=SOURCE.name,
        derived_from=("border authorities",)
        if first == last
        else ("border authorities", "unhcr-crossings by day"),
        known_at=known_after(last, SOURCE.lag_days),
        url=_URL,
        licence=SOURCE.licence,
    )


SOURCE = Source(
    name="unhcr-crossings",
    title="UNHCR, border crossings out of Ukraine in 2022, collected by gridviz",
    urls=(_URL,),
    licence="not stated",
    # Border authorities report a day once it is over, and UNHCR posts their counts a day later.
    lag_days=2,
    quantities=("displaced.border_crossings",),
    errs="crossings, not people: who leaves twice counts twice; cannot be used after early 2023",
    read=read,
)
