"""Claims about losses, intensity and strength to weekly readings, one column a channel."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from standoff.domain.claim import Claim
from standoff.model.two_sided import law as forces_law
from standoff.model.two_sided.mixture import Channel

Floats = npt.NDArray[np.float64]

FEWEST_DAYS = 4
"""Days of a week that must be covered for its flow to be read; it is then scaled to seven."""
ECHO = 0.02
"""A total of A's losses this close to the belligerent's own of that day repeats it (log units)."""
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


@dataclass(frozen=True)
class Feed:
    """Which claims a channel is fed from.

    Attributes:
        channel: its constants.
        quantities: names of quantities; flows of several are added up.
        side: side code, "" for both added up.
        source: name of the source, "" for any.
    """

    channel: Channel
    quantities: tuple[str, ...]
    side: str
    source: str = ""


def feeds(a: str, b: str) -> tuple[Feed, ...]:
    """The channels in use: what each source errs by, with the reason for each prior.

    The General Staff counts its enemy: belligerents' counts ran from about right to twice the
    truth in past wars, so N(ln 1.2, .3²), stated with some 7% of noise a week. Equipment and fires
    follow losses by a ratio nobody knows, which their first reading sets and which drifts. Third
    parties' totals are right on the whole, N(0, .2²), a single one to some 15%. About one in four
    casualties dies (N(ln .25, .3²)).

    Args:
        a, b: codes of the war's sides.
    """
    law, none = forces_law, ""
    flow = (
        Feed(Channel("general-staff losses", law.FLOW_A, math.log(1.2), 0.3, 0.01, 0.07),
             ("losses.personnel_total",), a, "general-staff"),
        Feed(Channel("general-staff tanks and armour", law.FLOW_A, 0, math.inf, 0.2, 0.6),
             ("losses.tanks", "losses.armour"), a, "general-staff"),
        Feed(Channel("general-staff artillery", law.FLOW_A, 0, math.inf, 0.2, 0.6),
             ("losses.artillery",), a, "general-staff"),
        Feed(Channel("war fires", law.INTENSITY, 0, math.inf, 0.2, 0.8),
             ("intensity.fires",), none, "economist-fires"),
    )  # fmt: skip
    total = (
        Feed(Channel(f"third-party casualties of {a}", law.TOTAL_A, 0.0, 0.2, 0.01, 0.15),
             ("losses.personnel_total",), a, "economist-estimates"),
        Feed(Channel(f"third-party casualties of {b}", law.TOTAL_B, 0.0, 0.2, 0.01, 0.2),
             ("losses.personnel_total",), b, "economist-estimates"),
        Feed(Channel(f"third-party dead of {a}", law.TOTAL_A, math.log(0.25), 0.3, 0.01, 0.2),
             ("losses.personnel_killed",), a, "economist-estimates"),
        Feed(Channel(f"third-party dead of {b}", law.TOTAL_B, math.log(0.25), 0.3, 0.01, 0.2),
             ("losses.personnel_killed",), b, "economist-estimates"),
    )  # fmt: skip
    return flow + total


MOVEMENT = Channel("movement of the front", forces_law.MOVEMENT, 0.0, 0.0, 0.0, 0.5, 3.0)
"""The front's weekly change; it is given as an array, after the channels fed from claims."""


def weekly_readings(
    claims: Iterable[Claim],
    channels: Sequence[Feed],
    start: date,
    end: date,
    war_start: date,
) -> Readings:
    """Weekly readings from claims known by `end`.

    A total about a day long past enters in the week it became known, carried forward at the pace of
    the first channel that counts the same side, or of A's where none does; the carried part adds to
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
    pace = _own_count(known, channels, war_start)
    echoes = 0
    for column, feed in enumerate(channels):
        fed = [c for c in known if _feeds(c, feed)]
        if feed.channel.kind in (forces_law.TOTAL_A, forces_law.TOTAL_B):
            echoes += _totals(out, column, fed, start, war_start, pace)
        else:
            _flows(out, column, [c for c in fed if not _is_total(c, war_start)], start, feed)
    return Readings(out.ends, out.said, out.scale, out.claims, echoes)


def _feeds(claim: Claim, feed: Feed) -> bool:
    return (
        claim.quantity in feed.quantities
        and (not feed.side or claim.side == feed.side)
        and (not feed.source or claim.source == feed.source)
    )


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
    if not parts or len({q for q, _ in parts}) < len(feed.quantities):
        return
    daily = np.sum(list(parts.values()), axis=0).reshape(-1, 7)
    if feed.channel.kind == forces_law.INTENSITY:
        daily = np.where(clear.reshape(-1, 7) >= 1.0 - _CLEAR_DAY, daily, np.nan)
    covered = (~np.isnan(daily)).sum(axis=1)
    sums = np.nansum(daily, axis=1) * 7 / np.maximum(covered, 1)
    # Half a fire stands for none: a log scale has no zero.
    floor = 0.5 if feed.channel.kind == forces_law.INTENSITY else -math.inf
    fewest = 2 if feed.channel.kind == forces_law.INTENSITY else FEWEST_DAYS
    out.said[:, column] = np.where(covered >= fewest, np.maximum(sums, floor), np.nan)
    out.scale[:, column] = np.sqrt(7 / np.maximum(covered, 1))


def _totals(
    out: Readings, column: int, claims: list[Claim], start: date, war_start: date, pace: Floats
) -> int:
    """Running totals by the week in which they became known; how many were echoes."""
    logs: dict[int, list[tuple[float, float]]] = {}
    echoes = 0
    for claim in claims:
        value = _middle(claim)
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


def _middle(claim: Claim) -> float:
    """The figure as stated, else the middle of its bounds in logs, else its one bound."""
    if claim.value is not None:
        return claim.value
    if claim.low and claim.high:
        return math.sqrt(claim.low * claim.high)
    return claim.low or claim.high or math.nan


def _own_count(claims: list[Claim], channels: Sequence[Feed], war_start: date) -> Floats:
    """The first flow channel's running total by day since the war's start; empty without one."""
    first = next((f for f in channels if f.channel.kind == forces_law.FLOW_A), None)
    totals = sorted(
        ((c.happened_to - war_start).days, c.value)
        for c in claims
        if first and _feeds(c, first) and _is_total(c, war_start) and c.value
    )
    if not totals:
        return np.array([])
    days, values = np.array(totals, dtype=np.float64).T
    joined = np.exp(np.interp(np.arange(days[-1] + 1), days, np.log(values)))
    return np.asarray(joined, dtype=np.float64)


def _note(out: Readings, column: int, week: int, claim: Claim) -> None:
    out.claims[week, column] = (*out.claims.get((week, column), ()), claim)
