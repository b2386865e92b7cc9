"""Names of places in a text, in any of their spellings.

A spelling is looked up folded: without case, accents and apostrophes, with y as i, so that Kupyansk,
Kup'yansk and Kupiansk are one. Names that are also words or surnames ("Bar", "Sad", "Shevchenko")
count only after a word that places follow ("in Bar", "the village of Sad").
"""

from __future__ import annotations

import csv
import functools
import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from standoff.domain.places.ambiguous_names import ALSO_WORDS
from standoff.errors import WarDefinitionError

COLUMNS = ("geonames_id", "name", "country", "lat", "lon", "population", "aliases")


@dataclass(frozen=True, slots=True)
class Place:
    """One populated place.

    Attributes:
        geonames_id: its number at GeoNames; None for a village known by name alone.
        name: as we write it.
        country: ISO 3166 code.
        lat, lon: degrees; NaN where not known.
        population: people, 0 where not known.
        aliases: other spellings and former names.
        namesakes: how many other places of the gazetteer have its name; the most populous one
            stands for all when a text says no more than the name.
    """

    geonames_id: int | None
    name: str
    country: str
    lat: float
    lon: float
    population: int
    aliases: tuple[str, ...]
    namesakes: int = 0


_NAME = re.compile(r"[A-Z\u00c0-\u00de\u0100-\u017f]\w+(?:['’ʼ](?!s\b)\w+)*")
_NEXT = re.compile(r"[ \u00a0\n-]{1,2}([^\W\d_]\w*(?:['’ʼ](?!s\b)\w+)*)")
_APART = re.compile(r"[ -]")
_PLACED = re.compile(
    r"\b(?:in|near|at|outside|around|towards?|into|inside|surrounding|"
    r"(?:village|town|city|settlement|hamlet|suburb)(?: of)?|"
    r"(?:captur|seiz|liberat|shell|retak|occupi)\w*)\s$",
    re.IGNORECASE,
)
_BEFORE = 24
"""Characters before a name that tell whether a place follows."""

_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`´"))


def fold(name: str) -> str:
    """A spelling without what spellings differ in: case, accents, apostrophes, y or i, ii or i.

    Kupyansk, Kup'yansk and Kupiansk fold to "kupiansk"; Robotyne and Robotine to "robotine".
    """
    plain = name.translate(_APOSTROPHES).casefold()
    if not plain.isascii():
        parts = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in parts if not unicodedata.combining(c))
    return plain.replace("y", "i").replace("ii", "i").replace("ii", "i")


class Gazetteer:
    """Places by id and by spelling; made once, never changed."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        self.places = places
        self._by_id = {p.geonames_id: p for p in places if p.geonames_id is not None}
        self._by_spelling: dict[tuple[str, ...], Place] = {}
        by_size = sorted(places, key=lambda p: -p.population)
        # What a place is called today goes before what another was called once.
        for place in by_size:
            self._by_spelling.setdefault(_words(place.name), place)
        for place in by_size:
            for spelling in place.aliases:
                self._by_spelling.setdefault(_words(spelling), place)
        # By first word: the longest name in words that starts with it.
        self._longest: dict[str, int] = {}
        for words in self._by_spelling:
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def by_id(self, geonames_id: int) -> Place | None:
        """The place of a GeoNames id, if it is here."""
        return self._by_id.get(geonames_id)

    def named(self, name: str) -> Place | None:
        """The place that goes by a name, in any spelling; the most populous of several."""
        return self._by_spelling.get(_words(name))

    def find(self, text: str) -> tuple[tuple[int, int, Place], ...]:
        """Names of places in a text: start, end and place, in order, none inside another.

        Of names that start at one word the longest is taken.
        """
        found = []
        end = 0
        longest = self._longest
        for match in _NAME.finditer(text):
            first = fold(match[0])
            if first in longest and match.start() >= end:
                hit = self._at(text, match, first)
                if hit is not None:
                    found.append(hit)
                    end = hit[1]
        return tuple(found)

    def _at(self, text: str, match: re.Match[str], first: str) -> tuple[int, int, Place] | None:
        """The longest name that starts with a word of the text."""
        words, ends = [first], [match.end()]
        while len(words) < self._longest[first]:
            more = _NEXT.match(text, ends[-1])
            if more is None:
                break
            words.append(fold(more[1]))
            ends.append(more.end())
        for size in range(len(words), 0, -1):
            place = self._by_spelling.get(tuple(words[:size]))
            # A name that is also a word or a person's name stands for a place after "in" and such.
            unlike = len(first) > 3 and first not in ALSO_WORDS and not first.endswith("enko")
            before = max(0, match.start() - _BEFORE)
            if place is not None and (
                size > 1 or unlike or _PLACED.search(text, before, match.start())
            ):
                return match.start(), ends[size - 1], place
        return None


@functools.cache
def load(folder: Path) -> Gazetteer:
    """The gazetteer of the war in a folder (`war.folder`); empty if it has no places.csv.

    Raises:
        WarDefinitionError: places.csv is there and cannot be used; the message names the row.
    """
    path = folder / "places.csv"
    if not path.is_file():
        return Gazetteer(())
    places = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                places.append(_place(row))
    except (OSError, ValueError, TypeError, KeyError, csv.Error) as error:
        raise WarDefinitionError(
            f"{path} row {len(places) + 2}: no place ({error}). Correct the row."
        ) from error
    names = Counter(fold(p.name) for p in places)
    return Gazetteer(tuple(replace(p, namesakes=names[fold(p.name)] - 1) for p in places))


def _place(row: dict[str, str]) -> Place:
    if not row["name"] or None in row.values():
        raise ValueError("no name, or fields missing")
    return Place(
        geonames_id=int(row["geonames_id"]) if row["geonames_id"] else None,
        name=row["name"],
        country=row["country"],
        lat=float(row["lat"]) if row["lat"] else math.nan,
        lon=float(row["lon"]) if row["lon"] else math.nan,
        population=int(row["population"] or 0),
        aliases=tuple(row["aliases"].split("|")) if row["aliases"] else (),
    )


def _words(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _APART.split(name) if word) or ("",)
