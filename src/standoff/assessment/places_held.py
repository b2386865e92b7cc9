"""Who holds the places of a war, and what is held outside its country."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from standoff.assessment.records import HeldAbroad, PlaceHeld
from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.maps import Control, as_of, turned
from standoff.observations.front import CONTROLLED, TURNED

_OLDEST_DAYS = 120
"""What was claimed longer ago says nothing of today."""

_TOGETHER_DAYS = 30


def places_held(control: Control) -> tuple[PlaceHeld, ...]:
    """The places of a map, as facts."""
    return tuple(PlaceHeld(p.name, p.holder, p.since, p.sources, p.claims) for p in control.places)


def settlements_turned(control: Control, folder: Path | None, war: War) -> dict[str, int]:
    """How many settlements each side holds that it did not hold a window of movement before.

    Empty where no map of settlements was pulled. The map draws the same ones.
    """
    if folder is None or not control.settlements:
        return {}
    before = max(war.start, control.as_of - timedelta(days=war.thresholds.window_days))
    change = turned(control, as_of(folder, war, before), war)
    return {side: len(change.to[side]) + change.unplaced[side] for side in change.to}


def turned_by_claims(known: ClaimsSnapshot) -> dict[str, int]:
    """The same by claims about single days of the window; a claim about longer is not added."""
    since = known.as_of - timedelta(days=known.war.thresholds.window_days)
    turned: dict[str, int] = {}
    for _, claim in known.of(TURNED):
        if claim.value is not None and claim.happened_from == claim.happened_to > since:
            turned[claim.side] = turned.get(claim.side, 0) + round(claim.value)
    return {side.code: turned[side.code] for side in known.war.sides if side.code in turned}


def held_abroad(known: ClaimsSnapshot) -> tuple[HeldAbroad, ...]:
    """Ground that the second side holds of the first one's, by dated claims, newest first."""
    side = known.war.sides[1].code
    by_place: dict[str, list[tuple[str, Claim]]] = {}
    for claim_id, claim in known.of(CONTROLLED, side=side):
        outside = claim.place not in ("", known.war.scope, known.war.country)
        if outside and (claim.value is not None or claim.low is not None):
            by_place.setdefault(claim.place, []).append((claim_id, claim))
    found = []
    for place, claims in by_place.items():
        newest = claims[-1][1].happened_to
        if (known.as_of - newest).days > _OLDEST_DAYS:
            continue
        together = [p for p in claims if p[1].happened_to > newest - timedelta(days=_TOGETHER_DAYS)]
        km2 = [v for _, c in together for v in (c.low, c.value, c.high) if v is not None]
        last = together[-1][1]
        stated = last.value if last.value is not None else last.low
        found.append(
            HeldAbroad(
                side=side,
                place=place,
                low=min(km2),
                value=max(km2) if stated is None else stated,
                high=max(km2),
                date=newest,
                speakers=tuple(dict.fromkeys(c.speaker for _, c in together)),
                claims=tuple(i for i, _ in together),
            )
        )
    return tuple(sorted(found, key=lambda held: held.date, reverse=True))
