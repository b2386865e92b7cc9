"""Steps of one map that no other map shows: a flood, a redraw, a slip of the file.

A step is a change in a week or less of more than six of the map's own current scale, or of more than
the war counts as a redraw. It waits while another map that is still drawn does not show it, and for
no longer than two weeks. Every day is judged by what the maps showed up to it, so that a later day
never changes what was used of an earlier one but by resolving a step.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]

Fate = Literal["held", "shown", "reversed", "counted", "redraw", "alone"]
"""What came of a step: it is held; another map showed it; the map took it back; it counts with the
spread of the maps as its error; it was a redraw; no other map was there to show it."""

LONGEST_HELD_DAYS = 14
ALIVE_DAYS = 14
"""A map that has no reading of the last two weeks says nothing of a step."""

_WEEK = 7
_SCALES = 6.0
_SCALE_DAYS = 182
_FEWEST_CHANGES = 56
_EARLIER_DAYS = 3
"""Another map may have drawn the same advance up to three days earlier."""

_SHOWN_SHARES = (0.5, 2.0)
_AROUND_DAYS = 2


@dataclass(frozen=True)
class MapStep:
    """A step of one map.

    Attributes:
        source: the map's source.
        since: the last day before it.
        begun: the first day that showed it.
        km2: its size when it was last looked at.
        held_days: for how long it waited.
        fate: what came of it.
        others_km2: the change over the same days that came nearest to it on another map; NaN where
            none was drawn.
    """

    source: str
    since: date
    begun: date
    km2: float
    held_days: int
    fate: Fate
    others_km2: float


@dataclass(frozen=True)
class AcceptedMap:
    """A map without what is held back.

    Attributes:
        km2: levels, days that are held or were taken back NaN, redraws moved to the days before
            them.
        burst_km2: by day, the size of a step that counts as movement; else 0.
        doubt_km2: by day, the spread of the maps where a step counts that no other map showed; else 0.
        steps: oldest first.
    """

    km2: Numbers
    burst_km2: Numbers
    doubt_km2: Numbers
    steps: tuple[MapStep, ...]


def accepted(
    source: str,
    days: Days,
    km2: Numbers,
    others: Sequence[Numbers],
    redraw_km2: float,
    *,
    settled_km2: Numbers | None = None,
    line: bool = True,
) -> AcceptedMap:
    """Which of a map's levels count, and the steps that wait or waited.

    Args:
        source: the map's source.
        days: (n,) one a day.
        km2: (n,) its levels, NaN where it has none.
        others: levels of the other maps on the same days; only their changes are used.
        redraw_km2: a change of this size is a step at any scale, km².
        settled_km2: (n,) change a day by settlements, NaN where they are not known: a step of
            `redraw_km2` in a day that they do not bear out is a redraw.
        line: whether the map is the one that movement is judged by; of another map every step that
            is not shown within two weeks is a redraw.
    """
    walk = _Walk(
        source, days, km2, [carried(level) for level in others], redraw_km2, settled_km2, line
    )
    for t in np.flatnonzero(~np.isnan(km2)).tolist():
        walk.take(t)
    for step in list(walk.pending):
        walk.resolve(step, km2.size - 1, "held")
    steps = tuple(sorted(walk.steps, key=lambda step: step.begun))
    return AcceptedMap(walk.out, walk.burst, walk.doubt, steps)


@dataclass
class _Pending:
    """A step that waits: indices of the day before it and of its first day, and its size so far."""

    since: int
    begun: int
    km2: float
    nearest: float = math.nan


@dataclass
class _Walk:
    """One map, day after day.

    Attributes:
        source, days, km2, redraw_km2, settled_km2, line: as `accepted` has them.
        others: the newest level of the other maps on each day.
        out, burst, doubt: what comes of it.
        steps: those that were resolved.
        pending: those that wait, oldest first.
        kept: days of the last week and their levels less what is held back.
        scale: the map's own scale, km², and the day that it is of.
    """

    source: str
    days: Days
    km2: Numbers
    others: list[Numbers]
    redraw_km2: float
    settled_km2: Numbers | None
    line: bool
    steps: list[MapStep] = field(default_factory=list)
    pending: list[_Pending] = field(default_factory=list)
    kept: list[tuple[int, float]] = field(default_factory=list)
    scale: tuple[float, int] = (math.nan, -_WEEK)

    def __post_init__(self) -> None:
        self.out = self.km2.copy()
        self.burst, self.doubt = np.zeros(self.km2.size), np.zeros(self.km2.size)
        by_day = np.diff(self.km2, prepend=np.nan)
        self.by_day = np.where(np.abs(by_day) > self.redraw_km2, by_day, 0.0)

    def take(self, t: int) -> None:
        """Judge the level of a day: a new step begins, an old one grows, or is resolved."""
        if t - self.scale[1] >= _WEEK:
            self.scale = own_scale(self.out, t), t
        # Without a scale yet NaN goes to the other bound.
        limit = float(np.fmin(_SCALES * self.scale[0], self.redraw_km2))
        level = float(self.km2[t]) - sum(step.km2 for step in self.pending)
        newest = self.pending[-1] if self.pending else None
        if newest and t <= newest.since + _WEEK and self.kept:
            grown = level - self.kept[-1][1]
            if grown * newest.km2 > 0:
                newest.km2 += grown
                level -= grown
        self.kept = [(day, of) for day, of in self.kept if day >= t - _WEEK]
        for since, of in reversed(self.kept):
            change = level - of
            if abs(change) <= limit:
                continue
            back = [s for s in self.pending if abs(change + s.km2) <= max(limit, abs(s.km2) / 5.0)]
            if back:
                level += back[-1].km2
                self.resolve(back[-1], t, "reversed")
            else:
                self.pending.append(_Pending(since, t, change))
                level -= change
            break
        self.kept.append((t, level))
        self.look(t)

    def look(self, t: int) -> None:
        """See what has come by a day of the steps that wait."""
        for step in list(self.pending):
            alive, shown, step.nearest = _seen(step, t, self.km2, self.others)
            large = np.flatnonzero(self.by_day[step.since + 1 : t + 1]) + step.since + 1
            expired = t - step.begun >= LONGEST_HELD_DAYS
            if any(not _borne_out(self.settled_km2, self.by_day, day) for day in large[:1]):
                # It waits all the same: a slip is taken back.
                if expired or not alive:
                    self.resolve(step, t, "redraw")
            elif shown:
                self.resolve(step, t, "shown")
            elif not alive:
                self.resolve(step, t, "alone" if self.line else "redraw")
            elif expired:
                self.resolve(step, t, "counted" if self.line else "redraw")

    def resolve(self, step: _Pending, t: int, fate: Fate) -> None:
        """Say what came of a step by a day, and let its days count, move or go."""
        self.pending.remove(step)
        held = t - step.begun
        if held or fate != "shown":
            at = self.days[step.since].item(), self.days[step.begun].item()
            self.steps.append(MapStep(self.source, *at, step.km2, held, fate, step.nearest))
        if fate == "redraw":
            self.out[: step.since + 1] += step.km2
            self.kept = [(day, level + step.km2) for day, level in self.kept]
        elif fate in ("reversed", "held"):
            self.out[step.since + 1 : t + (fate == "held")] = np.nan
            self.kept = [(day, level) for day, level in self.kept if day <= step.since]
        else:
            self.burst[step.begun] += step.km2
            self.kept = [(t, self.kept[-1][1] + step.km2)]
            if fate == "counted":
                nearest = 0.0 if math.isnan(step.nearest) else step.nearest
                self.doubt[step.begun] = abs(step.km2 - nearest)


def _seen(
    step: _Pending, t: int, km2: Numbers, others: Sequence[Numbers]
) -> tuple[bool, bool, float]:
    """Whether another map is drawn, whether one shows the step, and the change nearest to it, km²."""
    moves = [
        float(o[t] - o[j])
        for o in others
        if not math.isnan(o[t])
        for j in range(max(0, step.since - _EARLIER_DAYS), step.since + 1)
        if not math.isnan(o[j])
    ]
    # The last of several steps: another map may have drawn the whole advance before.
    whole = [
        float((o[t] - o[j]) / (km2[t] - km2[j]))
        for o in others
        for j in range(max(0, step.since - LONGEST_HELD_DAYS), step.since)
        if (km2[t] - km2[j]) / step.km2 >= 1.0
    ]
    shares = [*whole, *(move / step.km2 for move in moves)]
    shown = any(_SHOWN_SHARES[0] <= share <= _SHOWN_SHARES[1] for share in shares)
    return bool(moves), shown, min(moves, key=lambda m: abs(m - step.km2), default=math.nan)


def own_scale(km2: Numbers, t: int) -> float:
    """How much a map changes in a week, by the last half year before a day, km²; NaN if not known.

    The median of absolute changes over seven days, as a standard deviation of a normal.
    """
    level = km2[max(0, t - _SCALE_DAYS - _WEEK) : t]
    change = np.abs(level[_WEEK:] - level[:-_WEEK])
    change = change[~np.isnan(change)]
    if change.size < _FEWEST_CHANGES:
        return math.nan
    return float(1.4826 * np.median(change))


def _borne_out(settled_km2: Numbers | None, by_day: Numbers, begun: int) -> bool:
    """Whether settlements bear out half of a step; also where they are not known all the while.

    Args:
        settled_km2: as `accepted` has it.
        by_day: changes of the map a day that are as large as a redraw, else 0.
        begun: the day of the step; others of its direction at most two days apart are judged with
            it, since a map catches up in bits.
    """
    if settled_km2 is None:
        return True
    sign = np.sign(by_day[begun])
    alike = np.flatnonzero(by_day * sign > 0)
    runs = np.split(alike, np.flatnonzero(np.diff(alike) > _AROUND_DAYS) + 1)
    run = next(days for days in runs if begun in days)
    last = int(run[-1]) + _AROUND_DAYS + 1
    settled = settled_km2[max(int(run[0]) - _AROUND_DAYS, 0) : last]
    if last > settled_km2.size or np.isnan(settled).any():
        return True
    return bool(settled.sum() * sign >= 0.5 * abs(by_day[run].sum()))


def carried(km2: Numbers) -> Numbers:
    """The newest level of the two weeks that end on each day, NaN where there is none."""
    index = np.arange(km2.size)
    last = np.maximum.accumulate(np.where(np.isnan(km2), -1, index))
    fresh = (last >= 0) & (index - last <= ALIVE_DAYS)
    return np.where(fresh, km2[np.maximum(last, 0)], np.nan)
