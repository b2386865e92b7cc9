"""What-ifs on a war of our own making: what a change does, what it may say, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from invented import on
from standoff import scenario
from standoff.domain import war as wars
from standoff.domain.claim import to_table
from standoff.domain.outcomes import movement_limits
from standoff.domain.war import War
from standoff.errors import ScenarioError, UnknownNameError
from standoff.forecast.outcome_odds import ended_by
from standoff.formatting import written, written_odds
from standoff.model.two_sided import filter as two_sided_filter
from standoff.model.two_sided import interventions
from standoff.model.two_sided.law import MOVEMENT
from standoff.model.two_sided.losses import sample_weeks
from standoff.model.two_sided.mixture import Channel, wide
from standoff.report.whatif.text import as_json, as_text
from standoff.scenario import effects
from standoff.scenario.answer import MOST_PRIOR
from standoff.scenario.definition import Change, Scenario
from standoff.scenario.draws import PAIRS
from standoff.scenario.power_to_speed import FASTEST, changed_speed
from standoff.scenario.shares import prior_share
from whatifs import AS_OF, AXIS, MIRROR, SHORT, TALKS, known_claims, read


@pytest.fixture(scope="module")
def asked(war: War, tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return read(tmp_path_factory.mktemp("asked"), war, SHORT)


@pytest.fixture(scope="module")
def answer(course: scenario.Baseline, asked: Scenario) -> scenario.WhatIf:
    return scenario.compare(course, [asked], (30, 90))


# What a change does to the two sides.


def futures(change: dict[str, list[float]], weeks: int = 6) -> tuple[np.ndarray, np.ndarray]:
    """Weeks of a belief without the law's terms, unchanged and with columns of changes by week."""
    members = [replace(m, alpha=0.0, beta=0.0, chi=0.0) for m in wide(4)]
    moved = Channel("movement of the front", MOVEMENT, 0.0, 0.0, 0.0, 0.5, 3.0)
    posterior = two_sided_filter.start(
        np.datetime64("2020-01-01"), 1e5, 100.0, members, [moved], 50, 1
    )
    done = np.zeros((80, 1 + weeks, len(interventions.COLUMNS)))
    for name, values in change.items():
        done[:, 1:, interventions.COLUMNS.index(name)] = values
    return sample_weeks(posterior, weeks, 80, 3), sample_weeks(
        posterior, weeks, 80, 3, changes=done
    )


def test_a_change_of_nothing_leaves_every_number_as_it_was() -> None:
    before, after = futures({})
    assert np.array_equal(before, after, equal_nan=True)


@pytest.mark.parametrize(("part", "side"), [("supply", "a"), ("effectiveness", "b")])
def test_a_part_is_off_its_course_by_what_is_set_while_it_is_in_force(part: str, side: str) -> None:
    cut = [0.0, -0.5, -0.5, -0.2, 0.0, 0.0]
    before, after = futures({f"{part}_{side}": cut})
    sign = 1.0 if side == "a" else -1.0
    assert after[..., 3] - before[..., 3] == pytest.approx(np.tile(sign * np.array(cut), (80, 1)))
    assert after[..., 4] - before[..., 4] == pytest.approx(np.tile(-sign * np.array(cut), (80, 1)))
    assert np.array_equal(after[..., :2], before[..., :2])


def test_strength_won_stays_and_replacement_adds_to_it() -> None:
    before, after = futures({"strength_a": [0.3, 0.0, 0.0, 0.0, 0.0, 0.0]})
    gain = after[..., 3] - before[..., 3]
    assert np.all(gain > 0.1)
    before, after = futures({"replacement_b": [0.7] * 6})
    gain = after[..., 4] - before[..., 4]
    assert np.all(np.diff(gain, axis=1) > 0) and np.all(gain > 0)


def test_a_side_set_to_attack_has_the_attackers_bonus_and_one_that_holds_back_never() -> None:
    before, attacks = futures({"posture_a": [1.0] * 6})
    _, holds = futures({"posture_a": [-1.0] * 6})
    assert np.all(attacks[..., 3] >= before[..., 3] - 1e-12)
    assert np.all(attacks[..., 3] > holds[..., 3])


# What it does to the front.


def test_a_front_moves_as_the_law_says_from_the_speed_it_has() -> None:
    v = np.array([[-900.0, -3.0, 0.0, 40.0, 2000.0]])
    delta = np.array([[-0.7, 0.4, 0.2, -0.1, 0.3]])
    law = 150.0 * np.sinh(np.arcsinh(v / 150.0) + delta)
    assert changed_speed(v, delta, 150.0, 400.0) == pytest.approx(law)
    assert changed_speed(v, np.zeros((1, 5)), 150.0, 400.0) == pytest.approx(v)


def test_no_front_moves_faster_than_the_fastest() -> None:
    moved = changed_speed(np.array([[10.0, 10.0]]), np.array([[900.0, -900.0]]), 100.0, 400.0)
    assert moved == pytest.approx(np.array([[FASTEST * 400.0, -FASTEST * 400.0]]))


def test_twice_the_hazard_is_twice_the_hazard(war: War, tmp_path: Path) -> None:
    change = read(tmp_path, war, TALKS).changes[0]
    values = np.full((PAIRS, 1), 2.0)
    ended = effects.ended([change], values, war, AS_OF, (30, 180), 0)
    for column, horizon in enumerate((30, 180)):
        survives = 1 - ended_by(war, AS_OF, horizon)
        assert ended[:, column] == pytest.approx(1 - survives**2)


def test_without_a_change_of_will_the_war_ends_as_the_forecast_says_in_blind_time_too(
    war: War,
) -> None:
    for blind in (0, 300):
        found = effects.ended([], np.zeros((PAIRS, 0)), war, AS_OF, (30, 180), blind)
        expected = [ended_by(war, AS_OF, days, blind) for days in (30, 180)]
        np.testing.assert_allclose(found[0], expected)


def test_a_change_that_fades_falls_to_its_e_th_part_in_the_days_it_says(
    war: War, tmp_path: Path
) -> None:
    text = TALKS.replace("factor = [1.5, 3.0]", "factor = [1.5, 3.0]\nfades = 30")
    in_force = effects.profile(read(tmp_path, war, text).changes[0], AS_OF, 60)
    assert in_force[[0, 30, 60]] == pytest.approx([1.0, np.exp(-1), np.exp(-2)])


def test_a_change_whose_size_is_estimated_has_odds_and_says_what_past_wars_tell(
    course: scenario.Baseline, war: War, tmp_path: Path
) -> None:
    text = TALKS.replace("factor =", 'estimated = "past wars"\nfactor =').replace(
        "[[change]]", 'finding = "A deal ends wars."\n\n[[change]]'
    )
    found = scenario.compare(course, [read(tmp_path, war, text)], (90,))
    ended = found.horizons[0].outcomes[0]
    assert ended.after is not None and ended.after > ended.before
    assert "A deal ends wars." in found.sentence
    assert "assumed, not estimated" not in as_text(found, war).split("Assumed")[0]


def test_an_axis_brings_its_area_to_the_side_it_fights_for(war: War, tmp_path: Path) -> None:
    change = read(tmp_path, war, AXIS).changes[0]
    args = (np.full((PAIRS, 1), 400.0), np.full((PAIRS, 1), 5.0), war, AS_OF, np.array([0, 10, 90]))
    assert effects.on_axes([change], *args)[0].tolist() == [0.0, 200.0, 400.0]
    other = replace(change, side="BB")
    assert effects.on_axes([other], *args)[0].tolist() == [0.0, -200.0, -400.0]


def test_a_change_is_in_force_from_its_first_day_over_its_ramp_to_its_end(asked: Scenario) -> None:
    change = replace(asked.changes[0], begins=2, over=4, until=8)
    told = effects.profile(change, AS_OF, 10)
    assert told.tolist() == [0, 0, 0.25, 0.5, 0.75, 1, 1, 1, 0, 0, 0]


# The answer.


def test_outcomes_sum_to_one_with_and_without_the_change(answer: scenario.WhatIf) -> None:
    for horizon in answer.horizons:
        assert sum(o.before for o in horizon.outcomes) == pytest.approx(1.0, abs=1e-9)
        if not horizon.why_no_odds:
            assert sum(o.after or 0.0 for o in horizon.outcomes) == pytest.approx(1.0, abs=1e-9)


def test_the_unchanged_odds_are_those_of_the_forecast(
    course: scenario.Baseline, answer: scenario.WhatIf
) -> None:
    for horizon in answer.horizons:
        told = {o.outcome: o.before for o in horizon.outcomes}
        assert told == written_odds(course.ahead.odds(horizon.horizon))


def test_a_side_short_of_supply_loses_ground_and_its_mirror_wins_it(
    course: scenario.Baseline, answer: scenario.WhatIf, war: War, tmp_path: Path
) -> None:
    mirrored = scenario.compare(course, [read(tmp_path, war, MIRROR)], (30, 90))
    for own, other in zip(answer.horizons, mirrored.horizons, strict=True):
        assert own.territory is not None and other.territory is not None
        lost, won = own.territory.change, other.territory.change
        assert lost.low is not None and won.high is not None
        assert lost.low < -10 and won.high > 10
        # The front may carry nothing of it, but never the opposite.
        assert lost.high == won.low == 0.0


def test_the_same_question_has_the_same_answer(
    course: scenario.Baseline, asked: Scenario, answer: scenario.WhatIf
) -> None:
    again = scenario.compare(course, [asked], (30, 90))
    assert as_json(again) == as_json(answer)
    told = json.loads(as_json(answer))
    assert told["schema"] == "standoff.whatif/1"
    assert told["assumed"] == "assumed, not estimated"


def test_every_effect_says_that_it_is_assumed(answer: scenario.WhatIf) -> None:
    amounts = [a for h in answer.horizons for a in (h.territory, *h.lost.values()) if a]
    bars = [bar for tornado in answer.tornados for bar in tornado.bars]
    told = [*(a.change.sentence for a in amounts), *(bar.sentence for bar in bars)]
    assert all("assumed, not estimated" in sentence for sentence in told)


def test_an_assumption_names_its_claims_and_its_priors(answer: scenario.WhatIf) -> None:
    (assumption,) = answer.assumptions
    assert assumption.claims_known == 1
    assert answer.claims[assumption.claims[0]]["text"] == "The road is cut."
    assert assumption.priors == (("roads matter", "a book"),)


def test_an_effect_that_is_mostly_prior_has_no_odds(
    course: scenario.Baseline, war: War, tmp_path: Path
) -> None:
    talks, axis = (read(tmp_path, war, text) for text in (TALKS, AXIS))
    for what_if in (scenario.compare(course, [one], (30,)) for one in (axis, talks)):
        soon = what_if.horizons[0]
        assert soon.prior_share == pytest.approx(1.0)
        assert soon.why_no_odds
        assert all(o.after is None and o.low is None for o in soon.outcomes)
        told = json.loads(as_json(what_if))
        assert told["horizons"][0]["outcomes"][0]["after"] is None
        assert "No odds" in as_text(what_if, war)
        assert as_text(what_if, war).count("○") == 20 * len(what_if.horizons)


def test_the_tornado_puts_the_widest_first(answer: scenario.WhatIf) -> None:
    for tornado in answer.tornados:
        widths = [abs(bar.at_high - bar.at_low) for bar in tornado.bars]
        assert widths == sorted(widths, reverse=True)


def test_whether_the_front_stands_still_is_read_from_the_window_to_its_last_known_day(
    course: scenario.Baseline, asked: Scenario, answer: scenario.WhatIf, war: War
) -> None:
    window, front = war.thresholds.window_days, course.front
    still, _ = movement_limits(war, war.front_on(AS_OF, AS_OF).km)
    assert [one.in_it for one in answer.leaving] == [abs(front.change(window)) < still, True]
    km2 = front.km2.copy()
    km2[front.last - 1 :] += 2 * still
    faster = replace(course, front=replace(front, km2=km2))
    narrow = scenario.compare(faster, [asked], (30,)).leaving[0]
    assert narrow.in_it is False
    assert f"in the {window} days to {written(front.days[front.last].item())}" in narrow.sentence


def test_a_slider_moves_the_effect_and_not_its_share_of_prior(
    course: scenario.Baseline, asked: Scenario, answer: scenario.WhatIf
) -> None:
    mild = scenario.compare(course, [asked.with_values({0: 0.9})], (90,))
    harsh = scenario.compare(course, [asked.with_values({0: 0.6})], (90,))
    for what_if in (mild, harsh):
        assert what_if.assumptions[0].value in (0.6, 0.9)
        assert what_if.horizons[0].prior_share == pytest.approx(
            answer.horizons[1].prior_share, abs=0.1
        )
    lost = [w.tornados[0].middle for w in (mild, harsh)]
    assert lost[1] < lost[0] < 0


def test_a_value_outside_its_range_is_refused(asked: Scenario) -> None:
    with pytest.raises(ScenarioError, match=r"0\.6 to 0\.9"):
        asked.with_values({0: 0.5})
    with pytest.raises(ScenarioError, match="no change 3"):
        asked.with_values({3: 0.7})


def test_a_war_without_a_front_is_asked_about_its_losses_and_its_end(
    war: War, tmp_path: Path
) -> None:
    frontless = replace(war, movement="none")
    course = scenario.baseline_course(to_table(known_claims()[-3:]), frontless, on(20))
    asked = [read(tmp_path, war, text) for text in (SHORT, TALKS)]
    (horizon,) = scenario.compare(course, asked, (30,)).horizons
    assert horizon.territory is None
    assert horizon.prior_share == pytest.approx(1.0)
    assert horizon.lost["AA"].change.high is not None
    assert horizon.lost["AA"].change.high > 0


# The share that is prior.


def test_the_share_of_an_effect_that_only_the_state_moves_is_what_the_claims_left_open() -> None:
    rng = np.random.default_rng(1)
    by_state = rng.normal(size=(2, 4000))
    assert prior_share(by_state, by_state, by_state, 0.1) == pytest.approx(0.1, abs=0.05)


def test_the_share_of_an_effect_that_only_assumptions_move_is_all() -> None:
    assumed = np.tile(np.random.default_rng(1).normal(size=4000), (2, 1))
    assert prior_share(assumed, assumed, assumed, 0.1) == pytest.approx(1.0)
    assert prior_share(np.ones((2, 5)), np.ones((2, 5)), np.zeros((2, 5)), 0.1) == 1.0


def test_what_an_estimated_change_adds_is_not_prior() -> None:
    effect, assumed = np.full((2, 5), 3.0), np.ones((2, 5))
    assert prior_share(effect, assumed, assumed, 0.1) == pytest.approx(1 / 3)
    assert prior_share(effect, np.zeros((2, 5)), np.zeros((2, 5)), 0.1) == 0.0


def test_no_effect_has_no_share() -> None:
    none = np.zeros((2, 5))
    assert prior_share(none, none, none, 0.1) is None


# What is kept.


def test_a_day_is_asked_of_from_what_is_kept_as_from_anew(
    course: scenario.Baseline, tmp_path: Path
) -> None:
    first = scenario.TwoSidedPosteriors(tmp_path).of(course.known, course.front, 1)
    again = scenario.TwoSidedPosteriors(tmp_path).of(course.known, course.front, 1)
    assert np.array_equal(first.posterior.state, again.posterior.state)
    assert first.left == again.left == course.sides.left


# What is refused.


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('part = "supply"', 'part = "suply"', "did you mean 'supply'"),
        ("[0.6, 0.9]", "[0.9, 0.6]", "upside down"),
        ("[0.6, 0.9]", "[0.7, 0.7]", "give it a range"),
        ("[0.6, 0.9]", "[0.0, 0.9]", r"0\.1 to 5"),
        ("[0.6, 0.9]", '"half"', "not a pair"),
        ("factor =", "km2 =", "'factor', not 'km2'"),
        ("over = 7", "over = -1", "not a number of days"),
        ("over = 7", "from = 2019-12-31", "before the war"),
        ("over = 7", 'from = "soon"', "neither a date"),
        ("over = 7", "ramp = 7", "'ramp'"),
        ('side = "AA"', 'side = "AB"', "did you mean"),
        ('side = "AA"', 'side = "CC"', "must be one of"),
        ('reason = "a cut road"\n', "", "'reason' is missing"),
        ("mirror =", "mirrors =", "did you mean 'mirror'"),
        ("quantity =", "quantities =", "did you mean 'quantity'"),
        ('title = "Aland runs short"', 'title = "A nuclear strike"', "question 6"),
        ('part = "supply"', 'part = "nuclear"', "does not simulate"),
        ("[[change]]", "[change]", "for each"),
        ('name = "aa-short"', "name = ", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(
    old: str, new: str, told: str, war: War, tmp_path: Path
) -> None:
    with pytest.raises(ScenarioError, match=told) as refused:
        read(tmp_path, war, SHORT.replace(old, new, 1))
    assert "asked.toml" in str(refused.value)


def test_a_name_nobody_has_and_a_file_that_is_not_there_are_refused(war: War) -> None:
    with pytest.raises(UnknownNameError, match="belarus-attacks"):
        scenario.load("belarus-atacks", wars.load("ukraine-2022"))
    with pytest.raises(ScenarioError, match="no such file"):
        scenario.load("nowhere.toml", war)


def _dated(change: Change, **dates: date | int) -> Change:
    return replace(change, **dates)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({"begins": on(10)}, "already|before"),
        ({"begins": 400}, "after the last horizon"),
        ({"begins": 10, "until": 5}, "begins only on"),
    ],
)
def test_dates_outside_what_is_asked_are_refused(
    course: scenario.Baseline, asked: Scenario, dates: dict[str, date | int], told: str
) -> None:
    moved = replace(asked, changes=(_dated(asked.changes[0], **dates),))
    with pytest.raises(ScenarioError, match=told):
        scenario.compare(course, [moved])


def test_changes_that_contradict_each_other_are_refused(
    course: scenario.Baseline, asked: Scenario
) -> None:
    restored = replace(
        asked, name="restored", changes=(replace(asked.changes[0], range=(1.1, 1.4)),)
    )
    with pytest.raises(ScenarioError, match="contradict"):
        scenario.compare(course, [asked, restored])
    later = replace(restored, changes=(replace(restored.changes[0], begins=60),))
    until = replace(asked, changes=(replace(asked.changes[0], until=60),))
    scenario.validation.check_together([until, later], AS_OF, 90)


def test_one_scenario_twice_and_a_horizon_inside_the_window_are_refused(
    course: scenario.Baseline, asked: Scenario
) -> None:
    with pytest.raises(ScenarioError, match="twice"):
        scenario.compare(course, [asked, asked])
    with pytest.raises(ScenarioError, match="30 days or more"):
        scenario.compare(course, [asked], (10,))


# What is shipped.

SHIPPED = (
    "belarus-attacks",
    "ceasefire-deal",
    "ceasefire-talks",
    "ru-aid-stops",
    "ru-mobilises",
    "ru-munitions-short",
    "ru-supply-short",
    "ua-aid-stops",
    "ua-mobilises",
    "ua-supply-short",
)


def test_the_shipped_scenarios_can_be_read_and_rest_on_something() -> None:
    ukraine = wars.load("ukraine-2022")
    assert scenario.shipped(ukraine) == SHIPPED
    for name in SHIPPED:
        one = scenario.load(name, ukraine)
        assert one.name == name
        for change in one.changes:
            assert change.reason.strip()
            assert any(basis.source for basis in change.rests_on)


def test_mirrored_scenarios_are_alike_in_form() -> None:
    ukraine = wars.load("ukraine-2022")
    for name in SHIPPED:
        one = scenario.load(name, ukraine)
        if one.mirror:
            other = scenario.load(one.mirror, ukraine)
            assert other.mirror == name
            pairs = list(zip(one.changes, other.changes, strict=True))
            assert [a.part for a, _ in pairs] == [b.part for _, b in pairs]
            assert [a.way for a, _ in pairs] == [b.way for _, b in pairs]
            assert [(a.begins, a.over) for a, _ in pairs] == [(b.begins, b.over) for _, b in pairs]
            assert {a.side for a, _ in pairs}.isdisjoint({b.side for _, b in pairs})


def test_the_limit_of_prior_is_the_one_that_is_promised() -> None:
    assert MOST_PRIOR == 0.8
