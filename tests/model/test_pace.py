"""The local level of a running total's log pace."""

from __future__ import annotations

import numpy as np
import pytest

from standoff.errors import ModelError
from standoff.model.pace import Pace, filtered, sampled

WEEKS = np.arange(0.0, 7 * 60, 7.0)


def simulated(seed: int, walk: float = 0.15, scatter: float = 0.2) -> np.ndarray:
    """Weekly totals of a count that starts at ten a day."""
    rng = np.random.default_rng(seed)
    pace = np.log(10.0) + np.cumsum(walk * np.sqrt(7 / 30) * rng.standard_normal(WEEKS.size - 1))
    told = pace + scatter * np.sqrt(30 / 7) * rng.standard_normal(pace.size)
    return np.concatenate([[0.0], np.cumsum(7 * np.exp(told))])


def middle(pace: Pace, day: float, horizon: int, step: int = -1) -> float:
    return float(np.median(sampled(pace, step, day, horizon, 2000, 1)))


def test_a_steady_count_goes_on() -> None:
    pace = filtered(WEEKS, 10.0 * WEEKS)
    for horizon in (30, 90, 180):
        assert middle(pace, WEEKS[-1], horizon) == pytest.approx(10.0 * horizon, rel=0.05)


def test_the_interval_grows_with_the_horizon_and_with_the_age_of_what_was_told() -> None:
    pace = filtered(WEEKS, simulated(1))

    def width(day: float, horizon: int) -> float:
        low, high = np.quantile(sampled(pace, -1, day, horizon, 4000, 1), [0.05, 0.95])
        return float(high - low)

    assert width(WEEKS[-1], 30) < width(WEEKS[-1], 180)
    assert width(WEEKS[-1], 180) < width(WEEKS[-1] + 180, 180)


def test_a_backlog_told_at_once_moves_the_pace_little_and_a_lasting_change_moves_it() -> None:
    steady = 10.0 * WEEKS
    backlog = steady + np.where(WEEKS >= 7 * 50, 2000.0, 0.0)
    faster = steady + np.where(WEEKS >= 7 * 45, 20.0 * (WEEKS - 7 * 45), 0.0)
    assert middle(filtered(WEEKS, backlog), WEEKS[-1], 30) < 1.3 * 300
    assert middle(filtered(WEEKS, faster), WEEKS[-1], 30) > 2.0 * 300


def test_reports_of_one_day_and_of_one_week_say_the_same_where_the_count_is_steady() -> None:
    daily = np.arange(0.0, 7 * 60 - 6)
    by_day, by_week = filtered(daily, 10.0 * daily), filtered(WEEKS, 10.0 * WEEKS)
    assert np.allclose(by_day.level[-1], by_week.level[-1])


def test_what_was_believed_after_a_step_knows_nothing_of_later_ones() -> None:
    totals = simulated(2)
    whole, part = filtered(WEEKS, totals), filtered(WEEKS[:31], totals[:31])
    before = sampled(whole, 29, WEEKS[30], 90, 50, 3)
    assert np.array_equal(before, sampled(part, -1, WEEKS[30], 90, 50, 3))


def test_nine_in_ten_intervals_hold_what_came() -> None:
    held = []
    for seed in range(150):
        totals = simulated(seed)
        pace = filtered(WEEKS[:46], totals[:46])
        low, high = np.quantile(sampled(pace, -1, WEEKS[45], 90, 1000, 1), [0.05, 0.95])
        came = np.interp(WEEKS[45] + 90, WEEKS, totals) - totals[45]
        held.append(low <= came <= high)
    assert 0.84 <= np.mean(held) <= 0.98


def test_nothing_counted_is_no_error_and_less_than_a_week_no_step() -> None:
    pace = filtered(WEEKS, np.zeros(WEEKS.size))
    assert middle(pace, WEEKS[-1], 30) < 10
    assert filtered(np.array([0.0, 3.0]), np.array([0.0, 9.0])).level.shape[0] == 0
    assert filtered(np.array([]), np.array([])).level.shape[0] == 0


@pytest.mark.parametrize(
    ("days", "totals"),
    [([0.0, 7.0], [5.0, 4.0]), ([7.0, 7.0], [1.0, 2.0]), ([0.0, 7.0], [1.0, np.nan])],
)
def test_a_total_that_falls_or_is_missing_is_refused(
    days: list[float], totals: list[float]
) -> None:
    with pytest.raises(ModelError, match="pace"):
        filtered(np.array(days), np.array(totals))
