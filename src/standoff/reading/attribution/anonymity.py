"""Whether a source is unnamed, and what kind of speaker it is.

Unnamed persons and groups are anonymous; institutions, offices that one person holds, documents and
spokespersons on the record are not.
"""

from __future__ import annotations

from collections.abc import Sequence

from standoff.reading.data import lexicon, table
from standoff.reading.entities.persons import Cast

_ONE_OF_A_KIND = lexicon("one of a kind")
_LONGEST_NAME = 3
_SHORTEST_ROLE = 3
_STATES = frozenset(("state", "country", "nation", "capital"))
_LED = frozenset(("commanders", "generals", "leaders"))
_DEFINITE = frozenset(("the", "its", "their", "his", "her", "our"))
DETACHED = frozenset(("reports", "reporting", "intelligence", "rumours", "rumors"))


def unnamed(indices: Sequence[int], low: Sequence[str], cast: Cast) -> tuple[bool, str]:
    """Whether a source is an unnamed person or group, and its head noun ("" if none is known).

    Args:
        indices: its words. low: the same in lower case.
        cast: the document's persons and actors.
    """
    head = _head(indices, low, cast)
    capital = any(cast.actors.words.capital(i) for i in indices[1:])
    owned = "'s" in low or "own" in low or low[0] in lexicon("possessives") | {"your"}
    unique = (low[0] in _DEFINITE or owned) and head in _ONE_OF_A_KIND
    led = head in _LED and (owned or (head == "leaders" and low[0] == "the" and low[-1] == head))
    one_state = head in _STATES and low[0] not in ("a", "one", "another")
    some = head in ("others", "many", "some") and len(low) > 2 and low[1] not in ("of", "who")
    # A name, and what they are: "Samira, a nurse".
    comma = next((k for k, w in enumerate(low) if w == ","), 0)
    named_first = (
        0 < comma < _LONGEST_NAME
        and len(low) - comma >= _SHORTEST_ROLE
        and all(
            cast.actors.words.capital(indices[k])
            and low[k] not in lexicon("unnamed") | lexicon("function words")
            for k in range(comma)
        )
    )
    named = unique or led or one_state or some or (head in DETACHED and capital)
    named = named or low[0] == "no" or (head == "staff" and "general" in low) or named_first
    if head in lexicon("unnamed"):
        return not named, head
    unsaid = {"unnamed", "unidentified", "anonymous"}.intersection(low)
    # "A" somebody by the ending of the noun, though no list knows it.
    at = own_length(low) - 1
    noun, words = low[at], cast.actors.words
    several = noun.endswith("s") and low[0] not in _DEFINITE
    some = low[0] in {"a", "an", "one", "another"} | lexicon("numbers") or several
    plain = not words.capital(indices[at]) or words.opens(indices[at])
    person = noun.endswith(tuple(lexicon("person endings"))) or noun in lexicon("on record")
    person = person and not noun.startswith("spokes") and noun not in lexicon("no persons")
    return bool(unsaid) or (head != noun and some and plain and person), head or low[-1]


def own_length(low: Sequence[str]) -> int:
    """How many words a description has before "of", "with" or "seen by"."""
    return next((k for k, w in enumerate(low) if k and w in lexicon("after head")), len(low))


_WHO = ("who", "whose", "which")
_HEAD_LISTS = ("unnamed", "record", "office", "force", "heads", "on record")
_HEADS = frozenset().union(*map(lexicon, _HEAD_LISTS))
_INTERNATIONAL = frozenset(
    row["name"] for row in table("organisations") if row["kind"] in ("international", "alliance")
)


def _head(indices: Sequence[int], low: Sequence[str], cast: Cast) -> str:
    """The noun that says what a source is: the last before "of", "with", "who"."""
    head = ""
    for k, word in enumerate(low):
        if k and (word in _WHO or (head and word in lexicon("after head"))):
            break
        if word in ("'s", "'"):
            head = ""
        elif k and cast.actors.words.capital(indices[k]) and word in lexicon("office"):
            head = f"the {word}"  # unless "State Department officials" go on
        elif word in _HEADS or (k and word.endswith("s") and head):
            head = word
    return "" if head in lexicon("on record") else head


def kind_of(called: frozenset[str], side: str, cast: Cast, anonymous: bool) -> str:
    """The kind of a speaker, in the words of the shipped record where a war is given.

    Args:
        called: the words of the description, in lower case.
        side: the actor they speak for, "" unknown.
        cast: the document; its war's sides make a side a belligerent.
        anonymous: whether they are unnamed.
    """
    research = "researcher" if called & lexicon("research") else ""
    if anonymous:
        official = called & (lexicon("official") | {"people", "person"})
        return "unnamed official" if official else research or "person"
    if research or side in _INTERNATIONAL:
        return research or "international organisation"
    if called & lexicon("outlet") and not side:
        return "media"
    if cast.sides and side:
        return "belligerent" if side in cast.sides else "third-party government"
    state = called & (lexicon("office") | lexicon("title") | lexicon("force"))
    return "official" if state or side else ""
