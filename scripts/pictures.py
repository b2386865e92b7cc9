"""Make the pictures of README from real runs: python scripts/pictures.py (needs Chromium)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
STANDOFF = str(Path(sys.executable).parent / "standoff")
SIZE = {"width": 1180, "height": 1080}


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page_file = Path(folder) / "page.html"
        assess = [STANDOFF, "assess", "ukraine-2022", "--as-of", "2022-03-21", "--store", folder]
        subprocess.run([*assess, "--html", str(page_file)], check=True, capture_output=True)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(page_file.as_uri())
        page.screenshot(path=PICTURES / "first-screen.png")
        browser.close()


if __name__ == "__main__":
    main()
