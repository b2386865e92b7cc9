"""Who a source is: pronouns and short forms resolved, anonymity and its kind.

A source is resolved against the speakers before it, the nearest that fits: "she" to a person, "the
official" to an official, "one of them" to a group. What fits nothing stands for itself.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from standoff.reading.actors import Actors
from standoff.reading.names import Name, roles
from standoff.reading.records import Document, Span
from standoff.reading.wording import Words, lexicon

_HE = frozenset(("he", "she", "him", "her"))
_THEY = frozenset(("they", "them"))
_IT = frozenset(("it", "this", "which", "that"))
_I = frozenset(("i", "me", "myself"))
_WE = frozenset(("we", "us"))
_SINGLED_OUT = frozenset(
    ("one", "another", "other", "second", "first", "third", "former", "latter")
)
_SEVERAL = frozenset(("both", "some", "others", "all", "several", "two", "three"))
_DETERMINERS = frozenset(("the", "a", "an", "this", "that", "these", "those"))
_POSSESSIVES = frozenset(("its", "his", "her", "their", "our", "my"))
_AFTER_HEAD = lexicon("after head")
_ON_RECORD = lexicon("on record")
_DETACHED = frozenset(("reports", "reporting", "intelligence", "rumours", "rumors"))
_NUMBERS = lexicon("numbers")
_OFFICIAL = lexicon("official")
_RESEARCH = lexicon("research")
_BACKGROUND = re.compile(r"\bbackground\b.{0,30}\b(?:call|briefing)\b", re.IGNORECASE)
_STATE_OUTLETS = {
    "whitehouse": "United States",
    "white house": "United States",
    "the white house": "United States",
    "state": "United States",
    "state-hiu": "United States",
    "state department": "United States",
    "department of state": "United States",
    "department of defense": "United States",
    "defense.gov": "United States",
    "pentagon": "United States",
    "kremlin": "Russia",
    "ministry of defence": "United Kingdom",
    "gov.uk": "United Kingdom",
}
_LONGEST_DESCRIPTION = 160


@dataclass(frozen=True)
class Speaker:
    """Somebody who says something.

    Attributes:
        name: name or role, as plain as the text allows.
        kind: see docs/reading-inside.md.
        anonymous: an unnamed person or group.
        anonymity: the description that stands for the name; "" if not anonymous.
        called: nouns by which the text may call them again.
        many: a group. person: a human being or several, not an institution or a document.
        side: the actor they speak for; "" unknown.
    """

    name: str = ""
    kind: str = ""
    anonymous: bool = False
    anonymity: str = ""
    called: frozenset[str] = frozenset()
    many: bool = False
    person: bool = False
    side: str = ""


NOBODY = Speaker()


@dataclass(frozen=True)
class Cast:
    """What is needed to resolve sources in one document.

    Attributes:
        document, actors: the document and its actors.
        described: surname to the fullest description of a person in the text.
        named_at: the name that a word belongs to; name_firsts: the first word of each, in order.
        background: whether "we" and "I" are officials who are not named.
        home: the state whose government publishes the document; "" for any other.
        sides: names of the war's two sides; empty without a war.
    """

    document: Document
    actors: Actors
    described: Mapping[str, str]
    named_at: Mapping[int, Name]
    name_firsts: tuple[int, ...]
    background: str
    home: str
    sides: frozenset[str]


def cast(document: Document, actors: Actors, sides: Iterable[str] = ()) -> Cast:
    """Gather the persons of a document and how it describes them."""
    background = "senior officials" if _BACKGROUND.search(document.title) else ""
    persons = [n for n in actors.names if n.kind == "person"]
    described: dict[str, str] = {}
    for name in persons:
        full = _described(actors.words, name)
        surname = actors.words.text[name.last]
        if len(full) > len(described.get(surname, "")) and name.text != surname:
            described[surname] = full
        described.setdefault(surname, full)
    at = {k: n for n in actors.names for k in range(n.first, n.last + 1)}
    firsts = tuple(n.first for n in actors.names)
    return Cast(
        document,
        actors,
        described,
        at,
        firsts,
        background,
        _STATE_OUTLETS.get(document.outlet.casefold(), ""),
        frozenset(sides),
    )


def _described(words: Words, name: Name) -> str:
    """A person's name with the title before it or the role set off by commas."""
    low = words.low
    first = name.first
    if first > 1 and low[first - 1] == "of" and low[first - 2] in lexicon("title"):
        first -= 2
    whole = words.source[words.start[first] : words.end[name.last]]
    if name.core > name.first:
        return whole
    if name.first > 1 and low[name.first - 1] == ",":
        role = _role_before(words, name.first - 2)
        if role:
            return f"{name.text}, {role}"
    after = low[name.last + 1 : name.last + 3]
    if len(after) == 2 and after[0] == ",":
        role = _role_after(words, name.last + 2)
        if role:
            return f"{name.text}, {role}"
    return whole


def _role_before(words: Words, last: int) -> str:
    """The noun phrase of up to seven words that ends in a role before a comma."""
    if words.low[last] not in roles():
        return ""
    first = last
    while first > 0 and last - first < 7 and words.low[first - 1] not in _STOPPERS:
        first -= 1
        if words.low[first] in _DETERMINERS or words.low[first] in _POSSESSIVES:
            first += 1
            break
    return words.source[words.start[first] : words.end[last]]


_STOPPERS = frozenset(',.;:()“”"—–') | {"and", "but", "or", "that", "said", "says", "told"}


def _role_after(words: Words, first: int) -> str:
    """The noun phrase after a comma that holds a role, to the next comma or verb."""
    stop = first
    while stop < len(words.low) and stop - first < 9 and words.low[stop] not in _STOPPERS:
        stop += 1
    if not roles().intersection(words.low[first:stop]) or words.low[first] == "who":
        return ""
    first += words.low[first] in _DETERMINERS
    return words.source[words.start[first] : words.end[stop - 1]] if stop > first else ""


def resolve(
    source: Sequence[Span], before: Sequence[Speaker], cast: Cast, enclosing: Speaker = NOBODY
) -> Speaker:
    """The speaker that a source stands for.

    Args:
        source: its spans; none for a claim without a source.
        before: the speakers before it, the latest last.
        cast: the document's persons and actors.
        enclosing: the speaker in whose words the source stands.
    """
    words = cast.actors.words
    indices = [i for span in source for i in words.indices(span)]
    while indices and words.low[indices[-1]] in _PUNCTUATION and not _initial(words, indices):
        indices.pop()
    while indices and words.low[indices[0]] in _PUNCTUATION:
        indices.pop(0)
    if not indices:
        return NOBODY
    low = [words.low[i] for i in indices]
    known = _pronoun(low, before, cast, enclosing)
    if known is None:
        known = (
            _person(indices, cast)
            or _again(low, before)
            or _lettered(words, indices, before)
            or _new(indices, low, before, cast)
        )
    return known


def _initial(words: Words, indices: Sequence[int]) -> bool:
    """Whether a source ends in an initial's full stop, as in "identified only as K."."""
    last = indices[-1]
    return words.low[last] == "." and len(indices) > 1 and len(words.text[last - 1]) == 1


_PUNCTUATION = frozenset(",.;:“”\"'’‘()—")


def _pronoun(
    low: Sequence[str], before: Sequence[Speaker], cast: Cast, enclosing: Speaker
) -> Speaker | None:
    """The speaker behind a pronoun, or one out of a group; None for any other source."""
    first = low[0]
    if len(low) == 1 and first in _I | _WE:
        if enclosing.name:
            return enclosing
        if cast.background:
            return replace(_unnamed(cast.background, many=first in _WE), side=cast.home)
        if cast.home:
            return Speaker(cast.home, "official", side=cast.home)
        return next((s for s in reversed(before[-4:]) if s.person), _outlet(cast))
    if len(low) == 1 and first in _HE:
        chain = (enclosing, *reversed(before)) if enclosing.name else tuple(reversed(before))
        return next((s for s in chain if s.person and not s.many), NOBODY)
    if len(low) == 1 and first in _THEY:
        recent = list(reversed(before[-6:]))
        return next((s for s in recent if s.many), recent[0] if recent else NOBODY)
    if len(low) == 1 and first in _IT:
        return next((s for s in reversed(before) if s.name and not s.person), NOBODY)
    if low[0] in ("this", "the") and low[1:2] in (["newspaper"], ["paper"]):
        return _outlet(cast)
    return _one_of(low, before)


def _outlet(cast: Cast) -> Speaker:
    name = cast.document.outlet
    return Speaker(name, "media" if name else "")


def _one_of(low: Sequence[str], before: Sequence[Speaker]) -> Speaker | None:
    """ "One of them", "another", "the second official": somebody out of the last group."""
    bare = [w for w in low if w not in _DETERMINERS]
    if not bare or bare[0] not in _SINGLED_OUT | _SEVERAL:
        return None
    rest = bare[1:]
    again = not rest or rest[0] == "of" or rest[0] in lexicon("unnamed")
    if not again or "," in rest:
        return None
    called = frozenset(rest) & (lexicon("unnamed") | roles())
    for group in reversed(before):
        fits = not called or called & group.called or _plurals(called) & group.called
        if group.many and fits:
            many = bare[0] in _SEVERAL
            name = group.name if many else _singled(bare[0], group.name)
            return replace(group, name=name, anonymity=name if group.anonymous else "", many=many)
    return None


def _plurals(called: Iterable[str]) -> frozenset[str]:
    return frozenset(f"{w}s" for w in called) | (
        frozenset(("people",)) if "person" in called else frozenset()
    )


def _singled(word: str, group: str) -> str:
    """One out of a group, in words: "one of two officials", "an official with knowledge"."""
    first, _, rest = group.partition(" ")
    if first.lower() in _NUMBERS:
        article = "the " if word not in ("one", "another") else ""
        joined = f"{first.lower()} {rest}"
        return (
            f"{article}{word} {rest.replace('officials', 'official')}"
            if article
            else (f"{word} of {joined}")
        )
    singular = _singular(group)
    if word == "another":
        return f"another {singular}"
    return f"{'an' if singular[:1].lower() in 'aeiou' else 'a'} {singular}"


def _singular(group: str) -> str:
    """A plural description with its head noun in the singular and its first letter small."""
    parts = group.split(" ")
    for k, part in enumerate(parts):
        if part.lower() == "people":
            parts[k] = "person"
            break
        if part.lower() in lexicon("unnamed") and part.endswith("s"):
            parts[k] = part[:-1]
            break
    if parts[0].lower() in _DETERMINERS:
        parts = parts[1:]
    if parts and parts[0][1:].islower() and parts[0].lower() in lexicon("unnamed"):
        parts[0] = parts[0].lower()
    return " ".join(parts)


def _person(indices: Sequence[int], cast: Cast) -> Speaker | None:
    """The named person in a source, if one stands as its head or in apposition to it."""
    words = cast.actors.words
    for i in indices:
        name = cast.named_at.get(i)
        if name is None or i != name.last or _belongs_to_another(words, name, indices[0]):
            continue
        following = words.low[i + 1 : i + 2]
        several = name.last > name.core
        person = name.kind == "person" or (several and _set_off(words, name, indices))
        if not person or following == ("'s",):
            continue
        surname = words.text[name.last]
        full = cast.described.get(surname) or name.text
        home = cast.actors.homes.get(surname, "") or cast.actors.side_of(
            words.span(indices[0], indices[-1])
        )
        called = frozenset(full.lower().replace(",", " ").split())
        return Speaker(
            full, _kind(called, home, cast, False), called=called, person=True, side=home
        )
    return None


def _set_off(words: Words, name: Name, indices: Sequence[int]) -> bool:
    """Whether an unjudged name is the whole source, or follows a comma in it."""
    return name.kind == "" and name.first > indices[0] and words.low[name.first - 1] == ","


def _belongs_to_another(words: Words, name: Name, first: int) -> bool:
    """Whether a name in a source only says whose, or of what, its head noun is."""
    i = name.first - 1
    while i >= first and words.low[i] in _DETERMINERS:
        i -= 1
    return i >= first and words.low[i] in _AFTER_HEAD - {",", "and"}


def _again(low: Sequence[str], before: Sequence[Speaker]) -> Speaker | None:
    """ "The official", "the ministry": the nearest earlier speaker called so."""
    if low[0] not in ("the", "this", "that", "those", "these") or len(low) > 3:
        return None
    head = low[-1]
    for speaker in reversed(before):
        if head in speaker.called and (speaker.name.lower() != " ".join(low)):
            return speaker
        if f"{head}s" in speaker.called and speaker.many:
            name = _singled("one", speaker.name)
            return replace(speaker, name=name, anonymity=name, many=False)
    return None


def _lettered(words: Words, indices: Sequence[int], before: Sequence[Speaker]) -> Speaker | None:
    """An unnamed speaker called by a letter or a first name that was given for them."""
    if len(indices) > 2 or not words.capital(indices[0]):
        return None
    label = words.text[indices[0]]
    return next((s for s in reversed(before) if s.anonymous and label in _labels(s.name)), None)


def _labels(name: str) -> frozenset[str]:
    return frozenset(w.strip(".,") for w in name.partition(" as ")[2].split())


def _new(
    indices: Sequence[int], low: Sequence[str], before: Sequence[Speaker], cast: Cast
) -> Speaker:
    """A speaker who stands for themselves: as described, with the owner of "its" put in."""
    words = cast.actors.words
    written = words.source[words.start[indices[0]] : words.end[indices[-1]]]
    written = " ".join(written.split())[:_LONGEST_DESCRIPTION]
    if low[0] in _POSSESSIVES and before:
        owner = next((s for s in reversed(before) if s.name), NOBODY)
        if owner.name:
            written = f"{owner.name}’s {written.split(' ', 1)[-1]}"
    anonymous, head, many = _unnamed_head(indices, low, cast)
    side = cast.actors.side_of(words.span(indices[0], indices[-1]))
    own = next((k for k, w in enumerate(low) if k and w in _AFTER_HEAD), len(low))
    again = lexicon("unnamed") | lexicon("office") | roles() | lexicon("record") | lexicon("heads")
    called = (frozenset(low[:own]) & again) | frozenset(low[own - 1 : own])
    person = anonymous and head not in _DETACHED or bool(_ON_RECORD_PERSON.intersection(low))
    kind = _kind(frozenset(low), side, cast, anonymous)
    plain = (
        written if not anonymous or any(w[:1].isupper() for w in written.split()[1:2]) else written
    )
    return Speaker(plain, kind, anonymous, plain if anonymous else "", called, many, person, side)


_ON_RECORD_PERSON = lexicon("on record person")


@functools.cache
def _head_nouns() -> frozenset[str]:
    kinds = ("unnamed", "record", "office", "force", "heads")
    return _ON_RECORD.union(*(lexicon(kind) for kind in kinds))


def _unnamed_head(indices: Sequence[int], low: Sequence[str], cast: Cast) -> tuple[bool, str, bool]:
    """Whether the head noun is an unnamed person or group, that noun, and whether it is many."""
    head = ""
    for k, word in enumerate(low):
        if word in _AFTER_HEAD and head:
            break
        if word in ("'s", "'"):
            head = ""
        elif k and cast.actors.words.capital(indices[k]) and word in lexicon("office"):
            return False, word, False
        elif word in _head_nouns() or (k and word.endswith("s") and head):
            head = word
    many = head.endswith("s") or head == "people" or low[0] in _NUMBERS
    unique = low[0] in ("the", "its", "their", "his", "her", "our") and head in (
        "commander",
        "general",
        "envoy",
        "speaker",
        "captain",
        "colonel",
        "state",
        "capital",
    )
    detached = head in _DETACHED and not any(cast.actors.words.capital(i) for i in indices[1:])
    if not head or unique or head not in lexicon("unnamed") or (head in _DETACHED and not detached):
        return False, head, many
    owned = low[0] in _POSSESSIVES or "'s" in low or "own" in low
    if owned and head in ("commanders", "generals", "leaders"):
        return False, head, many
    if head in _ON_RECORD or (head in lexicon("record") and head not in _DETACHED):
        return False, head, many
    if head in ("state", "country", "nation", "capital") and low[0] not in ("a", "one", "another"):
        return False, head, many
    return not _numbered_states(low, head), head, many


def _numbered_states(low: Sequence[str], head: str) -> bool:
    return head in ("others", "many", "some") and len(low) > 2 and low[1] not in ("of", "who")


def _unnamed(description: str, many: bool = False) -> Speaker:
    called = frozenset(("officials", "official"))
    return Speaker(description, "unnamed official", True, description, called, many, True)


def _kind(called: frozenset[str], side: str, cast: Cast, anonymous: bool) -> str:
    """The kind of a speaker, in the words of the shipped record where a war is given."""
    if anonymous:
        if called & _OFFICIAL or "people" in called or "person" in called:
            return "unnamed official"
        return "researcher" if called & _RESEARCH else "person"
    if called & _RESEARCH:
        return "researcher"
    if side in _international():
        return "international organisation"
    if called & lexicon("outlet") and not side:
        return "media"
    if cast.sides and side:
        return "belligerent" if side in cast.sides else "third-party government"
    if called & (lexicon("office") | lexicon("title") | lexicon("force")) or side:
        return "official"
    return ""


def _international() -> frozenset[str]:
    from standoff.reading.wording import table

    return frozenset(
        r["name"] for r in table("organisations") if r["kind"] in ("international", "alliance")
    )
