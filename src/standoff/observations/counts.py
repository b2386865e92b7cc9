"""Counts a day, out of counts over intervals and running totals."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import numpy as np

from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.observations.front import Days, Numbers


def daily_flow(known: ClaimsSnapshot, name: str, side: str, source: str) -> tuple[Days, Numbers]:
    """A source's count a day: days (n,) and the count on each (n,), NaN where none is known.

    Counts over an interval are spread evenly over its days. Running totals since the start of the
    war fill the days that no such count covers, by the difference of one total and the next.
    """
    start = known.war.start
    claims = [
        (c.happened_from, c.happened_to, c.value)
        for _, c in known.of(name, side=side)
        if c.source == source and c.value is not None
    ]
    if not claims:
        return np.array([], dtype="datetime64[D]"), np.array([], dtype=np.float64)
    last = max(to for _, to, _ in claims) + timedelta(days=1)
    days = np.arange(np.datetime64(start), np.datetime64(last), dtype="datetime64[D]")
    flow = np.full(days.size, np.nan)
    totals = [(start - timedelta(days=1), 0.0)]
    for since, to, value in claims:
        if since == start < to:
            totals.append((to, value))
        else:
            i, j = max((since - start).days, 0), (to - start).days + 1
            flow[i:j] = value / (j - i)
    for (first, before), (second, after) in pairwise([totals[0], *sorted(totals[1:])]):
        window = slice((first - start).days + 1, (second - start).days + 1)
        covered = np.nansum(flow[window])
        open_days = np.isnan(flow[window])
        if open_days.any() and after >= before:
            share = max(after - before - covered, 0.0) / open_days.sum()
            flow[window] = np.where(open_days, share, flow[window])
    return days, flow
