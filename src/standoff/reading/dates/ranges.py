"""What stretches of time mean against the day of publication: last week, the first half of 2024."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from standoff.reading.dates import calendar as periods
from standoff.reading.dates import known_starts
from standoff.reading.dates.calendar import Period
from standoff.reading.dates.resolve import (
    NO_START,
    ORDINALS,
    Calendar,
    NotAnchoredError,
    counted,
    known,
    on_day,
    whole_month,
)

_SHIFT: Final = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}
_THE: Final = re.compile(r"\bthe\s$", re.IGNORECASE)


def near_week(m: re.Match[str], calendar: Calendar) -> Period | None:
    """Last week, this month, the past year.

    Last week is the week before; in the last week is in the days up to publication.
    """
    published, unit, which = known(calendar), m["unit"].casefold(), m["which"].casefold()
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
    published = known(calendar)
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
        whole = whole_month(calendar, m["m"], m["y"])
    elif m["y2"]:
        whole = periods.year(int(m["y2"]))
    else:
        which, of = m["that"].casefold().split()
        whole = _whole(known(calendar), of, _SHIFT.get(which, 0))
    if whole.first is None or whole.last is None:
        return whole
    unit, count = m["unit"].casefold().rstrip("s"), counted(m["count"]) if m["count"] else 1
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


def quarter(m: re.Match[str], calendar: Calendar) -> Period | None:
    """In the first quarter: the latest one that has begun by publication."""
    published, months = known(calendar), _MONTHS_OF[m["unit"]]
    begin = 1 + (ORDINALS[m["which"]] - 1) * months
    if begin > 12:  # there is no third half
        return None
    year = published.year - (begin > published.month)
    return periods.months(year, begin, months)


_LONGEST_MONTH: Final = 31
_FEASTS: Final = {"new year's eve": (12, 31), "christmas eve": (12, 24), "boxing day": (12, 26)}


def feast(m: re.Match[str], calendar: Calendar) -> Period | None:
    """Since New Year, on Christmas Eve."""
    name = re.sub(r"\s+", " ", m["n"]).casefold().replace("’", "'")
    on = _FEASTS.get(name, (1, 1) if name.startswith("new") else (12, 25))
    return on_day(calendar, *on, None)


def day_alone(m: re.Match[str], calendar: Calendar) -> Period | None:
    """On the 14th: of this month, or of the last one where it is still to come."""
    published, number = known(calendar), int(m["d"])
    behind = number > published.day or "last month" in m.string[m.end() : m.end() + 16]
    month = _whole(published, "month", -1 if behind and not calendar.ahead else 0).first
    found = periods.valid(month.year, month.month, number) if month else None
    return periods.day(found) if found else None


def term(m: re.Match[str], calendar: Calendar) -> Period | None:
    """Since the start of an administration that `beginnings.csv` knows."""
    begun = known_starts.of_term(m["who"], known(calendar))
    if begun is None:
        raise NotAnchoredError(NO_START)
    return Period(begun, calendar.published)


_FRESH: Final = timedelta(days=10)


def day_before(_: re.Match[str], calendar: Calendar) -> Period:
    """The previous day: that before the date given last, or before publication."""
    published = known(calendar)
    then = calendar.then
    of = then if then and published - _FRESH <= then <= published else published
    return periods.day(of - timedelta(days=1))
