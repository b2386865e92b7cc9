"""Files by URL: streamed, checked, cached; resumed after a broken transfer; never half a file.

A folder of files can stand in for raw.githubusercontent.com (`client(mirror)`). It replaces the
network below the HTTP client, so everything here runs on it unchanged.
"""

from __future__ import annotations

import email.utils
import errno
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from standoff._version import __version__
from standoff.errors import AbsentFileError, FetchError
from standoff.formatting import amount
from standoff.ingest import cache as _cache
from standoff.ingest.mirror import CommitLists, Mirror

MIRRORED = "https://raw.githubusercontent.com"
COMMITS = "https://api.github.com"
ATTEMPTS = 4
_GONE_AFTER = timedelta(days=21)
LONGEST_WAIT_S = 120.0
"""Where a host asks for a longer wait, the fetch ends with an error that says so."""

Progress = Callable[[int, int | None], None]
"""Told bytes so far, and bytes in all where the host says."""

_BUSY = frozenset({408, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Fetched:
    """A whole file.

    Attributes:
        path: where it is.
        url: where it came from.
        sha256: of its bytes, hexadecimal.
        size: bytes.
        fetched_at: when these bytes came, UTC.
        unchanged: the publisher said that the copy of `fetched_at` still stands.
    """

    path: Path
    url: str
    sha256: str
    size: int
    fetched_at: datetime
    unchanged: bool


@dataclass(frozen=True)
class _Order:
    """One call of `fetch`: what to get, what is there already, and by what means."""

    slot: _cache.Slot
    cached: _cache.CacheEntry | None
    client: httpx.Client
    now: datetime
    on_bytes: Progress


class _BrokenTransferError(Exception):
    """The transfer ended early or oddly and is worth another attempt, after `wait_s` if told."""

    def __init__(self, reason: str, wait_s: float | None = None) -> None:
        self.wait_s = wait_s
        super().__init__(reason)


def client(mirror: Path | None = None) -> httpx.Client:
    """A client for `fetch`; with `mirror`, raw.githubusercontent.com is served from that folder.

    Args:
        mirror: holds OWNER/REPO/BRANCH/PATH as the host serves them.

    Raises:
        FetchError: the mirror is no folder.
    """
    mounts: dict[str, httpx.BaseTransport] = {}
    if mirror is not None:
        if not mirror.is_dir():
            raise FetchError(f"{mirror}: no folder to serve files from. Correct its path.")
        mounts[MIRRORED] = Mirror(mirror)
        mounts[COMMITS] = CommitLists(mirror.parent / "vintages")
    return httpx.Client(
        headers={
            "User-Agent": f"standoff/{__version__}",
            # Plain bytes: lengths and ranges then mean the file itself, so a part can be resumed.
            "Accept-Encoding": "identity",
        },
        timeout=httpx.Timeout(30.0, connect=10.0),
        follow_redirects=True,
        mounts=mounts,
    )


def fetch(
    url: str,
    *,
    cache: Path,
    client: httpx.Client,
    now: datetime,
    on_bytes: Progress | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Fetched:
    """The file at a URL, whole: fetched, or the cached copy if the publisher says it stands.

    Args:
        url: http or https.
        cache: folder of the cache; made if it is not there.
        client: as `client` makes it.
        now: the time of the fetch, UTC.
        on_bytes: called with bytes so far and bytes in all (None: not known) as they come.
        sleep: waits between attempts, s.

    Raises:
        FetchError: it cannot be fetched or written; what came of it waits to be resumed.
    """
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchError(f"{url}: no address ({error}). Correct it.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise FetchError(f"{url}: no address that starts with https://. Correct it.")
    slot = _cache.slot(cache, url)
    try:
        with _cache.alone(slot):
            cached = _cache.cached(slot)
            order = _Order(slot, cached, client, now, on_bytes or (lambda _done, _whole: None))
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return _attempt(order)
                except (_BrokenTransferError, httpx.TransportError) as error:
                    wait_s = getattr(error, "wait_s", None)
                    if attempt == ATTEMPTS or (wait_s or 0.0) > LONGEST_WAIT_S:
                        raise FetchError(_gave_up(order, error, attempt)) from error
                    sleep(2.0 ** (attempt - 1) if wait_s is None else wait_s)
                except httpx.HTTPError as error:
                    raise FetchError(_gave_up(order, error, attempt)) from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        todo = "Free some space" if full else "Make it a folder that can be written"
        reason = error.strerror or type(error).__name__
        raise FetchError(
            f"{url}: the file cannot be saved in {cache} ({reason}). {todo}, or name another."
        ) from error
    raise AssertionError("the last attempt returns or raises")


def kept(url: str, cache: Path) -> Fetched | None:
    """The cached copy of a file that does not change once it is there, without asking; else None."""
    slot = _cache.slot(cache, url)
    entry = _cache.cached(slot)
    return None if entry is None else _fetched(slot, entry, unchanged=True)


def gone(url: str, cache: Path, now: datetime) -> bool:
    """Whether the publisher has been without a file for weeks, so that it need not be asked again."""
    since = _cache.absent_since(_cache.slot(cache, url))
    return since is not None and now - since > _GONE_AFTER


def _attempt(order: _Order) -> Fetched:
    slot, headers = order.slot, {}
    size, known = _cache.part_size(slot), _cache.part_validator(slot)
    if size and known:
        # Asks for the rest of the part, if the file is still the same.
        headers = {"Range": f"bytes={size}-", "If-Range": known}
    else:
        _cache.discard_part(slot)
    if not headers and order.cached is not None:
        # Asks for the file only if it is not the cached one.
        etag, modified = order.cached.etag, order.cached.last_modified
        headers = {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": modified} if modified and not etag else {}
    with order.client.stream("GET", slot.url, headers=headers) as response:
        if response.status_code == 304 and order.cached:
            return _fetched(slot, order.cached, unchanged=True)
        _refuse(order, response)
        _receive(order, response)
    etag, modified = (str(response.headers.get(n, "")) for n in ("etag", "last-modified"))
    entry = _cache.keep(slot, etag, modified, order.now.astimezone(UTC).isoformat())
    return _fetched(slot, entry, unchanged=False)


def _fetched(slot: _cache.Slot, entry: _cache.CacheEntry, *, unchanged: bool) -> Fetched:
    return Fetched(slot.file, slot.url, entry.sha256, entry.size, entry.came, unchanged)


def _refuse(order: _Order, response: httpx.Response) -> None:
    """Raise unless the answer carries the file, or the rest of it."""
    status = f"{response.status_code} {response.reason_phrase}".strip()
    if response.status_code == 416:
        _cache.discard_part(order.slot)
        raise _BrokenTransferError("the rest of an earlier transfer is no longer served")
    if response.status_code in _BUSY:
        wait_s = _retry_after_s(response, order.now)
        raise _BrokenTransferError(f"the host answers {status}", wait_s)
    if response.status_code not in (200, 206):
        absent = response.status_code in (404, 410)
        if absent:
            _cache.mark_absent(order.slot, order.now)
        raise (AbsentFileError if absent else FetchError)(
            f"{order.slot.url}: the host answers {status}. The file has moved or is not public; "
            f"look for it at its publisher.{_copy(order)}"
        )


def _receive(order: _Order, response: httpx.Response) -> None:
    """Stream the body into the part; what came stays there for the next attempt."""
    slot, start = order.slot, _start(order.slot, response)
    done = start
    told = response.headers.get("content-length", "")
    expected = int(told) if told.isdigit() else None
    whole = None if expected is None else start + expected
    encoded = response.headers.get("content-encoding", "identity") != "identity"
    if start == 0:
        # Weak tags and encodings prove nothing of a later piece.
        etag = response.headers.get("etag", "")
        strong = "" if etag.startswith("W/") else etag
        _cache.begin_part(
            slot, "" if encoded else strong or str(response.headers.get("last-modified", ""))
        )
    with slot.part.open("ab") as part:
        order.on_bytes(done, whole)
        for chunk in response.iter_bytes():
            part.write(chunk)
            done += len(chunk)
            order.on_bytes(done, whole)
    # Of an encoded body the host told the length that it had on the way, not ours.
    came = response.num_bytes_downloaded if encoded else done - start
    if expected is not None and came != expected:
        if came > expected:
            _cache.discard_part(slot)
        raise _BrokenTransferError(f"{amount(came)} of {amount(expected)} bytes came")


def _start(slot: _cache.Slot, response: httpx.Response) -> int:
    """The byte at which the body starts, which must be where the part ends."""
    if response.status_code == 200:
        return 0
    size = _cache.part_size(slot)
    piece = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("content-range", ""))
    if piece is None or size == 0 or int(piece[1]) != size:
        _cache.discard_part(slot)
        raise _BrokenTransferError("the host sent a piece that does not fit")
    return size


def _retry_after_s(response: httpx.Response, now: datetime) -> float | None:
    told = response.headers.get("retry-after", "")
    if told.isdigit():
        return float(told)
    try:
        until = email.utils.parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now) / timedelta(seconds=1))


def _gave_up(order: _Order, error: Exception, attempts: int) -> str:
    times = f"after {attempts} attempts" if attempts > 1 else "at the first attempt"
    reason = " ".join(str(error).split()) or type(error).__name__
    asked_s = getattr(error, "wait_s", None)
    when = f"in {asked_s:,.0f} s" if asked_s else "when the host can be reached"
    return f"{order.slot.url}: not fetched {times} ({reason}). Try again {when}.{_copy(order)}"


def _copy(order: _Order) -> str:
    """A sentence on the copy that was not used, if any: old data never passes as new."""
    if order.cached is None:
        return ""
    days = (order.now - order.cached.came).days
    age = {0: "less than a day old", 1: "1 day old"}.get(days, f"{days} days old")
    return f" A copy in the cache, {age}, was not used; claims pulled before stay as they are."
