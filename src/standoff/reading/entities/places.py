"""Where an event is said to be: a name of a place in its clause, or near it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from standoff.reading.data import patterns, table
from standoff.reading.records import Span

_WORDS: Final = patterns("places.toml")
_WORD: Final = r"(?:(?:Mt|St)\.|[A-Z][\w’'-]*\w)"
_JOINED: Final = rf"(?:{_WORD}|al-\w+|de|da|del|la|el|es|ad|al|din)(?!\w)"
_NAME: Final = (
    rf"(?P<name>(?:(?:north|south|east|west)(?:ern)?\s)?{_WORD}(?:\s{_JOINED}){{0,3}}"
    rf"(?:\s(?:{_WORDS['kind']})\b)?)"
)
_PLACED: Final = re.compile(
    rf"\b(?:(?P<in>{_WORDS['in']})|(?P<of>{_WORDS['of']}))\s"
    r"(?:(?:the|a|its|their|his|main|whole|small|besieged|border|port|old"
    r"|(?:[a-z][a-z-]*\s){1,3}?(?:of|in|at))\s)*"
    rf"(?:(?:{_WORDS['before']})\s(?:city\s)?(?:of\s)?)*{_NAME}"
)
_OBJECT: Final = re.compile(
    rf"\s(?:(?:the|its|their|his)\s)?(?:(?:town|city|village|port|island|capital)\s(?:of\s)?)?{_NAME}"
)
_NO_PLACE: Final = re.compile(rf"\b(?:{_WORDS['no_place']})\b")
_HOLDER: Final = re.compile(rf"(?:{_WORDS['holders']})\s$")
_HOLDER_LETTERS: Final = 14
_OWNED: Final = re.compile(r"[’']s?$")
_LETTERS: Final = re.compile(r"[A-Z][A-Z.]+s?")
_ADJECTIVES: Final = frozenset(
    word.split()[-1] for row in table("states") for word in row["adjectives"].split(";") if word
)
_LIKE_ADJECTIVE: Final = re.compile(r"\w+(?:ian|ish|ese|ean|ari|eri|ati|iti|ani)s?")
_NOUN_AFTER: Final = re.compile(rf"\s(?!(?:{_WORDS['no_noun']})\b)[a-z]")
_DONE_TO: Final = frozenset(("strike", "advance", "siege", "ground_attack", "withdrawal"))
_APART: Final = re.compile(r",?\s(?:despite|although|though|while|but|even\sas)\s")
_REACH: Final = 250


def of(text: str, kind: str, clause: Span, trigger: Span, sentence: Span) -> str:
    """The place of an event as it is written; "" where none is named.

    What is struck or taken, else what stands after "in" or "from" in the clause, else in the
    sentence. Talks are not where those are from who hold them.

    Args:
        kind: the event's type.
        clause, trigger, sentence: what is said of it, the words that name it, the sentence.
    """
    hit = kind in _DONE_TO and _OBJECT.match(text, trigger[1], max(trigger[1], sentence[1]))
    if hit and _place(text, hit):
        return _place(text, hit)
    apart = _APART.search(text, trigger[1], min(sentence[1], trigger[1] + _REACH))
    until = apart.start() if apart else min(sentence[1], trigger[1] + _REACH)
    nearby = max(sentence[0], trigger[0] - _REACH), until
    for within in (clause, nearby):
        named = (one for one in _named(text, within) if one[0] == 0 or kind != "talks")
        best = min(named, key=lambda one: (one[0], abs(one[1] - trigger[1])), default=None)
        if best:
            return best[2]
    return ""


def _named(text: str, span: Span) -> Iterator[tuple[int, int, str]]:
    """Names of places: 0 after "in" and such, 1 after "of", 2 for an owner; where; the name."""
    for match in _PLACED.finditer(text, *span):
        begin = match.start()
        if match["of"] == "of" and _HOLDER.search(text, max(0, begin - _HOLDER_LETTERS), begin):
            continue
        name = _place(text, match)
        if name:
            rank = 2 if _OWNED.search(match["name"]) else 0 if match["in"] else 1
            yield rank, match.start("name"), name


def _place(text: str, match: re.Match[str]) -> str:
    """The name, without an owner's "’s"; "" for an adjective, a person, a body, a month."""
    name = match["name"]
    if _NO_PLACE.search(name) or _LETTERS.fullmatch(name):
        return ""
    words = name.split()
    last = words[-1]
    noun = _NOUN_AFTER.match(text, match.end("name"))
    if last in _ADJECTIVES or (noun and _LIKE_ADJECTIVE.fullmatch(last)):
        return ""
    # "Iranian Houthis", "Russian President": an adjective before a name makes no place of it.
    if len(words) > 1 and words[0] in _ADJECTIVES and last[:1].isupper():
        return ""
    return _OWNED.sub("", name)
