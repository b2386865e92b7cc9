"""standoff whatif, from the command line to its three forms."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from invented import write_war
from standoff.cli.main import cli
from standoff.errors import ScenarioError
from whatifs import AS_OF, SHORT, TALKS, known_claims


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "claims").mkdir()
    monkeypatch.setenv("STANDOFF_STORE", str(tmp_path / "claims"))
    write_war(tmp_path / "war", record=known_claims())
    (tmp_path / "war" / "scenarios").mkdir()
    (tmp_path / "war" / "scenarios" / "aa-short.toml").write_text(SHORT, encoding="utf-8")
    (tmp_path / "talks.toml").write_text(TALKS, encoding="utf-8")
    return tmp_path


def test_a_shipped_name_and_a_file_are_asked_together_in_all_forms(folder: Path) -> None:
    page, told = folder / "a.html", folder / "a.json"
    args = ["whatif", str(folder / "war"), "aa-short", str(folder / "talks.toml")]
    more = ["--as-of", str(AS_OF), "--horizons", "45", "--html", str(page), "--json", str(told)]
    ran = CliRunner().invoke(cli, [*args, *more], catch_exceptions=False)
    assert ran.exit_code == 0
    assert "ALAND RUNS SHORT; TALKS" in ran.output
    assert "assumed, not estimated" in ran.output
    answer = json.loads(told.read_text(encoding="utf-8"))
    assert [one["name"] for one in answer["scenarios"]] == ["aa-short", "talks"]
    assert [at["horizon"] for at in answer["horizons"]] == [45]
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_nothing_asked_is_wrong_usage(folder: Path) -> None:
    ran = CliRunner().invoke(cli, ["whatif", str(folder / "war")])
    assert ran.exit_code == 2
    assert "SCENARIO" in ran.output


def test_what_cannot_be_asked_is_an_error_that_names_the_file(folder: Path) -> None:
    (folder / "talks.toml").write_text("not = [toml", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"talks\.toml"):
        CliRunner().invoke(
            cli,
            ["whatif", str(folder / "war"), str(folder / "talks.toml"), "--as-of", str(AS_OF)],
            catch_exceptions=False,
        )
