"""Both filters over many weeks, as the tests run them."""

from collections.abc import Iterable, Iterator
from itertools import accumulate, islice

import numpy as np
import numpy.typing as npt

from standoff.model.front.filter import advance
from standoff.model.front.posterior import FrontPosterior
from standoff.model.two_sided import filter as two_sided_filter
from standoff.model.two_sided.posterior import TwoSidedPosterior

Floats = npt.NDArray[np.float64]


def run_front(start: FrontPosterior, readings_km2: Iterable[float]) -> Iterator[FrontPosterior]:
    """The posterior at the end of each week."""
    return islice(accumulate(readings_km2, advance, initial=start), 1, None)


def run_forces(start: TwoSidedPosterior, readings: Floats) -> Iterator[TwoSidedPosterior]:
    """The posterior at the end of each week; readings (weeks, channels)."""
    return islice(accumulate(readings, two_sided_filter.advance, initial=start), 1, None)


def weekly(
    days: npt.NDArray[np.datetime64], area_km2: Floats, start: np.datetime64, end: np.datetime64
) -> Floats:
    """Readings at the ends of weeks after `start`, up to `end`; NaN where that day has none."""
    ends = np.arange(start, end + np.timedelta64(1, "D"), 7, dtype="datetime64[D]")[1:]
    at = np.minimum(np.searchsorted(days, ends), days.size - 1)
    return np.where(days[at] == ends, area_km2[at], np.nan)
