"""What a figure is called: the quantity of the vocabulary and the unit, by what is counted and done."""

from __future__ import annotations

import re
from typing import Final

from standoff.reading.figures import lexicon
from standoff.reading.figures.counted_nouns import Thing
from standoff.reading.figures.numbers import Number
from standoff.reading.records import Span

_WIDE: Final = 300
_PEOPLE: Final = (
    "person",
    "civilian",
    "soldier",
    "refugee",
    "displaced",
    "dead",
    "fallen",
    "maimed",
    "hurt",
    "casualty",
    "captive",
    "national",
)
_KINDS_OF_UNIT: Final = {
    "percent": "percent",
    "km2": "km2",
    "mi2": "km2",
    "km": "km",
    "mi": "km",
    "tonnes": "tonnes",
    **dict.fromkeys(("crowns", "dinars", "francs", "marks", "pesos", "shillings"), "money"),
}
_UNITS: Final = {
    "missile": "missiles",
    "tank": "tanks",
    **dict.fromkeys(_PEOPLE, "people"),
}
_BARE: Final = "person"
_HIS_MEN: Final = re.compile(r"\b(?:his|its|their|our|my)\smen\b")
_MEASURED: Final = re.compile(
    r"[\s-](?:deep(?!\s(?:into|inside))|wide|long|high|thick|tall|away|apart|off|inland|upstream|downstream|behind|outside|short|in\s(?:length|depth|width)"
    r"|(?:to\sthe\s)?(?:north|south|east|west)\w*(?:[\s-](?:north|south|east|west)\w*)?\s(?:of|from)|from\s|below|above|beyond|stretch)\b"
)
_PLACED: Final = re.compile(
    r"(?:\b(?:advanc|push|mov|gain|crept|inch|drove|driv|penetrat|retreat|withdr|pull|fell|thrust|progress)\w*\s(?:back\s|forward\s|by\s|of\s|out\s)*)$",
    re.IGNORECASE,
)
_WITHIN: Final = re.compile(r"\b(?:within|inside|at|lies|lie|stands?|distance\sof|range\sof)\s$")
_MORE: Final = re.compile(
    r"\s(?:more|less|fewer)\sthan\b|\s(?:gained|lost|retaken|recaptured|seized|captured|taken)\b"
)
_CLASSES: Final = {"civilian": "person", "source": "person"}
_BESIDE: Final = 24


def meant(
    text: str, lower: str, number: Number, thing: Thing, near: Span, *, alone: bool = False
) -> tuple[str, str]:
    """The quantity of the vocabulary and the unit of one figure; "" for a quantity of no name.

    Args:
        text, lower: the text, and the same in lower case.
        number, thing: the number and what it counts.
        near: where what was done to it is looked for.
        alone: that is its own clause, and the sentences around say nothing of it.
    """
    begin, end = number.span[0], max(number.span[1], thing.end)
    kind = _CLASSES.get(thing.kind, thing.kind) or ("" if thing.noun else _BARE)
    unit = number.unit or _UNITS.get(kind, thing.noun)
    if number.unit:
        measure = measure_of(number.unit)
        owner = "land" if measure == "percent" and kind in ("", "land", _BARE) else kind
        if measure == "percent" and thing.noun and thing.kind == "":
            owner = ""
        kind = measure
        # A length may say how far or how large something is, and not how far anyone came.
        before = text[max(0, begin - _BESIDE) : begin]
        placed = _WITHIN.search(before) or (
            _MEASURED.match(text, number.span[1]) and not _PLACED.search(before)
        )
        if kind == "km" and placed:
            kind = "length"
        if kind == "km2" and _MORE.match(text, number.span[1]):
            return "territory.change_km2", unit
    elif "soldier" in thing.of or "civilian" in thing.of:
        owner = "soldier" if "soldier" in thing.of else "civilian"
    elif thing.noun == "men" and _HIS_MEN.search(text, begin, end):
        owner = "soldier"
    elif thing.noun == "people" or thing.kind == "civilian":
        owner = "civilian"
    else:
        owner = lexicon.whose(lower, *near, begin)

    def gap(deed: tuple[Span, frozenset[str]]) -> tuple[int, int]:
        """Distance from the figure; a deed that follows comes before one as far ahead."""
        first, last = deed[0]
        return (first - end, 0) if first >= end else (max(0, begin - last), 1)

    nearest = [names for _, names in sorted(lexicon.deeds(lower, *near), key=gap)]
    clause = text[near[0] : near[1]]
    # Who has left a place has left the country where the sentences around speak of a border.
    wide = clause if alone else text[max(0, begin - _WIDE) : end + _WIDE]
    around = {
        "within": clause,
        "of_relief": clause,
        "border": clause,
        "as_refugees": clause,
        "both": clause,
        "abroad": wide,
    }
    name = lexicon.meaning(kind, owner, nearest, around)
    return name, unit


def measure_of(unit: str) -> str:
    """What a unit measures: money by its code or, where several states have it, its word."""
    return _KINDS_OF_UNIT.get(unit, "money" if unit.isupper() else "")
