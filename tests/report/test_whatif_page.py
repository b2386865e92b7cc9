"""The page of a what-if: what stands first, what is withheld, and that nothing hostile gets in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import HOSTILE
from standoff import scenario
from standoff.domain.war import War
from standoff.report.whatif import specs
from standoff.report.whatif.page import whatif_page
from standoff.report.whatif.times import twenty
from whatifs import AXIS, SHORT, read


@pytest.fixture(scope="module")
def answer(
    course: scenario.Baseline, war: War, tmp_path_factory: pytest.TempPathFactory
) -> scenario.WhatIf:
    asked = read(tmp_path_factory.mktemp("asked"), war, SHORT)
    return scenario.compare(course, [asked], (45,))


def test_the_first_words_are_the_question_and_that_it_is_assumed(
    answer: scenario.WhatIf, war: War
) -> None:
    page = whatif_page(answer, war)
    first = page[: page.index('id="outcomes"')]
    assert "Aland runs short" in first
    assert "assumed, not estimated" in first
    assert "Aland&#39;s supply at 60 to 90%" in first


def test_the_page_shows_odds_fan_tornado_and_grounds(answer: scenario.WhatIf, war: War) -> None:
    page = whatif_page(answer, war)
    for ident in ("odds", "fan", "leaving", "times", "tornado-territory-km2"):
        assert f'<figure id="{ident}">' in page
    for told in ("The road is cut.", "roads matter", "a book", "a cut road"):
        assert told in page


def test_the_same_answer_gives_the_same_page_and_asks_no_other_host(
    answer: scenario.WhatIf, war: War
) -> None:
    page = whatif_page(answer, war)
    assert page == whatif_page(answer, war)
    assert "<script" not in page
    assert "src=" not in page


def test_what_is_too_much_a_prior_is_a_range_without_odds(
    course: scenario.Baseline, war: War, tmp_path: Path
) -> None:
    page = whatif_page(scenario.compare(course, [read(tmp_path, war, AXIS)], (45,)), war)
    assert "what-if: a range without odds" in page
    assert "45 days ahead: no odds" in page
    assert "what-if: middle" not in page


def test_hostile_text_of_a_scenario_is_text(answer: scenario.WhatIf, war: War) -> None:
    (one,), (asked,) = answer.assumptions, answer.scenarios
    attacked = replace(
        answer,
        assumptions=(replace(one, text=HOSTILE, reason=HOSTILE, priors=((HOSTILE, HOSTILE),)),),
        scenarios=(replace(asked, title=HOSTILE, name=HOSTILE),),
    )
    page = whatif_page(attacked, war)
    assert "<script" not in page
    assert "<img" not in page


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30), st.integers(1, 9))
def test_twenty_futures_are_twenty_and_follow_the_odds(steps: list[float], bins: int) -> None:
    days, left = [7 * k for k in range(len(steps))], sorted(steps)
    ends = [7 * k for k in range(1, bins + 1)]
    dots = twenty(days, left, ends)
    assert sum(dots) == 20
    assert min(dots) >= 0
    by = dict(zip(days, left, strict=True)).get(ends[-1], left[-1])
    assert abs(sum(dots[:-1]) - 20 * by) <= 0.5 + 1e-9


def test_dots_say_what_the_odds_say() -> None:
    assert twenty((0, 30, 60, 90), (0.0, 0.05, 0.35, 0.6), (30, 60, 90)) == [1, 6, 5, 8]


def test_the_area_as_known_is_drawn_before_both_fans() -> None:
    known = [{"day": "2020-01-01", "km2": 5.0}]
    ends = {"day": "2020-02-01", "low90": 1.0, "high90": 9.0, "middle": 5.0}
    spec = specs.fans(known, [ends], [{**ends, "low50": 4.0, "high50": 6.0}], "Area")
    assert spec["layer"][-1]["data"]["values"] == known
