"""Read one document: attributions, what stands inside them, figures with their sides, events."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from standoff.reading import actors, events, figures, inside
from standoff.reading.according_to import reapportioned
from standoff.reading.in_text import LOST, in_text
from standoff.reading.records import Attributed, Document, Reader, Reading, Span
from standoff.reading.unlisted import CIVILIANS
from standoff.war import War


def read(document: Document, war: War | None, reader: Reader) -> Reading:
    """All that a reader and the rules find in a document.

    Args:
        document: the report.
        war: whose sides the actors are; None reads them as plain names.
        reader: finds the attributions; a span of its that is not in the text is dropped, counted.
    """
    body = document.text[document.body_from :]
    found, lost = in_text(reader.spans(body), len(body))
    if lost:
        document = replace(document, dropped={**document.dropped, LOST: lost})
    shifted = [_shifted(one, document.body_from) for one in found]
    named = actors.of(document, war)
    attributions = inside.interpret(document, reapportioned(shifted, named), war)
    dated = (document.body_from, document.published, war.start if war else None)
    counted = figures.read(document.text, *dated)
    stated = []
    for figure in counted.figures:
        by = inside.attribution_of(figure.span, attributions)
        figure = replace(figure, attribution=by)
        side = inside.side_of_figure(figure, document, named, attributions)
        stated.append(replace(figure, side=_code(side, named)))
    happened = events.find(document.text, *dated)
    dropped = Counter(document.dropped) + Counter(counted.skipped)
    document = replace(document, dropped=dict(dropped))
    return Reading(document, tuple(attributions), tuple(stated), tuple(happened))


def _shifted(one: Attributed, by: int) -> Attributed:
    def moved(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple((a + by, b + by) for a, b in spans)

    return replace(one, source=moved(one.source), cue=moved(one.cue), content=moved(one.content))


def _code(side: str, named: actors.Actors) -> str:
    """The war's code for an actor, its plain name where the war has none, "" for civilians."""
    if side == CIVILIANS:
        return ""
    return named.codes.get(side, side)
