"""Whose a statement is: the actor that it is about, as the row of the table asks for it."""

from __future__ import annotations

import functools

from standoff.domain.war import War
from standoff.reading.attribution.topics import TopicReading
from standoff.reading.data import table
from standoff.reading.entities.actors import Actors
from standoff.reading.records import Attribution, Span
from standoff.reading.text.tokens import hull

_BOTH = ("neither side", "no side", "both sides", "either side", "the two sides", "neither army")
_SUBJECT_CHARACTERS = 12
"""A clause that names an actor this near its beginning has it for its subject."""


def whose(actors: Actors, said: Attribution, row: TopicReading, span: Span, *, alone: bool) -> str:
    """Plain name of the actor whose quantity it is; "" for the war's as a whole.

    Args:
        actors: those of the document.
        said: the statement.
        row: what its words speak of.
        span: the sentence of it that they stand in.
        alone: whether that sentence is all of the statement.
    """
    words = actors.words.source[slice(*span)].lower()
    if row.about == "war" or any(both in words for both in _BOTH):
        return ""
    if row.about == "speaker":
        return _speaks_for(actors, said)
    if row.about == "owner":
        before = actors.within((span[0], span[0] + row.at))
        if before:
            return before[-1].name
    opening = (span[0] + row.clause, span[0] + min(row.at, row.clause + _SUBJECT_CHARACTERS))
    subject = actors.within(opening) if row.clause else ()
    if subject:
        return subject[0].name
    leader = _leader(actors, (span[0] + row.clause, span[0] + row.at))
    if leader:
        return leader
    named = any(mention.name == said.about_side for mention in actors.within(span))
    return (said.about_side if alone and named else "") or actors.side_of(span) or said.about_side


def _leader(actors: Actors, clause: Span) -> str:
    """Of a clause that names no actor, the one whose leader it names: "Putin is unwilling"."""
    if actors.within(clause):
        return ""
    at = actors.words.indices(clause)
    known = leaders()
    return next((known[w] for w in actors.words.text[at.start : at.stop] if w in known), "")


@functools.cache
def leaders() -> dict[str, str]:
    """Surnames of heads of state and the like, each with the state that they lead."""
    return {row["surname"]: row["actor"] for row in table("leaders")}


def is_of_kind(war: War | None, side: str, kind: str) -> bool:
    """Whether an actor is of the kind asked for: a "side" of the war, a "third" party, or any ("").

    Args:
        war: None if it is not known; then nobody is known to be a third party.
        side: the war's code for the actor; "" for the war as a whole.
        kind: what the row of the table asks for.
    """
    if war is None or not kind:
        return kind != "third"
    if kind == "third":
        return side in {party.code for party in war.third_parties}
    return side in {"", *(party.code for party in war.sides)}


def _speaks_for(actors: Actors, said: Attribution) -> str:
    """The actor that a speaker speaks for: named with them, or known from where they are named."""
    span = hull(said.source)
    named = actors.within(span) if span else ()
    if named:
        return named[0].name
    return next((actors.homes[w] for w in said.speaker.split() if w in actors.homes), "")
