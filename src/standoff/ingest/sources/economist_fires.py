"""The Economist: fires seen by satellite that it takes for fires of war, on each side of the line.

The side of a claim is the side that holds the ground where the fire burnt, which is most often not
the side that lit it.
"""

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
    ParsedFile,
    Source,
    csv_rows,
    figure,
    known_after,
)

_URL = FOLDER + "strikes_by_location_and_day.csv"
_CLOUD = "cloud_cover_in_country"
_FIRES = {
    "RU": "war_fires_per_day_in_russia_held_area",
    "UA": "war_fires_per_day_in_ukraine_held_area",
}
_MISSING = ("", "NA")


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """One claim a day and side: war fires on the ground it holds, with the day's cloud cover."""
    (path,) = files
    out = ParsedFile()
    for number, row in csv_rows(path, ("date", _CLOUD, *_FIRES.values()), out.bad):
        try:
            day, clouds = date.fromisoformat(row["date"]), _clouds(row[_CLOUD])
            counts = {
                side: figure(row[column])
                for side, column in _FIRES.items()
                if row[column].strip() not in _MISSING
            }
        except ValueError as error:
            out.bad.append(BadRow(path.name, number, "date, cloud or fires", str(error), LEFT_OUT))
            continue
        for side, fires in counts.items():
            claim = Claim(
                war=war.name,
                quantity="intensity.fires",
                side=side,
                place=f"held by {side}",
                happened_from=day,
                happened_to=day,
                value=fires,
                unit="fires",
                text=clouds,
                speaker="The Economist",
                speaker_kind="media",
                channel=("The Economist",),
                origin="NASA FIRMS",
                source=SOURCE.name,
                # Which side of the line a fire is on is read off ISW's map.
                derived_from=("NASA FIRMS", "ISW maps"),
                known_at=known_after(day, SOURCE.lag_days),
                url=_URL,
                licence=SOURCE.licence,
            )
            out.rows.append(Sourced(claim, path.name, number))
    return out


def _clouds(cell: str) -> str:
    """What a fire could be seen through; a day under cloud is a thinned observation."""
    if cell.strip() in _MISSING:
        return "cloud cover not stated"
    share = figure(cell)
    if share > 1:
        raise ValueError(f"cloud over {share:g} of the country")
    return f"cloud cover {share:.2f} of the country"


SOURCE = Source(
    name="economist-fires",
    title="The Economist, war fires seen by satellite on each side of the line",
    urls=(_URL,),
    licence=LICENCE,
    # The satellites pass until the night; the day's count is complete on the next.
    lag_days=1,
    quantities=("intensity.fires",),
    errs="thinned by cloud; a model tells fires of war from others, and learns as it goes",
    read=read,
)
