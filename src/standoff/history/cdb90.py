"""CDB90: battles of 1600-1982 with forces, losses, advance and outcome.

The edition of J. Arnold, `CDB90-patched.csv`. Codes by its enumeration tables. Traps:

- WINA is 1 attacker won, 0 drawn, -1 defender won, -9 not known. The tidied tables of the same
  repository lost every -1.
- -1 means "not known" in counts, but is a value in WINA, AEROA and KMDA; KMDA has -9999 for
  "not known", AEROA has 9.
- KMDA is a distance over the whole battle, km (483 for 23 days of Vistula-Oder), not a rate: the
  advance a day is KMDA over the days of battle. Negative: the attacker was driven back.
- Strength is initial in most rows and "total engaged" (CODEA 3) in a quarter of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from standoff.errors import SourceError
from standoff.history.files import PULL_AGAIN, Row, bad_cell, number_in, table

URL = "https://raw.githubusercontent.com/jrnold/CDB90/master/src-data/CDB90/CDB90-patched.csv"
LICENCE = "original in the public domain; edition ODC-BY"
SOURCE = "CDB90 (US Army Concepts Analysis Agency, 1990), edition of J. Arnold"

_UNKNOWN_ADVANCE = -9999.0
_OUTCOMES = {"1": 1.0, "0": 0.5, "-1": 0.0, "-9": math.nan}
_COUNTS = ("STR", "CAS", "ARTY", "TANK", "CAV")
_DATE = ("YR", "MN", "DA")
_TEXTS = ("WAR", "NAME", "CAMPGN", "LOCN", "POST1", "POST2", "TERRA1", "WX1")
NEEDED = (
    "ISQNO",
    *_TEXTS,
    *("NAMA", "NAMD", "COA", "COD", "TIME", "AEROA", "WINA", "KMDA", "NOATP"),
    *("WOFA1", "WOFD1", *(f"{name}{side}" for name in _COUNTS for side in "AD")),
    *("ATPBYR1", "ATPBMN1", "ATPBDA1"),
)


@dataclass(frozen=True)
class Force:
    """One side of a battle; NaN where a figure is not known.

    Attributes:
        unit: designation of the force; its first word is the nation.
        commander: empty if not known.
        strength, casualties: people.
        guns, tanks, cavalry: pieces, vehicles, riders.
    """

    unit: str
    commander: str
    strength: float
    casualties: float
    guns: float
    tanks: float
    cavalry: float


@dataclass(frozen=True)
class Battle:
    """One battle; `won` is 1 for the attacker, 0.5 drawn, 0 for the defender, NaN not known.

    Attributes:
        posture, second_posture: of the defender: HD hasty, PD prepared, FD fortified defence, DL
            delay, WD withdrawal, OO other. The second is empty where posture changed over time.
        terrain, weather: codes of three and five letters, as the source gives them.
        air: theatre air superiority, 1 attacker, -1 defender, 0 neither or not known.
        width_km: front, the wider of both sides' at the start; NaN if not known.
        advance_km: over the whole battle; negative if driven back; NaN if not known.
        begin, end: first and last day.
    """

    number: int
    war: str
    name: str
    campaign: str
    place: str
    attacker: Force
    defender: Force
    posture: str
    second_posture: str
    terrain: str
    weather: str
    air: float
    width_km: float
    advance_km: float
    won: float
    begin: date
    end: date

    @property
    def days(self) -> int:
        """Days of battle, both ends counted."""
        return (self.end - self.begin).days + 1

    @property
    def advance_km_per_day(self) -> float:
        """Mean advance, km/day; NaN if not known."""
        return self.advance_km / self.days

    @property
    def log_ratio(self) -> float:
        """ln of the attacker's strength over the defender's; NaN if either is not known."""
        return math.log(self.attacker.strength / self.defender.strength)


def read(path: Path) -> list[Battle]:
    """All battles, in the order of the file.

    Raises:
        SourceError: the file is not CDB90, or a row of it cannot be read; names file and row.
    """
    rows = table(path, NEEDED)
    battles = [_battle(path, number, cells) for number, cells in rows]
    if not any(b.won == 0.0 for b in battles):
        raise SourceError(
            f"{path.name}: no battle that the defender won: this is the tidied table that lost its "
            f"-1 codes. Use the patched file, {URL}."
        )
    return battles


def _battle(path: Path, row: int, cells: Row) -> Battle:
    if cells["WINA"] not in _OUTCOMES:
        raise bad_cell(path, row, "WINA", cells["WINA"], "none of 1, 0, -1, -9")
    # From the first day of the first active period to the last day of the last one.
    periods = int(number_in(path, row, "NOATP", cells))
    names = [f"ATP{end}{part}{n}" for end, n in (("B", 1), ("E", periods)) for part in _DATE]
    if any(name not in cells for name in names):
        raise SourceError(f"{path.name} row {row}: NOATP: {periods} periods. {PULL_AGAIN}")
    dates = [int(number_in(path, row, name, cells)) for name in names]
    try:
        begin, end = date(*dates[:3]), date(*dates[3:])
    except ValueError:
        shown = f"{dates[:3]} {dates[3:]}"
        raise bad_cell(path, row, "ATPB..ATPE", shown, "no dates") from None
    if end < begin:
        raise bad_cell(path, row, "ATPE", str(end), f"before {begin}")
    advance = number_in(path, row, "KMDA", cells)
    widths = [_count(path, row, f"WOF{side}1", cells) for side in "AD"]
    known = [w for w in widths if w > 0]
    air = number_in(path, row, "AEROA", cells)
    if air not in (-1.0, 0.0, 1.0, 9.0):
        raise bad_cell(path, row, "AEROA", cells["AEROA"], "none of 1, 0, -1, 9")
    return Battle(
        number=int(number_in(path, row, "ISQNO", cells)),
        war=cells["WAR"],
        name=cells["NAME"],
        campaign=cells["CAMPGN"],
        place=cells["LOCN"],
        attacker=_force(path, row, "A", cells),
        defender=_force(path, row, "D", cells),
        posture=cells["POST1"],
        # A posture that came later in the battle was not known before it.
        second_posture=cells["POST2"] if cells["TIME"] == "0" else "",
        terrain=cells["TERRA1"].ljust(3, "0"),
        weather=cells["WX1"].ljust(5, "0"),
        air=0.0 if air == 9.0 else air,
        width_km=max(known) if known else math.nan,
        advance_km=math.nan if advance == _UNKNOWN_ADVANCE else advance,
        won=_OUTCOMES[cells["WINA"]],
        begin=begin,
        end=end,
    )


def _force(path: Path, row: int, side: str, cells: Row) -> Force:
    strength, casualties, guns, tanks, cavalry = (
        _count(path, row, f"{name}{side}", cells) for name in _COUNTS
    )
    commander = cells[f"CO{side}"].strip()
    return Force(
        unit=cells[f"NAM{side}"].strip(),
        commander="" if "?" in commander else commander,
        strength=strength if strength > 0 else math.nan,
        casualties=casualties,
        guns=guns,
        tanks=tanks,
        cavalry=cavalry,
    )


def _count(path: Path, row: int, column: str, cells: Row) -> float:
    value = number_in(path, row, column, cells)
    return value if value >= 0 else math.nan
