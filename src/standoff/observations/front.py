"""The front by day: the first side's area by one map and by all maps together, as arrays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from standoff.domain.channels import DeclaredChannel
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.maps.abroad import HELD_ABROAD, stated
from standoff.model.front.maps import fused
from standoff.observations.map_signs import MonthOfMaps, months, widening
from standoff.observations.map_steps import ALIVE_DAYS, MapStep, accepted, carried, own_scale

Days = npt.NDArray[np.datetime64]
Numbers = npt.NDArray[np.float64]

CONTROLLED, TURNED = "territory.controlled_km2", "territory.settlements_changed"
OF_THE_FRONT = (CONTROLLED, TURNED, HELD_ABROAD)
"""The quantities that `front_series` reads."""

_MAX_GAP_DAYS = 10
"""Levels further apart than this are not joined by a line: what lies between is not known."""

_NEAR = (0, -1, 1, -2, 2, -3, 3)
"""Days off the end of a week on which a map that is drawn once a week is read for it, nearest first."""

_WEEK = 7
_MATCH_DAYS = 2


@dataclass(frozen=True)
class Redraw:
    """A step of the map that no second source matched: a correction, not an advance."""

    day: date
    km2: float


@dataclass(frozen=True)
class OtherMap:
    """Another map of the same front.

    Attributes:
        source: its source.
        place: the scope of its levels.
        km2: (n,) its levels on the days of the front, NaN where it has none, or where a step of it is
            held back or was taken back; a redraw moves the levels before it.
        adds_km2: what brings its levels to the scope of the front, km²; None where nothing does.
        claim_ids: the claim of each day, "" where none.
    """

    source: str
    place: str
    km2: Numbers
    adds_km2: float | None
    claim_ids: tuple[str, ...]

    def change(self, days: int, at: int) -> float:
        """Net change over the `days` that end at index `at`, km²; NaN if it was not drawn then."""
        ends = [self.newest(i) for i in (at - days, at)]
        return float("nan") if min(ends) < 0 else float(self.km2[ends[1]] - self.km2[ends[0]])

    def newest(self, at: int) -> int:
        """Index of its newest level of the two weeks that end at `at`; -1 without one."""
        first = max(0, at - ALIVE_DAYS)
        known = np.flatnonzero(~np.isnan(self.km2[first : at + 1]))
        return int(known[-1]) + first if at >= 0 and known.size else -1


@dataclass(frozen=True)
class FrontSeries:
    """Area held by the first side, day by day.

    Attributes:
        days: one a day, without gaps.
        km2: area by the map that movement is judged by; between its levels, where these are at most
            ten days apart, on the line that joins them; where it is silent or a step of it is held
            back, carried on by the other maps; NaN elsewhere. A redraw moves the levels before it.
        observed: whether a claim of that map stands behind the day itself.
        error_km2: standard deviation of a level: by the other maps where there are any, else by
            the day-to-day noise.
        drawn_km2: area as the map drew it, nothing held back and redraws in place.
        all_maps_km2: area by all maps together, each day from what was drawn up to it; of one map
            alone, its own.
        map_error_km2, map_error_sd_km2: (n,) by how much the map that movement is judged by errs,
            by all maps, and how sure that is; 0 of one map alone.
        map_noise_km2: standard deviation of such an error before it is known; 0 of one map alone.
        memory_days: days in which that error falls to 1/e.
        claim_ids: the claim of each day, "" where none.
        others: the other maps.
        steps: steps of the map that no other map showed at once, oldest first.
        source: the source whose map it is.
    """

    days: Days
    km2: Numbers
    observed: npt.NDArray[np.bool_]
    error_km2: float
    drawn_km2: Numbers
    all_maps_km2: Numbers
    map_error_km2: Numbers
    map_error_sd_km2: Numbers
    map_noise_km2: float
    memory_days: float
    claim_ids: tuple[str, ...]
    others: tuple[OtherMap, ...]
    steps: tuple[MapStep, ...]
    source: str

    @property
    def redraws(self) -> tuple[Redraw, ...]:
        """Steps taken for redraws of the map."""
        return tuple(Redraw(s.begun, s.km2) for s in self.steps if s.fate == "redraw")

    @property
    def signs(self) -> dict[str, list[MonthOfMaps]]:
        """By source of another map: the months in which it and the map of the line can be compared."""
        return {o.source: months(self.days, self.km2, o.km2) for o in self.others}

    @property
    def last(self) -> int:
        """Index of the last day with a level; -1 without any."""
        known = np.flatnonzero(~np.isnan(self.km2))
        return int(known[-1]) if known.size else -1

    def at_ends(self, at: npt.NDArray[np.int64]) -> Numbers:
        """Levels by all maps at the ends of weeks, km²; NaN where there is none.

        Of one map alone, where most ends are not observed, the map is drawn on another day of the
        week, and each is read on the nearest observed day, at most three off: the line between would
        hide how much the front moves in a week.

        Args:
            at: (weeks,) indices of the ends.
        """
        if self.others:
            return self.all_maps_km2[at]
        level = np.where(self.observed, self.km2, np.nan)
        found = level[at]
        if 2 * np.count_nonzero(self.observed[at]) >= at.size:
            return found
        for off in _NEAR[1:]:
            near = at + off
            inside = (near >= 0) & (near < level.size)
            beside = np.where(inside, level[np.where(inside, near, 0)], np.nan)
            found = np.where(np.isnan(found), beside, found)
        return found

    def claim_at_end(self, index: int) -> str:
        """The claim that the end of a week is read from, "" where there is none."""
        near = [index + off for off in _NEAR]
        ids = (self.claim_ids[i] for i in near if 0 <= i < len(self.claim_ids))
        return next(filter(None, ids), "")

    def until(self, index: int) -> FrontSeries:
        """The same up to and including a day."""
        end = index + 1
        return replace(
            self,
            days=self.days[:end],
            km2=self.km2[:end],
            observed=self.observed[:end],
            drawn_km2=self.drawn_km2[:end],
            all_maps_km2=self.all_maps_km2[:end],
            map_error_km2=self.map_error_km2[:end],
            map_error_sd_km2=self.map_error_sd_km2[:end],
            claim_ids=self.claim_ids[:end],
            others=tuple(
                replace(o, km2=o.km2[:end], claim_ids=o.claim_ids[:end]) for o in self.others
            ),
        )

    def change(self, days: int, at: int | None = None) -> float:
        """Net change over the `days` that end at index `at` (default: the last), km²; NaN if unknown."""
        end = self.last if at is None else at
        return float(self.km2[end] - self.km2[end - days]) if end >= days else float("nan")


_Levels = dict[date, tuple[str, float]]


def front_series(known: ClaimsSnapshot) -> FrontSeries:
    """The first side's area by day, from the maps that channels.toml names.

    Where it names none, the source that covers most days. Only levels of the war's own scope are
    joined: with or without Crimea are two quantities. Of another map only changes count, and its
    scope may be any. Of a war that is not measured by its front nothing is joined.
    """
    war = known.war
    channels = war.channels.of("front")
    named = {channel.source for channel in channels} - {""}
    drawn: dict[tuple[str, str], _Levels] = {}
    for claim_id, claim in known.of(CONTROLLED, side=war.sides[0].code):
        if claim.value is not None:
            of = drawn.setdefault((claim.source, claim.place), {})
            of[claim.happened_to] = (claim_id, claim.value)
    lines = {
        source: levels
        for (source, place), levels in drawn.items()
        if place == war.scope and (not named or source in named)
    }
    if not lines or war.movement == "none":
        none, day = np.full(1, np.nan), np.array([war.start], dtype="datetime64[D]")
        unseen, zero = np.zeros(1, dtype=np.bool_), np.zeros(1)
        return FrontSeries(
            day, none, unseen, math.nan, none, none, zero, zero, 0.0, 1.0, ("",), (), (), ""
        )
    source = max(sorted(lines), key=lambda name: len(lines[name]))
    beside: list[tuple[DeclaredChannel, str, _Levels]] = []
    for channel in war.channels.of("map"):
        scopes = {place: of for (by, place), of in drawn.items() if by == channel.source != source}
        if scopes:
            most = max(sorted(scopes), key=lambda place: len(scopes[place]))
            beside.append((channel, most, scopes[most]))
    newest = max(max(levels) for levels in (lines[source], *(of for *_, of in beside)))
    days = np.arange(np.datetime64(min(lines[source])), np.datetime64(newest) + 1)
    raw, ids = _by_day(lines[source], days)
    others = tuple(
        OtherMap(channel.source, place, km2, channel.adds_km2, claim_ids)
        for channel, place, levels in beside
        for km2, claim_ids in (_by_day(levels, days),)
    )
    if war.abroad == "counts":
        beyond = _held_abroad(known, days)
        raw = raw + beyond
        others = tuple(replace(o, km2=o.km2 + beyond) for o in others)
    limit = war.thresholds.redraw_km2
    settled = _by_settlements(known, days)
    line = accepted(source, days, raw, [o.km2 for o in others], limit, settled_km2=settled)
    out = FrontSeries(
        days=days,
        km2=_joined(line.km2),
        observed=~np.isnan(line.km2),
        error_km2=_day_to_day(line.km2),
        drawn_km2=_joined(raw),
        all_maps_km2=line.km2,
        map_error_km2=np.zeros(days.size),
        map_error_sd_km2=np.zeros(days.size),
        map_noise_km2=0.0,
        memory_days=1.0,
        claim_ids=ids,
        others=others,
        steps=line.steps,
        source=source,
    )
    if not others:
        return out
    front = next((c for c in channels if c.source == source), _ANY_FRONT)
    out = _without_steps(out, [channel for channel, *_ in beside], limit)
    levels, noise = _readings(out, [channel for channel, *_ in beside], front, limit)
    u, error, variance = fused(levels, noise, line.burst_km2, line.doubt_km2, front.memory_days)
    drawn_by_any = ~np.isnan(levels).all(axis=1)
    index = np.arange(days.size)
    newest_at = np.maximum.accumulate(np.where(drawn_by_any, index, -_WEEK))
    u = np.where(index - newest_at < _WEEK, u, np.nan)
    return replace(
        out,
        km2=np.where(np.isnan(out.km2), u + error, out.km2),
        error_km2=float(np.sqrt(variance[out.last])),
        all_maps_km2=u,
        map_error_km2=error,
        map_error_sd_km2=np.sqrt(variance),
        map_noise_km2=front.noise_km2,
        memory_days=front.memory_days,
    )


def change_by_settlements(known: ClaimsSnapshot, front: FrontSeries, days: int) -> float:
    """What settlements changing hands say of the last `days` of the front, km²; NaN if nothing.

    A second sign of movement beside the map: net settlements turned to the first side, each
    standing for the war's area of one. How far it lies from the map's change is an error of both.
    """
    settled = _by_settlements(known, front.days)
    if front.last < days or settled is None:
        return float("nan")
    window = settled[front.last - days + 1 : front.last + 1]
    # The last days may not be known yet.
    known_days = window[:-_MATCH_DAYS]
    return float("nan") if np.isnan(known_days).any() else float(np.nansum(window))


def _by_day(levels: _Levels, days: Days) -> tuple[Numbers, tuple[str, ...]]:
    """Levels and claims on the days of the front; others are left out."""
    km2, ids = np.full(days.size, np.nan), [""] * days.size
    for day, (claim_id, value) in levels.items():
        i = int((np.datetime64(day) - days[0]).astype(int))
        if 0 <= i < days.size:
            km2[i], ids[i] = value, claim_id
    return km2, tuple(ids)


def _held_abroad(known: ClaimsSnapshot, days: Days) -> Numbers:
    """What ground held outside the country adds to the first side's area, km², by day.

    Between two claims of a place it runs straight; before the first one nothing is held.
    """
    by_place: dict[tuple[str, str], dict[int, list[float]]] = {}
    for _, claim in known.of(HELD_ABROAD):
        if (km2 := stated(claim)) is not None:
            on = int((np.datetime64(claim.happened_to) - days[0]).astype(int))
            by_place.setdefault((claim.side, claim.place), {}).setdefault(on, []).append(km2)
    total = np.zeros(days.size)
    for (side, _), claimed in by_place.items():
        on_days = sorted(claimed)
        levels = [float(np.mean(claimed[day])) for day in on_days]
        held = np.interp(np.arange(days.size), on_days, levels, left=0.0)
        total += held if side == known.war.sides[0].code else -held
    return total


def _joined(km2: Numbers) -> Numbers:
    """Levels joined by lines, but not across long gaps."""
    at = np.flatnonzero(~np.isnan(km2))
    out = km2.copy()
    for left, right in pairwise(at):
        if right - left <= _MAX_GAP_DAYS:
            out[left : right + 1] = np.interp(np.arange(left, right + 1), at, km2[at])
    return out


def _day_to_day(km2: Numbers) -> float:
    """Noise of a level from second differences of the last half year, robustly; NaN if not known."""
    seen = km2[~np.isnan(km2)][-180:]
    if seen.size < 5:
        return float("nan")
    second = np.diff(seen, 2)
    return float(1.4826 * np.median(np.abs(second - np.median(second))) / np.sqrt(6.0))


def _without_steps(
    line: FrontSeries, channels: Sequence[DeclaredChannel], redraw_km2: float
) -> FrontSeries:
    """The other maps without their own redraws and slips."""
    taken = []
    for other, channel in zip(line.others, channels, strict=True):
        # A map drawn after another is no second sight of what that one shows.
        strangers = [
            o.km2
            for o, its in zip(line.others, channels, strict=True)
            if its is not channel and its.after != other.source and channel.after != o.source
        ]
        beside = [line.drawn_km2, *strangers]
        km2 = accepted(other.source, line.days, other.km2, beside, redraw_km2, line=False).km2
        taken.append(replace(other, km2=km2))
    return replace(line, others=tuple(taken))


def _readings(
    line: FrontSeries,
    channels: Sequence[DeclaredChannel],
    front: DeclaredChannel,
    redraw_km2: float,
) -> tuple[Numbers, Numbers]:
    """What the filter of maps reads, and by how much each map errs: (days, maps) each.

    While the front races maps differ by the days on which they draw it: another map errs by at
    least what the line changes in a week; one that often moves the other way errs by more.
    """
    n, maps = line.days.size, 1 + len(line.others)
    levels, noise = np.full((n, maps), np.nan), np.full((n, maps), front.noise_km2)
    levels[:, 0] = np.where(line.observed, line.km2, np.nan)
    scale = np.repeat([own_scale(levels[:, 0], t) for t in range(0, n, _WEEK)], _WEEK)[:n]
    scale = np.where(np.isnan(scale), redraw_km2, scale)
    for k, (other, channel) in enumerate(zip(line.others, channels, strict=True), start=1):
        levels[:, k] = other.km2
        before = [o for o in line.others if o.source == channel.after]
        if before:
            silent = np.isnan(carried(before[0].km2))
            levels[:, k] = np.where(silent, levels[:, k], np.nan)
        wider = widening(line.days, line.km2, other.km2)
        noise[:, k] = np.maximum(channel.noise_km2, scale) * wider
    return levels, noise


def _by_settlements(known: ClaimsSnapshot, days: Days) -> Numbers | None:
    """Change a day by net settlements that turned to the first side, km², NaN on days not known.

    None where nothing says so.
    """
    named = {channel.source for channel in known.war.channels.of("settlements")} - {""}
    net: dict[np.datetime64, float] = {}
    for _, claim in known.of(TURNED):
        if named and claim.source not in named:
            continue
        if claim.value is not None and claim.happened_from == claim.happened_to:
            sign = 1.0 if claim.side == known.war.sides[0].code else -1.0
            day = np.datetime64(claim.happened_to)
            net[day] = net.get(day, 0.0) + sign * claim.value
    if not net or not known.war.km2_per_settlement:
        return None
    turned = np.array([net.get(day, 0.0) for day in days]) * known.war.km2_per_settlement
    return np.where((days >= min(net)) & (days <= max(net)), turned, np.nan)


_ANY_FRONT = DeclaredChannel("front", "front", (CONTROLLED,))
"""The front of a war whose channels.toml does not speak of it."""
