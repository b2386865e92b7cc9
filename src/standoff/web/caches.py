"""The two caches of the server: answers as text, on disk, and finished responses, in memory.

Both compute once for all who ask for the same thing at once.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from standoff.forecast.posterior_cache import write_whole

HTML = "text/html; charset=utf-8"
JSON = "application/json"
JSON_LINES = "application/jsonl"
CSV = "text/csv; charset=utf-8"
SVG = "image/svg+xml"
PNG = "image/png"

_MOST_CHARACTERS = 60_000_000
_MOST_FILES = 1500
"""About 45 KB each: five years of weeks for several wars."""

_MOST_BYTES = 64_000_000
_GZIP_FROM = 600


@dataclass
class TextCache:
    """Texts that take seconds to make, by what they are made of: in memory, then on disk.

    Attributes:
        folder: of the files.
    """

    folder: Path
    _texts: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _size: int = 0
    _making: dict[str, threading.Lock] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def text(self, of: str, make: Callable[[], str]) -> str:
        """The text made of this; of many who ask at once one makes it.

        Raises:
            Whatever `make` raises; nothing is cached then.
        """
        key = hashlib.sha256(of.encode()).hexdigest()
        found = self._texts.get(key)
        if found is not None:
            return found
        with self._one_at_a_time(key):
            found = self._texts.get(key)
            if found is None:
                found = self._read(key)
            if found is None:
                found = make()
                self._write(key, found)
            with self._lock:
                self._size += len(found) - len(self._texts.pop(key, ""))
                self._texts[key] = found
                while self._size > _MOST_CHARACTERS and len(self._texts) > 1:
                    self._size -= len(self._texts.popitem(last=False)[1])
        return found

    def has(self, of: str) -> bool:
        """Whether the text made of this is in the cache."""
        key = hashlib.sha256(of.encode()).hexdigest()
        return key in self._texts or self._file(key).is_file()

    @contextmanager
    def _one_at_a_time(self, key: str) -> Iterator[None]:
        with self._lock:
            lock = self._making.setdefault(key, threading.Lock())
        with lock:
            yield
        with self._lock:
            self._making.pop(key, None)

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
            files = list(self.folder.glob("*.gz"))
            if len(files) > _MOST_FILES:
                files.sort(key=lambda path: path.stat().st_mtime)
                for oldest in files[:-_MOST_FILES]:
                    oldest.unlink(missing_ok=True)
        except OSError:
            # A cache that cannot be written costs time and nothing else.
            return


@dataclass(frozen=True)
class CachedResponse:
    """A body, also compressed by gzip (b"" where that does not pay), with its headers."""

    body: bytes
    gzipped: bytes
    kind: str
    etag: str
    file: str = ""

    def __len__(self) -> int:
        return len(self.body) + len(self.gzipped)

    def to(self, request: Request) -> Response:
        """The response to one request: compressed if it takes that, empty if it has the same."""
        headers = {"ETag": self.etag, "Vary": "Accept-Encoding", "Cache-Control": "no-cache"}
        if self.file:
            headers["Content-Disposition"] = f'attachment; filename="{self.file}"'
        if request.headers.get("if-none-match") == self.etag:
            return Response(status_code=304, headers=headers)
        if self.gzipped and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self.gzipped, headers=headers, media_type=self.kind)
        return Response(self.body, headers=headers, media_type=self.kind)


def cached_response(content: str | bytes, kind: str, file: str = "") -> CachedResponse:
    """A response ready to be sent any number of times.

    Args:
        content: the body.
        kind: its media type.
        file: the name to save it under; "" for what is shown.
    """
    body = content.encode() if isinstance(content, str) else content
    small = len(body) < _GZIP_FROM or kind == PNG
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return CachedResponse(body, b"" if small else gzip.compress(body, 5, mtime=0), kind, etag, file)


@dataclass
class ResponseCache:
    """The latest finished responses, by address and by what they rest on."""

    _finished: OrderedDict[Hashable, CachedResponse] = field(default_factory=OrderedDict)
    _making: dict[Hashable, asyncio.Task[CachedResponse]] = field(default_factory=dict)
    _size: int = 0

    async def get(
        self, key: Hashable, make: Callable[[], CachedResponse], patience_s: float | None = None
    ) -> CachedResponse:
        """A response out of the cache, or made in a thread, once for all who ask for it meanwhile.

        Args:
            key: what it is of.
            make: makes it.
            patience_s: how long to wait for it, seconds; None waits until it is made.

        Raises:
            TimeoutError: it is not made yet; it goes on being made.
            Whatever `make` raises; nothing is cached then.
        """
        found = self._finished.get(key)
        if found is not None:
            self._finished.move_to_end(key)
            return found
        task = self._making.get(key)
        if task is None:
            task = asyncio.create_task(run_in_threadpool(make))
            self._making[key] = task
            task.add_done_callback(lambda done: self._finish(key, done))
        # One reader who leaves does not take the answer from the others.
        return await asyncio.wait_for(asyncio.shield(task), patience_s)

    def _finish(self, key: Hashable, task: asyncio.Task[CachedResponse]) -> None:
        del self._making[key]
        if task.cancelled() or task.exception():
            return
        self._finished[key] = task.result()
        self._size += len(task.result())
        while self._size > _MOST_BYTES and len(self._finished) > 1:
            self._size -= len(self._finished.popitem(last=False)[1])
