"""Names in a text: runs of capital words, and what each is judged to be from its surroundings.

A run is a person where somewhere in the text a title, a role or "who" goes with it, an outlet or a
place by its last word; nothing is looked up outside the reader's own small tables.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from standoff.reading.data import lexicon, table
from standoff.reading.text.tokens import Tokens

NameKind = Literal["person", "outlet", "place", "organisation", ""]
_LONGEST_NAME_WORDS = 8
_OUTLETS_LAST = frozenset(("Today", "Now"))
_PARTICLES = lexicon("particles")
_FUNCTION_WORDS = lexicon("function words")
_NO_PERSONS = lexicon("outlet") | lexicon("place") | lexicon("heads")
_PORTFOLIOS = lexicon("portfolios")
REGIONS = lexicon("regions")
DESCRIBING_AN_OUTLET = lexicon("press") | lexicon("before press")
DAYS_AND_MONTHS = lexicon("days and months")


@dataclass(frozen=True)
class NameMention:
    """A capitalised run.

    Attributes:
        first, last: its words, titles included.
        core: the first word after its titles.
        text: the name without titles.
        kind: what it is; "" if nothing says.
    """

    first: int
    last: int
    core: int
    text: str
    kind: NameKind = ""


@functools.cache
def roles() -> frozenset[str]:
    """Nouns that say what a person is."""
    return lexicon("title") | lexicon("unnamed") | frozenset(("leader", "head", "spokesman"))


def named(words: Tokens, taken: Collection[int], *parts: range) -> list[NameMention]:
    """The capitalised runs outside the words already taken, first to last, with their kinds.

    Args:
        words: the text's words.
        taken: indices of words that are spoken for.
        parts: where to look, in order.
    """
    plain = {w for w in words.text if w.islower()}
    runs = [_cored(words, run) for part in parts for run in _runs(words, taken, plain, part)]
    found = [run for run in runs if run is not None]
    persons = {n.text for n in found if _person_here(words, n)}
    surnames = {p.rsplit(" ", 1)[-1] for p in persons}
    outlets = {n.text for n in found if _outlet_here(words, n)} - persons
    outlets |= known_outlets()
    judged = []
    for name in found:
        low, several = words.low[name.last], name.last > name.core
        kind: NameKind = ""
        if name.text in persons or (not several and name.text in surnames):
            kind = "person"
        elif (several and low in lexicon("outlet")) or name.text in outlets:
            kind = "outlet"
        elif several and low in lexicon("place"):
            kind = "place"
        elif several and (low in lexicon("heads") or words.low[name.core] in _BODIES):
            kind = "organisation"
        judged.append(replace(name, kind=kind))
    # A name of one word that an outlet's ends with, after "the": "the Compass".
    short = {words.low[n.last] for n in judged if n.kind == "outlet" and n.last > n.core}
    return [
        replace(n, kind="outlet")
        if n.kind == ""
        and n.first == n.last
        and words.low[n.last] in short
        and words.low[max(0, n.first - 1)] == "the"
        else n
        for n in judged
    ]


def _outlet_here(words: Tokens, name: NameMention) -> bool:
    """Whether a name goes with a word for a newspaper or station, or is made like an outlet's."""
    low, opening = words.low, words.low[name.core]
    if name.first and low[name.first - 1] in lexicon("press"):
        return True
    before = low[max(0, name.first - 2) : name.first]
    if before[1:] == (",",) and before[0] in lexicon("press") and name.core == name.first:
        return True  # "the state news agency, Aurora"
    after = low[name.last + 1 : name.last + 8]
    if before[-1:] == ("the",) and after[:1] and after[0] in lexicon("press") - {"media"}:
        return True  # "the Horizon newspaper"
    if after[:1] == (",",) and after[1:2] in (("a",), ("an",), ("the",)):
        return bool(lexicon("press").intersection(after[2:6]))
    several = name.last > name.core
    return (several and opening in _STATIONS) or low[name.last].endswith(_PAPERS)


_STATIONS = ("radio", "channel", "agence", "agencia", "televisión", "diario", "tv")
_NUMBERED = lexicon("numbers") | frozenset("123456789")
_PAPERS = ("post", "zeitung", "blatt", "presse", "tidende", "bladet", "gazeta")


def _runs(
    words: Tokens, taken: Collection[int], plain: Collection[str], part: range
) -> Iterator[tuple[int, int]]:
    """The first and last words of each capitalised run."""
    low, text, n, i = words.low, words.text, part.stop, part.start

    def names(k: int) -> bool:
        return k < n and _name_word(words, k, taken, ())

    while i < n:
        if not _name_word(words, i, taken, plain):
            i += 1
            continue
        first = i
        while (
            i + 1 < n and i - first < _LONGEST_NAME_WORDS and words.start[i + 1] - words.end[i] <= 1
        ):
            numbered = low[i] in _STATIONS and low[i + 1] in _NUMBERED
            initial = len(text[i]) == 1 and text[i] != "I" and text[i + 1] == "."
            # "Army of the Steppe": a body with what it is of or for.
            body = low[i] in _BODIES and low[i + 1] in ("of", "for") and i + 3 < n
            the = body and low[i + 2] == "the"
            if names(i + 1) or text[i + 1] in _OUTLETS_LAST or numbered:
                i += 1
            elif (low[i + 1] in _PARTICLES or initial) and names(i + 2):
                i += 2
            elif body and names(i + 2 + the):
                i += 2 + the
            else:
                break
        yield first, i
        i += 1


_BODIES = frozenset(
    ("army", "movement", "front", "union", "council", "league", "party", "congress")
)


def _name_word(words: Tokens, i: int, taken: Collection[int], plain: Collection[str]) -> bool:
    """Whether a word can be part of a name; at a sentence's start it must not be a plain word."""
    word = words.text[i]
    if i in taken or not word[:1].isupper():
        return False
    low = words.low[i]
    if words.opens(i):
        common = low in _FUNCTION_WORDS or low in lexicon("unnamed") or low in lexicon("record")
        ends_plain = low in plain or (low.endswith("s") and low[:-1] in plain)
        following = words.text[i + 1 : i + 2]
        return not common and not (ends_plain and not (following and following[0][:1].isupper()))
    return low not in DAYS_AND_MONTHS and not (low in _FUNCTION_WORDS and len(word) > 1)


def _cored(words: Tokens, run: tuple[int, int]) -> NameMention | None:
    """A run with its titles told apart; None where nothing but titles is left."""
    first, last = run
    core = first
    if first > 1 and words.low[first - 1] == "of" and words.low[first - 2] in lexicon("title"):
        core += words.low[first] in _PORTFOLIOS
    k = core
    while k <= last and words.low[k] in (lexicon("title") | lexicon("modifier") | {"."}):
        k += 1
        core = k if words.low[k - 1] in lexicon("title") or words.low[k - 1] == "." else core
    if core > last:
        return None
    text = words.source[words.start[core] : words.end[last]]
    return NameMention(first, last, core, text)


def _person_here(words: Tokens, name: NameMention) -> bool:
    low = words.low
    if low[name.last] in _NO_PERSONS or words.text[name.last].isupper():
        return False
    if name.core > name.first or (name.first and low[name.first - 1] in roles()):
        return True
    before = low[max(0, name.first - 2) : name.first]
    if len(before) == 2 and before[1] == "," and before[0] in roles() and name.last > name.core:
        return True
    if len(before) == 2 and before[1] == "," and name.last > name.core:
        return any(w in roles() for w in low[max(0, name.first - 6) : name.first - 1])
    after = low[name.last + 1 : name.last + 9]
    if len(after) < 2 or after[0] != "," or after[1] in ("quoting", "citing"):
        return False
    return after[1] == "who" or (name.last > name.core and any(w in roles() for w in after[1:8]))


@functools.cache
def known_outlets() -> frozenset[str]:
    """Outlets of the table, by each name they go by."""
    rows = [r for r in table("organisations") if r["kind"] == "outlet"]
    return frozenset(n for r in rows for n in (r["name"], *r["also"].split(";")) if n)
