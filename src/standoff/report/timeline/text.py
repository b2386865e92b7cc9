"""A war's weeks as lines for a terminal: odds as a bar, and what happened."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.domain.war import War
from standoff.evaluation.timeline import Week
from standoff.formatting import percent

_BAR = 20


def as_text(weeks: Sequence[Week], war: War) -> str:
    """One line a week: narrow and wide probability 30 days on, and what then happened."""
    lines = [
        f"{war.title}: a costly standstill 30 days ahead",
        f"{'week':<12}{'narrow':>7}{'wide':>7}",
    ]
    lines += [_line(week) for week in weeks]
    return "\n".join(lines if weeks else [*lines[:1], "No week has a forecast yet."]) + "\n"


def _line(week: Week) -> str:
    bar = ("█" * round(_BAR * week.narrow)).ljust(_BAR, "·")
    happened = week.happened + (" (provisional)" if week.provisional else "")
    return (
        f"{week.date}  {percent(week.narrow):>7}{percent(week.wide):>7}  {bar}  {happened}".rstrip()
    )
