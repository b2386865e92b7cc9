"""What is written around a map: legend, caption, what it does not show, its table and source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from standoff.domain.places import Country
from standoff.domain.war import War
from standoff.formatting import amount, count, written
from standoff.ingest.sources import source
from standoff.maps import Control, HeldAbroad, PlaceControl, source_of
from standoff.report.charts.figure import Table
from standoff.report.maps.gains import Gains
from standoff.report.templating import day as short_day

_MOST_NAMED = 4


@dataclass(frozen=True)
class LegendEntry:
    """One entry of the legend: the classes that draw it, its pattern, if it is a mark, its words."""

    drawn: str
    fill: str
    mark: bool
    label: str


def legend(
    now: Control, before: Control | None, change: Gains, war: War, country: Country
) -> Iterator[LegendEntry]:
    """What is drawn, and only that."""
    first, second = war.sides
    if now.held is not None:
        yield LegendEntry("held", "", False, f"held by {first.name}")
    for name in country.held_before:
        yield LegendEntry("before", "before", False, f"{name}, held before the war")
    if now.contested is not None and not now.contested.is_empty:
        yield LegendEntry("contested", "contested", False, "contested")
    since = f" since {short_day(before.day)}" if before is not None and before.day else ""
    if change.gained is not None:
        for i, (side, pattern) in enumerate(((first, ""), (second, "gain"))):
            if not change.gained[i].is_empty:
                yield LegendEntry(f"gain-{i}", pattern, False, f"gained by {side.name}{since}")
    if any(_marked(now, war)):
        yield LegendEntry("held-abroad", "", False, "area held abroad, as claimed, not its line")
    for side, kind in ((first, "square ru"), (second, "ua")):
        if change.settlements.to.get(side.code):
            yield LegendEntry(f"turned {kind}", "", True, f"settlement turned to {side.name}")
    for holder, kind, label in (
        (first.code, "square ru", f"city held by {first.name}"),
        (second.code, "ua", f"city held by {second.name}"),
        ("contested", "ink", "city contested"),
        ("unknown", "quiet", "city, holder not known"),
    ):
        if any(city.holder == holder for city in now.places):
            yield LegendEntry(
                f"city {kind}", "hole" if holder in ("contested", "unknown") else "", True, label
            )


def caption(now: Control, before: Control | None, change: Gains, war: War) -> str:
    """What the map shows and what changed, in sentences."""
    said = []
    if now.day is not None:
        age = (now.as_of - now.day).days
        of = f"The map is of {written(now.day)}"
        said.append(f"{of}, {count(age, 'day')} before." if age > 1 else f"{of}.")
    if before is not None and before.day is not None:
        if change.gained is not None:
            gains = " and ".join(
                f"{side.name} {amount(km2, 'km2')}"
                for side, km2 in zip(war.sides, change.km2, strict=True)
            )
            about = "by this map" if now.contested is None else "roughly, by towns"
            said.append(f"Gained since {written(before.day)}, {about}: {gains}.")
        said += _settlements(change, war)
    said += [
        f"{war.parties[held.side].name} is said to hold {amount(held.value, 'km2')} of {held.place} "
        f"({written(held.date)}): a disc of that area, not its line."
        for held in _marked(now, war)
    ]
    return " ".join(said)


def _marked(now: Control, war: War) -> list[HeldAbroad]:
    named = {place.name for place in war.places_abroad}
    return [held for held in now.abroad if held.place in named]


def _settlements(change: Gains, war: War) -> Iterator[str]:
    for side in war.sides:
        drawn = change.settlements.to.get(side.code, ())
        number = len(drawn) + change.settlements.unplaced.get(side.code, 0)
        if number:
            names = ", ".join(p.name for p in drawn[:_MOST_NAMED])
            among = f", {names} among them" if names else ""
            yield f"{count(number, 'settlement')} turned to {side.name}{among}."


def missing(now: Control, before: Control | None, change: Gains, country: Country) -> list[str]:
    """What cannot be drawn, in sentences."""
    said = list(now.missing)
    if before is not None and now.held is not None and change.gained is None:
        said.append(
            f"What was gained since {written(before.as_of)} is not drawn as land: the two days have "
            "maps of different kinds, and their difference would be that of the maps."
        )
    if now.held is not None and country.held_before:
        names = " and ".join(country.held_before)
        said.append(
            f"Of what was held before the war only {names} is marked: no line of the time was found "
            "that is free to use for the rest, so it is drawn like what was taken since."
        )
    return said


def table(now: Control, war: War) -> Table:
    """The war's cities, who holds them, since when, and who said so."""
    names = {side.code: side.name for side in war.sides}

    def row(city: PlaceControl) -> tuple[str, ...]:
        held = names.get(city.holder, "contested")
        if city.holder == "unknown":
            return city.name, "not known", "", ""
        since = "" if city.since is None else short_day(city.since)
        return city.name, held, since, ", ".join(city.sources)

    return Table(("City", "Held by", "Since", "By"), tuple(map(row, now.places)))


def credit(now: Control, country: Country, war: War) -> str:
    """As-of date, sources and their terms."""
    drawn = [source(now.source)] if now.source else []
    by_towns = source_of(war, "settlements")
    if now.settlements and by_towns is not None and now.source != by_towns.name:
        drawn.append(by_towns)
    credits = [f"{one.title} ({one.licence})" for one in drawn]
    credits += [f"outline: {country.source} ({country.licence})", "places: GeoNames (CC BY 4.0)"]
    return f"As of {written(now.as_of)}. Source: {'; '.join(credits)}."
