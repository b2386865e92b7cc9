"""The templates are files, each used and each escaping what it is given."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import jinja2
import pytest

from standoff.report.templating import render

PACKAGE = Path(__file__).parents[2] / "src" / "standoff"
NAMED = re.compile(r'"((?:report|web)/[\w/]+\.html)"')


def _files() -> set[str]:
    found = {
        f"{package}/{path.relative_to(PACKAGE / package / 'templates').as_posix()}"
        for package in ("report", "web")
        for path in (PACKAGE / package / "templates").rglob("*.html")
    }
    assert found
    return found


def test_every_template_that_is_named_is_a_file_and_every_file_is_named() -> None:
    sources = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("templates/**/*.html")]
    named = {name for path in sources for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert named == _files()


@pytest.mark.parametrize("name", sorted(_files()))
def test_a_template_is_read_by_the_one_environment_that_escapes(name: str) -> None:
    source = PACKAGE.joinpath(name.replace("/", "/templates/", 1)).read_text(encoding="utf-8")
    jinja2.Environment(autoescape=True).parse(source)
    assert "safe" not in re.findall(r"\|\s*(\w+)", source)
    assert "autoescape" not in source


def test_a_value_is_escaped_and_a_missing_one_is_an_error() -> None:
    told = render("report/timeline/none.html", title="<img src=x>", days=30)
    assert "&lt;img" in told and "<img" not in told
    with pytest.raises(jinja2.UndefinedError):
        render("report/timeline/none.html", title="no days")


def test_a_template_that_is_no_file_is_an_error() -> None:
    with pytest.raises(jinja2.TemplateNotFound):
        render("report/nothing.html")


@pytest.mark.parametrize("package", ["report", "web"])
def test_no_module_holds_html_in_its_strings(package: str) -> None:
    held = [
        f"{path.name}:{node.lineno}"
        for path in (PACKAGE / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if re.search(r"</\w+>|<\w+ \w+=", node.value)
    ]
    assert held == []
