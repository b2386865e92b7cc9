"""Dated what-ifs: changes to named parts of the dynamics, run beside the baseline.

Every change is assumed, not estimated. Nothing here ranks actions. Nuclear, chemical and biological
escalation is refused: a model must not simulate it.
"""

from standoff.domain.horizons import HORIZONS
from standoff.scenario.answer import WhatIf
from standoff.scenario.baseline import (
    Baseline,
    BaselineCache,
    TwoSidedPosteriors,
    baseline_course,
)
from standoff.scenario.compare import compare
from standoff.scenario.definition import Change, Scenario
from standoff.scenario.files import load, shipped

__all__ = [
    "HORIZONS",
    "Baseline",
    "BaselineCache",
    "Change",
    "Scenario",
    "TwoSidedPosteriors",
    "WhatIf",
    "baseline_course",
    "compare",
    "load",
    "shipped",
]
