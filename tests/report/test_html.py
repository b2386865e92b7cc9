from __future__ import annotations

import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest

from pages import HOSTILE, Page, assessed, course, hostile, parsed
from standoff.assessment.records import AssessmentRecord
from standoff.domain.quantities import QUANTITIES
from standoff.domain.war import War
from standoff.report.assessment_page import as_html
from standoff.report.first_screen import first_screen
from standoff.report.quantity_names import _NAMES, called
from standoff.report.sections import SECTIONS
from standoff.report.sections.questions import ABOUT
from standoff.report.templating import figure, link


def _spaced(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def assessment(war: War) -> AssessmentRecord:
    return assessed(war, course())


@pytest.fixture(scope="module")
def text(assessment: AssessmentRecord, war: War) -> str:
    return as_html(assessment, war)


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return parsed(text)


@pytest.fixture(scope="module")
def attacked(war: War) -> Page:
    return parsed(as_html(assessed(war, [*course(), *hostile()]), war))


def test_the_same_assessment_gives_the_same_bytes(
    assessment: AssessmentRecord, war: War, text: str
) -> None:
    assert as_html(assessment, war) == text


def test_nothing_in_the_page_is_fetched_or_run(page: Page, text: str) -> None:
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "iframe", "object", "embed", "img", "base", "form", "use", "image"}
    assert page.values("src") == []
    assert page.values("href", "link") == ["data:,"]
    assert not [name for _, a in page.elements for name in a if name.startswith("on")]
    assert "@import" not in text
    assert "url(" not in text
    policy = [a for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy[0]["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_the_first_screen_stands_first_and_in_its_order(
    assessment: AssessmentRecord, war: War, page: Page
) -> None:
    screen = first_screen(assessment, war)
    words = _spaced(" ".join(page.words))
    parts = (
        screen.title,
        screen.age,
        screen.sentence,
        screen.change,
        screen.outcomes[0].name,
        screen.disagree,
        screen.toll,
        *screen.wants[:1],
        screen.record,
        screen.unknown,
        "The six questions",
    )
    # The head and the navigation hold some of these words too, before the answer begins.
    begin = words.index(_spaced(screen.title), words.index("The evidence"))
    at = [words.index(_spaced(part), begin) for part in parts]
    assert at == sorted(at)


def test_every_outcome_says_in_how_many_of_20_futures(page: Page) -> None:
    told = [re.fullmatch(r"in (\d+) of 20", w.strip()) for w in page.words]
    assert sum(int(found[1]) for found in told if found) == 20


def test_every_question_says_what_its_claims_say(assessment: AssessmentRecord, page: Page) -> None:
    words = " ".join(" ".join(page.words).split())
    for question in assessment.questions:
        said = len(question.claims_for)
        counted = "No claim" if not said else f"{said} claim" + ("s" if said > 1 else "")
        assert f"{counted} {ABOUT[question.id]}" in words
    assert not re.search(r"claims? (for|against)\b", words)


def test_every_claim_has_one_anchor_and_every_link_a_target(
    assessment: AssessmentRecord, page: Page
) -> None:
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {f"c-{claim_id[:12]}" for claim_id in assessment.claims} <= set(ids)
    inside = [href for href in page.values("href", "a") if href.startswith("#")]
    assert {href[1:] for href in inside} <= set(ids)
    named = {n for a in page.values("aria-labelledby") for n in a.split()}
    assert named <= set(ids)


def test_headings_go_down_by_one_level_at_a_time(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_sections_come_in_the_order_of_their_tuple(page: Page) -> None:
    ids = [i for i in page.values("id", "section") if i in {s.id for s in SECTIONS}]
    assert ids == [section.id for section in SECTIONS]


def test_a_long_series_folds_into_one_table(page: Page) -> None:
    rows = [a["id"] for tag, a in page.elements if tag == "tr" and a.get("id", "").startswith("c-")]
    assert len(rows) >= 30
    assert any("claims by The Paper, citing The Mapmaker" in w for w in page.words)


def test_text_from_outside_stays_text(attacked: Page) -> None:
    tags = {tag for tag, _ in attacked.elements}
    assert not tags & {"script", "img"}
    assert not [name for _, a in attacked.elements for name in a if name.startswith("on")]
    assert sum(HOSTILE in w for w in attacked.words) >= 4


def test_only_addresses_of_the_web_become_links(attacked: Page) -> None:
    outside = [href for href in attacked.values("href", "a") if not href.startswith("#")]
    assert outside
    assert {urlsplit(href).scheme for href in outside} <= {"http", "https"}
    rels = {a.get("rel") for tag, a in attacked.elements if tag == "a" and a["href"] in outside}
    assert rels == {"noreferrer noopener"}
    assert any("javascript:alert(1)" in w for w in attacked.words)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//host/x", "http:", "ftp://h/x", "https://[", ""],
)
def test_what_is_no_address_of_the_web_is_no_link(url: str) -> None:
    assert link(url) == ""


@pytest.mark.parametrize(
    ("value", "low", "negated", "says"),
    [
        (1.0, None, False, "asserted"),
        (0.0, None, False, "denied"),
        (1.0, None, True, "denied"),
        (None, 0.0, False, "left open"),
        (None, 1.0, False, "asserted"),
        (None, None, False, "left open"),
    ],
)
def test_a_statement_is_asserted_denied_or_left_open(
    value: float | None, low: float | None, negated: bool, says: str
) -> None:
    said = {"unit": "assertion", "value": value, "low": low, "high": None, "negated": negated}
    assert figure(said) == says


def test_only_a_question_with_a_contrary_speaks_of_one(war: War) -> None:
    text = as_html(assessed(war, []), war)
    cost = text[text.index('id="q-cost"') : text.index('id="q-resolve"')]
    assert "No claim of what it costs." in cost
    assert "to the contrary" not in cost
    assert "none to the contrary" in text[text.index('id="q-resolve"') :]


def test_a_war_without_claims_gives_a_page_that_says_so(war: War) -> None:
    page = parsed(as_html(assessed(war, [], 10), war))
    words = " ".join(page.words)
    assert "The front is not measured: no odds of movement are given." in words
    assert "No claim: no answer rests on any." in words
    assert "figure" not in {tag for tag, _ in page.elements}


def test_a_page_of_a_whole_war_weighs_less_than_900_kb(text: str) -> None:
    assert len(text.encode()) < 900_000


def test_every_quantity_has_a_name_of_its_own_for_people() -> None:
    names = [called(q.name) for q in QUANTITIES]
    assert set(_NAMES) == {q.name for q in QUANTITIES}
    assert len({*names}) == len(names)
    assert not [name for name in names if "." in name or "_" in name]
