"""What the command line promises: exit codes, one line of error, and nothing else where asked."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest

import invented
from invented import area, at, claim, front, on, statement, write_war
from sources import samples
from standoff._version import __version__
from standoff.cli import main
from standoff.domain.claim import SCHEMA, Claim
from standoff.domain.quantities import QUANTITIES
from standoff.evidence.store import Store
from standoff.ingest.sources import SOURCES

SHIPPED = "ukraine-2022"
ESCAPE = "\x1b[31mred\x1b[0m\x07\r"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder beside the test's own, so that the test can say what else is written."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """`standoff ARGS` through the entry point, in this process, in folders of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    (tmp_path / "claims").mkdir()
    monkeypatch.setenv("STANDOFF_STORE", str(tmp_path / "claims"))
    monkeypatch.chdir(tmp_path)

    def _run(*args: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["standoff", *map(str, args)])
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
def own_war(tmp_path: Path) -> Path:
    """A folder with a war of our own and 60 days of its front."""
    claims = [*front([5000.0 + i for i in range(60)]), claim(), statement("front.stalled", 50)]
    return write_war(tmp_path / "own", record=claims)


def is_one_line(text: str) -> bool:
    return text.startswith("standoff: ") and text.endswith("\n") and text.count("\n") == 1


# --- every command ---


def test_every_command_has_help_that_says_what_it_does(run: Run) -> None:
    assert set(main.cli.commands) == {
        "assess",
        "pull",
        "claims",
        "wars",
        "sources",
        "quantities",
        "backtest",
        "events",
        "positions",
        "fit-priors",
        "forecast",
        "read",
        "score-reader",
        "serve",
        "timeline",
        "train-reader",
        "weigh",
        "whatif",
    }
    for name, command in main.cli.commands.items():
        ran = run(name, "--help")
        assert (ran.code, ran.err) == (0, "")
        assert command.help is not None
        assert command.help.split(".")[0] in " ".join(ran.out.split())
        for option in command.params:
            if isinstance(option, click.Option) and option.name != "form":
                assert option.help, f"{name} {option.name} has no help"


def test_the_bare_command_and_help_list_the_commands(run: Run) -> None:
    for args in (("--help",), ("-h",)):
        ran = run(*args)
        assert ran.code == 0
        assert all(name in ran.out for name in main.cli.commands)


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").out == f"standoff, version {__version__}\n"


@pytest.mark.parametrize(
    "args",
    [
        ["assess", SHIPPED, "--as-of", "2022-03-21"],
        ["claims", SHIPPED, "--as-of", "2022-03-21"],
        ["wars"],
        ["sources"],
        ["quantities"],
    ],
    ids=lambda args: args[0],
)
def test_every_command_takes_seed_and_store(run: Run, tmp_path: Path, args: list[str]) -> None:
    (tmp_path / "elsewhere").mkdir()
    ran = run(*args, "--seed", 3, "--store", tmp_path / "elsewhere")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


@pytest.mark.parametrize("args", [["wars"], ["sources"], ["quantities"]], ids=lambda a: a[0])
def test_seed_must_be_a_number_from_zero(run: Run, args: list[str]) -> None:
    for seed in ("-1", "x"):
        ran = run(*args, "--seed", seed)
        assert (ran.code, ran.out) == (2, "")
        assert is_one_line(ran.err)


# --- wrong usage and bad input ---


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["asess"], "asess"),
        (["assess"], "WAR"),
        (["assess", SHIPPED, "--nonsense"], "--nonsense"),
        (["assess", "ukrain-2022"], "did you mean 'ukraine-2022'?"),
        (["claims", "nowhere"], "known: ukraine-2022"),
        (["pull", "ukraine-2023"], "did you mean 'ukraine-2022'?"),
        (["pull", SHIPPED, "economist-aera"], "did you mean 'economist-area'?"),
        (["claims", SHIPPED, "--quantity", "losses.tank"], "did you mean 'losses.tanks'?"),
        (["claims", SHIPPED, "--side", "UR"], "unknown side"),
        (["claims", SHIPPED, "--format", "xml"], "xml"),
        (["assess", SHIPPED, "--as-of", "21 March"], "'21 March' is no date"),
        (["assess", SHIPPED, "--as-of", "2022-02-30"], "is no date"),
        (["assess", SHIPPED, "--as-of", "2022-02-23"], "began on 2022-02-24"),
        (["assess", SHIPPED, "--as-of", "9999-12-31"], "has not happened yet"),
        (["claims", SHIPPED, "--as-of", "9999-12-31"], "has not happened yet"),
        (["assess", SHIPPED, "--json", "-", "--html", "-"], "standard output"),
        (["assess", SHIPPED, "--as-of", "2022-03-21", "--json", "no/such/a.json"], "a.json"),
        (["assess", SHIPPED, "--store", "a*b"], "Rename the folder"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_bad_input_ends_with_2_and_one_line_that_says_what(
    run: Run, args: list[str], says: str
) -> None:
    Path("a*b").mkdir()
    ran = run(*args)
    assert (ran.code, ran.out) == (2, "")
    assert is_one_line(ran.err)
    assert says in ran.err


def test_tomorrow_has_not_happened_and_yesterday_has(run: Run, own_war: Path) -> None:
    now = datetime.now(UTC).date()
    assert run("claims", own_war, "--as-of", now + timedelta(days=2)).code == 2
    assert run("claims", own_war, "--as-of", now - timedelta(days=1)).code == 0


def test_a_file_in_place_of_the_store_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for command in ("assess", "claims"):
        ran = run(command, SHIPPED, "--as-of", "2022-03-21", "--store", tmp_path / "file")
        assert (ran.code, ran.out) == (2, "")
        assert is_one_line(ran.err)


def test_a_broken_record_is_told_by_its_first_bad_row_and_their_number(
    run: Run, tmp_path: Path
) -> None:
    folder = write_war(tmp_path / "own", record=[claim(side="AX"), claim(side="AY", value=2.0)])
    ran = run("assess", folder, "--as-of", "2020-02-01")
    assert (ran.code, ran.out) == (2, "")
    assert is_one_line(ran.err)
    assert "record.csv row 2: side: unknown side 'AX'" in ran.err
    assert "(and 1 more bad row)" in ran.err


def test_a_broken_definition_is_one_line(run: Run, tmp_path: Path) -> None:
    folder = write_war(tmp_path / "own", toml="name = [\n")
    ran = run("assess", folder)
    assert (ran.code, ran.out) == (2, "")
    assert is_one_line(ran.err)
    assert "war.toml" in ran.err


def test_what_cannot_be_written_leaves_no_part_behind(run: Run, own_war: Path) -> None:
    (own_war.parent / "taken").mkdir()
    before = sorted(own_war.parent.iterdir())
    ran = run("assess", own_war, "--as-of", on(59), "--json", "taken")
    assert (ran.code, ran.out) == (2, "")
    assert is_one_line(ran.err)
    assert sorted(own_war.parent.iterdir()) == before


def test_a_fault_of_ours_ends_with_1_and_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("two\nlines")

    monkeypatch.setattr("standoff.report.assessment_text.as_text", broken)
    ran = run("assess", SHIPPED, "--as-of", "2022-03-21")
    assert (ran.code, ran.out) == (1, "")
    assert is_one_line(ran.err)
    assert "ZeroDivisionError: two lines" in ran.err
    monkeypatch.setenv("STANDOFF_DEBUG", "1")
    assert "Traceback" in run("assess", SHIPPED, "--as-of", "2022-03-21").err


def test_an_interrupt_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("standoff.report.assessment_text.as_text", interrupted)
    ran = run("assess", SHIPPED, "--as-of", "2022-03-21")
    assert (ran.code, ran.out) == (130, "")
    assert "interrupted" in ran.err


# --- assess ---


def test_assess_prints_one_screen_and_nothing_on_standard_error(run: Run) -> None:
    ran = run("assess", SHIPPED, "--as-of", "2022-03-21")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("RUSSIA'S WAR AGAINST UKRAINE, AS OF 21 MARCH 2022\n")


def test_json_to_standard_output_is_only_json(run: Run) -> None:
    ran = run("assess", SHIPPED, "--as-of", "2022-03-21", "--json", "-")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["schema"] == "standoff.assessment/1"
    assert ran.out.startswith("{")
    assert ran.out.endswith("}\n")


def test_json_to_a_file_is_what_standard_output_would_be(run: Run, tmp_path: Path) -> None:
    told = run("assess", SHIPPED, "--as-of", "2022-03-21", "--json", "-").out
    ran = run("assess", SHIPPED, "--as-of", "2022-03-21", "--json", "out.json")
    assert ran.code == 0
    assert ran.out.startswith("RUSSIA'S WAR")
    assert ran.err == "Wrote out.json.\n"
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == told
    assert sorted(p.name for p in tmp_path.iterdir()) == ["claims", "out.json"]
    assert not list((tmp_path / "claims").iterdir())


def test_html_to_a_file_is_a_page(run: Run, own_war: Path, tmp_path: Path) -> None:
    ran = run("assess", own_war, "--as-of", on(59), "--html", "page.html", "--json", "-")
    assert ran.code == 0
    assert json.loads(ran.out)["war"] == invented.NAME
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_seed_is_used_and_told(run: Run) -> None:
    def assessed(*more: object) -> dict[str, object]:
        told: dict[str, object] = json.loads(
            run("assess", SHIPPED, "--as-of", "2022-03-21", "--json", "-", *more).out
        )
        return told

    first, again, other = assessed(), assessed("--seed", 1), assessed("--seed", 2)
    assert first == again
    assert first["outcomes"] != other["outcomes"]


def test_a_war_of_ones_own_is_named_by_its_folder(run: Run, own_war: Path) -> None:
    ran = run("assess", own_war, "--as-of", on(59))
    assert ran.code == 0
    assert "THE WAR OVER TESTLAND" in ran.out


def test_assess_reads_the_store_it_is_given(run: Run, own_war: Path, tmp_path: Path) -> None:
    Store(tmp_path / "mine").append([area(55, 7777.0, known_at=at(56))], at(600))
    for args, expected in ((("--store", tmp_path / "mine"), 7777.0), ((), 5055.0)):
        ran = run("claims", own_war, "--format", "csv", "--as-of", on(59), *args)
        rows = csv.DictReader(io.StringIO(ran.out))
        levels = {r["happened_to"]: float(r["value"]) for r in rows if r["unit"] == "km2"}
        assert levels[str(on(55))] == expected


def test_nothing_is_written_by_reading(run: Run, own_war: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    for command in ("assess", "claims"):
        assert run(command, own_war, "--as-of", on(59)).code == 0
    assert sorted(tmp_path.rglob("*")) == before


# --- claims ---


def test_claims_as_csv_and_jsonl_hold_every_column_of_the_same_claims(
    run: Run, own_war: Path
) -> None:
    rows = list(csv.DictReader(io.StringIO(run("claims", own_war, "--format", "csv").out)))
    lines = [json.loads(x) for x in run("claims", own_war, "--format", "jsonl").out.splitlines()]
    assert len(rows) == len(lines) == 62
    assert list(rows[0]) == SCHEMA.names
    assert list(lines[0]) == sorted(SCHEMA.names)
    assert [r["claim_id"] for r in rows] == [x["claim_id"] for x in lines]
    ids = {c.claim_id for c in (claim(), statement("front.stalled", 50), area(0, 5000.0))}
    assert ids <= {r["claim_id"] for r in rows}


def test_the_csv_of_claims_can_be_a_record_again(run: Run, own_war: Path, tmp_path: Path) -> None:
    told = run("claims", own_war, "--format", "csv").out
    again = write_war(tmp_path / "again")
    (again / "record.csv").write_text(told, encoding="utf-8")
    assert run("claims", again, "--format", "csv").out == told


def test_claims_are_counted_in_the_table(run: Run, own_war: Path) -> None:
    lines = run("claims", own_war).out.splitlines()
    assert lines[-1] == "62 claims"
    assert len(lines) == 63
    assert lines[0].startswith("2020-01-01 territory.controlled_km2")


def test_claims_are_filtered_by_quantity_side_and_day(run: Run, own_war: Path) -> None:
    def count(*args: object) -> int:
        return len(run("claims", own_war, "--format", "jsonl", *args).out.splitlines())

    assert count() == 62
    assert count("--quantity", "territory.controlled_km2") == 60
    assert count("--quantity", "area") == 60
    assert count("--side", "BB") == 0
    assert count("--side", "AA") == 61
    assert count("--as-of", on(9)) == 10
    assert count("--as-of", on(10), "--quantity", "killed") == 1


def test_a_claims_text_cannot_write_to_the_terminal(run: Run, tmp_path: Path) -> None:
    nasty = claim(speaker=f"Mr {ESCAPE}", channel=(f"Paper{ESCAPE}",), text=ESCAPE, place=ESCAPE)
    told = statement("way_out.talks_held", 20, place=f"Port{ESCAPE}", origin=ESCAPE)
    claims = [*front([5000.0] * 30), nasty, told, statement("resolve.concedes", 20, issue=ESCAPE)]
    folder = write_war(tmp_path / "own", record=[*claims, _verified(ESCAPE)])
    for command in ("claims", "assess"):
        ran = run(command, folder, "--as-of", on(30))
        assert ran.code == 0
        assert "red" in ran.out
        assert not {c for c in ran.out if unicodedata.category(c)[0] == "C" and c != "\n"}


def _verified(speaker: str) -> Claim:
    return claim(
        quantity="toll.civilians_killed",
        side="",
        speaker=speaker,
        speaker_kind="international organisation",
        place="Testland",
        happened_to=on(20),
        known_at=at(21),
    )


# --- lists ---


def test_events_and_positions_are_listed_and_come_as_json(run: Run) -> None:
    listed = run(
        "events", SHIPPED, "--as-of", "2022-04-15", "--since", "2022-04-01", "--kind", "strike"
    )
    assert listed.code == 0, listed.err
    *lines, last = listed.out.splitlines()
    assert last == f"{len(lines)} events"
    assert lines
    assert all(line[:7] == "2022-04" and " strike " in line for line in lines)
    told = json.loads(run("events", SHIPPED, "--as-of", "2022-04-15", "--format", "json").out)
    assert told["schema"] == "standoff.events/1"
    days = [event["date"] for event in told["events"]]
    assert days == sorted(days, reverse=True)
    assert max(days) <= "2022-04-15"
    positions = json.loads(
        run("positions", SHIPPED, "--as-of", "2022-04-15", "--format", "json").out
    )
    assert {p["side"] for p in positions["positions"]} == {"RU", "UA"}
    assert "alignment" in run("positions", SHIPPED, "--as-of", "2022-04-15").out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--kind", "offensiv"), "offensiv"),
        (("--since", "2022-05-01", "--as-of", "2022-04-15"), "2022-05-01 lies after 2022-04-15"),
        (("--as-of", "2021-01-01"), "lies before it"),
    ],
)
def test_events_of_no_kind_or_no_time_are_an_error(
    run: Run, options: tuple[str, ...], told: str
) -> None:
    failed = run("events", SHIPPED, *options)
    assert failed.code == 2
    assert told in failed.err
    assert failed.out == ""


def test_the_lists_are_tables_of_tabs_in_a_pipe(run: Run) -> None:
    for command, names in (
        ("wars", [SHIPPED]),
        ("sources", [s.name for s in SOURCES]),
        ("quantities", [q.name for q in QUANTITIES]),
    ):
        ran = run(command)
        header, *rows = [line.split("\t") for line in ran.out.splitlines()]
        assert (ran.code, ran.err) == (0, "")
        assert [row[0] for row in rows] == names
        assert {len(row) for row in rows} == {len(header)}
        assert all(cell.strip() for row in rows for cell in row)


def test_the_sources_of_a_war_come_with_what_they_feed_and_what_is_not_used(run: Run) -> None:
    ran = run("sources", SHIPPED, "--as-of", "2022-03-21")
    header, *rows = [line.split("\t") for line in ran.out.splitlines()]
    assert (ran.code, ran.err) == (0, "")
    assert header[1:] == ["feeds", "from", "to", "claims", "age", "terms", "known but not used"]
    table = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert table["economist-area"]["feeds"] == "movement of the front"
    assert table["economist-area"]["known but not used"] == "-"
    assert "losses.personnel_killed of RU (" in table["record"]["known but not used"]
    assert table["deepstate"]["claims"] == "0"


# --- pull ---

_RENAMED = (
    ("[sides.AA]", "[sides.RU]"),
    ("[sides.BB]", "[sides.UA]"),
    ("2020-01-01", "2022-02-24"),
    ('["economist-area"]', str([s.name for s in SOURCES]).replace("'", '"')),
)

_MAP = """
[[map]]
source = "viina-settlements"
kind = "settlements"
means = { RU = "RU", UA = "UA", LIBERATED = "UA", CONTESTED = "" }

[[map]]
source = "deepstate"
kind = "polygons"
"""


@pytest.fixture
def ru_ua(tmp_path: Path) -> Path:
    """Our own war with the sides that the sources speak of."""
    toml = invented.WAR_TOML
    for old, new in _RENAMED:
        assert old in toml
        toml = toml.replace(old, new)
    return write_war(tmp_path / "ru-ua", toml, channels=_MAP)


def mirror_of(folder: Path, texts: Mapping[str, tuple[str, ...]]) -> Path:
    """The sources' files at the paths where their host has them."""
    for source in SOURCES:
        # Of files of every day the first, and that of a week later.
        urls = (*source.urls, *source.dated(date(2025, 12, 31))[:8:7])
        for url, text in zip(urls, texts[source.name], strict=True):
            path = folder / unquote(urlsplit(url).path).lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder


def test_a_pull_keeps_the_maps_beside_the_claims(
    run: Run, ru_ua: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDOFF_MIRROR", str(mirror_of(tmp_path / "mirror", samples.GOOD)))
    pulled = run("pull", ru_ua, "deepstate", "viina-settlements", "--store", tmp_path / "store")
    assert pulled.code == 0, pulled.err
    assert "of its dated files not published" in pulled.out
    kept = sorted(p.parent.name for p in (tmp_path / "store" / "maps").rglob("*.json"))
    assert kept == ["deepstate", "deepstate", "viina-settlements"]


def test_a_pull_brings_every_source_and_a_second_pull_nothing_new(
    run: Run, ru_ua: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDOFF_MIRROR", str(mirror_of(tmp_path / "mirror", samples.GOOD)))
    first = run("pull", ru_ua)
    assert first.code == 0, first.err
    told = dict(line.split(": ", 1) for line in first.out.splitlines() if line[0] != " ")
    assert list(told) == [s.name for s in SOURCES]
    assert told["economist-area"] == "2 new claims, 0 known, 0 corrected, 0 rows left out."
    again = run("pull", ru_ua)
    assert again.code == 0
    assert all(": 0 new claims" in x for x in again.out.splitlines() if x[0] != " ")
    listed = run("claims", ru_ua, "--format", "jsonl").out.splitlines()
    assert {json.loads(x)["source"] for x in listed} == {s.name for s in SOURCES}
    assert (tmp_path / "claims").is_dir()
    assert (cache / "standoff").is_dir()


def test_a_pull_of_a_named_source_brings_only_that(
    run: Run, ru_ua: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDOFF_MIRROR", str(mirror_of(tmp_path / "mirror", samples.GOOD)))
    ran = run("pull", ru_ua, "economist-area", "economist-area", "--seed", 1)
    assert ran.code == 0
    assert [line.split(":")[0] for line in ran.out.splitlines()] == ["economist-area"]


def test_a_source_that_fails_leaves_the_others_alone_and_ends_with_2(
    run: Run, ru_ua: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {**samples.GOOD, "economist-area": ("<html>404</html>",)}
    monkeypatch.setenv("STANDOFF_MIRROR", str(mirror_of(tmp_path / "mirror", texts)))
    ran = run("pull", ru_ua)
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert "economist-area" in ran.err
    assert "web page" in ran.err
    listed = run("claims", ru_ua, "--format", "jsonl").out.splitlines()
    assert {json.loads(x)["source"] for x in listed} == {
        s.name for s in SOURCES if s.name != "economist-area"
    }


def test_a_mirror_without_the_file_is_said_in_one_line(
    run: Run, ru_ua: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mirror").mkdir()
    monkeypatch.setenv("STANDOFF_MIRROR", str(tmp_path / "mirror"))
    ran = run("pull", ru_ua, "economist-area", "unhcr-crossings")
    assert ran.code == 2
    assert is_one_line(ran.err)
    assert "(and 1 more sources failed)" in ran.err
    assert not list((tmp_path / "claims").iterdir())


def test_every_row_left_out_of_a_pull_is_told(
    run: Run, ru_ua: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {
        **samples.GOOD,
        "economist-area": (samples.AREA + "someday,1,\n2022-02-26,many,\n2022-02-27,5,\n",),
    }
    monkeypatch.setenv("STANDOFF_MIRROR", str(mirror_of(tmp_path / "mirror", texts)))
    ran = run("pull", ru_ua, "economist-area")
    assert ran.code == 0
    assert "3 new claims, 0 known, 0 corrected, 2 rows left out." in ran.out
    assert [x.split(": ")[1].split(" ", 1)[1] for x in ran.out.splitlines()[1:]] == [
        "row 4",
        "row 5",
    ]


# --- as a process ---


@pytest.mark.parametrize(
    ("args", "code"), [(["wars"], 0), (["assess", "nowhere"], 2), (["nonsense"], 2)]
)
def test_the_process_ends_with_its_code_and_no_traceback(args: list[str], code: int) -> None:
    command = [str(Path(sys.executable).with_name("standoff")), *args]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == code
    assert ran.stderr.count("\n") == (1 if code else 0)
    assert "Traceback" not in ran.stderr


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    command = [str(Path(sys.executable).with_name("standoff")), "claims", SHIPPED]
    with subprocess.Popen(
        [*command, "--format", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0
