"""Periods of days counted from a day: the last Friday, last week, the fourth week of a war."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

WEEKDAYS: Final = [name.casefold() for name in calendar.day_name]
MONTHS: Final = [name.casefold() for name in calendar.month_name[1:]]
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of each season, as the north has them."""

_DAYS: Final = {"day": 1, "night": 1, "week": 7, "weekend": 7, "fortnight": 14}
_MONTHS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120}


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included; None where an end is open."""

    first: date | None
    last: date | None


def day(of: date) -> Period:
    """One day."""
    return Period(of, of)


def valid(year: int, month: int, of: int) -> date | None:
    """That day; None for 31 February and the like."""
    try:
        return date(year, month, of)
    except ValueError:
        return None


def month(year: int, number: int) -> Period:
    """A whole month."""
    return Period(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def part_of_month(whole: Period, part: str) -> Period:
    """Early is days 1 to 10, mid 11 to 20, late and the end from 21; the start 1 to 7."""
    if whole.first is None:
        return whole
    ends = {"early": (1, 10), "start": (1, 7), "mid": (11, 20), "middle": (11, 20)}
    begin, end = ends.get(part, (21, 0))
    last = whole.first.replace(day=end) if end else whole.last
    return Period(whole.first.replace(day=begin), last)


def months(number: int, begin: int, count: int) -> Period:
    """So many whole months of a year from its `begin`-th on."""
    first = date(number, begin, 1)
    return Period(first, _months_after(first, count) - timedelta(days=1))


def year(number: int) -> Period:
    """A whole year."""
    return Period(date(number, 1, 1), date(number, 12, 31))


def season(number: int, name: str) -> Period:
    """A season of a year; its winter begins in that year's December."""
    begin = date(number, SEASONS[name], 1)
    return Period(begin, _months_after(begin, 3) - timedelta(days=1))


def weekday(published: date, name: str, *, ahead: bool) -> date:
    """The last such day up to publication, or the first after it."""
    back = (published.weekday() - WEEKDAYS.index(name)) % 7
    return published + timedelta(days=7 - back if ahead else -back)


def week(published: date, shift: int) -> Period:
    """Monday to Sunday of the week of publication, `shift` weeks on."""
    monday = published - timedelta(days=published.weekday()) + timedelta(weeks=shift)
    return Period(monday, monday + timedelta(days=6))


def weekend(published: date, shift: int) -> Period:
    """The last whole Saturday and Sunday up to publication, `shift` weeks on.

    On a Saturday it is the one that has begun.
    """
    saturday = published - timedelta(days=(published.weekday() - 5) % 7) + timedelta(weeks=shift)
    return Period(saturday, saturday + timedelta(days=1))


def nearest_year(published: date, number: int, of: int, *, ahead: bool) -> date | None:
    """That day of the latest year in which it is not after publication, or the next one."""
    this = valid(published.year, number, of)
    other = valid(published.year + (1 if ahead else -1), number, of)
    if this is None or (ahead and this < published) or (not ahead and this > published):
        return other
    return this


def nearest_month(published: date, number: int, *, ahead: bool) -> Period:
    """That month of the latest year in which it has begun, or of the next to come."""
    shift = 0
    if ahead and number < published.month:
        shift = 1
    elif not ahead and number > published.month:
        shift = -1
    return month(published.year + shift, number)


def back(published: date, count: int, unit: str) -> date | None:
    """The day so many days, weeks, months or years before; None before the year 1."""
    try:
        if unit == "hour":
            return published - timedelta(days=-(-count // 24))
        if unit in _DAYS:
            return published - timedelta(days=count * _DAYS[unit])
        return _months_after(published, -count * _MONTHS[unit])
    except (ValueError, OverflowError):
        return None


def counted_week(begin: date, number: int) -> Period:
    """The number-th week from a day, the first beginning on it."""
    first = begin + timedelta(weeks=number - 1)
    return Period(first, first + timedelta(days=6))


def _months_after(of: date, count: int) -> date:
    months = of.year * 12 + of.month - 1 + count
    at, number = divmod(months, 12)
    return date(at, number + 1, min(of.day, calendar.monthrange(at, number + 1)[1]))
