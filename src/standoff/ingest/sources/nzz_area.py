"""NZZ: daily area of Ukraine under Russian control, measured by conflict-investigations.

NZZ's map is drawn after Liveuamap's and is no second sight of what that one shows. In March 2024 it
was redefined by 16,619 km²: its levels are of a scope of their own, and only changes are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from standoff.domain.war import War
from standoff.ingest.sources._source import ParsedFile, Source
from standoff.ingest.sources.liveuamap_area import PUBLISHER, read_areas

SCOPE = "Ukraine, as NZZ draws it"


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """One claim a day: area held by RU, km², of NZZ's own scope."""
    return read_areas(files[0], war, SOURCE, "NZZ", SCOPE, ("Liveuamap", "NZZ map"))


SOURCE = Source(
    name="nzz-area",
    title="NZZ, area under Russian control, by way of conflict-investigations",
    urls=(PUBLISHER + "nzz-maps/master/territory.csv",),
    licence="none stated; credit asked",
    lag_days=1,
    quantities=("territory.controlled_km2",),
    errs=(
        "drawn after Liveuamap, late at times by a week; counts the whole country on 24 to 30 October "
        "2023, which is left out; redefined by 16,619 km² on 14 March 2024; agrees in sign with The "
        "Economist's in 36 of 37 months in which both move by more than 50 km²"
    ),
    read=read,
)
