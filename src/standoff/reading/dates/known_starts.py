"""First days that every reader is taken to know: of well-known wars, and of terms of office.

The days in `beginnings.csv` are those by which the wars are dated in UCDP's and the United Nations'
reports; a report that speaks of such a war seldom states its first day.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from standoff.reading.data import table

_ROWS: Final = table("beginnings")
_WARS: Final = [
    (
        date.fromisoformat(r["begins"]),
        re.compile(rf"\b(?:{r['names']})\b"),
        re.compile(rf"\b(?:{r['with']})\b"),
    )
    for r in _ROWS
    if r["kind"] == "war"
]
_TERMS: Final = [
    (r["names"], date.fromisoformat(r["begins"])) for r in _ROWS if r["kind"] == "term"
]
_READ: Final = 6000
_OFTEN: Final = 2


def of_war(text: str, published: date | None) -> date | None:
    """The first day of the well-known war that a text is most about; None for none.

    It names the country twice and its enemy once in its first 6,000 characters, and is published
    in the war or after it.
    """
    head, best, most = text[:_READ], None, _OFTEN - 1
    for begun, names, enemy in _WARS:
        if published is None or published < begun:
            continue
        count = sum(1 for _ in names.finditer(head))
        if count > most and enemy.search(head):
            best, most = begun, count
    return best


def of_term(name: str, published: date) -> date | None:
    """The day on which the latest term of office of that name began; None for an unknown one."""
    return max((day for who, day in _TERMS if who == name and day <= published), default=None)
