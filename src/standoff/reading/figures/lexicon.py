"""What is counted and what was done, from tables: the words, their classes, and what they mean.

`things.csv` gives nouns a class, `deeds.toml` words for what was done, `meanings.csv` the quantity of
the vocabulary for a class, whose it is and a deed: the first row that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from standoff.reading.data import expressions, table
from standoff.reading.records import Span
from standoff.reading.text.multi_pattern import MultiPattern

THINGS: Final = {word: r["class"] for r in table("things") for word in r["words"].split()}
_WORDS_OF_DEEDS: Final = expressions("deeds.toml")
_DEEDS: Final = MultiPattern(_WORDS_OF_DEEDS)
_NAMES: Final = {kind: frozenset(kind.split()) for kind in _WORDS_OF_DEEDS}
_MEANINGS: Final = table("meanings")
_ALSO: Final = {
    "of_relief": re.compile(
        r"\bof\s(?:flour|food|grain|rice|wheat|water|blankets|medicines?|medical|relief|humanitarian|aid)\b",
        re.I,
    ),
    "within": re.compile(
        r"\b(?:internally|IDPs?|within\s(?:the\s)?\w+|inside\s(?:the\s)?\w+|(?:relief|displacement|transit)\s(?:camps?|cent\w+|sites?)"
        r"|evacuation\scent\w+|out\sof\s(?:[\w’']+\s){0,4}(?:villages?|towns?|districts?|valleys?|suburbs?))\b",
        re.I,
    ),
    "both": re.compile(
        r"\b(?:(?:soldiers|combatants|fighters|troops)\sand\scivilians|civilians\sand\s(?:soldiers|combatants|fighters|troops)"
        r"|(?:of\s(?:them|whom)|mostly|most\sof\sthem)(?:\swere)?\scivilians|on\sboth\ssides)\b",
        re.I,
    ),
    "as_refugees": re.compile(r"\b(?:refugees?|UNHCR|asylum)\b"),
    "border": re.compile(
        r"\bcross(?:ed|ing)\s(?:[\w’']+\s){0,2}?(?:borders?\b|into\s(?:neighbou?ring\s)?[A-Z])"
        r"|\b(?:come|came|coming|pour\w*|stream\w*|walk\w*)\s(?:in\s)?across\s(?:our|the|its|their)\sborders?\b"
    ),
    "abroad": re.compile(
        r"\b(?:neighbou?ring|abroad|borders?|asylum|refugees?|(?:fled|left)\sthe\scountry|UNHCR"
        r"|fled\s(?:to\s)?[A-Z]\w+)\b"
    ),
}
_SOLDIERS: Final = re.compile(
    r"\b(?:soldiers?|troops|enemy|army|fighters|militants|servicemen|military|mercenar\w+|personnel|brigade"
    r"|battalion|regiment|rebels|insurgents|garrison|conscripts|recruits|guerrillas|on\sthe\sbattlefield"
    r"|in\saction|forces|navy|naval|sailors?|crewmen|crews?|platoon|squads?|squadron|pilots?|airmen|marines?|division"
    r"|general\sstaff|(?:landing|task|invasion|reserve)\sforce|(?:own|military)\s(?:dead|losses|casualties)|corps|militias?|militiamen|gunmen|insurgency|guards?men|paratroops?|paratroopers|commandos?|combatants?|warship|frigate)\b(?!\s(?:alone\s)?(?:(?:have|had|has)\s)?(?:said|says|killed|shelled|fired|shot|bombed|struck|massacred|wounded|injured)\b(?!\sin\s))",
)
_CIVILIANS: Final = re.compile(
    r"\b(?:civilians?|residents|people|villagers|children|women|families|worshippers|school|hospital|market"
    r"|homes|houses|apartment)\b",
)


def deeds(text: str, begin: int, end: int) -> list[tuple[Span, frozenset[str]]]:
    """The deeds named between two offsets, in order."""
    return [(m.span(), _NAMES[kind]) for m, kind in _DEEDS.finditer(text, begin, end)]


def whose(text: str, begin: int, end: int, at: int) -> str:
    """Soldiers or civilians, whoever is named nearest to `at` between two offsets; "" for none."""
    best, name = end - begin + 1, ""
    for pattern, kind in ((_SOLDIERS, "soldier"), (_CIVILIANS, "civilian")):
        for match in pattern.finditer(text, begin, end):
            gap = min(abs(match.start() - at), abs(match.end() - at))
            if gap < best:
                best, name = gap, kind
    return name


def meaning(
    thing: str, owner: str, nearest: Iterable[frozenset[str]], around: Mapping[str, str]
) -> str:
    """The quantity that a class of things, whose they are and the deeds near it stand for; or "".

    Args:
        nearest: the deeds, the nearest first: the first for which there is a meaning decides.
        around: the text in which "within the country" or "abroad" would stand, by its name in
            `meanings.csv`.
    """
    wanted = [r for r in _MEANINGS if r["class"] == thing and r["whose"] in ("", owner)]
    # A row without a deed is taken last: it says what the things are, whatever was done.
    for deed in [*nearest, frozenset([""])]:
        for row in wanted:
            also = row["also"]
            if row["deed"] in deed and (not also or _ALSO[also].search(around[also])):
                return row["quantity"]
    return ""
