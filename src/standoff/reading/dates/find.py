"""Dates and periods in a text, resolved against the day it was published.

What looks like a date and is none (31 February) is counted and never mended.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from standoff.reading.dates import known_starts
from standoff.reading.dates.calendar import Period
from standoff.reading.dates.grammar import WRITTEN, resolve
from standoff.reading.dates.resolve import Calendar, NotAnchoredError
from standoff.reading.records import Span
from standoff.reading.text.sentences import at as index_at

NO_DATE: Final = "dates that are none"

Relation = Literal["in", "since", "until", "before", "as of", "within"]


@dataclass(frozen=True)
class Dated:
    """A date or period where it stands.

    Attributes:
        span: with the word before it that opens or closes it ("since", "by").
        period: its days; `first` is None for "until Friday".
        relation: how it stands to what is said: in, since, until, before, as of; within is a length
            of time ("in a week") that ends on a day given elsewhere, or on that of publication.
        said: it dates the saying ("said on Friday") and not what is said.
    """

    span: Span
    period: Period
    relation: Relation
    said: bool = False


@dataclass(frozen=True)
class DateMatch:
    """Dates in order of their spans, and what was left out and how often.

    Attributes:
        taken: spans of everything written as a date, resolved or not: their numbers count nothing.
        war_start: the first day of the war, given or read in the text.
    """

    dates: tuple[Dated, ...]
    skipped: Mapping[str, int]
    taken: tuple[Span, ...] = ()
    war_start: date | None = None


NO_DATES: Final = DateMatch((), {})

_RELATIONS: Final[dict[str, Relation]] = {
    "since": "since",
    "after": "since",
    "until": "until",
    "till": "until",
    "by": "until",
    "before": "before",
    "as of": "as of",
    "as at": "as of",
}
_RELATION: Final = re.compile(
    r"\b(since|after|until|till|by|before|as\sof|as\sat|in|on|during|from|of|throughout|over|for)\s+"
    r"(?:the\snight\s(?:in)?to\s|the\snight\sof\s|the\smorning\sof\s|the\s|late\son\s|early\son\s|at\sleast\s|around\s)?$",
    re.IGNORECASE,
)
_NIGHT_TO: Final = re.compile(r"\bnight\s(?:in)?to\s$", re.IGNORECASE)
_AHEAD: Final = re.compile(
    r"\b(?:will|would|due|scheduled|planned|plans?|expected|expects?|is\sto|are\sto|shall"
    r"|(?<!appear\s)(?<!appears\s)(?<!seem\s)(?<!seems\s)(?<!thought\s)(?<!believed\s)(?<!said\s)(?<!known\s)(?<!reported\s)to\sbe"
    r"|(?:no|not)\slater\sthan|(?-i:may|might|could)(?!\shave)|deadline|set\sto)\b",
    re.IGNORECASE,
)
_SAYING: Final = re.compile(
    r"\b(?:said|says|told|tells|announc|report|warn|stat(?:ed|ement)|claim|publish|add(?:ed)\b|wrote|declar"
    r"|accus|den(?:ied|y)|conclud|determin|insist|confirm|acknowledg|conced|vow|threaten|appeal|propos|demand"
    r"|call(?:ed)?\son|address|interview|briefing|news\sconference)\w*\b(?:(?!\sthat\s)[^.;:,]){0,40}$",
    re.IGNORECASE,
)
_COMPARES: Final = re.compile(
    r"\b(?:largest|biggest|highest|lowest|heaviest|worst|deadliest|fewest|first|record|best|longest|strongest|greatest|fastest|slowest|quietest"
    r"|doubled|tripled|quadrupled|halved|unchanged)\b[^.;,]{0,50}\bsince\s(?:the\s)?$",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 90


def find(
    text: str, sentences: Sequence[Span], published: date | None, war_start: date | None = None
) -> DateMatch:
    """The dates in a text, resolved against `published`.

    Args:
        text: the text. sentences: those to look in, end to end.
        published: the day that relative dates count from; None if not known.
        war_start: the war's first day; without it, one that the text states ("fighting erupted on
            15 April") is taken, or that of a well-known war that it is about.
    """
    matches = list(WRITTEN.finditer(text, sentences[0][0])) if sentences else []
    war_start = war_start or known_starts.of_war(text, published)
    war_start = war_start or _stated_start(text, matches, published)
    skipped: Counter[str] = Counter()
    dates = tuple(_dated(text, sentences, matches, Calendar(published, war_start), skipped))
    return DateMatch(dates, dict(skipped), tuple(m.span() for m in matches), war_start)


def _dated(
    text: str,
    sentences: Sequence[Span],
    matches: list[re.Match[str]],
    calendar: Calendar,
    skipped: Counter[str],
) -> Iterator[Dated]:
    then: date | None = None
    for match in matches:
        begin, _ = sentences[index_at(sentences, match.start())]
        before = text[max(begin, match.start() - _LOOK_BACK) : match.start()]
        before = before[max(before.rfind("\n"), before.rfind("; ")) + 1 :]
        relation = _RELATION.search(before)
        word = re.sub(r"\s+", " ", relation[1]).casefold() if relation else ""
        if word == "since" and _COMPARES.search(before):
            continue  # "The largest since May" is not about the time since May.
        said = bool(_SAYING.search(before)) and word in ("", "on", "in", "over")
        said = said and match.lastgroup not in ("past", "within")
        ahead = bool(_AHEAD.search(before)) and not said
        try:
            period = resolve(match, replace(calendar, ahead=ahead, then=then))
        except NotAnchoredError as missing:
            skipped[str(missing)] += 1
            continue
        if period is None:
            skipped[NO_DATE] += 1
            continue
        kind: Relation = "within" if match.lastgroup == "within" else _RELATIONS.get(word, "in")
        then = then if kind == "within" else period.first or then
        begin = match.start() - (len(relation[0]) if relation else 0)
        opened = _opened(period, kind, match, relation, calendar.published)
        yield Dated((begin, match.end()), opened, kind, said)


def _opened(
    period: Period,
    kind: Relation,
    match: re.Match[str],
    relation: re.Match[str] | None,
    published: date | None,
) -> Period:
    """The period with the end that its relation opens."""
    if relation and "night of" in relation[0].casefold() and period.last:
        return Period(period.first, period.last + timedelta(days=1))
    if relation and _NIGHT_TO.search(relation[0]) and period.first:
        return Period(period.first - timedelta(days=1), period.last)
    if kind == "since":
        first = period.first
        mid = match.lastgroup == "part" and match[0].casefold().startswith("mid")
        if first and mid and "to" not in match[0]:
            # Since mid-May is since the 15th, give or take; in mid-May is the 11th to the 20th.
            first = first.replace(day=15)
        return Period(first, published)
    if kind == "until":
        ahead = published and period.last and period.last > published
        return Period(published if ahead else None, period.last)
    if kind == "before" and period.first:
        return Period(None, period.first - timedelta(days=1))
    return period


_WAR: Final = r"(?:war|invasion|conflict|fighting|hostilities|offensive|clashes)"
_BEGAN: Final = r"(?:began|begun|erupted|broke\sout|started)"
_STATED_AFTER: Final = re.compile(
    rf"(?:\b{_WAR}\s(?:first\s)?{_BEGAN}|\b(?:start|beginning|outbreak|onset)\sof\s[^.;\n]{{0,60}}?\b{_WAR}"
    rf"|\b(?:launched|began|started)\s[^.;\n]{{0,40}}?\b{_WAR})\b[^.;\n]{{0,30}}?\s(?:on\s|in\s)?$",
    re.IGNORECASE,
)
_STATED_BEFORE: Final = re.compile(
    rf",?\s(?:when\s)?(?:\w+\s){{0,3}}{_WAR}\s{_BEGAN}\b", re.IGNORECASE
)
_WHOLE_DAYS: Final = ("iso", "day", "month_day")


def _stated_start(text: str, matches: list[re.Match[str]], published: date | None) -> date | None:
    """The first day of the war as the text states it; None if it does not."""
    for match in matches:
        if match.lastgroup not in _WHOLE_DAYS:
            continue
        before = text[max(0, match.start() - 130) : match.start()]
        if _STATED_AFTER.search(before) or _STATED_BEFORE.match(
            text, match.end(), match.end() + 80
        ):
            try:
                period = resolve(match, Calendar(published))
            except NotAnchoredError:
                continue
            if period is not None:
                return period.first
    return None


_MANY: Final = 50
_TO_DO: Final = 40
_TO_COME: Final = re.compile(r"\b(?:within|to\s(?:be\s)?\w+(?:\s[\w’']+){0,3})\s$", re.IGNORECASE)
_OTHER_CLAUSE: Final = 220
_CLAUSE: Final = re.compile(
    r";|\s(?:but|while|whereas|although|though)\s|,\sand\s(?:that|he|she|it|they|nobody|no\sone)\s|\sbeyond\s"
)
_THAT: Final = re.compile(r",\sand\s(?:that|he|she|it|they|nobody|no\sone)\s")
_RELATED: Final = 9
"""Characters of a date in which a comparison may end: "up from the April level"."""

_COMPARED: Final = re.compile(
    r"\b(?:against|compared|than\s(?:in|the|at)|times|twice|up\sfrom|down\sfrom|prior\sto|from\sthe|more\sin|earlier)\b",
    re.I,
)


def within(found: Sequence[Dated], span: Span) -> Iterator[Dated]:
    """The dates that begin in a span."""
    first = bisect_left(found, span[0], key=lambda d: d.span[0])
    for dated in found[first : first + _MANY]:
        if dated.span[0] >= span[1]:
            return
        yield dated


def nearest(
    text: str, found: Sequence[Dated], span: Span, sentence: Span, reach: int = 220
) -> Dated | None:
    """The date nearest to a span in its sentence, at most `reach` characters away.

    A date of saying is none, nor is one on the far side of a comparison ("against 40 in May").
    """
    best, least = None, reach + 1
    length: Dated | None = None
    for dated in within(found, (max(sentence[0], span[0] - 2 * reach), sentence[1])):
        gap = max(dated.span[0] - span[1], span[0] - dated.span[1], 0)
        if gap >= least or dated.said:
            continue
        if dated.relation == "within":
            to_come = _TO_COME.search(text, max(0, dated.span[0] - _TO_DO), dated.span[0])
            length = None if to_come else dated
            continue
        apart = _CLAUSE.search(text, span[1], dated.span[0])
        gap += _OTHER_CLAUSE * bool(apart or _THAT.search(text, dated.span[1], span[0]))
        if gap < least and not _COMPARED.search(text, span[1], dated.span[0] + _RELATED):
            best, least = dated, gap
    return best or length


_BEFORE_OPENING: Final = re.compile(
    r"(?:[^.:\n]{1,30}:\s)?[^\w]{0,6}(?:(?:and|but|so|so\sfar|yet|meanwhile|then|just|only)\b[\s,]{1,2})?",
    re.IGNORECASE,
)


def opening(text: str, found: Sequence[Dated], sentence: Span) -> Dated | None:
    """The date that opens a sentence and holds for all of it ("Over the last year, ..."); or None."""
    lead = _BEFORE_OPENING.match(text, *sentence)
    begin = lead.end() if lead else sentence[0]
    first = next(within(found, (sentence[0], begin + 1)), None)
    return first if first and not first.said else None


def written(period: Period) -> str:
    """A period as an event's date: its first day, or its month or year where it is a whole one."""
    first, last = period.first, period.last
    if first is None or last is None:
        return ""
    days = (last - first).days
    if days >= 300:
        return str(first.year)
    return f"{first:%Y-%m}" if days > 9 else first.isoformat()


_ANCHOR_WITHIN: Final = 400
_ANCHOR_DAYS: Final = 60
_HELD: Final = re.compile(
    r"\b(?:(?:held|conducted|recorded|given|delivered|took\splace)\son"
    r"|(?:information|data|situation|figures|developments|position|events|cut-?off)\b[^.\n]{0,40}?\s(?:as\s(?:of|at)|up\sto|until|to|on))\s$",
    re.I,
)
_DATELINE: Final = re.compile(r"(?:^|\n)[A-Z][A-Z.'’ -]{2,30},\s(?:[A-Z][\w.]{1,15},\s)?$")


def anchor(text: str, start: int, published: date | None) -> date | None:
    """The day that "today" is counted from: the call's or dateline's if one opens the text.

    A line that is only a date, "held on" a day, or a dateline; else the day of publication.
    """
    for match in WRITTEN.finditer(text, start, start + _ANCHOR_WITHIN):
        if match.lastgroup not in _WHOLE_DAYS:
            continue
        line = text.rfind("\n", 0, match.start()) + 1
        ending = text.find("\n", match.end())
        whole = text[line : ending if ending >= 0 else len(text)].strip(" ().\t\r")
        before = text[max(start, match.start() - 80) : match.start()]
        if whole != match[0] and not _HELD.search(before) and not _DATELINE.search(before):
            continue
        try:
            period = resolve(match, Calendar(published))
        except NotAnchoredError:
            continue
        day = period.first if period else None
        if day and (published is None or 0 <= (published - day).days <= _ANCHOR_DAYS):
            return day
    return published
