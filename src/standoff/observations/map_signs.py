"""Whether another map moves the way that the map of the line does, month by month."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]

CLEAR_KM2 = 50.0
"""A month in which the line's map changes by less has no sign to agree with."""

_AT_MOST_OFF = 7
"""Days before the end of a month within which a map that is drawn once a week has its level."""

_FEWEST_MONTHS, _TRUSTED = 5, 0.8
_WEIGHS_LESS = 2.0


@dataclass(frozen=True)
class MonthOfMaps:
    """A calendar month of two maps.

    Attributes:
        month: its last day.
        line_km2, other_km2: net change on the line's map and on the other, km².
    """

    month: date
    line_km2: float
    other_km2: float

    @property
    def agree(self) -> bool:
        """Whether both moved the same way."""
        return self.line_km2 * self.other_km2 > 0.0


def months(days: Days, line: Numbers, other: Numbers) -> list[MonthOfMaps]:
    """Months over `CLEAR_KM2` on the line's map in which both maps were drawn, oldest first.

    Args:
        days: one a day, without gaps.
        line, other: levels, km², NaN where there is none.
    """
    tomorrow = (days + 1).astype("datetime64[M]")
    ends = np.flatnonzero(tomorrow != days.astype("datetime64[M]"))
    found = []
    for before, end in pairwise(ends):
        moved = [_level(of, int(end)) - _level(of, int(before)) for of in (line, other)]
        if not any(map(math.isnan, moved)) and abs(moved[0]) > CLEAR_KM2:
            found.append(MonthOfMaps(days[end].item(), *moved))
    return found


def weighs_less(n: int, agreed: int) -> bool:
    """Whether a map agrees with the line in fewer than four of five months, of five or more."""
    return n >= _FEWEST_MONTHS and agreed < _TRUSTED * n


def widening(days: Days, line: Numbers, other: Numbers) -> Numbers:
    """By how much a map's error is taken to be larger: (n,) factors, by the months up to each day.

    See `weighs_less`.
    """
    factor, agreed = np.ones(days.size), 0
    for n, month in enumerate(months(days, line, other), start=1):
        agreed += month.agree
        factor[days > np.datetime64(month.month)] = _WEIGHS_LESS if weighs_less(n, agreed) else 1.0
    return factor


def _level(km2: Numbers, end: int) -> float:
    window = km2[max(0, end - _AT_MOST_OFF + 1) : end + 1]
    drawn = np.flatnonzero(~np.isnan(window))
    return float(window[drawn[-1]]) if drawn.size else math.nan
