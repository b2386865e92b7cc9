"""The first screen: what a reader needs before anything else, in the order of `FirstScreen`."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from standoff.report.first_screen import DOTS, OutcomeLine
from standoff.report.sections.section import Section, View
from standoff.report.templating import render

_STEP = 10


@dataclass(frozen=True)
class _Row:
    """An outcome with its dots: `kind` is narrow, wide or other stalemate-wise."""

    line: OutcomeLine
    kind: str
    dots: tuple[int, ...]


def _show(view: View) -> Markup:
    screen = view.screen
    perceived = [q.answer for q in view.assessment.questions if q.id in ("resolve", "way_out")]
    measured = view.assessment.stalemate.narrow is not None
    return render(
        "report/assessment/first.html",
        screen=screen,
        horizons=list(view.assessment.outcomes),
        rows=[_row(line) for line in screen.outcomes] if measured else [],
        total=DOTS,
        step=_STEP,
        dot=lambda kind: render("report/assessment/dot.html", kind=kind),
        facts=(
            ("Who disagrees", [screen.disagree]),
            ("Toll", [screen.toll]),
            ("Perceived", perceived),
            ("Our record", [screen.record]),
            ("Not known", [screen.unknown]),
        ),
    )


def _row(line: OutcomeLine) -> _Row:
    outcome = line.outcome
    kind = "narrow" if outcome.narrow else "wide" if outcome.wide else "other"
    return _Row(line, kind, tuple(5 + _STEP * i for i in range(line.dots)))


SECTION = Section("first", "", _show)
