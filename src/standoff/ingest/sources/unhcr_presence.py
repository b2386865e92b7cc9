"""UNHCR: refugees from Ukraine present in Europe, as a total of all countries, by snapshot.

Eighteen snapshots from July 2022 to January 2023. Each country is counted on a day of its own; a
total is dated by the newest, and its text says how old the oldest is. The collection's later file
has months in place of days and ever fewer countries, and makes no total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    "https://raw.githubusercontent.com/ONEcampaign/ukraine_oda_tracker/main/raw_data/"
    "{snapshot}_hcr_data.csv"
)
_SNAPSHOTS = (
    "july",
    "late_july",
    *(
        f"{part}_{month}"
        for month in ("august", "september", "october", "november", "december")
        for part in ("early", "mid", "late")
        if (part, month) != ("late", "august")
    ),
    "early_january",
    "mid_january",
)
_URLS = tuple(_URL.format(snapshot=snapshot) for snapshot in _SNAPSHOTS)

_CODE, _DATED = "iso_code", "Data Date"
_PEOPLE = "Individual refugees from Ukraine recorded across Europe"


@dataclass(frozen=True)
class _Country:
    """Refugees present in a country on a day."""

    day: date
    people: float


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """One claim a snapshot: refugees present in all of Europe."""
    out = ParsedFile()
    for path, url in zip(files, _URLS, strict=True):
        countries: dict[str, _Country] = {}
        before = len(out.bad)
        for number, row in csv_rows(path, (_CODE, _DATED, _PEOPLE), out.bad):
            code = row[_CODE].strip()
            try:
                day = datetime.strptime(row[_DATED].strip(), "%d %B %Y").date()
                country = _Country(day, figure(row[_PEOPLE]))
            except ValueError as error:
                out.bad.append(BadRow(path.name, number, "date or count", str(error), LEFT_OUT))
                continue
            if day < war.start:
                reason = f"{day} is before the war"
                out.bad.append(BadRow(path.name, number, _DATED, reason, LEFT_OUT))
            elif countries.setdefault(code, country) != country:
                reason = f"{code[:40]!r} is there twice, with another figure"
                out.bad.append(BadRow(path.name, number, _CODE, reason, LEFT_OUT))
        if countries:
            claim = _claim(list(countries.values()), len(out.bad) > before, url, war)
            out.rows.append(Sourced(claim, path.name, 1))
    return out


def _claim(countries: Sequence[_Country], incomplete: bool, url: str, war: War) -> Claim:
    """The total; a floor where the row of a country could not be read."""
    people = sum(country.people for country in countries)
    days = [country.day for country in countries]
    return Claim(
        war=war.name,
        quantity="displaced.refugees",
        place="Europe",
        happened_from=max(days),
        happened_to=max(days),
        low=people if incomplete else None,
        value=None if incomplete else people,
        unit="people",
        text=f"the sum of {len(days)} countries, each counted on a day from {min(days)} on",
        speaker="UNHCR",
        speaker_kind="international organisation",
        channel=("ONEcampaign/ukraine_oda_tracker",),
        origin="UNHCR",
        source=SOURCE.name,
        derived_from=("governments' counts by country",),
        known_at=known_after(max(days), SOURCE.lag_days),
        url=url,
        licence=SOURCE.licence,
    )


SOURCE = Source(
    name="unhcr-presence",
    title="UNHCR, refugees from Ukraine present in Europe, collected by the ONE Campaign",
    urls=_URLS,
    licence="MIT (code)",
    # UNHCR's page shows a country's count on the day that it carries.
    lag_days=0,
    quantities=("displaced.refugees",),
    errs=(
        "each country counts on its own day, some months late; who returned is taken off late or "
        "never; a quarter to a third are in Russia, by its own count"
    ),
    read=read,
)
