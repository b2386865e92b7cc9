"""Files of maps beside the store: written whole or not at all, found by the day they were known."""

from __future__ import annotations

import functools
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape

from standoff.domain.channels import MapKind
from standoff.domain.war import War
from standoff.errors import SourceError, StoreError
from standoff.ingest.sources import SOURCES, source
from standoff.ingest.sources._source import Holders, Source

_DECIMALS = 5
"""Of a degree: about a metre."""

_EVERY_DAY_FOR = timedelta(days=90)
"""Of maps that are older than this when they come, one a week is written."""


def keep(folder: Path, war: War, name: str, files: Sequence[Path], now: datetime) -> int:
    """Write what can be drawn of the files of one source beside the store.

    Args:
        folder: the store's.
        war: the war they are about.
        name: of the source; one without a map has nothing to keep.
        files: as `pull` read them.
        now: the time of the pull, UTC.

    Returns:
        Maps that are new.

    Raises:
        StoreError: they cannot be written.
    """
    home, one = _home(folder, war, name), source(name)
    if not files or (one.polygons is None and one.holders is None):
        return 0
    new = 0
    try:
        home.mkdir(parents=True, exist_ok=True)
        have, terms = _days(home), {"source": one.title, "licence": one.licence}
        drawn = {}
        for file in files:
            if one.polygons is None:
                break
            with suppress(SourceError):  # The pull has reported it as a bad row.
                found = one.polygons(file)
                drawn[found.day] = found.held
        weeks = {day.isocalendar()[:2] for day in have}
        for day in sorted(drawn.keys() - have.keys()):
            week = day.isocalendar()[:2]
            if max(drawn) - day < _EVERY_DAY_FOR or week not in weeks:
                exact = shapely.set_precision(drawn[day], 10.0**-_DECIMALS)
                _write(home / f"{day}.json", {"held": mapping(exact), **terms})
                weeks.add(week)
                new += 1
        if one.holders is not None:
            runs = {
                str(geonames_id): [[day.isoformat(), holder] for day, holder in of]
                for geonames_id, of in one.holders(files[0], war).items()
            }
            content = {"runs": runs, **terms}
            if not have or _read(have[max(have)]) != content:
                _write(home / f"{now.date()}.json", content)
                new += 1
    except OSError as error:
        raise StoreError(
            f"{home}: maps cannot be saved ({error.strerror}). Make it a folder that can be written."
        ) from error
    return new


def source_of(war: War, kind: MapKind) -> Source | None:
    """The source whose maps of a kind are drawn; None where the war's channels.toml names none.

    A war without any [[map]] in it takes the first that it lists, else any there is.
    """
    if war.channels.maps:
        return next((source(m.source) for m in war.channels.maps if m.kind == kind), None)
    drawing = [s for s in SOURCES if (s.polygons if kind == "polygons" else s.holders)]
    drawing.sort(key=lambda s: s.name not in war.sources)
    return drawing[0] if drawing else None


@dataclass(frozen=True)
class Polygons:
    """The newest map of polygons that was known by a day."""

    day: date
    held: Any


def polygons(folder: Path, war: War, by: date) -> Polygons | None:
    """The war's map of polygons as known by a day; None if none was, or none was pulled.

    Raises:
        StoreError: the file is damaged.
    """
    known = polygon_days(folder, war, by)
    return Polygons(known[-1], polygons_of(folder, war, known[-1])) if known else None


def polygon_days(folder: Path, war: War, by: date) -> list[date]:
    """Days of the maps of polygons that were known by a day, oldest first."""
    drawn = source_of(war, "polygons")
    if drawn is None:
        return []
    lag = timedelta(days=drawn.lag_days)
    return [day for day in _days(_home(folder, war, drawn.name)) if day + lag <= by]


def polygons_of(folder: Path, war: War, day: date) -> Any:
    """What the first side held by the map of a day, as `polygon_days` lists them.

    Raises:
        StoreError: the file is damaged.
    """
    drawn = source_of(war, "polygons")
    assert drawn is not None
    path = _days(_home(folder, war, drawn.name))[day]
    try:
        return shape(_read(path)["held"])
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        raise _damaged(path) from error


def settlements(folder: Path, war: War, by: date) -> Holders:
    """Runs of control by settlement, as the newest copy in hand by a day has them.

    The publisher revises in place: of a day before the first copy, that copy tells.
    """
    drawn = source_of(war, "settlements")
    copies = {} if drawn is None else _days(_home(folder, war, drawn.name))
    if not copies:
        return {}
    in_hand = [day for day in copies if day <= by]
    path = copies[in_hand[-1] if in_hand else min(copies)]
    return _holders(path, path.stat().st_mtime_ns)


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


@functools.lru_cache(maxsize=2)
def _holders(path: Path, _changed_ns: int) -> Holders:
    try:
        return {
            int(geonames_id): tuple((date.fromisoformat(day), str(held)) for day, held in runs)
            for geonames_id, runs in _read(path)["runs"].items()
        }
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(path) from error
