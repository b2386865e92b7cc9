"""What period a figure is about: the date beside it, the incident's, or the war's as a whole."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from standoff.domain import quantities
from standoff.reading.dates import find
from standoff.reading.dates.calendar import Period
from standoff.reading.dates.find import Dated
from standoff.reading.records import Span
from standoff.reading.text import sentences

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
_BULLETS: Final = ("-", "*", "•", "–", "o ")


@dataclass(frozen=True)
class PeriodContext:
    """The text with what was found in it."""

    text: str
    lower: str
    sentences: Sequence[Span]
    dates: Sequence[Dated]
    published: date | None
    war_start: date | None


def period_of(
    page: PeriodContext, span: Span, sentence: Span, name: str, most: float, *, total: bool
) -> Period:
    """What period a figure is about, and an open beginning where that is not said."""
    kind = quantities.quantity(name).kind
    reach = REACH if kind == "flow" or total else _LEVEL_REACH
    stated = find.nearest(page.text, page.dates, span, sentence, reach) or _opened(page, sentence)
    if stated is not None:
        return _up_to_saying(page, sentence, _stated(page, stated, kind, total=total))
    if kind == "stock" and not total:
        day = _said(page, sentence) or page.published
        return Period(day, day)
    sums = _TOTAL if most > _IN_A_DAY else _SUM
    if total and (kind != "flow" or sums.search(page.text, *around(span, sentence))):
        first, last = _counted_from(page, span), _said(page, sentence) or page.published
        return Period(last if kind == "stock" and first is None else first, last)
    before = _before(page, sentence) if kind == "flow" else None
    if before is not None:
        return before
    day = _said(page, sentence) or page.published
    if name == "shock.aid" and day == page.published:
        return _said_over(page, sentence) or Period(day, day)
    return Period(None if total and most > _IN_A_DAY else day, day)


def _up_to_saying(page: PeriodContext, sentence: Span, period: Period) -> Period:
    """A window that ends on the day of publication, moved to the day on which it was said."""
    day, first, last = _said(page, sentence), period.first, period.last
    if day and first and last and last == page.published and (last - first).days <= _INCIDENT_DAYS:
        return Period(first - (last - day), day) if day < last and first > day else period
    return period


def _opened(page: PeriodContext, sentence: Span) -> Dated | None:
    """The date that opens a sentence, or the line before the list in which it stands."""
    found = find.opening(page.text, page.dates, sentence)
    at = sentences.at(page.sentences, sentence[0])
    for begin, end in reversed(page.sentences[max(0, at - _ITEMS) : at]):
        if found or not page.text.startswith(_BULLETS, sentence[0]):
            break
        if page.text[max(begin, end - 8) : end].rstrip().endswith(":"):
            found = next((d for d in find.within(page.dates, (begin, end)) if not d.said), None)
            break
        if not page.text.startswith(_BULLETS, begin):
            break
    return found


def around(span: Span, sentence: Span) -> Span:
    """What of a sentence lies within reach of a figure: a sentence may be a megabyte long."""
    return max(sentence[0], span[0] - REACH), min(sentence[1], span[1] + REACH)


def _stated(page: PeriodContext, stated: Dated, kind: str, *, total: bool) -> Period:
    """The period of the date that stands by a figure."""
    period = stated.period
    if total and (stated.relation == "as of" or period.first is None):
        return Period(_counted_from(page, stated.span), period.last)
    if period.first is None and kind == "stock":
        return Period(period.last, period.last)
    return period


def _counted_from(page: PeriodContext, span: Span) -> date | None:
    """The first day of a total: the war's, or that of the nearest total, before it or after."""
    if page.war_start is not None:
        return page.war_start
    at = bisect_left(page.dates, span[0], key=lambda d: d.span[0])
    for dated in [*reversed(page.dates[max(0, at - 20) : at]), *page.dates[at : at + 20]]:
        if dated.relation == "since" and not dated.said:
            return dated.period.first
    return None


def _said(page: PeriodContext, sentence: Span) -> date | None:
    """The day on which a sentence says that it is said; None for none."""
    for dated in find.within(page.dates, sentence):
        if dated.said and dated.period.first == dated.period.last:
            return dated.period.last
    return None


def _said_over(page: PeriodContext, sentence: Span) -> Period | None:
    """The weeks or the month in which a sentence says that it was said; None for none."""
    spans = (d.period for d in find.within(page.dates, sentence) if d.said)
    return next((p for p in spans if p.first and p.last and p.first < p.last), None)


def _to_come(page: PeriodContext, dated: Dated) -> bool:
    last = dated.period.last
    return bool(page.published and last and last > page.published)


def _before(page: PeriodContext, sentence: Span) -> Period | None:
    """When the sentences before say that it happened; None where they do not."""
    index = sentences.at(page.sentences, sentence[0])
    for earlier in reversed(page.sentences[max(0, index - _SENTENCES_BACK) : index]):
        happened = [
            d
            for d in find.within(page.dates, earlier)
            if d.relation in ("in", "since") and not d.said and not _to_come(page, d)
        ]
        if happened:
            period = happened[-1].period
            if period.first and period.last and (period.last - period.first).days <= _INCIDENT_DAYS:
                return period
    return None


def dated_itself(page: PeriodContext, begin: int, end: int, sentence: Span) -> bool:
    """Whether a date stands right by a figure."""
    return bool(find.nearest(page.text, page.dates, (begin, end), sentence, _BESIDE))
