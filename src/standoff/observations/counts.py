"""The running total of a count, as those who count it told it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from standoff.domain.channels import ForecastCount
from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.observations.front import Days, Numbers


@dataclass(frozen=True)
class RunningTotal:
    """Totals by the day that they are about, oldest first.

    Attributes:
        days: rising, (n,); the first is the day before the count begins, when the total is 0.
        totals: not falling, (n,).
        told: day on which each became known, (n,).
        claims: id of each, (n,); "" for the first.
    """

    days: Days
    totals: Numbers
    told: Days
    claims: tuple[str, ...]

    def between(self, first: np.datetime64, last: np.datetime64) -> float:
        """The count after one day up to another, evenly spread between reports; NaN outside them."""
        if not self.days.size or first < self.days[0] or last > self.days[-1]:
            return float("nan")
        at = (np.array([first, last]) - self.days[0]).astype(np.float64)
        known = np.interp(at, (self.days - self.days[0]).astype(np.float64), self.totals)
        return float(known[1] - known[0])


def running_total(known: ClaimsSnapshot, count: ForecastCount) -> RunningTotal:
    """What was told of a count that is forecast.

    Totals over the whole war come first; where fewer than two are told the counts of an unbroken
    stretch of days up to the last are added up. A total that is lower than one of an earlier day (a
    round figure) is left out, and so is one that is told after a later day's and not above it, or that
    both that follow it undercut: a slip of the pen.
    """
    war = known.war
    claims = [
        (claim_id, claim)
        for claim_id, claim in known.of(count.quantity, side=count.side)
        if count.reads(claim) and claim.place in {"", war.country, war.scope}
    ]
    return _of_totals(claims, war) or _of_flows(claims)


def _of_totals(claims: Sequence[tuple[str, Claim]], war: War) -> RunningTotal | None:
    told = sorted(
        (claim.known_at.date(), claim.happened_to, _number(claim), claim_id)
        for claim_id, claim in claims
        if claim.happened_from == war.start < claim.happened_to and _number(claim) > 0
    )
    totals = [row[2] for row in told]
    kept: list[tuple[date, date, float, str]] = []
    for k, row in enumerate(told):
        if len(following := totals[k + 1 : k + 3]) == 2 and row[2] > max(following):
            continue
        if kept and row[2] > kept[-1][2]:
            # "Over 14,000" of a later day gives way to the 14,383 that were counted before it.
            kept = [one for one in kept if one[1] < row[1]]
        if not kept or (row[1] > kept[-1][1] and row[2] >= kept[-1][2]):
            kept.append(row)
    if len(kept) < 2:
        return None
    before = war.start - timedelta(days=1)
    return RunningTotal(
        np.array([before, *(row[1] for row in kept)], dtype="datetime64[D]"),
        np.array([0.0, *(row[2] for row in kept)]),
        np.array([before, *(row[0] for row in kept)], dtype="datetime64[D]"),
        ("", *(row[3] for row in kept)),
    )


def _of_flows(claims: Sequence[tuple[str, Claim]]) -> RunningTotal:
    spans = sorted(
        (claim.happened_from, claim.happened_to, _number(claim), claim.known_at.date(), claim_id)
        for claim_id, claim in claims
        if _number(claim) >= 0
    )
    kept: list[tuple[date, float, date, str]] = []
    for first, last, value, told, claim_id in spans:
        if not kept or first > kept[-1][0] + timedelta(days=1):
            kept = [(first - timedelta(days=1), 0.0, told, "")]
        if first == kept[-1][0] + timedelta(days=1):
            kept.append((last, kept[-1][1] + value, told, claim_id))
    return RunningTotal(
        np.array([row[0] for row in kept], dtype="datetime64[D]"),
        np.array([row[1] for row in kept], dtype=np.float64),
        # What rests on a count that was told late was not known before it.
        np.maximum.accumulate(np.array([row[2] for row in kept], dtype="datetime64[D]")),
        tuple(row[3] for row in kept),
    )


def _number(claim: Claim) -> float:
    """The figure, or the least that it may be; NaN without one."""
    number = claim.value if claim.value is not None else claim.low
    return float("nan") if number is None else number
