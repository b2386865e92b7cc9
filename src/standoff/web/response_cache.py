"""Finished responses kept as bytes, packed once for all who ask for them."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

HTML = "text/html; charset=utf-8"
JSON = "application/json"
JSON_LINES = "application/jsonl"
CSV = "text/csv; charset=utf-8"
SVG = "image/svg+xml"
PNG = "image/png"

_MOST_BYTES = 64_000_000
_PACKED_FROM = 600


@dataclass(frozen=True)
class Packed:
    """A body, as it is and packed by gzip (b"" where that does not pay), with its headers."""

    body: bytes
    packed: bytes
    kind: str
    etag: str
    file: str = ""

    def response(self, request: Request) -> Response:
        """The response to one request: packed for whom that suits, empty for whom has it."""
        headers = {"ETag": self.etag, "Vary": "Accept-Encoding", "Cache-Control": "no-cache"}
        if self.file:
            headers["Content-Disposition"] = f'attachment; filename="{self.file}"'
        if request.headers.get("if-none-match") == self.etag:
            return Response(status_code=304, headers=headers)
        if self.packed and "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(self.packed, headers=headers, media_type=self.kind)
        return Response(self.body, headers=headers, media_type=self.kind)


def packed(content: str | bytes, kind: str, file: str = "") -> Packed:
    """A body packed.

    Args:
        content: the body.
        kind: its media type.
        file: the name to save it under; "" for what is shown.
    """
    body = content.encode() if isinstance(content, str) else content
    small = len(body) < _PACKED_FROM or kind == PNG
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return Packed(body, b"" if small else gzip.compress(body, 5, mtime=0), kind, etag, file)


@dataclass
class Responses:
    """The latest finished responses, by what was asked and of what."""

    _kept: OrderedDict[Hashable, Packed] = field(default_factory=OrderedDict)
    _making: dict[Hashable, asyncio.Task[Packed]] = field(default_factory=dict)
    _size: int = 0

    async def of(
        self, key: Hashable, make: Callable[[], Packed], patience_s: float | None = None
    ) -> Packed:
        """A response at hand, or made in a thread: once for all who ask for it meanwhile.

        Args:
            key: what it is of.
            make: makes it.
            patience_s: how long to wait for it, seconds; None waits until it is made.

        Raises:
            TimeoutError: it is not made yet; it goes on being made.
            Whatever `make` raises; nothing is kept then.
        """
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        task = self._making.get(key)
        if task is None:
            task = asyncio.create_task(run_in_threadpool(make))
            self._making[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))
        # One reader who leaves does not take the answer from the others.
        return await asyncio.wait_for(asyncio.shield(task), patience_s)

    def _finished(self, key: Hashable, task: asyncio.Task[Packed]) -> None:
        del self._making[key]
        if task.cancelled() or task.exception():
            return
        self._kept[key] = task.result()
        self._size += _size(task.result())
        while self._size > _MOST_BYTES and len(self._kept) > 1:
            self._size -= _size(self._kept.popitem(last=False)[1])


def _size(made: Packed) -> int:
    return len(made.body) + len(made.packed)
