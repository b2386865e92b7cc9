"""Ardennes 1944-45: manpower and casualties of both sides, day by day.

The file holds consecutive days numbered from the campaign's first; a day may be missing, and a gap
in the numbers is kept as a gap in time. Forces are what stood at the start of the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from standoff.history.files import bad_cell, number_in, table

URL = "https://raw.githubusercontent.com/yiyuezhuo/lanchester-model-review/master/Ardennes.csv"
LICENCE = "not stated by the publisher: used to fit, never copied"
SOURCE = "Ardennes Campaign Simulation Data Base, as tabulated by yiyuezhuo"

NEEDED = ("Day", "ForcesAllies", "CasualtiesAllies", "ForcesGermans", "CasualtiesGermans")

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Campaign:
    """Days of a campaign, (T,), and per side and day, (2, T): forces and losses, people."""

    day: Numbers
    forces: Numbers
    losses: Numbers


def read(path: Path) -> Campaign:
    """The campaign, in order of days.

    Raises:
        SourceError: the file is not this table; names file and row.
    """
    values: list[list[float]] = []
    for row, cells in table(path, NEEDED, separator=" "):
        line = [number_in(path, row, name, cells) for name in NEEDED]
        if min(line) <= 0:
            # Logs are taken of all of them; a day without a loss is not in this file.
            raise bad_cell(path, row, NEEDED[int(np.argmin(line))], str(min(line)), "not positive")
        if values and line[0] <= values[-1][0]:
            raise bad_cell(path, row, "Day", cells["Day"], "not after the day before it")
        values.append(line)
    day, allies, allies_lost, germans, germans_lost = np.array(values, dtype=np.float64).T
    return Campaign(day, np.stack([allies, germans]), np.stack([allies_lost, germans_lost]))
