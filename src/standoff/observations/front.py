"""The front by day: the first side's area and its error, as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from standoff.evidence.snapshot import ClaimsSnapshot

Days = npt.NDArray[np.datetime64]
Numbers = npt.NDArray[np.float64]

CONTROLLED, TURNED = "territory.controlled_km2", "territory.settlements_changed"
OF_THE_FRONT = (CONTROLLED, TURNED)
"""The quantities that `territory` reads."""

_MAX_GAP_DAYS = 10
"""Levels further apart than this are not joined by a line: what lies between is not known."""

_NEAR = (0, -1, 1, -2, 2, -3, 3)
"""Days off the end of a week on which a map that is drawn once a week is read for it, nearest first."""

_SPREAD_REDRAW_DAYS = 30
_MATCH_DAYS = 2
_MATCH_SHARE = 0.5


@dataclass(frozen=True)
class Redraw:
    """A step of the map that no second source matched: a correction, not an advance."""

    day: date
    km2: float


@dataclass(frozen=True)
class FrontSeries:
    """Area held by the first side, day by day.

    Attributes:
        days: one a day, without gaps.
        km2: area; between observations at most ten days apart on the line that joins them, NaN
            elsewhere; redraws spread over the month before them.
        observed: whether a claim stands behind the day itself.
        error_km2: standard deviation of a level: the spread between sources where there are
            several, else of the day-to-day noise.
        drawn_km2: area as the map drew it, redraws in place.
        claim_ids: the claim of each day, "" where none.
        redraws: steps taken for redraws of the map.
        source: the source whose series it is.
    """

    days: Days
    km2: Numbers
    observed: npt.NDArray[np.bool_]
    error_km2: float
    drawn_km2: Numbers
    claim_ids: tuple[str, ...]
    redraws: tuple[Redraw, ...]
    source: str

    @property
    def last(self) -> int:
        """Index of the last day with a level; -1 without any."""
        known = np.flatnonzero(~np.isnan(self.km2))
        return int(known[-1]) if known.size else -1

    def at_ends(self, at: npt.NDArray[np.int64]) -> Numbers:
        """Observed levels at the ends of weeks, km²; NaN where there is none.

        Where most ends are not observed, the map is drawn on another day of the week, and each is
        read on the nearest observed day, at most three off: the line between would hide how much
        the front moves in a week.

        Args:
            at: (weeks,) indices of the ends.
        """
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
            claim_ids=self.claim_ids[:end],
        )

    def change(self, days: int, at: int | None = None) -> float:
        """Net change over the `days` that end at index `at` (default: the last), km²; NaN if unknown."""
        end = self.last if at is None else at
        return float(self.km2[end] - self.km2[end - days]) if end >= days else float("nan")


def front_series(known: ClaimsSnapshot) -> FrontSeries:
    """The first side's area by day, from the source that channels.toml names.

    Where it names none, the source that covers most days. Only levels of the war's own scope are joined: with or without Crimea are two quantities. Of a war
    that is not measured by its front nothing is joined.
    """
    side = known.war.sides[0].code
    named = {channel.source for channel in known.war.channels.of("front")} - {""}
    series: dict[str, dict[date, tuple[str, float]]] = {}
    for claim_id, claim in known.of(CONTROLLED, side=side):
        in_scope = claim.place == known.war.scope and (not named or claim.source in named)
        if claim.value is not None and in_scope:
            series.setdefault(claim.source, {})[claim.happened_to] = (claim_id, claim.value)
    if not series or known.war.movement == "none":
        none, day = np.full(1, np.nan), np.array([known.war.start], dtype="datetime64[D]")
        return FrontSeries(
            day, none, np.zeros(1, dtype=np.bool_), float("nan"), none, ("",), (), ""
        )
    source = max(sorted(series), key=lambda name: len(series[name]))
    levels = series[source]
    last = np.datetime64(max(levels))
    days = np.arange(np.datetime64(min(levels)), last + 1, dtype="datetime64[D]")
    at = np.array([int((np.datetime64(d) - days[0]).astype(int)) for d in sorted(levels)])
    values = np.array([levels[d][1] for d in sorted(levels)], dtype=np.float64)
    # Levels are joined by lines, but not across long gaps.
    km2 = np.interp(np.arange(days.size), at, values)
    for left, right in pairwise(at):
        if right - left > _MAX_GAP_DAYS:
            km2[left + 1 : right] = np.nan
    observed = np.zeros(days.size, dtype=np.bool_)
    observed[at] = True
    redraws = tuple(_redraws(days, km2, observed, known))
    # Each redraw is spread over the month before it: when the line was really there is not known.
    spread = km2.copy()
    for redraw in redraws:
        i = int((np.datetime64(redraw.day) - days[0]).astype(int))
        first = max(0, i - _SPREAD_REDRAW_DAYS)
        spread[first:i] += redraw.km2 * np.linspace(0.0, 1.0, i - first + 2)[1:-1]
    # Noise of a level from second differences of the last half year, robustly.
    seen = km2[observed][-180:]
    error = float("nan")
    if seen.size >= 5:
        second = np.diff(seen, 2)
        error = float(1.4826 * np.median(np.abs(second - np.median(second))) / np.sqrt(6.0))
    ids = {np.datetime64(day): claim_id for day, (claim_id, _) in levels.items()}
    return FrontSeries(
        days=days,
        km2=spread,
        observed=observed,
        error_km2=error,
        drawn_km2=km2,
        claim_ids=tuple(ids.get(day, "") for day in days),
        redraws=redraws,
        source=source,
    )


def change_by_settlements(known: ClaimsSnapshot, front: FrontSeries, days: int) -> float:
    """What settlements changing hands say of the last `days` of the front, km²; NaN if nothing.

    A second sign of movement beside the map: net settlements turned to the first side, each
    standing for the war's area of one. How far it lies from the map's change is an error of both.
    """
    turned = _settlements_turned(known)
    if front.last < days or not turned or not known.war.km2_per_settlement:
        return float("nan")
    window = front.days[front.last - days + 1 : front.last + 1]
    if min(turned) > window[0] or max(turned) < window[-1] - np.timedelta64(_MATCH_DAYS, "D"):
        return float("nan")
    return sum(turned.get(day, 0.0) for day in window) * known.war.km2_per_settlement


def _redraws(
    days: Days, km2: Numbers, observed: npt.NDArray[np.bool_], known: ClaimsSnapshot
) -> Iterator[Redraw]:
    """Steps between two observed days that settlements changing hands do not bear out.

    Steps of one direction on days close together are judged as one, since a map catches up in
    bits. Where settlements are not known for the days around a step, nothing can be said, and it
    stands; docs/decisions/0005 shows the steps of this war and what matched them.
    """
    turned = _settlements_turned(known)
    limit = known.war.thresholds.redraw_km2
    step = np.diff(km2, prepend=km2[0])
    step[~observed | ~np.roll(observed, 1)] = 0.0
    at = np.flatnonzero(np.abs(step) > limit)
    apart = (np.diff(at) > _MATCH_DAYS) | (np.diff(np.sign(step[at])) != 0)
    for run in np.split(at, np.flatnonzero(apart) + 1) if at.size else ():
        first, last = int(run[0]), int(run[-1])
        near = np.arange(first - _MATCH_DAYS, last + _MATCH_DAYS + 1)
        around = [days[0] + np.timedelta64(int(i), "D") for i in near]
        if not turned or around[0] < min(turned) or around[-1] > max(turned):
            continue
        total = float(step[first : last + 1][np.abs(step[first : last + 1]) > limit].sum())
        matched = sum(turned.get(day, 0.0) for day in around) * known.war.km2_per_settlement
        if matched * np.sign(total) < _MATCH_SHARE * abs(total):
            for i in range(first, last + 1):
                if abs(step[i]) > limit:
                    yield Redraw(days[i].item(), float(step[i]))


def _settlements_turned(known: ClaimsSnapshot) -> dict[np.datetime64, float]:
    """Net settlements that turned to the first side, by day."""
    named = {channel.source for channel in known.war.channels.of("settlements")} - {""}
    net: dict[np.datetime64, float] = {}
    for _, claim in known.of(TURNED):
        if named and claim.source not in named:
            continue
        if claim.value is not None and claim.happened_from == claim.happened_to:
            sign = 1.0 if claim.side == known.war.sides[0].code else -1.0
            day = np.datetime64(claim.happened_to)
            net[day] = net.get(day, 0.0) + sign * claim.value
    return net
