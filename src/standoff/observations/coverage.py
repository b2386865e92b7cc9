"""What each source of a war feeds, how far its claims reach, and which of them no channel reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from standoff.domain.claim import Claim
from standoff.domain.quantities import QUANTITIES
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.ingest.sources import SOURCES
from standoff.maps import source_of
from standoff.observations.front import CONTROLLED, TURNED

READABLE = (
    CONTROLLED,
    TURNED,
    *(q.name for q in QUANTITIES if q.name.startswith(("losses.", "intensity."))),
)
"""Quantities that a channel could read."""


@dataclass(frozen=True)
class UnusedClaims:
    """Claims that a channel could read and none does: known but not used.

    Attributes:
        source, quantity, side: whose they are and of what.
        claims: how many were known.
    """

    source: str
    quantity: str
    side: str
    claims: int


@dataclass(frozen=True)
class SourceCoverage:
    """One source of a war, as known by a day.

    Attributes:
        source: its name.
        feeds: names of the channels it feeds, and of the maps and forecasts made of it.
        first, last: days that its claims are about; None without any.
        claims: how many.
        days_old: days since its newest claim became known; None without any.
        licence: on what terms its data may be used.
        unused: its claims that no channel reads.
    """

    source: str
    feeds: tuple[str, ...]
    first: date | None
    last: date | None
    claims: int
    days_old: int | None
    licence: str
    unused: tuple[UnusedClaims, ...]


def known_but_not_used(known: ClaimsSnapshot) -> tuple[UnusedClaims, ...]:
    """Claims that a channel could read and none does, by source, quantity and side.

    Levels of another scope than the war's, running statements without a figure, and claims about
    neither side can be read by none and are left out.
    """
    channels = known.war.channels.declared
    unused: Counter[tuple[str, str, str]] = Counter()
    for _, claim in known.of(*READABLE):
        reading = [c for c in channels if claim.quantity in c.quantities]
        # Where channels.toml does not speak of the front, any source draws it.
        read = claim.quantity in (CONTROLLED, TURNED) and not reading
        read = read or any(c.reads(claim.quantity, claim.side, claim.source) for c in reading)
        if _could_be_read(claim, known.war) and not read:
            unused[claim.source, claim.quantity, claim.side] += 1
    return tuple(UnusedClaims(*key, number) for key, number in sorted(unused.items()))


def source_coverage(known: ClaimsSnapshot) -> tuple[SourceCoverage, ...]:
    """Every source that a war lists or that has claims about it, the war's own order first."""
    war = known.war
    claims: dict[str, list[Claim]] = {}
    for claim in known.by_id.values():
        claims.setdefault(claim.source, []).append(claim)
    listed = (*war.sources, *(own.name for own in war.channels.sources), *sorted(claims))
    terms = {one.name: one.licence for one in SOURCES}
    terms |= {own.name: own.licence for own in war.channels.sources}
    unused = known_but_not_used(known)
    out = []
    for name in dict.fromkeys(listed):
        of = claims.get(name, [])
        stated = sorted({claim.licence for claim in of} - {""})
        feeds = [c.name for c in war.channels.declared if c.source == name]
        feeds += [
            c.name
            for c in war.channels.declared
            if not c.source and any(c.reads(claim.quantity, claim.side, name) for claim in of)
        ]
        counts = war.channels.forecasts
        feeds += [
            f"forecast of {c.target}"
            for c in counts
            if any(claim.quantity == c.quantity and c.reads(claim) for claim in of)
        ]
        if not war.channels.of("front") and any(
            claim.quantity == CONTROLLED and _could_be_read(claim, war) for claim in of
        ):
            feeds.append("front, if it covers most days")
        for kind in ("polygons", "settlements"):
            drawn = source_of(war, kind)
            if drawn is not None and drawn.name == name and name in war.sources:
                feeds.append(f"map by {kind}")
        newest = max((claim.known_at.date() for claim in of), default=None)
        out.append(
            SourceCoverage(
                source=name,
                feeds=tuple(feeds),
                first=min((claim.happened_from for claim in of), default=None),
                last=max((claim.happened_to for claim in of), default=None),
                claims=len(of),
                days_old=None if newest is None else (known.as_of - newest).days,
                licence=terms.get(name) or ", ".join(stated) or "not stated",
                unused=tuple(entry for entry in unused if entry.source == name),
            )
        )
    return tuple(out)


def _could_be_read(claim: Claim, war: War) -> bool:
    first, second = (side.code for side in war.sides)
    if claim.quantity == CONTROLLED:
        in_scope = claim.side == first and claim.place == war.scope
        return in_scope and claim.value is not None and war.movement == "front"
    if claim.quantity == TURNED:
        return claim.value is not None and claim.happened_from == claim.happened_to
    figures = (claim.low, claim.value, claim.high)
    return claim.side in ("", first, second) and any(figure is not None for figure in figures)
