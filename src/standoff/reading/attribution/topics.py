"""What a sentence is about, in the vocabulary: by the table in subjects.csv, row by row.

A row gives words, words that must or must not stand in the same sentence, the stances it goes with,
whether the actor must be a side of the war or a third party, whose quantity it is, and what is
claimed where the words are affirmed and where they are denied. Each quantity is claimed once a
sentence, by the first row that gives it: so the more exact row stands above the more general one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from standoff.reading.data import lowered, table

Owner = Literal["war", "actor", "owner", "speaker"]
"""Whose it is: the war's as a whole, the actor's that it is about, that of the actor named last
before the words ("the Russian logistics"), or the speaker's own side."""

_OWNERS: dict[str, Owner] = {owner: owner for owner in get_args(Owner)}
_NEGATOR = re.compile(
    r"\b(?:not|never|neither|nor|none|nobody|without|unwilling|unable|cannot|no|unlikely|far from"
    r"|hard-?pressed|hardly|scarcely|little (?:sign|evidence|chance|hope)|impossible)\b"
    r"|n[’']t\b|\b(?:refus|reject|den(?:y|ie)|prevent|fail|rul(?:e|ed|es|ing) out)\w*"
)
_CONDITION = re.compile(r"\b(?:if|unless|whether|should|provided)\b")
_OPEN = re.compile(
    r"\b(?:alleged(?:ly)?|purported(?:ly)?|supposed(?:ly)?|so-called|claims of|rumou?rs of"
    r"|to justify|preparing the \w+ (?:to|for)|(?:plans?|planning|hop(?:es|ing)|wants?|ready) to"
    r"|consider(?:s|ing)|weigh(?:s|ing)|believe in)\b"
)
"""What is alleged, prepared, planned or weighed is left open, not asserted."""
_CLAUSE = re.compile(r"[,;:.!?—–]|\b(?:but|while|although|because)\b")
_CAPITAL = re.compile(r"(?<!\\)[A-Z]")


@dataclass(frozen=True)
class Subject:
    """One row of the table."""

    words: re.Pattern[str]
    beside: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    stances: frozenset[str]
    who: str
    about: Owner
    in_cities: bool
    affirmed: tuple[str, float] | None
    denied: tuple[str, float] | None


@dataclass(frozen=True)
class TopicReading:
    """A quantity that a sentence speaks of.

    Attributes:
        quantity: its name.
        value: 1 asserted, 0 denied; None where it is left open: under a condition, alleged, only prepared.
        about: whose it is.
        who: "side" or "third" where the actor must be one; "" for any.
        in_cities: whether it is said of the cities that the sentence names.
        at: where the words begin in the sentence.
        clause: where their clause begins.
    """

    quantity: str
    value: float | None
    about: Owner
    who: str
    in_cities: bool
    at: int
    clause: int


def said_in(sentence: str, stance: str, negated: bool) -> Iterator[TopicReading]:
    """What a sentence says in the vocabulary, each quantity once.

    Args:
        sentence: the words.
        stance: what its speaker does in saying it.
        negated: the speaker says that it is not so.
    """
    sentence = lowered(sentence)
    seen: set[str] = set()
    for row in rows():
        # What is demanded is not so yet: only rows that name the stance speak of it.
        if stance not in row.stances if row.stances else stance == "demands":
            continue
        found = row.words.search(sentence)
        if found is None or (row.beside and not row.beside.search(sentence)):
            continue
        if row.unless and row.unless.search(sentence):
            continue
        clause = max((m.end() for m in _CLAUSE.finditer(sentence, 0, found.start())), default=0)
        before = sentence[clause : found.start()]
        supposed = _CONDITION.search(before) is not None
        # "Cannot refuse to" affirms.
        odd = len(_NEGATOR.findall(before)) % 2 == 1
        denied = negated or stance == "refuses" or (not supposed and odd)
        claimed = row.denied if denied else row.affirmed
        if claimed is None or claimed[0] in seen:
            continue
        seen.add(claimed[0])
        is_open = (supposed or _OPEN.search(before)) and not _NEGATOR.search(before)
        value = None if is_open else claimed[1]
        yield TopicReading(
            claimed[0], value, row.about, row.who, row.in_cities, found.start(), clause
        )


@functools.cache
def rows() -> tuple[Subject, ...]:
    """The rows of the table, in its order."""
    return tuple(
        Subject(
            words=_pattern(row["words"]),
            beside=_pattern(row["beside"]) if row["beside"] else None,
            unless=_pattern(row["unless"]) if row["unless"] else None,
            stances=frozenset(row["stances"].split()),
            who=row["who"],
            about=_OWNERS[row["about"].removesuffix("@cities")],
            in_cities=row["about"].endswith("@cities"),
            affirmed=_claimed(row["affirmed"]),
            denied=_claimed(row["denied"]),
        )
        for row in table("subjects")
    )


def _pattern(words: str) -> re.Pattern[str]:
    """The words of a cell in lower case, whole, with any white space between them."""
    low = _CAPITAL.sub(lambda capital: capital[0].lower(), words)
    spaced = low.replace(" ", r"\s+")
    return re.compile(rf"\b(?:{spaced})(?!\w)")


def _claimed(cell: str) -> tuple[str, float] | None:
    name, _, value = cell.partition("=")
    return (name, float(value)) if name else None
