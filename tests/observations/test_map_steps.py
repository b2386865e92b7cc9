"""Steps that one map alone shows, on invented maps of one front."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.model.front.maps import fused
from standoff.observations.map_steps import AcceptedMap, accepted, own_scale

Numbers = npt.NDArray[np.float64]
START = date(2023, 1, 1)
N = 200


def days(n: int) -> npt.NDArray[np.datetime64]:
    return np.datetime64(START) + np.arange(n)


def calm(seed: int, n: int = N, km2: float = 50_000.0) -> Numbers:
    """A map that moves by some 5 km² a day."""
    return km2 + np.cumsum(np.random.default_rng(seed).normal(0.0, 5.0, n))


def judged(km2: Numbers, *others: Numbers, **more: object) -> AcceptedMap:
    return accepted("line", days(km2.size), km2, others, 2000.0, **more)  # type: ignore[arg-type]


def stepped(km2: Numbers, at: int, size: float, until: int | None = None) -> Numbers:
    out = km2.copy()
    out[at:until] += size
    return out


def test_a_step_that_no_other_map_shows_waits_and_is_left_out() -> None:
    flood = stepped(calm(1), 190, -400.0)
    found = judged(flood, calm(2))
    (step,) = found.steps
    assert (step.fate, step.held_days) == ("held", N - 1 - 190)
    assert step.since == START + timedelta(days=189)
    assert step.km2 == pytest.approx(-400, abs=60)
    assert np.isnan(found.km2[190:]).all()
    assert not np.isnan(found.km2[:190]).any()


def test_a_step_that_another_map_shows_two_days_later_counts_then() -> None:
    found = judged(stepped(calm(1), 150, -400.0), stepped(calm(2), 152, -350.0))
    (step,) = found.steps
    assert (step.fate, step.held_days) == ("shown", 2)
    assert not np.isnan(found.km2).any()
    assert found.burst_km2[150] == pytest.approx(-400, abs=60)
    assert judged(stepped(calm(1), 150, -400.0), stepped(calm(2), 150, -350.0)).steps == ()


def test_a_step_that_stays_unshown_counts_after_two_weeks_with_the_spread_as_its_error() -> None:
    found = judged(stepped(calm(1), 150, -400.0), calm(2))
    (step,) = found.steps
    assert (step.fate, step.held_days) == ("counted", 14)
    assert found.doubt_km2[150] == pytest.approx(400, abs=80)
    assert not np.isnan(found.km2).any()


def test_a_step_counts_at_once_where_no_other_map_is_drawn_any_more() -> None:
    silent = calm(2)
    silent[130:] = np.nan
    (step,) = judged(stepped(calm(1), 150, -400.0), silent).steps
    assert (step.fate, step.held_days) == ("alone", 0)
    assert math.isnan(step.others_km2)


def test_a_slip_that_the_map_takes_back_is_left_out_and_nothing_else() -> None:
    found = judged(stepped(calm(1), 150, -3000.0, 153), calm(2))
    assert [s.fate for s in found.steps] == ["reversed"]
    assert np.isnan(found.km2[150:153]).all()
    assert not np.isnan(np.delete(found.km2, [150, 151, 152])).any()
    np.testing.assert_array_equal(found.km2[153:], calm(1)[153:])


def test_a_step_of_another_map_that_stays_unshown_is_a_redraw_of_it() -> None:
    found = judged(stepped(calm(2), 100, 9000.0), calm(1), line=False)
    assert [s.fate for s in found.steps] == ["redraw"]
    assert np.abs(np.diff(found.km2)).max() < 100


def test_settlements_decide_of_a_step_in_a_day_that_is_as_large_as_a_redraw() -> None:
    drawn = stepped(calm(1), 150, 5000.0)
    nobody = np.zeros(N)
    taken = np.where(np.arange(N) == 150, 3000.0, 0.0)
    for settled, fate in ((nobody, "redraw"), (taken, "alone")):
        assert [s.fate for s in judged(drawn, settled_km2=settled).steps] == [fate]


def test_the_whole_of_an_advance_may_have_been_drawn_before_on_another_map() -> None:
    # One map draws 7,500 km² in a day, the other 4,000, 2,500 and 2,000 in ten days.
    other = stepped(calm(2), 150, -7500.0)
    line = stepped(stepped(stepped(calm(1), 150, -4000.0), 155, -2500.0), 160, -2000.0)
    assert all(step.held_days <= 1 for step in judged(line, other).steps)


def test_its_own_scale_is_that_of_a_week_and_not_known_without_two_months() -> None:
    assert own_scale(calm(1, 180), 180) == pytest.approx(5 * math.sqrt(7), rel=0.3)
    assert math.isnan(own_scale(calm(1, 60), 50))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(60, N - 1))
def test_a_later_day_never_changes_what_was_used_of_a_day_when_nothing_waited(
    seed: int, until: int
) -> None:
    line, other = calm(seed), calm(seed + 1)
    whole, part = judged(line, other), judged(line[:until], other[:until])
    if not any(step.fate == "held" for step in part.steps):
        np.testing.assert_array_equal(whole.km2[:until], part.km2)


def test_a_slip_as_large_as_a_redraw_waits_and_is_taken_back() -> None:
    slip, nobody = stepped(calm(1), 150, -3000.0, 153), np.zeros(N)
    found = judged(slip, calm(2), settled_km2=nobody)
    assert [s.fate for s in found.steps] == ["reversed"]
    np.testing.assert_array_equal(found.km2[:150], calm(1)[:150])
    redrawn = judged(stepped(calm(1), 150, -3000.0), calm(2), settled_km2=nobody)
    assert [(s.fate, s.held_days) for s in redrawn.steps] == [("redraw", 14)]


# --- all maps together ---


def test_of_one_map_alone_the_area_and_its_error_sum_to_the_level() -> None:
    level = calm(3)[:, None]
    none = np.zeros(N)
    u, error, variance = fused(level, np.full_like(level, 90.0), none, none, 60.0)
    np.testing.assert_allclose(u + error, level[:, 0], atol=25.0)
    assert (variance >= 0).all()


def test_maps_together_are_nearer_to_the_truth_than_the_line() -> None:
    rng = np.random.default_rng(5)
    n, truth = 600, calm(6, 600)
    error = np.zeros((n, 3))
    keep = math.exp(-1 / 60)
    for t in range(1, n):
        error[t] = keep * error[t - 1] + 90 * math.sqrt(1 - keep**2) * rng.normal(size=3)
    levels = truth[:, None] + error + np.array([0.0, -4000.0, 300.0])
    none = np.zeros(n)
    u, said, _ = fused(levels, np.full_like(levels, 90.0), none, none, 60.0)
    late = slice(200, None)

    def spread(km2: Numbers) -> float:
        return float(np.std((km2 - truth)[late]))

    assert spread(u) < 0.8 * spread(levels[:, 0])
    assert np.corrcoef(said[late], error[late, 0])[0, 1] > 0.5


def test_each_day_of_all_maps_rests_on_what_was_drawn_up_to_it() -> None:
    levels = np.stack([calm(1), calm(2, km2=46_000.0)], axis=1)
    levels[20:40, 1] = np.nan
    none = np.zeros(N)
    noise = np.full_like(levels, 90.0)
    whole = fused(levels, noise, none, none, 60.0)
    part = fused(levels[:120], noise[:120], none[:120], none[:120], 60.0)
    for later, now in zip(whole, part, strict=True):
        np.testing.assert_array_equal(later[:120], now)


def test_nothing_is_known_before_the_line_is_drawn() -> None:
    levels = np.stack([calm(1), calm(2)], axis=1)
    levels[:30, 0] = np.nan
    none = np.zeros(N)
    u, error, variance = fused(levels, np.full_like(levels, 90.0), none, none, 60.0)
    for out in (u, error, variance):
        assert np.isnan(out[:30]).all()
        assert not np.isnan(out[30:]).any()
