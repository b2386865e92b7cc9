"""From the front as it was mapped to its posterior, cached under a hash of its inputs."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

import numpy as np

from standoff._version import __version__
from standoff.domain.war import War
from standoff.errors import ModelError, ParticlesCollapsedError
from standoff.model.front import filter as particles
from standoff.model.front.mixture import Component, standard
from standoff.model.front.posterior import Front, FrontPosterior
from standoff.model.serialize import load_front, save_front
from standoff.observations.front import FrontSeries

T = TypeVar("T")

PARTICLES = 600
"""Particles of each of the 64 members."""

AHEAD = "ahead"
"""Folder inside a folder of posteriors, for those computed ahead of requests. It is read with the other
and tidied apart from it, so that it never pushes out what was requested."""

_MOST_FILES = 60
_MOST_IN_MEMORY = 3
SETTLING_DAYS = 4
"""The first days of a war step by publication; the filter starts after them, in a mobile phase."""


@dataclass
class PosteriorCache(Generic[T]):
    """Posteriors by digest: the last few in memory, and the last used in a folder.

    Attributes:
        folder: where they are cached between runs; None caches them in memory only.
        load, save: how one is read from a file and written to it.
    """

    folder: Path | None
    load: Callable[[Path], T]
    save: Callable[[T, BinaryIO], None]
    _in_memory: dict[str, T] = field(default_factory=dict)

    def take(self, digest: str) -> T | None:
        """The posterior of a digest, if it is cached; a file that cannot be read counts as none and goes."""
        found = self._in_memory.get(digest)
        if found is not None:
            return found
        file = None if self.folder is None else cached_file(self.folder, digest)
        if file is None or not file.is_file():
            return None
        try:
            # What is used is young: the oldest are thrown out.
            file.touch()
            return self.load(file)
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile):
            # Left there, it would be computed again on every run: `keep` writes no file twice.
            with contextlib.suppress(OSError):
                file.unlink()
            return None

    def remember(self, digest: str, posterior: T) -> None:
        """Cache it in memory, which holds the last few: today's, and that of two weeks ago."""
        self._in_memory[digest] = posterior
        # Several threads may get here at once: each step is whole, and none counts on another.
        for oldest in list(self._in_memory)[:-_MOST_IN_MEMORY]:
            self._in_memory.pop(oldest, None)

    def keep(self, digest: str, posterior: T) -> None:
        """Cache a posterior in memory and in the folder."""
        self.remember(digest, posterior)
        if self.folder is None or (self.folder / digest).is_file():
            return
        try:
            write_whole(self.folder / digest, lambda out: self.save(posterior, out))
            _forget(self.folder)
        except OSError:
            # A cache that cannot be written costs time and nothing else.
            self.folder = None

    def latest(self, chain: Sequence[str]) -> tuple[int, T | None]:
        """The last of a chain of digests that is cached, and its posterior; 0 and None for none."""
        for week in range(len(chain) - 1, -1, -1):
            posterior = self.take(chain[week])
            if posterior is not None:
                return week, posterior
        return 0, None


def chained(first: str, links: Iterable[object]) -> list[str]:
    """A digest for the start and for each week after it, of all that a posterior rests on."""
    chain = [hashlib.sha256(f"{__version__} {first}".encode()).hexdigest()]
    for link in links:
        chain.append(hashlib.sha256(f"{chain[-1]} {link!r}".encode()).hexdigest())
    return chain


@dataclass
class FrontPosteriors:
    """Cached posteriors of the front: in memory for a backtest, in a folder so that a later day costs
    one week.

    Attributes:
        folder: where they are cached between runs; None caches them in memory only.
        members: the mixture that is filtered.
    """

    folder: Path | None = None
    members: tuple[Component, ...] = field(default_factory=standard)
    _cache: PosteriorCache[FrontPosterior] = field(init=False)

    def __post_init__(self) -> None:
        self._cache = PosteriorCache(self.folder, load_front, save_front)

    def of(self, land: FrontSeries, war: War, seed: int) -> FrontPosterior:
        """The posterior at the last day the front is known.

        Weeks are counted back from that day, so that it ends one.

        Args:
            land: the front; only observed days are read, as `FrontSeries.at_ends` does.
            war: its start and size.
            seed: of the filter.

        Raises:
            ModelError: the front is not known on any day after the first of the war.
            ParticlesCollapsedError: no particle explains a week; the message names it.
        """
        front, readings = _front_and_readings(land, war)
        chain = self._digests(front, readings, war, seed)
        week, posterior = self._cache.latest(chain)
        posterior = posterior or particles.start(front, self.members, PARTICLES, seed)
        for reading in readings[week:]:
            posterior = _advanced(posterior, float(reading), land)
        self._cache.keep(chain[-1], posterior)
        return posterior

    def weekly(
        self, land: FrontSeries, war: War, seed: int, skip: int = 0
    ) -> Iterator[FrontPosterior]:
        """The posteriors at the ends of all weeks up to the last known day, oldest first.

        Args:
            land, war, seed: as `of`.
            skip: weeks at the start to leave out; free where the posterior at their end is cached.

        Raises:
            ModelError, ParticlesCollapsedError: as `of`.
        """
        front, readings = _front_and_readings(land, war)
        if skip == len(readings):
            return
        chain = self._digests(front, readings, war, seed)
        posterior = self._cache.take(chain[skip]) if skip else None
        first = skip if posterior else 0
        posterior = posterior or particles.start(front, self.members, PARTICLES, seed)
        for week in range(first, len(readings)):
            posterior = _advanced(posterior, float(readings[week]), land)
            self._cache.remember(chain[week + 1], posterior)
            if week >= skip:
                yield posterior

    def notes(self, land: FrontSeries, war: War, seed: int, kind: str) -> list[Path]:
        """A file for what is computed from all posteriors up to the end of each week, oldest first.

        The first is for none of the weeks. Without a folder there is no file.

        Raises:
            ModelError: as `of`.
        """
        front, readings = _front_and_readings(land, war)
        folder = self._cache.folder
        if folder is None:
            return []
        chain = self._digests(front, readings, war, seed)
        return [cached_file(folder, f"{digest}.{kind}") for digest in chain]

    def _digests(self, front: Front, readings: np.ndarray, war: War, seed: int) -> list[str]:
        # What is computed from a posterior also rests on what the war counts as standing still, on
        # its priors and on the length of its front: another war.toml is another chain.
        rests_on = f"{war.thresholds} {war.priors} {war.front}"
        return chained(f"{front} {self.members} {PARTICLES} {seed} {rests_on}", readings)


def _advanced(posterior: FrontPosterior, reading_km2: float, land: FrontSeries) -> FrontPosterior:
    """A week later; a collapse names the claim beside the week."""
    try:
        return particles.advance(posterior, reading_km2)
    except ParticlesCollapsedError as error:
        i = int((posterior.day + np.timedelta64(7, "D") - land.days[0]).astype(int))
        raise ParticlesCollapsedError(
            f"{error} It is claim {land.claim_at_end(i)} of {land.source}."
        ) from error


def write_whole(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a whole file or none, making its folder.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            write(out)
        Path(part).replace(path)
    finally:
        Path(part).unlink(missing_ok=True)


def cached_file(folder: Path, name: str) -> Path:
    """Where a file of a folder of posteriors is, or would be: there, or among those computed ahead."""
    ahead = folder / AHEAD / name
    return ahead if ahead.is_file() and not (folder / name).is_file() else folder / name


def _forget(folder: Path) -> None:
    """Keep the files that were used last, and no others."""
    used: dict[Path, float] = {}
    for path in folder.iterdir():
        # Another process tidies the folder too.
        with contextlib.suppress(FileNotFoundError):
            if path.is_file():
                used[path] = path.stat().st_mtime
    for path in sorted(used, key=used.__getitem__)[:-_MOST_FILES]:
        path.unlink(missing_ok=True)


def _front_and_readings(land: FrontSeries, war: War) -> tuple[Front, np.ndarray]:
    last = land.last
    if last < 0:
        raise ModelError("no day of the front is known. Pull a map, or assess without a model.")
    end = land.days[last]
    earliest = np.datetime64(war.start + timedelta(days=SETTLING_DAYS))
    weeks = int((end - earliest).astype(int)) // 7
    start = end - np.timedelta64(7 * weeks, "D")
    i = int((start - land.days[0]).astype(int))
    level = land.all_maps_km2 if land.others else land.km2
    if weeks < 0 or i < 0 or np.isnan(level[i]):
        raise ModelError(f"the front is not known on {start}. The model needs its first weeks.")
    front = Front(
        start=start,
        start_km2=float(level[i]),
        before_km2=float(land.drawn_km2[~np.isnan(land.drawn_km2)][0]),
        country_km2=war.country_km2,
        mobile=True,
    )
    at = i + 7 * np.arange(1, weeks + 1)
    return front, land.at_ends(at)
