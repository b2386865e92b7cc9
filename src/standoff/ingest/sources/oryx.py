"""Oryx: equipment of both sides whose loss a picture shows, as running totals by listing date.

A total counts what was listed by a day: pictures turn up weeks or months after the loss, and what
nobody filmed is never listed. It is a floor, known on the day that it was listed. The first file
lists a type on the days when it changed: its last count stands until the next. After the end of that
file the totals come from a file a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from standoff.domain.claim import Claim, midnight
from standoff.domain.war import War
from standoff.errors import BadRow, SourceError
from standoff.evidence.validation import Sourced
from standoff.ingest.sources._source import (
    LEFT_OUT,
    PULL_AGAIN,
    ParsedFile,
    Source,
    csv_rows,
    figure,
)

_DUMP = "https://raw.githubusercontent.com/scarnecchia/oryx_data/main/daily_count.csv"
_DAILY = "https://raw.githubusercontent.com/leedrake5/Russia-Ukraine/main/data/byType/{day}.csv"
FIRST = date(2025, 7, 20)
"""The day after the last one of the dump."""

_SIDES = {"Russia": "RU", "Ukraine": "UA"}


@dataclass(frozen=True)
class _Series:
    """One quantity: its unit, and the types that are added up to it."""

    quantity: str
    unit: str
    types: tuple[str, ...]


_SERIES = (
    _Series("losses.tanks", "tanks", ("Tanks",)),
    # Oryx's armoured combat vehicles less the tanks; it does not count infantry mobility vehicles.
    _Series(
        "losses.armour",
        "vehicles",
        (
            "Armoured Fighting Vehicles",
            "Infantry Fighting Vehicles",
            "Armoured Personnel Carriers",
            "Mine-Resistant Ambush Protected",
        ),
    ),
    _Series(
        "losses.artillery",
        "pieces",
        ("Towed Artillery", "Self-Propelled Artillery", "Rocket and Missile Artillery"),
    ),
    _Series("losses.equipment", "items", ("All Types",)),
)
_SAME_TYPE = {"Multiple Rocket Launchers": "Rocket and Missile Artillery"}
"""Renamed in June 2025."""

_WANTED = frozenset(name for series in _SERIES for name in series.types)

_LEAST_OF_LAST, _MOST_OF_LAST, _WEEK_DAYS = 0.95, 2.0, 7
"""A listing is withdrawn now and then, and a digit slips: "100" for about 1,000 destroyed on 28
March 2022. A total that falls by more than a twentieth, or doubles within a week, is a slip."""


@dataclass(frozen=True)
class _Listed:
    """How much of one type of one side was listed by a day, in a row of a file."""

    day: date
    side: str
    type: str
    count: float
    file: str
    row: int


def daily(by: date) -> tuple[str, ...]:
    """Addresses of the files up to a day, oldest first."""
    days = max(0, (by - FIRST).days + 1)
    return tuple(_DAILY.format(day=FIRST + timedelta(days=after)) for after in range(days))


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """Running totals of each side since the war's first day: tanks, armour, artillery, equipment."""
    dump, *by_day = files
    out = ParsedFile()
    listed = _listed(dump, "date_recorded", out)
    if not listed:
        raise SourceError(f"{dump.name}: no count of a type that is known. {PULL_AGAIN}")
    late = [one for one in listed if one.day >= FIRST]
    if late:
        reason = f"{len(late)} rows from {late[0].day} on, which has a file a day"
        out.bad.append(BadRow(dump.name, late[0].row, "date_recorded", reason, LEFT_OUT))
        listed = [one for one in listed if one.day < FIRST]
    for path in by_day:
        try:
            found = _listed(path, "Date", out)
        except SourceError as error:
            # One of hundreds of files: the others stand.
            reason = str(error).removeprefix(f"{path.name}: ").split(". ")[0]
            out.bad.append(BadRow(path.name, 1, "file", reason, LEFT_OUT))
            continue
        missing = [
            f"{name} of {side}"
            for side in _SIDES.values()
            for name in sorted(_WANTED - {one.type for one in found if one.side == side})
        ]
        if missing:
            reason = f"no count of {missing[0]}; what it is added up to stays as last listed"
            out.bad.append(BadRow(path.name, 1, "equipment_type", reason, LEFT_OUT))
        listed += [one for one in found if one.day >= FIRST]
    for side in _SIDES.values():
        of_side = sorted((one for one in listed if one.side == side), key=lambda one: one.day)
        for series in _SERIES:
            out.rows += _totals(series, side, of_side, war, out)
    return out


def _listed(path: Path, dated: str, out: ParsedFile) -> list[_Listed]:
    """The counts of the types that are wanted, without the nought before the war."""
    found: dict[tuple[date, str, str], _Listed] = {}
    for number, row in csv_rows(path, ("country", "equipment_type", "type_total", dated), out.bad):
        name = row["equipment_type"].strip()
        name = _SAME_TYPE.get(name, name)
        side = _SIDES.get(row["country"].strip())
        if name not in _WANTED:
            continue
        if side is None:
            reason = f"{row['country'].strip()[:40]!r} is no side"
            out.bad.append(BadRow(path.name, number, "country", reason, LEFT_OUT))
            continue
        try:
            day, count = date.fromisoformat(row[dated]), figure(row["type_total"])
        except ValueError as error:
            out.bad.append(BadRow(path.name, number, "date or total", str(error), LEFT_OUT))
            continue
        one = _Listed(day, side, name, count, path.name, number)
        first = found.setdefault((day, side, name), one)
        if first.count != count:
            reason = f"{name} of {day} repeats row {first.row} with another figure"
            out.bad.append(BadRow(path.name, number, "type_total", reason, LEFT_OUT))
    return list(found.values())


def _totals(
    series: _Series, side: str, listed: Iterable[_Listed], war: War, out: ParsedFile
) -> Iterator[Sourced]:
    """A claim for each day on which a type of the quantity was listed, once all of them were."""
    counts: dict[str, float] = {}
    told: list[tuple[date, _Listed, dict[str, float]]] = []
    wanted = (one for one in listed if one.type in series.types)
    for day, found in groupby(wanted, key=lambda one: one.day):
        rows = list(found)
        counts |= {one.type: one.count for one in rows}
        if day < war.start:
            if total := sum(counts.values()):
                reason = f"{total:,.0f} listed on {day}, before the war"
                out.bad.append(BadRow(rows[0].file, rows[0].row, "date", reason, LEFT_OUT))
            counts.clear()
        elif len(counts) == len(series.types):
            told.append((day, rows[0], dict(counts)))
    last, last_day = 0.0, war.start
    for k, (day, first, counts) in enumerate(told):
        file, row, total = first.file, first.row, sum(counts.values())
        after = [sum(later.values()) for _, _, later in told[k + 1 : k + 3]]
        # A rise that both days after it take back; what falls then is not they.
        leaps = total > _MOST_OF_LAST * last and (day - last_day).days <= _WEEK_DAYS
        leaps = (bool(last) and leaps) or (len(after) == 2 and max(after) < _LEAST_OF_LAST * total)
        if leaps or total < _LEAST_OF_LAST * last:
            way = "leaps" if leaps else "falls"
            reason = f"the running total of {side} {way} from {last:,.0f} to {total:,.0f}"
            way_out = "Left out as a slip of the pen; tell the publisher if it is one."
            out.bad.append(BadRow(file, row, "type_total", reason, way_out))
            continue
        last, last_day = total, day
        yield Sourced(_claim(series, side, day, counts, war), file, row)


def _claim(series: _Series, side: str, day: date, counts: Mapping[str, float], war: War) -> Claim:
    total = sum(counts.values())
    several = len(series.types) > 1
    in_dump = day < FIRST
    return Claim(
        war=war.name,
        quantity=series.quantity,
        side=side,
        happened_from=war.start,
        happened_to=day,
        low=total,
        value=total,
        unit=series.unit,
        text=" + ".join(f"{t} {counts[t]:,.0f}" for t in series.types) if several else "",
        speaker="Oryx",
        speaker_kind="researcher",
        channel=("scarnecchia/oryx_data" if in_dump else "leedrake5/Russia-Ukraine",),
        origin="Oryx",
        source=SOURCE.name,
        derived_from=series.types if several else (),
        known_at=midnight(day),
        vintage="observed",
        url=_DUMP if in_dump else _DAILY.format(day=day),
        licence=SOURCE.licence,
    )


SOURCE = Source(
    name="oryx",
    title="Oryx, equipment lost as pictures show, collected by scarnecchia and leedrake5",
    urls=(_DUMP,),
    licence="CC BY 4.0 (scarnecchia), MIT (leedrake5)",
    # The date of a total is the day on which Oryx's page showed it.
    lag_days=0,
    quantities=tuple(series.quantity for series in _SERIES),
    errs=(
        "a minimum: only what a picture shows; dated by listing, weeks or months after the loss; "
        "the side that films more is seen to destroy more; listings are withdrawn now and then"
    ),
    read=read,
    dated=daily,
)
