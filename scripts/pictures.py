"""Make the pictures of README from real runs: python scripts/pictures.py [STORE] (needs Chromium).

With a store that was pulled, the served page is pictured too: its curve runs through the whole war.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, sync_playwright

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
STANDOFF = str(Path(sys.executable).parent / "standoff")
SIZE = {"width": 1180, "height": 1080}
PORT = 8798
SERVED = {
    "served-war": "?as_of=2024-08-15",
    "served-map": "/map?as_of=2025-12-31",
    "served-what-if": "/what-if?as_of=2025-12-31&scenario=ua-aid-stops",
}
PATIENCE_MS = 300_000


def first_screen(browser: Any) -> None:
    """The report's first screen as of the seed date, from the claims that come with the war."""
    with tempfile.TemporaryDirectory() as folder:
        page_file = Path(folder) / "page.html"
        assess = [STANDOFF, "assess", "ukraine-2022", "--as-of", "2022-03-21", "--store", folder]
        subprocess.run([*assess, "--html", str(page_file)], check=True, capture_output=True)
        page = browser.new_page(viewport=SIZE)
        page.goto(page_file.as_uri())
        page.screenshot(path=PICTURES / "first-screen.png")


def served(browser: Any, store: str) -> None:
    """The served pages of a store."""
    command = [STANDOFF, "serve", "--port", str(PORT), "--store", store, "--no-ahead"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        server.stderr.readline()
        for name, path in SERVED.items():
            page = browser.new_page(viewport=SIZE)
            page.goto("about:blank")
            _open(page, f"http://127.0.0.1:{PORT}/wars/ukraine-2022{path}")
            page.screenshot(path=PICTURES / f"{name}.png")
            page.close()
    finally:
        server.terminate()
        server.wait()


def _open(page: Any, address: str) -> None:
    """Go there, and wait while the page says that it is being made."""
    for _ in range(60):
        try:
            page.goto(address)
            break
        except Error:
            # The server is not up yet.
            page.wait_for_timeout(1000)
    page.wait_for_selector("header.top nav", timeout=PATIENCE_MS)
    page.wait_for_load_state("networkidle")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        first_screen(browser)
        if sys.argv[1:]:
            served(browser, sys.argv[1])
        browser.close()


if __name__ == "__main__":
    main()
