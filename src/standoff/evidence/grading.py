"""Whether other origins bear a claim out: shown beside it and never used as a weight.

The reliability of a source is not graded: nothing in a store tells a source's truth from the agreement
of others that may copy it.
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

GRADES = ("borne out", "disputed", "contradicted", "alone")

_NEAR = timedelta(days=4)
_TOLERANCE = 0.10


@dataclass(frozen=True)
class Grade:
    """What others say of what one claim says, in a word and in a sentence."""

    claim_id: str
    word: str
    rule: str
    graded_at: date

    def __str__(self) -> str:
        return self.word


def grades(known: ClaimsSnapshot, claim_ids: Iterable[str]) -> dict[str, Grade]:
    """Grades of these claims from what was known beside them.

    "borne out" where another origin says the same within four days, "disputed" where one says the same
    and another contradicts, "contradicted" where others only contradict, "alone" where nobody else speaks
    of it.
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
        word, rule = {
            frozenset(): ("alone", "no other origin speaks of it"),
            frozenset({True}): ("borne out", "another origin says the same"),
            frozenset({True, False}): ("disputed", "other origins agree and contradict"),
            frozenset({False}): ("contradicted", "other origins contradict"),
        }[frozenset(v for v in verdicts if v is not None)]
        found[claim_id] = Grade(claim_id, word, rule, known.as_of)
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
