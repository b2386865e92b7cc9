"""Files in the real formats about wars that never were, of our own making."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from standoff.history.cdb90 import NEEDED

_END = tuple(f"ATPE{part}{n}" for n in (1, 2) for part in ("YR", "MN", "DA"))
COLUMNS = (*NEEDED, *_END)


def battle(number: int, **cells: str) -> dict[str, str]:
    """A row in CDB90's columns: a one-day attack that succeeds."""
    row = dict.fromkeys(COLUMNS, "0")
    row |= {"ISQNO": str(number), "WAR": "WAR OF THE INK", "NAME": f"FORD {number}"}
    row |= {"CAMPGN": "INK 1931", "LOCN": "INKLAND", "POST1": "HD", "POST2": "OO"}
    row |= {"TERRA1": "RM0", "WX1": "DSTST", "NAMA": "RED ARMY", "NAMD": "BLUE DIV(+)"}
    row |= {"COA": "?", "COD": "QUILL", "WINA": "1", "KMDA": "3", "NOATP": "1"}
    row |= {"STRA": "20000", "STRD": "10000", "CASA": "900", "CASD": "700", "WOFA1": "4"}
    row |= {"WOFD1": "-1", "ARTYA": "40", "ARTYD": "-1"}
    row |= {"ATPBYR1": "1931", "ATPBMN1": "5", "ATPBDA1": "1"}
    row |= {"ATPEYR1": "1931", "ATPEMN1": "5", "ATPEDA1": "1"}
    return row | cells


def write_battles(path: Path, rows: list[dict[str, str]]) -> Path:
    """The rows as CDB90 publishes them: every text in quotes."""
    lines = [",".join(f'"{name}"' for name in COLUMNS)]
    lines += [",".join(f'"{row[name]}"' for name in COLUMNS) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def two_hundred_battles(seed: int = 3) -> list[dict[str, str]]:
    """Twenty wars of ten battles in which guns decide and numbers do not."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(200):
        war, posture = number // 10, ("HD", "PD", "FD", "DL")[number % 4]
        guns_a, guns_d = (int(g) for g in rng.integers(5, 200, size=2))
        won = rng.random() < 1 / (1 + math.exp(-2 * math.log(guns_a / guns_d)))
        day = date(1900 + 5 * war, 3, 1) + timedelta(days=7 * (number % 10))
        first = {"ATPBYR1": day.year, "ATPBMN1": day.month, "ATPBDA1": day.day}
        last = {"ATPEYR1": day.year, "ATPEMN1": day.month, "ATPEDA1": day.day}
        cells: dict[str, str | int] = {
            "WAR": f"WAR {war}",
            "WINA": "1" if won else "-1",
            "POST1": posture,
        }
        cells |= {"STRA": int(rng.integers(5000, 40000)), "STRD": int(rng.integers(5000, 40000))}
        cells |= {"ARTYA": guns_a, "ARTYD": guns_d, "KMDA": int(rng.integers(1, 9)) if won else 0}
        cells |= {"CASA": int(rng.integers(50, 900)), "CASD": int(rng.integers(50, 900))}
        texts = {name: str(value) for name, value in (cells | first | last).items()}
        rows.append(battle(number + 1, **texts))
    return rows


TERMINATION_COLUMNS = (
    *("conflictep_id", "confterm", "ependdate", "ependprec", "outcome", "conflict_id", "year"),
    *("location", "intensity_level", "type_of_conflict", "start_date2", "start_prec2"),
)


def episode_rows(
    key: int, start: str, end: str, outcome: str, *, kind: str = "2", end_prec: str = "1.0"
) -> list[str]:
    """One line a year of an episode; dates dd/mm/yyyy; an empty end went on to 2020."""
    first, last = int(start[-4:]), int(end[-4:] or 2020)
    lines = []
    for year in range(first, last + 1):
        over = year == last and end != ""
        cells = [key, int(over), end if over else "", end_prec if over else ""]
        cells += [f"{outcome}.0" if over else "", key // 100, year, "Inkland", 2, kind, start, 1]
        lines.append(",".join(str(cell) for cell in cells))
    return lines


def write_terminations(path: Path, lines: list[str]) -> Path:
    """A termination file with a byte order mark, as some of UCDP's have."""
    path.write_text("\n".join([",".join(TERMINATION_COLUMNS), *lines]), encoding="utf-8-sig")
    return path


def write_deaths(path: Path, rows: list[tuple[int, int, int]]) -> Path:
    """Battle deaths by conflict and year, with a byte order mark."""
    lines = ["conflict_id,year,bd_best", *(f"{c},{y},{d}" for c, y, d in rows)]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def write_campaign(path: Path, days: int = 20, seed: int = 5) -> Path:
    """A campaign whose losses follow an intensity that fades over days; day 9 is missing."""
    rng = np.random.default_rng(seed)
    lines, z = ["Day ForcesAllies CasualtiesAllies ForcesGermans CasualtiesGermans"], 0.0
    for day in range(2, days + 2):
        z = 0.8 * z + 0.3 * rng.normal()
        losses = (2000 * np.exp(z + 0.1 * rng.normal(size=2))).astype(int)
        if day != 9:
            lines.append(f"{day} {700000 - 900 * day} {losses[0]} {600000 - 900 * day} {losses[1]}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
