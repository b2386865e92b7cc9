"""What was known before each battle, and how alike two battles are.

Predictors are what a staff could write down on the eve of battle: strengths, guns, tanks, cavalry,
theatre air superiority, width of front, the defender's posture, terrain, weather, season, date, who attacks whom, under whom, and the record of the same war up to the day before (who attacked
whom, with what result, loss exchange and advance in battles already over).

Left out, because judged or known only afterwards: surprise, leadership, training, morale, logistics,
momentum, intelligence, technology, initiative, the degrees of influence, mission accomplishment, the
criterion of victory, resolutions, casualties and losses, reinforcements, close-support sorties,
posture that changed over time, duration, active periods, tactical schemes, and error bounds of the
figures (how well a battle is documented goes with who won).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standoff.history.cdb90 import Battle

Numbers = NDArray[np.float64]
Names = NDArray[np.str_]

GROUPS = ("force", "arms", "width", "posture", "terrain", "weather", "year", "initiative", "record")

# The same nation under several of the source's abbreviations.
_NATIONS = {
    **{"BRIT": "BR", "ENG": "BR", "FRENCH": "FR", "AUSTRIAN": "AUS", "RUSS": "RUS"},
    **{"USSR": "SOV", "EGY": "EG", "TK": "TURK", "ITAL": "IT", "SCOTS": "SCOT"},
    **{"AM": "US", "PATRIOT": "US"},
}
_MERGED = ("WORLD WAR II", "WORLD WAR I")
_CLIP_SD = 4.0
_MEMORY_DAYS = 200.0


@dataclass(frozen=True)
class Battles:
    """Battles as arrays of n.

    Attributes:
        won: 1, 0.5 or 0.
        year: of its first day.
        begin, end: day numbers.
        war: as the source names it; whole_war: fronts of one world war under one name.
        nation, commander, unit: (attacker, defender).
        campaign: name.
        x: by group of GROUPS, standardised predictors (n, p); unknown ones at the median.
    """

    won: Numbers
    year: Numbers
    begin: Numbers
    end: Numbers
    war: Names
    whole_war: Names
    nation: tuple[Names, Names]
    commander: tuple[Names, Names]
    unit: tuple[Names, Names]
    campaign: Names
    x: dict[str, Numbers]


def nation(unit: str) -> str:
    """The nation that a designation of a force starts with."""
    first = re.split(r"[\s,-]", unit)[0]
    return _NATIONS.get(first, first)


def whole_war(war: str) -> str:
    """A war's name, the fronts of a world war taken together."""
    return next((name for name in _MERGED if war.startswith(name)), war)


def usable(battles: Sequence[Battle]) -> list[Battle]:
    """Battles with a known outcome and known strengths of both sides, drawn ones included."""
    return [b for b in battles if b.won == b.won and b.log_ratio == b.log_ratio]


def arrays(battles: Sequence[Battle]) -> Battles:
    """Battles and their predictors as arrays.

    Args:
        battles: as `usable` returns them.
    """
    found = Battles(
        won=np.array([b.won for b in battles]),
        year=np.array([float(b.begin.year) for b in battles]),
        begin=np.array([float(b.begin.toordinal()) for b in battles]),
        end=np.array([float(b.end.toordinal()) for b in battles]),
        war=np.array([b.war for b in battles]),
        whole_war=np.array([whole_war(b.war) for b in battles]),
        nation=_both(battles, lambda b: (nation(b.attacker.unit), nation(b.defender.unit))),
        commander=_both(battles, lambda b: (b.attacker.commander, b.defender.commander)),
        unit=_both(battles, lambda b: (_core(b.attacker.unit), _core(b.defender.unit))),
        campaign=np.array([b.campaign for b in battles]),
        x={},
    )
    groups = _own(battles) | _past(found, battles)
    return Battles(**{**found.__dict__, "x": {name: _scaled(groups[name]) for name in GROUPS}})


def _both(
    battles: Sequence[Battle], names: Callable[[Battle], tuple[str, str]]
) -> tuple[Names, Names]:
    pairs = [names(b) for b in battles]
    return np.array([a for a, _ in pairs]), np.array([d for _, d in pairs])


def _core(unit: str) -> str:
    """A designation without its remarks in brackets: (+) reinforced, (-) less elements."""
    return unit.split("(", maxsplit=1)[0].strip()


def _own(battles: Sequence[Battle]) -> dict[str, list[list[float]]]:
    """Predictors that lie in the battle itself."""
    return {
        "force": [_force(b) for b in battles],
        "arms": [_arms(b) for b in battles],
        "width": [_width(b) for b in battles],
        "posture": [_posture(b) for b in battles],
        "terrain": [_flags(b.terrain, ("RGF", "BMDW", "U")) for b in battles],
        "weather": [
            [*_flags(b.weather, ("W", "HLSO", "HTC", "S$FW", "TDE")), float(b.begin.month)]
            for b in battles
        ],
        "year": [[float(b.begin.year)] for b in battles],
    }


def _force(b: Battle) -> list[float]:
    return [b.log_ratio, float(np.log(b.attacker.strength + b.defender.strength))]


def _arms(b: Battle) -> list[float]:
    """Guns, tanks and riders: log ratio, and per thousand men on each side and in difference."""
    out = []
    pairs = ("guns", "tanks", "cavalry")
    for name in pairs:
        a, d = getattr(b.attacker, name), getattr(b.defender, name)
        per_a = np.log1p(a / b.attacker.strength * 1000)
        per_d = np.log1p(d / b.defender.strength * 1000)
        out += [float(np.log((a + 1) / (d + 1))), float(per_a), float(per_d), float(per_a - per_d)]
    return [*out, b.air]


def _width(b: Battle) -> list[float]:
    return [
        float(np.log(b.width_km)),
        float(np.log(b.attacker.strength / b.width_km)),
        float(np.log(b.defender.strength / b.width_km)),
    ]


def _posture(b: Battle) -> list[float]:
    kinds = ("HD", "PD", "FD", "DL", "WD")
    level = {"HD": 1.0, "OO": 1.0, "PD": 2.0, "FD": 3.0}.get(b.posture, 0.0)
    return [
        *(float(b.posture == k) for k in kinds),
        *(float(b.second_posture == k) for k in kinds),
        level,
    ]


def _flags(code: str, letters: Sequence[str]) -> list[float]:
    return [float(code[i] == letter) for i, known in enumerate(letters) for letter in known]


def _past(found: Battles, battles: Sequence[Battle]) -> dict[str, list[list[float]]]:
    """Predictors from battles of the same war that were over before this one began."""
    attacker, defender = found.nation
    exchange, share, advance = _results(battles)
    initiative, record = [], []
    for i in range(len(battles)):
        past = np.flatnonzero(
            (found.whole_war == found.whole_war[i]) & (found.end < found.begin[i])
        )
        past = past[np.argsort(found.end[past], kind="stable")]
        same = (attacker[past] == attacker[i]) * 1.0 - (attacker[past] == defender[i])
        side = (same + (defender[past] == defender[i]) - (defender[past] == attacker[i])) / 2
        pair = same[np.abs(side) == 1.0][-3:]
        ago = found.begin[i] - found.end[past]
        here = float(np.sum(found.campaign[past] == found.campaign[i]))
        initiative.append(
            [
                float(np.log1p(past.size)),
                float(same.sum() / (np.abs(same).sum() + 2)),
                float(pair[-1]) if pair.size else 0.0,
                float(pair.sum()),
                float(np.log1p(ago[-1])) if past.size else 7.0,
                float(np.log1p(here)),
            ]
        )
        weight = np.abs(side) * np.exp(-ago / _MEMORY_DAYS)
        record.append(
            [
                float((np.sign(side) * weight * r[past]).sum() / (weight.sum() + 2))
                for r in (exchange, share, advance)
            ]
        )
    return {"initiative": initiative, "record": record}


def _results(battles: Sequence[Battle]) -> tuple[Numbers, Numbers, Numbers]:
    """ln loss exchange, ln ratio of loss shares, signed log advance; 0 where not known."""
    lost_a = np.array([b.attacker.casualties for b in battles]) + 1
    lost_d = np.array([b.defender.casualties for b in battles]) + 1
    size_a = np.array([b.attacker.strength for b in battles])
    size_d = np.array([b.defender.strength for b in battles])
    km = np.array([b.advance_km for b in battles])
    results = (
        np.log(lost_d / lost_a),
        np.log(lost_d / size_d) - np.log(lost_a / size_a),
        np.sign(km) * np.log1p(np.abs(km)),
    )
    exchange, share, advance = (np.nan_to_num(r) for r in results)
    return exchange, share, advance


def _scaled(rows: list[list[float]]) -> Numbers:
    x = np.array(rows, dtype=np.float64)
    x = np.where(np.isfinite(x), x, np.nan)
    x = np.where(np.isnan(x), np.nanmedian(x, axis=0), x)
    sd = x.std(axis=0)
    scaled: Numbers = np.clip((x - x.mean(axis=0)) / np.where(sd > 0, sd, 1.0), -_CLIP_SD, _CLIP_SD)
    return scaled
