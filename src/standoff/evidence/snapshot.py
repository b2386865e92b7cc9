"""The claims about a war that were known by a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pyarrow as pa

from standoff.domain.claim import Claim, from_table
from standoff.domain.quantities import quantity
from standoff.domain.war import War


@dataclass(frozen=True)
class ClaimsSnapshot:
    """The claims about a war that were known by a day, by id and by quantity."""

    war: War
    as_of: date
    by_id: dict[str, Claim]
    by_quantity: dict[str, tuple[str, ...]]

    @property
    def blind_days(self) -> int:
        """Days up to the as-of date of which nothing is known: since the newest day that a claim
        is about, or since the war began.
        """
        newest = max((c.happened_to for c in self.by_id.values()), default=self.war.start)
        return max((self.as_of - max(newest, self.war.start)).days, 0)

    def of(self, *quantities: str, side: str | None = None) -> Iterator[tuple[str, Claim]]:
        """Claims about these quantities (and side), oldest first, each with its id."""
        for name in quantities:
            for claim_id in self.by_quantity.get(name, ()):
                claim = self.by_id[claim_id]
                if side is None or claim.side == side:
                    yield claim_id, claim

    def recent(
        self, *quantities: str, days: int, side: str | None = None
    ) -> list[tuple[str, Claim]]:
        """Statements that became known in the last `days`, once per origin, oldest first."""
        since = self.as_of - timedelta(days=days)
        found = self.of(*quantities, side=side)
        return one_per_origin(p for p in found if p[1].known_at.date() > since)


def snapshot_of(table: pa.Table, war: War, as_of: date) -> ClaimsSnapshot:
    """Index a table of claims (what a store knew on a day) for observing."""
    pairs = zip(table["claim_id"].to_pylist(), from_table(table), strict=True)
    by_id = dict(sorted(pairs, key=lambda p: (p[1].happened_to, p[1].known_at, p[0])))
    by_quantity: dict[str, list[str]] = {}
    for claim_id, claim in by_id.items():
        by_quantity.setdefault(claim.quantity, []).append(claim_id)
    return ClaimsSnapshot(war, as_of, by_id, {q: tuple(ids) for q, ids in by_quantity.items()})


def one_per_origin(claims: Iterable[tuple[str, Claim]]) -> list[tuple[str, Claim]]:
    """Statements counted once each, however many outlets carry them.

    Claims of one origin that say the same of the same thing within a week are one statement; the
    newest stands for them, of two on one day that with the shorter channel. Counts are about their
    own interval, and stay apart by it.
    """
    newest: dict[tuple[object, ...], tuple[str, Claim]] = {}
    for claim_id, claim in claims:
        key: tuple[object, ...] = (
            claim.origin or claim.speaker,
            claim.quantity,
            claim.side,
            claim.place,
            (claim.low, claim.value, claim.high),
            claim.negated,
            (claim.happened_from, claim.happened_to) if quantity(claim.quantity).counted else None,
        )
        rival = newest.get(key)
        if rival is not None and abs(claim.known_at - rival[1].known_at) > timedelta(days=7):
            newest[(*key, rival[0])] = rival
            rival = None
        if rival is None or _newness(claim) > _newness(rival[1]):
            newest[key] = (claim_id, claim)
    return sorted(newest.values(), key=lambda pair: (pair[1].happened_to, pair[0]))


def _newness(claim: Claim) -> tuple[date, datetime, int]:
    return claim.happened_to, claim.known_at, -len(claim.channel)


def asserts(claim: Claim) -> int:
    """1 where a claim asserts its quantity, -1 where it denies it, 0 where it leaves it open."""
    if claim.value is None:
        return 1 if claim.low is not None and claim.low >= 1 else 0
    yes = claim.value > 0 and not (claim.unit == "assertion" and claim.value < 0.5)
    return -1 if claim.negated or not yes else 1
