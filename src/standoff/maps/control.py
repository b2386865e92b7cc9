"""What was known by a day of who held what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from standoff.domain import places
from standoff.domain.claim import Claim, from_table
from standoff.domain.places import Place
from standoff.domain.war import War
from standoff.formatting import amount, count, written
from standoff.ingest.sources._source import Holders
from standoff.maps import cells, files


@dataclass(frozen=True)
class CityControl:
    """A city of the war's definition.

    Attributes:
        name, lat, lon: as the definition has them, degrees.
        holder: the side last said to hold it, "" where it is contested, None where nobody said.
        since: the day of that claim; None where a map of settlements tells.
        speaker: who said so.
    """

    name: str
    lat: float
    lon: float
    holder: str | None
    since: date | None
    speaker: str


@dataclass(frozen=True)
class Control:
    """Who held what, as known by a day.

    Attributes:
        as_of: the day by which it was known.
        source: the source whose map it is; "" without one.
        day: the day that the map shows; None without one.
        held: what the first side held, degrees (longitude, latitude); None without a map.
        contested: what nobody held, by towns; empty where the map does not say.
        settlements: the last holder of each settlement that ever left the second side's hands, by
            GeoNames id; empty where they are not known.
        cities: those of the war's definition.
        missing: what cannot be drawn and what would bring it, in sentences.
    """

    as_of: date
    source: str
    day: date | None
    held: Any
    contested: Any
    settlements: dict[int, str]
    cities: tuple[CityControl, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Turned:
    """Settlements that changed hands between two days.

    Attributes:
        to: by side, those that it gained and whose place is known, most populous first.
        unplaced: by side, how many more it gained.
    """

    to: dict[str, tuple[Place, ...]]
    unplaced: dict[str, int]


def as_of(folder: Path, war: War, day: date, known: pa.Table | None = None) -> Control:
    """Who held what, as known by the end of a day.

    Args:
        folder: the store's, with the maps that pulls have written to it.
        war: the war.
        day: the day.
        known: claims known by it, as a store gives them; they say who holds the cities.

    Raises:
        StoreError: the file of a map is damaged.
    """
    cities = _cities(war, known)
    if places.country(war.folder) is None:
        why = f"No map: {war.title} has no country.geojson in its folder."
        return Control(day, "", None, None, None, {}, cities, (why,))
    by_polygons, by_towns = files.source_of(war, "polygons"), files.source_of(war, "settlements")
    runs = files.settlements(folder, war, day)
    shown = day
    holders: dict[int, str] = {}
    contested: set[int] = set()
    if runs and by_towns is not None:
        shown = day - timedelta(days=by_towns.lag_days)
        for geonames_id, of in runs.items():
            past = [held for since, held in of if since <= shown]
            firm = [held for held in past if held]
            holders[geonames_id] = firm[-1] if firm else war.sides[1].code
            if past and not past[-1]:
                contested.add(geonames_id)
        said = day - timedelta(days=war.thresholds.window_days)
        # Who last spoke of a city may have spoken years ago, and denied its fall: where nobody spoke
        # since a day, settlements tell who holds it. One not listed was never lost.
        ids = [city.geonames_id for city in war.cities]
        cities = tuple(
            city
            if city.since is not None and city.since >= said
            else replace(
                city,
                holder="" if id in contested else holders.get(id, war.sides[1].code),
                since=None,
                speaker=by_towns.speaker,
            )
            for city, id in zip(cities, ids, strict=True)
        )
    last = max((run[0] for of in runs.values() for run in of), default=None)
    drawn = files.polygons(folder, war, day)
    if drawn is not None and by_polygons is not None:
        missing = tuple(_unplaced(war, runs))
        if not runs:
            brings = "no source of this war has them."
            if by_towns is not None:
                brings = f"'standoff pull {war.name} {by_towns.name}' brings them."
            missing = (f"Settlements that changed hands are not drawn: {brings}",)
        name = by_polygons.name
        return Control(day, name, drawn.day, drawn.held, None, holders, cities, missing)
    if last is None or by_towns is None:
        return Control(day, "", None, None, None, {}, cities, tuple(_without_maps(war)))
    first = war.sides[0].code
    held = cells.around(
        war, (i for i, side in holders.items() if side == first and i not in contested)
    )
    open_ones = cells.around(war, contested)
    since = ""
    if by_polygons is not None and by_polygons.first is not None:
        since = f" ({by_polygons.speaker}'s begin on {written(by_polygons.first)})"
    missing = (
        f"No polygons are known by then{since}: the land is "
        "divided among towns, each point to the nearest, and coloured by who held the town. The line "
        "between, roads and fields are not known.",
        *_unplaced(war, runs),
    )
    name = by_towns.name
    return Control(day, name, min(shown, last), held, open_ones, holders, cities, missing)


def turned(now: Control, before: Control, war: War) -> Turned:
    """Settlements whose holder is another now than before; contested ground has its last holder."""
    gazetteer, second = places.load(war.folder), war.sides[1].code
    to: dict[str, list[Place]] = {side.code: [] for side in war.sides}
    unplaced = dict.fromkeys(to, 0)
    for geonames_id, holder in now.settlements.items():
        if before.settlements and before.settlements.get(geonames_id, second) != holder:
            place = gazetteer.by_id(geonames_id)
            if place is None:
                unplaced[holder] += 1
            else:
                to[holder].append(place)
    return Turned(
        {s: tuple(sorted(found, key=lambda p: -p.population)) for s, found in to.items()}, unplaced
    )


def _cities(war: War, known: pa.Table | None) -> tuple[CityControl, ...]:
    """The cities of a war's definition, each as the newest claim about it has it."""
    newest: dict[str, Claim] = {}
    of = None if known is None else known.filter(pc.equal(known["quantity"], "city.control"))
    for claim in () if of is None else from_table(of):
        rival = newest.get(claim.place)
        stated = (claim.happened_to, claim.known_at)
        if rival is None or (rival.happened_to, rival.known_at) <= stated:
            newest[claim.place] = claim
    found = []
    for city in war.cities:
        last = newest.get(city.name)
        if last is None:
            found.append(CityControl(city.name, city.lat, city.lon, None, None, ""))
            continue
        share = last.value
        contested = share is None or 0 < share < 1
        holder = "" if contested else war.sides[0 if share and share >= 1 else 1].code
        found.append(
            CityControl(city.name, city.lat, city.lon, holder, last.happened_to, last.speaker)
        )
    return tuple(found)


def _without_maps(war: War) -> list[str]:
    by_polygons, by_towns = files.source_of(war, "polygons"), files.source_of(war, "settlements")
    listed = [drawn for drawn in (by_towns, by_polygons) if drawn and drawn.name in war.sources]
    if not listed:
        return ["No source of this war draws who held the land: cities alone are drawn."]
    brings = []
    if by_towns in listed:
        brings.append("settlements")
    if by_polygons is not None and by_polygons in listed:
        since = "" if by_polygons.first is None else f" from {written(by_polygons.first)} on"
        brings.append(f"polygons{since}")
    return [
        "No map of who held the land has been fetched: cities alone are drawn. "
        f"'standoff pull {war.name} {' '.join(drawn.name for drawn in listed)}' brings "
        f"{', and '.join(brings)}."
    ]


def _unplaced(war: War, runs: Holders) -> list[str]:
    gazetteer = places.load(war.folder)
    without = sum(gazetteer.by_id(i) is None for i in runs)
    if not without:
        return []
    return [
        f"Of {count(len(runs), 'settlement')} that were ever out of {war.sides[1].name}'s hands, "
        f"{amount(without)} are not in the gazetteer and are not drawn; it has places of 500 people "
        "or more."
    ]
