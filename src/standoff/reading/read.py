"""Read one document: attributions, what stands inside them, figures with their sides, events."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from standoff.reading import actors, events, figures, inside
from standoff.reading.according_to import reapportioned
from standoff.reading.asides import is_aside
from standoff.reading.in_text import LOST, in_text
from standoff.reading.records import (
    Attributed,
    Attribution,
    Document,
    Reader,
    ReaderOfMany,
    Reading,
    Span,
)
from standoff.reading.unlisted import CIVILIANS
from standoff.war import War

VICTIMS = "statements by those who were only counted"
ASIDES = "remarks of speakers on their own speaking"
_OF_VICTIMS = ("toll.", "losses.", "displaced.")
TOGETHER = 40_000
"""Characters of documents that are given to a reader at a time."""

MOST = 100
"""Documents that are given to a reader at a time."""


def read(document: Document, war: War | None, reader: Reader) -> Reading:
    """All that a reader and the rules find in a document.

    Args:
        document: the report.
        war: whose sides the actors are; None reads them as plain names.
        reader: finds the attributions; a span of its that is not in the text is dropped, counted.
    """
    return next(read_each([document], war, reader))


def read_each(documents: Iterable[Document], war: War | None, reader: Reader) -> Iterator[Reading]:
    """`read` of each document, in order; a reader of many is given several at a time."""
    for group in _groups(documents):
        bodies = [document.text[document.body_from :] for document in group]
        every: Iterable[Iterable[Attributed]] = (
            reader.spans_of_each(bodies)
            if isinstance(reader, ReaderOfMany)
            else map(reader.spans, bodies)
        )
        for document, body, spans in zip(group, bodies, every, strict=True):
            yield _read(document, *in_text(spans, len(body)), war)


def _groups(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """The documents, some TOGETHER characters at a time, or one that is longer."""
    group: list[Document] = []
    size = 0
    for document in documents:
        group.append(document)
        size += len(document.text)
        if size >= TOGETHER or len(group) >= MOST:
            yield group
            group, size = [], 0
    if group:
        yield group


def _read(document: Document, found: Sequence[Attributed], lost: int, war: War | None) -> Reading:
    """All that stands in a document in which these attributions were found."""
    if lost:
        document = replace(document, dropped={**document.dropped, LOST: lost})
    shifted = [_shifted(one, document.body_from) for one in found]
    named = actors.of(document, war)
    dated = (document.body_from, document.published, war.start if war else None)
    counted = figures.read(document.text, *dated)
    victims = _Victims([f.span for f in counted.figures if f.quantity.startswith(_OF_VICTIMS)])
    meant = [one for one in shifted if not is_aside(one, document.text)]
    said = [one for one in meant if not victims.speak(one)]
    attributions = inside.interpret(document, reapportioned(said, named), war)
    stated = []
    by_whom = _stating([figure.span for figure in counted.figures], attributions)
    for figure, by in zip(counted.figures, by_whom, strict=True):
        whole = replace(figure, attribution=by)
        side = inside.side_of_figure(whole, document, named, attributions)
        stated.append(replace(whole, side=_code(side, named)))
    happened = events.find(document.text, *dated)
    dropped = Counter(document.dropped) + Counter(counted.skipped)
    dropped += Counter({ASIDES: len(shifted) - len(meant), VICTIMS: len(meant) - len(said)})
    document = replace(document, dropped=dict(dropped))
    return Reading(document, tuple(attributions), tuple(stated), tuple(happened))


class _Victims:
    """Counts of people to whom something was done: "a thousand civilians reported killed" is
    nobody's report.
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        in_order = sorted(spans)
        self._starts = [start for start, _ in in_order]
        self._reached = list(accumulate((end for _, end in in_order), max))

    def speak(self, one: Attributed) -> bool:
        """Whether such a count is the source of an attribution."""
        return any(self._meet(a, b) for a, b in one.source)

    def _meet(self, begin: int, end: int) -> bool:
        before = bisect_left(self._starts, end)
        return before > 0 and self._reached[before - 1] > begin


def _stating(spans: Sequence[Span], attributions: Sequence[Attribution]) -> list[int | None]:
    """For each span the innermost attribution whose content holds it; None if none does."""
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


def _shifted(one: Attributed, by: int) -> Attributed:
    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple((a + by, b + by) for a, b in spans)

    return replace(one, source=moved(one.source), cue=moved(one.cue), content=moved(one.content))


def _code(side: str, named: actors.Actors) -> str:
    """The war's code for an actor, its plain name where the war has none, "" for civilians."""
    if side == CIVILIANS:
        return ""
    return named.codes.get(side, side)
