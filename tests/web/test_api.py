"""The API gives what the command line gives, and a typed problem for what it cannot."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from xml.etree import ElementTree as ET

import pytest
import uvicorn
from click.testing import CliRunner
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import claim, on
from pages import parsed
from standoff import scenario
from standoff.assessment.build import assess
from standoff.cli.serve import serve
from standoff.domain.war import War
from standoff.errors import UnknownNameError
from standoff.evidence.store import Store
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.report import claims_list
from standoff.report.serialize import as_json
from standoff.report.whatif import text as whatif_text
from standoff.report.whatif.page import whatif_page
from standoff.web.answers import Answers
from standoff.web.middleware import is_here
from standoff.web.problems import KINDS
from standoff.web.query_params import query_of
from standoff.web.query_params import whatif as whatif_query
from standoff.web.records import ScenarioValues, WhatIfQuery
from standoff.web.state import AppState
from standoff.web.worker import WorkerProcess
from web.serving import API, HOME, TODAY, Ask, Client, answers_of, now, with_war


def _problem(client: Client, address: str, status: int, name: str) -> dict[str, str]:
    response = client.get(address)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    told: dict[str, str] = response.json()
    assert told["type"] == f"/problems#{name}"
    assert told["detail"] and told["hint"] and told["title"]
    return told


def test_the_assessment_is_the_command_lines(client: Client, answers: Answers, war: War) -> None:
    table = answers.claims.on(war, TODAY).table
    text = as_json(assess(table, war, TODAY, 1, FrontPosteriors()))
    assert client.get(f"{API}/assessment?as_of={TODAY}").text == text
    assert client.get(f"{API}/assessment").text == text


@pytest.mark.parametrize(
    ("part", "keys"),
    [("places", ("places", "abroad")), ("events", ("events",)), ("positions", ("positions",))],
)
def test_parts_of_an_assessment_are_those_of_the_whole(
    client: Client, part: str, keys: tuple[str, ...]
) -> None:
    whole, found = (client.get(f"{API}/{name}").json() for name in ("assessment", part))
    assert found["schema"] == f"standoff.{part}/1"
    assert set(found) == {"schema", "war", "as_of", *keys}
    assert {key: found[key] for key in keys} == {key: whole[key] for key in keys}


def test_events_are_asked_for_from_a_day_on_and_by_kind(client: Client) -> None:
    whole = client.get(f"{API}/events").json()["events"]
    kinds = {event["kind"] for event in whole}
    for kind in kinds:
        found = client.get(f"{API}/events?kind={kind}").json()["events"]
        assert found == [event for event in whole if event["kind"] == kind]
    assert client.get(f"{API}/events?since=2100-01-01").json()["events"] == []
    assert client.get(f"{API}/events?kind=strikes").status_code == 404


def test_weeks_and_forecast_carry_their_schemas(client: Client) -> None:
    weeks = client.get(f"{API}/timeline?as_of={TODAY}").json()
    assert weeks["schema"] == "standoff.timeline/1"
    assert weeks["weeks"][-1]["date"] == TODAY.isoformat()
    ahead = client.get(f"{API}/forecast?as_of={TODAY}").json()
    assert (ahead["schema"], ahead["as_of"]) == ("standoff.forecast/1", TODAY.isoformat())


def test_claims_as_csv_are_the_command_lines_and_pages_hold_each_once(
    client: Client, answers: Answers, war: War
) -> None:
    known = answers.claims.on(war, TODAY).known
    rows = list(csv.DictReader(io.StringIO(client.get(f"{API}/claims?format=csv").text)))
    assert {row["claim_id"] for row in rows} == set(known.by_id)
    seen: list[str] = []
    for page in range(1, 6):
        told = client.get(f"{API}/claims?page={page}&size=100").json()
        seen += [one["claim_id"] for one in told["claims"]]
    assert told["total"] == len(known.by_id) == len(seen) == len(set(seen))
    assert told["claims_digest"] == answers.claims.digest(war, TODAY)
    lines = client.get(f"{API}/claims?format=jsonl&quantity=toll.civilians_killed").text
    ours = [c for c in known.by_id.values() if c.quantity == "toll.civilians_killed"]
    assert lines == claims_list.jsonl(ours)


@pytest.mark.parametrize(
    ("query", "passes"),
    [
        ("side=BB", lambda c: c["side"] == "BB"),
        ("speaker=MAPMAKER", lambda c: c["speaker"] == "The Mapmaker"),
        ("outlet=paper", lambda c: "The Paper" in c["channel"]),
        ("grade=contradicted", lambda c: c["grade"] == "contradicted"),
        (
            f"from={on(300)}&to={on(305)}",
            lambda c: c["happened_to"] >= str(on(300)) and c["happened_from"] <= str(on(305)),
        ),
        (f"known_from={on(320)}", lambda c: c["known_at"][:10] >= str(on(320))),
    ],
)
def test_a_filter_lets_pass_what_it_says(client: Client, query: str, passes) -> None:  # type: ignore[no-untyped-def]
    everything = client.get(f"{API}/claims?size=1000").json()["claims"]
    told = client.get(f"{API}/claims?size=1000&{query}").json()["claims"]
    assert {c["claim_id"] for c in told} == {c["claim_id"] for c in everything if passes(c)}
    assert 0 < len(told) < len(everything)


@pytest.mark.parametrize(
    ("address", "status", "name"),
    [
        ("/api/wars/nowhere/assessment", 404, "unknown-name"),
        ("/api/wars/..%2F..%2Fetc/assessment", 404, "not-found"),
        (f"{API}/assessment?as_of=soon", 400, "bad-date"),
        (f"{API}/assessment?as_of=2019-12-31", 400, "bad-date"),
        (f"{API}/assessment?as_of={TODAY + timedelta(days=1)}", 400, "bad-date"),
        (f"{API}/claims?quantity=losses.tank", 404, "unknown-name"),
        (f"{API}/claims?side=ZZ", 404, "unknown-name"),
        (f"{API}/claims?grade=G9", 404, "unknown-name"),
        (f"{API}/claims?page=0", 400, "bad-query"),
        (f"{API}/claims?page=99999999999999999999", 400, "bad-query"),
        (f"{API}/claims?size=1_0", 400, "bad-query"),
        (f"{API}/claims?format=xml", 404, "unknown-name"),
        (f"{API}/claims?from=2020-13-01", 400, "bad-date"),
        (f"{API}/backtest", 400, "bad-date"),
        ("/api/nothing", 404, "not-found"),
        ("/static/..%2Fapp.py", 404, "not-found"),
        ("/static/app.py", 404, "unknown-name"),
    ],
)
def test_what_cannot_be_answered_is_a_typed_problem_with_a_hint(
    client: Client, address: str, status: int, name: str
) -> None:
    _problem(client, address, status, name)


def test_a_misspelt_quantity_is_answered_with_the_nearest(client: Client) -> None:
    told = _problem(client, f"{API}/claims?quantity=losses.tank", 404, "unknown-name")
    assert told["hint"] == "Did you mean 'losses.tanks'?"


_NAMES = st.sampled_from(["as_of", "since", "quantity", "side", "page", "digest", "grade", "from"])
_PARTS = st.tuples(
    _NAMES, st.text(max_size=12) | st.sampled_from(["%00", "%ff", "&&=", "a" * 5000])
)


@settings(max_examples=40)
@given(st.lists(_PARTS, max_size=4), st.sampled_from([f"{API}/claims", f"{HOME}/evidence"]))
def test_a_query_of_any_kind_is_understood_or_refused(
    client: Client, parts: list[tuple[str, str]], path: str
) -> None:
    query = "&".join(
        f"{name}={value if value.startswith('%') else quote(value)}" for name, value in parts
    )
    assert client.get(f"{path}?{query}").status_code < 500


def test_only_reading_is_answered(client: Client) -> None:
    response = client.post(f"{API}/assessment")
    assert response.status_code == 405
    assert response.json()["type"] == "/problems#not-allowed"


def _scenario(war: War, tmp_path: Path) -> War:
    """The invented war with one scenario worker it."""
    folder = tmp_path / war.name
    (folder / "scenarios").mkdir(parents=True)
    (folder / "war.toml").write_text((war.folder / "war.toml").read_text(encoding="utf-8"))
    (folder / "scenarios" / "short.toml").write_text(SHORT, encoding="utf-8")
    return replace(war, folder=folder)


SHORT = """
name = "short"
title = "Supply runs short"
summary = "What if Aland's supply ran short?"
war = "testland-2020"

[[change]]
part = "supply"
side = "AA"
factor = [0.6, 0.9]
over = 14
reason = "invented"
rests_on = [{ prior = "An army without fuel stops.", source = "invented" }]
"""


@pytest.fixture
def asking(ask: Ask, answers: Answers, war: War, tmp_path: Path) -> Client:
    """The same answers, of a war with a scenario."""
    return ask(AppState(with_war(answers, _scenario(war, tmp_path))))


def test_a_what_if_is_the_command_lines_and_says_that_it_is_assumed(
    asking: Client, answers: Answers, war: War, tmp_path: Path
) -> None:
    body = {
        "as_of": str(TODAY),
        "scenarios": [{"name": "short", "values": {"0": 0.8}}],
        "horizons": [30],
    }
    told = asking.post(f"{API}/whatif", json=body)
    named = replace(war, folder=tmp_path / war.name)
    asked = scenario.load("short", named).with_values({0: 0.8})
    table = answers.claims.on(war, TODAY).table
    course = scenario.baseline_course(table, named, TODAY)
    assert told.text == whatif_text.as_json(scenario.compare(course, [asked], [30]))
    assert told.json()["assumed"] == "assumed, not estimated"


def test_an_address_with_what_is_chosen_gives_what_a_post_gives(asking: Client) -> None:
    body = {"as_of": str(TODAY), "scenarios": [{"name": "short", "values": {"0": 0.8}}]}
    query = f"as_of={TODAY}&scenario=short&v.short.0=0.8"
    there = asking.get(f"{API}/whatif?{query}")
    assert there.text == asking.post(f"{API}/whatif", json=body).text
    assert there.text != asking.get(f"{API}/whatif?as_of={TODAY}&scenario=short").text


def test_a_what_if_can_be_taken_away_as_its_page_links_it(
    asking: Client, answers: Answers, war: War, tmp_path: Path
) -> None:
    page = asking.get(f"{HOME}/what-if?as_of={TODAY}&scenario=short&v.short.0=0.8").text
    links = [link for link in parsed(page).values("href", "a") if "v.short.0=0.8" in link]
    ends = {urlsplit(link).path.rpartition(".")[2] for link in links}
    assert ends == {"html", "svg", "png", "csv", f"{API}/whatif"}
    one_of_each = {urlsplit(link).path.rpartition(".")[2]: link for link in links}
    assert all(asking.get(link).status_code == 200 for link in one_of_each.values())
    pictures = [asking.get(link).text for link in links if ".svg?" in link]
    words = [" ".join("\n".join(ET.fromstring(one).itertext()).split()) for one in pictures]
    assert all("(Supply runs short), assumed, not estimated" in told for told in words)
    named = replace(war, folder=tmp_path / war.name)
    asked = scenario.load("short", named).with_values({0: 0.8})
    course = scenario.baseline_course(answers.claims.on(war, TODAY).table, named, TODAY)
    result = scenario.compare(course, [asked])
    file = asking.get(next(link for link in links if "report.html" in link))
    assert file.text == whatif_page(result, named)
    assert "sandbox" in file.headers["content-security-policy"]


@given(
    names=st.lists(st.sampled_from(["a", "b-c", "d"]), unique=True, max_size=3),
    values=st.dictionaries(st.integers(0, 9), st.floats(allow_nan=False, allow_infinity=False)),
)
def test_what_is_asked_reads_back_from_its_address(
    names: list[str], values: dict[int, float]
) -> None:
    query = WhatIfQuery(
        tuple(ScenarioValues(name, tuple(sorted(values.items()))) for name in names)
    )
    pairs = parse_qsl(urlencode(query_of(query)))
    assert whatif_query(pairs) == query


@pytest.mark.parametrize(
    ("body", "status", "name"),
    [
        ({"scenarios": ["shrt"]}, 404, "unknown-name"),
        ({"scenarios": ["../../etc/passwd.toml"]}, 404, "unknown-name"),
        ({"scenarios": [{"name": "short", "values": {"0": 7}}]}, 422, "bad-scenario"),
        ({"scenarios": [{"name": "short", "values": {"9": 0.8}}]}, 422, "bad-scenario"),
        ({"scenarios": []}, 400, "bad-query"),
        ({"scenarios": ["short"], "horizons": [100_000]}, 400, "bad-query"),
        ({"scenarios": ["short"], "as_of": "soon"}, 400, "bad-date"),
        ("no JSON", 400, "bad-query"),
    ],
)
def test_a_what_if_that_cannot_be_is_a_problem(
    asking: Client, body: object, status: int, name: str
) -> None:
    told = asking.post(f"{API}/whatif", json=body)
    assert (told.status_code, told.json()["type"]) == (status, f"/problems#{name}")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{API}/whatif?scenario=shrt", 404),
        (f"{API}/whatif?scenario=short&v.short.0=7", 422),
        (f"{HOME}/what-if?scenario=shrt", 404),
        (f"{HOME}/what-if/figures/odds.gif?scenario=short", 404),
        (f"{HOME}/figures/area.gif", 404),
        (f"{HOME}/claims/nonsense", 404),
    ],
)
def test_names_are_checked_before_any_work_is_done(
    ask: Ask, answers: Answers, war: War, tmp_path: Path, address: str, status: int
) -> None:
    class NoWork(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> Any:
            pytest.fail("work was done for a name that does not exist")

    with NoWork(1) as worker:
        state = AppState(replace(with_war(answers, _scenario(war, tmp_path)), worker=worker))
        assert ask(state).get(address).status_code == status


def test_a_what_if_is_not_asked_by_another_hosts_page(asking: Client) -> None:
    elsewhere = {"Origin": "https://evil.example"}
    told = asking.post(f"{API}/whatif", json={"scenarios": ["short"]}, headers=elsewhere)
    assert (told.status_code, told.json()["type"]) == (403, "/problems#bad-origin")


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1:8765", True),
        ("[::1]:8765", True),
        ("localhost", True),
        ("192.168.1.7", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
        ("[::1", False),
    ],
)
def test_another_hosts_name_is_refused(client: Client, host: str, here: bool) -> None:
    assert is_here(host, frozenset({"localhost"})) == here
    response = client.get("/healthz", headers={"Host": host})
    assert (response.status_code == 200) == here


def test_every_response_forbids_scripts_from_elsewhere(client: Client) -> None:
    for address in (HOME, f"{API}/claims", "/healthz", "/nothing", "/static/war.js"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_the_description_names_every_address_and_the_problem(client: Client) -> None:
    told = client.get("/openapi.json").json()
    paths = [f"/api/wars/{{war}}/{p}" for p in ("assessment", "timeline", "claims", "forecast")]
    assert set(paths) | {"/api/wars", "/api/wars/{war}/backtest", "/healthz"} <= set(told["paths"])
    assert "hint" in json.dumps(told["components"])
    assert client.get("/docs").status_code == 404


def test_every_kind_of_problem_is_listed(client: Client) -> None:
    page = client.get("/problems").text
    assert all(f'id="{kind.name}"' in page for kind in KINDS)


def test_who_has_it_already_is_sent_nothing(client: Client) -> None:
    first = client.get("/api/wars/testland-2020/claims")
    again = client.get(
        "/api/wars/testland-2020/claims", headers={"If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["content-encoding"] == "gzip"


@pytest.fixture
def apart(ask: Ask, war: War, tmp_path: Path) -> Iterator[Client]:
    """A server of its own, so that a test may add to its store."""
    with ThreadPoolExecutor(1) as run:
        yield ask(AppState(answers_of(war, tmp_path, run)), "http://[::1]")


def test_a_claim_appended_while_it_runs_is_served(apart: Client, tmp_path: Path) -> None:
    before = apart.get(f"{API}/claims").json()
    later = claim(value=123.0, happened_to=on(5), known_at=now())
    Store(tmp_path / "claims").append([later], now())
    after = apart.get(f"{API}/claims").json()
    assert after["total"] == before["total"] + 1
    assert after["claims_digest"] != before["claims_digest"]


def test_a_store_that_cannot_be_read_is_a_problem_and_not_a_fault(
    apart: Client, tmp_path: Path
) -> None:
    (tmp_path / "claims" / "z.parquet").write_text("no file of claims")
    told = _problem(apart, f"{API}/claims", 503, "store")
    assert "Take it out of the folder" in told["hint"]


def test_many_readers_at_once_are_answered_from_a_store_without_files(
    ask: Ask, answers: Answers, tmp_path: Path
) -> None:
    (workspace,) = answers.workspaces.values()
    empty = replace(workspace, folder=tmp_path / "claims", cache=tmp_path / "cache")
    served = ask(AppState(replace(answers, workspaces={empty.war.name: empty})))
    days = [on(day) for day in range(12)]
    known = [f"{API}/claims?as_of={day}" for day in days]
    # Looked for by a query of its own, worker those of the days.
    unknown = [f"{HOME}/claims/none?as_of={day}" for day in days]
    told = served.get_together([*known, *unknown])
    assert [one.status_code for one in told] == [200] * 12 + [404] * 12


@pytest.mark.parametrize(
    ("host", "warned"),
    [("127.0.0.1", False), ("::1", False), ("localhost", False), ("0.0.0.0", True)],
)
def test_the_verb_listens_on_loopback_and_warns_of_any_other_address(
    host: str, warned: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[object, tuple[object, ...]]] = []

    def run(server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        ran.append((server.config.app, sockets[0].getsockname()))
        sockets[0].close()

    monkeypatch.setattr("uvicorn.Server.run", run)
    asked = ["--host", host, "--port", "0", "--no-ahead", "--store", str(tmp_path)]
    told = CliRunner().invoke(serve, asked)
    assert told.exit_code == 0, told.output
    assert ("Whoever reaches this machine" in told.output) == warned
    ((app, (at, port, *_)),) = ran
    assert at == ("127.0.0.1" if host == "localhost" else host)
    assert f":{port}/" in told.output
    assert isinstance(app, FastAPI)
    assert "ukraine-2022" in app.state.standoff.answers.wars


def test_an_error_out_of_another_process_is_told_and_ends_nothing() -> None:
    worker = WorkerProcess(nice=True)
    try:
        process = worker.submit(os.getpid).result()
        with pytest.raises(UnknownNameError, match="unknown war 'nowhere': known: testland"):
            worker.submit(_nowhere).result()
        assert worker.submit(os.getpid).result() == process
    finally:
        worker.shutdown()


def _nowhere() -> None:
    raise UnknownNameError("war", "nowhere", ["testland-2020"])
