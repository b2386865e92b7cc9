from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from invented import START, area, front, known_of, on
from standoff.assessment.build import assess
from standoff.domain.claim import to_table
from standoff.domain.war import War
from standoff.errors import ModelError, ParticlesCollapsedError
from standoff.evaluation.jobs import run
from standoff.forecast.front import BASELINE, MODEL, forecast_front
from standoff.forecast.posterior_cache import (
    _MOST_IN_MEMORY,
    AHEAD,
    FrontPosteriors,
    PosteriorCache,
)
from standoff.model.front.mixture import Component
from standoff.model.serialize import load_front
from standoff.observations.front import FrontSeries, front_series
from standoff.report.forecast_rows import as_hubverse

DAYS = 120


@pytest.fixture
def land(war: War) -> FrontSeries:
    steps = np.random.default_rng(8).normal(2.0, 15.0, DAYS).cumsum()
    return front_series(known_of(war, front((20_000 + steps).tolist()), on(DAYS - 1)))


def same(one: object, other: object) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("state", "lw", "day")
    )


def test_a_belief_read_back_is_the_belief_that_was_kept(
    land: FrontSeries, war: War, tmp_path: Path
) -> None:
    first = FrontPosteriors(tmp_path).of(land, war, 1)
    assert same(FrontPosteriors(tmp_path).of(land, war, 1), first)
    assert same(FrontPosteriors().of(land, war, 1), first)


def test_a_week_more_costs_a_week_and_gives_what_the_whole_run_gives(
    land: FrontSeries, war: War, tmp_path: Path
) -> None:
    kept = FrontPosteriors(tmp_path)
    kept.of(land.until(land.last - 7), war, 1)
    assert same(kept.of(land, war, 1), FrontPosteriors().of(land, war, 1))


def test_a_damaged_file_is_made_again_and_replaced(
    land: FrontSeries, war: War, tmp_path: Path
) -> None:
    first = FrontPosteriors(tmp_path).of(land, war, 1)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:100])
    assert same(FrontPosteriors(tmp_path).of(land, war, 1), first)
    assert file.read_bytes() == whole


def test_other_readings_or_another_seed_are_another_belief(
    land: FrontSeries, war: War, tmp_path: Path
) -> None:
    kept = FrontPosteriors(tmp_path)
    first = kept.of(land, war, 1)
    moved = front_series(
        known_of(war, front((land.km2 + 50.0 * np.arange(DAYS)).tolist()), on(DAYS - 1))
    )
    assert not same(kept.of(moved, war, 1), first)
    assert not same(kept.of(land, war, 2), first)


def test_another_definition_of_the_war_is_never_answered_from_what_the_old_one_made(
    land: FrontSeries, war: War, tmp_path: Path
) -> None:
    kept = FrontPosteriors(tmp_path)
    kept.of(land, war, 1)
    (note,) = kept.notes(land, war, 1, "weeks.json")[-1:]
    limits, priors = war.thresholds, war.priors
    for other in (
        replace(war, thresholds=replace(limits, standstill_m_per_day=20.0)),
        replace(war, priors=replace(priors, quiet_per_year=0.5)),
        replace(war, front=(replace(war.front[0], km=500.0), *war.front[1:])),
    ):
        assert kept.notes(land, other, 1, "weeks.json")[-1] != note
    (first,) = tmp_path.iterdir()
    kept.of(land, replace(war, thresholds=replace(limits, break_m_per_day=60.0)), 1)
    assert set(tmp_path.iterdir()) > {first}


def test_what_is_made_ahead_is_read_and_never_throws_out_what_was_asked_for(
    land: FrontSeries, war: War, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standoff.forecast.posterior_cache._MOST_FILES", 1)
    asked, ahead = FrontPosteriors(tmp_path), FrontPosteriors(tmp_path / AHEAD)
    asked.of(land.until(60), war, 1)
    (kept,) = tmp_path.iterdir()
    for last in (70, 80, 90):
        ahead.of(land.until(last), war, 1)
    assert kept.is_file()
    (made,) = (tmp_path / AHEAD).iterdir()
    monkeypatch.setattr(
        "standoff.forecast.posterior_cache.particles.start", lambda *_: pytest.fail("begun anew")
    )
    assert same(FrontPosteriors(tmp_path).of(land.until(90), war, 1), load_front(made))


def test_the_beliefs_that_were_used_last_stay(
    land: FrontSeries, war: War, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standoff.forecast.posterior_cache._MOST_FILES", 2)
    for last in (60, 61):
        FrontPosteriors(tmp_path).of(land.until(last), war, 1)
    first, second = sorted(tmp_path.iterdir(), key=lambda path: path.stat().st_mtime)
    for age, path in enumerate((second, first)):
        os.utime(path, (0, age))
    os.utime(first, (0, 0))
    FrontPosteriors(tmp_path).of(land.until(60), war, 1)
    FrontPosteriors(tmp_path).of(land.until(62), war, 1)
    assert first.is_file()
    assert not second.is_file()


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    land: FrontSeries, war: War, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("")
    assert FrontPosteriors(tmp_path / "taken" / "folder").of(land, war, 1).week > 0


def test_without_a_front_the_model_does_not_speak_and_the_baseline_is_named(war: War) -> None:
    nothing = front_series(known_of(war, [], START))
    with pytest.raises(ModelError, match="no day of the front is known"):
        FrontPosteriors().of(nothing, war, 1)
    assert forecast_front(nothing, war, START, 1, FrontPosteriors()).name == BASELINE


def test_gaps_of_weeks_are_gone_through(war: War) -> None:
    steps = np.random.default_rng(8).normal(2.0, 15.0, DAYS).cumsum() + 20_000
    claims = [c for c in front(steps.tolist()) if not on(40) < c.happened_to < on(90)]
    land = front_series(known_of(war, claims, on(DAYS - 1)))
    ahead = forecast_front(land, war, on(DAYS - 1), 1, FrontPosteriors())
    assert ahead.name == MODEL
    assert sum(ahead.odds(30).values()) == pytest.approx(1.0)


def test_a_last_day_off_the_week_does_not_hide_what_was_drawn_weekly(war: War) -> None:
    weeks = [area(7 * k, 1000.0 + 20.0 * k) for k in range(30)]
    until = front_series(known_of(war, weeks, on(300)))
    beyond = front_series(known_of(war, [*weeks, area(7 * 29 + 2, 1585.0)], on(300)))
    widths = [
        np.ptp(
            np.quantile(
                forecast_front(land, war, on(7 * 29 + 2), 1, FrontPosteriors()).paths(30).at(30),
                (0.05, 0.95),
            )
        )
        for land in (until, beyond)
    ]
    assert 0.5 < widths[1] / widths[0] < 2


def test_an_old_map_says_nothing_of_this_week(land: FrontSeries, war: War) -> None:
    later = on(DAYS - 1) + timedelta(days=15)
    assert np.isnan(forecast_front(land, war, later, 1, FrontPosteriors()).still_now())
    assert not np.isnan(forecast_front(land, war, on(DAYS - 1), 1, FrontPosteriors()).still_now())


def test_hubverse_rows_have_its_columns_23_quantiles_and_odds_that_sum_to_1(
    land: FrontSeries, war: War
) -> None:
    known = known_of(war, front(land.km2.tolist()), on(DAYS - 1))
    lines = as_hubverse(
        forecast_front(land, war, on(DAYS - 1), 1, FrontPosteriors()), known
    ).splitlines()
    assert lines[0] == (
        "reference_date,target,horizon,location,target_end_date,output_type,output_type_id,value"
    )
    rows = [line.split(",") for line in lines[1:]]
    at30 = [row for row in rows if row[2] == "30"]
    assert {date.fromisoformat(row[4]) for row in at30} == {on(DAYS - 1) + timedelta(days=30)}
    assert sum(row[5] == "quantile" for row in at30) == 23
    # As a hub adds them up: exactly, of what is written.
    for days in ("30", "90", "180"):
        assert sum(Decimal(row[7]) for row in rows if row[2] == days and row[5] == "pmf") == 1


def test_results_come_in_the_order_of_the_items_and_a_fault_comes_through() -> None:
    told: list[int] = []
    assert run(abs, [-3, 2, -1], workers=2, done=told.append) == [3, 2, 1]
    assert told == [1, 2, 3]
    with pytest.raises(ValueError, match="invalid literal"):
        run(int, ["1", "x"], workers=1)


def test_a_week_that_nothing_explains_is_an_error_that_names_its_claim(war: War) -> None:
    sharp = Component(
        phi=1.0, q=0.0, g=0.0, tau=0.0, pull=0.0, dof_noise=np.inf, skew=0.0,
        mobile_rate=300.0, mobile_h=-1.0, mobile_h_sd=0.0,
    )  # fmt: skip
    claims = front([20_000.0] * 30)
    land = front_series(known_of(war, claims, on(29)))
    with pytest.raises(ParticlesCollapsedError) as raised:
        FrontPosteriors(members=(sharp,)).of(land, war, 1)
    assert any(f"It is claim {c.claim_id} of map." in str(raised.value) for c in claims)
    assert str(raised.value).startswith("week ending 2020-01-16: 20\u202f000 km²")


@pytest.mark.parametrize("wrong_km2", [0.0, 99_000.0])
def test_an_impossible_jump_is_survived_and_told_with_its_day_and_reason(
    war: War, wrong_km2: float
) -> None:
    levels = [20_000.0 + 15.0 * (i * 7919 % 11 - 5) for i in range(DAYS)]
    levels[DAYS - 15] = wrong_km2
    found = assess(to_table(front(levels)), war, on(DAYS - 1))
    (standstill,) = (q for q in found.questions if q.id == "standstill")
    told = f"of {on(DAYS - 15)} was rejected"
    assert told in standstill.because
    assert "km² in a week" in standstill.because
    assert sum(found.outcomes["30"].values()) == pytest.approx(1.0)


def test_many_threads_may_ask_one_cache_at_once(switching_often: None) -> None:
    cache: PosteriorCache[int] = PosteriorCache(None, lambda _: 0, lambda *_: None)

    def ask(thread: int) -> None:
        for i in range(20_000):
            cache.remember(str((7 * i + thread) % 9), i)
            cache.take(str((i + thread) % 9))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(ask, range(8)))
    cache.remember("last", 1)
    assert len(cache._in_memory) == _MOST_IN_MEMORY


def test_a_file_that_another_process_took_out_of_the_cache_turns_nothing_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    monkeypatch.setattr(Path, "iterdir", lambda _: iter([gone]))
    monkeypatch.setattr(Path, "is_file", lambda path: path == gone)
    cache: PosteriorCache[int] = PosteriorCache(tmp_path, lambda _: 0, lambda *_: None)
    cache.keep("a", 1)
    assert cache.folder == tmp_path
