"""When a statement was made: the day that its sentence gives for the saying, or publication."""

from __future__ import annotations

from datetime import date

from standoff.reading.dates import find
from standoff.reading.dates.calendar import Period
from standoff.reading.records import Attribution
from standoff.reading.text.doc import Doc
from standoff.reading.text.tokens import hull


def said_on(said: Attribution, doc: Doc, published: date) -> Period:
    """The days on which a statement of a document was made, at the latest that of publication."""
    at = hull(said.cue) or hull(said.content)
    here = doc.tokens.indices(at) if at else range(0)
    if here:
        sentence = doc.tokens.sentence(here.start)
        span = doc.tokens.span(sentence[0], sentence[-1])
        for dated in find.within(doc.dates.dates, span):
            last = dated.period.last
            if dated.said and dated.period.first and last and last <= published:
                return dated.period
    return Period(published, published)
