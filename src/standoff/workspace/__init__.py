"""A war, the claims about it and the cached posteriors, opened together: the one way in.

    open(war) -> Workspace          store, cache, seed and war; backtest, whatif, timeline, pull
    Workspace.as_of(day) -> Snapshot   what was known by a day; assess, forecast, claims, weigh
    read(report) -> ReportReading   what one report says

Nothing is read or computed before it is needed, and each method imports only what it uses, so that
`standoff --help` stays quick. Each result holds the record that it shows in `record`.
"""

from __future__ import annotations

from standoff.workspace.report_reading import ReportReading, read
from standoff.workspace.results import (
    Assessment,
    BacktestScores,
    Claims,
    Forecast,
    Timeline,
    WeighedCase,
    WhatIfResult,
)
from standoff.workspace.snapshot import Snapshot
from standoff.workspace.workspace import (
    Day,
    Posteriors,
    Workspace,
    as_date,
    cache_folder,
    is_address,
    open,
    store_folder,
    war_of_case,
)

__all__ = [
    "Assessment",
    "BacktestScores",
    "Claims",
    "Day",
    "Forecast",
    "Posteriors",
    "ReportReading",
    "Snapshot",
    "Timeline",
    "WeighedCase",
    "WhatIfResult",
    "Workspace",
    "as_date",
    "cache_folder",
    "is_address",
    "open",
    "read",
    "store_folder",
    "war_of_case",
]
