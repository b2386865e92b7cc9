"""Is it ripe? Who is seen to perceive what, side by side, each with its claims or "no evidence"."""

from __future__ import annotations

import math

from markupsafe import Markup

from standoff.assessment.ripeness import WINDOW_DAYS
from standoff.formatting import amount, signed
from standoff.report.sections.section import View
from standoff.report.templating import render


def ripeness(view: View) -> Markup:
    """Each side's perceptions, aims, words and acts, beside what the map shows."""
    sides = {side.code: side for side in view.war.sides}
    # What the map shows of the first side's gains stands beside the aims of both.
    front = view.assessment.charts.territory
    held = "The front is not measured."
    if front.last >= 0:
        change = front.change(30)
        gained = "" if math.isnan(change) else f", {signed(round(change), 'km2')} in 30 days"
        level = amount(float(front.km2[front.last]), "km2")
        held = f"{view.war.sides[0].name} held {level}{gained}."
    return render(
        "report/assessment/ripeness.html",
        days=WINDOW_DAYS,
        claims=view.assessment.claims,
        sides=[
            {"name": sides[panel.side].name, "panel": panel, "held": held}
            for panel in view.assessment.ripeness
        ],
    )
