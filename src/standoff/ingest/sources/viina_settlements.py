"""VIINA: settlements that changed hands, by day and side, and who held the war's named cities.

A settlement changes hands when its holder is another than its last holder. Contested ground is
nobody's: a settlement that is contested and then held by the same side has not changed hands. One
first named after the war's first day was the second side's until then.

A day without a change is a claim of zero, as long as the file is in use: from the day after the
war's first to the last day in it, but for silences of more than `_SILENCE_DAYS`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.errors import BadRow, SourceError
from standoff.evidence.validation import Sourced
from standoff.ingest.sources._source import (
    LEFT_OUT,
    PULL_AGAIN,
    Holders,
    ParsedFile,
    Source,
    json_of,
    known_after,
)

_URL = (
    "https://raw.githubusercontent.com/mulgerehircum/ukraine-warmap/main/public/data/"
    "viina-timeline.json"
)
_SILENCE_DAYS = 60
"""The longest silence in the file is a few days; after two months, nobody was looking."""


@dataclass(frozen=True)
class Settlement:
    """One settlement: its row, its GeoNames id, and who held it from which day ("" if nobody)."""

    row: int
    geonames_id: str
    runs: tuple[tuple[date, str], ...]


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """Counts of settlements changing hands, and changes of control of the war's cities."""
    (path,) = files
    out = ParsedFile()
    places = settlements(path, war, out)
    gained: Counter[tuple[date, str]] = Counter()
    for place in places:
        first_day, held_at_first = place.runs[0]
        holder = held_at_first if first_day == war.start else war.sides[1].code
        for day, now in place.runs:
            if now and holder and now != holder:
                gained[day, now] += 1
            holder = now or holder
    # Days after the first, up to the last in the file, without its long silences.
    days: list[date] = []
    last = war.start
    for day in sorted({day for place in places for day, _ in place.runs}):
        gap = (day - last).days
        first_missed = 1 if gap <= _SILENCE_DAYS else gap
        days += [last + timedelta(days=n) for n in range(first_missed, gap + 1)]
        last = day
    for day in days:
        for side in war.sides:
            changed = _claim(
                war,
                day,
                quantity="territory.settlements_changed",
                unit="settlements",
                side=side.code,
                value=float(gained[day, side.code]),
            )
            out.rows.append(Sourced(changed, path.name, 1))
    named = {str(city.geonames_id): city.name for city in war.cities}
    for place in places:
        if place.geonames_id in named:
            first = war.sides[0].code
            for day, holder in place.runs:
                held: dict[str, float] = {"value": 1.0 if holder == first else 0.0}
                control = _claim(
                    war,
                    day,
                    quantity="city.control",
                    unit="share",
                    side=first,
                    place=named[place.geonames_id],
                    **(held if holder else {"low": 0.0, "high": 1.0}),
                )
                out.rows.append(Sourced(control, path.name, place.row))
    return out


def settlements(path: Path, war: War, out: ParsedFile) -> list[Settlement]:
    """Every settlement whose whole history can be read; half of one would invent changes."""
    means = war.channels.meanings(SOURCE.name)
    if not means:
        raise SourceError(
            f"{SOURCE.name}: no side is known for its categories. Say `means` in the war's "
            "channels.toml, as that of ukraine-2022 does."
        )
    timeline = json_of(path)
    if not isinstance(timeline, dict) or not timeline:
        raise SourceError(f"{path.name}: no settlements by GeoNames id. {PULL_AGAIN}")
    places = []
    for row, (geonames_id, runs) in enumerate(timeline.items(), start=1):
        try:
            places.append(Settlement(row, geonames_id, _runs(runs, war, means)))
        except ValueError as error:
            out.bad.append(BadRow(path.name, row, geonames_id[:40], str(error), LEFT_OUT))
    if not places:
        raise SourceError(f"{path.name}: no settlement can be read. {PULL_AGAIN}")
    return places


def holders(path: Path, war: War) -> Holders:
    """Who held each settlement from which day, for those whose id is a number."""
    found = settlements(path, war, ParsedFile())
    return {int(s.geonames_id): s.runs for s in found if s.geonames_id.isdecimal()}


def _runs(runs: Any, war: War, means: Mapping[str, str]) -> tuple[tuple[date, str], ...]:
    if not isinstance(runs, list) or not runs:
        raise ValueError("no list of dates and states")
    read: list[tuple[date, str]] = []
    for run in runs:
        if not isinstance(run, list) or len(run) != 2 or str(run[1]) not in means:
            raise ValueError(f"{str(run)[:40]} is no date and state")
        digits = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", str(run[0]), re.ASCII)
        if digits is None:
            raise ValueError(f"{str(run[0])[:40]} is not a day like 20221111")
        try:
            day = date(int(digits[1]), int(digits[2]), int(digits[3]))
        except ValueError as error:
            raise ValueError(f"{run[0]} is no day of the calendar") from error
        if day < war.start:
            raise ValueError(f"{day} is before the war")
        if read and day <= read[-1][0]:
            raise ValueError(f"{day} does not come after {read[-1][0]}")
        read.append((day, means[run[1]]))
    return tuple(read)


def _claim(war: War, day: date, **what: Any) -> Claim:
    return Claim(
        war=war.name,
        happened_from=day,
        happened_to=day,
        speaker="VIINA",
        speaker_kind="researcher",
        channel=("ukraine-warmap",),
        origin="VIINA",
        source=SOURCE.name,
        # VIINA takes the majority of these, so that it is no stranger to maps after ISW.
        derived_from=("news reports", "Wikipedia maps", "DeepStateMap", "ISW maps"),
        known_at=known_after(day, SOURCE.lag_days),
        url=_URL,
        licence=SOURCE.licence,
        **what,
    )


SOURCE = Source(
    name="viina-settlements",
    title="VIINA, settlements changing hands, by way of ukraine-warmap",
    urls=(_URL,),
    licence="ODbL",
    # VIINA gathers a day's reports in the night after it.
    lag_days=1,
    quantities=("territory.settlements_changed", "city.control"),
    errs=(
        "read from news and from other maps, ISW's among them; places near the front flicker, "
        "so that gross counts run far above net ones"
    ),
    read=read,
    holders=holders,
    speaker="VIINA",
)
