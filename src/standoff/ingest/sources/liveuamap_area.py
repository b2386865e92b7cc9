"""Liveuamap: daily area of Ukraine under Russian control, measured by conflict-investigations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.errors import BadRow
from standoff.evidence.validation import Sourced
from standoff.ingest.sources._source import (
    LEFT_OUT,
    History,
    ParsedFile,
    Source,
    csv_rows,
    figure,
    known_after,
)

_NOON = 12
PUBLISHER = "https://raw.githubusercontent.com/conflict-investigations/"
_URL = PUBLISHER + "liveuamap-analysis/master/territory.csv"


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """One claim a day: area held by RU, km², Crimea and the Donbas of before 2022 included."""
    return read_areas(files[0], war, SOURCE, "Liveuamap", war.scope, ("Liveuamap",))


def read_areas(
    path: Path, war: War, source: Source, speaker: str, place: str, after: tuple[str, ...]
) -> ParsedFile:
    """One claim for each row of a file of days and areas (km²), as this publisher writes them.

    Args:
        path: the file.
        war: the war; an area larger than its country is a bad row.
        source: whose file it is.
        speaker: who draws the map.
        place: the scope of its levels.
        after: what the map is drawn after.
    """
    out = ParsedFile()
    for number, row in csv_rows(path, ("date", "area"), out.bad):
        try:
            on = _day(row["date"].strip())
            km2 = figure(row["area"])
        except ValueError as error:
            out.bad.append(BadRow(path.name, number, "date or area", str(error), LEFT_OUT))
            continue
        if km2 > war.country_km2:
            reason = f"{km2:,.0f} km² of a country of {war.country_km2:,.0f}"
            out.bad.append(BadRow(path.name, number, "area", reason, LEFT_OUT))
            continue
        claim = Claim(
            war=war.name,
            quantity="territory.controlled_km2",
            side="RU",
            place=place,
            happened_from=on,
            happened_to=on,
            value=round(km2, 3),
            unit="km2",
            speaker=speaker,
            speaker_kind="media",
            channel=("conflict-investigations",),
            origin=speaker,
            source=source.name,
            derived_from=after,
            known_at=known_after(on, source.lag_days),
            url=source.urls[0],
            licence=source.licence,
        )
        out.rows.append(Sourced(claim, path.name, number))
    return out


def _day(text: str) -> date:
    """The day of a row; some files write a day as its midnight, or as that of Kyiv in UTC."""
    at = datetime.fromisoformat(text)
    return at.date() + timedelta(days=at.hour >= _NOON)


SOURCE = Source(
    name="liveuamap-area",
    title="Liveuamap, area under Russian control, by way of conflict-investigations",
    urls=(_URL,),
    licence="free to use, with credit to the authors",
    lag_days=1,
    quantities=("territory.controlled_km2",),
    errs=(
        "drawn late in March 2022; a spike on 8 September 2022; ends on 16 January 2025; agrees in "
        "sign with The Economist's in 26 of 26 months in which both move by more than 50 km²"
    ),
    read=read,
    history=History("conflict-investigations", "liveuamap-analysis", "master", "territory.csv"),
)
