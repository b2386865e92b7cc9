"""The pages: whole without a script, made of the report's sections, and safe against what is said."""

from __future__ import annotations

import csv
import os
import re
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest

from invented import NAME, claim, on
from pages import HOSTILE, Page, parsed
from standoff.domain.war import War
from standoff.report.sections import SECTIONS
from standoff.report.sections.questions import TITLES
from standoff.web.answers import DAY, EARLIER, Answers, code_digest
from standoff.web.caches import TextCache
from standoff.web.pages.claim import chain
from standoff.web.prefetch import Prefetcher
from standoff.web.state import AppState
from standoff.web.worker import WorkerProcess
from standoff.workspace import BacktestScores, Day, Workspace
from web.serving import API, HOME, TODAY, Ask, Client, answers_of, with_war

PAGES = ("", "/map", "/questions", "/evidence", "/what-if", "/track-record")
BEFORE = on(300)
BACKTEST = Workspace.backtest


def _page(client: Client, address: str, status: int = 200) -> Page:
    response = client.get(address)
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"].startswith("text/html")
    return parsed(response.text)


def _some_claim(answers: Answers, war: War, quantity: str) -> str:
    known = answers.claims.on(war, TODAY).known
    return next(id for id, c in known.by_id.items() if c.quantity == quantity)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_needs_nothing_from_elsewhere_and_holds_no_style_or_script_within(
    client: Client, path: str
) -> None:
    page = _page(client, f"{HOME}{path}")
    loaded = page.values("src") + page.values("href", "link")
    assert all(address.startswith(("/static/", "data:,")) for address in loaded)
    assert page.values("style") == []
    assert [tag for tag, _ in page.elements].count("style") <= (path in ("", "/map"))
    assert [a for tag, a in page.elements if tag == "script" and "src" not in a] == []
    assert [tag for tag, _ in page.elements].count("h1") == 1
    ids = page.values("id")
    assert len(ids) == len(set(ids))


def test_the_page_of_the_war_and_that_of_the_questions_hold_the_sections_of_the_report(
    client: Client,
) -> None:
    shown = {*_page(client, HOME).values("id", "section")}
    shown |= {*_page(client, f"{HOME}/questions").values("id", "section")}
    assert {s.id for s in SECTIONS} - {"evidence"} <= shown


def test_without_a_script_the_six_answers_stand_there_and_a_form_asks_for_another_day(
    client: Client,
) -> None:
    page = _page(client, f"{HOME}/questions?as_of={BEFORE}")
    assert all(title in " ".join(page.words) for title in TITLES.values())
    form = next(a for tag, a in page.elements if tag == "form")
    assert (form["method"], form["action"]) == ("get", f"{HOME}/questions")
    field = next(a for tag, a in page.elements if tag == "input" and a.get("name") == "as_of")
    assert (field["value"], field["max"]) == (str(BEFORE), str(TODAY))


def test_panels_are_those_of_the_page(client: Client) -> None:
    whole, part = (client.get(f"{HOME}{p}?as_of={BEFORE}").text for p in ("", "/panels"))
    assert part.strip() in whole


def test_the_slider_stops_every_week_and_the_curve_shows_where_the_day_is(
    client: Client, answers: Answers, war: War
) -> None:
    page = _page(client, f"{HOME}?as_of={BEFORE}")
    slider = next(a for tag, a in page.elements if a.get("type") == "range")
    stops = answers.stops(war)
    assert stops[int(slider["value"])] <= BEFORE < stops[int(slider["value"]) + 1]
    assert int(slider["max"]) == len(stops) - 1
    assert (stops[0], stops[-1]) == (war.start, TODAY)


def test_two_days_side_by_side_say_what_changed_in_whatever_order(client: Client) -> None:
    page = client.get(f"{HOME}/panels?as_of={TODAY}&since={BEFORE}").text
    swapped = client.get(f"{HOME}/panels?as_of={BEFORE}&since={TODAY}").text
    changed = re.search(r'<section id="changed".*?</section>', page, re.DOTALL)
    assert changed and changed[0] in swapped
    assert "A stalemate, says one." in changed[0]
    told = parsed(changed[0])
    (listed,) = [h for h in told.values("href", "a") if "/evidence?" in h]
    total = client.get(f"{API}/claims?{urlsplit(listed).query}").json()["total"]
    assert f">{total} claims</a>" in changed[0]


def test_a_claim_named_in_a_section_has_an_address_with_day_and_digest(
    client: Client, answers: Answers, war: War
) -> None:
    links = [h for h in _page(client, f"{HOME}/questions").values("href", "a") if "/claims/" in h]
    assert links
    query = parse_qs(urlsplit(links[0]).query)
    assert query == {"as_of": [str(TODAY)], "digest": [answers.claims.digest(war, TODAY)]}
    page = client.get(links[0])
    assert page.status_code == 200
    assert "another set of claims" not in page.text


def test_the_address_of_a_claim_says_when_the_store_knows_other_claims_of_that_day(
    client: Client, answers: Answers, war: War
) -> None:
    claim_id = _some_claim(answers, war, "toll.civilians_killed")
    address = f"{HOME}/claims/{claim_id}?as_of={TODAY}"
    assert "another set" in client.get(f"{address}&digest={'0' * 64}").text
    assert "another set" not in client.get(address).text
    assert "(checked)" in client.get(address).text


def test_a_claim_not_known_by_the_day_says_from_when_it_was(
    client: Client, answers: Answers, war: War
) -> None:
    claim_id = _some_claim(answers, war, "toll.civilians_killed")
    response = client.get(f"{HOME}/claims/{claim_id}?as_of={on(300)}")
    assert response.status_code == 404
    assert f"as_of={on(301)}" in response.text
    assert client.get(f"{HOME}/claims/{'f' * 64}").status_code == 404
    assert client.get(f"{HOME}/claims/nonsense").status_code == 404


def test_figures_for_one_thing_stand_side_by_side(client: Client) -> None:
    page = client.get(f"{HOME}/evidence?quantity=losses.personnel_killed&side=AA").text
    many = re.search(r'<section id="many".*?</section>', page, re.DOTALL)
    assert many
    assert "77\u202f000" in many[0]
    assert many[0].count("<circle") == 2


def test_the_chain_leads_from_what_we_read_to_the_origin() -> None:
    one = claim(channel=("The Hill", "NBC News"), speaker="an official", anonymous=True, origin="x")
    assert [name for _, name in chain(one)] == [
        "record",
        "The Hill",
        "NBC News",
        "an official",
        "x",
    ]
    assert "unnamed" in chain(one)[3][0]


@pytest.mark.parametrize("path", [*PAGES, "/evidence?quantity=assessment.stalemate"])
def test_what_is_said_stays_text(client: Client, path: str) -> None:
    page = _page(client, f"{HOME}{path}")
    assert "img" not in {tag for tag, _ in page.elements}
    assert not [name for _, a in page.elements for name in a if name.startswith("on")]
    links = page.values("href", "a")
    assert [h for h in links if not h.startswith(("/", "#", "https://paper.example"))] == []
    if "evidence?" in path:
        assert HOSTILE in " ".join(page.words)


def test_a_hostile_query_comes_back_as_text(client: Client) -> None:
    page = client.get(f"{HOME}/evidence", params={"speaker": HOSTILE, "as_of": str(TODAY)})
    assert "<img" not in page.text
    wrong = client.get(HOME, params={"as_of": HOSTILE})
    assert wrong.status_code == 400
    assert "<img" not in wrong.text


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/wars/nowhere", 404, "unknown war"),
        (f"{HOME}?as_of=2019-01-01", 400, "lies before it"),
        (f"{HOME}?since=soon", 400, "is not a date"),
        (f"{HOME}/figures/nothing.svg", 404, "unknown figure"),
        (f"{HOME}/figures/area.gif", 404, "unknown form"),
        ("/nothing", 404, "There is no GET"),
    ],
)
def test_a_wrong_address_is_answered_in_words(
    client: Client, path: str, status: int, says: str
) -> None:
    page = _page(client, path, status)
    assert says in " ".join(page.words)
    assert "/problems#" in "".join(page.values("href", "a"))


def test_figures_can_be_taken_away_whole(client: Client) -> None:
    svg = client.get(f"{HOME}/figures/area.svg")
    root = ET.fromstring(svg.text)
    assert "Area held by Aland" in "".join(root.itertext())
    assert "Source:" in "".join(root.itertext())
    assert client.get(f"{HOME}/figures/area.png").content.startswith(b"\x89PNG")
    table = client.get(f"{HOME}/figures/area.csv").text.splitlines()
    assert table[0].startswith("Day,km²")
    assert "\u202f" not in "".join(table)


def test_a_figure_taken_away_brings_its_key(client: Client, answers: Answers, war: War) -> None:
    drawn = next(f for f in answers.get(DAY, war, TODAY).figures if f.id == "area")
    told = ET.fromstring(client.get(f"{HOME}/figures/area.svg").text)
    labels = " ".join(t.text or "" for t in told.iter("{http://www.w3.org/2000/svg}text"))
    assert drawn.key
    assert all(label in labels for _, _, label in drawn.key)


def test_the_report_in_one_file_is_the_command_lines_and_may_not_be_framed(
    client: Client, answers: Answers, war: War
) -> None:
    response = client.get(f"{HOME}/report.html")
    assert response.text == answers.get(DAY, war, TODAY).report
    assert "sandbox" in response.headers["content-security-policy"]
    assert f"{NAME}-{TODAY}.html" in response.headers["content-disposition"]


def _short_backtest(workspace: Workspace, first: Day, last: Day) -> BacktestScores:
    return BACKTEST(workspace, first, last, every=60, horizons=(30,), models=("model", "base rate"))


def test_the_record_is_replayed_for_who_asks_first_its_worst_misses_first(
    ask: Ask, war: War, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Workspace, "backtest", _short_backtest)
    outcomes = "date,outcome,provisional\n" + f"{on(250)},standstill,false\n"
    folder = tmp_path / war.name
    folder.mkdir()
    (folder / "war.toml").write_text((war.folder / "war.toml").read_text())
    (folder / "outcomes.csv").write_text(outcomes)
    with ThreadPoolExecutor(1) as run:
        answers = answers_of(war, tmp_path, run)
        client = ask(AppState(with_war(answers, replace(war, folder=folder))))
        page = client.get(f"{HOME}/track-record").text
        order = [
            page.index(f'<section id="{name}"')
            for name in ("first", "misses", "calls", "leads", "scores")
        ]
        assert order == sorted(order)
        assert page.index("the CRPS is how far") == page.index("CRPS") - len("the ")
        # The record is the same whatever the day.
        assert 'class="when"' not in page
        assert client.get(f"{API}/backtest").json()["schema"] == "standoff.backtest/1"


def test_a_war_that_cannot_be_replayed_has_a_record_that_says_why(client: Client) -> None:
    assert "no target" in client.get(f"{HOME}/track-record").text.casefold()
    assert client.get(f"{API}/backtest").json()["type"] == "/problems#bad-date"


def test_the_days_most_likely_asked_are_made_first_and_each_once(
    answers: Answers, war: War
) -> None:
    some = _Counting()
    then = answers.now().replace(year=2020, month=1, day=20)
    short = replace(answers, now=lambda: then, background=some)
    prefetcher = Prefetcher(short, backtests=False, rests=False)
    prefetcher.today(war)
    assert prefetcher.made(war) == (1, 4)
    assert short.has(DAY, war, short.stops(war)[-1])
    for _ in range(2):
        prefetcher.likely(war)
        prefetcher.every_week(war)
        assert prefetcher.made(war) == (4, 4)
        # The curve, and each day.
        assert some.submitted == 1 + len(short.stops(war))


@pytest.mark.parametrize("name", ["a.py", "templates/a.html", "a.css", "a.js", "a.toml", "a.csv"])
def test_a_change_of_code_template_style_or_data_makes_answers_new(
    name: str, tmp_path: Path
) -> None:
    digests = []
    for text in ("one", "two"):
        file = tmp_path / text / name
        file.parent.mkdir(parents=True)
        file.write_text(text)
        digests.append(code_digest(tmp_path / text))
    assert digests[0] != digests[1]


def test_a_process_that_was_ended_is_begun_again() -> None:
    worker = WorkerProcess(nice=True)
    first = worker.submit(os.getpid).result()
    with pytest.raises(BrokenProcessPool):
        worker.submit(os._exit, 1).result()
    assert worker.submit(os.getpid).result() != first
    worker.shutdown()


class _Counting(ThreadPoolExecutor):
    """Runs what it is given at once, and counts."""

    submitted = 0

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        self.submitted += 1
        done: Future[object] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def test_a_damaged_file_of_the_cache_is_made_again(tmp_path: Path) -> None:
    assert TextCache(tmp_path).text("x", lambda: "made") == "made"
    assert TextCache(tmp_path).text("x", lambda: "again") == "made"
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:10])
    assert TextCache(tmp_path).text("x", lambda: "again") == "again"


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    assert TextCache(tmp_path / "taken").text("x", lambda: "made") == "made"


def test_what_was_said_before_is_a_link_until_it_is_made_and_then_a_figure(
    client: Client, answers: Answers, war: War
) -> None:
    day = TODAY - timedelta(days=3)
    there = f"{HOME}/earlier?as_of={day}"
    assert answers.cached(EARLIER, war, day) is None
    assert f'data-fetched="{there}"' in client.get(f"{HOME}?as_of={day}").text
    assert '<figure class="ghosts">' in client.get(there).text
    fronts = answers.cached(EARLIER, war, day)
    assert fronts
    assert [front.ahead[0] for front in fronts] == sorted(front.ahead[0] for front in fronts)
    assert all(front.days[-1] < day.isoformat() for front in fronts)
    page = client.get(f"{HOME}/panels?as_of={day}").text
    assert '<figure class="ghosts">' in page
    links = [x for x in parsed(page).values("href", "a") if "/figures/earlier." in x]
    svg, png, table = (client.get(link) for link in links)
    assert "earlier forecasts, and what happened" in "".join(ET.fromstring(svg.text).itertext())
    assert png.content.startswith(b"\x89PNG")
    rows = list(csv.DictReader(table.text.splitlines()))
    made = {row["Forecast made"] for row in rows if row["Day"]} - {""}
    assert made == {front.ahead[0] for front in fronts if front.ahead}
    low, high = fronts[-1].bands["low90"][-1], fronts[-1].bands["high90"][-1]
    assert (float(rows[-2]["5%, km²"]), float(rows[-2]["95%, km²"])) == (low, high)
