"""Figures of many speakers as points for a chart, one series a kind of speaker."""

from __future__ import annotations

from collections.abc import Iterable

from standoff.assessment.records import Points
from standoff.domain.claim import Claim
from standoff.evidence.snapshot import ClaimsSnapshot

_KILLED = "losses.personnel_killed"
_TOTAL = "losses.personnel_total"


def losses_points(known: ClaimsSnapshot, side: str) -> tuple[Points, ...]:
    """Soldiers of one side lost since the start, by what is counted and who counts."""
    out = []
    for quantity in (_KILLED, _TOTAL):
        by_kind: dict[str, list[Claim]] = {}
        for _, claim in known.of(quantity, side=side):
            if _whole_war(claim, known):
                by_kind.setdefault(claim.speaker_kind, []).append(claim)
        out += [_points(quantity, kind, claims) for kind, claims in sorted(by_kind.items())]
    return tuple(out)


def toll_points(known: ClaimsSnapshot, *quantities: str) -> tuple[Points, ...]:
    """A toll over the whole country, by quantity and who counts; refugees wherever they are."""
    out = []
    for quantity in quantities:
        by_kind: dict[str, list[Claim]] = {}
        for _, claim in known.of(quantity):
            abroad = quantity == "displaced.refugees"
            stock = claim.happened_from == claim.happened_to
            if abroad or stock or _whole_war(claim, known):
                by_kind.setdefault(claim.speaker_kind, []).append(claim)
        out += [_points(quantity, kind, claims) for kind, claims in sorted(by_kind.items())]
    return tuple(out)


def _whole_war(claim: Claim, known: ClaimsSnapshot) -> bool:
    war = known.war
    wide = {"", war.country, war.scope}
    return claim.happened_from == war.start < claim.happened_to and claim.place in wide


def _points(quantity: str, kind: str, claims: Iterable[Claim]) -> Points:
    ordered = sorted(claims, key=lambda c: (c.happened_to, c.known_at))
    return Points(
        quantity=quantity,
        speaker_kind=kind,
        days=tuple(c.happened_to for c in ordered),
        low=tuple(c.low for c in ordered),
        value=tuple(c.value for c in ordered),
        high=tuple(c.high for c in ordered),
    )
