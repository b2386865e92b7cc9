"""Files of maps beside the store: written whole or not at all, found by the day they were known."""

from __future__ import annotations

import functools
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape

from standoff.domain.war import War
from standoff.errors import SourceError, StoreError
from standoff.ingest.sources import ParsedFile, deepstate, viina_settlements

_DECIMALS = 5
"""Of a degree: about a metre."""

Runs = dict[int, tuple[tuple[date, str], ...]]
"""By GeoNames id: from which day who held it, "" where nobody did."""


def keep(folder: Path, war: War, source: str, files: Sequence[Path], now: datetime) -> int:
    """Keep what can be drawn of the files of one source.

    Args:
        folder: the store's.
        war: the war they are about.
        source: its name; a source without a map has nothing to keep.
        files: as `pull` read them.
        now: the time of the pull, UTC.

    Returns:
        Maps that are new.

    Raises:
        StoreError: they cannot be written.
    """
    writer = _WRITERS.get(source)
    if writer is None or not files:
        return 0
    home = _home(folder, war, source)
    try:
        home.mkdir(parents=True, exist_ok=True)
        return writer(home, war, files, now)
    except OSError as error:
        raise StoreError(
            f"{home}: maps cannot be kept ({error.strerror}). Make it a folder that can be written."
        ) from error


@dataclass(frozen=True)
class Polygons:
    """The newest map of polygons that was known by a day."""

    day: date
    held: Any


def polygons(folder: Path, war: War, by: date) -> Polygons | None:
    """DeepState's map as known by a day; None if none was, or none was pulled.

    Raises:
        StoreError: the file is damaged.
    """
    lag = timedelta(days=deepstate.SOURCE.lag_days)
    days = _days(_home(folder, war, deepstate.SOURCE.name))
    known = [day for day in days if day + lag <= by]
    return _drawn(days[known[-1]]) if known else None


def settlements(folder: Path, war: War, by: date) -> Runs:
    """Runs of control by settlement, as the newest copy in hand by a day has them.

    The publisher revises in place: of a day before the first copy, that copy tells.
    """
    copies = _days(_home(folder, war, viina_settlements.SOURCE.name))
    if not copies:
        return {}
    in_hand = [day for day in copies if day <= by]
    return _runs(copies[in_hand[-1] if in_hand else min(copies)])


def _home(folder: Path, war: War, source: str) -> Path:
    return folder / "maps" / war.name / source


def _days(home: Path) -> dict[date, Path]:
    """Files by the day of their name, oldest first."""
    found = {}
    for path in sorted(home.glob("????-??-??.json")):
        try:
            found[date.fromisoformat(path.stem)] = path
        except ValueError:
            continue
    return found


def _keep_polygons(home: Path, _war: War, files: Sequence[Path], _now: datetime) -> int:
    have = _days(home)
    new = 0
    for file in files:
        try:
            drawn = deepstate.polygons(file)
        except SourceError:
            continue  # The pull has told of it as a bad row.
        if drawn.day not in have:
            exact = shapely.set_precision(drawn.held, 10.0**-_DECIMALS)
            _write(home / f"{drawn.day}.json", {"held": mapping(exact), **_terms(deepstate.SOURCE)})
            new += 1
    return new


def _keep_settlements(home: Path, war: War, files: Sequence[Path], now: datetime) -> int:
    found = viina_settlements.settlements(files[0], war, ParsedFile())
    runs = {
        s.geonames_id: [[day.isoformat(), holder] for day, holder in s.runs]
        for s in found
        if s.geonames_id.isdecimal()
    }
    content = {"runs": runs, **_terms(viina_settlements.SOURCE)}
    copies = _days(home)
    if copies and _read(copies[max(copies)]) == content:
        return 0
    _write(home / f"{now.date()}.json", content)
    return 1


_WRITERS: Mapping[str, Callable[[Path, War, Sequence[Path], datetime], int]] = {
    deepstate.SOURCE.name: _keep_polygons,
    viina_settlements.SOURCE.name: _keep_settlements,
}


def _terms(source: Any) -> dict[str, str]:
    return {"source": source.title, "licence": source.licence}


def _write(path: Path, content: Mapping[str, Any]) -> None:
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(content, out, separators=(",", ":"))
        Path(part).replace(path)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise


def _read(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path) from error
    return content


def _damaged(path: Path) -> StoreError:
    return StoreError(f"{path}: the map is damaged. Take the file away and pull its source again.")


def _drawn(path: Path) -> Polygons:
    try:
        return Polygons(date.fromisoformat(path.stem), shape(_read(path)["held"]))
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        raise _damaged(path) from error


def _runs(path: Path) -> Runs:
    return _runs_of(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=2)
def _runs_of(path: Path, _changed_ns: int) -> Runs:
    try:
        return {
            int(geonames_id): tuple((date.fromisoformat(day), str(held)) for day, held in runs)
            for geonames_id, runs in _read(path)["runs"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(path) from error
