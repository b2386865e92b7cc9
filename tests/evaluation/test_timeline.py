from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import invented
from invented import front, known_of, on
from standoff.domain.outcomes import wide_of
from standoff.domain.war import War
from standoff.errors import WarDefinitionError
from standoff.evaluation.timeline import Week, as_json, weeks
from standoff.evaluation.track_record import track_record
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.observations.front import FrontSeries, front_series

DAYS = 200
OUTCOMES = f"""date,outcome,provisional
{on(61)},standstill,false
{on(68)},AA_creeps,true
{on(199)},AA_breaks,false
"""


@pytest.fixture
def land(war: War) -> FrontSeries:
    levels = [20_000 + 9.0 * i + 150.0 * np.sin(i / 11) for i in range(DAYS)]
    return front_series(known_of(war, front(levels), on(DAYS - 1)))


def _war(tmp_path: Path, outcomes: str = OUTCOMES) -> War:
    folder = invented.write_war(tmp_path / "war")
    (folder / "outcomes.csv").write_text(outcomes, encoding="utf-8")
    return invented.load(folder)


def _weeks(land: FrontSeries, war: War) -> tuple[Week, ...]:
    return weeks(land, war, on(DAYS - 1), 3, FrontPosteriors())


def test_it_says_what_the_record_of_the_rule_says(land: FrontSeries, war: War) -> None:
    said = _weeks(land, war)
    past = track_record(said, war, on(DAYS - 1)).past
    assert [(w.date, w.narrow, w.happened) for w in said] == [
        (p.day, p.narrow, p.happened) for p in past
    ]


def test_odds_sum_to_1_and_wide_holds_narrow(land: FrontSeries, war: War) -> None:
    for week in _weeks(land, war):
        assert sum(week.outcomes.values()) == pytest.approx(1)
        assert week.narrow <= week.wide <= 1
        assert week.wide == wide_of(week.outcomes)


def test_a_later_level_never_changes_an_earlier_week(land: FrontSeries, war: War) -> None:
    said = _weeks(land, war)
    shorter = _weeks(land.until(land.last - 28), war)
    assert shorter == said[: len(shorter)]
    assert len(shorter) == len(said) - 4


def test_weeks_read_back_from_a_folder_are_the_same(
    land: FrontSeries, war: War, tmp_path: Path
) -> None:
    kept = FrontPosteriors(tmp_path / "beliefs")
    first = weeks(land, war, on(DAYS - 1), 3, kept)
    assert list((tmp_path / "beliefs").glob("*.weeks.json"))
    assert weeks(land, war, on(DAYS - 1), 3, FrontPosteriors(tmp_path / "beliefs")) == first
    for path in (tmp_path / "beliefs").iterdir():
        path.write_bytes(path.read_bytes()[:60])
    assert weeks(land, war, on(DAYS - 1), 3, FrontPosteriors(tmp_path / "beliefs")) == first


def test_a_week_forecast_for_an_earlier_day_is_not_made_again(
    land: FrontSeries, war: War, tmp_path: Path
) -> None:
    kept = FrontPosteriors(tmp_path)
    weeks(land.until(land.last - 14), war, on(DAYS - 15), 3, kept)
    kept.of(land.until(land.last - 14), war, 3)
    assert len(list(kept.weekly(land, war, 3, len(kept.notes(land, war, 3, "x")) - 3))) == 2
    marked = next(tmp_path.glob("*.weeks.json"))
    rows = json.loads(marked.read_text())
    rows[0]["narrow"] = 0.5
    marked.write_text(json.dumps(rows))
    gone_on, whole = weeks(land, war, on(DAYS - 1), 3, kept), _weeks(land, war)
    assert gone_on[0].narrow == 0.5
    assert gone_on[1:] == whole[1:]


def test_what_happened_is_that_of_30_days_on_and_provisional_where_the_file_says_so(
    land: FrontSeries, tmp_path: Path
) -> None:
    said = {w.date: w for w in _weeks(land, _war(tmp_path))}
    assert (said[on(31)].happened, said[on(31)].provisional) == ("standstill", False)
    assert (said[on(38)].happened, said[on(38)].provisional) == ("AA_creeps", True)
    assert said[on(45)].happened == ""


def test_an_outcome_after_the_as_of_date_is_not_looked_at(
    land: FrontSeries, tmp_path: Path
) -> None:
    said = weeks(land, _war(tmp_path), on(65), 3, FrontPosteriors())
    assert [w.date for w in said if w.happened] == [on(31)]


def test_a_file_of_outcomes_without_a_date_is_an_error(land: FrontSeries, tmp_path: Path) -> None:
    with pytest.raises(WarDefinitionError, match=r"outcomes\.csv row 2"):
        _weeks(land, _war(tmp_path, "date,outcome,provisional\nsoon,standstill,true\n"))


def test_a_war_without_a_front_has_no_weeks(war: War) -> None:
    nothing = front_series(known_of(war, [], on(50)))
    assert weeks(nothing, war, on(50), 3, FrontPosteriors()) == ()


def test_json_is_sorted_and_rounded_and_has_null_for_what_is_not_known(war: War) -> None:
    odds = {"standstill": 0.123456, "ended": 0.876544}
    week = Week(on(7), 0.123456, 0.2, float("nan"), odds, "")
    text = as_json([week], war)
    read = json.loads(text)
    assert read["schema"] == "standoff.timeline/1"
    assert read["weeks"][0]["narrow"] == 0.1235
    assert read["weeks"][0]["now"] is None
    assert read["weeks"][0]["happened"] is None
    assert text == json.dumps(read, sort_keys=True, ensure_ascii=False, indent=1) + "\n"
