"""Figures: number, bounds, what is counted, and when, as quantities of the vocabulary.

A vague count ("dozens") is a figure without numbers. Whose figure it is and who states it are the
assembler's to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from standoff.reading.dates import find as dates
from standoff.reading.dates.calendar import Period
from standoff.reading.figures import counted_nouns, lexicon, numbers
from standoff.reading.figures.counted_nouns import Thing
from standoff.reading.figures.numbers import Number
from standoff.reading.figures.periods import REACH, around, dated_itself, period_of
from standoff.reading.figures.quantities import meant, measure_of
from standoff.reading.records import FigureReading, Span
from standoff.reading.text import sentences
from standoff.reading.text.doc import Doc

OTHER: Final = "other"
NOT_OF_THE_WAR: Final = "numbers that count nothing of the war"

_OF_THE: Final = re.compile(
    r"\bOf\s(?:them|these|those|the\s(?:dead|wounded|injured|victims|casualties|displaced|total))[\w\s]{0,12},\s(?:(?:at\sleast|about|some|nearly)\s)?$"
)
_AIM: Final = 90
_AIMED_AT: Final = re.compile(
    r"\bto\s(?:assist|help|reach|feed|shelter|protect|support)\s(?:[^.;:]|\.\d)*$"
)
_CUMULATIVE: Final = ("losses.", "toll.", "displaced.")
_PART_OF: Final = re.compile(
    r"(?:\b(?:includ\w+|of\s(?:whom|which|them|these|those)|among\s(?:whom|which|them|these|those))[\s,]{1,2}(?:(?:an?|the|at\sleast)\s)?|\()$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FigureMatch:
    """Figures in order, and what was left out and how often."""

    figures: tuple[FigureReading, ...]
    skipped: Mapping[str, int]


def read(doc: Doc) -> FigureMatch:
    """The figures of a document's body, and the numbers that were left out."""
    count = numbers.find(doc.text, doc.document.body_from)
    skipped = Counter(doc.dates.skipped) + Counter(count.skipped)
    free = list(_outside(count.numbers, doc.dates.taken))
    found = tuple(_figures(doc, free, skipped))
    return FigureMatch(found, dict(skipped))


def _outside(found: Sequence[Number], taken: Sequence[Span]) -> Iterator[Number]:
    """The numbers that are no part of a date."""
    starts = [begin for begin, _ in taken]
    for number in found:
        at = bisect_left(starts, number.core[1])
        if at == 0 or taken[at - 1][1] <= number.core[0]:
            yield number


def _figures(doc: Doc, found: Sequence[Number], skipped: Counter[str]) -> Iterator[FigureReading]:
    earlier: FigureReading | None = None
    for index, stated in enumerate(found):
        number = stated
        thing = counted_nouns.thing(doc.text, number)
        again = index and _converted(doc.text, found[index - 1], number)
        if again or not counted_nouns.wanted(doc.text, number, thing):
            skipped[NOT_OF_THE_WAR] += 1
            continue
        following = found[index + 1].span[0] if index + 1 < len(found) else len(doc.text)
        if earlier and _LIST.fullmatch(doc.text, earlier.span[1], number.span[0]):
            number = _same_bound(number, earlier)
        figure = _figure(doc, number, thing, earlier, following)
        if not number.vague:
            earlier = figure
        yield figure


def _converted(text: str, before: Number, number: Number) -> bool:
    """Whether it is the number before in another unit: "20 km (12 miles)"."""
    return bool(
        before.unit and number.unit and _IN_BRACKETS.fullmatch(text, before.core[1], number.span[0])
    )


def _figure(
    doc: Doc, number: Number, thing: Thing, earlier: FigureReading | None, following: int
) -> FigureReading:
    begin, end = number.span[0], max(number.span[1], thing.end)
    sentence = doc.sentences[sentences.at(doc.sentences, begin)]
    near = around((begin, end), sentence)
    if end < following < near[1] and not _LISTED.match(doc.text, end, following):
        # What was done after the next number was done to that one.
        near = near[0], _without_the_next_deed(doc, end, following)
    near = max(near[0], doc.text.rfind(";", near[0], begin) + 1), near[1]
    alone = _own_clause(doc, end, near)
    near = (begin, alone) if alone else near
    but = _BUT.search(doc.text, end, near[1])
    near = (near[0], but.start()) if but else near
    done = _done_itself(doc, max(number.span[1], thing.end), near)
    near = (begin, near[1]) if done else near
    name, unit = meant(doc.text, doc.lower, number, thing, near, alone=bool(alone))
    of_it = earlier if earlier and _near_by(doc, earlier, begin, sentence) else None
    own = alone or thing.noun or counted_nouns.stated(doc.text, number)
    if of_it and not own and _elided(number, of_it) and not done and not (number.unit and name):
        name, unit = of_it.quantity, of_it.unit
    if (
        of_it
        and name == CIVILIANS_KILLED
        and thing.kind in ("", "dead")
        and of_it.quantity in _OF_SOLDIERS
    ):
        name = "losses.personnel_killed"
    before = doc.text[max(of_it.span[1], begin - 2 * _VERB) : begin] if of_it else ""
    part = bool(_PART_OF.search(before[-_VERB:]) or _OF_THE.search(before))
    if of_it and part and not name and _alike(unit, of_it.unit):
        name = of_it.quantity
    name = name or OTHER
    total = name.startswith(_CUMULATIVE) or thing.kind == "casualty"
    total = total and not _AIMED_AT.search(doc.text, max(sentence[0], begin - _AIM), begin)
    share = number.unit == "percent" and not thing.noun
    if of_it and (part or share) and not _dated_apart(doc, (begin, end), sentence, of_it):
        # "1.6 million people (74% of the population)": a part has the date of its whole.
        opened = dates.opening(doc.text, doc.dates.dates, sentence)
        level = share and opened is not None and opened.relation == "as of"
        period = Period(of_it.happened_to if level else of_it.happened_from, of_it.happened_to)
    else:
        period = period_of(doc, (begin, end), sentence, name, number.most, total=total)
    return FigureReading(
        (begin, end),
        name,
        number.low,
        number.value,
        number.high,
        unit,
        happened_from=period.first,
        happened_to=period.last,
    )


def _dated_apart(doc: Doc, span: Span, sentence: Span, whole: FigureReading) -> bool:
    """Whether a part has a date of its own: beside it, or in a sentence in which its whole is not."""
    if dated_itself(doc, *span, sentence):
        return True
    return whole.span[1] <= sentence[0] and bool(
        dates.nearest(doc.text, doc.dates.dates, span, sentence)
    )


def _same_bound(number: Number, earlier: FigureReading) -> Number:
    """ "At least 902 killed and 1,459 injured": the bound holds for the whole list."""
    alike = not number.share and number.unit in ("", earlier.unit)
    if number.bounded or number.value is None or earlier.value is not None or not alike:
        return number
    if earlier.low is None or earlier.high is None:
        bound = number.value
        low, high = (None, bound) if earlier.low is None else (bound, None)
        return replace(number, low=low, value=None, high=high, bounded=True)
    return number


def _near_by(doc: Doc, earlier: FigureReading, begin: int, sentence: Span) -> bool:
    """Whether the figure before stands in the same paragraph, in this sentence or the one before."""
    gap = doc.text[earlier.span[1] : begin] if sentence[0] - earlier.span[1] < REACH else "\n\n"
    return "\n\n" not in gap


def _done_itself(doc: Doc, end: int, near: Span) -> bool:
    """Whether a verb of its own says what was done: "190,000 have crossed into Egypt"."""
    does = _DOES.match(doc.text, end, near[1])
    return bool(does and lexicon.deeds(doc.lower, does.end(), min(near[1], does.end() + _VERB)))


def _elided(number: Number, earlier: FigureReading) -> bool:
    """Whether a number without a noun may count what the figure before it counted."""
    if number.unit:
        return number.unit == earlier.unit
    return (earlier.unit == "percent") == (number.most <= 100 and earlier.unit == "percent")


def _alike(unit: str, other: str) -> bool:
    """Whether a part may be of the kind of its whole: neither people nor a share, both money or neither."""
    shares = {"people", "percent"} & {unit, other}
    return not shares and (measure_of(unit) == "money") == (measure_of(other) == "money")


_LIST: Final = re.compile(
    r"(?:\s(?:(?:were|have\sbeen|had\sbeen)\s)?(?:killed|dead|wounded|injured))?(?:,|,?\sand)\s"
)
_LISTED: Final = re.compile(r"[\s,]*(?:and|or|to|of)?[\s,]*(?:at\sleast|some|about|another)?\s*$")
_COMMA: Final = re.compile(r"[,;.](?=\s|$)")
_DONE_TO: Final = re.compile(
    r"\s(?:people\s|others\s)?(?:(?:have|had|has)\s)?(?:(?:been|being|were|was)\s)?(?:forced|made|compelled)\s"
)
_VERB: Final = 24
_DOES: Final = re.compile(
    r"\s(?:others\s|more\s|or\sso\s|people\s)*(?:have|has|had|were|was|are|been|being)\s"
)
CIVILIANS_KILLED: Final = "toll.civilians_killed"
_OF_SOLDIERS: Final = ("losses.personnel_total", "losses.personnel_killed")
_IN_BRACKETS: Final = re.compile(r"[^.;()\d]{0,20}\((?:or\s)?")
_BUT: Final = re.compile(r"\s(?:but|while|whereas|although|though)\s")


def _own_clause(doc: Doc, end: int, near: Span) -> int:
    """Where the clause of what was done to a number right before it ends; 0 where none follows.

    "millions having fled the country, and 10 million forced to leave their homes": who was forced
    to leave did not flee the country.
    """
    cut = _COMMA.search(doc.text, end, near[1])
    stop = cut.start() if cut else near[1]
    done = _DONE_TO.match(doc.text, end, stop)
    return stop if done and lexicon.deeds(doc.lower, end, stop) else 0


def _without_the_next_deed(doc: Doc, end: int, following: int) -> int:
    """Where what may be said of a number ends: before the verb whose object the next number is.

    "In groups of four to eight soldiers and lost 11 vehicles": no soldiers were lost.
    """
    begin = max(end, following - _VERB)
    for span, _ in lexicon.deeds(doc.lower, begin, following):
        if span[0] > begin and not doc.text[span[1] : following].strip(' \n\u00a0“"'):
            return span[0]
    return following
