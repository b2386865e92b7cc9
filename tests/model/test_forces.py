"""The two-sided layer: exact cases, laws that hold on any war, and wars with bad input."""

import math
from dataclasses import replace

import numba
import numpy as np
import pytest
import two_sided_calibration
from filtered import run_forces
from hypothesis import given, settings
from hypothesis import strategies as st
from two_sided_calibration import NOMINAL, ranks, simulate, uniform_chi2

from standoff.errors import ModelError, ParticlesCollapsedError
from standoff.model.two_sided import filter as two_sided_filter
from standoff.model.two_sided import law
from standoff.model.two_sided.balance import TERMS, balance, distances, prior_share
from standoff.model.two_sided.losses import sample_losses
from standoff.model.two_sided.mixture import Channel, TwoSidedComponent, wide

START = np.datetime64("2022-02-24")
COUNT = Channel("count", law.FLOW_A, math.log(1.2), 0.3, 0.01, 0.1)
TANKS = Channel("tanks", law.FLOW_A, 0.0, math.inf, 0.1, 0.4)
TOTAL_B = Channel("third party", law.TOTAL_B, 0.0, 0.2, 0.01, 0.2)
FRONT = Channel("front", law.MOVEMENT, 0.0, 0.0, 0.0, 0.5, 3.0)
CHANNELS = (COUNT, TANKS, TOTAL_B, FRONT)
PLAYED = TwoSidedComponent()
PLAIN = TwoSidedComponent(alpha=0.0, beta=0.0, chi=0.0, bonus=0.0, dof=math.inf)


@pytest.fixture
def one_thread():
    numba.set_num_threads(1)  # small clouds: waiting for threads would cost more than they save
    yield
    numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)


def last(posteriors):
    return list(posteriors)[-1]


def begin(members=None, channels=CHANNELS, particles=300, seed=1, **rest):
    return two_sided_filter.start(
        START, 2e5, 350.0, members or wide(4), channels, particles, seed, **rest
    )


def kalman(logs, p, channel):
    """Means of (i, m, bias) after each week and the log-likelihood, for one normal count of A."""
    a = np.array([[p.phi, 1 - p.phi, 0], [p.follow * p.phi, 1 - p.follow * p.phi, 0], [0, 0, 1]])
    b = np.array([[p.q, 0, 0], [p.follow * p.q, p.drift, 0], [0, 0, channel.drift_sd]])
    x = np.array([p.start_i, p.start_i, channel.bias])
    v, g = p.start_i_sd**2, p.start_gap_sd**2
    cov = np.array([[v + g, v, 0], [v, v, 0], [0, 0, channel.bias_sd**2]])
    c, means, loglik = np.array([1.0, 0, 1]), [], 0.0
    for y in logs:
        x, cov = a @ x, a @ cov @ a.T + b @ b.T
        if not np.isnan(y):
            s, e = c @ cov @ c + channel.noise_sd**2, y - c @ x
            gain = cov @ c / s
            loglik += -0.5 * (np.log(2 * np.pi * s) + e * e / s)
            x, cov = x + gain * e, cov - np.outer(gain, c @ cov)
        means.append(x.copy())
    return np.array(means), loglik


@pytest.mark.slow
@pytest.mark.parametrize("bias_sd", [0.0, 0.3])
def test_the_linear_gaussian_case_agrees_with_a_kalman_filter(bias_sd):
    channel = replace(COUNT, dof=math.inf, bias_sd=bias_sd, drift_sd=bias_sd / 20)
    said, _ = simulate(PLAIN, [channel], 60, 3)
    said[20:30] = np.nan
    exact, loglik = kalman(np.log(said[:, 0] / NOMINAL), PLAIN, channel)
    posteriors = list(run_forces(begin([PLAIN], [channel], 40_000), said))
    found = [(b.weights * (b.state["i"] + b.bias[..., 0])).sum() for b in posteriors]
    assert np.abs(found - (exact[:, 0] + exact[:, 2])).max() < 0.02
    assert posteriors[-1].evidence[0] == pytest.approx(loglik, abs=0.15)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.floats(10, 1e5) | st.just(math.nan), min_size=4, max_size=4), st.integers(0, 9))
def test_weights_sum_to_one_whatever_is_said(words, seed):
    posterior = begin(seed=seed)
    for _ in range(2):
        posterior = two_sided_filter.advance(posterior, np.array(words))
    assert posterior.weights.sum() == pytest.approx(1)
    assert np.exp(posterior.lw).sum(axis=1) == pytest.approx(1)


def test_a_week_without_readings_adds_nothing_to_the_evidence():
    posterior = two_sided_filter.advance(begin(), np.full(4, np.nan))
    assert (posterior.evidence == 0).all()
    assert np.ptp(posterior.lw) == 0


def test_a_run_is_the_same_on_any_number_of_threads():
    said, _ = simulate(TwoSidedComponent(), CHANNELS, 12, 5)
    results = []
    for threads in (1, numba.config.NUMBA_NUM_THREADS):
        numba.set_num_threads(threads)
        posterior = last(run_forces(begin(particles=3000), said))
        results.append((posterior, sample_losses(posterior, (30,), 500, 1, stated=0).stated))
    assert (results[0][0].state == results[1][0].state).all()
    assert np.array_equal(results[0][0].lw, results[1][0].lw)
    assert np.array_equal(results[0][1], results[1][1])


SEEN = ("la", "lb", "ca", "cb", "theta_a", "i")


def places_of_truth(particles, wars, weeks=30):
    """Share of the posterior below the truth: `SEEN`, the ratio of strengths, both distances."""
    places = np.empty((wars, len(SEEN) + 3))
    for war in range(wars):
        said, truth = simulate(PLAYED, CHANNELS, weeks, 50 + war)
        posterior = last(run_forces(begin([PLAYED], particles=particles, seed=9000 + war), said))
        x, true = posterior.state.ravel(), truth[-1]
        r = law.power(true, posterior.constants[0])
        told = [(x[name], true[name]) for name in SEEN]
        told += [(x["a"] - x["b"], true["a"] - true["b"])]
        told += zip(distances(posterior), (r - true["theta_a"], -r - true["theta_b"]), strict=True)
        places[war] = [np.mean(values < of) for values, of in told]
    return places


@pytest.fixture(scope="module")
def places():
    numba.set_num_threads(1)
    yield places_of_truth(800, 36)
    numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)


@pytest.mark.slow
def test_the_posterior_leans_to_neither_side_of_the_truth(places):
    # Of 36 uniform numbers the mean is outside .5 ± .16 once in a thousand times.
    assert np.abs(places.mean(axis=0) - 0.5).max() < 0.16


def test_ninety_percent_intervals_hold_the_truth_nine_times_in_ten(places):
    held = ((places > 0.05) & (places < 0.95)).mean(axis=0)
    # 26 of 36 or fewer: once in a thousand times at .9.
    assert held.min() > 0.72
    assert 0.84 < held.mean() < 0.96


def drawn(chance):
    return TwoSidedComponent(
        phi=chance.uniform(0.6, 0.98),
        q=math.exp(chance.uniform(math.log(0.04), math.log(0.3))),
        noise=math.exp(chance.uniform(math.log(0.4), math.log(2.5))),
        alpha=chance.uniform(),
        dof=8.0,
    )


@pytest.mark.slow
def test_ranks_of_true_constants_in_their_posterior_are_uniform(one_thread):
    channels = (replace(COUNT, drift_sd=0.0),)
    found = ranks(drawn, ("phi", "q", "noise", "alpha"), channels, 30, 80, 10, 300, 10, 20)
    # χ² of 9 degrees of freedom passes 27.9 once in a thousand.
    assert [uniform_chi2(column, 10) < 27.9 for column in found.T] == [True] * 4


def test_the_rank_test_finds_a_posterior_that_is_too_sure(one_thread):
    channels = (replace(COUNT, drift_sd=0.0),)
    found = ranks(drawn, ("q", "noise"), channels, 30, 60, 10, 100, 10, 20, power=8.0)
    assert max(uniform_chi2(column, 10) for column in found.T) > 27.9


def test_the_posterior_of_constants_finds_the_noisy_source():
    members = [TwoSidedComponent(noise=0.5), TwoSidedComponent(noise=3.0)]
    said, _ = simulate(members[1], (COUNT,), 60, 2)
    assert two_sided_calibration.posterior(members, (COUNT,), said, 1000, 3)[1] > 0.95


def test_gaps_of_months_widen_the_posterior_and_nothing_else():
    said, _ = simulate(TwoSidedComponent(), CHANNELS, 60, 7)
    said[30:] = np.nan
    posteriors = list(run_forces(begin(particles=1000), said))
    width = [b.a.lost[-1] / b.a.lost[0] for b in map(balance, (posteriors[29], posteriors[-1]))]
    assert width[1] > 1.5 * width[0]
    assert not posteriors[-1].rejected


def test_one_week_of_nonsense_is_left_out_and_reported():
    said, _ = simulate(TwoSidedComponent(), CHANNELS, 30, 7)
    wrong = said.copy()
    wrong[20, 0] *= 100
    wrong[21, 1] = 0.0
    posterior = last(run_forces(begin(particles=2000), wrong))
    clean = last(run_forces(begin(particles=2000), said))
    assert [(d.channel, d.day) for d in posterior.rejected] == [
        ("count", START + 7 * 21),
        ("tanks", START + 7 * 22),
    ]
    assert "expected" in posterior.rejected[0].reason
    assert balance(posterior).a.lost[2] == pytest.approx(balance(clean).a.lost[2], rel=0.15)


@pytest.mark.slow
def test_a_source_that_turns_tenfold_is_reported_and_learnt_anew():
    said, _ = simulate(TwoSidedComponent(), CHANNELS, 60, 7)
    wrong = said.copy()
    wrong[30:, 0] *= 30
    posterior = last(run_forces(begin(particles=2000), wrong))
    clean = last(run_forces(begin(particles=2000), said))
    reasons = [d.reason for d in posterior.rejected if d.channel == "count"]
    assert any("learnt anew" in reason for reason in reasons)
    assert len(reasons) < 10
    ratio = balance(posterior).a.lost[2] / balance(clean).a.lost[2]
    assert 1 / 3 < ratio < 3
    stated = np.median(sample_losses(posterior, (7,), 2000, 1, stated=0).stated)
    assert 0.4 < stated / wrong[-8:, 0].mean() < 2.5


def test_a_third_party_ten_times_off_does_not_move_the_losses():
    said, _ = simulate(TwoSidedComponent(), CHANNELS, 60, 7)
    wrong = said.copy()
    wrong[:, 2], said[:, 2] = np.nan, np.nan
    wrong[[20, 40], 2] = 50 * NOMINAL
    posterior, clean = (last(run_forces(begin(particles=2000), w)) for w in (wrong, said))
    assert [d.day for d in posterior.rejected if d.channel == "third party"] == [
        START + 7 * 21,
        START + 7 * 41,
    ]
    assert balance(posterior).b.lost[2] == pytest.approx(balance(clean).b.lost[2], rel=0.5)


def test_particles_that_collapse_name_the_week_and_the_source():
    sharp = replace(COUNT, noise_sd=1e-5, bias_sd=0.0, dof=math.inf)
    member = replace(PLAIN, start_i_sd=0.001, start_gap_sd=0.001, q=0.001, drift=0.0)
    posterior = begin([member], [sharp], 50)
    with pytest.raises(ParticlesCollapsedError, match=r"2022-03-03: 3\u202f6\d\d of 'count'"):
        two_sided_filter.advance(
            posterior, np.array([2e5 * 1.2 * math.exp(member.start_i)]) * 1.0001
        )


def test_what_holds_a_side_adds_up_to_its_distance():
    posterior = last(run_forces(begin(), simulate(TwoSidedComponent(), CHANNELS, 10, 1)[0]))
    seen = balance(posterior)
    past = distances(posterior)
    for side, d in zip((seen.a, seen.b), past, strict=True):
        assert sum(side.terms.values()) == pytest.approx(posterior.weights.ravel() @ d)
        assert tuple(side.terms) == TERMS
    assert sum(seen.attacks) == pytest.approx(1)


def test_readings_of_the_front_tell_the_distance_and_hardly_what_it_is_made_of():
    said, _ = simulate(TwoSidedComponent(), CHANNELS, 40, 9)
    start = begin([TwoSidedComponent()], particles=4000)
    seen = last(run_forces(start, said))
    blind = last(run_forces(start, np.full(said.shape, np.nan)))
    share = prior_share(seen, blind)
    assert share["distance"] < 0.4
    assert share["supply"] > 0.4


def test_longer_horizons_lose_more_and_paths_repeat():
    posterior = last(run_forces(begin(), simulate(TwoSidedComponent(), CHANNELS, 10, 1)[0]))
    first = sample_losses(posterior, (30, 90, 180), 400, 5, stated=0)
    again = sample_losses(posterior, (30, 90, 180), 400, 5, stated=0)
    assert np.array_equal(first.stated, again.stated)
    assert (np.diff(first.a, axis=1) > 0).all()
    assert np.isnan(sample_losses(posterior, (30,), 10, 5).stated).all()


def test_at_the_threshold_the_front_moves_at_break_speed():
    x = np.zeros(1, dtype=law.STATE)
    x["theta_b"] = 50.0
    member = np.zeros(1, dtype=[("bonus", float), ("width", float)])
    member["width"] = 0.3
    assert law.expected(x[0], member[0], law.MOVEMENT) == pytest.approx(math.asinh(1.0))


def test_exponents_span_the_laws():
    p = np.zeros(1, dtype=[("alpha", float), ("beta", float)])
    x = np.zeros(1, dtype=law.STATE)
    x["a"], x["b"] = math.log(2), math.log(3)
    for alpha, beta, factor in ((0, 1, 3), (1, 1, 6), (1, 0, 2)):
        p["alpha"], p["beta"] = alpha, beta
        assert math.exp(law.law(x[0], p[0])[0]) == pytest.approx(factor)


def test_arguments_out_of_range_are_refused():
    with pytest.raises(ModelError, match="components"):
        two_sided_filter.start(START, 2e5, 350.0, [], CHANNELS, 10, 1)
    with pytest.raises(ModelError, match="above 0"):
        two_sided_filter.start(START, 0.0, 350.0, wide(2), CHANNELS, 10, 1)
    with pytest.raises(ModelError, match="4 channels"):
        two_sided_filter.advance(begin(), np.zeros(3))
    with pytest.raises(ModelError, match="horizon"):
        sample_losses(begin(), (), 10, 1)
    with pytest.raises(ModelError, match="known channel"):
        sample_losses(begin(), (30,), 10, 1, stated=9)
