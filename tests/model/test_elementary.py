import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.model.numerics import elementary


@given(st.floats(-700, 700))
def test_exp_is_the_exponential(x):
    assert elementary.exp(x) == pytest.approx(math.exp(x), rel=1e-15)


@given(st.floats(1e-300, 1e300))
def test_log_is_the_natural_logarithm(x):
    assert elementary.log(x) == pytest.approx(math.log(x), rel=1e-15, abs=1e-16)


@given(st.floats(0, 1))
def test_cos_turn_is_the_cosine_of_a_turn(v):
    assert elementary.cos_turn(v) == pytest.approx(np.cos(2 * np.pi * v), abs=1e-15)
