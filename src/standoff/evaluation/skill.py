"""How much better earlier forecasts of a war's outcomes were than what anybody could have said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from standoff.domain.horizons import HORIZONS
from standoff.domain.outcomes import outcome_names, truth
from standoff.domain.war import War
from standoff.evaluation.scores import block_bootstrap, brier_outcomes
from standoff.evaluation.timeline import STEP_DAYS, Week

FEWEST = 8
"""Resolved weeks below which nothing is said."""


@dataclass(frozen=True)
class Skill:
    """Skill at one horizon, from resolved weekly forecasts.

    Skill is 1 - B / B', with B the mean Brier score of our odds of the outcomes and B' that of the
    others; 0 is no better than they are, 1 is certain and right.

    Attributes:
        over_equal: over equal odds of every outcome.
        over_courses: over the courses of the half year before each week.
        low, high: 90% interval of `over_courses`, by block bootstrap.
        n: weeks.
    """

    over_equal: float
    over_courses: float
    low: float
    high: float
    n: int


def skill(weeks: Sequence[Week], war: War, as_of: date, seed: int) -> dict[str, Skill | None]:
    """Skill by horizon, days; None where fewer than eight weeks are resolved.

    Args:
        weeks: what was forecast; days on which maps differ are not scored.
        war: its outcomes.
        as_of: outcomes of later target dates are not looked at.
        seed: of the bootstrap.
    """
    happened = {day: outcome for day, outcome in truth(war).items() if day <= as_of}
    names = list(outcome_names(war))
    equal = np.full(len(names), 1.0 / len(names))
    found: dict[str, Skill | None] = {}
    for horizon in HORIZONS:
        ours, courses, flat = [], [], []
        for week in weeks:
            outcome = happened.get(week.date + timedelta(days=horizon))
            odds = week.ahead.get(str(horizon)), week.courses.get(str(horizon))
            if outcome is None or odds[0] is None or odds[1] is None:
                continue
            which = names.index(outcome)
            said, by_courses = (np.array([of[name] for name in names]) for of in odds if of)
            ours.append(float(brier_outcomes(said, which)))
            courses.append(float(brier_outcomes(by_courses, which)))
            flat.append(float(brier_outcomes(equal, which)))
        found[str(horizon)] = None
        if len(ours) >= FEWEST and sum(courses) > 0:
            gain = block_bootstrap(np.subtract(courses, ours), -(-horizon // STEP_DAYS), seed)
            theirs = float(np.mean(courses))
            found[str(horizon)] = Skill(
                over_equal=1.0 - float(np.mean(ours)) / float(np.mean(flat)),
                over_courses=gain.mean / theirs,
                low=gain.low / theirs,
                high=gain.high / theirs,
                n=len(ours),
            )
    return found
