"""Dated what-ifs: changes to named parts of the dynamics, run beside the unchanged course.

Every change is assumed, not estimated. Nothing here ranks actions, and escalation that a model has
no business simulating is refused.
"""

from standoff.scenario.answer import WhatIf
from standoff.scenario.compare import HORIZONS, compare, whatif
from standoff.scenario.definition import Change, Scenario
from standoff.scenario.files import load, shipped
from standoff.scenario.sides import SidesKept
from standoff.scenario.unchanged import Kept, Unchanged, unchanged

__all__ = [
    "HORIZONS",
    "Change",
    "Kept",
    "Scenario",
    "SidesKept",
    "Unchanged",
    "WhatIf",
    "compare",
    "load",
    "shipped",
    "unchanged",
    "whatif",
]
