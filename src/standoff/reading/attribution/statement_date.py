"""When a statement was made: the day that its sentence gives for the saying, or publication."""

from __future__ import annotations

from datetime import date

from standoff.reading.dates import find
from standoff.reading.dates.calendar import Period
from standoff.reading.records import Attribution, Document
from standoff.reading.text.tokens import Tokens, hull


def said_on(
    said: Attribution, document: Document, words: Tokens, published: date, war_start: date | None
) -> Period:
    """The days on which a statement was made, at the latest that of publication.

    Args:
        said: the statement. document, words: where it stands.
        war_start: the first day of the war that the document is about, as its dates were read with.
    """
    at = hull(said.cue) or hull(said.content)
    here = words.indices(at) if at else range(0)
    if here:
        sentence = words.sentence(here.start)
        today = find.anchor(document.text, document.body_from, published)
        found = find.find(document.text, document.body_from, today, war_start).dates
        for dated in find.within(found, words.span(sentence[0], sentence[-1])):
            last = dated.period.last
            if dated.said and dated.period.first and last and last <= published:
                return dated.period
    return Period(published, published)
