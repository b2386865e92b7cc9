import math

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from standoff.errors import ScoreError
from standoff.evaluation import scores

finite = st.floats(-1e5, 1e5)
samples = hnp.arrays(float, st.integers(1, 30), elements=finite)


@given(finite, samples)
def test_crps_is_the_mean_distance_less_half_the_samples_own(y, x):
    exact = np.abs(x - y).mean() - np.abs(x[:, None] - x).mean() / 2
    assert scores.crps(y, x) == pytest.approx(exact, abs=1e-6)


@given(hnp.arrays(float, (3, 17), elements=finite), hnp.arrays(float, 3, elements=finite))
def test_crps_is_that_of_scoringrules(x, y):
    theirs = scoringrules.crps_ensemble(y, x, estimator="qd", backend="numpy")
    np.testing.assert_allclose(scores.crps(y, x), theirs, rtol=1e-12, atol=1e-12 * 1e5)


def test_crps_is_that_of_scoringrules_to_the_last_bit_on_a_backtest_of_2000_paths():
    rng = np.random.default_rng(4)
    x, y = 300 * rng.standard_t(3, size=(40, 2000)), 300 * rng.normal(size=40)
    assert (scores.crps(y, x) == scoringrules.crps_ensemble(y, x, estimator="qd")).all()


@given(hnp.arrays(float, 5, elements=st.floats(0, 1)), hnp.arrays(bool, 5))
def test_brier_score_is_that_of_scoringrules(p, happened):
    theirs = scoringrules.brier_score(happened.astype(float), p)
    np.testing.assert_allclose(scores.brier(p, happened), theirs, rtol=0, atol=1e-12)


@given(finite, finite)
def test_crps_of_a_certain_forecast_is_its_distance_from_the_truth(y, x):
    assert scores.crps(y, [x]) == pytest.approx(abs(y - x))


def test_crps_of_a_normal_sample_is_the_normal_formula():
    x = np.random.default_rng(1).normal(size=200_000)
    exact = 2 / math.sqrt(2 * math.pi) - 1 / math.sqrt(math.pi)
    assert scores.crps(0.0, x) == pytest.approx(exact, abs=2e-3)


def test_crps_of_logs_does_not_depend_on_the_unit():
    y, x = np.array([3.0, 5.0]), np.array([[1.0, 2.0, 9.0], [4.0, 4.0, 6.0]])
    assert scores.crps_of_logs(y, x) == pytest.approx(scores.crps_of_logs(1000 * y, 1000 * x))


@given(samples, st.floats(0.05, 0.95))
def test_the_median_is_always_covered_and_what_lies_outside_never(x, level):
    assert scores.covered(np.median(x), x, level)
    assert not scores.covered(x.max() + 1, x, level)


@given(finite, samples)
def test_pit_is_one_minus_the_pit_of_the_mirrored_forecast(y, x):
    assert scores.pit(y, x) + scores.pit(-y, -x) == pytest.approx(1)


def test_pit_of_a_calibrated_forecast_is_uniform():
    rng = np.random.default_rng(2)
    pit = scores.pit(rng.normal(size=4000), rng.normal(size=(4000, 500)))
    assert np.histogram(pit, 10, (0, 1))[0] == pytest.approx(400, abs=80)


@given(st.floats(0, 1), st.floats(0, 1))
def test_brier_and_log_score_are_least_in_the_mean_where_the_forecast_is_the_truth(p, q):
    for rule in (scores.brier, scores.log_score):
        told = q * rule(p, True) + (1 - q) * rule(p, False)
        honest = q * rule(q, True) + (1 - q) * rule(q, False)
        assert honest <= told + 2e-3  # the floor of the log score costs at most this much


def test_two_outcomes_score_twice_the_brier_and_the_same_log_score_as_one_event():
    p, which = np.array([[0.3, 0.7], [0.9, 0.1]]), np.array([1, 1])
    assert scores.brier_outcomes(p, which) == pytest.approx(2 * scores.brier(p[:, 1], which == 1))
    assert scores.log_score_outcomes(p, which) == pytest.approx(
        scores.log_score(p[:, 1], which == 1)
    )


def test_blocks_widen_the_interval_of_terms_that_repeat_each_other():
    x = np.repeat(np.random.default_rng(3).normal(size=30), 13)
    single, whole = scores.block_bootstrap(x, 1, seed=1), scores.block_bootstrap(x, 13, seed=1)
    assert whole.mean == single.mean == pytest.approx(x.mean())
    assert whole.high - whole.low > 2.5 * (single.high - single.low)


def test_bootstrap_of_a_constant_has_no_width():
    assert scores.block_bootstrap([2.0] * 9, 4, seed=1) == scores.BootstrapInterval(2.0, 2.0, 2.0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: scores.crps(math.nan, [1.0]),
        lambda: scores.crps(1.0, [math.nan]),
        lambda: scores.crps([1.0, 2.0], [[1.0]]),
        lambda: scores.crps_of_logs(0.0, [1.0]),
        lambda: scores.covered(1.0, [1.0], 90),
        lambda: scores.brier(1.2, True),
        lambda: scores.brier(math.nan, True),
        lambda: scores.log_score(0.5, True, floor=0.0),
        lambda: scores.brier_outcomes([0.5, 0.4], 0),
        lambda: scores.block_bootstrap([], 1, seed=1),
        lambda: scores.block_bootstrap([1.0], 0, seed=1),
    ],
)
def test_what_cannot_be_scored_is_refused(call):
    with pytest.raises(ScoreError):
        call()
