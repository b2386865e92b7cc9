"""What a scenario rests on: its claims known on the day, and its priors."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.formatting import written
from standoff.scenario import wording
from standoff.scenario.answer import Assumption
from standoff.scenario.definition import Change, Scenario

_SHOWN = 5


def assumptions(
    scenarios: Sequence[Scenario], known: ClaimsSnapshot
) -> tuple[tuple[Assumption, ...], set[str]]:
    """Every change as it was given, and the ids of the claims shown with them."""
    found = tuple(
        _assumption(scenario.name, i, change, known)
        for scenario in scenarios
        for i, change in enumerate(scenario.changes)
    )
    return found, {claim_id for one in found for claim_id in one.claims}


def _assumption(scenario: str, index: int, change: Change, known: ClaimsSnapshot) -> Assumption:
    claims: dict[str, None] = {}
    unknown = []
    for basis in change.rests_on:
        if basis.claims is None:
            continue
        meant = [key for key, claim in known.by_id.items() if basis.claims.matches(key, claim)]
        claims |= dict.fromkeys(meant)
        if not meant:
            meant_of, day = basis.claims.wording(), written(known.as_of)
            unknown.append(f"One of its grounds, {meant_of}, has no claim known by {day}")
    newest = sorted(claims, key=lambda key: (known.by_id[key].known_at, key), reverse=True)
    low, high = change.range
    return Assumption(
        scenario=scenario,
        index=index,
        part=change.part,
        side=change.side,
        party=change.party,
        text=wording.assumption(change, known.war, known.as_of),
        unit=change.lever.unit,
        low=low,
        high=high,
        value=change.value,
        first=change.first_day(known.as_of),
        end=change.end_day(known.as_of),
        over=change.over,
        reason=change.reason,
        claims=tuple(newest[:_SHOWN]),
        claims_known=len(claims),
        priors=tuple((b.prior, b.source) for b in change.rests_on if b.prior),
        unknown=tuple(unknown),
    )
