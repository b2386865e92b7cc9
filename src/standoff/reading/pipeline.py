"""Read one document: attributions, what stands inside them, figures with their sides, events."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from standoff.domain.war import War
from standoff.reading import events
from standoff.reading.attribution import resolve
from standoff.reading.attribution.boundary_repair import reapportioned
from standoff.reading.attribution.meta_speech import is_aside
from standoff.reading.attribution.pattern_rules import tells_of_a_deed
from standoff.reading.attribution.span_check import LOST, in_text
from standoff.reading.entities import actors
from standoff.reading.entities.discovery import CIVILIANS
from standoff.reading.figures import extract
from standoff.reading.records import Attributed, Document, Reader, ReaderOfMany, Reading, Span

VICTIMS = "statements by those who were only counted"
ASIDES = "remarks of speakers on their own speaking"
DEEDS = "deeds that were taken for statements"
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
    counted = extract.read(document.text, *dated)
    victims = _Victims([f.span for f in counted.figures if f.quantity.startswith(_OF_VICTIMS)])
    why = [_no_statement(one, document.text, named, victims) for one in shifted]
    said = [one for one, reason in zip(shifted, why, strict=True) if not reason]
    attributions = resolve.interpret(document, reapportioned(said, named), war)
    stated = []
    by_whom = resolve.attributions_of([figure.span for figure in counted.figures], attributions)
    for figure, by in zip(counted.figures, by_whom, strict=True):
        whole = replace(figure, attribution=by)
        side = resolve.side_of_figure(whole, document, named, attributions)
        stated.append(replace(whole, side=_code(side, named)))
    happened = events.find(document.text, *dated)
    dropped = Counter(document.dropped) + Counter(counted.skipped)
    dropped += Counter(filter(None, why))
    document = replace(document, dropped=dict(dropped))
    return Reading(document, tuple(attributions), tuple(stated), tuple(happened))


def _no_statement(one: Attributed, text: str, named: actors.Actors, victims: _Victims) -> str:
    """Why what a reader found is no statement; "" if it is one."""
    if is_aside(one, text):
        return ASIDES
    if tells_of_a_deed(one, named.words):
        return DEEDS
    return VICTIMS if victims.speak(one) else ""


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


def _shifted(one: Attributed, by: int) -> Attributed:
    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple((a + by, b + by) for a, b in spans)

    return replace(one, source=moved(one.source), cue=moved(one.cue), content=moved(one.content))


def _code(side: str, named: actors.Actors) -> str:
    """The war's code for an actor, its plain name where the war has none, "" for civilians."""
    if side == CIVILIANS:
        return ""
    return named.codes.get(side, side)
