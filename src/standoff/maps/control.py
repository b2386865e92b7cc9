"""What was known by a day of who held what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import shapely

from standoff.domain import places
from standoff.domain.claim import Claim, from_table
from standoff.domain.places import Place
from standoff.domain.war import War
from standoff.formatting import amount, count, written
from standoff.ingest.sources._source import Holders
from standoff.maps import cells, files
from standoff.maps.abroad import HELD_ABROAD, HeldAbroad, held_abroad
from standoff.maps.place_control import (
    CONTESTED,
    UNKNOWN,
    PlaceControl,
    Polygon,
    Runs,
    Statement,
    Verdict,
    by_reports,
    decided,
    on_polygons,
    statements,
)

_LATELY_DAYS = 90
_A_MAP_LATE = 7
_SETTLED_DAYS = 14
"""Who is reported to hold a place on the war's first day held it before only where that lasts."""

_LARGE = 5000
"""People; a settlement that is larger is named where it lately changed hands."""


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
        places: the cities of the war's definition, then the larger settlements that changed hands in
            the last 90 days.
        missing: what cannot be drawn and what would bring it, in sentences.
        abroad: ground held outside the country, as claimed.
    """

    as_of: date
    source: str
    day: date | None
    held: Any
    contested: Any
    settlements: dict[int, str]
    places: tuple[PlaceControl, ...]
    missing: tuple[str, ...]
    abroad: tuple[HeldAbroad, ...] = ()


@dataclass(frozen=True)
class Turned:
    """Settlements that changed hands between two days.

    Attributes:
        to: by side, those that it gained and whose place is known, most populous first.
        unplaced: by side, how many more it gained.
    """

    to: dict[str, tuple[Place, ...]]
    unplaced: dict[str, int]


def as_of(folder: Path | None, war: War, day: date, known: pa.Table | None = None) -> Control:
    """Who held what, as known by the end of a day.

    Args:
        folder: the store's, with the maps that pulls have written to it; None for claims alone.
        war: the war.
        day: the day.
        known: claims known by it, as a store gives them; they say who holds places.

    Raises:
        StoreError: the file of a map is damaged.
    """
    found = _as_drawn(folder, war, day, known)
    return replace(found, abroad=held_abroad(_claims(known, HELD_ABROAD), day))


def turned(now: Control, before: Control, war: War) -> Turned:
    """Settlements whose holder is another now than before; contested ground has its last holder."""
    gazetteer, second = places.load(war.folder), war.sides[1].code
    held = {place.name: place.holder for place in now.places}
    to: dict[str, list[Place]] = {side.code: [] for side in war.sides}
    unplaced = dict.fromkeys(to, 0)
    for geonames_id, holder in now.settlements.items():
        if before.settlements and before.settlements.get(geonames_id, second) != holder:
            place = gazetteer.by_id(geonames_id)
            if place is not None and held.get(place.name, holder) != holder:
                continue
            if place is None:
                unplaced[holder] += 1
            else:
                to[holder].append(place)
    return Turned(
        {s: tuple(sorted(found, key=lambda p: -p.population)) for s, found in to.items()}, unplaced
    )


def _as_drawn(folder: Path | None, war: War, day: date, known: pa.Table | None) -> Control:
    country = places.country(war.folder)
    by_polygons, by_towns = files.source_of(war, "polygons"), files.source_of(war, "settlements")
    runs = {} if folder is None else files.settlements(folder, war, day)
    shown = day if by_towns is None else day - timedelta(days=by_towns.lag_days)
    reports = {
        i: v for i, of in runs.items() if (v := by_reports(of, shown, _before(of, war))) is not None
    }
    holders = {i: _firm(v, runs[i], shown, war.sides[1].code) for i, v in reports.items()}
    contested = {i for i, v in reports.items() if v.holder == CONTESTED}
    drawn = None if folder is None else files.polygons(folder, war, day)
    found = _places(folder, war, day, shown, runs, known)
    if country is None:
        why = f"No map: {war.title} has no country.geojson in its folder."
        return Control(day, "", None, None, None, {}, found, (why,))
    last = max((run[0] for of in runs.values() for run in of), default=None)
    if drawn is not None and by_polygons is not None:
        missing = tuple(_unplaced(war, runs))
        if not runs:
            brings = "no source of this war has them."
            if by_towns is not None:
                brings = f"'standoff pull {war.name} {by_towns.name}' brings them."
            missing = (f"Settlements that changed hands are not drawn: {brings}",)
        name = by_polygons.name
        return Control(day, name, drawn.day, drawn.held, None, holders, found, missing)
    if last is None or by_towns is None:
        return Control(day, "", None, None, None, {}, found, tuple(_without_maps(war)))
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
    return Control(day, name, min(shown, last), held, open_ones, holders, found, missing)


def _firm(verdict: Verdict, runs: Runs, day: date, second: str) -> str:
    """The holder of a settlement; of a contested one, who held it last."""
    if verdict.holder != CONTESTED:
        return verdict.holder
    held = [holder for start, holder in runs if start <= day and holder]
    return held[-1] if held else second


def _places(
    folder: Path | None,
    war: War,
    day: date,
    shown: date,
    runs: Holders,
    known: pa.Table | None,
) -> tuple[PlaceControl, ...]:
    """The war's cities, and settlements of more than 5,000 people that lately changed hands."""
    by_polygons, by_towns = files.source_of(war, "polygons"), files.source_of(war, "settlements")
    spoken, reported = _said_and_reported(war, known, "" if by_towns is None else by_towns.name)
    cities = [(c.name, c.geonames_id, c.lat, c.lon) for c in war.cities]
    asked = [*cities, *_large(war, runs)]
    points = [(lon, lat) for _, _, lat, lon in asked]
    earlier = day - timedelta(days=_LATELY_DAYS)
    polygons, before = (_drawn(folder, war, on, points) for on in (day, earlier))
    looked = _looked_up(folder, war, day)
    out = []
    for k, (name, geonames_id, lat, lon) in enumerate(asked):
        claimed = sorted(reported.get(name, ()))
        history: Runs = runs.get(geonames_id, ()) or [(on, held) for on, held, _ in claimed]
        before_it = _before(history, war)
        drawn = polygons[k] if polygons else None
        if k >= len(cities):
            # Two maps of polygons tell, or else reports that stand by themselves.
            then, now = (by_reports(history, on, before_it) for on in (earlier, shown))
            held_then = before_it if then is None else then.holder
            held_now = now.holder if now is not None and now.firm else held_then
            same = held_now == held_then
            if before[k].inside == polygons[k].inside if polygons and before else same:
                continue
        verdict = by_reports(history, shown, before_it)
        speaker = () if by_towns is None else (by_towns.speaker,)
        if verdict is not None:
            ids = (claimed[-1][2],) if claimed else ()
            verdict = replace(verdict, sources=speaker, claims=ids)
        elif runs or reported:
            # Reports name every place that was ever lost.
            verdict = Verdict(war.sides[1].code, None, firm=True, sources=speaker)
        said = spoken.get(name, ())
        found = decided(drawn, verdict, said, war, day)
        if drawn is not None and found.holder != UNKNOWN and by_polygons is not None:
            other = decided(None, verdict, said, war, day)
            since = looked(lon, lat, drawn.inside) if found.holder != CONTESTED else found.since
            if other.holder == found.holder and other.since is not None:
                # Inside the line on one map of many is not yet held.
                since = max(since or other.since, other.since)
            since = _told_before(since, said, found.holder)
            sources = tuple(dict.fromkeys((by_polygons.speaker, *found.sources)))
            found = replace(found, sources=sources, since=since)
        out.append(
            PlaceControl(name, lat, lon, found.holder, found.since, found.sources, found.claims)
        )
    return tuple(out)


def _told_before(since: date | None, said: Sequence[Statement], holder: str) -> date | None:
    """The day on which a stranger, or who lost it, said so first, where a map that is drawn once a
    week shows it only days later.
    """
    days = [s.day for s in said if s.holder == holder and not s.own]
    if since is None:
        return None
    return min((d for d in days if since - timedelta(days=_A_MAP_LATE) <= d < since), default=since)


def _claims(known: pa.Table | None, quantity: str) -> list[tuple[str, Claim]]:
    if known is None:
        return []
    of = known.filter(pc.equal(known["quantity"], quantity))
    return list(zip(of["claim_id"].to_pylist(), from_table(of), strict=True))


def _said_and_reported(
    war: War, known: pa.Table | None, reporter: str
) -> tuple[dict[str, list[Statement]], dict[str, list[tuple[date, str, str]]]]:
    """By place: what people say of who holds it, and what the source of reports does (day, holder
    and claim).
    """
    claims = _claims(known, "city.control")
    reported: dict[str, list[tuple[date, str, str]]] = {}
    first, second = (side.code for side in war.sides)
    for claim_id, claim in claims:
        if claim.source == reporter:
            holder = "" if claim.value is None else first if claim.value >= 1 else second
            reported.setdefault(claim.place, []).append((claim.happened_to, holder, claim_id))
    return statements([(i, c) for i, c in claims if c.source != reporter], war), reported


def _large(war: War, runs: Holders) -> list[tuple[str, int, float, float]]:
    """Name, id, latitude and longitude of the larger settlements that are reported on."""
    named = {city.geonames_id for city in war.cities}
    gazetteer = places.load(war.folder)
    found = [gazetteer.by_id(i) for i in sorted(runs) if i not in named]
    return [
        (p.name, p.geonames_id, p.lat, p.lon)
        for p in found
        if p is not None and p.geonames_id is not None and p.population > _LARGE
    ]


def _before(runs: Runs, war: War) -> str:
    """Who held a settlement before the first report: who is reported on the war's first days."""
    if runs and runs[0][1] and runs[0][0] <= war.start:
        until = runs[1][0] if len(runs) > 1 else date.max
        if (until - war.start).days >= _SETTLED_DAYS:
            return runs[0][1]
    return war.sides[1].code


def _drawn(
    folder: Path | None, war: War, day: date, points: Sequence[tuple[float, float]]
) -> list[Polygon]:
    """Where places lie on the newest map of polygons; empty without one."""
    country = places.country(war.folder)
    drawn = None if folder is None or country is None else files.polygons(folder, war, day)
    if drawn is None or country is None:
        return []
    return on_polygons(drawn.held, country.outline, points, drawn.day)


def _looked_up(
    folder: Path | None, war: War, day: date
) -> Callable[[float, float, bool], date | None]:
    """From which map on a place has been where it is; None where it was so on the first."""
    days = [] if folder is None else files.polygon_days(folder, war, day)
    maps: dict[date, Any] = {}

    def inside(on: date, lon: float, lat: float) -> bool:
        if on not in maps and folder is not None:
            maps[on] = files.polygons_of(folder, war, on)
        return bool(shapely.contains_xy(maps[on], lon, lat))

    def since(lon: float, lat: float, now: bool) -> date | None:
        if not days or inside(days[0], lon, lat) == now:
            return None
        low, high = 0, len(days) - 1
        while high - low > 1:
            middle = (low + high) // 2
            if inside(days[middle], lon, lat) == now:
                high = middle
            else:
                low = middle
        return days[high]

    return since


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
