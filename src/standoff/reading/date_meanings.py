"""What each way to write a date means against the day of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from standoff.reading import beginnings, periods
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


_TO_TWELFTH: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
)
ORDINALS: Final = {word: n for n, word in enumerate(_TO_TWELFTH.split(), start=1)}


def _known(calendar: Calendar) -> date:
    if calendar.published is None:
        raise NotAnchoredError(NOT_ANCHORED)
    return calendar.published


def _month_number(name: str) -> int:
    short = name.casefold().rstrip(".")[:3]
    return next(n for n, month in enumerate(periods.MONTHS, start=1) if month[:3] == short)


def _number(word: str) -> int:
    word = re.sub(r"^an?\s", "", word.casefold())
    if word in ("a", "an", "hundred"):
        return 100 if word == "hundred" else 1
    if word.startswith("couple"):
        return 2
    if word in ORDINALS:
        return ORDINALS[word]
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


def iso(m: re.Match[str], _: Calendar) -> Period | None:
    """2022-02-24."""
    found = periods.valid(int(m["y"]), int(m["m"]), int(m["d"]))
    return periods.day(found) if found else None


def day(m: re.Match[str], calendar: Calendar) -> Period | None:
    """24 February, February 24th, 2022."""
    number = int(re.sub(r"\D", "", m["d"]))
    return _on(calendar, _month_number(m["m"]), number, m["y"])


def days(m: re.Match[str], calendar: Calendar) -> Period | None:
    """24 to 28 February, February 24-28."""
    months = _month_number(m["m1"] or m["m2"]), _month_number(m["m2"] or m["m1"])
    numbers = (int(re.sub(r"\D", "", m[d])) for d in ("d", "d2"))
    ends = [_on(calendar, mo, n, m["y"]) for mo, n in zip(months, numbers, strict=True)]
    if (
        ends[0] is None
        or ends[1] is None
        or (ends[0].first or date.min) > (ends[1].last or date.max)
    ):
        return None
    return Period(ends[0].first, ends[1].last)


def _whole_month(calendar: Calendar, name: str, year: str | None) -> Period:
    number = _month_number(name)
    if year:
        return periods.month(int(year), number)
    return periods.nearest_month(_known(calendar), number, ahead=calendar.ahead)


def weekdays(m: re.Match[str], calendar: Calendar) -> Period | None:
    """From Friday to Sunday."""
    last = periods.weekday(_known(calendar), m["w2"].casefold(), ahead=calendar.ahead)
    first = periods.weekday(last, m["w"].casefold(), ahead=False)
    return Period(first, last) if first != last else Period(first - timedelta(days=7), last)


def _part_of(whole: Period, written: str | None) -> Period:
    """A month, or the part of it that the words before it name."""
    part = re.search(r"early|mid|late|start|beginning|middle|end", written or "", re.IGNORECASE)
    if part is None:
        return whole
    return periods.part_of_month(whole, part[0].casefold().replace("beginning", "start"))


def month(m: re.Match[str], calendar: Calendar) -> Period | None:
    """In March, early May 2023, early- to mid-October."""
    whole = _whole_month(calendar, m["m"], m["y"])
    if not m["part"]:
        return whole
    begin = _part_of(whole, m["part"])
    if m["to"]:
        return Period(begin.first, periods.part_of_month(whole, m["to"].casefold()).last)
    return begin


def months(m: re.Match[str], calendar: Calendar) -> Period | None:
    """From June to September."""
    last = _whole_month(calendar, m["m2"], m["y2"] or m["y"])
    if last.first is None:
        return None
    year = m["y"] or str(last.first.year - (_month_number(m["m"]) > last.first.month))
    first = periods.month(int(year), _month_number(m["m"]))
    return Period(_part_of(first, m["part"]).first, _part_of(last, m["part2"]).last)


def weekday(m: re.Match[str], calendar: Calendar) -> Period | None:
    """On Friday, last Friday, Friday night."""
    published, name, word = _known(calendar), m["w"].casefold(), (m["which"] or "").casefold()
    found = periods.weekday(published, name, ahead=calendar.ahead or word == "next")
    if word == "last" and found == published:
        found -= timedelta(days=7)
    if (m["time"] or "").casefold() == "night":
        return Period(found, found + timedelta(days=1))
    return periods.day(found)


_SHIFTS: Final = {"yesterday": -1, "tomorrow": 1, "last night": -1, "overnight": -1}


def near_day(m: re.Match[str], calendar: Calendar) -> Period | None:
    """Today, yesterday, overnight; since dawn."""
    published, word = _known(calendar), re.sub(r"\s+", " ", m[0]).casefold()
    first = published + timedelta(days=_SHIFTS.get(word, 0))
    return Period(first, published if word in ("overnight", "last night") else first)


_SHIFT: Final = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}
_THE: Final = re.compile(r"\bthe\s$", re.IGNORECASE)


def near_week(m: re.Match[str], calendar: Calendar) -> Period | None:
    """Last week, this month, the past year.

    Last week is the week before; in the last week is in the days up to publication.
    """
    published, unit, which = _known(calendar), m["unit"].casefold(), m["which"].casefold()
    shift = _SHIFT.get(which, 0)
    window = which == "last" and _THE.search(m.string, max(0, m.start() - 5), m.start())
    if which == "past" or window or (shift < 0 and unit in ("fortnight", "quarter", "decade")):
        return Period(periods.back(published, 1, unit), published)
    if unit == "weekend":
        # "This weekend" ahead of it is the one to come.
        return periods.weekend(published, max(shift, 0) if shift >= 0 else 0)
    if unit not in ("week", "month", "year"):
        return None
    found = _whole(published, unit, shift)
    if shift == 0 and not calendar.ahead:
        return Period(found.first, published)
    return found


def _whole(published: date, unit: str, shift: int) -> Period:
    """The week, month or year of publication, or one so many on."""
    if unit == "week":
        return periods.week(published, shift)
    if unit == "month":
        index = published.year * 12 + published.month - 1 + shift
        return periods.month(index // 12, index % 12 + 1)
    return periods.year(published.year + shift)


def turn(m: re.Match[str], calendar: Calendar) -> Period | None:
    """The start of the year, late last month."""
    part, unit = m["part"].casefold(), m["unit"].casefold()
    published = _known(calendar)
    whole = _whole(published, unit, _SHIFT.get(m["which"].casefold(), 0))
    if whole.first is None or whole.last is None:
        return whole
    found = _part(whole, part, unit)
    if found.first and found.last and found.first <= published < found.last and not calendar.ahead:
        return Period(found.first, published)
    return found


def _part(whole: Period, part: str, unit: str) -> Period:
    """The start, middle or end of a week, month or year: its first, middle or last quarter."""
    if whole.first is None or whole.last is None or unit == "month":
        return periods.part_of_month(whole, part)
    days = (whole.last - whole.first).days // 4
    if part in ("end", "late"):
        return Period(whole.last - timedelta(days=days), whole.last)
    if part in ("mid", "middle"):
        return Period(whole.first + timedelta(days=days), whole.last - timedelta(days=days))
    return Period(whole.first, whole.first + timedelta(days=days))


_MONTHS_OF: Final = {"half": 6, "quarter": 3, "month": 1}
_DAYS_OF: Final = {"day": 1, "week": 7, "fortnight": 14}


def portion(m: re.Match[str], calendar: Calendar) -> Period | None:
    """The first half of 2024, the last ten days of April."""
    if m["m"]:
        whole = _whole_month(calendar, m["m"], m["y"])
    elif m["y2"]:
        whole = periods.year(int(m["y2"]))
    else:
        which, of = m["that"].casefold().split()
        whole = _whole(_known(calendar), of, _SHIFT.get(which, 0))
    if whole.first is None or whole.last is None:
        return whole
    unit, count = m["unit"].casefold().rstrip("s"), _number(m["count"]) if m["count"] else 1
    last, nth = m["which"].casefold() in ("last", "final"), ORDINALS.get(m["which"].casefold(), 1)
    length = (whole.last - whole.first).days + 1
    if unit in _MONTHS_OF and length > _LONGEST_MONTH:
        months = min(count * _MONTHS_OF[unit], 12)
        begin = 13 - months if last else 1 + (nth - 1) * months
        return periods.months(whole.first.year, begin, months) if begin + months <= 13 else None
    days = count * _DAYS_OF.get(unit, length // 2 if unit == "half" else length // 4)
    first = whole.last - timedelta(days=days - 1) if last else whole.first
    first += timedelta(days=0 if last else (nth - 1) * days)
    return Period(first, min(first + timedelta(days=days - 1), whole.last))


_LONGEST_MONTH: Final = 31
_FEASTS: Final = {"new year's eve": (12, 31), "christmas eve": (12, 24), "boxing day": (12, 26)}


def feast(m: re.Match[str], calendar: Calendar) -> Period | None:
    """Since New Year, on Christmas Eve."""
    name = re.sub(r"\s+", " ", m["n"]).casefold().replace("’", "'")
    on = _FEASTS.get(name, (1, 1) if name.startswith("new") else (12, 25))
    return _on(calendar, *on, None)


def day_alone(m: re.Match[str], calendar: Calendar) -> Period | None:
    """On the 14th: of this month, or of the last one where it is still to come."""
    published, number = _known(calendar), int(m["d"])
    behind = number > published.day or "last month" in m.string[m.end() : m.end() + 16]
    month = _whole(published, "month", -1 if behind and not calendar.ahead else 0).first
    found = periods.valid(month.year, month.month, number) if month else None
    return periods.day(found) if found else None


def term(m: re.Match[str], calendar: Calendar) -> Period | None:
    """Since the start of an administration that `beginnings.csv` knows."""
    begun = beginnings.of_term(m["who"], _known(calendar))
    if begun is None:
        raise NotAnchoredError(NO_START)
    return Period(begun, calendar.published)


def weekend(_: re.Match[str], calendar: Calendar) -> Period | None:
    """Over the weekend."""
    return periods.weekend(_known(calendar), 1 if calendar.ahead else 0)


def past(m: re.Match[str], calendar: Calendar) -> Period | None:
    """The past 24 hours."""
    published = _known(calendar)
    count, unit = _number(m["count"]), m["unit"].casefold().rstrip("s")
    if (count, unit) == (1, "day"):
        return periods.day(published)
    first = periods.back(published, count, unit)
    return Period(first, published) if first else None


def ago(m: re.Match[str], calendar: Calendar) -> Period | None:
    """Three weeks ago."""
    first = periods.back(_known(calendar), _number(m["count"]), m["unit"].casefold().rstrip("s"))
    return periods.day(first) if first else None


def _start(calendar: Calendar) -> date:
    if calendar.war_start is None:
        raise NotAnchoredError(NO_START)
    return calendar.war_start


def war(_: re.Match[str], calendar: Calendar) -> Period | None:
    """Since the start of the invasion."""
    return Period(_start(calendar), calendar.published)


def then(_: re.Match[str], calendar: Calendar) -> Period | None:
    """Since then."""
    if calendar.then is None:
        raise NotAnchoredError(NO_DAY_BEFORE)
    return periods.day(calendar.then)


def nth(m: re.Match[str], calendar: Calendar) -> Period | None:
    """The fourth week of the war."""
    start, number, unit = _start(calendar), _number(m["n"]), m["unit"].casefold()
    if unit == "week":
        return periods.counted_week(start, number)
    if unit == "day":
        return periods.day(start + timedelta(days=number - 1))
    first = periods.back(start, 1 - number, unit)
    after = periods.back(start, -number, unit)
    return Period(first, after - timedelta(days=1)) if first and after else None


def season(m: re.Match[str], calendar: Calendar) -> Period | None:
    """In the summer of 2023, last winter."""
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


def year(m: re.Match[str], _: Calendar) -> Period | None:
    """In 2008."""
    return periods.year(int(m["y"]))
