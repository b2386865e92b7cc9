from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import invented
from invented import START, front, known_of, on, write_war
from standoff.domain.outcomes import truth
from standoff.domain.war import War
from standoff.errors import WarDefinitionError
from standoff.evaluation.timeline import weeks
from standoff.evaluation.track_record import TrackRecord, track_record
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.observations.front import FrontSeries, front_series

DAYS = 140


def with_outcomes(folder: Path, rows: dict[date, str]) -> War:
    write_war(folder)
    text = "date,outcome\n" + "".join(f"{day},{name}\n" for day, name in rows.items())
    (folder / "outcomes.csv").write_text(text, encoding="utf-8")
    return invented.load(folder)


def replay(war: War, as_of: int = DAYS - 1) -> TrackRecord:
    noise = np.random.default_rng(6).normal(0.0, 40.0, DAYS).cumsum()
    land = front_series(known_of(war, front((10_000.0 + noise).tolist()), on(as_of)))
    return scored(land, war, as_of)


def scored(land: FrontSeries, war: War, as_of: int) -> TrackRecord:
    return track_record(weeks(land, war, on(as_of), 5, FrontPosteriors()), war, on(as_of))


def outcome_of(day: date) -> str:
    return "standstill" if day.toordinal() % 3 else "AA_creeps"


def test_the_brier_score_and_that_of_the_base_rate_are_those_by_hand(tmp_path: Path) -> None:
    rows = {on(d): outcome_of(on(d)) for d in range(30, DAYS)}
    found = replay(with_outcomes(tmp_path / "own", rows))
    scored = [p for p in found.past if p.happened]
    assert found.resolved == len(scored) > 5
    squares, base = [], []
    for past in scored:
        hit = float(past.happened == "standstill")
        before = [name for day, name in rows.items() if day <= past.day]
        rate = (before.count("standstill") + 1) / (len(before) + 7)
        squares.append((past.narrow - hit) ** 2)
        base.append((rate - hit) ** 2)
    assert found.brier == pytest.approx(sum(squares) / len(squares))
    assert found.brier_base_rate == pytest.approx(sum(base) / len(base))


def test_forecasts_are_weekly_to_the_last_level_and_targets_30_days_on(tmp_path: Path) -> None:
    rows = {on(d): outcome_of(on(d)) for d in range(30, DAYS)}
    found = replay(with_outcomes(tmp_path / "own", rows))
    days = [p.day for p in found.past]
    assert days[-1] == on(DAYS - 1)
    assert days[0] >= on(30)
    assert {b - a for a, b in pairwise(days)} == {timedelta(days=7)}
    for past in found.past:
        assert past.happened == rows.get(past.day + timedelta(days=30), "")
        assert 0 <= past.narrow <= 1


def test_an_outcome_after_the_day_is_not_known(tmp_path: Path) -> None:
    rows = {on(d): "standstill" for d in range(30, 3 * DAYS)}
    found = replay(with_outcomes(tmp_path / "own", rows))
    for past in found.past:
        assert bool(past.happened) == (past.day + timedelta(days=30) <= on(DAYS - 1))


def test_each_forecast_sees_only_what_lay_before_it(tmp_path: Path) -> None:
    war = with_outcomes(tmp_path / "own", {})
    noise = np.random.default_rng(6).normal(0.0, 40.0, DAYS).cumsum() + 10_000.0
    changed = noise.copy()
    changed[100:] += 9000.0
    first, second = (
        scored(front_series(known_of(war, front(levels.tolist()), on(DAYS - 1))), war, DAYS - 1)
        for levels in (noise, changed)
    )
    assert [p for p in first.past if p.day < on(100)] == [p for p in second.past if p.day < on(100)]
    assert first.past[-1].now != second.past[-1].now


def test_without_truth_or_front_nothing_is_scored(tmp_path: Path, war: War) -> None:
    unresolved = replay(with_outcomes(tmp_path / "own", {}))
    assert unresolved.resolved == 0
    assert math.isnan(unresolved.brier)
    assert math.isnan(unresolved.brier_base_rate)
    assert unresolved.past
    nothing = front_series(known_of(war, [], START))
    assert scored(nothing, war, 0).past == ()
    assert truth(war) == {}


@pytest.mark.parametrize("row", ["someday,standstill", "2020-02-30,standstill"])
def test_a_bad_row_of_the_truth_is_named(tmp_path: Path, row: str) -> None:
    folder = write_war(tmp_path / "own")
    (folder / "outcomes.csv").write_text(f"date,outcome\n2020-02-01,ended\n{row}\n")
    with pytest.raises(WarDefinitionError, match=r"outcomes\.csv row 3"):
        truth(invented.load(folder))


def test_a_truth_without_its_columns_is_named(tmp_path: Path) -> None:
    folder = write_war(tmp_path / "own")
    (folder / "outcomes.csv").write_text("day,what\n2020-02-01,ended\n")
    with pytest.raises(WarDefinitionError, match=r"outcomes\.csv row 2"):
        truth(invented.load(folder))


def test_an_outcome_outside_the_vocabulary_is_named(tmp_path: Path) -> None:
    folder = write_war(tmp_path / "own")
    (folder / "outcomes.csv").write_text("date,outcome\n2020-02-01,stalemate\n")
    with pytest.raises(WarDefinitionError, match=r"outcomes\.csv row 2.*'stalemate'"):
        truth(invented.load(folder))
