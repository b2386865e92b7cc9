"""The six questions, each with its answer, its figures and its claims."""

from __future__ import annotations

import math

from markupsafe import Markup

from standoff.formatting import bounded, said_by
from standoff.report.sections.section import View
from standoff.report.templating import render

TITLES = {
    "standstill": "Is the front moving?",
    "balance": "Can either side break through?",
    "cost": "What does it cost?",
    "resolve": "Will either side give in?",
    "way_out": "Does either see a way out?",
    "shocks": "What could break it?",
}

ABOUT = {
    "standstill": "that the front stands still",
    "balance": "that a side lacks the means",
    "cost": "of what it costs",
    "resolve": "that a side will not give in, or of what it fights for",
    "way_out": "of talks, an offer or an agreement",
    "shocks": "of something that could break it",
}
"""What the claims for an answer say; those against it say the contrary."""


def questions(view: View) -> Markup:
    """Each question's answer, event, confidence, figures and claims."""
    return render(
        "report/assessment/questions.html",
        questions=view.assessment.questions,
        claims=view.assessment.claims,
        titles=TITLES,
        about=ABOUT,
        shown=lambda i: (
            shown(i.low, i.value, i.high, i.unit) if i.of is None else said_by(i.n, i.of)
        ),
    )


def shown(low: float | None, value: float | None, high: float | None, unit: str) -> str:
    """A figure with its unit and interval, to a hundredth of the interval: no more of it is meant."""
    if low is None or value is None or high is None or not low < high:
        return bounded(low, value, high, unit)
    digits = 2 - math.floor(math.log10(high - low))
    return bounded(round(low, digits), round(value, digits), round(high, digits), unit)
