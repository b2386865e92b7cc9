import math

import numpy as np
import pytest
from scipy import stats

from standoff.model.numerics.compile import compiled
from standoff.model.numerics.rng import key, student_t, uniform


@compiled
def drawn(n, dof, out):
    for j in range(n):
        out[0, j] = uniform(key(1, 2, 3), j, 0)
        out[1, j] = student_t(key(1, 2, 3), j, 1, dof)
        out[2, j] = uniform(key(1, 2, 4), j, 0)


def sample(dof, n=100_000):
    out = np.empty((3, n))
    drawn(n, dof, out)
    return out


def test_uniform_numbers_are_uniform_and_inside_the_bounds():
    u = sample(3.0)[0]
    assert u.min() > 0
    assert u.max() < 1
    assert stats.kstest(u, "uniform").pvalue > 0.001


@pytest.mark.parametrize("dof", [2.0, 3.0, 4.0, math.inf])
def test_noise_has_the_distribution_it_says(dof):
    t = sample(dof)[1]
    law = stats.norm() if math.isinf(dof) else stats.t(dof)
    assert stats.kstest(t, law.cdf).pvalue > 0.001


def test_neighbouring_addresses_are_uncorrelated():
    u, t, other = sample(math.inf)
    bound = 4 / math.sqrt(u.size)
    for a, b in ((u[1:], u[:-1]), (u, other), (u, t), (t[1:], t[:-1]), (abs(t[1:]), abs(t[:-1]))):
        assert abs(np.corrcoef(a, b)[0, 1]) < bound
