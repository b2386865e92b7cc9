"""Every example in README and docs/ is run, and prints what the page says it prints."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def _examples(page: Path, language: str) -> list[str]:
    return [body for kind, body in _BLOCK.findall(page.read_text()) if kind == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_commands_on_a_page_print_what_it_says(page: Path, tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "STANDOFF_STORE": str(tmp_path / "claims"),
        "COLUMNS": "80",
    }
    for block in _examples(page, "console"):
        for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            ran = subprocess.run(
                ["bash", "-c", command],
                capture_output=True,
                text=True,
                check=False,
                cwd=tmp_path,
                env=environment,
            )
            printed = (ran.stdout + ran.stderr).replace("\u202f", " ")
            matches = doctest.OutputChecker().check_output(expected, printed, _FLAGS)
            assert matches, f"{page.name}: {command}\nprinted:\n{printed}\nnot:\n{expected}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_python_on_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claims").mkdir()
    monkeypatch.setenv("STANDOFF_STORE", str(tmp_path / "claims"))
    (tmp_path / "report.txt").write_text("Officials said on Monday that the front had stalled.\n")
    names: dict[str, object] = {}
    for block in _examples(page, "python"):
        if ">>>" in block:
            parsed = doctest.DocTestParser().get_doctest(block, names, page.name, str(page), 0)
            runner = doctest.DocTestRunner(optionflags=_FLAGS)
            runner.run(parsed, clear_globs=False)
            names = parsed.globs
            assert runner.failures == 0, f"{page.name}: an example prints something else"
        else:
            exec(compile(block, str(page), "exec"), names)


def test_links_between_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), (
                f"{page.name} links to {target}, which is not there"
            )


def test_the_published_schema_is_the_one_the_code_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import schema  # noqa: PLC0415 - a script, importable only from here

    assert schema.PATH.read_text() == schema.text(), "Run 'make schema' and commit what it writes."
