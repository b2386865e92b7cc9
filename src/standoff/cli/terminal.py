"""What the command line shows beside its results: tables, progress, what a pull brought."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
)
from rich.table import Table

from standoff.formatting import amount, count
from standoff.ingest.pull import Pulled


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A table for people at a terminal, tab-separated values for a pipe."""
    if not sys.stdout.isatty():
        print(*("\t".join(row) for row in (header, *rows)), sep="\n")
        return
    grid = Table(*header, box=None, header_style="bold", padding=(0, 2, 0, 0))
    for row in rows:
        grid.add_row(*row)
    Console().print(grid, markup=False)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """Bars on standard error; yields what tells them a source's name, bytes so far and in all.

    Where standard error is no terminal there are none: it is kept for the one line of an error.
    """
    columns = (TextColumn("{task.description:<20}"), BarColumn(), DownloadColumn())
    tasks: dict[str, TaskID] = {}
    console = Console(stderr=True)
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as bars:

        def tell(name: str, done: int, whole: int | None) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name)
            bars.update(tasks[name], completed=done, total=whole)

        yield tell


def pulled(result: Pulled) -> str:
    """What a pull of one source brought, with every row that it left out."""
    done = result.appended
    if done is None:
        return f"{result.source}: failed. {result.failure}"
    summary = (
        f"{result.source}: {count(done.new, 'new claim')}, {amount(done.known)} known, "
        f"{amount(done.corrected)} corrected, {count(len(result.bad_rows), 'row')} left out."
    )
    if result.absent:
        summary += f" {amount(result.absent)} of its dated files not published."
    return "\n".join([summary, *(f"  left out: {row}" for row in result.bad_rows)])


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error; yields what tells it how many of how many are finished."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, whole: bars.update(task, completed=done, total=whole)
