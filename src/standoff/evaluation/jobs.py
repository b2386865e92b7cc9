"""Run many independent jobs: in this process or across cores.

A job is a function of one item; nothing is shared between jobs, so that where they run does not
change what they give. Results come in the order of the items.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Sequence
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
    results: list[Result] = []
    if workers <= 1 or len(items) <= 1:
        for item in items:
            results.append(job(item))
            done(len(results))
        return results
    # Spawned and not forked: a fork of a process with running threads (Arrow's, DuckDB's) can hang.
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    processes = min(workers, len(items))
    # Ctrl-C reaches every process of a terminal; it is left to the one that ends the others.
    ignored = (signal.SIGINT, signal.SIG_IGN)
    with ProcessPoolExecutor(processes, context, signal.signal, ignored) as pool:
        futures = [pool.submit(job, item) for item in items]
        try:
            for future in futures:
                results.append(future.result())
                done(len(results))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in set(multiprocessing.active_children()) - others:
                child.terminate()
            raise
    return results
