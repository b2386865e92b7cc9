"""What each way to write a date means against the day of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from standoff.reading.dates import calendar as periods
from standoff.reading.dates.calendar import Period
from standoff.reading.figures.amounts import amount

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


def known(calendar: Calendar) -> date:
    """The day of publication.

    Raises:
        NotAnchoredError: it is not known.
    """
    if calendar.published is None:
        raise NotAnchoredError(NOT_ANCHORED)
    return calendar.published


def _month_number(name: str) -> int:
    short = name.casefold().rstrip(".")[:3]
    return next(n for n, month in enumerate(periods.MONTHS, start=1) if month[:3] == short)


def counted(word: str) -> int:
    """The number that a word or digits stand for: "a", "couple of", "fourth", "12"."""
    word = re.sub(r"^an?\s", "", word.casefold())
    if word in ("a", "an", "hundred"):
        return 100 if word == "hundred" else 1
    if word.startswith("couple"):
        return 2
    if word in ORDINALS:
        return ORDINALS[word]
    return int(amount(re.sub(r"(?<=\d)[a-z]+", "", word)) or 0)


def on_day(calendar: Calendar, month: int, of: int, year: str | None) -> Period | None:
    """That day of its year, or of the nearest year that suits; None if there is no such day."""
    if year:
        found = periods.valid(int(year), month, of)
    else:
        # A leap year holds every day that is one: 31 February is none in any.
        if periods.valid(2000, month, of) is None:
            return None
        found = periods.nearest_year(known(calendar), month, of, ahead=calendar.ahead)
    return periods.day(found) if found else None


def iso(m: re.Match[str], _: Calendar) -> Period | None:
    """2022-02-24."""
    found = periods.valid(int(m["y"]), int(m["m"]), int(m["d"]))
    return periods.day(found) if found else None


def day(m: re.Match[str], calendar: Calendar) -> Period | None:
    """24 February, February 24th, 2022."""
    number = int(re.sub(r"\D", "", m["d"]))
    return on_day(calendar, _month_number(m["m"]), number, m["y"])


def days(m: re.Match[str], calendar: Calendar) -> Period | None:
    """24 to 28 February, February 24-28."""
    months = _month_number(m["m1"] or m["m2"]), _month_number(m["m2"] or m["m1"])
    numbers = (int(re.sub(r"\D", "", m[d])) for d in ("d", "d2"))
    ends = [on_day(calendar, mo, n, m["y"]) for mo, n in zip(months, numbers, strict=True)]
    if (
        ends[0] is None
        or ends[1] is None
        or (ends[0].first or date.min) > (ends[1].last or date.max)
    ):
        return None
    return Period(ends[0].first, ends[1].last)


def whole_month(calendar: Calendar, name: str, year: str | None) -> Period:
    """A month of its year, or of the nearest year that suits."""
    number = _month_number(name)
    if year:
        return periods.month(int(year), number)
    return periods.nearest_month(known(calendar), number, ahead=calendar.ahead)


def weekdays(m: re.Match[str], calendar: Calendar) -> Period | None:
    """From Friday to Sunday."""
    last = periods.weekday(known(calendar), m["w2"].casefold(), ahead=calendar.ahead)
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
    year = str(known(calendar).year - 1) if m[0].endswith("year") else m["y"]
    whole = whole_month(calendar, m["m"], year)
    if not m["part"]:
        return whole
    begin = _part_of(whole, m["part"])
    if m["to"]:
        return Period(begin.first, periods.part_of_month(whole, m["to"].casefold()).last)
    return begin


def months(m: re.Match[str], calendar: Calendar) -> Period | None:
    """From June to September."""
    last = whole_month(calendar, m["m2"], m["y2"] or m["y"])
    if last.first is None:
        return None
    year = m["y"] or str(last.first.year - (_month_number(m["m"]) > last.first.month))
    first = periods.month(int(year), _month_number(m["m"]))
    return Period(_part_of(first, m["part"]).first, _part_of(last, m["part2"]).last)


def weekday(m: re.Match[str], calendar: Calendar) -> Period | None:
    """On Friday, last Friday, Friday night."""
    published, name, word = known(calendar), m["w"].casefold(), (m["which"] or "").casefold()
    found = periods.weekday(published, name, ahead=calendar.ahead or word == "next")
    if word == "last" and found == published:
        found -= timedelta(days=7)
    if (m["time"] or "").casefold() == "night":
        return Period(found, found + timedelta(days=1))
    return periods.day(found)


_SHIFTS: Final = {"yesterday": -1, "tomorrow": 1, "last night": -1, "overnight": -1}


def near_day(m: re.Match[str], calendar: Calendar) -> Period | None:
    """Today, yesterday, overnight; since dawn."""
    published, word = known(calendar), re.sub(r"\s+", " ", m[0]).casefold()
    first = published + timedelta(days=_SHIFTS.get(word, 0))
    return Period(first, published if word in ("overnight", "last night") else first)


def weekend(_: re.Match[str], calendar: Calendar) -> Period | None:
    """Over the weekend."""
    return periods.weekend(known(calendar), 1 if calendar.ahead else 0)


def past(m: re.Match[str], calendar: Calendar) -> Period | None:
    """The past 24 hours."""
    published = known(calendar)
    count, unit = counted(m["count"]), m["unit"].casefold().rstrip("s")
    if (count, unit) == (1, "day"):
        return periods.day(published)
    first = periods.back(published, count, unit)
    return Period(first, published) if first else None


def ago(m: re.Match[str], calendar: Calendar) -> Period | None:
    """Three weeks ago."""
    first = periods.back(known(calendar), counted(m["count"]), m["unit"].casefold().rstrip("s"))
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
    start, number, unit = _start(calendar), counted(m["n"]), m["unit"].casefold()
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
    published = known(calendar)
    begun = periods.SEASONS[name] <= published.month
    shift = 0 if begun else -1
    if calendar.ahead and not m["which"]:
        return periods.season(published.year + (periods.SEASONS[name] < published.month), name)
    if (m["which"] or "").casefold() == "last" and begun:
        whole = periods.season(published.year, name)
        shift = -1 if whole.last is None or whole.last >= published else 0
    return periods.season(published.year + shift, name)


def year(m: re.Match[str], _: Calendar) -> Period | None:
    """In 2008."""
    return periods.year(int(m["y"]))
