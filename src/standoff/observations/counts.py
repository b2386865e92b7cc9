"""Counts a day, out of counts over intervals and running totals."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.observations.front import Days, Numbers


def daily_flow(known: ClaimsSnapshot, name: str, side: str, source: str) -> tuple[Days, Numbers]:
    """A source's count a day: days (n,) and the count on each (n,), NaN where none is known.

    Counts over an interval are spread evenly over its days. Running totals since the start of the
    war fill the days that no such count covers, by the difference of one total and the next.
    """
    claims = [c for _, c in known.of(name, side=side) if c.source == source]
    claims = [c for c in claims if c.value is not None]
    if not claims:
        return np.array([], dtype="datetime64[D]"), np.array([], dtype=np.float64)
    last = max(c.happened_to for c in claims) + timedelta(days=1)
    days = np.arange(np.datetime64(known.war.start), np.datetime64(last), dtype="datetime64[D]")
    flow = np.full(days.size, np.nan)
    for claim in claims:
        if not _is_total(claim, known.war):
            _spread(flow, known.war.start, claim.happened_from, claim.happened_to, _value(claim))
    totals = sorted((c.happened_to, _value(c)) for c in claims if _is_total(c, known.war))
    totals.insert(0, (known.war.start - timedelta(days=1), 0.0))
    for (first, before), (second, after) in pairwise(totals):
        window = slice((first - known.war.start).days + 1, (second - known.war.start).days + 1)
        covered = np.nansum(flow[window])
        open_days = np.isnan(flow[window])
        if open_days.any() and after >= before:
            share = max(after - before - covered, 0.0) / open_days.sum()
            flow[window] = np.where(open_days, share, flow[window])
    return days, flow


def _is_total(claim: Claim, war: War) -> bool:
    return claim.happened_from == war.start and claim.happened_to > war.start


def _spread(flow: Numbers, start: date, first: date, last: date, value: float) -> None:
    i, j = max((first - start).days, 0), (last - start).days + 1
    flow[i:j] = value / (j - i)


def _value(claim: Claim) -> float:
    return claim.value if claim.value is not None else float("nan")
