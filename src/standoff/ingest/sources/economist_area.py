"""The Economist: daily area of Ukraine assessed as Russian-controlled, after ISW's maps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.errors import BadRow
from standoff.evidence.validation import Sourced
from standoff.ingest.sources._economist import FOLDER, LICENCE
from standoff.ingest.sources._source import (
    LEFT_OUT,
    History,
    ParsedFile,
    Source,
    csv_rows,
    figure,
    known_after,
)

_URL = FOLDER + "area_assessed_as_controlled_by_russia.csv"
_AREA = "area_assessed_as_russia_controlled"
_M2_IN_KM2 = 1e6


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """One claim a day: area held by RU, km², Crimea and the Donbas of before 2022 included."""
    (path,) = files
    out = ParsedFile()
    for number, row in csv_rows(path, ("date", _AREA), out.bad):
        try:
            day, area_m2 = date.fromisoformat(row["date"]), figure(row[_AREA])
        except ValueError as error:
            out.bad.append(BadRow(path.name, number, "date or area", str(error), LEFT_OUT))
            continue
        km2 = area_m2 / _M2_IN_KM2
        if not 0 <= km2 <= war.country_km2:
            reason = f"{km2:,.0f} km² of a country of {war.country_km2:,.0f}"
            out.bad.append(BadRow(path.name, number, _AREA, reason, LEFT_OUT))
            continue
        claim = Claim(
            war=war.name,
            quantity="territory.controlled_km2",
            side="RU",
            place=war.scope,
            happened_from=day,
            happened_to=day,
            value=round(km2, 3),
            unit="km2",
            speaker="The Economist",
            speaker_kind="media",
            channel=("The Economist",),
            origin="ISW",
            source=SOURCE.name,
            derived_from=("ISW maps",),
            known_at=known_after(day, SOURCE.lag_days),
            url=_URL,
            licence=SOURCE.licence,
        )
        out.rows.append(Sourced(claim, path.name, number))
    return out


SOURCE = Source(
    name="economist-area",
    title="The Economist, area assessed as Russian-controlled, after ISW",
    urls=(_URL,),
    licence=LICENCE,
    # The last day in the file is the day before its publication in 78 of 79 published versions.
    lag_days=1,
    quantities=("territory.controlled_km2",),
    errs="revised in place; early maps painted road corridors as control and moved late",
    read=read,
    history=History(
        "TheEconomist",
        "the-economist-ukraine-war-dead-and-wounded-estimates",
        "main",
        "source-data/deaths-and-casualties-data/area_assessed_as_controlled_by_russia.csv",
    ),
)
