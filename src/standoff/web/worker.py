"""A process beside the server in which what takes seconds is made."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

_NICENESS = 15
_PARENT_EVERY_S = 1.0

P = ParamSpec("P")
T = TypeVar("T")


class Beside(Executor):
    """One process, spawned when it is first needed, and again where it was ended from outside."""

    def __init__(self, nice: bool) -> None:
        """Nothing is spawned yet.

        Args:
            nice: whether it gives way to whatever else the machine does.
        """
        self._nice, self._lock = nice, threading.Lock()
        self._pool = self._fresh()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function there; it and what it takes and gives can be pickled."""
        with self._lock:
            try:
                return self._pool.submit(fn, *args, **kwargs)
            except BrokenProcessPool:
                self._pool = self._fresh()
                return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End it."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)

    def _fresh(self) -> ProcessPoolExecutor:
        # Spawned and not forked: a fork of a process with running threads can hang.
        context = multiprocessing.get_context("spawn")
        begin = (self._nice,)
        return ProcessPoolExecutor(1, mp_context=context, initializer=_begin, initargs=begin)


def _begin(nice: bool) -> None:
    """What the process does first: give way, and leave when the server is gone, however it went."""
    # Ctrl-C reaches every process of a terminal; the server ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if nice and hasattr(os, "nice"):
        os.nice(_NICENESS)
    threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_EVERY_S)
    os._exit(1)
