"""What can come of a war, by how its front moves; and what came of it: outcomes.csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from standoff.domain.war import War, standstill_km2
from standoff.errors import UnknownNameError, WarDefinitionError

Numbers = npt.NDArray[np.float64]

OutcomeKind = Literal["ended", "breaks", "creeps", "freeze", "standstill"]
_OF_A_SIDE: tuple[OutcomeKind, ...] = ("breaks", "creeps")


class Outcome(str):
    """One of the exclusive outcomes of a war; as text it is its code: "standstill", "RU_creeps".

    Attributes:
        kind: how the front moves, or that the war has ended.
        side: code of the side that gains by it; "" where the kind names none.
    """

    kind: OutcomeKind
    side: str

    def __new__(cls, kind: OutcomeKind, side: str = "") -> Outcome:
        """Of a kind, and of a side where the kind names one.

        Raises:
            ValueError: the kind needs a side, or takes none.
        """
        if bool(side) != (kind in _OF_A_SIDE):
            raise ValueError(f"the outcome {kind!r} cannot be of the side {side!r}")
        made = super().__new__(cls, f"{side}_{kind}" if side else kind)
        made.kind, made.side = kind, side
        return made

    def __getnewargs__(self) -> tuple[OutcomeKind, str]:  # type: ignore[override]
        return self.kind, self.side

    @classmethod
    def parse(cls, code: str) -> Outcome:
        """The outcome of a code.

        Raises:
            UnknownNameError: it is none.
        """
        side, _, last = code.rpartition("_")
        for kind in get_args(OutcomeKind):
            if kind == last and bool(side) == (kind in _OF_A_SIDE):
                return cls(kind, side)
        raise UnknownNameError("outcome", code, [*get_args(OutcomeKind)])

    @property
    def narrow(self) -> bool:
        """Whether it is a stalemate in the narrow sense: a costly standstill."""
        return self.kind == "standstill"

    @property
    def wide(self) -> bool:
        """Whether it is a stalemate in the wide sense: a costly standstill, or a creep."""
        return self.kind in ("standstill", "creeps")


def wide_of(odds: Mapping[str, float]) -> float:
    """Probability of stalemate in the wide sense, of outcomes by code."""
    return min(sum(p for code, p in odds.items() if Outcome.parse(code).wide), 1.0)


def outcome_names(war: War) -> tuple[Outcome, ...]:
    """The exclusive outcomes, in the order in which they are tested."""
    moving = (Outcome(kind, side.code) for kind in _OF_A_SIDE for side in war.sides)
    return (Outcome("ended"), *moving, Outcome("freeze"), Outcome("standstill"))


def movement_limits(war: War, front_km: float) -> tuple[float, float]:
    """Change over the window from which the front creeps, and above which it breaks, km²."""
    limits = war.thresholds
    return (
        standstill_km2(front_km, limits.window_days, limits.standstill_m_per_day),
        standstill_km2(front_km, limits.window_days, limits.break_m_per_day),
    )


def movement_shares(
    change_km2: Numbers, war: War, front_km: float, scale: float = 1.0
) -> dict[str, float]:
    """Shares of the moving outcomes and of `still` among sampled 30-day changes.

    Args:
        change_km2: (n,) net change over the window, positive where the first side gains.
        war: thresholds and front length.
        front_km: length of the front, km.
        scale: factor on the thresholds.
    """
    still, breaks = (scale * limit for limit in movement_limits(war, front_km))
    size = np.abs(change_km2)
    a, b = (side.code for side in war.sides)
    creeping = (size >= still) & (size <= breaks)
    return {
        Outcome("breaks", a): float(np.mean((change_km2 > 0) & (size > breaks))),
        Outcome("breaks", b): float(np.mean((change_km2 < 0) & (size > breaks))),
        Outcome("creeps", a): float(np.mean((change_km2 > 0) & creeping)),
        Outcome("creeps", b): float(np.mean((change_km2 < 0) & creeping)),
        "still": float(np.mean(size < still)),
    }


DISPUTED = "disputed"
"""In outcomes.csv: the maps differ on what happened; `drawn` says what the one map alone gives."""


def disputed(war: War) -> dict[date, Outcome]:
    """Days of outcomes.csv on which the maps differ, with what the one map alone gives."""
    return _rows(war, DISPUTED)


def truth(war: War) -> dict[date, Outcome]:
    """Outcome by target date out of the war's outcomes.csv; empty if it has none.

    Days that are disputed are left out.

    Raises:
        WarDefinitionError: the file has a row that is no date and outcome of this war.
    """
    return _rows(war, "")


def _rows(war: War, only: str) -> dict[date, Outcome]:
    """Days that are disputed, or those that are not."""
    path = war.folder / "outcomes.csv"
    if not path.is_file():
        return {}
    found: dict[date, Outcome] = {}
    names = {str(outcome): outcome for outcome in outcome_names(war)}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                day, outcome = date.fromisoformat(row["date"]), row["outcome"]
            except (KeyError, TypeError, ValueError) as error:
                raise WarDefinitionError(
                    f"{path.name} row {number}: no date and outcome ({error}). Correct the row."
                ) from error
            if (outcome == DISPUTED) != (only == DISPUTED):
                continue
            outcome = row.get("drawn", "") if only else outcome
            if outcome not in names:
                raise WarDefinitionError(
                    f"{path.name} row {number}: {outcome!r} is no outcome. "
                    f"Write one of {', '.join(names)}."
                )
            found[day] = names[outcome]
    return found
