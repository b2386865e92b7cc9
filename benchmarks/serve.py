"""Time the served pages in a browser: python benchmarks/serve.py STORE (needs Chromium).

First view and date change of a warm server, a what-if after the first of the day, size of the page,
and the 95th percentile for 50 readers at once of a cached page.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

STANDOFF = str(Path(sys.executable).parent / "standoff")
PORT = 8799
HOME = f"http://127.0.0.1:{PORT}/wars/ukraine-2022"
DAYS = ("2025-12-25", "2025-12-18", "2025-12-11", "2025-12-04", "2025-11-27")
READERS, REQUESTS = 50, 20
PATIENCE_S = 600


@contextmanager
def serving(store: str) -> Iterator[None]:
    """The server as a user starts it, without prefetching while it is timed."""
    command = [STANDOFF, "serve", "--port", str(PORT), "--store", store, "--no-ahead"]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def warm(address: str) -> None:
    """Request until the answer is made."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE_S):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"{address} was not made within {PATIENCE_S} s")


def first_view(browser: Any) -> tuple[float, float]:
    """Median seconds until a new reader sees the page, and its weight, kB."""
    seconds, weight = [], 0
    for day in DAYS:
        page = browser.new_context().new_page()
        sizes: list[int] = []
        page.on("response", lambda response, to=sizes: to.append(len(response.body())))
        start = time.perf_counter()
        page.goto(f"{HOME}?as_of={day}")
        page.wait_for_selector("#panels .lead")
        seconds.append(time.perf_counter() - start)
        page.wait_for_load_state("networkidle")
        weight = max(weight, sum(sizes))
        page.context.close()
    return statistics.median(seconds), weight / 1000


def date_change(browser: Any) -> list[float]:
    """Seconds from an arrow key to the panels of the other day, one a day."""
    page = browser.new_page()
    page.goto(f"{HOME}?as_of={DAYS[0]}")
    page.get_by_role("slider").focus()
    seconds = []
    for day in DAYS[1:]:
        start = time.perf_counter()
        page.keyboard.press("ArrowLeft")
        page.wait_for_selector(f'#panels[data-day="{day}"]')
        seconds.append(time.perf_counter() - start)
    page.close()
    return seconds


def what_if(browser: Any) -> list[float]:
    """Seconds from an arrow key on a slider to the new odds."""
    page = browser.new_page()
    page.goto(f"{HOME}/what-if?as_of={DAYS[0]}&scenario=ru-supply-short")
    page.get_by_role("slider").focus()
    seconds = []
    for _ in range(4):
        page.evaluate(
            "document.querySelector('#result').dataset.old = 1; document.querySelector('#result > *').id = 'old'"
        )
        start = time.perf_counter()
        page.keyboard.press("ArrowLeft")
        page.wait_for_selector("#old", state="detached")
        seconds.append(time.perf_counter() - start)
    page.close()
    return seconds


async def readers() -> tuple[float, float]:
    """Median and 95th percentile, ms, of 50 readers who each ask 20 times for pages at hand.

    Plain sockets: a client that unpacks and parses would be timed with the server.
    """
    waits: list[float] = []

    async def read(number: int) -> None:
        got, put = await asyncio.open_connection("127.0.0.1", PORT)
        for i in range(REQUESTS):
            path = f"/wars/ukraine-2022?as_of={DAYS[(number + i) % len(DAYS)]}"
            start = time.perf_counter()
            put.write(
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode()
            )
            head = (await got.readuntil(b"\r\n\r\n")).lower()
            assert head.startswith(b"http/1.1 200"), head
            await got.readexactly(int(head.split(b"content-length:")[1].split()[0]))
            waits.append(1000 * (time.perf_counter() - start))
        put.close()

    await asyncio.gather(*(read(number) for number in range(READERS)))
    waits.sort()
    return waits[len(waits) // 2], waits[int(len(waits) * 0.95)]


def main() -> None:
    with serving(sys.argv[1]):
        for day in reversed(DAYS):
            warm(f"{HOME}?as_of={day}")
        warm(f"{HOME}/what-if?as_of={DAYS[0]}&scenario=ru-supply-short")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            seconds, weight = first_view(browser)
            changes, asked = date_change(browser), what_if(browser)
            browser.close()
        middle, late = asyncio.run(readers())
    print(
        f"first view {seconds:.2f} s, median of {len(DAYS)} new readers; {weight:,.0f} kB unpacked"
    )
    print(f"date change {statistics.median(changes):.2f} s, at most {max(changes):.2f} s")
    print(f"what-if {statistics.median(asked):.2f} s, at most {max(asked):.2f} s")
    print(f"{READERS} readers at once: {middle:.0f} ms, p95 {late:.0f} ms")


if __name__ == "__main__":
    main()
