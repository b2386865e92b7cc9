"""How the odds hang on what is called standing still."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report.first_screen import outcome_name
from standoff.report.sections.section import View
from standoff.report.templating import render

_NAMES = {0.5: "half", 1.0: "as is", 2.0: "twice"}


def thresholds(view: View) -> Markup:
    """The odds with the limits of movement at half, at one and at two times the speed."""
    horizons = list(view.assessment.outcomes)
    thresholds = view.assessment.thresholds
    rows = [
        (
            outcome_name(code, view.war),
            [t.outcomes[horizon][code] for horizon in horizons for t in thresholds],
        )
        for code in view.assessment.outcomes[horizons[0]]
    ]
    return render(
        "report/assessment/thresholds.html",
        limits=view.war.thresholds,
        horizons=horizons,
        scales=[t.scale for t in thresholds],
        names=_NAMES,
        rows=rows,
    )
