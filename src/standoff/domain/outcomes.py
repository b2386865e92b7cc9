"""What can come of a war, by how its front moves; and what came of it: outcomes.csv."""

from __future__ import annotations

import csv
from datetime import date

import numpy as np
import numpy.typing as npt

from standoff.domain.war import War, standstill_km2
from standoff.errors import WarDefinitionError

Numbers = npt.NDArray[np.float64]


def outcome_names(war: War) -> tuple[str, ...]:
    """The exclusive outcomes, in the order in which they are tested."""
    a, b = (side.code for side in war.sides)
    moving = (f"{a}_breaks", f"{b}_breaks", f"{a}_creeps", f"{b}_creeps")
    return ("ended", *moving, "freeze", "standstill")


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
    return {
        f"{a}_breaks": float(np.mean((change_km2 > 0) & (size > breaks))),
        f"{b}_breaks": float(np.mean((change_km2 < 0) & (size > breaks))),
        f"{a}_creeps": float(np.mean((change_km2 > 0) & (size >= still) & (size <= breaks))),
        f"{b}_creeps": float(np.mean((change_km2 < 0) & (size >= still) & (size <= breaks))),
        "still": float(np.mean(size < still)),
    }


def truth(war: War) -> dict[date, str]:
    """Outcome by target date out of the war's outcomes.csv; empty if it has none.

    Raises:
        WarDefinitionError: the file has a row that is no date and outcome of this war.
    """
    path = war.folder / "outcomes.csv"
    if not path.is_file():
        return {}
    found: dict[date, str] = {}
    names = outcome_names(war)
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                day, outcome = date.fromisoformat(row["date"]), row["outcome"]
            except (KeyError, TypeError, ValueError) as error:
                raise WarDefinitionError(
                    f"{path.name} row {number}: no date and outcome ({error}). Correct the row."
                ) from error
            if outcome not in names:
                raise WarDefinitionError(
                    f"{path.name} row {number}: {outcome!r} is no outcome. "
                    f"Write one of {', '.join(names)}."
                )
            found[day] = outcome
    return found
