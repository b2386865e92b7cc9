"""What is believed of the two sides on a day: the run that every what-if of that day starts from.

A reduced run: 32 members spread over the prior ranges of the law's constants, 300 particles each,
where the layer's own study used up to 2,000 (docs/decisions/0009-two-sides.md). No member gains by
its evidence, so that the constants stay prior, and a what-if can say so.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from standoff._version import __version__
from standoff.beliefs import SETTLING_DAYS, keep_file
from standoff.errors import ParticlesCollapsedError
from standoff.losses import NOMINAL
from standoff.model import forces_keep
from standoff.model.forces_balance import prior_share
from standoff.model.forces_belief import ForcesBelief
from standoff.model.forces_filter import advance_forces, start_forces
from standoff.model.forces_members import wide
from standoff.model.forces_readings import MOVEMENT, Feed, feeds, weekly_readings
from standoff.observe import Known, Numbers, Territory
from standoff.war import War, standstill_km2

MEMBERS, PARTICLES = 32, 300
_MOST_IN_MEMORY = 3


@dataclass(frozen=True)
class Sides:
    """What is believed of both sides.

    Attributes:
        belief: at the last day known of the front, or at the as-of date without one.
        left: variance of A's distance from a breakthrough that the claims have left, as a share
            of what it would be had nothing been read.
    """

    belief: ForcesBelief
    left: float


@dataclass
class SidesKept:
    """Beliefs of both sides by a digest of all they rest on, in memory and in a folder.

    Attributes:
        folder: where they are kept between runs; None keeps them in memory only.
    """

    folder: Path | None = None
    _kept: dict[str, Sides] = field(default_factory=dict)

    def of(self, known: Known, land: Territory, seed: int) -> Sides:
        """The belief at the last day known of the front."""
        start, said, scale, fed = _readings(known, land)
        broken = _break_km2(known.war, known.as_of)
        digest = _digest(start, said, scale, broken, seed)
        sides = self._kept.get(digest) or self._read(digest)
        if sides is None:
            sides = _run(start, said, scale, fed, broken, seed)
            self._write(digest, sides)
        self._kept[digest] = sides
        while len(self._kept) > _MOST_IN_MEMORY:
            del self._kept[next(iter(self._kept))]
        return sides

    def _read(self, digest: str) -> Sides | None:
        path = None if self.folder is None else self.folder / f"{digest}.sides"
        if path is None or not path.is_file():
            return None
        try:
            belief, notes = forces_keep.load(path)
            return Sides(belief, notes["left"])
        except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile):
            # A damaged file of a cache is made again.
            return None

    def _write(self, digest: str, sides: Sides) -> None:
        if self.folder is None:
            return
        notes = {"left": sides.left}
        try:
            keep_file(
                self.folder / f"{digest}.sides",
                lambda out: forces_keep.save(sides.belief, notes, out),
            )
        except OSError:
            # A cache that cannot be written costs time and nothing else.
            self.folder = None


def _readings(known: Known, land: Territory) -> tuple[date, Numbers, Numbers, tuple[Feed, ...]]:
    """The day that ends week 0; what each channel says of the weeks after it, and its noise."""
    war = known.war
    fed = feeds(*(side.code for side in war.sides))
    end = known.as_of if land.last < 0 else land.days[land.last].item()
    weeks = max((end - war.start).days // 7, 0)
    start = end - timedelta(days=7 * weeks)
    read = weekly_readings(known.by_id.values(), fed, start, end, war.start)
    moved = _movement(land, war, start, weeks, _break_km2(war, known.as_of))
    said = np.column_stack([read.said, moved])
    return start, said, np.column_stack([read.scale, np.ones(weeks)]), fed


def _movement(land: Territory, war: War, start: date, weeks: int, broken: float) -> Numbers:
    """The front's change in each week, km², as if its break had been `broken`; NaN if not observed."""
    if land.last < 0:
        return np.full(weeks, np.nan)
    at = int((np.datetime64(start) - land.days[0]).astype(int)) + 7 * np.arange(weeks + 1)
    seen = np.where(at >= 0, land.observed[at] & (at >= 0), False)
    level = np.where(seen, land.km2[at], np.nan)
    moved = np.diff(level)
    ends = [start + timedelta(days=7 * w) for w in range(1, weeks + 1)]
    settled = war.start + timedelta(days=SETTLING_DAYS + 7)
    scale = np.array([broken / _break_km2(war, day) for day in ends])
    return np.where([day >= settled for day in ends], moved * scale, np.nan)


def _break_km2(war: War, day: date) -> float:
    """Movement of the front in a week that counts as a break; 1 where no front is measured."""
    if war.movement == "none":
        return 1.0
    return standstill_km2(war.front_on(day, day).km, 7, war.thresholds.break_m_per_day)


def _digest(start: date, said: Numbers, scale: Numbers, broken: float, seed: int) -> str:
    told = f"{__version__} {start} {broken!r} {seed} {MEMBERS} {PARTICLES}".encode()
    return hashlib.sha256(told + said.tobytes() + scale.tobytes()).hexdigest()


def _run(
    start: date, said: Numbers, scale: Numbers, fed: Sequence[Feed], broken: float, seed: int
) -> Sides:
    channels = [*(f.channel for f in fed), MOVEMENT]
    members = wide(MEMBERS)
    seen = blind = start_forces(
        np.datetime64(start), NOMINAL, broken, members, channels, PARTICLES, seed, temper=0.0
    )
    silent = np.full(len(channels), np.nan)
    for row, noise in zip(said, scale, strict=True):
        blind = advance_forces(blind, silent)
        try:
            seen = advance_forces(seen, row, noise)
        except ParticlesCollapsedError:
            # As for the front: a week that nothing explains adds nothing to the belief.
            seen = advance_forces(seen, silent)
    if not len(said):
        return Sides(seen, 1.0)
    return Sides(seen, min(prior_share(seen, blind)["distance"], 1.0))
