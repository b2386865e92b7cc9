"""What the two sides may do to the front's forecast, and what they must have earned for it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from two_sided_coupling import WEIGHTS, earned, log_density, moved, standardised

from standoff.errors import ModelError
from standoff.evaluation.scores import crps


def front(origins=150, n=400, seed=0):
    chance = np.random.default_rng(seed)
    return chance.normal(size=(origins, n)), chance.normal(size=origins), chance


DAYS = 7.0 * np.arange(150)


@given(st.lists(st.floats(-1e3, 1e3), min_size=40, max_size=60), st.integers(30, 39))
def test_standardising_never_looks_ahead(values, cut):
    x = np.array(values)
    assert np.array_equal(standardised(x)[:cut], standardised(x[:cut]))


def test_weight_zero_leaves_the_front_alone():
    samples, _, _ = front()
    assert np.array_equal(moved(samples[0], 2.0, 0.0, "shift"), samples[0])
    assert moved(samples[0], 2.0, 0.0, "stretch") == pytest.approx(samples[0])


@pytest.mark.parametrize("kind", ["shift", "stretch"])
def test_a_term_that_knows_nothing_costs_almost_nothing(kind):
    samples, truth, chance = front()
    got = earned(samples, truth, chance.normal(size=150), DAYS, 7, kind)
    before, after = crps(truth, samples).mean(), crps(truth, got.samples).mean()
    assert after < 1.01 * before
    assert got.weights.sum(axis=1) == pytest.approx(1)


def test_a_term_that_leads_the_front_earns_its_weight():
    samples, noise, chance = front()
    z = chance.normal(size=150)
    truth = noise + 0.3 * z
    got = earned(samples, truth, z, DAYS, 7, "shift")
    assert got.weights[0] @ np.array(WEIGHTS) == pytest.approx(0)
    assert got.weights[-1] @ np.array(WEIGHTS) > 1.5
    assert crps(truth[75:], got.samples[75:]).mean() < crps(truth[75:], samples[75:]).mean()


def test_weights_rest_on_resolved_targets_only():
    samples, truth, chance = front()
    z = chance.normal(size=150)
    changed = truth.copy()
    changed[100:] += 50
    one, other = (earned(samples, t, z, DAYS, 30, "shift") for t in (truth, changed))
    # Origin 104 is the first whose day, 28 days after origin 100, is still before that target.
    assert np.array_equal(one.weights[:105], other.weights[:105])
    assert not np.array_equal(one.weights[105:], other.weights[105:])


def test_the_density_is_that_of_the_samples():
    samples = np.random.default_rng(1).normal(size=20_000)
    assert log_density(samples, 0.0) == pytest.approx(-0.919, abs=0.04)


def test_shapes_that_do_not_fit_are_refused():
    samples, truth, _ = front()
    with pytest.raises(ModelError, match="each origin"):
        earned(samples, truth[1:], truth, DAYS, 7, "shift")
    with pytest.raises(ModelError, match="increase"):
        earned(samples, truth, truth, DAYS[::-1].copy(), 7, "shift")
