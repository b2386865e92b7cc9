"""Who wants what: the last known position of each side on each issue, in its own voice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from standoff.assessment.records import EarlierPosition, Position
from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot, asserts

ISSUES = ("territory", "alignment", "guarantees", "forces", "sanctions", "sequence")
"""What wars are settled on; other issues follow where something is known of them."""

_SAID = (
    "resolve.will_not_concede",
    "resolve.concedes",
    "aims.objective",
    "way_out.offer",
)
_AIMS = "aims.objective"
_YIELDING = ("offers", "accepts", "concedes")
_FIRM = ("demands", "refuses", "denies", "threatens")


def in_own_voice(claim: Claim, war: War) -> bool:
    """Whether the side that a claim is about says it itself, under a name."""
    return claim.side != "" and voice(claim, war) == claim.side


def voice(claim: Claim, war: War) -> str:
    """The side for which the speaker of a claim speaks; "" for none. Who was in office speaks for nobody,
    and a leak is nobody's word.
    """
    own = claim.speaker_kind == "belligerent" and not claim.anonymous
    former = re.search(r"\bformer\b", claim.speaker)
    return war.party_of(claim.speaker) if own and not former else ""


def firm(claim: Claim) -> bool:
    """Whether a statement of a side refuses or demands, and does not offer or give in."""
    if claim.stance in _FIRM:
        return True
    if claim.stance in _YIELDING:
        return asserts(claim) < 0
    return (claim.quantity in ("resolve.will_not_concede", "aims.objective")) == (
        asserts(claim) >= 0
    )


def positions(known: ClaimsSnapshot) -> tuple[Position, ...]:
    """By side and issue what was said last; it holds until the side says something else."""
    return tuple(
        found
        for side in known.war.sides
        for issue in _issues(known)
        if (found := _position(known, side.code, issue)) is not None
    )


def _issues(known: ClaimsSnapshot) -> Iterator[str]:
    yield from ISSUES
    others = {c.issue for _, c in known.of(*_SAID)} - {"", "other", *ISSUES}
    yield from sorted(others)


def _position(known: ClaimsSnapshot, side: str, issue: str) -> Position | None:
    said = [
        (i, c)
        for i, c in known.of(*_SAID, side=side)
        if c.issue == issue
        and c.text
        and c.happened_to <= known.as_of
        and in_own_voice(c, known.war)
    ]
    # That something is no aim leaves the aims that were stated as they were.
    said = [p for p in said if p[1].quantity != _AIMS or asserts(p[1]) >= 0] or said
    said.sort(key=lambda pair: (pair[1].happened_to, pair[1].known_at, pair[0]))
    if not said:
        return None
    last = said[-1][1]
    before = next((c for _, c in reversed(said) if c.happened_to < last.happened_to), None)
    return Position(
        side=side,
        issue=issue,
        position=last.text,
        firm=firm(last),
        said_on=last.happened_to,
        speaker=last.speaker,
        before=None
        if before is None
        else EarlierPosition(before.text, before.happened_to, before.speaker),
        claims=tuple(i for i, _ in reversed(said[-2:])),
    )
