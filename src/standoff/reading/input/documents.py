"""What is named on the command line to documents: a file, a folder, a web archive, an address."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from standoff.errors import FetchError, ReportError
from standoff.reading.input import article
from standoff.reading.input.data_files import kind_of_data
from standoff.reading.input.decoding import decode
from standoff.reading.records import Document

if TYPE_CHECKING:
    import httpx

SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".warc", ".warc.gz")
"""What a folder is searched for; a file that is named by itself may be called anything."""

MAX_BYTES = 16 * 2**20
_OF_DATA = "Claims of a table stand in the record.csv of a war: docs/add-a-war.md."
_ARCHIVES = (".warc", ".warc.gz")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


@dataclass(frozen=True)
class Failed:
    """A report that could not be read, and why: what, where and the way out in one line."""

    file: str
    reason: str


@dataclass(frozen=True)
class PassedOver:
    """How many files of a folder are no reports by their names."""

    folder: str
    files: int


Item = Document | Failed | PassedOver


def documents(name: str, http: httpx.Client | None, standard_input: BinaryIO) -> Iterator[Item]:
    """The documents that a name stands for, a folder's in the order of their paths.

    Args:
        name: a file, a folder, an address, or "-".
        http: as `address.client` makes it; None to have it made where the name is an address.
        standard_input: what "-" reads.

    Yields:
        A document, or what is wrong with it, which leaves the others alone; of a folder, too, how
        many files were passed over.
    """
    # Anything else is a file, "C:/report.txt" too.
    url = "://" in name and re.match(r"[a-z][a-z0-9+.-]+:", name, re.IGNORECASE)
    if name == "-":
        yield from _one("-", standard_input.read(MAX_BYTES + 1))
        return
    if url:
        yield from _at(name, http)
        return
    path = Path(name)
    if not path.is_dir():
        yield from _file(path)
        return
    files = [
        one
        for one in sorted(path.rglob("*"))
        if one.is_file() and not any(p.startswith(".") for p in one.relative_to(path).parts)
    ]
    reports = [one for one in files if one.name.lower().endswith(SUFFIXES)]
    if not reports:
        looked = ", ".join(SUFFIXES)
        yield Failed(str(path), f"{path}: no report in it ({looked}). Name another folder.")
    elif len(reports) < len(files):
        yield PassedOver(str(path), len(files) - len(reports))
    for one in reports:
        yield from _file(one)


def stated(document: Document, published: date | None, outlet: str) -> Document:
    """The document with the date and outlet that a person gave, which win over its own."""
    return replace(
        document,
        published=published or document.published,
        outlet=outlet or document.outlet,
    )


def _file(path: Path) -> Iterator[Document | Failed]:
    try:
        with path.open("rb") as stream:
            if path.name.lower().endswith(_ARCHIVES):
                yield from _archive(str(path), stream)
                return
            body = stream.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Failed(str(path), f"{path}: cannot be opened ({reason}). Correct the name.")
        return
    yield from _one(str(path), body)


def _at(url: str, http: httpx.Client | None) -> Iterator[Document | Failed]:
    # A file needs no network, and this takes a tenth of a second to import.
    import httpx  # noqa: PLC0415

    from standoff.reading.input import address  # noqa: PLC0415

    try:
        with nullcontext(http) if http else address.client() as client:
            page = address.page(url, client)
    except FetchError as error:
        yield Failed(url, str(error))
        return
    if httpx.URL(page.url).path.lower().endswith(_ARCHIVES):
        yield from _archive(url, io.BytesIO(page.body))
        return
    yield from _one(url, page.body, page.url, page.charset, page.kind)


def _one(
    name: str, body: bytes, url: str = "", charset: str = "", kind: str = ""
) -> Iterator[Document | Failed]:
    """One document, or why it is none; `body` is all of it, or a byte more than it may have."""
    if len(body) > MAX_BYTES:
        size = f"more than {MAX_BYTES // 2**20} MiB, which no report has"
        yield Failed(name, f"{name}: {size}. Save the part to be read in a file.")
        return
    try:
        text, dropped = decode(name, body, charset)
        if data := kind_of_data(text):
            reason = f"holds {data}, data and no report. {_OF_DATA}"
            yield Failed(name, f"{name}: {reason}")
        elif kind in _PAGES or article.is_html(text):
            yield article.from_html(name, text, url, dropped)
        else:
            document = article.from_text(name, text, dropped)
            yield replace(document, url=document.url or url)
    except ReportError as error:
        yield Failed(name, str(error))


def _archive(name: str, stream: BinaryIO) -> Iterator[Document | Failed]:
    """The pages of a web archive, each named by the archive and its place in it."""
    # Only archives need it.
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    number, broken = 0, ""
    try:
        for record in ArchiveIterator(stream):
            headers = record.http_headers
            said = headers.get_header("Content-Type", "") if headers else ""
            kind = str(said).partition(";")[0].strip().lower()
            if record.rec_type != "response" or not kind.startswith(("text/", *_PAGES)):
                continue
            number += 1
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            body = record.content_stream().read(MAX_BYTES + 1)
            missing = getattr(record.raw_stream, "limit", 0)
            if missing and len(body) <= MAX_BYTES:
                broken = f"{missing:,} bytes of it are missing"
                break
            yield from _one(f"{name}#{number}", body, url, "", kind)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        broken = " ".join(str(error).split())[:80] or type(error).__name__
    if broken:
        reason = f"breaks off at page {number} ({broken}). Fetch it again."
        yield Failed(name, f"{name}: {reason}")
    elif number == 0:
        yield Failed(name, f"{name}: no page in this archive. Name another.")
