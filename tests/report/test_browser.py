"""The page in a real browser, where Playwright and Chromium are installed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pages import assessed, course, hostile
from standoff.domain.war import War
from standoff.report.assessment_page import as_html

WIDTHS = (390, 1280)


@pytest.fixture(scope="module")
def address(war: War, tmp_path_factory: pytest.TempPathFactory) -> str:
    file: Path = tmp_path_factory.mktemp("page") / "page.html"
    text = as_html(assessed(war, [*course(), *hostile()]), war)
    file.write_text(text, encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def seen(opened: Callable[..., Any]) -> Any:
    return opened()


def test_no_request_no_complaint_and_no_hostile_word_runs(seen: Any, address: str) -> None:
    requests: list[str] = []
    complaints: list[str] = []

    def told(dialog: Any) -> None:
        complaints.append(dialog.message)
        dialog.dismiss()

    seen.on("request", lambda request: requests.append(request.url))
    seen.on("console", lambda message: complaints.append(message.text))
    seen.on("pageerror", lambda error: complaints.append(str(error)))
    seen.on("dialog", told)
    seen.goto(address)
    seen.wait_for_load_state("networkidle")
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert complaints == []
    assert seen.locator("img, script").count() == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_no_wider_than_the_window(seen: Any, address: str, width: int) -> None:
    seen.set_viewport_size({"width": width, "height": 800})
    seen.goto(address)
    seen.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert seen.evaluate("document.documentElement.scrollWidth") <= width


def test_the_answer_stands_on_the_first_screen(seen: Any, address: str) -> None:
    seen.set_viewport_size({"width": 1280, "height": 800})
    seen.goto(address)
    for part in (".lead", ".would", ".futures"):
        box = seen.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 800


@pytest.mark.parametrize("width", WIDTHS)
def test_twenty_dots_leave_the_numbers_free(
    seen: Any, war: War, tmp_path: Path, width: int
) -> None:
    answer = assessed(war, course())
    sure = {h: {c: float(c == "standstill") for c in o} for h, o in answer.outcomes.items()}
    file = tmp_path / "sure.html"
    file.write_text(as_html(replace(answer, outcomes=sure), war), encoding="utf-8")
    seen.set_viewport_size({"width": width, "height": 800})
    seen.goto(file.as_uri())
    row = seen.locator(".futures tbody tr").first
    dots, number = row.locator("svg").bounding_box(), row.locator("td.n").first.bounding_box()
    assert row.locator("circle").count() == 20
    assert dots["x"] + dots["width"] <= number["x"]
    assert number["x"] + number["width"] <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_can_be_read_on_light_and_on_dark(
    opened: Callable[..., Any], address: str, scheme: str
) -> None:
    page = opened(color_scheme=scheme)
    page.goto(address)
    colour, paper = page.evaluate(
        "[getComputedStyle(document.querySelector('figure svg text')).fill,"
        " getComputedStyle(document.body).backgroundColor]"
    )
    assert colour != paper
    assert (_luminance(paper) > _luminance(colour)) == (scheme == "light")
    assert _contrast(colour, paper) >= 7


def test_a_link_to_a_claim_of_a_folded_series_opens_it(seen: Any, address: str) -> None:
    seen.goto(address)
    row = seen.locator("#evidence details tr[id^=c-]").first
    assert not row.is_visible()
    seen.goto(f"{address}#{row.get_attribute('id')}")
    row.wait_for(state="visible")


def test_the_first_stop_of_the_keyboard_is_the_way_to_the_answer(seen: Any, address: str) -> None:
    seen.goto(address)
    seen.keyboard.press("Tab")
    assert seen.evaluate("document.activeElement.className") == "skip"
    assert seen.locator(".skip").bounding_box()["x"] >= 0


def _luminance(colour: str) -> float:
    """Relative luminance of "rgb(r, g, b)", 0 to 1 (WCAG 2)."""
    parts = [int(p) / 255 for p in colour.removeprefix("rgb(").removesuffix(")").split(", ")]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
