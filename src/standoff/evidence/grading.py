"""Admiralty grades: rows of their own, shown beside a claim and never used as weights.

Reliability (A to F) is of the source, credibility (1 to 6) of the figure, given independently. F6,
cannot be judged, is the default. One rule is applied here: whether another origin says the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from operator import attrgetter

from standoff.domain.claim import Claim
from standoff.evidence.snapshot import ClaimsSnapshot, asserts

# What a claim is about, apart from when.
_thing = attrgetter("quantity", "side", "place", "unit")
_Beside = dict[tuple[str, str, str, str], list[Claim]]
"""Claims by what they are about, oldest first."""

_NEAR = timedelta(days=4)
_TOLERANCE = 0.10


@dataclass(frozen=True)
class Grade:
    """One rater's grade of one claim, by a rule that is named."""

    claim_id: str
    reliability: str
    credibility: str
    rater: str
    rule: str
    graded_at: date

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"


def grades(known: ClaimsSnapshot, claim_ids: Iterable[str]) -> dict[str, Grade]:
    """Grades of these claims from what was known beside them.

    Credibility 2 (probably true) where another origin says the same within four days, 3 (possibly
    true) where one says the same and another contradicts, 4 (doubtful) where others only
    contradict, 6 (cannot be judged) where nobody else speaks of it.
    """
    beside: _Beside = {}
    # A snapshot is ordered by the day that its claims are about.
    for claim in known.by_id.values():
        beside.setdefault(_thing(claim), []).append(claim)
    found = {}
    for claim_id in claim_ids:
        claim = known.by_id[claim_id]
        same_thing = beside[_thing(claim)]
        first = bisect_right(same_thing, claim.happened_to - _NEAR, key=lambda c: c.happened_to)
        last = bisect_left(same_thing, claim.happened_to + _NEAR, key=lambda c: c.happened_to)
        days = claim.happened_to - claim.happened_from
        verdicts = {
            _agrees(claim, other)
            for other in same_thing[first:last]
            if abs(other.happened_to - other.happened_from - days) < 2 * _NEAR
            and (other.origin or other.speaker) != (claim.origin or claim.speaker)
        }
        credibility, rule = {
            frozenset(): ("6", "no other origin speaks of it"),
            frozenset({True}): ("2", "another origin says the same"),
            frozenset({True, False}): ("3", "other origins agree and contradict"),
            frozenset({False}): ("4", "other origins contradict"),
        }[frozenset(v for v in verdicts if v is not None)]
        found[claim_id] = Grade(claim_id, "F", credibility, "standoff", rule, known.as_of)
    return found


def _agrees(claim: Claim, other: Claim) -> bool | None:
    """Whether two claims say the same; None where one of them says nothing definite."""
    if claim.unit == "assertion":
        product = asserts(claim) * asserts(other)
        return None if product == 0 else product > 0
    a, b = _interval(claim), _interval(other)
    if a is None or b is None:
        return None
    return a[0] <= b[1] and b[0] <= a[1]


def _interval(claim: Claim) -> tuple[float, float] | None:
    """The figure as an interval: a bare number within a tenth, an open bound open."""
    if claim.low is None and claim.value is None and claim.high is None:
        return None
    if claim.value is not None:
        near = (claim.value * (1 - _TOLERANCE), claim.value * (1 + _TOLERANCE))
        low = min(claim.low, near[0]) if claim.low is not None else near[0]
        return low, max(claim.high, near[1]) if claim.high is not None else near[1]
    infinity = float("inf")
    return (
        claim.low if claim.low is not None else -infinity,
        claim.high if claim.high is not None else infinity,
    )


def cited(known: ClaimsSnapshot, ids: Iterable[str]) -> dict[str, dict[str, object]]:
    """Claims by id, with their grades."""
    named = sorted(ids)
    graded = grades(known, named)
    return {
        claim_id: {
            **{f.name: getattr(known.by_id[claim_id], f.name) for f in fields(Claim)},
            "grade": str(graded[claim_id]),
            "graded_because": graded[claim_id].rule,
        }
        for claim_id in named
    }
