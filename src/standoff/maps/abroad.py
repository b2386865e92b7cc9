"""Ground that a side holds outside the war's country, by dated claims: no map of it is at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from standoff.domain.claim import Claim

HELD_ABROAD = "territory.held_abroad_km2"

_OLDEST_DAYS = 90
"""What was claimed longer ago says nothing of today."""

_TOGETHER_DAYS = 30


@dataclass(frozen=True)
class HeldAbroad:
    """Ground that a side holds outside the war's country, as claimed.

    Attributes:
        side: code of the holder.
        place: where.
        low, value, high: km², the spread of what was claimed in the month before the newest claim.
        date: the day that the newest claim is about.
        speakers: who claims it.
        claims: their ids.
    """

    side: str
    place: str
    low: float
    value: float
    high: float
    date: date
    speakers: tuple[str, ...]
    claims: tuple[str, ...]


def stated(claim: Claim) -> float | None:
    """The area that a claim names, km²: the figure, or else the bound."""
    return next((v for v in (claim.value, claim.low, claim.high) if v is not None), None)


def held_abroad(claims: Iterable[tuple[str, Claim]], day: date) -> tuple[HeldAbroad, ...]:
    """What is held abroad as known on a day, the newest first; nothing where the last word is none.

    Args:
        claims: ids and claims of `HELD_ABROAD`.
        day: as of which.
    """
    by_place: dict[tuple[str, str], list[tuple[str, Claim]]] = {}
    for claim_id, claim in claims:
        if stated(claim) is not None:
            by_place.setdefault((claim.side, claim.place), []).append((claim_id, claim))
    found = []
    for (side, place), claimed in by_place.items():
        of = sorted(claimed, key=lambda pair: pair[1].happened_to)
        newest = of[-1][1]
        value = stated(newest)
        if (day - newest.happened_to).days > _OLDEST_DAYS or not value:
            continue
        since = newest.happened_to - timedelta(days=_TOGETHER_DAYS)
        together = [pair for pair in of if pair[1].happened_to > since]
        km2 = [v for _, c in together for v in (c.low, c.value, c.high) if v is not None]
        found.append(
            HeldAbroad(
                side=side,
                place=place,
                low=min(km2),
                value=value,
                high=max(km2),
                date=newest.happened_to,
                speakers=tuple(dict.fromkeys(c.speaker for _, c in together)),
                claims=tuple(i for i, _ in together),
            )
        )
    return tuple(sorted(found, key=lambda held: held.date, reverse=True))
