"""What a source is, and how its files are opened: once, for all of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from standoff.checks import Sourced
from standoff.claims import midnight
from standoff.errors import BadRow, SourceError
from standoff.war import War

PULL_AGAIN = "Pull it again; if it stays so, the publisher changed the file."


@dataclass
class Reading:
    """What a source's files hold.

    Attributes:
        rows: claims, each with the file and row it came from.
        bad: rows that could not be read as claims at all.
    """

    rows: list[Sourced] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """One outside source.

    Attributes:
        name: as people type it.
        title: what it is, with its publisher.
        urls: the files it consists of, in the order that `read` takes them.
        licence: on what terms its data may be used, as stated by the publisher.
        lag_days: days from a figure's date to its publication, where the file does not say.
        quantities: what it makes claims about.
        errs: how it is known to err.
        read: files (in the order of `urls`) and war to claims.
    """

    name: str
    title: str
    urls: tuple[str, ...]
    licence: str
    lag_days: int
    quantities: tuple[str, ...]
    errs: str
    read: Callable[[Sequence[Path], War], Reading]


def text_of(path: Path) -> str:
    """The file's text.

    Raises:
        SourceError: it is empty, not UTF-8, or a web page in place of data.
    """
    raw = path.read_bytes()
    if not raw.strip():
        raise SourceError(f"{path.name}: the file is empty. {PULL_AGAIN}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path.name}: not UTF-8 at byte {error.start:,}. {PULL_AGAIN}"
        ) from error
    if text.lstrip()[:1] == "<" or "\x00" in text:
        raise SourceError(f"{path.name}: a web page or binary in place of data. {PULL_AGAIN}")
    return text


def csv_rows(path: Path, needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV file by column name, each with its row number (the header is row 1).

    Raises:
        SourceError: a needed column is missing, there are no rows, or the last is cut short.
    """
    rows = list(csv.reader(io.StringIO(text_of(path), newline="")))
    header = [name.strip() for name in rows[0]]
    missing = [name for name in needed if name not in header]
    if missing:
        raise SourceError(f"{path.name}: no column {missing[0]!r}. {PULL_AGAIN}")
    body = [(number, row) for number, row in enumerate(rows[1:], start=2) if row]
    if not body:
        raise SourceError(f"{path.name}: a header and no rows. {PULL_AGAIN}")
    number, last = body[-1]
    if len(last) < len(header):
        raise SourceError(
            f"{path.name} row {number}: {len(last)} of {len(header)} fields; "
            f"the file is cut short. {PULL_AGAIN}"
        )
    return [(number, dict(zip(header, row, strict=False))) for number, row in body]


def json_of(path: Path) -> Any:
    """The JSON value in a file.

    Raises:
        SourceError: it is no JSON; the message says where it breaks off.
    """
    try:
        return json.loads(text_of(path))
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{path.name} line {error.lineno}: not JSON ({error.msg}). {PULL_AGAIN}"
        ) from error


def known_after(day: date, lag_days: int) -> datetime:
    """When a figure about `day` is assumed to have been known: 00:00 UTC, `lag_days` later."""
    return midnight(day + timedelta(days=lag_days))
