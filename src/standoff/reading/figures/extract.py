"""Figures: number, bounds, what is counted, and when, as quantities of the vocabulary.

A vague count ("dozens") is a figure without numbers. Whose figure it is and who states it are the
assembler's to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
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
_CIVILIANS_KILLED: Final = "toll.civilians_killed"
_OF_SOLDIERS: Final = ("losses.personnel_total", "losses.personnel_killed")
_IN_BRACKETS: Final = re.compile(r"[^.;()\d]{0,20}\((?:or\s)?")
_BUT: Final = re.compile(r"\s(?:but|while|whereas|although|though)\s")
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
    # A number that is part of a date counts nothing.
    starts = [begin for begin, _ in doc.dates.taken]
    before = [bisect_left(starts, number.core[1]) for number in count.numbers]
    free = [
        number
        for number, at in zip(count.numbers, before, strict=True)
        if at == 0 or doc.dates.taken[at - 1][1] <= number.core[0]
    ]
    found: list[FigureReading] = []
    earlier: FigureReading | None = None
    for index, number in enumerate(free):
        thing = counted_nouns.thing(doc.text, number)
        # "20 km (12 miles)": the number before in another unit.
        again = (
            index
            and number.unit
            and free[index - 1].unit
            and _IN_BRACKETS.fullmatch(doc.text, free[index - 1].core[1], number.span[0])
        )
        if again or not counted_nouns.wanted(doc.text, number, thing):
            skipped[NOT_OF_THE_WAR] += 1
            continue
        following = free[index + 1].span[0] if index + 1 < len(free) else len(doc.text)
        found.append(_figure(doc, number, thing, earlier, following))
        if not number.vague:
            earlier = found[-1]
    return FigureMatch(tuple(found), dict(skipped))


def _figure(
    doc: Doc, number: Number, thing: Thing, earlier: FigureReading | None, following: int
) -> FigureReading:
    begin, end = number.span[0], max(number.span[1], thing.end)
    if earlier and _LIST.fullmatch(doc.text, earlier.span[1], begin):
        number = _same_bound(number, earlier)
    sentence = doc.sentences[sentences.at(doc.sentences, begin)]
    clause = clause_of_deed(doc, (begin, end), sentence, following)
    name, unit = meant(doc.text, doc.lower, number, thing, clause.span, alone=clause.alone)

    # The figure before, in this paragraph, in this sentence or the one before.
    gap = "\n\n"
    if earlier and sentence[0] - earlier.span[1] < REACH:
        gap = doc.text[earlier.span[1] : begin]
    whole = None if "\n\n" in gap else earlier
    part = False
    if whole:
        own = (
            clause.alone or clause.own_verb or thing.noun or counted_nouns.stated(doc.text, number)
        )
        may_be_share = whole.unit != "percent" or number.most <= 100
        same = number.unit == whole.unit if number.unit else may_be_share
        if same and not own and not (number.unit and name):
            # A number without a noun may count what the figure before it counted.
            name, unit = whole.quantity, whole.unit
        of_soldiers = thing.kind in ("", "dead") and whole.quantity in _OF_SOLDIERS
        if name == _CIVILIANS_KILLED and of_soldiers:
            name = "losses.personnel_killed"
        before = doc.text[max(whole.span[1], begin - 2 * _VERB) : begin]
        part = bool(_PART_OF.search(before[-_VERB:]) or _OF_THE.search(before))
        # A part may be of the kind of its whole: neither people nor a share, both money or neither.
        kinds = {unit, whole.unit}
        money = measure_of(unit) == "money", measure_of(whole.unit) == "money"
        if part and not name and not kinds & {"people", "percent"} and money[0] == money[1]:
            name = whole.quantity
    name = name or OTHER

    total = name.startswith(_CUMULATIVE) or thing.kind == "casualty"
    total = total and not _AIMED_AT.search(doc.text, max(sentence[0], begin - _AIM), begin)
    share = number.unit == "percent" and not thing.noun
    if whole and (part or share) and not _dated_apart(doc, (begin, end), sentence, whole):
        # "1.6 million people (74% of the population)": a part has the date of its whole.
        opened = dates.opening(doc.text, doc.dates.dates, sentence)
        level = share and opened is not None and opened.relation == "as of"
        period = Period(whole.happened_to if level else whole.happened_from, whole.happened_to)
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


@dataclass(frozen=True)
class Clause:
    """Where what was done to the things of a figure is looked for.

    Attributes:
        span: two offsets in the text.
        alone: the figure has a clause of its own, and the sentences around say nothing of it.
        own_verb: a verb right after the figure says what was done.
    """

    span: Span
    alone: bool
    own_verb: bool


def clause_of_deed(doc: Doc, figure: Span, sentence: Span, following: int) -> Clause:
    """The clause in which a figure's deed stands.

    Args:
        doc: the document.
        figure, sentence: where the figure and its noun stand, and the sentence around.
        following: where the next number begins.
    """
    text, (begin, end) = doc.text, figure
    first, last = around(figure, sentence)
    if end < following < last and not _LISTED.match(text, end, following):
        # What was done after the next number was done to that one, and so was the verb before it:
        # "In groups of four to eight soldiers and lost 11 vehicles": no soldiers were lost.
        last, after = following, max(end, following - _VERB)
        for span, _ in lexicon.deeds(doc.lower, after, following):
            if span[0] > after and not text[span[1] : following].strip(' \n\u00a0“"'):
                last = span[0]
                break
    first = max(first, text.rfind(";", first, begin) + 1)

    # "Millions having fled the country, and 10 million forced to leave their homes": who was
    # forced to leave did not flee the country.
    comma = _COMMA.search(text, end, last)
    stop = comma.start() if comma else last
    alone = bool(_DONE_TO.match(text, end, stop) and lexicon.deeds(doc.lower, end, stop))
    if alone:
        first, last = begin, stop
    but = _BUT.search(text, end, last)
    last = but.start() if but else last

    # "190,000 have crossed into Egypt".
    does = _DOES.match(text, end, last)
    own_verb = does and lexicon.deeds(doc.lower, does.end(), min(last, does.end() + _VERB))
    return Clause((begin if own_verb else first, last), alone, bool(own_verb))
