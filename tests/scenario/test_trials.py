"""Trials: what history tried, what it teaches of the law, and what an answer tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from standoff import scenario
from standoff.domain import war as wars
from standoff.domain.outcomes import truth
from standoff.domain.war import War
from standoff.errors import ScenarioError, WarDefinitionError
from standoff.evaluation.trials import changes, eve, in_reach
from standoff.report.whatif.page import whatif_page
from standoff.report.whatif.text import as_json, as_text
from standoff.scenario import draws, trials
from standoff.scenario.paired_run import paired_run
from standoff.scenario.trials import CARRIED, ScoredTrial
from whatifs import AS_OF, SHORT, read

TRIAL = """
[[trial]]
from = {begins}
{to}
happened = "The road was cut."
source = "https://example.org/road"
"""
STOOD_STILL = (0.9, 0.88, 0.85, 0.7, 0.4, 0.1)
"""Odds of what came by each share, where the more the front carried the less likely it was."""


def row(p_carried: tuple[float, ...] = STOOD_STILL, begins: date = AS_OF) -> ScoredTrial:
    eve_of = begins - timedelta(days=1)
    target = eve_of + timedelta(days=30)
    nothing = (0.0, p_carried[0], 0.4, 0.1, 0.5, 1.0, 2.0)
    return ScoredTrial("aa-short", begins, eve_of, 30, target, "standstill", *nothing, p_carried)


def tried(tmp_path: Path, war: War, begins: date, ends: date | None = None) -> scenario.Scenario:
    to = f"to = {ends}" if ends else ""
    return read(tmp_path, war, SHORT + TRIAL.format(begins=begins, to=to))


@pytest.fixture
def scored(war: War, tmp_path: Path) -> Iterator[War]:
    """The war with a trials.csv of its own."""
    own = replace(war, folder=tmp_path)
    trials.write([row(begins=AS_OF - timedelta(days=60)), row()], own)
    yield own


def test_without_a_trial_none_of_a_change_is_as_likely_as_all() -> None:
    weights = trials.weights([])
    assert weights[0] == weights[-1] == pytest.approx(1 / len(CARRIED))


def test_a_trial_after_which_nothing_moved_speaks_against_a_large_share_and_a_rout_for_one() -> (
    None
):
    still, rout = trials.weights([row()]), trials.weights([row(STOOD_STILL[::-1])])
    assert still[0] > still[-1] * 5
    assert rout[-1] > rout[0] * 5


def test_trials_at_one_time_have_one_vote_and_later_ones_another() -> None:
    once = trials.weights([row()])
    twin = replace(row(), scenario="other")
    assert trials.weights([row(), twin]) == pytest.approx(once)
    later = trials.weights([row(), row(begins=AS_OF + timedelta(days=90))])
    assert later[-1] < once[-1]


def test_a_trial_counts_by_its_longest_horizon_and_not_at_all_where_the_share_changes_nothing() -> (
    None
):
    longer = replace(row(STOOD_STILL[::-1]), horizon=90)
    assert trials.teaching([longer, row()]) == [longer]
    assert trials.weights([row((0.5,) * len(CARRIED))]) == pytest.approx(trials.flat_weights())


def test_a_front_that_carries_nothing_stays_on_its_course(
    course: scenario.Baseline, war: War, tmp_path: Path
) -> None:
    asked = [read(tmp_path, war, SHORT)]
    none, all_of_it = (
        paired_run(course, asked, (30,), np.full(draws.PAIRS, share)).after[1].area
        for share in (0.0, 1.0)
    )
    assert not none.any()
    assert np.abs(all_of_it).max() > 1.0


def test_shares_are_drawn_by_their_weight() -> None:
    weights = np.array([0.5, 0.0, 0.0, 0.0, 0.25, 0.25])
    found = draws.carried(weights, 1)
    assert [np.mean(found == share) for share in CARRIED] == pytest.approx(weights, abs=0.02)


def test_an_answer_tells_the_trials_known_by_its_day_and_no_later_one(
    course: scenario.Baseline, scored: War, war: War, tmp_path: Path
) -> None:
    early, late = AS_OF - timedelta(days=60), AS_OF
    text = SHORT + "".join(TRIAL.format(begins=day, to="") for day in (early, late))
    asked = read(tmp_path, war, text)
    own = replace(course, known=replace(course.known, war=scored))
    found = scenario.compare(own, [asked], (30,))
    assert [one.begins for one in found.trials.forecasts] == [early]
    assert "Tried 1 time" in found.trials.sentence and "worse" in found.trials.sentence
    assert found.trials.carried is not None
    assert found.trials.carried["0"] > found.trials.carried["1"]
    for shown in (as_text(found, scored), whatif_page(found, scored), as_json(found)):
        assert "The road was cut." in shown
    assert "Not tried" in scenario.compare(course, [asked], (30,)).trials.sentence


def test_scored_trials_are_read_as_they_were_written_and_a_bad_row_is_named(scored: War) -> None:
    assert trials.known_by(scored, date(2100, 1, 1))[1] == row()
    path = scored.folder / trials.FILE
    path.write_text(path.read_text().replace("standstill,0", "standstill,x", 1))
    with pytest.raises(WarDefinitionError, match="row 2"):
        trials.known_by(scored, AS_OF)


def test_a_trial_is_asked_about_on_its_eve_and_as_long_as_its_time_counts(
    course: scenario.Baseline, war: War, tmp_path: Path
) -> None:
    begins = AS_OF + timedelta(days=1)
    asked = tried(tmp_path, war, begins, begins + timedelta(days=9))
    trial = asked.trials[0]
    assert 0 < (begins - eve(trial, war)).days <= 7
    assert ((eve(trial, war) - war.start).days + 1) % 7 == 0
    assert [change.until for change in changes(trial, asked)] == [trial.ends]
    assert in_reach(trial, course, (30, 90)) == [0]
    assert in_reach(replace(trial, ends=None), course, (30, 90)) == [0, 1]


def test_a_trial_that_ends_before_it_begins_or_begins_with_the_war_is_refused(
    war: War, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError, match="before it begins"):
        tried(tmp_path, war, AS_OF, AS_OF - timedelta(days=1))
    with pytest.raises(ScenarioError, match="first day of the war"):
        tried(tmp_path, war, war.start)


def test_the_shipped_trials_are_scored_by_what_came() -> None:
    ukraine = wars.load("ukraine-2022")
    told = {
        (name, trial.begins)
        for name in scenario.shipped(ukraine)
        for trial in scenario.load(name, ukraine).trials
    }
    rows, came = trials.known_by(ukraine, date(2100, 1, 1)), truth(ukraine)
    assert {(one.scenario, one.begins) for one in rows} == told
    for one in rows:
        assert one.as_of < one.begins
        assert one.outcome == str(came[one.target])


def test_the_stop_of_aid_of_2024_is_no_sure_break_of_the_front() -> None:
    rows = trials.known_by(wars.load("ukraine-2022"), date(2100, 1, 1))
    of_2024 = next(
        r for r in rows if (r.scenario, r.begins.year, r.horizon) == ("ua-aid-stops", 2023, 90)
    )
    assert of_2024.p_carried[-1] < 0.2
    assert 0.5 < of_2024.p_assumed < of_2024.p_unchanged
