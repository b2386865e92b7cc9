"""The persons of a document: how it describes them, and who "we" and "I" are in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from standoff.reading.data import lexicon
from standoff.reading.entities.actors import NO_ACTORS, Actors
from standoff.reading.entities.names import NameMention, roles
from standoff.reading.records import Document, Turn
from standoff.reading.text.tokens import Tokens

_BACKGROUND = re.compile(r"\bbackground\b.{0,30}\b(?:call|briefing)\b", re.IGNORECASE)
_OPEN_ENDS = frozenset(',.;:()“”"—–') | {"and", "but", "or", "that", "said", "says", "told"}
_OF_GOVERNMENT = re.compile(
    r"\b(?:presidency|president|government|cabinet|ministry|prime minister|general ?staff|army|armed forces"
    r"|foreign office|press service|mfa|embassy)\b"
)
_GOVERNMENT_OUTLETS = {
    "whitehouse": "United States",
    "white house": "United States",
    "state": "United States",
    "state-hiu": "United States",
    "state department": "United States",
    "department of state": "United States",
    "department of defense": "United States",
    "defense.gov": "United States",
    "pentagon": "United States",
    "kremlin": "Russia",
    "defense": "United States",
    "ministry of defence": "United Kingdom",
    "mod": "United Kingdom",
    "uk-mod": "United Kingdom",
    "fcdo": "United Kingdom",
    "mea": "India",
    "mfachina": "China",
    "mfa china": "China",
    "mid.ru": "Russia",
    "gov.uk": "United Kingdom",
}


@dataclass(frozen=True)
class Cast:
    """What is needed to resolve sources in one document.

    Attributes:
        document, actors: the document and its actors.
        described: surname to the fullest description of a person in the text.
        named_at: the name that a word belongs to; name_firsts: the first word of each, in order.
        turns: in a transcript, where each turn begins and whose it is.
        background: description of the officials who are not named; "" on the record.
        home: the state whose government publishes the document; "" for any other.
        sides: names of the war's two sides; empty without a war.
    """

    document: Document
    actors: Actors
    described: Mapping[str, str]
    named_at: Mapping[int, NameMention]
    name_firsts: tuple[int, ...]
    turns: tuple[Turn, ...]
    background: str
    home: str
    sides: frozenset[str]

    def turn(self, offset: int) -> str:
        """Whose turn it is at an offset, as its label says; "" outside a transcript."""
        k = bisect_right(self.turns, (offset, "\U0010ffff")) - 1
        return self.turns[k][1] if k >= 0 else ""


NO_CAST = Cast(Document("", ""), NO_ACTORS, {}, {}, (), (), "", "", frozenset())


def cast(
    document: Document, actors: Actors, turns: tuple[Turn, ...], sides: Iterable[str] = ()
) -> Cast:
    """Gather the persons of a document and how it describes them.

    Args:
        document, actors: the report and its actors. turns: those of its speakers.
        sides: names of the war's two sides.
    """
    described: dict[str, str] = {}
    for name in actors.names:
        if name.kind == "person":
            full, surname = described_as(actors.words, name), actors.words.text[name.last]
            if len(full) > len(described.get(surname, "")):
                described[surname] = full
    outlet = document.outlet.casefold().removeprefix("the ")
    # For "presidency" and such, the state named most often.
    of_state = actors.state if _OF_GOVERNMENT.search(outlet) else ""
    home = _GOVERNMENT_OUTLETS.get(outlet, of_state)
    return Cast(
        document,
        actors,
        described,
        {k: n for n in actors.names for k in range(n.first, n.last + 1)},
        tuple(n.first for n in actors.names),
        turns,
        "senior officials" if _BACKGROUND.search(document.title) else "",
        home,
        frozenset(sides),
    )


def described_as(words: Tokens, name: NameMention) -> str:
    """A person's name with the title before it or the role set off by commas."""
    low, first = words.low, name.first
    if first > 1 and low[first - 1] == "of" and low[first - 2] in lexicon("title"):
        first -= 2
    if name.core > first:
        return words.source[words.start[first] : words.end[name.last]]
    role = ""
    if first > 0:
        role = _role_before(words, first - 1 - (low[first - 1] == ","))
    if not role and low[name.last + 1 : name.last + 2] == (",",):
        role = _role_after(words, name.last + 2)
    return f"{name.text}, {role}" if role else name.text


def _role_before(words: Tokens, last: int) -> str:
    """The noun phrase of up to seven words that ends in a role before a comma."""
    if words.low[last] not in roles():
        return ""
    first = last
    while first > 0 and last - first < 7 and words.low[first - 1] not in _OPEN_ENDS:
        first -= 1
        if words.low[first] in lexicon("determiners"):
            first += 1
            break
    return words.source[words.start[first] : words.end[last]] if first <= last else ""


def _role_after(words: Tokens, first: int) -> str:
    """The noun phrase after a comma that holds a role, to the next comma or verb."""
    stop = first
    while stop < len(words.low) and stop - first < 9 and words.low[stop] not in _OPEN_ENDS:
        stop += 1
    phrase = words.low[first:stop]
    if not roles().intersection(phrase) or phrase[0] == "who":
        return ""
    first += phrase[0] in ("the", "a", "an")
    return words.source[words.start[first] : words.end[stop - 1]] if stop > first else ""
