"""What happened: a war's outcomes.csv."""

from __future__ import annotations

import csv
from datetime import date

from standoff.errors import WarDefinitionError
from standoff.war import War


def outcome_names(war: War) -> tuple[str, ...]:
    """The exclusive outcomes, in the order in which they are tested."""
    a, b = (side.code for side in war.sides)
    moving = (f"{a}_breaks", f"{b}_breaks", f"{a}_creeps", f"{b}_creeps")
    return ("ended", *moving, "freeze", "standstill")


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
