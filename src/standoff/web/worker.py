"""A process beside the server, in which the jobs run."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
import weakref
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.util import Finalize
from typing import ParamSpec, TypeVar

_NICENESS = 15
_PARENT_EVERY_S = 1.0

P = ParamSpec("P")
T = TypeVar("T")


class WorkerProcess(Executor):
    """One process, spawned when it is first needed, and again after it was ended from outside."""

    def __init__(self, nice: bool) -> None:
        """Nothing is spawned yet.

        Args:
            nice: whether it runs at low priority.
        """
        self._nice, self._lock = nice, threading.Lock()
        self._pool = self._new_pool()
        # A process that was itself spawned waits for its children before it ends.
        Finalize(None, _end, (weakref.ref(self),), exitpriority=10)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function there; it, its arguments and its result can be pickled."""
        with self._lock:
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenProcessPool:
                self._pool = self._new_pool()
                return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End it."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def _new_pool(self) -> ProcessPoolExecutor:
        # Spawned and not forked: a fork of a process with running threads can hang.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(
            1, mp_context=context, initializer=_start, initargs=(self._nice,)
        )


def _start(nice: bool) -> None:
    """Lower the priority if asked to, and end when the server has ended."""
    # Ctrl-C reaches every process of a terminal; the server ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if nice and hasattr(os, "nice"):
        os.nice(_NICENESS)
    parent = os.getppid()

    def end_with_parent() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_EVERY_S)
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()


def _end(worker: weakref.ref[WorkerProcess]) -> None:
    if found := worker():
        found.shutdown(wait=False, cancel_futures=True)
