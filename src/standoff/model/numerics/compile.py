"""Numba's compiler with a type, so that compiled functions keep the signature they are written in.

Two things to know. A function compiled without its own `fastmath` takes over its first caller's and
is cached so: every kind here sets it, or a run would depend on what ran before. And the cache on
disk is keyed by the source file of the function compiled, not of those it calls: after a change in
`rng` or `elementary`, delete the `.nbi` and `.nbc` files or set NUMBA_CACHE_DIR to a fresh folder.
"""

import os
from collections.abc import Callable
from typing import Any, TypeVar, cast

# Threads that wait by spinning starve each other where cores are shared: measured, three times.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numba

_F = TypeVar("_F", bound=Callable[..., Any])

each = numba.prange


def compiled(function: _F) -> _F:
    """Compile a function of one particle; it is inlined where it is called."""
    return cast(_F, _njit(forceinline=True)(function))


def compiled_in_parallel(function: _F) -> _F:
    """Compile a function whose `each` loops run across threads."""
    return cast(_F, _njit(parallel=True)(function))


def _njit(**options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    fixed: dict[str, Any] = {"cache": True, "error_model": "numpy", "fastmath": False}
    return cast(Callable[..., Callable[..., Any]], numba.njit(**(fixed | options)))
