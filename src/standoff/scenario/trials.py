"""What history has tried: trials of scenarios, scored, and what they teach of the two-sided law.

How far a change of power shows in the front's speed is not known: the other side digs in, allies step
in, and the front may not have been held by power alone. So a share of the change is carried to the
front, and its prior is flat over `CARRIED`: none, and five doublings up to all of it that the law says.
Flat over doublings, since not even its magnitude is known; all is the most, since whatever else answers
a change works against it. Each trial of the war that was known by the day weighs these shares by the
odds that they gave the outcome that came:

    weight of a share ~ prior * product over trials of p(outcome | share) ^ (1 / trials at that time)

A trial counts once, by its longest horizon; trials at one time tell of the same front and share one
vote. A trial that the share cannot change (talks, say) teaches nothing of it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

import numpy as np

from standoff.domain.war import War
from standoff.errors import WarDefinitionError
from standoff.observations.front import Numbers

CARRIED = (0.0, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0)
"""Shares of a change of power that the front may carry, equally likely beforehand."""
FILE = "trials.csv"

_FLOOR = 1e-3
"""Odds count as at least so much: no trial rules a share out alone."""


@dataclass(frozen=True)
class ScoredTrial:
    """A trial at one horizon: the scenario applied on the day before it, beside the unchanged course.

    Attributes:
        scenario, begins: which trial.
        as_of: the last day of a whole week of the war before it began.
        horizon: days from then. target: the day.
        outcome: what came.
        moved_km2: change of the first side's area from the last day known to the target; NaN if a
            level is not known.
        p_unchanged, p_assumed: odds that each course gave the outcome.
        brier_unchanged, brier_assumed: Brier scores over all outcomes, 0 to 2.
        crps_unchanged, crps_assumed: of the change of area, km².
        p_carried: odds of the outcome by each share of `CARRIED`.
    """

    scenario: str
    begins: date
    as_of: date
    horizon: int
    target: date
    outcome: str
    moved_km2: float
    p_unchanged: float
    p_assumed: float
    brier_unchanged: float
    brier_assumed: float
    crps_unchanged: float
    crps_assumed: float
    p_carried: tuple[float, ...]


def flat_weights() -> Numbers:
    """The prior of the shares of `CARRIED`."""
    return np.full(len(CARRIED), 1 / len(CARRIED))


def teaching(rows: Sequence[ScoredTrial]) -> list[ScoredTrial]:
    """One row of each trial that tells the shares apart: that of its longest horizon."""
    longest: dict[tuple[str, date], ScoredTrial] = {}
    for row in sorted(rows, key=lambda row: row.horizon):
        if max(row.p_carried) > min(row.p_carried):
            longest[row.scenario, row.begins] = row
    return list(longest.values())


def weights(rows: Sequence[ScoredTrial]) -> Numbers:
    """How likely each share of `CARRIED` is after trials; sums to 1."""
    taught = teaching(rows)
    logs = np.log(flat_weights())
    for row in taught:
        at_that_time = sum(r.begins <= row.target and row.begins <= r.target for r in taught)
        logs += np.log(np.maximum(row.p_carried, _FLOOR)) / at_that_time
    found = np.exp(logs - logs.max())
    return np.asarray(found / found.sum(), dtype=np.float64)


def known_by(war: War, as_of: date) -> tuple[ScoredTrial, ...]:
    """The war's scored trials whose outcome was known by a day.

    Raises:
        WarDefinitionError: the war's trials.csv has a row that cannot be read.
    """
    return tuple(row for row in _read(war.folder / FILE) if row.target <= as_of)


def write(rows: Sequence[ScoredTrial], war: War) -> Path:
    """Write a war's trials.csv."""
    path = war.folder / FILE
    names = [field.name for field in fields(ScoredTrial)][:-1]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*names, *(f"p_carried_{share:g}" for share in CARRIED)])
        for row in rows:
            *first, carried = astuple(row)
            told = [f"{v:.4g}" if isinstance(v, float) else v for v in [*first, *carried]]
            writer.writerow(told)
    return path


def _read(path: Path) -> list[ScoredTrial]:
    if not path.is_file():
        return []
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                rows.append(
                    ScoredTrial(
                        scenario=row["scenario"],
                        begins=date.fromisoformat(row["begins"]),
                        as_of=date.fromisoformat(row["as_of"]),
                        horizon=int(row["horizon"]),
                        target=date.fromisoformat(row["target"]),
                        outcome=row["outcome"],
                        **{f.name: float(row[f.name]) for f in fields(ScoredTrial)[6:-1]},
                        p_carried=tuple(float(row[f"p_carried_{s:g}"]) for s in CARRIED),
                    )
                )
            except (KeyError, TypeError, ValueError) as error:
                raise WarDefinitionError(
                    f"{path.name} row {number}: no scored trial ({error}). Score the trials anew."
                ) from error
    return rows
