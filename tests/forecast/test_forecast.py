"""The baseline against hand computation, and laws that hold for every front.

In the invented war 1,000 km of front stand still below 300 km² in 30 days and break above 1,500.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import START, front, known_of, on, with_thresholds
from standoff.domain.horizons import HORIZONS
from standoff.domain.outcomes import movement_shares, outcome_names
from standoff.domain.war import War
from standoff.errors import WarDefinitionError
from standoff.forecast.outcome_odds import begins_within, ended_by, outcomes, quiet_by
from standoff.forecast.paths import NO_PATHS, Paths
from standoff.forecast.persistence import baseline_paths, climatology_paths, prior_paths, still_now
from standoff.observations.front import FrontSeries, front_series

NO_PRIOR = {"AA_breaks", "BB_breaks", "AA_creeps", "BB_creeps"}


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def land_of(war: War, levels: Sequence[float]) -> FrontSeries:
    return front_series(known_of(war, front(levels), on(len(levels))))


def steady(per_day: float, days: int = 400) -> list[float]:
    return [10_000.0 + per_day * i for i in range(days)]


def odds_of(
    war: War, levels: Sequence[float], horizon: int = 30, scale: float = 1.0
) -> dict[str, float]:
    land, as_of = land_of(war, levels), on(len(levels) - 1)
    paths = baseline_paths(land, war, as_of, horizon, rng())
    return outcomes(paths, prior_paths(land, war, paths, rng()), war, as_of, horizon, scale)


def test_the_outcomes_are_named_in_the_order_they_are_tested(war: War) -> None:
    assert outcome_names(war) == (
        "ended",
        "AA_breaks",
        "BB_breaks",
        "AA_creeps",
        "BB_creeps",
        "freeze",
        "standstill",
    )


# --- shares of movement ---


def test_movement_shares_count_the_changes_between_the_thresholds(war: War) -> None:
    change = np.array([0, 299.9, -299.9, 300, -300, 1500, -1500, 1500.1, -1500.1, 1e6])
    assert movement_shares(change, war, front_km=1000.0) == {
        "still": 0.3,
        "AA_creeps": 0.2,
        "BB_creeps": 0.2,
        "AA_breaks": 0.2,
        "BB_breaks": 0.1,
    }


def test_a_longer_front_or_a_larger_scale_takes_more_to_move(war: War) -> None:
    change = np.array([400.0, 3000.0])
    assert movement_shares(change, war, 1000.0)["AA_creeps"] == 0.5
    twice = movement_shares(change, war, 2000.0)
    assert twice == movement_shares(change, war, 1000.0, scale=2.0)
    assert (twice["still"], twice["AA_creeps"], twice["AA_breaks"]) == (0.5, 0.5, 0.0)


@given(
    st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=50),
    st.floats(1, 1e4),
    st.floats(0.01, 100),
)
def test_movement_shares_are_exclusive_and_whole(
    war: War, change: list[float], km: float, scale: float
) -> None:
    shares = movement_shares(np.array(change), war, km, scale)
    assert sum(shares.values()) == pytest.approx(1.0)
    assert all(0 <= share <= 1 for share in shares.values())


def test_a_shift_and_an_ending_of_a_what_if_are_dealt_out_to_the_courses_in_turn(war: War) -> None:
    still = Paths(np.zeros((4, 61)), 0, "model", 0)
    shift = np.array([0.0, 2000.0])
    odds = outcomes(still, still, war, on(30), 30, shift_km2=shift, ended=0.5)
    assert odds["ended"] == 0.5
    assert odds["AA_breaks"] == pytest.approx(0.25)
    assert odds["freeze"] + odds["standstill"] == pytest.approx(0.25)


# --- the baseline's paths ---


def test_a_steady_front_goes_on_at_half_its_pace_plus_the_errors_of_that_rule(war: War) -> None:
    # At 4 km² a day the rule has always erred by the half it left out: it comes back whole.
    land = land_of(war, steady(4.0))
    paths = baseline_paths(land, war, on(399), 30, rng())
    assert paths.kind == "baseline"
    assert paths.age_days == 0
    assert paths.km2 == pytest.approx(np.tile(4.0 * np.arange(31), (paths.errors, 1)))


def test_a_front_that_turns_errs_as_the_rule_did(war: War) -> None:
    # Still for 300 days, then 2 km² a day for 100: half the pace is 1, errors from 0 up to 2.
    levels = steady(0.0, 300) + [10_000.0 + 2.0 * i for i in range(1, 101)]
    paths = baseline_paths(land_of(war, levels), war, on(399), 30, rng())
    last = paths.at(30)
    assert last.min() == pytest.approx(30.0 * (1 + 0))
    # From an origin just before the turn, with no pace seen yet: all 30 days at 2 km² come as error.
    assert last.max() == pytest.approx(30.0 + 60.0)


def test_errors_come_only_from_targets_resolved_in_the_last_180_days(war: War) -> None:
    for horizon in HORIZONS:
        paths = baseline_paths(land_of(war, steady(0.0, 500)), war, on(499), horizon, rng())
        assert (paths.kind, paths.errors) == ("baseline", 180)
    wild = [10_000.0 + (5000.0 * (i % 2) if i < 150 else 0.0) for i in range(500)]
    calm = baseline_paths(land_of(war, wild), war, on(499), 30, rng())
    assert np.abs(calm.km2).max() == 0.0


def test_fewer_than_30_resolved_errors_give_the_prior(war: War) -> None:
    # The first origin has 30 days behind it, the last 30 days ahead.
    for days, kind in (
        (30 + 30 + 29, "prior"),
        (30 + 30 + 30, "baseline"),
    ):
        paths = baseline_paths(land_of(war, steady(0.0, days)), war, on(days - 1), 30, rng())
        assert paths.kind == kind
        assert paths.errors == (0 if kind == "prior" else 30)


def test_the_prior_runs_steadily_about_half_of_last_weeks_pace(war: War) -> None:
    levels = steady(0.0, 20) + [10_000.0 + 14.0 * i for i in range(1, 8)]
    paths = baseline_paths(land_of(war, levels), war, on(26), 30, rng())
    rate = paths.km2[:, 1]
    assert paths.km2 == pytest.approx(rate[:, None] * np.arange(31))
    assert rate.mean() == pytest.approx(7.0, abs=8.0)
    # 700 km² a week of the invented war are 100 a day.
    assert rate.std() == pytest.approx(100.0, rel=0.05)


def test_a_stale_map_is_run_on_to_the_day(war: War) -> None:
    land = land_of(war, steady(4.0))
    fresh, stale = (baseline_paths(land, war, on(399 + age), 30, rng()) for age in (0, 10))
    assert stale.age_days == 10
    assert stale.at(30) == pytest.approx(np.full(stale.errors, 160.0))
    assert fresh.at(30) == pytest.approx(np.full(fresh.errors, 120.0))
    assert stale.window(30, 30) == pytest.approx(np.full(stale.errors, 120.0))


def test_climatology_is_the_last_courses_as_they_were(war: War) -> None:
    land = land_of(war, steady(4.0))
    paths = climatology_paths(land, on(399), 30)
    assert paths.kind == "climatology"
    assert paths.km2 == pytest.approx(np.tile(4.0 * np.arange(31), (paths.errors, 1)))
    assert climatology_paths(land_of(war, steady(4.0, 50)), on(49), 30).kind == "none"


def test_days_that_are_not_known_are_no_errors(war: War) -> None:
    levels = steady(0.0)
    claims = [c for i, c in enumerate(front(levels)) if not 300 <= i < 320]
    land = front_series(known_of(war, claims, on(400)))
    paths = baseline_paths(land, war, on(399), 30, rng())
    assert 0 < paths.errors < 180
    assert not np.isnan(paths.km2).any()


# --- outcomes ---


def test_a_front_that_never_moved_stands_still_but_for_one_future_in_twenty(war: War) -> None:
    odds = odds_of(war, steady(0.0))
    goes_on = 1 - odds["ended"]
    moving = sum(odds[name] for name in NO_PRIOR)
    assert moving < 0.05 * goes_on
    assert odds["standstill"] + odds["freeze"] > 0.95 * goes_on
    assert odds["freeze"] / (odds["freeze"] + odds["standstill"]) == pytest.approx(
        quiet_by(war, 30)
    )


def test_a_front_that_breaks_every_month_breaks_again(war: War) -> None:
    assert odds_of(war, steady(100.0))["AA_breaks"] > 0.9
    assert (
        odds_of(war, steady(-100.0, 90))["BB_breaks"] > odds_of(war, steady(0.0, 90))["BB_breaks"]
    )
    assert odds_of(war, steady(25.0))["AA_creeps"] > 0.9


def test_without_any_front_only_the_end_of_the_war_has_odds(war: War) -> None:
    land = front_series(known_of(war, [], on(30)))
    paths = baseline_paths(land, war, on(30), 30, rng())
    assert paths is NO_PATHS
    odds = outcomes(paths, prior_paths(land, war, paths, rng()), war, on(30), 30)
    assert odds["ended"] == pytest.approx(ended_by(war, on(30), 30))
    assert all(math.isnan(p) for name, p in odds.items() if name != "ended")
    assert math.isnan(still_now(land, war))
    assert math.isnan(begins_within(paths, war, on(30), 30))
    assert climatology_paths(land, on(30), 30) is NO_PATHS


walks = st.builds(
    lambda days, scale, drift, seed: (
        10_000.0 + np.cumsum(np.random.default_rng(seed).normal(drift, scale, days))
    ).tolist(),
    st.integers(1, 260),
    st.sampled_from([0.0, 0.1, 10.0, 500.0]),
    st.sampled_from([-50.0, 0.0, 5.0, 200.0]),
    st.integers(0, 1000),
)


@given(walks, st.sampled_from(HORIZONS), st.sampled_from([0.5, 1.0, 2.0]))
@settings(max_examples=60)
def test_outcomes_sum_to_1_and_lie_within_0_and_1(
    war: War, levels: list[float], horizon: int, scale: float
) -> None:
    odds = odds_of(war, levels, horizon, scale)
    assert tuple(odds) == outcome_names(war)
    assert sum(odds.values()) == pytest.approx(1.0)
    assert all(0 <= p <= 1 for p in odds.values())


@given(walks, st.sampled_from(HORIZONS))
@settings(max_examples=30)
def test_higher_thresholds_never_make_standstill_less_likely(
    war: War, levels: list[float], horizon: int
) -> None:
    by_scale = [odds_of(war, levels, horizon, scale) for scale in (0.25, 0.5, 1.0, 2.0, 4.0)]
    still = [odds["standstill"] for odds in by_scale]
    broken = [odds["AA_breaks"] + odds["BB_breaks"] for odds in by_scale]
    assert still == sorted(still)
    assert broken == sorted(broken, reverse=True)
    assert len({odds["ended"] for odds in by_scale}) == 1


@given(walks)
@settings(max_examples=30)
def test_a_mirrored_front_gives_mirrored_odds(war: War, levels: list[float]) -> None:
    mirrored = [20_000.0 - level for level in levels]
    flip = {"AA_creeps": "BB_creeps", "AA_breaks": "BB_breaks"}
    there, back = odds_of(war, levels), odds_of(war, mirrored)
    if baseline_paths(land_of(war, levels), war, on(len(levels) - 1), 30, rng()).kind == "prior":
        return  # drawn with the same seed, and so not mirrored
    for name, other in flip.items():
        # One future in twenty is drawn.
        assert there[name] == pytest.approx(back[other], abs=0.05)


# --- the priors of war.toml, by hand ---


def test_the_war_ends_by_the_hazards_of_its_definition(war: War) -> None:
    def by_hand(first: int, later: int) -> float:
        return 1 - math.exp(-(0.45 * first + 0.10 * later) / 365.25)

    assert ended_by(war, START, 30) == pytest.approx(by_hand(30, 0))
    assert ended_by(war, on(350), 30) == pytest.approx(by_hand(15, 15))
    assert ended_by(war, on(365), 180) == pytest.approx(by_hand(0, 180))
    assert ended_by(war, on(5000), 90) == pytest.approx(by_hand(0, 90))
    assert ended_by(war, START, 365) == pytest.approx(1 - math.exp(-0.45 * 365 / 365.25))


def test_the_war_falls_quiet_by_the_hazard_of_its_definition(war: War) -> None:
    assert quiet_by(war, 90) == pytest.approx(1 - math.exp(-0.05 * 90 / 365.25))
    assert quiet_by(replace(war, priors=replace(war.priors, quiet_per_year=0.0)), 90) == 0.0


def test_a_longer_horizon_ends_more_wars(war: War) -> None:
    for as_of in (START, on(300), on(900)):
        by_horizon = [ended_by(war, as_of, h) for h in HORIZONS]
        assert by_horizon == sorted(by_horizon)
        assert by_horizon[0] > 0


# --- now, and approaching ---


def test_a_front_that_never_moved_stands_still_now(war: War) -> None:
    assert still_now(land_of(war, steady(0.0)), war) == pytest.approx(1.0)
    # 10 m a day on 1,000 km are 10 km² a day.
    assert still_now(land_of(war, steady(9.9)), war) == pytest.approx(1.0)
    assert still_now(land_of(war, steady(10.1)), war) == pytest.approx(0.0)


def test_with_few_moves_known_the_prior_spreads_now(war: War) -> None:
    # sd 100 km² a day, limit 10: P(|N(0, 1)| < 0.1).
    expected = math.erf(0.1 / math.sqrt(2.0))
    assert still_now(land_of(war, steady(0.0, 20)), war) == pytest.approx(expected)
    assert math.isnan(still_now(land_of(war, steady(0.0, 14)), war))


def test_now_of_a_noisy_front_is_the_normal_share_within_the_limit(war: War) -> None:
    noise = np.random.default_rng(2).normal(0, 60.0, 400)
    levels = (10_000.0 + np.cumsum(noise)).tolist()
    km2 = np.array(levels)
    means = (km2[14:] - km2[:-14]) / 14.0
    sd, rate = np.std((means[7:] - means[:-7])[-180:]), means[-1]
    z = [(limit - rate) / sd / math.sqrt(2.0) for limit in (-10.0, 10.0)]
    expected = 0.5 * (math.erf(z[1]) - math.erf(z[0]))
    assert still_now(land_of(war, levels), war) == pytest.approx(expected)


def test_a_higher_threshold_never_makes_now_less_likely(war: War) -> None:
    noise = np.random.default_rng(3).normal(0, 60.0, 300)
    land = land_of(war, (10_000.0 + np.cumsum(noise)).tolist())
    likely = [
        still_now(land, with_thresholds(war, standstill_m_per_day=m)) for m in (1, 5, 10, 20, 40)
    ]
    assert likely == sorted(likely)
    assert likely[0] < likely[-1]


def test_a_stalemate_begins_on_the_first_day_from_which_30_stand_still(war: War) -> None:
    def within(days: int, moves_for: int) -> float:
        course = np.minimum(np.arange(121), moves_for) * 100.0
        return begins_within(Paths(course[None, :], 0, "baseline", 1), war, START, days)

    goes_on = {d: (1 - ended_by(war, START, d)) * (1 - quiet_by(war, d)) for d in range(91)}
    # 100 km² a day until day 30: from day 28 on 200 km² or less are left, under the 300.
    assert within(30, 30) == pytest.approx(goes_on[28])
    assert within(30, 32) == pytest.approx(goes_on[30])
    assert within(30, 33) == 0.0
    assert within(90, 33) == pytest.approx(goes_on[31])
    assert within(90, 0) == pytest.approx(goes_on[0])


@given(st.integers(0, 10**6))
def test_that_a_stalemate_has_begun_is_never_less_likely_later(war: War, seed: int) -> None:
    course = np.cumsum(np.random.default_rng(seed).normal(0.0, 60.0, (20, 121)), axis=1)
    paths = Paths(course, 0, "baseline", 1)
    likely = [begins_within(paths, war, START, days) for days in (1, 10, 30, 60, 90)]
    assert likely == sorted(likely)


def test_a_front_of_no_length_has_no_threshold(war: War) -> None:
    with pytest.raises(WarDefinitionError):
        movement_shares(np.zeros(3), war, front_km=0.0)


def test_the_forecast_of_a_day_uses_the_length_of_front_known_by_then(war: War) -> None:
    later = replace(war.front[0], since=date(2020, 6, 1), said=date(2021, 6, 1), km=100_000.0)
    longer = replace(war, front=(*war.front, later))
    levels = steady(25.0)
    assert odds_of(longer, levels) == odds_of(war, levels)
    told = replace(longer, front=(war.front[0], replace(later, said=date(2020, 6, 1))))
    assert odds_of(told, levels)["standstill"] > 0.9
