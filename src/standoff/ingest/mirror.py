"""A folder of files that stands in for a host, below the HTTP client."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import httpx


class Mirror(httpx.BaseTransport):
    """Answers requests out of a folder, as the host would: 200, 304 or 404.

    A URL's path, decoded, is the path under the folder; one that leads out of it is not found.
    """

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The file asked for, with its SHA-256 as its tag."""
        parts = request.url.path.split("/")[1:]
        path = None
        if not any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
            path = self._root.joinpath(*parts).resolve()
        if path is None or not (path.is_relative_to(self._root) and path.is_file()):
            return httpx.Response(404, extensions={"reason_phrase": b"Not in the mirror"})
        try:
            content = path.read_bytes()
        except OSError as error:
            raise httpx.ReadError(f"{path}: {error.strerror}", request=request) from error
        etag = f'"{hashlib.sha256(content).hexdigest()}"'
        if request.headers.get("if-none-match") == etag:
            return httpx.Response(304, headers={"ETag": etag})
        return httpx.Response(200, headers={"ETag": etag}, content=content)


class CommitLists(httpx.BaseTransport):
    """Answers for lists of commits out of a folder of files OWNER--REPO.json."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The commits of a path, all on the first page."""
        parts = request.url.path.split("/")
        path, page = request.url.params.get("path", ""), request.url.params.get("page", "1")
        if len(parts) != 5 or not all(part.strip(".") for part in parts[2:4]):
            return httpx.Response(404)
        file = self._folder / f"{parts[2]}--{parts[3]}.json"
        if not file.is_file():
            return httpx.Response(404)
        rows = json.loads(file.read_text(encoding="utf-8")) if page == "1" else []
        return httpx.Response(200, json=[row for row in rows if row.get("path", path) == path])
