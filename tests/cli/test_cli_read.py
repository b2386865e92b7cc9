"""`standoff read` as people call it: what is printed, written, added, refused, and the exit code."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from invented import write_war
from reading.pages_of_news import PAGE, WALL
from standoff.cli import main
from standoff.domain import war as wars
from standoff.domain.claim import Claim, from_table
from standoff.evidence.bundled import record_claims
from standoff.evidence.snapshot import one_per_origin, snapshot_of
from standoff.evidence.store import Store

SHARED = Path(os.environ.get("STANDOFF_SHARED", Path(__file__).parents[3] / "shared"))
SEED = SHARED / "reports" / "the-hill-2022-03-21.txt"
STORY = """\
Title: War close to deadlock, alliance official says
Outlet: {outlet}
Published: 2020-03-02
URL: https://courier.example/{n}

The war between Aland and Bland is nearing a stalemate along the river, according to an official.

“Neither side has a superiority over the other along the river,” she said.

Defence Minister Ada Ulm said on Sunday that Aland was short of shells and had stalled on the river.
"""


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`standoff read ARGS` in this process, in a folder of its own, with a store in it."""
    (tmp_path / "claims").mkdir()
    monkeypatch.setenv("STANDOFF_STORE", str(tmp_path / "claims"))
    monkeypatch.chdir(tmp_path)

    def _run(*args: object, given: bytes = b"", verb: str = "read") -> Ran:
        monkeypatch.setattr(sys, "argv", ["standoff", verb, *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        capsys.readouterr()
        try:
            main.main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        shown = capsys.readouterr()
        return Ran(code, shown.out, shown.err)

    return _run


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY.format(outlet="Port Courier", n=1))
    return path


@pytest.fixture
def own_war(tmp_path: Path) -> Path:
    return write_war(tmp_path / "own")


def stored(folder: Path, war_folder: Path) -> list[Claim]:
    war = wars.load(str(war_folder))
    return list(from_table(Store(folder / "claims").table_known_at(date(2021, 1, 1), war.name)))


def test_a_report_is_shown_on_a_screen_with_who_said_what(run: Run, story: Path) -> None:
    ran = run(story)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "War close to deadlock, alliance official says"
    assert lines[1] == "Port Courier, 2 March 2020"
    assert "Ada Ulm" in ran.out
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40


def test_the_json_is_one_object_on_one_line_whose_offsets_count_in_the_file(
    run: Run, story: Path, own_war: Path
) -> None:
    (row,) = run(story, "--war", own_war, "--json", "-").rows
    text = story.read_text()
    assert list(row)[:5] == ["file", "title", "outlet", "author", "published"]
    assert (row["file"], row["published"]) == (str(story), "2020-03-02")
    assert "text" not in row
    sources = [text[a:b] for one in row["attributions"] for a, b in one["source"]]
    assert any("Ada Ulm" in source for source in sources)
    for one in row["attributions"]:
        assert {"speaker", "speaker_kind", "anonymous", "anonymity", "channel", "hedge"} <= set(one)
        assert {"negated", "stance", "issue", "about_side", "confidence", "within"} <= set(one)
        assert all(text.index("The war between") <= a < b <= len(text) for a, b in one["content"])
    assert {c["quantity"] for c in row["claims"]} >= {"assessment.stalemate"}
    assert all(
        text[c["span_from"] : c["span_to"]].split() == c["text"].split() for c in row["claims"]
    )


def test_the_same_report_gives_the_same_bytes(run: Run, story: Path, own_war: Path) -> None:
    first = run(story, "--war", own_war, "--json", "-").out
    assert first
    assert run(story, "--war", own_war, "--json", "-").out == first


def test_a_page_gives_the_text_that_its_offsets_count_in(run: Run) -> None:
    (row,) = run("-", "--json", "-", given=PAGE.encode()).rows
    assert row["outlet"] == "Port Courier"
    for one in row["attributions"]:
        for a, b in one["content"]:
            assert row["text"][a:b].strip()


def test_a_folder_gives_one_line_a_report_and_its_bad_file_the_exit_code(
    run: Run, story: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    story.rename(folder / "1.txt")
    (folder / "2.html").write_text(WALL)
    (folder / "3.html").write_text(PAGE)
    (folder / "notes.doc").write_text("x")
    ran = run(folder, "--json", tmp_path / "out.jsonl")
    assert ran.code == 2
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [Path(row["file"]).name for row in rows] == ["1.txt", "3.html"]
    assert "1 other file passed over" in ran.err
    assert "2.html: only a notice" in ran.err
    assert "(1 of 3 reports not read)" in ran.err.splitlines()[-1]


def test_a_report_is_added_once_however_often_it_is_read(
    run: Run, story: Path, own_war: Path, tmp_path: Path
) -> None:
    first = run(story, "--add", own_war)
    assert first.code == 0
    claims = stored(tmp_path, own_war)
    assert claims
    assert {c.channel[0] for c in claims} == {"Port Courier"}
    assert {c.known_at for c in claims} == {datetime(2020, 3, 2, tzinfo=UTC)}
    assert f"{len(claims)} new claims" in first.err
    again = run(story.rename(tmp_path / "copy.txt"), "--add", own_war)
    assert f"0 new claims, {len(claims)} known" in again.err
    assert stored(tmp_path, own_war) == claims


def test_the_same_story_from_a_second_outlet_does_not_count_twice(
    run: Run, story: Path, own_war: Path, tmp_path: Path
) -> None:
    run(story, "--add", own_war)
    once = stored(tmp_path, own_war)
    other = tmp_path / "other.txt"
    other.write_text(STORY.format(outlet="The Echo", n=2).replace("War close", "Deadlock near"))
    run(other, "--add", own_war)
    twice = stored(tmp_path, own_war)
    assert len(twice) == 2 * len(once)

    def count(claims: list[Claim]) -> int:
        return len(one_per_origin((c.claim_id, c) for c in claims))

    assert count(twice) == count(once)


def test_a_report_without_a_date_is_not_added_and_the_way_out_is_given(
    run: Run, own_war: Path, tmp_path: Path
) -> None:
    path = tmp_path / "undated.txt"
    path.write_text("The war is at a stalemate, Ada Ulm said on Sunday.\n")
    ran = run(path, "--add", own_war)
    assert ran.code == 2
    assert "--published" in ran.err
    assert not list((tmp_path / "claims").iterdir())
    assert run(path, "--add", own_war, "--published", "2020-03-01").code == 0


def test_a_date_that_has_not_come_adds_nothing_and_says_so(
    run: Run, story: Path, own_war: Path, tmp_path: Path
) -> None:
    ran = run(story, "--add", own_war, "--published", "2999-01-01")
    assert "in the future" in ran.err
    assert not stored(tmp_path, own_war)


def test_two_wars_for_one_reading_are_refused(run: Run, story: Path, own_war: Path) -> None:
    ran = run(story, "--add", own_war, "--war", "ukraine-2022")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    "name",
    ["http://127.0.0.1/a", "http://[::1]/", "http://2130706433/", "file:///etc/passwd", "none.txt"],
)
def test_what_may_not_be_read_or_is_not_there_is_one_line_and_code_2(run: Run, name: str) -> None:
    ran = run(name)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert name in ran.err


HOSTILE = "\x1b[31mred\x1b[0m \u202egnidaer\u202c"


def test_what_a_report_says_of_itself_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"Title: {HOSTILE}\nOutlet: {HOSTILE}\n\nIt has stalled {HOSTILE}, he said.\n")
    ran = run(path)
    assert ran.code == 0
    assert not {"\x1b", "\u202e"} & set(ran.out + ran.err)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "“He said “she said “they said “it said.\n" * 50,
        "قال المسؤول إن الحرب تقترب من الجمود.\n\nהוא אמר שאין תזוזה.\n",
        "前线停滞不前，将军说。\n",
        "\u200f\u202e\u0000".replace("\u0000", "") * 50 + "a said.",
        "said " * 5000,
        "a" * 200_000,
    ],
)
def test_odd_texts_are_read_to_the_end(run: Run, text: str) -> None:
    ran = run("-", "--json", "-", given=text.encode())
    assert ran.code == 0
    (row,) = ran.rows
    for one in row["attributions"]:
        for role in ("source", "cue", "content"):
            assert all(0 <= a < b <= len(text) for a, b in one[role])


def test_a_reader_is_scored_as_a_table_and_as_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gold" / "text").mkdir(parents=True)
    (tmp_path / "gold" / "attributions").mkdir()
    (tmp_path / "gold" / "text" / "a.txt").write_text("It has stalled, Ada Ulm said.\n")
    lines = ["T1\tCue 24 28\tsaid", "T2\tContent 0 14\tIt has stalled", "E1\tCue:T1 Content1:T2"]
    (tmp_path / "gold" / "attributions" / "a_1.ann").write_text("\n".join(lines) + "\n")
    table = run("gold", verb="score-reader")
    assert (table.code, table.out.splitlines()[0]) == (0, "measure\tscore")
    (row,) = run("gold", "--json", "-", verb="score-reader").rows
    assert row["documents"] == 1
    assert {"reader", "micro", "linked_src"} <= set(row)


@pytest.mark.skipif(not SEED.is_file(), reason="needs the report: set STANDOFF_SHARED")
def test_the_report_that_started_it_is_known_on_its_day_under_one_origin_each(
    run: Run, tmp_path: Path
) -> None:
    args = ("--add", "ukraine-2022", "--published", "2022-03-21", "--outlet", "The Hill")
    assert run(SEED, *args).code == 0
    war = wars.load("ukraine-2022")
    shipped = record_claims(war, datetime(2026, 1, 1, tzinfo=UTC))
    table = Store(tmp_path / "claims", shipped).table_known_at(date(2022, 3, 21), war.name)
    known = snapshot_of(table, war, date(2022, 3, 21))
    ours = [c for c in known.by_id.values() if c.source.startswith("report:")]
    assert ("The Hill", "NBC News") in {c.channel for c in ours}
    found = {(c.quantity, c.side) for c in ours}
    assert found >= {
        ("assessment.stalemate", ""),
        ("assessment.superiority", ""),
        ("shock.third_party_entry", "BY"),
        ("shock.nuclear", "BY"),
        ("front.stalled", "RU"),
        ("logistics.degraded", "RU"),
        ("munitions.shortage", "RU"),
    }
    # The shipped record holds statements of the same report: each is counted once.
    for name in ("assessment.stalemate", "assessment.superiority", "assessment.can_win"):
        official = [
            (i, c) for i, c in known.of(name) if "NATO" in c.speaker and c.channel[0] == "The Hill"
        ]
        assert len(official) >= 2
        assert len(one_per_origin(official)) == 1


def test_a_text_in_another_language_claims_nothing_and_is_not_added(run: Run) -> None:
    body = "За добу знищено 12 танків, повідомив штаб у вівторок увечері."
    Path("post.txt").write_text(f"Outlet: B\nPublished: 2022-03-21\n\n{body}\n", encoding="utf-8")
    done = run("post.txt", "--war", "ukraine-2022", "--json", "-")
    assert (done.code, done.rows[0]["claims"], done.rows[0]["quantities"]) == (0, [], [])
    assert "post.txt: is no English (Cyrillic script)" in done.err
    added = run("post.txt", "--add", "ukraine-2022")
    assert added.code == 2
    assert "--reader" in added.err


def test_a_table_of_data_is_refused_in_a_line(run: Run) -> None:
    table = "event_id,event_date,country,dead\nA1,2022-03-21,Aland,0\nA2,2022-03-22,Aland,36\n"
    Path("events.csv").write_text(table, encoding="utf-8")
    done = run("events.csv", "--war", "ukraine-2022")
    assert done.code == 2
    assert "holds CSV, data and no report" in done.err
