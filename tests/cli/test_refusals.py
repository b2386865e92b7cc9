"""What the command line refuses, where it says which of two it took, and how it ends on Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import invented
from standoff.domain import war as wars

SHIPPED = "ukraine-2022"
READS = (
    ["assess", SHIPPED],
    ["claims", SHIPPED],
    ["forecast", SHIPPED],
    ["timeline", SHIPPED],
    ["backtest", SHIPPED],
    ["whatif", SHIPPED, "ua-aid-stops"],
    ["weigh", "hypersonic-missiles"],
    ["serve", "--no-ahead", "--port", "0"],
)


def standoff(folder: Path, *args: object, **more: str) -> subprocess.CompletedProcess[str]:
    """`python -m standoff ARGS` in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "standoff", *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, **more},
        timeout=120,
    )


def is_one_line(ran: subprocess.CompletedProcess[str]) -> bool:
    return ran.stdout == "" and ran.stderr.startswith("standoff: ") and ran.stderr.count("\n") == 1


@pytest.mark.parametrize("command", READS, ids=lambda args: args[0])
def test_a_store_that_is_not_there_is_one_line_with_the_way_out(
    command: list[str], tmp_path: Path
) -> None:
    ran = standoff(tmp_path, *command, "--store", "typo")
    assert ran.returncode == 2
    assert is_one_line(ran)
    assert "typo: there is no such folder of claims" in ran.stderr
    assert "standoff pull" in ran.stderr
    assert not list(tmp_path.iterdir())


def test_the_environment_names_a_store_as_the_option_does(tmp_path: Path) -> None:
    ran = standoff(tmp_path, "claims", SHIPPED, STANDOFF_STORE="typo")
    assert ran.returncode == 2
    assert "no such folder of claims" in ran.stderr
    ran = standoff(tmp_path, "claims", SHIPPED, STANDOFF_STORE="s3://bucket/claims")
    assert ran.returncode == 2
    assert is_one_line(ran)


@pytest.mark.parametrize("verb", ["claims", "pull", "wars"])
def test_an_address_is_refused_as_a_store_and_makes_no_folder(verb: str, tmp_path: Path) -> None:
    args = [verb] if verb == "wars" else [verb, SHIPPED]
    ran = standoff(tmp_path, *args, "--store", "s3://bucket/claims")
    assert ran.returncode == 2
    assert is_one_line(ran)
    assert "local folder" in ran.stderr
    assert not list(tmp_path.iterdir())


def test_a_report_may_be_added_to_a_store_that_is_not_there_yet(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(
        "The front is at a stalemate, Ukraine's general staff said on Sunday.\n"
    )
    args = ["read", "story.txt", "--published", "2022-03-21", "--add", SHIPPED, "--store", "new"]
    ran = standoff(tmp_path, *args)
    assert ran.returncode == 0, ran.stderr
    assert list((tmp_path / "new").glob("*.parquet"))


def test_a_folder_with_a_shipped_name_is_taken_and_the_other_is_named(tmp_path: Path) -> None:
    shipped = wars.shipped_folder() / SHIPPED
    shutil.copytree(shipped, tmp_path / SHIPPED)
    (tmp_path / SHIPPED / "record.csv").unlink()
    (tmp_path / "claims").mkdir()
    here = standoff(tmp_path, "claims", SHIPPED, "--store", "claims")
    assert (here.returncode, here.stdout) == (0, "0 claims\n")
    assert str(tmp_path / SHIPPED) in here.stderr
    assert str(shipped) in here.stderr
    other = standoff(tmp_path, "claims", shipped, "--store", "claims")
    assert (other.returncode, other.stderr) == (0, "")
    assert other.stdout != here.stdout


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = standoff(tmp_path, "serve", "--no-ahead", "--port", port, "--store", tmp_path)
    assert ran.returncode == 2
    assert is_one_line(ran)
    assert f"port {port} of 127.0.0.1 is taken" in ran.stderr


def running(group: int) -> list[str]:
    """The processes of a group that have not ended, as Linux lists them."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of = stat.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(of) == group and state != "Z":
            found.append(stat.parent.name)
    return found


@pytest.mark.parametrize(
    ("command", "begun"),
    [
        (["serve", "--port", "0"], "Standoff is at"),
        (["backtest", SHIPPED, "--every", "30", "--jobs", "2", "--html", "page.html"], ""),
    ],
    ids=["serve", "backtest"],
)
def test_an_interrupt_ends_every_process_with_130_and_one_line(
    command: list[str], begun: str, tmp_path: Path
) -> None:
    (tmp_path / "claims").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "standoff", *command, "--store", "claims"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A script that runs the tests in the background makes them ignore it, and what they start.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    assert process.stderr is not None
    if begun:
        assert begun in process.stderr.readline()
    time.sleep(6)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.strip() == "standoff: interrupted"
    assert [path.name for path in tmp_path.iterdir()] == ["claims"]
    until = time.monotonic() + 20
    while running(process.pid) and time.monotonic() < until:
        time.sleep(0.2)
    assert not running(process.pid)


def test_a_served_store_ends_on_sigterm_with_every_process_and_no_word(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "standoff", "serve", "--port", "0", "--store", "claims"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    assert "Standoff is at" in process.stderr.readline()
    time.sleep(6)
    process.terminate()
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (128 + signal.SIGTERM, "")
    until = time.monotonic() + 20
    while running(process.pid) and time.monotonic() < until:
        time.sleep(0.2)
    assert not running(process.pid)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("assess uk", "ukraine-2022"),
        ("pull ukraine-2022 viina-s", "viina-settlements"),
        ("claims ukraine-2022 --quantity losses.art", "losses.artillery"),
        ("whatif ukraine-2022 ua-aid", "ua-aid-stops"),
        ("weigh hyper", "hypersonic-missiles"),
    ],
)
def test_the_shell_completes_names(words: str, offered: str, tmp_path: Path) -> None:
    line = f"standoff {words}"
    ran = standoff(
        tmp_path,
        _STANDOFF_COMPLETE="bash_complete",
        COMP_WORDS=line,
        COMP_CWORD=str(len(line.split()) - 1),
    )
    assert f"plain,{offered}" in ran.stdout.splitlines()


def test_no_command_is_one_line(tmp_path: Path) -> None:
    ran = standoff(tmp_path)
    assert ran.returncode == 2
    assert is_one_line(ran)


def test_a_first_week_after_the_last_is_refused(tmp_path: Path) -> None:
    ran = standoff(tmp_path, "timeline", SHIPPED, "--from", "2024-01-01", "--to", "2023-01-01")
    assert ran.returncode == 2
    assert is_one_line(ran)


@pytest.mark.parametrize(
    ("sources", "hint"), [('["deepstat"]', "did you mean 'deepstate'?"), ("[]", "lists no source")]
)
def test_a_pull_of_a_war_whose_sources_nobody_knows_says_so(
    sources: str, hint: str, tmp_path: Path
) -> None:
    folder = invented.write_war(tmp_path / invented.NAME)
    text = (folder / "war.toml").read_text(encoding="utf-8")
    assert 'sources = ["economist-area"]' in text
    text = text.replace('sources = ["economist-area"]', f"sources = {sources}")
    (folder / "war.toml").write_text(text, encoding="utf-8")
    ran = standoff(tmp_path, "pull", folder, "--store", "claims")
    assert ran.returncode == 2
    assert is_one_line(ran)
    assert hint in ran.stderr


def test_a_backtest_that_begins_before_the_war_is_refused(tmp_path: Path) -> None:
    folder = invented.write_war(tmp_path / invented.NAME)
    (folder / "channels.toml").write_text("[backtest]\nbegins = 1999-01-01\n", encoding="utf-8")
    ran = standoff(tmp_path, "assess", folder)
    assert ran.returncode == 2
    assert "[backtest] begins on 1999-01-01, before the war" in ran.stderr
