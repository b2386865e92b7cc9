"""What is handed out: wheel, README on an index, citation, documentation site."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from itertools import chain
from pathlib import Path

import pytest

from standoff import __version__

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SLOW = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (made,) = out.glob("*.whl")
    return made


@SLOW
def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    package = ROOT / "src/standoff"
    files = {
        f"standoff/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and path.suffix not in {".pyc", ".nbi", ".nbc"}
    }
    assert files <= packed
    assert not any(name.startswith(("tests/", "scripts/")) for name in packed)
    for kind in ("py.typed", ".npz", ".csv", ".toml", ".geojson", ".html", ".css", ".js"):
        assert any(name.endswith(kind) for name in packed), kind


# Runs the command line where only what the wheel asks for can be imported.
_RUNNER = """
import importlib.metadata as m, re, sys
from importlib.abc import MetaPathFinder

def norm(name): return re.sub(r"[-_.]+", "-", name).lower()

wanted, todo = set(), ["standoff"]
while todo:
    name = norm(todo.pop())
    if name in wanted: continue
    wanted.add(name)
    try: asks = m.requires(name) or []
    except m.PackageNotFoundError: continue
    todo += [re.match(r"[\\w.-]+", ask)[0] for ask in asks if "extra ==" not in ask]
tops = m.packages_distributions()
refused = {t for t, owners in tops.items() if not wanted & {norm(o) for o in owners}}
assert {"pandas", "scipy", "scoringrules"} <= refused, wanted

class Refuse(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in refused:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

sys.meta_path.insert(0, Refuse())
import standoff
assert standoff.__file__.startswith(sys.argv[1]), standoff.__file__
if sys.argv[2] == "-c":
    exec(sys.argv[3])
    sys.exit()
sys.argv[:] = ["standoff", *sys.argv[2:]]
from standoff.cli.main import main
main()
"""

_WITHOUT_PANDAS = """
import standoff
claims = standoff.open("ukraine-2022").as_of("2022-03-21").claims("losses.*")
assert len(claims) > 0 and "<table" in claims._repr_html_()
try:
    claims.to_pandas()
except standoff.errors.MissingExtraError as error:
    print(error)
"""


@SLOW
def test_the_wheel_answers_from_another_folder_with_nothing_but_what_it_asks_for(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    monkeypatch.setenv("PYTHONPATH", str(site))
    monkeypatch.chdir(tmp_path)

    def standoff(*arguments: str) -> str:
        command = [sys.executable, "-c", _RUNNER, str(site), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "ukraine-2022" in standoff("wars")
    assert "claims" in standoff("claims", "ukraine-2022", "--as-of", "2022-03-21")
    assert __version__ in standoff("--version")
    assert "pip install 'standoff[pandas]'" in standoff("-c", _WITHOUT_PANDAS)
    Path("report.txt").write_text("NATO said on Monday that Russia had lost 4,000 soldiers.\n")
    assert "NATO" in standoff("read", "report.txt", "--war", "ukraine-2022")


def test_a_repository_makes_the_readmes_links_absolute_and_none_takes_them_out() -> None:
    pytest.importorskip("hatchling")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    text = "![A page](a.png) and [B](docs/b.md#c), [D](https://d.example/)"
    at = "https://host.example/o/standoff"
    assert hook.standalone(text, at, "v1") == (
        f"![A page]({at}/raw/v1/a.png) and [B]({at}/blob/v1/docs/b.md#c), [D](https://d.example/)"
    )
    assert hook.standalone(text, "", "v1") == " and B, [D](https://d.example/)"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for repository in ("", at):
        page = hook.standalone(readme, repository, "v1")
        assert not re.findall(r"\]\((?!https?:)[^)]*\)", page)


def test_every_dependency_is_pinned_at_a_version_that_pyproject_allows() -> None:
    from packaging.requirements import Requirement  # noqa: PLC0415

    pins = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    )
    pinned = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in pins.items()}
    project = PYPROJECT["project"]
    for line in chain(project["dependencies"], *project["optional-dependencies"].values()):
        wanted = Requirement(line)
        name = re.sub(r"[-_.]+", "-", wanted.name).lower()
        assert pinned[name] in wanted.specifier, line


def test_citation_and_changelog_name_this_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    day = re.search(rf"^## {re.escape(__version__)}, (\d{{4}}-\d\d-\d\d)$", changes, re.MULTILINE)
    assert day, f"CHANGELOG.md has no heading '## {__version__}, DATE'"
    assert f"\nversion: {__version__}\ndate-released: {day[1]}\n" in citation


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx", reason="the extra 'docs' is not installed")
    pytest.importorskip("furo")
    pytest.importorskip("myst_parser")
    out = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "docs", str(out)]
    done = subprocess.run(build, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return out


@SLOW
def test_the_site_has_every_page_and_finds_words(site: Path) -> None:
    pages = {p.relative_to(ROOT / "docs").with_suffix(".html") for p in ROOT.glob("docs/**/*.md")}
    made = {p.relative_to(site) for p in site.rglob("*.html")}
    assert pages - made <= {Path("decisions/README.html")}
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    assert '"stalem' in index or "stalem:" in index


@SLOW
def test_the_site_loads_nothing_from_other_hosts(site: Path) -> None:
    loads = re.compile(
        r"<(?:script|img|iframe|source|link)\b[^>]*?(?:src|href)=[\"']?(?:https?:)?//[^\"' >]*"
        r"|url\([\"']?(?:https?:)?//[^)]*|@import\s+[\"'](?:https?:)?//[^\"']*"
        r"|(?:fetch|importScripts|import)\([\"'`]https?://[^)]*"
    )
    found = {
        f"{path.relative_to(site)}: {match}"
        for path in site.rglob("*")
        if path.suffix in {".html", ".css", ".js"}
        for match in loads.findall(path.read_text(encoding="utf-8"))
    }
    assert not found
