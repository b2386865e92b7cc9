"""When a page was published, as far as its address tells."""

from __future__ import annotations

import calendar
import re
from contextlib import suppress
from datetime import UTC, date, datetime
from urllib.parse import unquote, urlsplit

from standoff.domain.claim import midnight

_POSTS_WITH_TIME = ("x.com", "twitter.com")
_POSTS_NUMBERED = ("t.me", "telegram.me")
"""Their posts are counted, so that a number of eight digits there is no date."""

_POST = re.compile(r"/status/(\d{15,20})(?!\d)")
_POST_EPOCH_MS = 1_288_834_974_657
_POST_TIME_SHIFT = 22
"""A post's number is its time in ms since that epoch, shifted by 22 bits."""

_DAY = re.compile(r"(?<!\d)(20\d\d)([/-]?)(\d\d)\2(\d\d)(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d\d)/(\d\d)(?!\d)")


def published(url: str) -> datetime | None:
    """When the page of an address was public, UTC; None if the address does not tell.

    A day in the path is 00:00 of that day, a month its last day, so that nothing is known too
    early; of several days the last. Posts on X carry their time in their number.
    """
    parts = urlsplit(url)
    host = parts.netloc.casefold().removeprefix("www.").removeprefix("mobile.")
    if host in _POSTS_WITH_TIME:
        post = _POST.search(parts.path)
        if post is None:
            return None
        ms = (int(post[1]) >> _POST_TIME_SHIFT) + _POST_EPOCH_MS
        return datetime.fromtimestamp(ms // 1000, tz=UTC)
    if host in _POSTS_NUMBERED:
        return None
    path = unquote(parts.path)
    dates: list[date] = []
    for day in _DAY.finditer(path):
        with suppress(ValueError):
            dates.append(date(int(day[1]), int(day[3]), int(day[4])))
    if not dates:
        for month in _MONTH.finditer(path):
            with suppress(ValueError):
                of = int(month[1]), int(month[2])
                dates.append(date(*of, calendar.monthrange(*of)[1]))
    return midnight(max(dates)) if dates else None
