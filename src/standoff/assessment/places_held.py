"""Who holds the places of a war."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from standoff.assessment.records import PlaceHeld
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.maps import Control, as_of, turned
from standoff.observations.front import TURNED


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
