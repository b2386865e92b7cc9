"""Run many independent jobs: in this process or across cores.

A job is a function of one item; nothing is shared between jobs, so that where they run does not
change what they give. Results come in the order of the items.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def run(
    job: Callable[[Item], Result],
    items: Sequence[Item],
    workers: int = 1,
    done: Callable[[int], None] = lambda _: None,
) -> list[Result]:
    """Every item's result, in the order of the items.

    Args:
        job: a function at the top of a module, so that another process can find it.
        items: what it is called with; each can be pickled.
        workers: processes; 1 runs them here, one after the other.
        done: called with the number finished, after each.

    Raises:
        Whatever a job raises; jobs that have not begun by then are left out.
    """
    results = []
    for count, result in enumerate(_results(job, items, workers), start=1):
        results.append(result)
        done(count)
    return results


def _results(
    job: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Iterator[Result]:
    if workers <= 1 or len(items) <= 1:
        yield from map(job, items)
        return
    # Spawned and not forked: a fork of a process with running threads (Arrow's, DuckDB's) can hang.
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    processes = min(workers, len(items))
    with ProcessPoolExecutor(processes, context, initializer=_leave_interrupts) as pool:
        futures = [pool.submit(job, item) for item in items]
        try:
            for future in futures:
                yield future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in set(multiprocessing.active_children()) - others:
                child.terminate()
            raise


def _leave_interrupts() -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the one that ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
