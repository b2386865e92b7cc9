"""What period a figure is about: the date beside it, the incident's, or the war's as a whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from typing import Final

from standoff.domain import quantities
from standoff.reading.dates import find
from standoff.reading.dates.calendar import Period
from standoff.reading.dates.find import Dated
from standoff.reading.records import Span
from standoff.reading.text import sentences
from standoff.reading.text.doc import Doc

REACH: Final = 220
"""Characters to either side of a number in which its deed and its date are looked for."""

_LEVEL_REACH: Final = 100
_BESIDE: Final = 24
_TOTAL: Final = re.compile(
    r"\b(?:(?:has|have|had)\s(?:now\s|already\s|so\sfar\s)?(?:been\s)?\w+(?:ed|n|t)\b|so\sfar|total|overall"
    r"|toll|estimat\w+|the\swar|put\w*\s(?:[\w’']+\s){1,6}at)\b",
    re.IGNORECASE,
)
_SUM: Final = re.compile(
    r"\b(?:so\sfar|in\stotal|total\sof|the\stotal|overall|in\sall|(?:the|this|of)\swar|confirmed\stoll|(?:has|have|[’']ve)\s(?:also\s|now\s|already\s)?lost|has\skilled)\b",
    re.IGNORECASE,
)
_SENTENCES_BACK: Final = 10
_INCIDENT_DAYS: Final = 7
_IN_A_DAY: Final = 500.0
"""More than so many are killed or lost over longer than the day of which a report speaks."""
_ITEMS: Final = 20


def period_of(
    doc: Doc, span: Span, sentence: Span, name: str, most: float, *, total: bool
) -> Period:
    """What period a figure is about, and an open beginning where that is not said."""
    kind = quantities.quantity(name).kind
    reach = REACH if kind == "flow" or total else _LEVEL_REACH
    dated = find.nearest(doc.text, doc.dates.dates, span, sentence, reach) or _opened(doc, sentence)
    if dated is not None:
        return _stated(doc, dated, sentence, kind, total=total)
    said = day_said(doc, sentence) or doc.today
    if kind == "stock" and not total:
        return Period(said, said)
    sums = _TOTAL if most > _IN_A_DAY else _SUM
    if total and (kind != "flow" or sums.search(doc.text, *around(span, sentence))):
        first = total_begins(doc, span)
        return Period(said if kind == "stock" and first is None else first, said)
    before = _incident_before(doc, sentence) if kind == "flow" else None
    if before is not None:
        return before
    if name == "shock.aid" and said == doc.today:
        # The weeks or the month in which a sentence says that it was said.
        spans = (d.period for d in find.within(doc.dates.dates, sentence) if d.said)
        over = next((p for p in spans if p.first and p.last and p.first < p.last), None)
        return over or Period(said, said)
    return Period(None if total and most > _IN_A_DAY else said, said)


def _stated(doc: Doc, dated: Dated, sentence: Span, kind: str, *, total: bool) -> Period:
    """The period of the date that stands by a figure."""
    period = dated.period
    if total and (dated.relation == "as of" or period.first is None):
        period = Period(total_begins(doc, dated.span), period.last)
    elif period.first is None and kind == "stock":
        period = Period(period.last, period.last)
    # A window that ends on the day of publication is moved to the day on which it was said.
    day, first, last = day_said(doc, sentence), period.first, period.last
    if day and first and last and last == doc.today and (last - first).days <= _INCIDENT_DAYS:
        return Period(first - (last - day), day) if day < last and first > day else period
    return period


def _opened(doc: Doc, sentence: Span) -> Dated | None:
    """The date that opens a sentence, or the line before the list in which it stands."""
    found = find.opening(doc.text, doc.dates.dates, sentence)
    at = doc.block(sentence[0])
    if found or not doc.blocks or doc.blocks[at].kind != "item":
        return found
    before = reversed(doc.blocks[max(0, at - _ITEMS) : at])
    lead = next((block for block in before if block.kind != "item"), None)
    if lead is None or doc.text[lead.span[1] - 1] != ":":
        return None
    said = find.within(doc.dates.dates, doc.sentence(lead.span[1] - 1))
    return next((d for d in said if not d.said), None)


def around(span: Span, sentence: Span) -> Span:
    """What of a sentence lies within reach of a figure: a sentence may be a megabyte long."""
    return max(sentence[0], span[0] - REACH), min(sentence[1], span[1] + REACH)


def total_begins(doc: Doc, span: Span) -> date | None:
    """The first day of a total: the war's, or that of the nearest total, before it or after."""
    if doc.dates.war_start is not None:
        return doc.dates.war_start
    at = bisect_left(doc.dates.dates, span[0], key=lambda d: d.span[0])
    for dated in [*reversed(doc.dates.dates[max(0, at - 20) : at]), *doc.dates.dates[at : at + 20]]:
        if dated.relation == "since" and not dated.said:
            return dated.period.first
    return None


def day_said(doc: Doc, sentence: Span) -> date | None:
    """The day on which a sentence says that it is said; None for none."""
    for dated in find.within(doc.dates.dates, sentence):
        if dated.said and dated.period.first == dated.period.last:
            return dated.period.last
    return None


def _incident_before(doc: Doc, sentence: Span) -> Period | None:
    """When the sentences before say that it happened; None where they do not."""
    index = sentences.at(doc.sentences, sentence[0])
    for earlier in reversed(doc.sentences[max(0, index - _SENTENCES_BACK) : index]):
        happened = [
            d.period
            for d in find.within(doc.dates.dates, earlier)
            if d.relation in ("in", "since")
            and not d.said
            and not (doc.today and d.period.last and d.period.last > doc.today)
        ]
        if happened:
            period = happened[-1]
            if period.first and period.last and (period.last - period.first).days <= _INCIDENT_DAYS:
                return period
    return None


def dated_itself(doc: Doc, begin: int, end: int, sentence: Span) -> bool:
    """Whether a date stands right by a figure."""
    return bool(find.nearest(doc.text, doc.dates.dates, (begin, end), sentence, _BESIDE))
