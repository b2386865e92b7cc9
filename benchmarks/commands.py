"""Time whole commands: python benchmarks/commands.py. The mirror of the data is STANDOFF_MIRROR."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
STANDOFF = str(Path(sys.executable).parent / "standoff")


def timed(command: list[str], environment: dict[str, str], runs: int = RUNS) -> tuple[float, float]:
    """Median wall seconds of a command, and the peak memory of any command so far, MB."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, env=environment, check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    peak_kb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return statistics.median(seconds), peak_kb / 1024


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "XDG_CACHE_HOME": f"{folder}/cache",
            "STANDOFF_STORE": f"{folder}/claims",
        }
        page = ["--html", f"{folder}/page.html"]
        jobs = {"assess, shipped claims": ["assess", "ukraine-2022", "--as-of", "2022-03-21"]}
        if "STANDOFF_MIRROR" in os.environ:
            jobs |= {
                "pull of all sources": ["pull", "ukraine-2022"],
                "assess, all sources, 2022-03-21": [
                    "assess",
                    "ukraine-2022",
                    "--as-of",
                    "2022-03-21",
                ],
                "assess, all sources, 2025-12-31": [
                    "assess",
                    "ukraine-2022",
                    "--as-of",
                    "2025-12-31",
                ],
                "the same with the page": [
                    "assess",
                    "ukraine-2022",
                    "--as-of",
                    "2025-12-31",
                    *page,
                ],
            }
        for name, arguments in jobs.items():
            runs = 1 if arguments[0] == "pull" else RUNS
            seconds, peak_mb = timed([STANDOFF, *arguments], environment, runs)
            print(f"{name:<34} {seconds:6.2f} s, median of {runs}; peak so far {peak_mb:4.0f} MB")


if __name__ == "__main__":
    main()
