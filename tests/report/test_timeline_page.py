from __future__ import annotations

from dataclasses import replace

import pytest

from invented import on
from pages import HOSTILE, Page, parsed
from standoff.domain.outcomes import outcome_names
from standoff.domain.war import War
from standoff.evaluation.timeline import Week
from standoff.report.timeline.page import timeline_page

WEEKS = 80


def _weeks(war: War) -> tuple[Week, ...]:
    """Standstill is called with 80% where it comes, with 20% where it does not."""
    weeks = []
    for k in range(WEEKS):
        came = (k // 10) % 2 == 0
        p = 0.8 if came else 0.2
        odds = dict.fromkeys(outcome_names(war), (1 - p) / 6) | {"standstill": p}
        happened = ("standstill" if came else "AA_creeps") if k < WEEKS - 5 else ""
        now = float("nan") if k < 2 else p
        wide = p + 2 * (1 - p) / 6
        weeks.append(Week(on(7 * k), p, wide, now, odds, happened, provisional=k > 70))
    return tuple(weeks)


@pytest.fixture(scope="module")
def text(war: War) -> str:
    return timeline_page(_weeks(war), war)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return parsed(text)


def _words(page: Page) -> str:
    return " ".join(" ".join(page.words).split())


def test_the_same_weeks_in_any_order_give_the_same_bytes(text: str, war: War) -> None:
    assert timeline_page(_weeks(war)[::-1], war) == text


def test_nothing_in_the_page_is_fetched_or_run(page: Page, text: str) -> None:
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "iframe", "object", "embed", "img", "base", "form", "use", "image"}
    assert page.values("src") == []
    assert "url(" not in text


def test_a_war_by_any_title_stays_text(war: War) -> None:
    page = parsed(timeline_page(_weeks(war)[:12], replace(war, title=HOSTILE)))
    assert not {tag for tag, _ in page.elements} & {"script", "img"}
    assert any(HOSTILE in words for words in page.words)


def test_every_week_stands_in_the_table_with_what_came(page: Page) -> None:
    words = [w.strip() for w in page.words]
    assert words.count("open") >= 5
    assert "Aland creeps forward (provisional)" in words
    assert f"All {WEEKS} weeks, the latest first" in words
    assert "not known" in words


def test_the_record_says_whether_one_would_bet_on_it(page: Page) -> None:
    words = _words(page)
    assert "Brier score 0.040 (narrow)" in words
    assert "You would bet on the forecast" in words


def test_a_few_weeks_tell_nothing(war: War) -> None:
    page = parsed(timeline_page(_weeks(war)[:9], war))
    assert "too few separate months to tell" in _words(page)


def test_weeks_without_an_outcome_are_shown_without_a_score(war: War) -> None:
    weeks = [replace(week, happened="") for week in _weeks(war)[:6]]
    words = _words(parsed(timeline_page(weeks, war)))
    assert "Was it right?" not in words
    assert "Brier" not in words


def test_without_weeks_the_page_says_why(war: War) -> None:
    assert "There is no forecast" in _words(parsed(timeline_page((), war)))
