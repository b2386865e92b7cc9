"""Events that a text speaks of: their type, place and date.

An event is said to happen, planned, threatened or denied: which of these is for the attribution
around it to say. The words that name each type stand in `events.toml`. What the text comes back
to is the same event; a figure of speech, a heading and the name of an office are none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from standoff.reading.data import expressions
from standoff.reading.dates import find as dates
from standoff.reading.entities import places
from standoff.reading.records import Event, Span
from standoff.reading.text import sentences
from standoff.reading.text.doc import Doc
from standoff.reading.text.multi_pattern import MultiPattern

_NONE: Final = "none"
_NAMED: Final = "_named"
_OF_PLACE: Final = "_of_place"
_SHORT: Final = re.compile(r"<(w\d|[A-Z]+)>")
_ANY_WORD: Final = r"(?:[“\"‘]?[\w$€£%’'-]+(?:[.,]\d+)*[”\"]?\s)"


def _words() -> dict[str, list[str]]:
    """The expressions by key, <KEY> and <w3> spelled out."""
    every = expressions("events.toml")

    def spelled(match: re.Match[str]) -> str:
        if match[1].isupper():
            return rf"(?:{'|'.join(every[match[1]])})"
        return rf"{_ANY_WORD}{{0,{match[1][1:]}}}?"

    return {k: [_SHORT.sub(spelled, w) for w in v] for k, v in every.items() if not k.isupper()}


_WORDS: Final = _words()
TYPES: Final = tuple(k for k in _WORDS if k != _NONE and not k.endswith((_NAMED, _OF_PLACE)))
_TRIGGERS: Final = MultiPattern(_WORDS, r"(?<![\w-])")
_CLAUSE_BEGIN: Final = re.compile(
    r"[;:—–“\"(]\s?|,\s|\s(?:that|and|but|after|before|while|when|because|which|who|if|as)\s",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(
    r"[;:—–”\")]|,(?!\d)|\s(?:and|but|after|while|when|because|which|who|if|although|said|says)\s",
    re.IGNORECASE,
)
_NAME_AFTER: Final = re.compile(
    r"\s(?:the\s)?(?:(?:town|city|village)\sof\s)?[A-Z][\w’'-]+"
    r"(?!\s(?:soldiers|troops|prisoners|fighters|tanks|weapons)\b)"
)
_CAPITALS: Final = re.compile(r"[A-Z][\w’'-]*(?:\s(?:of\s(?:the\s)?)?[A-Z][\w’'-]*)+")
_LABEL: Final = re.compile(r"(?:\d{1,2}|[A-Za-z])[.)]\s+")
_REACH: Final = 160
_HEADING_WORDS: Final = 4


@dataclass
class _Told:
    """Places and dates of the events of one type: in the sentence at hand, and in the text so far."""

    sentence: int = -1
    here: set[tuple[str, str]] = field(default_factory=set)
    before: set[tuple[str, str]] = field(default_factory=set)

    def again(self, place: str, day: str, sentence: int) -> bool:
        """Whether an event was told: nothing said here sets it apart from one told before."""
        if sentence != self.sentence:
            self.sentence, self.here = sentence, set()
        told = any(_alike(place, p) and _alike(day, d) for p, d in self.here) or any(
            _adds_nothing(place, day, *one) for one in self.before
        )
        self.here.add((place, day))
        self.before.add((place, day))
        return told


def _adds_nothing(place: str, day: str, place_before: str, day_before: str) -> bool:
    """Whether a place and a day say no more than those before, a day of the same place apart."""
    if place and place == place_before:
        return _alike(day, day_before)
    known_place = not place or bool(place_before and _alike(place, place_before))
    return known_place and (not day or bool(day_before and _alike(day, day_before)))


def _alike(one: str, other: str) -> bool:
    """Whether two places or dates can be one: "2024-05" and "2024-05-12", or one is not said."""
    return one in other or other in one


def find(doc: Doc) -> tuple[Event, ...]:
    """The events of a document's body, each once."""
    text, bounds = doc.text, doc.sentences
    told: defaultdict[str, _Told] = defaultdict(_Told)
    events: list[Event] = []
    for match, key in _TRIGGERS.finditer(doc.lower, doc.document.body_from):
        kind = key.removesuffix(_NAMED).removesuffix(_OF_PLACE)
        begin, end = match.span()
        index = sentences.at(bounds, begin)
        sentence = bounds[index]
        if kind == _NONE or (key.endswith(_OF_PLACE) and not _NAME_AFTER.match(text, end)):
            continue
        # A trigger in a name is an office: "the Ceasefire Commission", "Rapid Support Forces".
        before = text[max(0, begin - 2) : begin][:1]
        in_name = text[begin].isupper() and (before.isalnum() or before in (",", "’", "'"))
        office = _CAPITALS.match(text, begin) if in_name else None
        # A few words without an end are a heading.
        words = text[slice(*sentence)].split() if sentence[1] - sentence[0] <= _REACH else []
        heading = 0 < len(words) <= _HEADING_WORDS and words[-1][-1].isalnum()
        if heading or (office and office.end() >= end):
            continue
        span = _clause(text, match.span(), sentence)
        place = places.of(text, kind, span, match.span(), sentence)
        dated = dates.nearest(text, doc.dates.dates, span, sentence)
        day = dates.written(dated.period) if dated and dated.relation == "in" else ""
        if dated and dated.relation == "since" and dated.period.first:
            # What goes on has the day or the month since when.
            first = dated.period.first
            day = f"{first:%Y-%m}" if first.day == 1 else first.isoformat()
        # Two coups are one matter, a coup and an evacuation are not.
        matter = match[0].split()[0] if kind == "other" else kind
        if not told[matter].again(place, day, index):
            events.append(Event(span, kind, place, day))
    return tuple(events)


def _clause(text: str, trigger: Span, sentence: Span) -> Span:
    """The clause around a trigger, inside its sentence."""
    label = _LABEL.match(text, *sentence)
    begin = max(label.end() if label else sentence[0], trigger[0] - _REACH)
    for cut in _CLAUSE_BEGIN.finditer(text, begin, trigger[0]):
        begin = cut.end()
    end = min(max(sentence[1], trigger[1]), trigger[1] + _REACH)
    cut_after = _CLAUSE_END.search(text, trigger[1], end)
    end = cut_after.start() if cut_after else end
    inside = text[begin:end]
    stripped = inside.strip(' \n\t.!?“”"')
    begin += inside.find(stripped)
    return begin, begin + len(stripped)
