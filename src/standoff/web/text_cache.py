"""Texts that take seconds to make: in memory, on disk, or made on the way, once for all who ask."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from standoff.forecast.posterior_cache import write_whole

_MOST_CHARACTERS = 60_000_000
_MOST_FILES = 1500
"""About 45 KB each: five years of weeks for several wars."""


@dataclass
class TextCache:
    """Texts by what they are made of.

    Attributes:
        folder: where they are kept between runs.
    """

    folder: Path
    _texts: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _size: int = 0
    _making: dict[str, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def text(self, of: str, make: Callable[[], str]) -> str:
        """The text made of this; of many who ask at once one makes it.

        Raises:
            Whatever `make` raises; nothing is kept then.
        """
        key = hashlib.sha256(of.encode()).hexdigest()
        found = self._texts.get(key)
        if found is not None:
            return found
        with self._alone(key):
            found = self._texts.get(key)
            if found is None:
                found = self._read(key)
            if found is None:
                found = make()
                self._write(key, found)
            self._remember(key, found)
        return found

    def has(self, of: str) -> bool:
        """Whether the text made of this is at hand."""
        key = hashlib.sha256(of.encode()).hexdigest()
        return key in self._texts or self._file(key).is_file()

    @contextmanager
    def _alone(self, key: str) -> Iterator[None]:
        with self._lock:
            lock = self._making.setdefault(key, threading.Lock())
        with lock:
            yield
        with self._lock:
            self._making.pop(key, None)

    def _remember(self, key: str, text: str) -> None:
        with self._lock:
            self._size += len(text) - len(self._texts.pop(key, ""))
            self._texts[key] = text
            while self._size > _MOST_CHARACTERS and len(self._texts) > 1:
                self._size -= len(self._texts.popitem(last=False)[1])

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.gz"

    def _read(self, key: str) -> str | None:
        try:
            return gzip.decompress(self._file(key).read_bytes()).decode()
        except (OSError, EOFError, ValueError):
            # A damaged file of a cache is made again.
            return None

    def _write(self, key: str, text: str) -> None:
        def pack(out: BinaryIO) -> None:
            out.write(gzip.compress(text.encode(), compresslevel=5, mtime=0))

        try:
            write_whole(self._file(key), pack)
            for old in self._oldest():
                old.unlink(missing_ok=True)
        except OSError:
            # A cache that cannot be written costs time and nothing else.
            return

    def _oldest(self) -> list[Path]:
        """The files past the most that are kept, by the time they were written."""
        files = list(self.folder.glob("*.gz"))
        if len(files) <= _MOST_FILES:
            return []
        return sorted(files, key=lambda path: path.stat().st_mtime)[:-_MOST_FILES]
