"""Read one document: the steps in their order, each of which adds to what was found or drops some."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate

from standoff.domain.war import War
from standoff.reading import events
from standoff.reading.attribution import resolve
from standoff.reading.attribution.boundary_repair import reapportioned
from standoff.reading.attribution.meta_speech import is_aside
from standoff.reading.attribution.pattern_rules import tells_of_a_deed
from standoff.reading.attribution.span_check import LOST, in_text
from standoff.reading.attribution.targets import attributions_of, side_of_figure
from standoff.reading.data import lowered
from standoff.reading.dates import find as dates
from standoff.reading.entities import actors, persons
from standoff.reading.entities.discovery import CIVILIANS
from standoff.reading.figures import extract
from standoff.reading.records import Attributed, Document, Reader, ReaderOfMany, Reading, Span
from standoff.reading.text.doc import Doc, blocks_of, lines_of, turns_of
from standoff.reading.text.tokens import words

VICTIMS = "statements by those who were only counted"
ASIDES = "remarks of speakers on their own speaking"
DEEDS = "deeds that were taken for statements"
_OF_VICTIMS = ("toll.", "losses.", "displaced.")
TOGETHER = 40_000
"""Characters of documents that are given to a reader at a time."""

MOST = 100
"""Documents that are given to a reader at a time."""


@dataclass(frozen=True)
class Step:
    """One step of reading.

    Attributes:
        name: what it is called. does: what it adds or drops, in a line.
        run: the document with what earlier steps found, to the same with what this one finds.
    """

    name: str
    does: str
    run: Callable[[Doc], Doc]


Watch = Callable[[Step, Doc, Doc], None]
"""Called after each step with the document before and after it."""


def read(
    document: Document, war: War | None, reader: Reader, watch: Watch | None = None
) -> Reading:
    """All that a reader and the rules find in a document.

    Args:
        document: the report.
        war: whose sides the actors are; None reads them as plain names.
        reader: finds the attributions; a span of its that is not in the text is dropped, counted.
        watch: called after each step.
    """
    return next(read_each([document], war, reader, watch))


def read_each(
    documents: Iterable[Document], war: War | None, reader: Reader, watch: Watch | None = None
) -> Iterator[Reading]:
    """`read` of each document, in order; a reader of many is given several at a time."""
    for group in _groups(documents):
        bodies = [document.text[document.body_from :] for document in group]
        every: Iterable[Iterable[Attributed]] = (
            reader.spans_of_each(bodies)
            if isinstance(reader, ReaderOfMany)
            else map(reader.spans, bodies)
        )
        for document, spans in zip(group, every, strict=True):
            doc = through(STEPS, Doc(document, war, given=tuple(spans)), watch)
            whole = replace(document, dropped=dict(doc.dropped))
            yield Reading(whole, doc.attributions, doc.figures, doc.events, doc)


def through(steps: Iterable[Step], doc: Doc, watch: Watch | None = None) -> Doc:
    """A document after some steps, in their order."""
    for step in steps:
        before, doc = doc, step.run(doc)
        if watch:
            watch(step, before, doc)
    return doc


def analysed(document: Document, war: War | None, spans: Iterable[Attributed] = ()) -> Doc:
    """A document with its tokens, lines, blocks, turns, sentences, dates, actors and persons.

    Args:
        document: the report. war: whose parties the actors are; None for none.
        spans: the attributions in it, offsets into the whole text.
    """
    return through(ANALYSIS, Doc(document, war, spans=tuple(spans), dropped=document.dropped))


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


def spans_in_text(doc: Doc) -> Doc:
    """Take the reader's spans that stand in the text."""
    body = doc.document.body_from
    kept, lost = in_text(doc.given, len(doc.text) - body)
    dropped = {**doc.document.dropped, **({LOST: lost} if lost else {})}

    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple((a + body, b + body) for a, b in spans)

    found = (
        replace(one, source=moved(one.source), cue=moved(one.cue), content=moved(one.content))
        for one in kept
    )
    return replace(doc, spans=tuple(found), dropped=dropped)


def dates_of(doc: Doc) -> Doc:
    """Find dates and what they mean on the day of publication."""
    body = doc.document.body_from
    today = dates.anchor(doc.text, body, doc.document.published)
    found = dates.find(doc.text, doc.sentences, today, doc.war.start if doc.war else None)
    return replace(doc, today=today, dates=found)


def persons_of(doc: Doc) -> Doc:
    """Find persons and how they are described."""
    sides = [p.name for p in doc.war.sides] if doc.war else []
    return replace(doc, cast=persons.cast(doc.document, doc.actors, doc.turns, sides))


def figures_of(doc: Doc) -> Doc:
    """Find numbers with what they count and when."""
    found = extract.read(doc)
    return replace(doc, figures=found.figures, dropped=_more(doc, found.skipped))


def statements_only(doc: Doc) -> Doc:
    """Drop remarks, deeds and counted victims that a reader took for statements.

    "A thousand civilians reported killed" is nobody's report: its source is a count of people to
    whom something was done.
    """
    victims = sorted(f.span for f in doc.figures if f.quantity.startswith(_OF_VICTIMS))
    starts = [start for start, _ in victims]
    reached = list(accumulate((end for _, end in victims), max))

    def counted(span: Span) -> bool:
        before = bisect_left(starts, span[1])
        return before > 0 and reached[before - 1] > span[0]

    why = [
        ASIDES
        if is_aside(one, doc.text)
        else DEEDS
        if tells_of_a_deed(one, doc.tokens)
        else VICTIMS
        if any(map(counted, one.source))
        else ""
        for one in doc.spans
    ]
    kept = tuple(one for one, reason in zip(doc.spans, why, strict=True) if not reason)
    return replace(doc, spans=kept, dropped=_more(doc, Counter(filter(None, why))))


def _more(doc: Doc, dropped: Mapping[str, int]) -> dict[str, int]:
    return dict(Counter(doc.dropped) + Counter(dropped))


def figures_with_sides(doc: Doc) -> Doc:
    """Say of each figure who states it, and whose it is: a code of the war, or a plain name."""
    stated = []
    by_whom = attributions_of([figure.span for figure in doc.figures], doc.attributions)
    for figure, by in zip(doc.figures, by_whom, strict=True):
        whole = replace(figure, attribution=by)
        side = side_of_figure(whole, doc.document, doc.actors, doc.attributions)
        code = "" if side == CIVILIANS else doc.actors.codes.get(side, side)
        stated.append(replace(whole, side=code))
    return replace(doc, figures=tuple(stated))


ANALYSIS: tuple[Step, ...] = (
    Step(
        "tokens",
        "cut the text into words",
        lambda doc: replace(doc, tokens=words(doc.text), lower=lowered(doc.text)),
    ),
    Step("lines", "find the lines", lambda doc: replace(doc, lines=lines_of(doc.text))),
    Step(
        "blocks",
        "find paragraphs and list items",
        lambda doc: replace(doc, blocks=tuple(blocks_of(doc.text, doc.lines))),
    ),
    Step(
        "turns",
        "find whose turn it is in a transcript",
        lambda doc: replace(doc, turns=turns_of(doc.text, doc.lines, doc.document.body_from)),
    ),
    Step(
        "sentences",
        "find where sentences end",
        lambda doc: replace(doc, sentences=doc.tokens.sentences(doc.document.body_from)),
    ),
    Step("dates", "find dates and what they mean on the day of publication", dates_of),
    Step(
        "actors",
        "find sides, states and armed groups",
        lambda doc: replace(doc, actors=actors.of(doc.document, doc.war, doc.tokens)),
    ),
    Step("persons", "find persons and how they are described", persons_of),
)
"""What is found in the text itself, whoever says it."""

INTERPRETATION: tuple[Step, ...] = (
    Step(
        "added",
        "add sources that are cited and statements that patterns find",
        lambda doc: replace(doc, spans=resolve.added_by_rule(doc.spans, doc.cast)),
    ),
    Step(
        "nested",
        "add statements inside statements",
        lambda doc: replace(doc, spans=resolve.with_nested(doc.spans, doc.cast)),
    ),
    Step(
        "speakers",
        "say who speaks, through whom, how surely, about whom",
        lambda doc: replace(doc, attributions=resolve.interpret(doc.spans, doc.cast)),
    ),
)
"""What the rules make of the spans of a reader."""

STEPS: tuple[Step, ...] = (
    Step("spans", "take the reader's spans that stand in the text", spans_in_text),
    *ANALYSIS,
    Step("figures", "find numbers with what they count and when", figures_of),
    Step(
        "statements",
        "drop remarks, deeds and counted victims taken for statements",
        statements_only,
    ),
    Step(
        "according to",
        "move a comma's actor from the source to what is said",
        lambda doc: replace(doc, spans=tuple(reapportioned(doc.spans, doc.actors))),
    ),
    *INTERPRETATION,
    Step("sides", "say whose each figure is and who states it", figures_with_sides),
    Step(
        "events",
        "find events with their places and dates",
        lambda doc: replace(doc, events=events.find(doc)),
    ),
)
"""All steps behind the reader, in order."""
