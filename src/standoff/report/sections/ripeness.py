"""Is it ripe? Who is seen to perceive what, side by side, each with its claims or "no evidence"."""

from __future__ import annotations

import math

from markupsafe import Markup

from standoff.assessment.ripeness import WINDOW_DAYS
from standoff.formatting import amount, signed
from standoff.report.sections.section import Section, View
from standoff.report.templating import render


def _show(view: View) -> Markup:
    sides, held = {side.code: side for side in view.war.sides}, _held(view)
    return render(
        "report/assessment/ripeness.html",
        days=WINDOW_DAYS,
        claims=view.assessment.claims,
        sides=[
            {"name": sides[panel.side].name, "panel": panel, "held": held}
            for panel in view.assessment.ripeness
        ],
    )


def _held(view: View) -> str:
    """What the map shows of the first side's gains, to set beside the aims of both."""
    land = view.assessment.charts.territory
    if land.last < 0:
        return "The front is not measured."
    change = land.change(30)
    first = view.war.sides[0]
    held = f"{first.name} held {amount(float(land.km2[land.last]), 'km2')}"
    if math.isnan(change):
        return f"{held}."
    return f"{held}, {signed(round(change), 'km2')} in 30 days."


SECTION = Section("ripeness", "Is it ripe?", _show)
