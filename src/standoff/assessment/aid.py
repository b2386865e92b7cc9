"""Aid by month: what was pledged, delivered, paused and blocked, by giver and receiver."""

from __future__ import annotations

from datetime import date, timedelta

from standoff.assessment.records import AidMonth
from standoff.domain.claim import Claim
from standoff.evidence.snapshot import ClaimsSnapshot, asserts, one_per_origin

_LONGEST_DAYS = 62
"""What is stated over longer is a total of months before, and no aid of its last month."""


def aid_by_month(known: ClaimsSnapshot) -> tuple[AidMonth, ...]:
    """Every month of the last year in which aid is spoken of, the newest first.

    Amounts are as stated, each in its own currency: none is converted. The sum over statements of one month
    counts a package twice that two speakers announce with different figures.
    """
    since = date(known.as_of.year - 1, known.as_of.month, 1)
    groups: dict[tuple[date, str, str, str], list[tuple[str, Claim]]] = {}
    for claim_id, claim in one_per_origin(known.of("shock.aid")):
        longest = timedelta(days=_LONGEST_DAYS)
        total = claim.happened_to - claim.happened_from > longest
        if not since <= claim.happened_to <= known.as_of or total or asserts(claim) <= 0:
            continue
        giver = ", ".join(sorted(claim.parties))
        month = claim.happened_to.replace(day=1)
        key = (month, claim.side, giver, claim.scope)
        groups.setdefault(key, []).append((claim_id, claim))
    return tuple(
        AidMonth(
            month=month,
            side=side,
            givers=tuple(filter(None, giver.split(", "))),
            scope=scope,
            amounts=_amounts([claim for _, claim in said]),
            statements=len(said),
            claims=tuple(claim_id for claim_id, _ in said),
        )
        for (month, side, giver, scope), said in sorted(groups.items(), reverse=True)
    )


def _amounts(claims: list[Claim]) -> dict[str, float]:
    """Sums by currency, of statements that name one; one sum that several tell of counts once."""
    stated = {
        (claim.unit, value)
        for claim in claims
        if claim.unit != "assertion"
        and (value := claim.value if claim.value is not None else claim.low) is not None
    }
    found: dict[str, float] = {}
    for unit, value in sorted(stated):
        found[unit] = found.get(unit, 0.0) + value
    return found
