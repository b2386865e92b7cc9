import math
from dataclasses import replace

import numba
import numpy as np
import pytest
from filtered import run_front, weekly
from hypothesis import given, settings
from hypothesis import strategies as st
from kalman import kalman

from standoff.errors import ModelError, ParticlesCollapsedError
from standoff.evaluation import scores as score
from standoff.model.front import filter as front_filter
from standoff.model.front.mixture import Component, m32, standard, wide, with_phases
from standoff.model.front.paths import rates, sample_paths
from standoff.model.front.posterior import Front

START = np.datetime64("2022-05-12")
FRONT = Front(START, 120_000.0, 40_000.0, 600_000.0)
LINEAR = Component(
    phi=0.9, q=0.5, g=0.1, tau=0.0, pull=0.0, dof_rate=math.inf, dof_noise=math.inf, skew=0.0,
    start_rate=100.0, start_h=math.log(50.0), start_h_sd=0.0,
)  # fmt: skip


def readings(moves):
    return FRONT.start_km2 + np.cumsum(moves)


def filtered(members, moves, particles=500, seed=1, front=FRONT):
    first = front_filter.start(front, members, particles, seed)
    return list(run_front(first, readings(moves)))


def simulated_moves(weeks, seed):
    rng = np.random.default_rng(seed)
    l = m = 0.0
    out = []
    for _ in range(weeks):
        l = m + 0.9 * (l - m) + 25 * rng.normal()
        m += 0.1 * (l - m)
        out.append(l + 50 * rng.normal())
    return np.array(out)


@pytest.mark.parametrize("gap", [(), (7, 8, 9)])
def test_the_linear_gaussian_case_matches_the_exact_filter(gap):
    moves = simulated_moves(30, seed=5)
    seen = readings(moves)
    seen[list(gap)] = np.nan
    exact_moves = np.diff(np.concatenate([[FRONT.start_km2], seen[~np.isnan(seen)]]))
    y = np.full(30, np.nan)
    y[~np.isnan(seen)] = exact_moves
    means, covariance, loglik = kalman(y, 0.9, 0.1, 25.0, 50.0, 100.0)
    first = front_filter.start(FRONT, [LINEAR], 100_000, 3)
    posteriors = list(run_front(first, seen))
    weights = [np.exp(b.lw[0]) for b in posteriors]
    found = np.array([w @ b.state["l"][0] for w, b in zip(weights, posteriors, strict=True)])
    assert found == pytest.approx(means[:, 0], abs=1.0)  # posterior sd is about 28
    slow = np.array([w @ b.state["m"][0] for w, b in zip(weights, posteriors, strict=True)])
    assert slow == pytest.approx(means[:, 1], abs=1.0)
    last = posteriors[-1]
    spread = weights[-1] @ (last.state["l"][0] - found[-1]) ** 2
    assert spread == pytest.approx(covariance[0, 0], rel=0.03)
    assert last.evidence[0] == pytest.approx(loglik, abs=0.1)


def test_paths_of_the_linear_gaussian_case_have_the_exact_mean_and_spread():
    posterior = filtered([LINEAR], simulated_moves(20, seed=6), particles=100_000)[-1]
    w, l, m = np.exp(posterior.lw[0]), posterior.state["l"][0], posterior.state["m"][0]
    x, p = np.array([w @ l, w @ m, 0]), np.zeros((3, 3))
    p[:2, :2] = np.cov(np.stack([l, m]), aweights=w)
    a, b = np.array([[0.9, 0.1, 0], [0.09, 0.91, 0], [0.9, 0.1, 1]]), np.array([[1], [0.1], [1]])
    for _ in range(4):
        x, p = a @ x, a @ p @ a.T + 625 * b @ b.T
        p[2, 2] += 2500
    paths = sample_paths(posterior, [28], 100_000, seed=2)[:, 0]
    assert paths.mean() == pytest.approx(x[2], abs=3)
    assert paths.std() == pytest.approx(math.sqrt(p[2, 2]), rel=0.01)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(-3000, 3000) | st.just(math.nan), min_size=1, max_size=12))
def test_weights_sum_to_one_whatever_is_read(moves):
    seen = readings(np.nan_to_num(moves))
    seen[np.isnan(moves)] = np.nan
    for posterior in run_front(front_filter.start(FRONT, m32()[:4], 300, 1), seen):
        assert np.exp(posterior.lw).sum(axis=1) == pytest.approx(1)
        assert np.exp(posterior.component_lw).sum() == pytest.approx(1)
        assert np.isfinite(posterior.state["l"]).all()


def test_a_week_without_a_reading_adds_nothing_to_the_evidence():
    before, after = filtered(m32()[:4], [10.0, math.nan])
    assert np.array_equal(before.evidence, after.evidence)
    assert np.array_equal(before.lw, after.lw)
    assert after.base_km2 == before.base_km2
    assert after.rejected == ()


def test_a_gap_of_months_widens_the_posterior_and_the_next_reading_is_taken_up():
    moves = [20.0] * 20
    seen = readings(moves)
    seen[5:18] = np.nan
    posteriors = list(run_front(front_filter.start(FRONT, m32(), 500, 1), seen))
    assert rates(posteriors[17], 2000).std() > rates(posteriors[4], 2000).std()
    assert posteriors[-1].rejected == ()
    assert posteriors[-1].base_km2 == seen[-1]


@pytest.mark.parametrize("impossible", [0.0, 6_000_000.0, -5.0])
def test_an_impossible_week_is_rejected_named_and_survived(impossible):
    rng = np.random.default_rng(4)
    seen = readings(rng.normal(20, 40, size=30))
    sane = list(run_front(front_filter.start(FRONT, m32(), 500, 1), seen))[-1]
    seen[20] = impossible
    last = list(run_front(front_filter.start(FRONT, m32(), 500, 1), seen))[-1]
    assert [(d.day, d.reading_km2) for d in last.rejected] == [(START + 7 * 21, impossible)]
    assert rates(last, 2000).mean() == pytest.approx(rates(sane, 2000).mean(), abs=10)
    assert last.base_km2 == seen[-1]


def test_a_redrawn_map_is_rejected_once_and_becomes_the_new_base():
    moves = np.full(30, 20.0)
    moves[20] = 60_000.0
    last = filtered(m32(), moves)[-1]
    assert [d.day for d in last.rejected] == [START + 7 * 21]
    assert last.base_km2 == readings(moves)[-1]
    assert abs(rates(last, 2000).mean()) < 100


def test_particles_that_explain_nothing_are_an_error_that_names_the_week():
    narrow = replace(LINEAR, q=0.0, start_rate=1000.0, start_h=math.log(3.0))
    front = replace(FRONT, redraw_per_week=1e-300)
    with pytest.raises(ParticlesCollapsedError, match=r"week ending 2022-05-19: .* of 50 at best"):
        filtered([narrow], [20.0], particles=50, front=front)


def test_a_run_is_the_same_on_one_thread_and_on_all():
    every = numba.get_num_threads()
    of_all = digest()
    numba.set_num_threads(1)
    try:
        assert digest() == of_all
    finally:
        numba.set_num_threads(every)


def digest():
    mobile = replace(FRONT, mobile=True)
    members = with_phases(m32()[:5], [0.1], 0.01)
    posterior = filtered(members, [300.0, math.nan, -200.0], particles=5000, front=mobile)[-1]
    paths = sample_paths(posterior, [30, 44], 3000, seed=9)
    return [*posterior.evidence.tolist(), float(posterior.lw.sum()), *paths.sum(axis=0).tolist()]


def test_another_seed_gives_another_posterior_of_the_same_front():
    one, other = (filtered(m32(), [20.0] * 10, seed=s)[-1] for s in (1, 2))
    assert not np.array_equal(one.state["l"], other.state["l"])
    assert rates(one, 4000).mean() == pytest.approx(rates(other, 4000).mean(), abs=3)


def test_shorter_horizons_are_the_beginnings_of_the_same_paths():
    posterior = filtered(m32(), [20.0] * 5)[-1]
    paths = sample_paths(posterior, [7, 14, 21], 500, seed=1)
    assert np.array_equal(paths[:, :2], sample_paths(posterior, [7, 14], 500, seed=1))


def test_a_front_that_has_left_its_mobile_phase_sees_no_withdrawal():
    members = with_phases([replace(LINEAR, start_rate=0.0)], [0.0], 0.0, withdraw=1.0)
    still, mobile = (
        sample_paths(front_filter.start(replace(FRONT, mobile=m), members, 500, 1), [7], 500, 1)
        for m in (False, True)
    )
    assert abs(still).max() < 1000
    assert (mobile < -5000).mean() > 0.6


def test_a_withdrawal_gives_up_no_more_than_was_gained():
    quiet = replace(LINEAR, start_h=-1.0, mobile_h=-1.0, mobile_h_sd=0.0)
    members = [replace(quiet, withdraw=1.0, mobile_rate=1e-6)]
    posterior = front_filter.start(replace(FRONT, mobile=True), members, 500, 1)
    paths = sample_paths(posterior, [70], 500, 1)
    assert paths.min() > -(FRONT.start_km2 - FRONT.before_km2) - 100


@pytest.mark.parametrize("ahead", [[], [0], [30, 30], [30, 7]])
def test_days_ahead_that_do_not_increase_are_refused(ahead):
    with pytest.raises(ModelError, match="days ahead"):
        sample_paths(front_filter.start(FRONT, m32()[:1], 10, 1), ahead, 10, 1)


def test_readings_fall_on_the_day_that_ends_a_week_or_are_missing():
    days = START + np.array([0, 7, 8, 21])
    area = np.array([1.0, 2.0, 3.0, 4.0])
    found = weekly(days, area, START, START + 22)
    assert np.array_equal(found, [2.0, np.nan, 4.0], equal_nan=True)


@pytest.mark.slow
def test_the_floor_of_earlier_work_is_reproduced(area_series):
    days, area = area_series
    at = int(np.searchsorted(days, START))
    front = Front(START, area[at], area[0], 603_550.0)
    posteriors = run_front(
        front_filter.start(front, m32(), 1500, 1),
        weekly(days, area, START, days[-1]),
    )

    got = {30: [], 90: [], 180: []}
    for posterior in posteriors:
        if posterior.day < np.datetime64("2023-06-01"):
            continue
        o = int(np.searchsorted(days, posterior.day))
        paths = sample_paths(posterior, list(got), 1600, seed=o)
        for k, (horizon, scores) in enumerate(got.items()):
            if o + horizon < len(days):
                y = area[o + horizon] - area[o]
                p = np.mean(np.abs(paths[:, k]) < 10 * horizon)
                x = score.crps(y, paths[:, k]), score.brier(p, abs(y) < 10 * horizon)
                scores.append([*x, score.covered(y, paths[:, k], 0.9)])
    assert [len(s) for s in got.values()] == [131, 123, 110]
    crps, brier, cover = np.array([np.mean(s, axis=0) for s in got.values()]).T
    assert crps == pytest.approx([85.1, 240, 536], rel=0.02)
    assert brier == pytest.approx([0.160, 0.161, 0.186], abs=0.004)
    assert cover == pytest.approx([0.92, 0.89, 0.86], abs=0.04)


def test_a_mobile_phase_is_left_when_the_front_settles():
    front = replace(FRONT, mobile=True)
    rng = np.random.default_rng(8)
    moves = [*(8000.0 * rng.normal(size=3)), *(40.0 * rng.normal(size=10))]
    share = [
        (np.exp(b.lw) * b.state["mobile"]).sum(axis=1).mean()
        for b in filtered(with_phases(m32()[::4]), moves, particles=2000, front=front)
    ]
    assert share[2] > 0.9
    assert share[-1] < 0.1


@given(st.integers(1, 80))
def test_wide_components_lie_in_their_ranges_and_a_shorter_list_begins_a_longer_one(n):
    members = wide(n)
    assert members == wide(80)[:n]
    assert all(0.9 <= m.phi <= 1 and 1.5 <= m.dof_noise <= 6 and 0 <= m.skew <= 1 for m in members)


def test_half_of_the_standard_mixture_rests_on_prior_ranges_alone():
    members = standard()
    assert len(members) == 64
    assert [m.tau for m in members[:32]] == [m.tau for m in m32()]
    assert all(0 < m.q < of.q for m, of in zip(members, (*m32(), *wide(32)), strict=True))
    assert [m.dof_noise for m in members[32:]] == [m.dof_noise for m in wide(32)]
    assert all(m.withdraw > 0 for m in members)
