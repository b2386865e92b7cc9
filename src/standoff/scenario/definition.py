"""What a scenario is: dated changes to named parts of the dynamics, each with range and reason."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from standoff.errors import ScenarioError
from standoff.evidence.claim_query import ClaimQuery
from standoff.scenario.levers import BY_NAME, Lever

Range = tuple[float, float]
When = date | int
"""A date, or days after the as-of date."""


@dataclass(frozen=True)
class Basis:
    """What a change rests on: claims that a choice finds, or a prior with its source.

    Attributes:
        claims: which claims are meant; None for a prior.
        prior, source: what is taken as known beforehand and who says so; "" where claims are meant.
    """

    claims: ClaimQuery | None = None
    prior: str = ""
    source: str = ""


@dataclass(frozen=True)
class Change:
    """One change.

    Attributes:
        part: its name, one of `levers.LEVERS`.
        side: code of the side it is about or, of an axis, that gains by it; "" for both (will).
        party: code of the third party that opens an axis; "" for none.
        direction: where an axis comes from, in words.
        does: the posture, one of `levers.POSTURES`; "" for other parts.
        range: low and high end, in the part's unit; low is below high.
        begins, until: first day in force, and first day no longer; None for the whole horizon.
        over: days until it is in force in full.
        opens_within: of an axis, days after `begins` within which it opens.
        reason: why, and why this range.
        rests_on: its claims and priors, at least one.
        value: what it is set to within the range; None draws from the whole range.
        fades: days in which it falls to 1/e once in force; 0 for never.
        estimated: from what data its range was estimated; "" where it is assumed.
    """

    part: str
    side: str
    party: str
    direction: str
    does: str
    range: Range
    begins: When
    until: When | None
    over: int
    opens_within: int
    reason: str
    rests_on: tuple[Basis, ...]
    value: float | None = None
    fades: int = 0
    estimated: str = ""

    @property
    def lever(self) -> Lever:
        """The part it changes."""
        return BY_NAME[self.part]

    @property
    def middle(self) -> float:
        """Its value, or the middle of its range: the geometric one of factors."""
        if self.value is not None:
            return self.value
        low, high = self.range
        return math.sqrt(low * high) if self.lever.unit == "factor" else (low + high) / 2

    @property
    def way(self) -> int:
        """1 where it adds to the part, -1 where it takes away, 0 where its range holds both."""
        if self.does:
            return 1 if self.does == "attacks" else -1
        low, high = self.range
        return int(low >= self.lever.neutral) - int(high <= self.lever.neutral)

    def first_day(self, as_of: date) -> date:
        """The first day it is in force."""
        return on(self.begins, as_of)

    def end_day(self, as_of: date) -> date | None:
        """The first day it is no longer in force; None if it stays."""
        return None if self.until is None else on(self.until, as_of)


@dataclass(frozen=True)
class Trial:
    """A time at which history tried a what-if.

    Attributes:
        begins, ends: its first and last day; `ends` None where it lasts.
        happened: what happened, in a sentence.
        source: address of a page that tells it.
        note: what it does not test; "" for nothing.
    """

    begins: date
    ends: date | None
    happened: str
    source: str
    note: str


@dataclass(frozen=True)
class Scenario:
    """A what-if.

    Attributes:
        name, title, summary: its short name, its heading and its question in one sentence.
        war: name of the war it is about; "" for any.
        mirror: name of the scenario that asks the same of the other side; "" for none.
        changes: in the order of the file.
        finding: what past wars say of it, in a sentence or two; "" where nothing.
        trials: when history tried it, in the order of the file.
        file: where it was read, for messages.
    """

    name: str
    title: str
    summary: str
    war: str
    mirror: str
    changes: tuple[Change, ...]
    finding: str = ""
    trials: tuple[Trial, ...] = ()
    file: str = field(compare=False, default="")

    def with_values(self, values: Mapping[int, float]) -> Scenario:
        """The same with some changes set to a value within their ranges, by their index.

        Raises:
            ScenarioError: there is no such change, or a value lies outside its range.
        """
        changes = list(self.changes)
        for i, value in values.items():
            if not 0 <= i < len(changes):
                raise ScenarioError(
                    f"{self.name}: there is no change {i}. Name one from 0 to {len(changes) - 1}."
                )
            low, high = changes[i].range
            if not low <= value <= high:
                raise ScenarioError(
                    f"{self.name}: change {i} ({changes[i].part}): {value:g} lies outside "
                    f"{low:g} to {high:g}. Give a value within it."
                )
            changes[i] = replace(changes[i], value=float(value))
        return replace(self, changes=tuple(changes))

    def over_ranges(self) -> Scenario:
        """The same with every change drawn from its whole range."""
        return replace(self, changes=tuple(replace(c, value=None) for c in self.changes))


def on(when: When, as_of: date) -> date:
    """The date that is meant."""
    return when if isinstance(when, date) else as_of + timedelta(days=when)
