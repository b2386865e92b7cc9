"""Dated what-ifs: changes to named parts of the dynamics, run beside the unchanged course.

Every change is assumed, not estimated. Nothing here ranks actions, and escalation that a model has
no business simulating is refused.
"""

from standoff.domain.horizons import HORIZONS
from standoff.scenario.answer import WhatIf
from standoff.scenario.baseline import Baseline, BaselineCache, baseline_course
from standoff.scenario.compare import compare, whatif
from standoff.scenario.definition import Change, Scenario
from standoff.scenario.files import load, shipped
from standoff.scenario.two_sided import TwoSidedPosteriors

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
    "whatif",
]
