"""The served pages in a real browser on real claims, where Playwright and Chromium are installed.

The claims are those that come with the war, served as if today were a day of June 2022: so early, few
weeks of the front have to be replayed.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
import uvicorn

from conftest import PATIENCE_MS
from standoff.domain import war as wars
from standoff.web.answers import Answers
from standoff.web.app import create_app
from standoff.web.state import AppState
from standoff.workspace import Workspace

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
expect = sync_api.expect

WAR = "/wars/ukraine-2022"
DAY, BEFORE = "2022-06-02", "2022-03-24"
PAGES = (
    "",
    "/questions",
    "/evidence",
    "/evidence?quantity=losses.personnel_killed&side=RU",
    "/track-record",
    "/map",
    "/what-if",
)
MOST_BYTES = 2_500_000
SERIOUS = ("serious", "critical")


def _now() -> datetime:
    return datetime(2022, 6, 2, 12, tzinfo=UTC)


@contextmanager
def _listening(app: Any) -> Iterator[str]:
    """The application at an address of its own, for as long as it is asked."""
    with socket.socket() as at:
        at.bind(("127.0.0.1", 0))
        # From now on whoever connects waits, and is not refused, until the server has begun.
        at.listen()
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [at]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{at.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("served")
    war = wars.load("ukraine-2022")
    workspace = Workspace(war, folder / "claims", folder / "cache")
    with ThreadPoolExecutor(1) as run:
        answers = Answers({war.name: workspace}, _now, run)
        with _listening(create_app(AppState(answers, patience_s=PATIENCE_MS / 1000))) as at:
            yield at + WAR


@pytest.fixture
def seen(opened: Callable[..., Any]) -> Any:
    return opened(viewport={"width": 1280, "height": 900})


def _shown(page: Any, day: str) -> None:
    """Wait until the panels are those of a day."""
    page.wait_for_selector(f'#panels[data-day="{day}"]')


def _loaded(page: Any, selector: str) -> None:
    """Wait until the page that has this, and the one before has not, is there to its end."""
    page.wait_for_selector(selector)
    page.wait_for_load_state()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_asks_nobody_else_complains_of_nothing_and_is_light(
    seen: Any, address: str, path: str
) -> None:
    requests: list[str] = []
    complaints: list[str] = []
    sizes: list[int] = []
    seen.on("request", lambda request: requests.append(request.url))
    seen.on("console", lambda message: complaints.append(message.text))
    seen.on("pageerror", lambda error: complaints.append(str(error)))
    seen.on("response", lambda response: sizes.append(len(response.body())))
    assert seen.goto(f"{address}{path}").status == 200
    seen.wait_for_load_state("networkidle")
    host = address.removesuffix(WAR)
    assert [url for url in requests if not url.startswith((host, "data:"))] == []
    assert complaints == []
    assert sum(sizes) < MOST_BYTES


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_serious_fault_of_access_in_light_or_dark_and_fits_a_phone(
    opened: Callable[..., Any], address: str, path: str
) -> None:
    for scheme, width in (("light", 1280), ("dark", 390)):
        page = opened(color_scheme=scheme, viewport={"width": width, "height": 800})
        page.goto(f"{address}{path}")
        found = axe.Axe().run(page).response["violations"]
        assert [
            f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in SERIOUS
        ] == []
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_arrow_keys_move_the_day_and_the_address_and_back_goes_back(
    seen: Any, address: str
) -> None:
    seen.goto(f"{address}?as_of={DAY}")
    slider = seen.get_by_role("slider")
    slider.focus()
    seen.keyboard.press("ArrowLeft")
    _shown(seen, "2022-05-26")
    assert "as_of=2022-05-26" in seen.url
    assert "26 May 2022" in seen.title()
    assert slider.get_attribute("aria-valuetext").startswith("26 May 2022")
    assert "as_of=2022-05-26" in seen.get_by_role("link", name="Questions").get_attribute("href")
    seen.go_back()
    _shown(seen, DAY)
    assert f"as_of={DAY}" in seen.url
    assert "2 June 2022" in seen.locator("h1").inner_text()


def test_a_pointer_drags_the_day_along_the_curve(seen: Any, address: str) -> None:
    seen.goto(f"{address}?as_of={DAY}")
    box = seen.get_by_role("slider").bounding_box()
    middle = box["y"] + box["height"] / 2
    seen.mouse.move(box["x"] + box["width"] - 2, middle)
    seen.mouse.down()
    seen.mouse.move(box["x"] + box["width"] * 0.9, middle)
    seen.mouse.up()
    _shown(seen, "2022-05-26")
    assert "26 May 2022" in seen.locator("h1").inner_text()


def test_what_changed_between_two_days_is_asked_for_by_the_form(seen: Any, address: str) -> None:
    seen.goto(f"{address}?as_of={DAY}")
    seen.get_by_label("compare with").fill("2022-05-26")
    seen.get_by_role("button", name="Show").click()
    heading = seen.get_by_role("heading", name="What changed from 26 May 2022 to 2 June 2022")
    heading.wait_for()
    expect(seen.locator("#changed table.two tr.of")).to_have_count(2)


def test_from_a_question_to_its_claim_to_who_says_how_many(seen: Any, address: str) -> None:
    seen.goto(f"{address}/questions?as_of={DAY}")
    seen.locator("#q-cost td details summary").first.click()
    seen.locator("#q-cost td details[open] a").first.click()
    _loaded(seen, "ol.chain li")
    cited = seen.url
    told = seen.locator("main").inner_text()
    seen.get_by_role("link", name="All claims about the same").click()
    seen.wait_for_selector("#many table.said circle")
    seen.goto(cited)
    assert seen.locator("main").inner_text() == told


def test_evidence_is_filtered_and_paged(seen: Any, address: str) -> None:
    seen.goto(f"{address}/evidence?as_of={DAY}")
    seen.get_by_role("link", name="Older").click()
    expect(seen.locator(".paging")).to_contain_text("Page 2 of")
    seen.wait_for_load_state()
    seen.get_by_label("Quantity").select_option("toll.civilians_killed")
    seen.get_by_role("button", name="Filter").click()
    seen.wait_for_url("**quantity=toll.civilians_killed**")
    assert set(seen.locator(".claimed tbody th").all_inner_texts()) == {"civilians killed"}


def test_without_scripts_six_answers_stand_and_the_day_can_be_changed(
    opened: Callable[..., Any], address: str
) -> None:
    page = opened(java_script_enabled=False)
    page.goto(f"{address}/questions?as_of={DAY}")
    assert page.locator("article.question").count() == 6
    page.get_by_role("textbox", name="As of").fill("2022-05-26")
    page.get_by_role("button", name="Show").click()
    # A day that is still being made is a page that asks again by itself.
    expect(page.locator("h1")).to_contain_text("26 May 2022")
    expect(page.locator("article.question")).to_have_count(6)
    page.get_by_role("link", name="War", exact=True).click()
    _loaded(page, ".lead")
    assert page.locator(".lead").count() == 1
    assert page.locator("svg .here").bounding_box()["height"] > 100
    assert not page.locator("#day").is_visible()


def test_the_map_is_moved_and_enlarged_by_wheel_keys_and_buttons(seen: Any, address: str) -> None:
    seen.goto(f"{address}/map?as_of={DAY}")
    view = seen.locator("svg.map .map-view")
    seen.get_by_role("button", name="Zoom in").click()
    expect(view).to_have_attribute("transform", re.compile(r"scale\(1\.4\)$"))
    seen.locator("svg.map.movable").focus()
    seen.keyboard.press("ArrowRight")
    moved = view.get_attribute("transform")
    seen.keyboard.press("0")
    assert view.get_attribute("transform") == "translate(0 0) scale(1)" != moved
    box = seen.locator("svg.map.movable").bounding_box()
    seen.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    seen.mouse.wheel(0, -300)
    seen.wait_for_function(
        "() => document.querySelector('.map-view').getAttribute('transform').includes('scale(2.7')"
    )


def test_a_slider_moves_the_odds_of_a_what_if(seen: Any, address: str) -> None:
    seen.goto(f"{address}/what-if?as_of={DAY}")
    seen.get_by_label("Russia's supply runs short").check()
    _loaded(seen, "#result #outcomes")
    before = seen.locator("#result #territory").inner_text()
    slider = seen.get_by_role("slider")
    slider.focus()
    seen.keyboard.press("ArrowLeft")
    seen.wait_for_function(
        "before => document.querySelector('#result #territory')?.innerText !== before"
        " && !document.querySelector('#result[aria-busy=true]')",
        arg=before,
    )
    assert "v.ru-supply-short.0=" in seen.url
    assert not seen.get_by_label("whole range").is_checked()
    assert "assumed, not estimated" in seen.locator("#result").inner_text()


def test_a_slider_moved_before_its_script_is_there_counts_too(seen: Any, address: str) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    seen.route("**/whatif.js*", hold)
    seen.goto(f"{address}/what-if?as_of={DAY}&scenario=ru-supply-short", wait_until="commit")
    seen.wait_for_selector("#result #outcomes")
    seen.get_by_role("slider").focus()
    seen.keyboard.press("ArrowLeft")
    while not held:
        seen.wait_for_timeout(20)
    held.pop().continue_()
    seen.wait_for_url("**v.ru-supply-short.0=**")
    assert not seen.get_by_label("whole range").is_checked()
