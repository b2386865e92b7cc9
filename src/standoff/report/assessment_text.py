"""An Assessment as text: one screen, 80 columns."""

from __future__ import annotations

import textwrap

from standoff.assessment.records import AssessmentRecord
from standoff.domain.war import War
from standoff.formatting import percent, printable
from standoff.report.first_screen import DOTS, FirstScreen, OutcomeLine, first_screen

WIDTH = 80
_LABEL = 13
_NAME = 26


def as_text(assessment: AssessmentRecord, war: War) -> str:
    """The first screen as plain text, ending in a newline; no line is wider than 80 columns."""
    screen = first_screen(assessment, war)
    lines = [
        screen.title.upper(),
        *textwrap.wrap(screen.age, WIDTH),
        *textwrap.wrap(screen.stale, WIDTH),
        "",
        *textwrap.wrap(screen.sentence, WIDTH),
        "",
        *_row("Would change", screen.change),
        "",
        *_outcomes(assessment, screen),
        "",
        *_row("Disagree", screen.disagree),
        *_row("Toll", screen.toll),
        *_row("Perceived", screen.perceptions),
        *_row("Our record", screen.record),
        *_row("Not known", screen.unknown),
        "",
        *_footer(assessment),
    ]
    return "\n".join(printable(line) for line in lines) + "\n"


def _row(label: str, text: str) -> list[str]:
    """A label in the margin and its text beside it."""
    lines = textwrap.wrap(text, WIDTH - _LABEL, break_long_words=True) or ["-"]
    return [f"{label if i == 0 else '':<{_LABEL}}{line}" for i, line in enumerate(lines)]


def _outcomes(assessment: AssessmentRecord, screen: FirstScreen) -> list[str]:
    if assessment.stalemate.narrow is None:
        return ["The front is not measured: no odds of movement are given."]
    head = f"{'In how many of 20 futures, in 30 days':<{_NAME + DOTS + 5}}" + "".join(
        f"{f'{days} d':>8}" for days in assessment.outcomes
    )
    return [head, *(_outcome(line) for line in screen.outcomes)]


def _outcome(line: OutcomeLine) -> str:
    dots = "●" * line.dots or "·"
    odds = "".join(f"{percent(p):>8}" for p in line.odds)
    return f"  {line.name:<{_NAME}} {dots:<{DOTS + 2}}{odds}"


def _footer(assessment: AssessmentRecord) -> list[str]:
    made = assessment.made_with
    return [
        *textwrap.wrap(
            f"Forecast by a {made.model}. Seed {made.seed}, version {made.version}, "
            f"claims {made.claims_digest[:12]}.",
            WIDTH,
        ),
        "Evidence: --html FILE or --json FILE. Words for odds follow ICD 203.",
    ]
