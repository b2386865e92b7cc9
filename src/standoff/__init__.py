"""Standoff: is a war approaching stalemate? An assessment from claims, each with its source.

    import standoff as so

    day = so.open("ukraine-2022").as_of("2022-03-21")
    day.assess(), day.forecast(), day.claims("losses.*")

The names below are loaded when they are first used, so that the import itself is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from standoff._version import __version__

if TYPE_CHECKING:
    from standoff.errors import StandoffError
    from standoff.workspace import (
        Assessment,
        Claims,
        Forecast,
        ReportReading,
        Snapshot,
        Workspace,
        open,
        read,
    )

__all__ = [
    "Assessment",
    "Claims",
    "Forecast",
    "ReportReading",
    "Snapshot",
    "StandoffError",
    "Workspace",
    "__version__",
    "open",
    "read",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'standoff' has no attribute {name!r}")
    where = "standoff.errors" if name == "StandoffError" else "standoff.workspace"
    found = globals()[name] = getattr(importlib.import_module(where), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
