from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import day_losses
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import SourceError, UnknownNameError
from standoff.history import ardennes, attrition, cdb90, termination, threshold
from standoff.history.priors import URLS, PriorFiles, as_csv, fit_priors, load
from standoff.history.ucdp import Episode

EPISODE = Episode(
    1, "Inkland", True, True, 1990, 1990, date(1990, 1, 1), date(1990, 1, 20), False, False, 2
)


def test_equal_files_and_seed_give_the_table_equal_to_the_byte(made_up: PriorFiles) -> None:
    assert as_csv(fit_priors(made_up, 1)) == as_csv(fit_priors(made_up, 1))
    assert as_csv(fit_priors(made_up, 1)) != as_csv(fit_priors(made_up, 2))


def test_a_written_table_loads_as_it_was(made_up: PriorFiles, tmp_path: Path) -> None:
    table = fit_priors(made_up, 1)
    (tmp_path / "priors.csv").write_text(as_csv(table), encoding="utf-8")
    assert load(tmp_path / "priors.csv") == table
    with pytest.raises(UnknownNameError, match=r"did you mean 'intensity.memory'"):
        table["intensity.memry"]


def test_a_range_that_is_none_is_refused(made_up: PriorFiles, tmp_path: Path) -> None:
    table = fit_priors(made_up, 1)
    bad = replace(table, rows=(replace(table.rows[0], low90=9.0, high90=8.0),))
    (tmp_path / "priors.csv").write_text(as_csv(bad), encoding="utf-8")
    with pytest.raises(SourceError, match=r"priors.csv row 2: low90 9, high90 8"):
        load(tmp_path / "priors.csv")


def test_every_prior_is_finite_ordered_and_has_a_source(made_up: PriorFiles) -> None:
    for row in fit_priors(made_up, 1).rows:
        assert math.isfinite(row.mean + row.sd + row.low90 + row.high90)
        assert row.low90 <= row.high90
        assert row.sd >= 0
        assert row.unit and row.source and row.method
        assert row.n > 0


def test_each_file_has_an_address() -> None:
    assert all(u.startswith("https://raw.githubusercontent.com/") for u in URLS.values())
    assert set(URLS) == set(PriorFiles.__dataclass_fields__)


def test_the_threshold_is_found_where_it_was_put() -> None:
    rng = np.random.default_rng(1)
    n = 4000
    x, posture = rng.normal(0.5, 1.0, n), rng.integers(4, size=n)
    theta = np.array([-1.0, 0.0, 0.5, 1.0])
    happened = (rng.random(n) < 1 / (1 + np.exp(-(x - theta[posture]) / 0.8))) * 1.0
    war = rng.integers(40, size=n).astype(str)
    a = threshold.Attacks(x, posture, war, np.ones(n), happened)
    draws = threshold.threshold_draws(a, happened, 60, rng)
    np.testing.assert_allclose(draws[:, 1:].mean(axis=0), theta, atol=0.2)
    assert np.exp(draws[:, 0]).mean() == pytest.approx(0.8, abs=0.1)


def test_exponents_are_found_where_they_were_put() -> None:
    rng = np.random.default_rng(2)
    strength = np.exp(rng.normal(10, 1, size=(3000, 2)))
    log = 0.3 * np.log(strength) + 0.6 * np.log(strength[:, ::-1]) - 2
    per_day = np.exp(log + 0.2 * rng.normal(size=log.shape))
    found = attrition.BattleLosses(
        strength, per_day, np.zeros(3000, dtype=np.intp), rng.integers(30, size=3000).astype(str)
    )
    draws = attrition.exponent_draws(found, 40, rng)
    np.testing.assert_allclose(draws.mean(axis=0), [0.3, 0.6, 0.2], atol=0.02)


@given(st.floats(-1, 2), st.floats(0.01, 0.5))
def test_a_widened_exponent_holds_each_law(centre: float, spread: float) -> None:
    mean, sd = attrition.widened(np.array([centre - spread, centre + spread]))
    for law in (0.0, 1.0):
        assert abs(law - mean) <= attrition.Z90 * sd + 1e-9


def test_a_forecast_of_losses_knows_nothing_of_the_day_or_after(made_up: PriorFiles) -> None:
    campaign = ardennes.read(made_up.ardennes)
    losses = campaign.losses.copy()
    losses[:, 10:] *= 7
    changed = replace(campaign, losses=losses)
    forecasters = (
        *(day_losses.autocorrelated, day_losses.middle, day_losses.last_value),
        *(day_losses.moving_average, day_losses.law("linear")),
    )
    for forecast in forecasters:
        np.testing.assert_array_equal(forecast(campaign, 10), forecast(changed, 10))


def test_the_expanding_mean_has_no_skill_over_itself(made_up: PriorFiles) -> None:
    campaign = ardennes.read(made_up.ardennes)
    assert day_losses.skill(campaign, day_losses.expanding_mean) == 0.0


def test_a_hazard_is_exits_over_years_lived_through() -> None:
    quick = [replace(EPISODE, conflict=i) for i in range(40)]
    found = termination.hazards(quick, 200, np.random.default_rng(1))
    assert found.exposure_years[0] == pytest.approx(40 * 20 / 365.25)
    assert found.exits[0].tolist() == [40, 0]
    assert found.per_year[:, 0, 0].mean() == pytest.approx(40.5 / (800 / 365.25), rel=0.05)


def test_low_activity_is_quiet_and_all_else_has_ended() -> None:
    kinds = [termination.kind_of(n) for n in range(1, 7)]
    assert kinds == ["ended", "ended", "ended", "ended", "quiet", "ended"]


def test_a_year_without_a_day_is_spread_over_the_year() -> None:
    vague = replace(EPISODE, end=date(1990, 12, 31), end_year_only=True)
    found = termination.hazards([vague] * 30, 100, np.random.default_rng(1))
    assert 0 < found.exits[0, 0] < 10
    assert found.exits[1, 0] > 20


def test_a_war_that_went_on_is_exposure_without_an_exit() -> None:
    going_on = replace(EPISODE, end=None, outcome=None)
    found = termination.hazards([going_on], 10, np.random.default_rng(1))
    assert found.exits.sum() == 0
    assert found.exposure_years.sum() == pytest.approx(31, abs=0.1)


def test_ardennes_reproduces_the_known_figures_and_beats_them(published: PriorFiles) -> None:
    campaign = ardennes.read(published.ardennes)
    for law, r2 in (("square", 0.106), ("linear", 0.214), ("logarithmic", 0.131)):
        assert day_losses.explained(campaign, law) == pytest.approx(r2, abs=0.0005)
    assert day_losses.skill(campaign, day_losses.last_value) == pytest.approx(0.42, abs=0.005)
    assert day_losses.skill(campaign, day_losses.moving_average) == pytest.approx(0.43, abs=0.005)
    assert day_losses.skill(campaign, day_losses.law("linear")) == pytest.approx(0.22, abs=0.005)
    assert day_losses.skill(campaign, day_losses.autocorrelated) > 0.44


def test_speed_does_not_follow_the_ratio(published: PriorFiles) -> None:
    a = threshold.attacks(cdb90.read(published.cdb90), 1600)
    # Spearman's ρ, ties at their mean rank.
    ranks = []
    for x in (a.log_ratio, a.km_per_day):
        _, where, counts = np.unique(x, return_inverse=True, return_counts=True)
        ranks.append((np.cumsum(counts) - (counts - 1) / 2)[where])
    assert abs(np.corrcoef(ranks[0], ranks[1])[0, 1]) < 0.12


def test_the_published_priors_are_what_the_page_says(published: PriorFiles) -> None:
    table = fit_priors(published, 1)
    later = table["termination.ended.interstate_war.later"]
    assert later.low90 < 0.15 < later.mean < 0.4
    assert table["termination.quiet.war.later"].mean == pytest.approx(0.029, abs=0.003)
    for exponent in ("own", "enemy"):
        row = table[f"attrition.exponent.{exponent}"]
        assert row.low90 <= 0.001
        assert row.high90 >= 0.999
