from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from standoff.observations.map_signs import months, weighs_less, widening

DAYS = np.arange(np.datetime64("2024-01-01"), np.datetime64("2025-01-01"))
MONTH = (DAYS.astype("datetime64[M]") - DAYS[0].astype("datetime64[M]")).astype(int)


def level(by_month: list[float]) -> npt.NDArray[np.float64]:
    """A level that moves by so much from one end of a month to the next."""
    steps = np.concatenate([[0.0], np.cumsum(by_month)])
    return np.asarray(1000.0 + steps[MONTH])


def test_months_under_fifty_km2_have_no_sign() -> None:
    line = level([60, 40, -60, 51, *[0] * 7])
    found = months(DAYS, line, line)
    assert [m.month.month for m in found] == [2, 4, 5]
    assert all(m.agree for m in found)


def test_a_map_of_one_day_a_week_is_read_within_a_week_of_the_months_end() -> None:
    line = level([100.0] * 11)
    weekly = np.where(np.arange(DAYS.size) % 7 == 0, line, np.nan)
    found = months(DAYS, line, weekly)
    assert len(found) == 11
    assert all(m.other_km2 == pytest.approx(100.0) for m in found)


def test_a_month_in_which_a_map_was_not_drawn_is_left_out() -> None:
    line = level([100.0] * 11)
    silent = np.where((MONTH == 5), np.nan, line)
    # Of June it shows nothing, so that neither June nor July can be told.
    # Of June it shows nothing, so that neither June nor July can be told.
    assert [m.month.month for m in months(DAYS, line, silent)] == [2, 3, 4, 5, 8, 9, 10, 11, 12]


def test_a_map_that_often_moves_the_other_way_errs_by_more_from_the_fifth_month_on() -> None:
    line = level([100.0] * 11)
    factor = widening(DAYS, line, level([-100.0] * 2 + [100.0] * 9))
    # Of the first five months two were the other way; of the first ten, two.
    assert (factor[MONTH <= 5] == 1.0).all()
    assert (factor[MONTH == 6] == 2.0).all()
    assert (factor[MONTH == 11] == 1.0).all()


def test_what_is_known_of_a_day_is_not_changed_by_later_months() -> None:
    line, other = level([100.0] * 11), level([-100.0] * 11)
    whole = widening(DAYS, line, other)
    end = 200
    assert (widening(DAYS[:end], line[:end], other[:end]) == whole[:end]).all()


@pytest.mark.parametrize(("n", "agreed", "less"), [(4, 0, False), (5, 4, False), (5, 3, True)])
def test_four_of_five_is_enough(n: int, agreed: int, less: bool) -> None:
    assert weighs_less(n, agreed) is less
