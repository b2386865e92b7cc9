"""UCDP: how conflict episodes ended (1946-2020), conflict years, and battle deaths (1989-2021).

Traps:

- Outcomes: 1 peace agreement, 2 ceasefire, 3 and 4 victories, 5 low activity, 6 actor ceases.
- Dates are dd/mm/yyyy in the termination file and yyyy-mm-dd in the others. Precision 5 and above
  means that the year alone is known, and the day shown (31 December) is a filler.
- Of a low-activity end the file gives the last recorded event of the last active year; that the
  episode is over shows only in the year after it, which passes under 25 deaths. It is the day the
  fighting faded, not a ceasefire, and it is known a year late.
- Ten conflicts that flared up again in 2020 carry the id of their previous, ended episode: rows
  after a termination or after a skipped year are an episode of their own.
- The battle-deaths file starts with a byte order mark.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from standoff.history.files import Row, bad_cell, day_in, number_in, table

_REPO = "https://raw.githubusercontent.com/Bvlampe/CCIP_seminar_paper/"
_COMMIT = "94f1fae74d64b0f2287a4782a55844d23547144f"
TERMINATION_URL = f"{_REPO}{_COMMIT}/ucdp-term-acd-3-2021.csv"
DEATHS_URL = f"{_REPO}master/BRD.csv"
LICENCE = "CC BY 4.0"
SOURCE = "UCDP Conflict Termination Dataset 3-2021; UCDP/PRIO 22.1; UCDP Battle-Related Deaths 22.1"

LOW_ACTIVITY = 5
INTERSTATE = 2
WAR_INTENSITY = 2
YEAR_ONLY = 5
"""From this precision on, only the year of a date is known."""

_OUTCOMES = frozenset({1, 2, 3, 4, 5, 6})
_TERMINATION = (
    *("conflictep_id", "confterm", "ependdate", "ependprec", "outcome", "conflict_id", "year"),
    *("location", "intensity_level", "type_of_conflict", "start_date2", "start_prec2"),
)


@dataclass(frozen=True)
class Episode:
    """One episode of a conflict.

    Attributes:
        conflict: UCDP's id of the conflict.
        place: the location as named.
        interstate: between governments of states.
        at_war: 1,000 or more battle deaths in at least one of its years.
        first_year, last_year: active years.
        start: the day it became active; end: its last day, or None if it went on after the file.
        start_year_only, end_year_only: the day is a filler.
        outcome: 1 to 6, or None if it went on.
    """

    conflict: int
    place: str
    interstate: bool
    at_war: bool
    first_year: int
    last_year: int
    start: date
    end: date | None
    start_year_only: bool
    end_year_only: bool
    outcome: int | None


def read_terminations(path: Path) -> list[Episode]:
    """Episodes in the order of the file.

    Raises:
        SourceError: the file is not the termination data set; names file and row.
    """
    spells: dict[tuple[str, int], list[tuple[int, Row]]] = {}
    spell_of: dict[str, int] = defaultdict(int)
    last: dict[str, tuple[int, bool]] = {}
    for row, cells in table(path, _TERMINATION):
        key, year = cells["conflictep_id"], int(number_in(path, row, "year", cells))
        if key in last and (last[key][1] or year != last[key][0] + 1):
            spell_of[key] += 1
        last[key] = (year, cells["confterm"] == "1")
        spells.setdefault((key, spell_of[key]), []).append((row, cells))
    return [_episode(path, rows) for rows in spells.values()]


def _episode(path: Path, rows: list[tuple[int, Row]]) -> Episode:
    (first_row, first), (last_row, last) = rows[0], rows[-1]
    first_year = int(number_in(path, first_row, "year", first))
    start = day_in(path, first_row, "start_date2", first)
    if start.year != first_year:
        raise bad_cell(path, first_row, "start_date2", str(start), f"outside {first_year}")
    end, outcome, end_year_only = None, None, False
    if last["confterm"] == "1":
        end = day_in(path, last_row, "ependdate", last)
        outcome = int(number_in(path, last_row, "outcome", last))
        end_year_only = number_in(path, last_row, "ependprec", last) >= YEAR_ONLY
        if outcome not in _OUTCOMES:
            raise bad_cell(path, last_row, "outcome", last["outcome"], "none of 1 to 6")
    return Episode(
        conflict=int(number_in(path, first_row, "conflict_id", first)),
        place=first["location"],
        interstate=number_in(path, first_row, "type_of_conflict", first) == INTERSTATE,
        at_war=any(number_in(path, n, "intensity_level", c) == WAR_INTENSITY for n, c in rows),
        first_year=first_year,
        last_year=int(number_in(path, last_row, "year", last)),
        start=start,
        end=end,
        start_year_only=number_in(path, first_row, "start_prec2", first) >= YEAR_ONLY,
        end_year_only=end_year_only,
        outcome=outcome,
    )


def read_deaths(path: Path) -> dict[tuple[int, int], float]:
    """Battle deaths, best estimate, by (conflict, year); several rows of one are summed.

    Raises:
        SourceError: the file is not the battle-deaths data set; names file and row.
    """
    found: dict[tuple[int, int], float] = defaultdict(float)
    for row, cells in table(path, ("conflict_id", "year", "bd_best")):
        deaths = number_in(path, row, "bd_best", cells)
        if deaths < 0:
            raise bad_cell(path, row, "bd_best", cells["bd_best"], "below zero")
        key = (
            int(number_in(path, row, "conflict_id", cells)),
            int(number_in(path, row, "year", cells)),
        )
        found[key] += deaths
    return dict(found)
