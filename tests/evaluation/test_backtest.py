from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

import invented
from invented import front, on
from standoff.domain import war as wars
from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.errors import DateError
from standoff.evaluation.backtest import backtest, differences
from standoff.evaluation.forecasters import FORECASTERS, Origin
from standoff.evaluation.rolling_origin import OUTCOME, STANDSTILL, TERRITORY, BacktestPlan
from standoff.evidence.store import Store
from standoff.observations.front import front_series
from standoff.report.track_record.text import as_json, as_text

DAYS = 260
NOW = datetime(2026, 1, 1, tzinfo=UTC)
MODELS = ("model", "half of the last 30 days' pace", "no change", "base rate")


def levels() -> list[float]:
    steps = np.random.default_rng(4).normal(1.0, 12.0, DAYS)
    return [float(x) for x in 20_000 + steps.cumsum()]


def plan_of(tmp_path: Path, claims: Iterable[Claim], name: str = "claims") -> BacktestPlan:
    folder = tmp_path / "war"
    if not folder.exists():
        invented.write_war(folder)
        rows = [f"{on(d)},standstill,false" for d in range(30, DAYS)]
        text = "\n".join(["date,outcome,provisional", *rows]) + "\n"
        (folder / "outcomes.csv").write_text(text, encoding="utf-8")
    Store(tmp_path / name).append(claims, NOW)
    last = on(DAYS - 1)
    war = wars.load(str(folder))
    return BacktestPlan(war, Store(tmp_path / name), on(200), last, 7, (7, 30), MODELS, 1)


def test_every_forecast_is_scored_where_its_target_is_known(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, front(levels()))
    found = backtest(plan)
    rows = [r for r in found.forecasts if r.target == TERRITORY and r.model == "model"]
    assert [r.date for r in rows if r.horizon_days == 30] == [
        on(200 + 7 * k) for k in range((DAYS - 1 - 200 - 30) // 7 + 1)
    ]
    for row in rows:
        i = (row.date - on(0)).days
        assert row.truth == pytest.approx(levels()[i + row.horizon_days] - levels()[i])
        assert list(row.quantiles.values()) == sorted(row.quantiles.values())
    means = {(m.model, m.target, m.horizon_days): m for m in found.means}
    mean = means["model", TERRITORY, 30]
    assert mean.crps == pytest.approx(np.mean([r.crps for r in rows if r.horizon_days == 30]))
    assert means["base rate", OUTCOME, 30].brier < 0.1
    assert 0 <= means["model", STANDSTILL, 7].brier <= 1


@pytest.mark.slow
def test_what_became_known_later_changes_no_earlier_forecast(tmp_path: Path) -> None:
    first = backtest(plan_of(tmp_path, front(levels())))
    corrected = [
        replace(c, value=(c.value or 0.0) + 3000.0, known_at=c.known_at + timedelta(days=45))
        for c in front(levels())
        if c.happened_to == on(190)
    ]
    second = backtest(plan_of(tmp_path, [*front(levels()), *corrected], "later"))
    before = on(190) + timedelta(days=45)
    known = [
        {
            (r.date, r.model, r.target, r.horizon_days): (r.quantiles, r.probabilities)
            for r in found.forecasts
        }
        for found in (first, second)
    ]
    early = [key for key in known[0] if key[0] < before and key[2] != OUTCOME]
    assert early
    assert all(known[0][key] == known[1][key] for key in early)
    assert any(known[0][key] != known[1][key] for key in known[0] if key[0] > before)


@pytest.mark.slow
def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    plan = replace(plan_of(tmp_path, front(levels())), first=on(200), models=MODELS[1:])
    assert as_json(backtest(plan, workers=2)) == as_json(backtest(plan, workers=1))


def test_a_replay_without_a_target_is_an_error(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, front(levels()))
    with pytest.raises(DateError, match="no target 7 days after"):
        backtest(replace(plan, first=plan.last))


def test_the_json_has_the_keys_of_its_contract(tmp_path: Path) -> None:
    found = backtest(replace(plan_of(tmp_path, front(levels())), first=on(220)))
    told = json.loads(as_json(found))
    assert set(told) == {
        "schema", "war", "from", "to", "every", "claims_digest", "scores", "origins", "known", "maps",
    }  # fmt: skip
    assert told["schema"] == "standoff.backtest/1"
    assert set(told["scores"][0]) == {
        "model", "target", "horizon_days", "n", "crps", "crps_low", "crps_high",
        "cover50", "cover90", "brier", "log_score",
    }  # fmt: skip
    assert set(told["origins"][0]) == {
        "date", "model", "target", "horizon_days", "quantiles", "outcome_probabilities",
        "truth", "truth_outcome",
    }  # fmt: skip
    assert "model better by" in as_text(found)
    events = [o["outcome_probabilities"] for o in told["origins"] if o["target"] == OUTCOME]
    assert events
    assert all(sum(odds.values()) == pytest.approx(1.0, abs=1e-9) for odds in events)


def test_a_model_is_better_than_itself_by_nothing(tmp_path: Path) -> None:
    plan = replace(
        plan_of(tmp_path, front(levels())), models=("no change", "climatology, last 180 d")
    )
    found = backtest(plan)
    gain = differences(found.forecasts, "no change", plan)["climatology, last 180 d", TERRITORY, 7]
    assert (gain.mean, gain.low, gain.high) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("name", FORECASTERS)
def test_before_anything_is_counted_a_forecaster_is_silent_and_does_not_fail(
    war: War, name: str
) -> None:
    known = invented.known_of(war, [], on(20))
    said = FORECASTERS[name](Origin(known, front_series(known), 1), (30,))
    assert not said.counts
    assert not said.change_km2
