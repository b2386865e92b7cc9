"""Build sdist and wheel, install the wheel in a fresh environment and use it from another folder.

    python scripts/try_package.py

The wheel is built from the sdist, as an index's users get it. Prints the installed size and the time of
the first assessment, compilation included; fails if something is missing, or heavier than SIZE_MB.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
SIZE_MB = 800


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        build = [sys.executable, "-m", "hatchling", "build", "-d", str(work)]
        _run([*build, "-t", "sdist"], ROOT)
        (sdist,) = work.glob("*.tar.gz")
        with tarfile.open(sdist) as archive:
            archive.extractall(work, filter="data")
        _run([*build, "-t", "wheel"], work / sdist.name.removesuffix(".tar.gz"))
        (wheel,) = work.glob("*.whl")

        venv.create(work / "env", with_pip=True)
        programs = work / "env/bin"
        pip = [str(programs / "pip"), "--disable-pip-version-check", "--quiet"]
        _run([*pip, "install", "-c", str(ROOT / "constraints.txt"), str(wheel)], work)
        _run([*pip, "check"], work)
        size = sum(p.lstat().st_blocks for p in (work / "env").rglob("*")) * 512 / 2**20

        elsewhere = work / "elsewhere"
        elsewhere.mkdir()
        standoff = str(programs / "standoff")
        wars = _run([standoff, "wars"], elsewhere)
        assert "ukraine-2022" in wars, wars
        started = time.perf_counter()
        day = ["ukraine-2022", "--as-of", "2022-03-21"]
        _run([standoff, "assess", *day, "--html", "page.html", "--json", "a.json"], elsewhere)
        seconds = time.perf_counter() - started
        assert "<svg" in (elsewhere / "page.html").read_text(encoding="utf-8"), (
            "a page without charts"
        )
        schema = json.loads((elsewhere / "a.json").read_text(encoding="utf-8"))["schema"]
        assert schema == "standoff.assessment/1", schema
        (elsewhere / "report.txt").write_text(
            "Russia has lost 4,000 soldiers, NATO said on Monday.\n"
        )
        read = _run([standoff, "read", "report.txt", "--war", "ukraine-2022"], elsewhere)
        assert "NATO" in read, read
    print(
        f"{sdist.name} and {wheel.name} work; installed {size:.0f} MB; first run {seconds:.0f} s."
    )
    if size > SIZE_MB:
        sys.exit(f"The installed size is over {SIZE_MB} MB.")


def _run(command: list[str], folder: Path) -> str:
    """What a command prints, run as a user with no settings and empty folders."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STANDOFF_", "PYTHON"))}
    home = {f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("DATA", "CACHE")}
    done = subprocess.run(
        command, cwd=folder, env=kept | home, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
