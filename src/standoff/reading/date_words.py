"""The ways to write a date or period, each with its meaning against the day of publication.

A month is a month only where a date stands: "may" is never May, "March on the capital" no March.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from standoff.reading import periods
from standoff.reading.amounts import amount
from standoff.reading.periods import Period

NOT_ANCHORED: Final = "dates that need a publication date"
NO_DAY_BEFORE: Final = "dates that need one before them"
NO_START: Final = "dates that need the war's first day"


@dataclass(frozen=True)
class Calendar:
    """What a date is resolved against.

    Attributes:
        published: the day of publication; None if it is not known.
        war_start: the war's first day.
        ahead: whether what is dated is still to come.
        then: the first day of the date before, which "since then" goes back to.
    """

    published: date | None
    war_start: date | None = None
    ahead: bool = False
    then: date | None = None


class NotAnchoredError(Exception):
    """The date is counted from a day that is not known; the message says which."""


_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY: Final = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:(?:19|20)\d\d)(?![\d,.]?\d)"
_WEEKDAY: Final = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_COUNT: Final = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT: Final = r"(?:hour|day|week|month|year)s?"
_PART: Final = (
    r"(?i:(?:the\s)?(?:early|mid|late|start\sof|beginning\sof|middle\sof|end\sof)"
    r"(?:\sin)?(?:[\s-]+|\s))"
)
_WAR: Final = r"(?:war|invasion|conflict|fighting|hostilities|offensive|operation)"
_ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        start=1,
    )
}
_ORDINAL: Final = rf"(?:{'|'.join(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))"

def _known(calendar: Calendar) -> date:
    if calendar.published is None:
        raise NotAnchoredError(NOT_ANCHORED)
    return calendar.published


def _month_number(name: str) -> int:
    short = name.casefold().rstrip(".")[:3]
    return next(n for n, month in enumerate(periods.MONTHS, start=1) if month[:3] == short)


def _number(word: str) -> int:
    word = word.casefold()
    if word in ("a", "an"):
        return 1
    if word in _ORDINALS:
        return _ORDINALS[word]
    return int(amount(re.sub(r"(?<=\d)[a-z]+", "", word)) or 0)


def _on(calendar: Calendar, month: int, of: int, year: str | None) -> Period | None:
    if year:
        found = periods.valid(int(year), month, of)
    else:
        # A leap year holds every day that is one: 31 February is none in any.
        if periods.valid(2000, month, of) is None:
            return None
        found = periods.nearest_year(_known(calendar), month, of, ahead=calendar.ahead)
    return periods.day(found) if found else None


def _iso(m: re.Match[str], _: Calendar) -> Period | None:
    found = periods.valid(int(m["y"]), int(m["m"]), int(m["d"]))
    return periods.day(found) if found else None


def _day(m: re.Match[str], calendar: Calendar) -> Period | None:
    number = int(re.sub(r"\D", "", m["d"]))
    return _on(calendar, _month_number(m["m"]), number, m["y"])


def _days(m: re.Match[str], calendar: Calendar) -> Period | None:
    months = _month_number(m["m1"] or m["m2"]), _month_number(m["m2"] or m["m1"])
    numbers = (int(re.sub(r"\D", "", m[d])) for d in ("d", "d2"))
    ends = [_on(calendar, mo, n, m["y"]) for mo, n in zip(months, numbers, strict=True)]
    if ends[0] is None or ends[1] is None or (ends[0].first or date.min) > (ends[1].last or date.max):
        return None
    return Period(ends[0].first, ends[1].last)


def _whole_month(calendar: Calendar, name: str, year: str | None) -> Period:
    number = _month_number(name)
    if year:
        return periods.month(int(year), number)
    return periods.nearest_month(_known(calendar), number, ahead=calendar.ahead)


def _month(m: re.Match[str], calendar: Calendar) -> Period | None:
    whole = _whole_month(calendar, m["m"], m["y"])
    if not m["part"]:
        return whole
    part = re.search(r"early|mid|late|start|beginning|middle|end", m["part"], re.I)
    name = part[0].casefold().replace("beginning", "start") if part else ""
    begin = periods.part_of_month(whole, name)
    if m["to"]:
        return Period(begin.first, periods.part_of_month(whole, m["to"].casefold()).last)
    return begin


def _months(m: re.Match[str], calendar: Calendar) -> Period | None:
    last = _whole_month(calendar, m["m2"], m["y2"] or m["y"])
    if last.first is None:
        return None
    year = m["y"] or str(last.first.year - (_month_number(m["m"]) > last.first.month))
    return Period(periods.month(int(year), _month_number(m["m"])).first, last.last)


def _weekday(m: re.Match[str], calendar: Calendar) -> Period | None:
    published, name, word = _known(calendar), m["w"].casefold(), (m["which"] or "").casefold()
    found = periods.weekday(published, name, ahead=calendar.ahead or word == "next")
    if word == "last" and found == published:
        found -= timedelta(days=7)
    if (m["time"] or "").casefold() == "night":
        return Period(found, found + timedelta(days=1))
    return periods.day(found)


_SHIFTS: Final = {"yesterday": -1, "tomorrow": 1, "last night": -1, "overnight": -1}


def _near_day(m: re.Match[str], calendar: Calendar) -> Period | None:
    published, word = _known(calendar), re.sub(r"\s+", " ", m["n"]).casefold()
    first = published + timedelta(days=_SHIFTS.get(word, 0))
    return Period(first, published if word in ("overnight", "last night") else first)


def _near_week(m: re.Match[str], calendar: Calendar) -> Period | None:
    published, unit = _known(calendar), m["unit"].casefold()
    shift = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(m["which"].casefold(), 0)
    if m["which"].casefold() == "past":
        return Period(periods.back(published, 1, unit), published)
    if unit == "weekend":
        # "This weekend" ahead of it is the one to come.
        return periods.weekend(published, max(shift, 0) if shift >= 0 else 0)
    if unit == "week":
        found = periods.week(published, shift)
    elif unit == "month":
        index = published.year * 12 + published.month - 1 + shift
        found = periods.month(index // 12, index % 12 + 1)
    else:
        found = periods.year(published.year + shift)
    if shift == 0 and not calendar.ahead:
        return Period(found.first, published)
    return found


def _weekend(_: re.Match[str], calendar: Calendar) -> Period | None:
    return periods.weekend(_known(calendar), 1 if calendar.ahead else 0)


def _past(m: re.Match[str], calendar: Calendar) -> Period | None:
    published = _known(calendar)
    first = periods.back(published, _number(m["count"]), m["unit"].casefold().rstrip("s"))
    return Period(first, published) if first else None


def _ago(m: re.Match[str], calendar: Calendar) -> Period | None:
    first = periods.back(_known(calendar), _number(m["count"]), m["unit"].casefold().rstrip("s"))
    return periods.day(first) if first else None


def _start(calendar: Calendar) -> date:
    if calendar.war_start is None:
        raise NotAnchoredError(NO_START)
    return calendar.war_start


def _war(_: re.Match[str], calendar: Calendar) -> Period | None:
    return Period(_start(calendar), calendar.published)


def _then(_: re.Match[str], calendar: Calendar) -> Period | None:
    if calendar.then is None:
        raise NotAnchoredError(NO_DAY_BEFORE)
    return periods.day(calendar.then)


def _nth(m: re.Match[str], calendar: Calendar) -> Period | None:
    start, number, unit = _start(calendar), _number(m["n"]), m["unit"].casefold()
    if unit == "week":
        return periods.counted_week(start, number)
    if unit == "day":
        return periods.day(start + timedelta(days=number - 1))
    first = periods.back(start, 1 - number, unit)
    after = periods.back(start, -number, unit)
    return Period(first, after - timedelta(days=1)) if first and after else None


def _season(m: re.Match[str], calendar: Calendar) -> Period | None:
    name = m["s"].casefold()
    if m["y"]:
        return periods.season(int(m["y"]), name)
    published = _known(calendar)
    begun = periods.SEASONS[name] <= published.month
    shift = 0 if begun else -1
    if (m["which"] or "").casefold() == "last" and begun:
        whole = periods.season(published.year, name)
        shift = -1 if whole.last is None or whole.last >= published else 0
    return periods.season(published.year + shift, name)


def _year(m: re.Match[str], _: Calendar) -> Period | None:
    return periods.year(int(m["y"]))


_BEFORE_MONTH: Final = (
    r"(?:(?<=\bin )|(?<=\b[Ii]n )|(?<=since )|(?<=Since )|(?<=until )|(?<=till )|(?<=\bby )|(?<=before )"
    r"|(?<=after )|(?<=during )|(?<=During )|(?<=from )|(?<=last )|(?<=next )|(?<=this )|(?<=into )"
    r"|(?<=as of )|(?<=through )|(?<=throughout )|(?<=back in )|(?<=in the )|(?<=of ))"
)
_Resolver = Callable[[re.Match[str], Calendar], Period | None]
_KINDS: Final[dict[str, tuple[str, _Resolver]]] = {
    "iso": (r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)", _iso),
    "days": (
        rf"(?P<d>{_DAY})(?:\s(?P<m1>{_MONTH}))?(?:\sto\s|\sand\s|[-–—])(?P<d2>{_DAY})\s(?P<m2>{_MONTH})"
        rf"(?:,?\s(?P<y>{_YEAR}))?(?!\w)",
        _days,
    ),
    "day": (
        rf"(?P<d>{_DAY})(?:\sof)?\s(?P<m>{_MONTH})(?:,?\s(?P<y>{_YEAR}))?(?!\w)",
        _day,
    ),
    "month_days": (
        rf"(?P<m1>{_MONTH})\s(?P<d>{_DAY})(?:\sto\s|[-–—]|\sand\s)(?:(?P<m2>{_MONTH})\s)?(?P<d2>{_DAY})(?![\d,.]*\d)"
        rf"(?:,?\s(?P<y>{_YEAR}))?(?!\w)",
        _days,
    ),
    "month_day": (
        rf"(?P<m>{_MONTH})\s(?P<d>{_DAY})(?![\d.]*\d)(?!,\d)(?:,?\s(?P<y>{_YEAR}))?(?!\w)",
        _day,
    ),
    "months": (
        rf"(?<=[fmn]\s)(?P<m>{_MONTH})(?:\s(?P<y>{_YEAR}))?\s(?:to|and|until)\s(?P<m2>{_MONTH})(?:\s(?P<y2>{_YEAR}))?(?!\w)",
        _months,
    ),
    "part": (
        rf"(?P<part>{_PART})(?:to\s(?P<to>mid|late)-)?(?:of\s)?(?P<m>{_MONTH})(?:,?\s(?P<y>{_YEAR}))?(?!\w)",
        _month,
    ),
    "month_year": (rf"(?P<part>)(?P<to>)(?P<m>{_MONTH}),?\s(?P<y>{_YEAR})(?!\w)", _month),
    "month": (rf"(?P<part>)(?P<to>){_BEFORE_MONTH}(?P<m>{_MONTH})(?P<y>)(?!\w|\s[A-Z]|\s\d)", _month),
    "weekday": (
        rf"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s)?(?P<w>{_WEEKDAY})(?:\s(?P<time>morning|afternoon|evening|night))?(?!\w)",
        _weekday,
    ),
    "near_day": (
        r"(?P<n>(?i:today|yesterday|tomorrow|tonight|overnight|last\snight"
        r"|this\s(?:morning|afternoon|evening)))(?!\w)",
        _near_day,
    ),
    "weekend": (r"(?i:(?:over|at|on)\sthe\sweekend)(?!\w)", _weekend),
    "near_week": (
        r"(?P<which>(?i:last|past|previous|next|coming|this))\s(?P<unit>(?i:weekend|week|month|year))(?![\w])",
        _near_week,
    ),
    "past": (
        rf"(?i:the\s)?(?i:last|past|previous)\s(?P<count>(?i:{_COUNT}))\s(?P<unit>(?i:{_UNIT}))(?!\w)",
        _past,
    ),
    "ago": (rf"(?P<count>(?i:{_COUNT}))\s(?P<unit>(?i:{_UNIT}))\sago(?!\w)", _ago),
    "war": (
        rf"(?<=[Ss]ince\s)(?i:(?:(?:the\s)?(?:start|beginning|outbreak|onset|outset)\sof\s)?"
        rf"(?:[\w’'-]{{1,20}}\s){{0,3}}?{_WAR}(?:\s(?:began|started|broke\sout|erupted))?)(?!\w)",
        _war,
    ),
    "then": (r"(?:(?<=since )|(?<=Since ))then(?!\w)", _then),
    "nth": (
        rf"(?i:the\s)(?P<n>(?i:{_ORDINAL}))\s(?P<unit>(?i:day|week|month|year))(?:\s(?i:of\s(?:the|its|this|\w+[’']s)\s)(?:[\w-]+\s)?{_WAR})?(?!\w)",
        _nth,
    ),
    "season": (
        rf"(?:(?<=in )|(?<=In )|(?<=the )|(?<=since )|(?P<which>[Ll]ast|[Tt]his)\s)(?P<s>spring|summer|autumn|fall|winter)"
        rf"(?:\s(?:of\s)?(?P<y>{_YEAR}))?(?!\w)",
        _season,
    ),
    "year": (
        rf"(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=during )|(?<=to )|(?<=of )|(?<=by )|(?<=early )|(?<=late )|(?<=before )|(?<=until ))(?P<y>{_YEAR})(?!\w)",
        _year,
    ),
}

_NAMED_GROUP: Final = re.compile(r"\(\?P<\w+>")
WRITTEN: Final = re.compile(
    r"(?<![\w/.$€£-])(?=[\dA-Zaelmnopstuvy])(?:"
    + "|".join(f"(?P<{name}>{_NAMED_GROUP.sub('(?:', kind[0])})" for name, kind in _KINDS.items())
    + ")"
)
"""One expression for all of them; `lastgroup` names the way it is written."""

_KIND: Final = {name: (re.compile(kind[0]), kind[1]) for name, kind in _KINDS.items()}


def resolve(found: re.Match[str], calendar: Calendar) -> Period | None:
    """The period that a match of `WRITTEN` stands for; None if there is no such day.

    Raises:
        NotAnchoredError: it is counted from publication or the war's first day, which is not known.
    """
    pattern, resolver = _KIND[found.lastgroup or ""]
    match = pattern.match(found.string, found.start())
    return resolver(match, calendar) if match else None
