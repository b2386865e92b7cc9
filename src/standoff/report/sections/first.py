"""The first screen: what a reader needs before anything else, in the order of `FirstScreen`."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from standoff.report.first_screen import DOTS, OutcomeLine
from standoff.report.sections.section import View
from standoff.report.templating import render

_STEP = 10


@dataclass(frozen=True)
class _Row:
    """An outcome with its dots: `kind` is narrow, wide or other stalemate-wise."""

    line: OutcomeLine
    kind: str
    dots: tuple[int, ...]


def first_screen(view: View) -> Markup:
    """The first screen, with each outcome as dots."""
    screen = view.screen
    rows = [
        _Row(
            line,
            "narrow" if line.outcome.narrow else "wide" if line.outcome.wide else "other",
            tuple(5 + _STEP * i for i in range(line.dots)),
        )
        for line in screen.outcomes
    ]
    measured = view.assessment.stalemate.narrow is not None
    return render(
        "report/assessment/first.html",
        screen=screen,
        horizons=list(view.assessment.outcomes),
        rows=rows if measured else [],
        total=DOTS,
        step=_STEP,
        dot=lambda kind: render("report/assessment/dot.html", kind=kind),
        facts=(
            ("What happened", screen.happened or ["Nothing is known."]),
            ("Front", [screen.front]),
            ("Skill", [screen.skill]),
            ("Who disagrees", [screen.disagree]),
            ("Toll", [screen.toll]),
            ("Ahead", [screen.ahead]),
            ("Who wants what", screen.wants),
            ("Who met whom", screen.met),
            ("Our record", [screen.record]),
            ("Not known", [screen.unknown]),
        ),
    )
