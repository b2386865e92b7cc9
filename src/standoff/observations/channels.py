"""Claims about losses, intensity and strength to weekly readings, one column a channel."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from standoff.domain.channels import DeclaredChannel
from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.model.two_sided import law
from standoff.model.two_sided.mixture import Channel
from standoff.observations.front import CONTROLLED

Floats = npt.NDArray[np.float64]

FEWEST_DAYS = 4
"""Days of a week that must be covered for its flow to be read; it is then scaled to seven."""
ECHO = 0.02
"""A total this close to what a belligerent counted by that day repeats it (log units)."""
FRESH_DAYS = 14
"""A total known this soon is read as of the day it became known."""
_CLEAR_DAY = 0.7
_CLOUD = re.compile(r"cloud cover ([0-9.]+)")


@dataclass(frozen=True)
class Readings:
    """What the channels say, week by week.

    Attributes:
        ends: last days of the weeks, shape (weeks,).
        said: in the channels' own units, NaN where silent, shape (weeks, channels).
        scale: factors on the channels' noise, shape (weeks, channels).
        claims: which claims stand behind a week and channel, by (week, channel).
        echoes: totals left out because they repeat the belligerent's own count.
    """

    ends: npt.NDArray[np.datetime64]
    said: Floats
    scale: Floats
    claims: dict[tuple[int, int], tuple[Claim, ...]]
    echoes: int

    def claim_ids(self, first_week: int, last_week: int) -> list[str]:
        """Ids of the claims behind some weeks, in order of week and channel."""
        return [
            claim.claim_id
            for (week, _), of in self.claims.items()
            if first_week <= week <= last_week
            for claim in of
        ]


_FLOW, _TOTAL = (law.FLOW_A, law.FLOW_B), (law.TOTAL_A, law.TOTAL_B)
_NOT_DECLARED = DeclaredChannel(
    "movement of the front", "front", (CONTROLLED,), bias_sd=0.0, drift=0.0, noise=0.5, dof=3.0
)
"""The front of a war whose channels.toml does not speak of it."""


@dataclass(frozen=True)
class Feed:
    """A channel of the two-sided filter and the claims that it is fed from."""

    channel: Channel
    declared: DeclaredChannel


def feeds(war: War) -> tuple[Feed, ...]:
    """The channels of a war that are fed from claims, flows first, as its channels.toml has them."""
    first = war.sides[0].code
    kinds = {"flow": _FLOW, "total": _TOTAL, "intensity": (law.INTENSITY, law.INTENSITY)}
    return tuple(
        Feed(_channel(one, kinds[one.kind][one.side not in ("", first)]), one)
        for one in (*war.channels.of("flow", "intensity"), *war.channels.of("total"))
    )


def movement(war: War) -> Channel:
    """The front's weekly change; it is given as an array, after the channels fed from claims."""
    declared = (*war.channels.of("front"), _NOT_DECLARED)
    return _channel(declared[0], law.MOVEMENT)


def _channel(of: DeclaredChannel, kind: int) -> Channel:
    return Channel(of.name, kind, of.bias, of.bias_sd, of.drift, of.noise, of.dof)


def weekly_readings(
    claims: Iterable[Claim],
    channels: Sequence[Feed],
    start: date,
    end: date,
    war_start: date,
) -> Readings:
    """Weekly readings from claims known by `end`.

    A total about a day long past enters in the week it became known, carried forward at the pace of
    the first flow that counts the same side, or of A's where none does; the carried part adds to
    its noise. Several totals of one channel in one week are averaged in logs. Totals by a warring
    party and echoes of one are left out. A day's count that was not known by the end of its week is
    not read at all, so that later claims never change an earlier week.

    Args:
        claims: any claims about the war; those known after `end` are not used.
        channels: what feeds what.
        start: the day that ends week 0.
        end: the last day that may be used.
        war_start: the day from which totals run.
    """
    known = [c for c in claims if c.known_at.date() <= end and c.happened_to <= end]
    weeks = max((end - start).days // 7, 0)
    ends = np.datetime64(start) + 7 * np.arange(1, weeks + 1)
    shape = (weeks, len(channels))
    out = Readings(ends, np.full(shape, np.nan), np.ones(shape), {}, 0)
    paces = {kind: _own_count(known, channels, kind, war_start) for kind in _FLOW}
    echoes = 0
    for column, feed in enumerate(channels):
        kind = feed.channel.kind
        fed = [c for c in known if feed.declared.reads(c.quantity, c.side, c.source)]
        if kind in _TOTAL:
            own = paces[_FLOW[_TOTAL.index(kind)]]
            pace = own if own.size else paces[law.FLOW_A]
            echoes += _totals(out, column, fed, start, war_start, pace)
        else:
            _flows(out, column, [c for c in fed if not _is_total(c, war_start)], start, feed)
    return Readings(out.ends, out.said, out.scale, out.claims, echoes)


def _is_total(claim: Claim, war_start: date) -> bool:
    return claim.happened_from == war_start and claim.happened_to > war_start


def _flows(out: Readings, column: int, claims: list[Claim], start: date, feed: Feed) -> None:
    """Sums over weeks of what was counted by day; parts must all be there for a day to count."""
    days = len(out.ends) * 7
    parts = {(q, s): np.full(days, np.nan) for q, s in {(c.quantity, c.side) for c in claims}}
    clear = np.ones(days)
    for claim in claims:
        first = (claim.happened_from - start).days - 1
        last = (claim.happened_to - start).days
        week_end = start + timedelta(days=7 * math.ceil(last / 7))
        if claim.value is not None and 0 < last <= days and claim.known_at.date() <= week_end:
            span = slice(max(first, 0), last)
            parts[claim.quantity, claim.side][span] = claim.value / (last - first)
            cloud = _CLOUD.match(claim.text)
            clear[span] = 1.0 - float(cloud[1]) if cloud else 1.0
            _note(out, column, (last - 1) // 7, claim)
    if not parts or len({q for q, _ in parts}) < len(feed.declared.quantities):
        return
    intensity = feed.channel.kind == law.INTENSITY
    daily = np.sum(list(parts.values()), axis=0).reshape(-1, 7)
    if intensity:
        daily = np.where(clear.reshape(-1, 7) >= 1.0 - _CLEAR_DAY, daily, np.nan)
    covered = (~np.isnan(daily)).sum(axis=1)
    sums = np.nansum(daily, axis=1) * 7 / np.maximum(covered, 1)
    # Half a fire stands for none: a log scale has no zero.
    floor = 0.5 if intensity else -math.inf
    fewest = 2 if intensity else FEWEST_DAYS
    out.said[:, column] = np.where(covered >= fewest, np.maximum(sums, floor), np.nan)
    out.scale[:, column] = np.sqrt(7 / np.maximum(covered, 1))


def _totals(
    out: Readings, column: int, claims: list[Claim], start: date, war_start: date, pace: Floats
) -> int:
    """Running totals by the week in which they became known; how many were echoes."""
    logs: dict[int, list[tuple[float, float]]] = {}
    echoes = 0
    for claim in claims:
        value = claim.value
        if value is None:
            # Of bounds the middle in logs, else the one that is given.
            low, high = claim.low, claim.high
            value = math.sqrt(low * high) if low and high else low or high or math.nan
        known = max((claim.known_at.date() - start).days, 0)
        week, about = max(-(-known // 7), 1), (claim.happened_to - war_start).days
        if claim.speaker_kind == "belligerent" or not value > 0 or week > len(out.ends):
            continue
        if 0 <= about < pace.size and abs(math.log(value / pace[about])) < ECHO:
            echoes += 1
            continue
        then = min(7 * week + (start - war_start).days, pace.size - 1)
        old = 7 * week - (claim.happened_to - start).days > FRESH_DAYS
        carried = math.log(pace[then] / pace[about]) if old and 0 < about < then else 0.0
        logs.setdefault(week - 1, []).append((math.log(value) + carried, 1.0 + 2.0 * carried))
        _note(out, column, week - 1, claim)
    for week, pairs in logs.items():
        out.said[week, column] = math.exp(sum(v for v, _ in pairs) / len(pairs))
        out.scale[week, column] = sum(s for _, s in pairs) / len(pairs)
    return echoes


def _own_count(claims: list[Claim], channels: Sequence[Feed], kind: int, war_start: date) -> Floats:
    """The first running total of a kind of flow by day since the war's start; empty without one."""
    first = next((f.declared for f in channels if f.channel.kind == kind), None)
    totals = sorted(
        ((c.happened_to - war_start).days, c.value)
        for c in claims
        if first
        and first.reads(c.quantity, c.side, c.source)
        and _is_total(c, war_start)
        and c.value
    )
    if not totals:
        return np.array([])
    days, values = np.array(totals, dtype=np.float64).T
    joined = np.exp(np.interp(np.arange(days[-1] + 1), days, np.log(values)))
    return np.asarray(joined, dtype=np.float64)


def _note(out: Readings, column: int, week: int, claim: Claim) -> None:
    out.claims[week, column] = (*out.claims.get((week, column), ()), claim)
