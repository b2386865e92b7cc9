"""Whom it is about: an attribution, a figure, a quantity of the vocabulary in a statement."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from standoff.domain.war import War
from standoff.reading.attribution.speakers import Speaker
from standoff.reading.attribution.topics import TopicReading
from standoff.reading.data import lexicon, table
from standoff.reading.entities.actors import Actors
from standoff.reading.entities.discovery import CIVILIANS
from standoff.reading.entities.persons import Cast
from standoff.reading.records import Attributed, Attribution, Document, FigureReading, Span, Stance
from standoff.reading.text.tokens import Tokens, hull

_OWN = lexicon("own")
_FIRST_PERSON = lexicon("first person")
_QUOTES = frozenset('“”"«»„‘')
_BINDING = ("promises", "concedes", "refuses", "offers", "denies")
_INFLICTED = lexicon("inflicted")
_SPOKEN_WORDS = lexicon("spoken words")


def about(
    spans: Attributed,
    stance: str,
    voice: Speaker,
    cast: Cast,
    earlier: Sequence[Attribution],
) -> str:
    """Plain name of the actor that an attribution is about; "" unknown.

    The actor that the content names; what binds a side is about that side; a claim that names
    nobody goes on about what the statement before was about.

    Args:
        spans: the attribution. stance: what its source does. voice: its speaker.
        cast: the document's persons and actors.
        earlier: the attributions before it.
    """
    if hull(spans.content) is None:
        return ""
    words = cast.actors.words
    # The first words of what is said, past "that" and punctuation.
    every = [i for part in spans.content for i in words.indices(part)][:_FIRST_WORDS]
    low = [words.low[i] for i in every if words.text[i][:1].isalnum() or words.low[i][:1] == "'"]
    low = low[low[:1] == ["that"] :]
    opening = low[0] if low else ""
    named = _named(spans, cast.actors)
    # Behind a quotation mark "they" are others.
    first = spans.content[0][0]
    quoted = _QUOTES.intersection(cast.document.text[max(0, first - 1) : first + 1])
    own = opening in (_FIRST_PERSON if voice.anonymous or quoted else _OWN)
    # A post or body of a government's own: "the President".
    start = low[:_OPENING]
    at_home = any(
        a == "the" and b in _OWN_POSTS and c != "of"
        for a, b, c in zip(start, start[1:], [*start[2:], ""], strict=False)
    )
    # What binds a side is about that side, and so is what says "we".
    binds = stance in _BINDING and not voice.anonymous
    binds = binds and (not named or stance in ("promises", "concedes"))
    on_own_side = named == CIVILIANS if stance == "demands" else binds or own
    side = voice.side or _itself(voice)
    if side and (on_own_side or (at_home and side == cast.home)):
        return side
    before = earlier[-1].about_side if earlier else ""
    if opening in ("these", "those", "such") and before:
        return before
    if named:
        return named
    if voice.side and not voice.anonymous and _OURS.intersection(low):
        return voice.side
    return _of_nobody(stance, voice, cast, _spoken_of(spans, cast.actors) or before, low)


_OPENING = 7
_FIRST_WORDS = 60
_OWN_POSTS = frozenset(("president", "secretary", "department", "administration", "pentagon"))


def _itself(voice: Speaker) -> str:
    """A body that no side is known for, by what it is called: "an armed group" is a side."""
    if voice.person or voice.kind == "media":
        return ""
    first, _, rest = voice.name.partition(" ")
    name = rest if first.lower() in _ARTICLES else voice.name
    last = name.rsplit(" ", 1)[-1].lower()
    return name if last in _SIDES or (name.isalpha() and name[:1].isupper()) else ""


_SIDES = lexicon("heads") | lexicon("rebels") | frozenset(("group", "groups", "authorities"))
_ARTICLES = frozenset(("the", "a", "an"))
_MUTUAL = lexicon("mutual")


def _spoken_of(spans: Attributed, actors: Actors) -> str:
    """The actor named last before a statement in its own paragraph; "" if none is."""
    first = spans.content[0][0]
    start = actors.words.start
    near = [
        m
        for m in actors.within((actors.words.source.rfind("\n", 0, first) + 1, first))
        if not any(a <= start[m.first] < b for a, b in spans.source)
    ]
    free = [m for m in near if not actors.object_of(m)]
    return (free or near)[-1].name if near else ""


_OURS = frozenset(("we", "us", "our", "ours"))
_SUFFERED = lexicon("suffered")


def _of_nobody(stance: str, voice: Speaker, cast: Cast, before: str, low: Sequence[str]) -> str:
    """Whom a statement is about that names nobody: the other side, or the one before it."""
    if _SUFFERED.intersection(low):
        return CIVILIANS
    if _MUTUAL.intersection(low) or stance == "none" or (stance == "demands" and not voice.side):
        return ""
    demanded = stance == "demands" and before in ("", voice.side)
    inflicted = _INFLICTED.intersection(low[:20]) and not _OWN.intersection(low[:3])
    if demanded or (voice.side and inflicted):
        return (
            next((name for name in cast.actors.ranked if name not in (voice.side, CIVILIANS)), "")
        ) or before
    if voice.side and voice.side == cast.home:
        return voice.side
    return before or cast.actors.main


def _named(spans: Attributed, actors: Actors) -> str:
    """The actor that the content is about by name, outside its own source and cue."""
    beside = (*spans.source, *spans.cue)
    found = [m for part in spans.content for m in actors.within(part)]
    start = actors.words.start
    said = [m for m in found if not any(a <= start[m.first] < b for a, b in beside)]
    # "Varenian claims that" only says whose words are meant.
    low = actors.words.low
    free = [m for m in said if not _SPOKEN_WORDS.intersection(low[m.last + 1 : m.last + 3])]
    return actors.subject(free or said, spans.content)


_ISSUES = ("territory", "alignment", "guarantees", "sequence")
_BARGAINING = frozenset(("demands", "refuses", "offers", "threatens", "concedes", "promises"))


def opening_actor(spans: Attributed, cast: Cast) -> str:
    """The actor that a content names in its first words; "" if it opens otherwise."""
    for part in spans.content[:1]:
        for mention in cast.actors.within(part)[:1]:
            first = cast.actors.words.indices(part).start
            return mention.name if mention.first - first <= 3 else ""
    return ""


def attributions_of(spans: Sequence[Span], attributions: Sequence[Attribution]) -> list[int | None]:
    """For each span the index of the innermost attribution whose content holds it, or None."""
    parts = sorted((a, b, k) for k, one in enumerate(attributions) for a, b in one.content)
    out: list[int | None] = [None] * len(spans)
    open_here: list[tuple[int, int, int]] = []
    at = 0
    for n in sorted(range(len(spans)), key=lambda n: spans[n][0]):
        begin, end = spans[n]
        while at < len(parts) and parts[at][0] <= begin:
            open_here.append(parts[at])
            at += 1
        open_here = [part for part in open_here if part[1] > begin]
        holding = [(b - a, k) for a, b, k in open_here if end <= b]
        out[n] = min(holding)[1] if holding else None
    return out


def side_of_figure(
    figure: FigureReading,
    document: Document,
    actors: Actors,
    attributions: Sequence[Attribution],
) -> str:
    """Plain name of the actor that a quantity is about; "" unknown.

    Civilians for tolls and displacement; else the actor named right after it, or before it in the
    sentence; else what the attribution that states it is about.
    """
    if figure.quantity.startswith(("toll.", "displaced.")):
        return CIVILIANS
    words = actors.words
    at = words.indices(figure.span)
    if not at:
        return ""
    upto = min(figure.span[1] + 40, len(document.text))
    after = actors.within((figure.span[0], upto))
    beside = [m for m in after if m.first - at[-1] <= 1]
    if beside:
        return beside[0].name
    k = figure.attribution
    own = attributions[k] if k is not None and k < len(attributions) else None
    here = words.start[words.sentence(at[0]).start]
    parts = [a for a, b in own.content if a <= figure.span[0] < b] if own else []
    begin = max(here, *parts) if parts else here
    before = actors.within((begin, figure.span[0]))
    if before:
        return before[-1].name
    return own.about_side if own else actors.before(figure.span[0])


def issue_of(words: Tokens, content: Iterable[range], stance: Stance) -> str:
    """What a bargaining statement is about: territory, alignment, guarantees, sequence; else ""."""
    if stance not in _BARGAINING:
        return ""
    low = frozenset(words.low[i] for part in content for i in part)
    counts = {issue: len(low & lexicon(f"issue {issue}")) for issue in _ISSUES}
    best = max(counts, key=lambda issue: counts[issue])
    return best if counts[best] else ""


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
        # Named with them, or known from where they are named.
        beside = hull(said.source)
        with_them = actors.within(beside) if beside else ()
        homes = (actors.homes[w] for w in said.speaker.split() if w in actors.homes)
        return with_them[0].name if with_them else next(homes, "")
    if row.about == "owner":
        before = actors.within((span[0], span[0] + row.at))
        if before:
            return before[-1].name
    opening = (span[0] + row.clause, span[0] + min(row.at, row.clause + _SUBJECT_CHARACTERS))
    subject = actors.within(opening) if row.clause else ()
    if subject:
        return subject[0].name
    clause = (span[0] + row.clause, span[0] + row.at)
    if not actors.within(clause):
        # Its leader stands for a state: "Putin is unwilling".
        at = actors.words.indices(clause)
        known = (w for w in actors.words.text[at.start : at.stop] if w in leaders())
        leader = next(known, "")
        if leader:
            return leaders()[leader]
    named = any(mention.name == said.about_side for mention in actors.within(span))
    return (said.about_side if alone and named else "") or actors.side_of(span) or said.about_side


@functools.cache
def leaders() -> dict[str, str]:
    """Surnames of heads of state and the like, each with the state that they lead."""
    return {row["surname"]: row["actor"] for row in table("leaders")}


def is_of_kind(war: War | None, side: str, kind: str) -> bool:
    """Whether an actor is of a kind: a "side" of the war, a "third" party, or any ("").

    Args:
        war: None if it is not known; then nobody is known to be a third party.
        side: the war's code for the actor; "" for the war as a whole.
        kind: the kind that the table's row names.
    """
    if war is None or not kind:
        return kind != "third"
    if kind == "third":
        return side in {party.code for party in war.third_parties}
    return side in {"", *(party.code for party in war.sides)}
