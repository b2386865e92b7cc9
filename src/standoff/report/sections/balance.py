"""Both sides' means: how far each is from a breakthrough, what holds it, and when stalemate ends."""

from __future__ import annotations

from markupsafe import Markup

from standoff.formatting import amount
from standoff.report.charts.balance import balance
from standoff.report.page import shown
from standoff.report.sections.section import View
from standoff.report.templating import render


def means(view: View) -> Markup:
    """How much power each side would need, what was lost so far, and what it rests on."""
    sides = view.assessment.balance
    rows = [
        (
            view.war.parties[code].name,
            [
                (round(i.low, -2), round(i.high, -2))
                for i in (side.lost_so_far, *sides.losses_ahead[code].values())
            ],
        )
        for code, side in sides.sides.items()
    ]
    basis = (
        f"{amount(sides.readings)} weekly readings of losses, fires and totals"
        if sides.readings
        else f"priors from past wars alone, and {sides.strength_from}"
    )
    return render(
        "report/assessment/balance.html",
        figures=shown([balance(view.assessment, view.war)]),
        basis=basis,
        horizons=list(view.assessment.outcomes),
        rows=rows,
        doubted=sides.doubted,
    )
