"""Checks that a scenario, or several together, make sense for a war, a day and its horizons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations

from standoff.domain.war import War
from standoff.errors import ScenarioError
from standoff.scenario.definition import Change, Scenario


def check(scenario: Scenario, war: War) -> None:
    """Refuse a scenario that its file alone shows to be wrong.

    Raises:
        ValueError: a change names nobody, or somebody whom it cannot be about, or rests on nothing.
        ScenarioError: a date lies before the war, or the scenario is about another war.
    """
    if scenario.war not in ("", war.name):
        raise ScenarioError(
            f"{scenario.file}: it is about {scenario.war!r}, not {war.name!r}. Name its own war."
        )
    for trial in scenario.trials:
        if trial.begins <= war.start:
            raise ScenarioError(
                f"{scenario.file}: a trial begins on {trial.begins}, not after {war.start}, the "
                "first day of the war. Give a later date."
            )
    for i, change in enumerate(scenario.changes):
        where = f"change {i} ({change.part})"
        _check_who(change, where, war)
        if not change.rests_on:
            raise ValueError(
                f"{where}: 'rests_on' is empty: name claims, or a prior with its source"
            )
        if change.part in ("strength", "axis") and change.until is not None:
            raise ValueError(f"{where}: what it brings stays; leave 'until' out")
        if change.part in ("strength", "axis") and change.fades:
            raise ValueError(f"{where}: what it brings stays; leave 'fades' out")
        if change.part == "axis" and not change.over:
            raise ValueError(f"{where}: 'over' must say in how many days the area is taken")
        for when in (change.begins, change.until):
            if isinstance(when, date) and when < war.start:
                raise ScenarioError(
                    f"{scenario.file}: {where}: {when} lies before the war, which began on "
                    f"{war.start}. Give a later date."
                )


def _check_who(change: Change, where: str, war: War) -> None:
    sides = [side.code for side in war.sides]
    if change.part == "axis":
        if not change.party:
            raise ValueError(f"{where}: 'party' must name the third party that opens it")
        if change.party in sides:
            raise ValueError(f"{where}: {change.party} is a side of this war, not a third party")
        if change.side not in sides:
            raise ValueError(f"{where}: 'side' must name the side for which {change.party} fights")
        if not change.direction:
            raise ValueError(f"{where}: 'direction' must say where it comes from")
    elif change.party:
        raise ValueError(f"{where}: only an axis has a 'party'; name a 'side'")
    elif change.side not in sides and not (change.part == "will" and not change.side):
        raise ValueError(f"{where}: 'side' must be one of {', '.join(sides)}")


def check_together(scenarios: Sequence[Scenario], as_of: date, horizon_days: int) -> None:
    """Refuse dates outside what is forecast, and changes that contradict one another.

    Raises:
        ScenarioError: the message names the files and changes.
    """
    names = [s.name for s in scenarios]
    for name in names:
        if names.count(name) > 1:
            raise ScenarioError(f"{name} is named twice. Name each scenario once.")
    for scenario in scenarios:
        for i, change in enumerate(scenario.changes):
            _check_dates(
                change, f"{scenario.name}: change {i} ({change.part})", as_of, horizon_days
            )
    last = as_of + timedelta(days=horizon_days)
    named = [
        (f"{scenario.name} (change {i})", change)
        for scenario in scenarios
        for i, change in enumerate(scenario.changes)
    ]
    for (one, a), (other, b) in combinations(named, 2):
        if (a.part, a.side) != (b.part, b.side) or a.way * b.way >= 0:
            continue
        begins = max(a.first_day(as_of), b.first_day(as_of))
        if begins < min(a.end_day(as_of) or last, b.end_day(as_of) or last):
            raise ScenarioError(
                f"{one} and {other} contradict each other: both change {a.part} of "
                f"{a.side or 'both sides'} at one time, in opposite directions. Leave one out."
            )


def _check_dates(change: Change, where: str, as_of: date, horizon_days: int) -> None:
    first, end = change.first_day(as_of), change.end_day(as_of)
    last = as_of + timedelta(days=horizon_days)
    if first < as_of:
        raise ScenarioError(
            f"{where}: it begins on {first}, before {as_of}. What had happened by then is in the "
            "claims: let it begin later, or ask as of an earlier day."
        )
    if first > last:
        raise ScenarioError(
            f"{where}: it begins on {first}, after the last horizon ({last}). "
            "Let it begin earlier, or ask for a longer horizon."
        )
    if end is not None and end <= first:
        raise ScenarioError(
            f"{where}: it ends on {end}, and begins only on {first}. Correct the dates."
        )
