"""One analysed document: what the steps of reading find in it, each thing once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from standoff.domain.war import War
from standoff.reading.dates.find import NO_DATES, DateMatch
from standoff.reading.entities.actors import NO_ACTORS, Actors
from standoff.reading.entities.persons import NO_CAST, Cast
from standoff.reading.records import (
    Attributed,
    Attribution,
    Document,
    Event,
    FigureReading,
    Span,
    Turn,
)
from standoff.reading.text import sentences
from standoff.reading.text.tokens import NO_TOKENS, Tokens


@dataclass(frozen=True)
class Block:
    """A paragraph or an item of a list: its span, without the white space around it, and its kind."""

    span: Span
    kind: Literal["paragraph", "item"]


@dataclass(frozen=True)
class Doc:
    """A document and all that was found in it; a field is empty until its step has run.

    Every span counts in `document.text`. The tokens are those that the rules work on, one pass over
    the text; sentences are runs of them. The trained reader has units of its own
    (`tagger/tokens.py`), which its weights were trained on: it keeps "1,459" and "don’t" whole and takes
    "twenty-five" apart. It sees the text before any step here runs, as any other reader does.

    Attributes:
        document: the report as given.
        war: the war that it is read for; None for none.
        given: the reader's attributions, counted from where the body begins.
        spans: those of them that stand in the text, counted in all of it; then what the rules add.
        tokens: the words of the whole text, header included.
        lower: the text in lower case, with the same offsets.
        lines: its lines that are not blank. blocks: its paragraphs and list items.
        turns: in a transcript, where each turn begins and whose it is.
        sentences: those of the body, end to end.
        today: the day that relative dates count from: a dateline's, or that of publication.
        dates: the dates of the body, and the spans whose numbers count nothing else.
        actors: sides, states and armed groups where they are named.
        cast: the persons and how the text describes them.
        figures, attributions, events: what was read.
        dropped: what was left out, and how often.
    """

    document: Document
    war: War | None = None
    given: tuple[Attributed, ...] = ()
    spans: tuple[Attributed, ...] = ()
    tokens: Tokens = NO_TOKENS
    lower: str = ""
    lines: tuple[Span, ...] = ()
    blocks: tuple[Block, ...] = ()
    turns: tuple[Turn, ...] = ()
    sentences: tuple[Span, ...] = ()
    today: date | None = None
    dates: DateMatch = NO_DATES
    actors: Actors = NO_ACTORS
    cast: Cast = NO_CAST
    figures: tuple[FigureReading, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The whole stored text, in which every span counts."""
        return self.document.text

    def block(self, offset: int) -> int:
        """The index of the block in which an offset lies, or of the last one before it."""
        return max(0, bisect_right(self.blocks, offset, key=lambda b: b.span[0]) - 1)

    def sentence(self, offset: int) -> Span:
        """The sentence of the body in which an offset lies."""
        return self.sentences[sentences.at(self.sentences, offset)]


_LINE: Final = re.compile(r"\S[^\n]*")
_TURN: Final = re.compile(r"([A-Z][A-Z .,'’\-]{2,60}):")
_BULLET: Final = re.compile(r"[-*•–]|o ")
_LABEL: Final = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s|\((?:\d{1,2}|[a-z])\)\s")
_ENDED: Final = frozenset(".:;!?")


def lines_of(text: str) -> tuple[Span, ...]:
    """The lines of a text that are not blank, without the white space that they begin with."""
    return tuple(m.span() for m in _LINE.finditer(text))


def turns_of(text: str, lines: Sequence[Span], begin: int) -> tuple[Turn, ...]:
    """The turns of a transcript from an offset on: lines that open with a name in capitals and a colon."""
    labels = ((a, _TURN.match(text, a)) for a, _ in lines if a >= begin)
    return tuple((a, label[1]) for a, label in labels if label)


def blocks_of(text: str, lines: Sequence[Span]) -> Iterator[Block]:
    """The paragraphs and list items of a text; a wrapped line belongs to the one before it.

    A line with a bullet is an item; one with a label ("1.", "a)") where the line before has ended.
    """
    opened: tuple[int, Literal["paragraph", "item"]] | None = None
    reached = 0
    for begin, end in lines:
        apart = opened is None or text.count("\n", reached, begin) > 1
        ended = apart or text[reached - 1] in _ENDED
        item = bool(_BULLET.match(text, begin) or (ended and _LABEL.match(text, begin)))
        if opened and (apart or item):
            yield Block((opened[0], reached), opened[1])
            opened = None
        opened = opened or (begin, "item" if item else "paragraph")
        reached = begin + len(text[begin:end].rstrip())
    if opened:
        yield Block((opened[0], reached), opened[1])
