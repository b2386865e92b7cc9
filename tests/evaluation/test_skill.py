from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from invented import START
from standoff.domain.outcomes import outcome_names
from standoff.domain.war import War
from standoff.evaluation.skill import FEWEST, skill
from standoff.evaluation.timeline import Week

WEEKS = 40
LAST = START + timedelta(days=7 * WEEKS + 200)
DISPUTED = START + timedelta(days=30 + 7 * 5)


@pytest.fixture
def resolved(war: War, tmp_path: Path) -> War:
    """The war with a standstill on every day, one of them disputed."""
    rows = ["date,outcome,drawn"]
    for day in range((LAST - START).days + 1):
        on = START + timedelta(days=day)
        rows.append(f"{on},{'disputed' if on == DISPUTED else 'standstill'},standstill")
    (tmp_path / "outcomes.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return replace(war, folder=tmp_path)


def weeks(war: War, ours: float, courses: float) -> list[Week]:
    """Odds of a standstill by us and by the courses, the rest shared by the other outcomes."""
    names = outcome_names(war)

    def odds(still: float) -> dict[str, float]:
        return {n: still if n == "standstill" else (1 - still) / (len(names) - 1) for n in names}

    by_us, by_courses = ({str(h): odds(p) for h in (30, 90, 180)} for p in (ours, courses))
    return [
        Week(
            START + timedelta(days=7 * k),
            ours,
            ours,
            ours,
            odds(ours),
            "",
            ahead=by_us,
            courses=by_courses,
        )
        for k in range(WEEKS)
    ]


def test_skill_is_the_share_of_the_error_that_is_saved(resolved: War) -> None:
    found = skill(weeks(resolved, 0.8, 0.5), resolved, LAST, 1)["90"]
    assert found is not None
    kinds = len(outcome_names(resolved)) - 1

    def brier(still: float) -> float:
        return (1 - still) ** 2 * (1 + 1 / kinds)

    assert found.over_courses == pytest.approx(1 - brier(0.8) / brier(0.5))
    assert found.low == pytest.approx(found.high) == pytest.approx(found.over_courses)
    assert found.over_equal > found.over_courses


def test_who_says_what_the_courses_say_has_no_skill_over_them(resolved: War) -> None:
    found = skill(weeks(resolved, 0.6, 0.6), resolved, LAST, 1)["90"]
    assert found is not None
    assert found.over_courses == found.low == found.high == 0.0


def test_nothing_is_said_of_few_weeks_or_of_what_has_not_happened(resolved: War) -> None:
    told = weeks(resolved, 0.8, 0.5)
    early = START + timedelta(days=30 + 7 * (FEWEST - 1))
    assert skill(told, resolved, early, 1)["30"] is None
    found = skill(told, resolved, early + timedelta(days=7), 1)["30"]
    assert found is not None
    assert found.n == FEWEST
    assert skill(told, resolved, early, 1)["180"] is None


def test_a_day_on_which_maps_differ_is_not_scored(resolved: War) -> None:
    found = skill(weeks(resolved, 0.8, 0.5), resolved, LAST, 1)["30"]
    assert found is not None
    assert found.n == WEEKS - 1
