"""Events that a text speaks of: their type, place and date.

An event is said to happen, planned, threatened or denied: which of these is for the attribution
around it to say. The words that name each type stand in `events.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from standoff.reading import dates, sentences
from standoff.reading.dates import Dated
from standoff.reading.records import Event, Span
from standoff.reading.tables import lowered, patterns

_WORDS: Final = patterns("events.toml")
TYPES: Final = tuple(_WORDS)

_TRIGGER: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _WORDS.items()) + r")\b"
)
_CLAUSE_BEGIN: Final = re.compile(
    r"[;:,—–“\"(]\s?|\s(?:that|and|but|after|before|while|when|because|which|who|if|as)\s",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(
    r"[;:,—–”\")]|\s(?:and|but|after|while|when|because|which|who|if|although|said|says)\s",
    re.IGNORECASE,
)
_PLACE: Final = re.compile(
    r"\b(?:in|at|near|around|on|into|from|to|of|towards?|over|across|outside|inside|against|for)\s"
    r"(?:the\s)?((?:[A-Z][\w’'-]+)(?:\s[A-Z][\w’'-]+){0,2}(?:\s(?:hills?|river|bridge|region|province))?)"
)
_NO_PLACE: Final = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|September|October|November|December|President|Minister|General|The|We|It"
)
_REACH: Final = 160


def find(
    text: str, start: int = 0, published: date | None = None, war_start: date | None = None
) -> tuple[Event, ...]:
    """The events in a text from `start` on; spans count from the start of `text`.

    One type is given once a sentence, and once a place: a text that comes back to an event speaks
    of the same one.
    """
    today = dates.anchor(text, start, published)
    found = dates.find(text, start, today, war_start).dates
    return tuple(_events(text, start, found))


def _events(text: str, start: int, found: tuple[Dated, ...]) -> Iterator[Event]:
    bounds = sentences.spans(text, start)
    seen: set[tuple[int | str, str]] = set()
    for match in _TRIGGER.finditer(lowered(text), start):
        index = sentences.at(bounds, match.start())
        kind = match.lastgroup or ""
        if (index, kind) in seen:
            continue
        span = _clause(text, match.span(), bounds[index])
        place = _place(text, span)
        if (place, kind) not in seen:
            yield Event(span, kind, place, _date(text, found, span, bounds[index]))
        seen.update([(index, kind), (place, kind)])


def _clause(text: str, trigger: Span, sentence: Span) -> Span:
    """The clause around a trigger, inside its sentence."""
    begin = max(sentence[0], trigger[0] - _REACH)
    for cut in _CLAUSE_BEGIN.finditer(text, begin, trigger[0]):
        begin = cut.end()
    end = min(sentence[1], trigger[1] + _REACH)
    cut_after = _CLAUSE_END.search(text, trigger[1], end)
    end = cut_after.start() if cut_after else end
    inside = text[begin:end]
    stripped = inside.strip(' \n\t.!?“”"')
    begin += inside.find(stripped)
    return begin, begin + len(stripped)


def _place(text: str, span: Span) -> str:
    for match in _PLACE.finditer(text, *span):
        if not _NO_PLACE.match(match[1]):
            return match[1]
    return ""


def _date(text: str, found: tuple[Dated, ...], span: Span, sentence: Span) -> str:
    """The day, month or year of the date nearest to a clause, as it is written."""
    dated = dates.nearest(text, found, span, sentence)
    if dated is None or dated.relation != "in":
        return ""
    return dates.written(dated.period)
