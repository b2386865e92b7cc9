"""An Assessment as text: one screen, 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from standoff.assessment.records import AssessmentRecord
from standoff.domain.war import War
from standoff.formatting import percent, printable
from standoff.report.first_screen import DOTS, first_screen

WIDTH = 80
_LABEL = 13
_NAME = 26


def as_text(assessment: AssessmentRecord, war: War) -> str:
    """The first screen as plain text, ending in a newline; no line is wider than 80 columns."""
    screen, made = first_screen(assessment, war), assessment.made_with
    futures = ["The front is not measured: no odds of movement are given."]
    if assessment.stalemate.narrow is not None:
        head = f"{'In how many of 20 futures, in 30 days':<{_NAME + DOTS + 5}}"
        futures = [head + "".join(f"{f'{days} d':>8}" for days in assessment.outcomes)]
        for line in screen.outcomes:
            odds = "".join(f"{percent(p):>8}" for p in line.odds)
            futures.append(f"  {line.name:<{_NAME}} {'●' * line.dots or '·':<{DOTS + 2}}{odds}")
    lines = [
        screen.title.upper(),
        *textwrap.wrap(f"{screen.age} {screen.fresh}", WIDTH),
        *textwrap.wrap(screen.stale, WIDTH),
        "",
        *textwrap.wrap(screen.sentence, WIDTH),
        "",
        *_rows("Happened", screen.happened or ("Nothing is known.",)),
        "",
        *_row("Would change", screen.change),
        "",
        *futures,
        "",
        *_row("Front", screen.front),
        *_row("Skill", screen.skill),
        *_row("Disagree", screen.disagree),
        *_row("Toll", screen.toll),
        *_row("Ahead", screen.ahead),
        *_rows("Wants", screen.wants),
        *_rows("Met", screen.met),
        *_row("Our record", screen.record),
        *_row("Not known", screen.unknown),
        "",
        *textwrap.wrap(
            f"Forecast by a {made.model}. Seed {made.seed}, version {made.version}, "
            f"claims {made.claims_digest[:12]}. {screen.unused} "
            "Evidence: --html FILE or --json FILE. Words for odds follow ICD 203.",
            WIDTH,
        ),
    ]
    return "\n".join(printable(line) for line in lines) + "\n"


def _rows(label: str, texts: Sequence[str]) -> list[str]:
    """A label and several texts, each on lines of its own."""
    return [line for i, text in enumerate(texts) for line in _row("" if i else label, text)]


def _row(label: str, text: str) -> list[str]:
    """A label in the margin and its text beside it."""
    lines = textwrap.wrap(text, WIDTH - _LABEL, break_long_words=True) or ["-"]
    return [f"{label if i == 0 else '':<{_LABEL}}{line}" for i, line in enumerate(lines)]
