import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import ScoreError
from standoff.evaluation import scores
from standoff.evaluation.baselines import BASELINES

INVASION = np.datetime64("2022-02-24")
TABLE = {  # CRPS km², cover of 90%, standstill Brier at 30, 90, 180 days
    "persistence": ((118, 0.80, 0.227), (648, 0.71, 0.278), (3136, 0.47, 0.314)),
    "half persistence": ((97, 0.79, 0.191), (425, 0.63, 0.287), (1679, 0.51, 0.379)),
    "half of the last 30 days' pace": ((97, 0.79, 0.191), (310, 0.70, 0.178), (1175, 0.75, 0.243)),
    "climatology, last 90 d": ((115, 0.58, 0.239), (396, 0.28, 0.218), (890, 0.35, 0.290)),
    "climatology, last 180 d": ((116, 0.67, 0.232), (381, 0.58, 0.225), (1252, 0.50, 0.365)),
    "no change": ((116, 0.67, 0.232), (381, 0.58, 0.225), (1252, 0.50, 0.365)),
}


def daily(days, area_km2, start):
    """Readings on a grid of every day from `start`; a day without one carries the last."""
    known = ~np.isnan(area_km2)
    days, area_km2 = days[known].astype("datetime64[D]"), area_km2[known]
    grid = np.arange(start, days[-1] + np.timedelta64(1, "D"), dtype="datetime64[D]")
    return grid, area_km2[np.searchsorted(days, grid, side="right") - 1]


@pytest.mark.parametrize("name", TABLE)
def test_the_published_table_is_reproduced(name, area_series):
    days, area = daily(*area_series, INVASION)
    first = int(np.searchsorted(days, np.datetime64("2023-06-01")))
    last = int(np.searchsorted(days, np.datetime64("2025-12-31")))
    for horizon, n, expected in zip((30, 90, 180), (131, 123, 110), TABLE[name], strict=True):
        at = np.arange(first, last - horizon + 1, 7)
        x = np.stack([BASELINES[name](days, area, int(o), horizon) for o in at])
        y = area[at + horizon] - area[at]
        still = np.mean(np.abs(x) < 10 * horizon, axis=1)
        assert len(at) == n
        assert scores.crps(y, x).mean() == pytest.approx(expected[0], abs=0.51)
        assert scores.covered(y, x, 0.9).mean() == pytest.approx(expected[1], abs=0.0051)
        brier = scores.brier(still, np.abs(y) < 10 * horizon).mean()
        assert brier == pytest.approx(expected[2], abs=0.00051)


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.sampled_from(sorted(BASELINES)), st.integers(1, 60))
def test_nothing_after_the_origin_changes_a_forecast(seed, name, horizon):
    rng = np.random.default_rng(seed)
    days = INVASION + np.arange(400)
    area = rng.normal(size=400).cumsum()
    other = np.where(np.arange(400) > 250, 1e9, area)
    forecast = BASELINES[name]
    assert np.array_equal(forecast(days, area, 250, horizon), forecast(days, other, 250, horizon))


@pytest.mark.parametrize("name", sorted(set(BASELINES) - {"persistence"}))
def test_a_front_that_never_moved_is_not_forecast_to_move(name):
    days = INVASION + np.arange(300)
    assert not BASELINES[name](days, np.full(300, 7.0), 280, 30).any()


def test_persistence_is_exact_for_a_steady_advance():
    days, area = INVASION + np.arange(600), 5.0 * np.arange(600)
    assert BASELINES["persistence"](days, area, 500, 90) == pytest.approx(5.0 * 90)


def test_an_origin_before_the_first_resolved_target_is_refused():
    days = INVASION + np.arange(50)
    with pytest.raises(ScoreError, match="no target 60 days ahead"):
        BASELINES["persistence"](days, np.zeros(50), 40, 60)


def test_a_missing_day_is_refused():
    days = np.delete(INVASION + np.arange(50), 20)
    with pytest.raises(ScoreError, match="a day is missing"):
        BASELINES["no change"](days, np.zeros(49), 40, 5)
