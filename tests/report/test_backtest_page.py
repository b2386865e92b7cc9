from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from invented import on
from pages import HOSTILE, Page, parsed
from standoff.domain import war as wars
from standoff.domain.war import War
from standoff.errors import UnknownNameError
from standoff.evaluation.backtest import Backtest, means
from standoff.evaluation.rolling_origin import (
    LEVELS,
    OUTCOME,
    STANDSTILL,
    TERRITORY,
    BacktestPlan,
    Scored,
)
from standoff.evidence.store import Store
from standoff.report.charts.figure import Figure
from standoff.report.track_record import charts
from standoff.report.track_record.page import backtest_page
from standoff.report.track_record.summary import (
    Track,
    by_year,
    forecasts,
    indexed,
    misses,
    verdict,
    versus,
)
from standoff.report.track_record.wording import bet, place, sentence

STATED = "losses.AA.personnel_total"
SECRET = "a-folder-of-somebody"
WEEKS = 70
BASE = "half persistence"
MODELS = ("model", BASE, "no change", "base rate", "last pace")
SURE, UNSURE = 30, 90
WORST = on(7 * 40)


def _plan(models: tuple[str, ...] = MODELS) -> BacktestPlan:
    last = on(7 * WEEKS + UNSURE)
    war = replace(wars.load("ukraine-2022"), name="testland")
    return BacktestPlan(war, Store(Path(SECRET)), on(0), last, 7, (SURE, UNSURE), models, 1)


def _number(day: date, model: str, target: str, horizon: int, crps: float, pit: float) -> Scored:
    middle = 1000.0 * (1 - pit)
    inside = {half: float(abs(pit - 0.5) <= half / 2) for half in (0.5, 0.9)}
    return Scored(
        day,
        model,
        target,
        horizon,
        {str(level): middle + 1000.0 * (level - 0.5) for level in LEVELS},
        {},
        500.0,
        "",
        crps=crps,
        pit=pit,
        cover50=inside[0.5],
        cover90=inside[0.9],
    )


def _still(day: date, model: str, horizon: int, p: float, came: bool) -> Scored:
    brier = (p - came) ** 2
    log = -float(np.log(p if came else 1 - p))
    truth = float(came)
    return Scored(
        day, model, STANDSTILL, horizon, {}, {STANDSTILL: p}, truth, "", brier=brier, log_score=log
    )


def _outcome(day: date, model: str, horizon: int, p: float, came: bool) -> Scored:
    odds = {"standstill": p, "AA_creeps": 1 - p}
    outcome = "standstill" if came else "AA_creeps"
    brier, log = 2 * (p - came) ** 2, -float(np.log(odds[outcome]))
    return Scored(day, model, OUTCOME, horizon, {}, odds, None, outcome, brier=brier, log_score=log)


def _week(k: int) -> list[Scored]:
    """A model that is 30 better than the baseline at 30 days, and now better, now worse at 90."""
    day, came = on(7 * k), k % 3 != 0
    rows = []
    for horizon in (SURE, UNSURE):
        swing = 200.0 if (k // 18) % 2 else -120.0
        crps = {
            "model": 400.0 if day == WORST else 100.0 + k % 5,
            BASE: 130.0 + k % 5 if horizon == SURE else 100.0 + k % 5 + swing / 4,
            "no change": 160.0 + k % 7,
        }
        for i, (model, score) in enumerate(crps.items()):
            rows.append(_number(day, model, TERRITORY, horizon, score, (k * 7 % 20 + 0.5) / 20))
            rows.append(_still(day, model, horizon, 0.62 - 0.1 * i, came))
        rows += [
            _outcome(day, "model", horizon, 0.7, came),
            _outcome(day, "base rate", horizon, 0.55, came),
            _number(day, "last pace", STATED, horizon, 0.1 + 0.01 * (k % 3), 0.4),
        ]
    return rows


def _backtest(weeks: int = WEEKS, change: Callable[[Scored], Scored] = lambda r: r) -> Backtest:
    rows = tuple(change(row) for k in range(weeks) for row in _week(k))
    models = tuple(dict.fromkeys([*(r.model for r in rows)]))
    plan = _plan(models)
    return Backtest(plan, "d1ge57", rows, means(rows, plan), len(rows), 0, {})


@pytest.fixture(scope="module")
def result() -> Backtest:
    return _backtest()


@pytest.fixture(scope="module")
def track(result: Backtest, war: War) -> Track:
    return indexed(result, war)


@pytest.fixture(scope="module")
def text(result: Backtest, war: War) -> str:
    return backtest_page(result, war)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return parsed(text)


@pytest.fixture(scope="module")
def attacked(war: War) -> Page:
    def renamed(row: Scored) -> Scored:
        return replace(row, model=HOSTILE if row.model == "model" else row.model)

    hostile = replace(war, title=HOSTILE)
    return parsed(backtest_page(_backtest(30, renamed), hostile, command=HOSTILE))


def _words(page: Page) -> str:
    return " ".join(" ".join(page.words).split())


def _counts(figure: Figure, column: int) -> dict[str, int]:
    """The whole numbers of a column, summed by how far ahead."""
    assert figure.table is not None
    found: dict[str, int] = {}
    for row in figure.table.rows:
        found[row[0]] = found.get(row[0], 0) + int(re.sub(r"\D", "", row[column]))
    return found


def test_the_same_backtest_gives_the_same_bytes(result: Backtest, war: War) -> None:
    small = replace(result, forecasts=result.forecasts[: 11 * 2 * 12])
    small = replace(small, means=means(small.forecasts, small.plan))
    assert backtest_page(small, war) == backtest_page(small, war)


def test_nothing_in_the_page_is_fetched_or_run(page: Page, text: str) -> None:
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "iframe", "object", "embed", "img", "base", "form", "use", "image"}
    assert page.values("src") == []
    assert all(href.startswith(("#", "data:,")) for href in page.values("href"))
    assert "url(" not in text
    policy = [a for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy[0]["content"].startswith("default-src 'none'")


def test_text_from_outside_stays_text(attacked: Page) -> None:
    tags = {tag for tag, _ in attacked.elements}
    assert not tags & {"script", "img"}
    assert not [name for _, a in attacked.elements for name in a if name.startswith("on")]
    assert sum(HOSTILE in words for words in attacked.words) >= 10


def test_where_claims_lie_is_no_business_of_the_page(text: str) -> None:
    assert SECRET not in text


def test_a_bet_needs_an_interval_that_leaves_out_0(track: Track, page: Page) -> None:
    sure, unsure = (verdict(track, TERRITORY, h) for h in (SURE, UNSURE))
    assert sure is not None
    assert sure.best.model == "model"
    assert sentence(track, sure).endswith("You would bet on it.")
    assert unsure is not None
    assert unsure.against is not None
    assert unsure.against.low <= 0 <= unsure.against.high
    assert bet(unsure) == "You would not bet on it: the interval holds 0."
    lead = f"you would bet on “model” at {SURE} days, at {UNSURE} days on nobody yet."
    assert f"Change of territory: {lead}" in _words(page)


def test_the_best_is_set_against_the_best_baseline_over_the_same_dates(track: Track) -> None:
    found = verdict(track, TERRITORY, SURE)
    assert found is not None
    assert found.against is not None
    assert found.against.rival == BASE
    worse = 300.0 / WEEKS
    assert found.against.by == pytest.approx(30 - worse, abs=0.1)
    assert found.against.n == WEEKS


def test_every_model_stands_in_the_table_of_what_it_forecasts(page: Page, track: Track) -> None:
    rows = [a for tag, a in page.elements if tag == "th" and a.get("scope") == "rowgroup"]
    # The table of who is best has one a target, that of scores one a target and horizon; standstill
    # stands beside territory there.
    assert len(rows) == len(track.targets) + 2 * (len(track.targets) - 1)
    said = [word.strip() for word in page.words]
    for model, times in (("no change", 2), ("base rate", 2), ("last pace", 2)):
        assert said.count(model) >= times


def test_the_best_is_marked_in_words(page: Page, track: Track) -> None:
    marks = sum(word.strip() == "best" for word in page.words)
    assert marks >= len(track.targets) * len(track.horizons)


def test_a_baseline_that_leads_is_set_against_the_next_best_of_all(war: War) -> None:
    def switched(row: Scored) -> Scored:
        names = {"model": BASE, BASE: "model"}
        return replace(row, model=names.get(row.model, row.model))

    found = verdict(indexed(_backtest(WEEKS, switched), war, "model"), TERRITORY, UNSURE)
    assert found is not None
    assert found.best.model == BASE
    assert found.against is not None
    assert found.against.rival == "model"
    assert not found.against.bet
    assert found.place == 2


def test_a_level_model_is_no_bet(war: War) -> None:
    def levelled(row: Scored) -> Scored:
        return replace(row, crps=100.0) if row.target == TERRITORY else row

    found = verdict(indexed(_backtest(30, levelled), war), TERRITORY, SURE)
    assert found is not None
    assert bet(found).startswith("It is level with")


def test_few_separate_windows_give_no_interval_however_far_apart_two_models_lie(war: War) -> None:
    short = indexed(_backtest(2 * SURE // 7), war)
    (against, *_) = versus(short, forecasts(short, TERRITORY, SURE), "model")
    assert against.by > 25
    assert not against.bet
    assert np.isnan(against.low)
    found = verdict(short, TERRITORY, SURE)
    assert found is not None
    assert "too few separate windows" in bet(found)


def test_a_model_on_fewer_dates_is_never_the_best(result: Backtest, war: War) -> None:
    lucky = [
        replace(row, model="lucky", crps=1.0)
        for row in result.forecasts
        if row.target == TERRITORY and row.model == "model" and row.date < on(70)
    ]
    rows = (*result.forecasts, *lucky)
    plan = _plan((*MODELS, "lucky"))
    found = verdict(
        indexed(Backtest(plan, "", rows, means(rows, plan), len(rows), 0, {}), war), TERRITORY, SURE
    )
    assert found is not None
    assert found.best.model == "model"


def test_years_are_those_of_the_target_and_add_up(track: Track) -> None:
    found = by_year(track, TERRITORY, UNSURE, "model")
    assert sorted(found) == [2020, 2021]
    counts = {year: next(v.n for v in rows if v.rival == BASE) for year, rows in found.items()}
    days = [on(7 * k) + timedelta(days=UNSURE) for k in range(WEEKS)]
    assert counts == {y: sum(d.year == y for d in days) for y in (2020, 2021)}


def test_worst_misses_come_first_and_are_four_weeks_apart(track: Track) -> None:
    found = misses(track, TERRITORY)
    assert found[0].row.date == WORST
    assert found[0].rival == BASE
    assert 0 < len(found) <= 10
    for horizon in (SURE, UNSURE):
        days = sorted(m.row.date for m in found if m.row.horizon_days == horizon)
        assert all((b - a).days >= 28 for a, b in pairwise(days))


def test_counts_of_calibration_add_up_to_the_forecasts(track: Track) -> None:
    ahead = {f"{h} d": WEEKS for h in (SURE, UNSURE)}
    assert _counts(charts.ranks(track, TERRITORY), 2) == ahead
    assert _counts(charts.reliability(track, STANDSTILL), 3) == ahead
    pooled = {name: 2 * n for name, n in ahead.items()}
    assert _counts(charts.reliability(track, OUTCOME), 3) == pooled


def test_ghosts_count_what_fell_outside(track: Track) -> None:
    figure = charts.ghosts(track, TERRITORY)
    outside = sum(not r.cover90 for r in track.rows[TERRITORY, SURE, "model"])
    assert outside > 0
    assert f"30 days ahead: {outside} of {WEEKS} outside" in str(figure.svg)


def test_every_chart_has_unit_source_key_and_table(track: Track) -> None:
    drawn = [charts.differences(track, TERRITORY), charts.years(track, TERRITORY)]
    drawn += [charts.ranks(track, STATED), charts.reliability(track, OUTCOME)]
    for figure in [*drawn, charts.ghosts(track, STATED)]:
        assert any(unit in figure.title for unit in ("km²", "%", "soldiers"))
        assert "Source: our own forecasts" in figure.source
        assert figure.key
        assert figure.table is not None
        assert {len(row) for row in figure.table.rows} == {len(figure.table.columns)}


def test_a_target_with_one_model_says_that_nobody_else_forecasts_it(track: Track) -> None:
    for chart in (charts.differences, charts.years):
        figure = chart(track, STATED)
        assert figure.svg is None
        assert figure.caption == "No other model forecasts this beside “last pace”."
    found = verdict(track, STATED, SURE)
    assert found is not None
    assert bet(found) == "Nobody else forecasts this on the same dates."


def test_another_model_can_be_set_against_all(result: Backtest, war: War) -> None:
    other = indexed(result, war, BASE)
    (first, *_) = versus(other, forecasts(other, TERRITORY, SURE), BASE)
    assert first.rival == "model"
    assert first.by < 0
    with pytest.raises(UnknownNameError, match="modell"):
        indexed(result, war, "modell")


def test_headings_go_down_by_one_level_at_a_time_and_ids_are_unique(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.values("href", "a")} <= set(ids)


def test_how_it_was_made_can_be_repeated(page: Page) -> None:
    words = _words(page)
    assert "d1ge57" in words
    assert "seed 1" in words
    assert "standoff backtest testland-2020 --from 2020-01-01" in words
    assert "--every 7 --horizons 30,90" in words


def test_a_page_weighs_less_than_2_5_mb(text: str) -> None:
    assert len(text.encode()) < 2_500_000


def test_without_a_resolved_forecast_the_page_says_so(war: War) -> None:
    def open_still(row: Scored) -> Scored:
        nan = float("nan")
        return replace(row, truth=None, outcome="", crps=nan, brier=nan)

    page = parsed(backtest_page(_backtest(3, open_still), war))
    assert (
        "No forecast of this backtest has been resolved yet: there is nothing to score."
        in _words(page)
    )
    assert "figure" not in {tag for tag, _ in page.elements}


@pytest.mark.parametrize(
    ("number", "says"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (22, "22nd")]
)
def test_places_are_written_as_people_say_them(number: int, says: str) -> None:
    assert place(number) == says


def test_a_win_of_every_date_is_a_win_of_the_mean(track: Track) -> None:
    rivals: Sequence[float] = [
        v.by for v in versus(track, forecasts(track, STANDSTILL, SURE), "model")
    ]
    assert all(by > 0 for by in rivals)
