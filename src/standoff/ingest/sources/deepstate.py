"""DeepState: what Russia took since the invasion, by the polygons of its map, one map a day.

A day without a file is a day not published, and no failure. Everything is cut to the country,
and what was held before the invasion is taken off: the map draws both as one, so that the figure is a
level of its own scope and is never compared with areas that hold Crimea.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape

from standoff.domain import places
from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.errors import BadRow, SourceError
from standoff.evidence.validation import Sourced
from standoff.ingest.sources._source import (
    LEFT_OUT,
    PULL_AGAIN,
    Map,
    ParsedFile,
    Source,
    json_of,
    known_after,
)

SCOPE = "Ukraine, taken since 24 February 2022"

_URL = (
    "https://raw.githubusercontent.com/cyterat/deepstate-map-data/main/data/"
    "deepstatemap_data_{day:%Y%m%d}.geojson"
)
_NAME = re.compile(r"\Adeepstatemap_data_(\d{4})(\d\d)(\d\d)\Z", re.ASCII)
FIRST = date(2024, 7, 8)

_HELD_BEFORE_KM2 = 43_679.053
"""Crimea and the Donbas behind the line of contact: The Economist's area of 23 February 2022."""

_MARGIN_DEG = 0.1
"""The shipped outline is drawn coarser than the map: cut at it, 1,849 km² of 116,171 would go that
lie along its borders. What lies further out is not of the country."""


def daily(by: date) -> tuple[str, ...]:
    """Addresses of the maps up to a day, oldest first."""
    days = max(0, (by - FIRST).days + 1)
    return tuple(_URL.format(day=FIRST + timedelta(days=after)) for after in range(days))


def polygons(path: Path) -> Map:
    """The map in a file.

    Raises:
        SourceError: the file is no map of a day.
    """
    raw = json_of(path)
    try:
        ((year, month, of_month),) = _NAME.findall(str(raw["name"]))
        day = date(int(year), int(month), int(of_month))
        shapes = [shape(feature["geometry"]) for feature in raw["features"]]
        held = shapely.union_all([shapely.make_valid(s) for s in shapes])
    except (TypeError, ValueError, KeyError, AttributeError, IndexError, ShapelyError) as error:
        raise SourceError(f"{path.name}: no polygons of a day. {PULL_AGAIN}") from error
    west, south, east, north = held.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90 and held.area > 0):
        raise SourceError(f"{path.name}: polygons that lie nowhere on earth. {PULL_AGAIN}")
    return Map(day, held)


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """One claim a map: km² held by RU of what it did not hold before the invasion."""
    out = ParsedFile()
    country = places.country(war.folder)
    outline = None if country is None else country.outline.buffer(_MARGIN_DEG)
    for path in files:
        try:
            drawn = polygons(path)
        except SourceError as error:
            # One of hundreds of maps: the others stand.
            reason = str(error).removeprefix(f"{path.name}: ").split(". ")[0]
            out.bad.append(BadRow(path.name, 1, "file", reason, LEFT_OUT))
            continue
        held = drawn.held if outline is None else drawn.held.intersection(outline)
        km2 = places.area_km2(held)
        if not _HELD_BEFORE_KM2 <= km2 <= war.country_km2:
            reason = f"{km2:,.0f} km² is less than was held before, or more than the country"
            out.bad.append(BadRow(path.name, 1, "area", reason, LEFT_OUT))
            continue
        before = f"{_HELD_BEFORE_KM2:,.0f} km² held before the invasion"
        claim = Claim(
            war=war.name,
            quantity="territory.controlled_km2",
            side="RU",
            place=SCOPE,
            happened_from=drawn.day,
            happened_to=drawn.day,
            value=round(km2 - _HELD_BEFORE_KM2, 3),
            unit="km2",
            text=f"{km2:,.0f} km² as drawn, less {before}",
            speaker="DeepState",
            speaker_kind="researcher",
            channel=("cyterat/deepstate-map-data",),
            origin="DeepState",
            source=SOURCE.name,
            derived_from=("DeepStateMap", "economist-area of 2022-02-23"),
            known_at=known_after(drawn.day, SOURCE.lag_days),
            url=_URL.format(day=drawn.day),
            licence=SOURCE.licence,
        )
        out.rows.append(Sourced(claim, path.name, 1))
    if not out.rows:
        raise SourceError(f"no map can be read, of {len(files)}. {PULL_AGAIN}")
    return out


SOURCE = Source(
    name="deepstate",
    title="DeepState's map, polygons of occupied territory, by way of cyterat/deepstate-map-data",
    urls=(),
    licence="GPL-3 repository",
    # The repository copies the map in the night after the day it names.
    lag_days=1,
    quantities=("territory.controlled_km2",),
    errs=(
        "drawn by Ukrainian volunteers after footage: changes show days late, contested ground is "
        "not counted as held; what was held before is taken off as one figure of another map"
    ),
    read=read,
    dated=daily,
    polygons=polygons,
    speaker="DeepState",
    first=FIRST,
)
