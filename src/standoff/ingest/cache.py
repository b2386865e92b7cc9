"""Where fetched files are kept: one slot a URL, with what proves that the file is whole.

CACHE/3f9a…/estimates.csv    the file, whole, or not there
CACHE/3f9a….json             what it is: url, sha256, size, etag, fetched_at
CACHE/3f9a….part             what came of a transfer that broke
CACHE/3f9a….part.json        what proves that the rest belongs to it
CACHE/3f9a….absent           since when the publisher has been without the file, ISO 8601
CACHE/3f9a….lock             held while one process fetches
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)


@dataclass(frozen=True)
class CacheEntry:
    """What a cached file is.

    Attributes:
        url, sha256, size: of the file; size in bytes.
        etag, last_modified: the publisher's marks of this version; may be empty.
        fetched_at: when it came, UTC, ISO 8601.
    """

    url: str
    sha256: str
    size: int
    etag: str
    last_modified: str
    fetched_at: str

    @property
    def came(self) -> datetime:
        """`fetched_at` as a time."""
        return datetime.fromisoformat(self.fetched_at)


@dataclass(frozen=True)
class Slot:
    """Where one URL lives."""

    url: str
    file: Path
    entry: Path
    part: Path
    validator: Path
    absent: Path
    lock: Path


def slot(cache: Path, url: str) -> Slot:
    """The slot of a URL, whether or not there is anything in it."""
    # Two files of one name at two addresses are two; a folder each keeps the name readable.
    key = hashlib.sha256(url.encode()).hexdigest()[:16]
    name = unquote(urlsplit(url).path).rsplit("/", 1)[-1]
    readable = re.sub(r"[^\w. ()-]", "_", name).lstrip(". ")[:100] or "file"
    paths = [cache / f"{key}.{kind}" for kind in ("json", "part", "part.json", "absent", "lock")]
    return Slot(url, cache / key / readable, *paths)


@contextmanager
def alone(slot: Slot) -> Iterator[None]:
    """Hold the slot: another process waits, and then finds the file. A death releases it."""
    slot.file.parent.mkdir(parents=True, exist_ok=True)
    with slot.lock.open("ab") as lock:
        _lock(lock)
        yield


def cached(slot: Slot) -> CacheEntry | None:
    """The entry of a file whose bytes are still what they were; else None."""
    try:
        entry = CacheEntry(**_read(slot.entry))
        whole = entry.came.tzinfo is not None and _sha256(slot.file) == entry.sha256
    except (TypeError, ValueError, FileNotFoundError):
        return None
    return entry if whole and entry.url == slot.url else None


def keep(slot: Slot, etag: str, last_modified: str, fetched_at: str) -> CacheEntry:
    """Give the finished part its name.

    The file is renamed before its entry is written: a death in between leaves a file that fails
    its check and is fetched again, never one that passes as something else.
    """
    size, sha256 = slot.part.stat().st_size, _sha256(slot.part)
    entry = CacheEntry(slot.url, sha256, size, etag, last_modified, fetched_at)
    slot.part.replace(slot.file)
    _write(slot.entry, asdict(entry))
    slot.validator.unlink(missing_ok=True)
    return entry


def mark_absent(slot: Slot, now: datetime) -> None:
    """Remember since when the publisher has been without the file."""
    if absent_since(slot) is None:
        slot.absent.write_text(now.isoformat(), encoding="utf-8")


def absent_since(slot: Slot) -> datetime | None:
    """When the publisher was first found to be without the file; None if it never was."""
    try:
        return datetime.fromisoformat(slot.absent.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def begin_part(slot: Slot, if_range: str) -> None:
    """Start a part anew; `if_range` proves that the rest belongs to it, empty if nothing can."""
    discard_part(slot)
    _write(slot.validator, {"if_range": if_range})


def part_size(slot: Slot) -> int:
    """Bytes of the part, 0 without one."""
    return slot.part.stat().st_size if slot.part.exists() else 0


def part_validator(slot: Slot) -> str:
    """What proves that the rest belongs to the part; empty if nothing can."""
    known = _read(slot.validator).get("if_range", "")
    return known if isinstance(known, str) else ""


def discard_part(slot: Slot) -> None:
    """Forget what came of a broken transfer."""
    slot.part.unlink(missing_ok=True)
    slot.validator.unlink(missing_ok=True)


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(path: Path, content: dict[str, Any]) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(json.dumps(content, sort_keys=True, indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
