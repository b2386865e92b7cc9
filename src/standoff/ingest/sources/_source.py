"""What a source is, and how its files are opened: once, for all of them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from standoff.domain.claim import midnight
from standoff.domain.war import War
from standoff.errors import BadRow, SourceError
from standoff.evidence.validation import Sourced

PULL_AGAIN = "Pull it again; if it stays so, the publisher changed the file."
LEFT_OUT = "Left out; tell the publisher if it stays."

_FIGURE = re.compile(r"(\d{1,3}(,\d{3})+|\d{1,15})(\.\d+)?", re.ASCII)


@dataclass
class ParsedFile:
    """What a source's files hold.

    Attributes:
        rows: claims, each with the file and row it came from.
        bad: rows that could not be read as claims at all.
    """

    rows: list[Sourced] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)


Holders = dict[int, tuple[tuple[date, str], ...]]
"""By GeoNames id: from which day who held it, "" where nobody did."""


@dataclass(frozen=True)
class Map:
    """The polygons of one map: the day it shows, and what was held, degrees (lon, lat)."""

    day: date
    held: Any


@dataclass(frozen=True)
class History:
    """Where a public repository keeps every version of a file."""

    owner: str
    repo: str
    branch: str
    path: str


@dataclass(frozen=True)
class Source:
    """One outside source.

    Attributes:
        name: as people type it.
        title: what it is, with its publisher.
        urls: the files it consists of, in the order that `read` takes them; each must be there.
        licence: on what terms its data may be used, as stated by the publisher.
        lag_days: days from a figure's date to its publication, where the file does not say.
        quantities: what it makes claims about.
        errs: how it is known to err.
        read: files (`urls`, then `dated`, in their order) and war to claims.
        dated: addresses of files that come one a day or week, up to a day, oldest first. One that
            is not there was not published, and is not asked for once it has been absent for weeks;
            one that came once does not change.
        polygons: the map in a file, where its files are maps of polygons.
        holders: who held each settlement from which day, by GeoNames id, where its first file says.
        speaker: whose map it is, in a sentence; "" for a source that draws none.
        first: the first day that it draws; None where it is as old as the war.
        history: where every version of its one file is kept; None where nobody keeps them.
    """

    name: str
    title: str
    urls: tuple[str, ...]
    licence: str
    lag_days: int
    quantities: tuple[str, ...]
    errs: str
    read: Callable[[Sequence[Path], War], ParsedFile]
    dated: Callable[[date], tuple[str, ...]] = lambda _by: ()
    polygons: Callable[[Path], Map] | None = None
    holders: Callable[[Path, War], Holders] | None = None
    speaker: str = ""
    first: date | None = None
    history: History | None = None


def text_of(path: Path) -> str:
    """The file's text.

    Raises:
        SourceError: it is empty, not UTF-8, or a web page in place of data.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path.name}: not UTF-8 at byte {error.start:,}. {PULL_AGAIN}"
        ) from error
    if not text.strip():
        raise SourceError(f"{path.name}: the file is empty. {PULL_AGAIN}")
    if text.lstrip()[:1] == "<" or "\x00" in text:
        raise SourceError(f"{path.name}: a web page or binary in place of data. {PULL_AGAIN}")
    return text


def csv_rows(
    path: Path, needed: Sequence[str], bad: list[BadRow]
) -> list[tuple[int, dict[str, str]]]:
    """Rows of a CSV file by column name, each with its row number (the header is row 1).

    A row with too few or too many fields goes to `bad`: its cells are not where they seem.

    Raises:
        SourceError: a needed column is missing, there are no rows, or the last is cut short.
    """
    try:
        lines = list(csv.reader(io.StringIO(text_of(path), newline="")))
    except csv.Error as error:
        raise SourceError(f"{path.name}: not CSV ({error}). {PULL_AGAIN}") from error
    header = [name.strip() for name in lines[0]]
    missing = [name for name in needed if name not in header]
    if missing:
        raise SourceError(f"{path.name}: no column {missing[0]!r}. {PULL_AGAIN}")
    body = [(number, line) for number, line in enumerate(lines[1:], start=2) if line]
    if not body:
        raise SourceError(f"{path.name}: a header and no rows. {PULL_AGAIN}")
    number, last = body[-1]
    if len(last) < len(header):
        raise SourceError(
            f"{path.name} row {number}: {len(last)} of {len(header)} fields; "
            f"the file is cut short. {PULL_AGAIN}"
        )
    for number, line in body:
        if len(line) != len(header):
            reason = f"{len(line)} fields where the header has {len(header)}"
            bad.append(BadRow(path.name, number, "row", reason, LEFT_OUT))
    return [
        (number, dict(zip(header, line, strict=True)))
        for number, line in body
        if len(line) == len(header)
    ]


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
    except (RecursionError, ValueError) as error:
        # Nested without end, or a number of thousands of digits: JSON, but no data of anybody's.
        raise SourceError(f"{path.name}: not JSON that can be read. {PULL_AGAIN}") from error


def json_rows(path: Path, needed: Sequence[str]) -> list[tuple[int, dict[str, Any]]]:
    """The records of a JSON list, each with its number from 1.

    Raises:
        SourceError: it is no list of records, it is empty, or no record has a needed key.
    """
    records = json_of(path)
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise SourceError(f"{path.name}: not a list of records. {PULL_AGAIN}")
    if not records:
        raise SourceError(f"{path.name}: a list without records. {PULL_AGAIN}")
    for name in needed:
        if not any(name in record for record in records):
            raise SourceError(f"{path.name}: no key {name!r} in any record. {PULL_AGAIN}")
    return list(enumerate(records, start=1))


def figure(text: str) -> float:
    """The number in a cell, with thousands commas or without, at or above zero.

    Raises:
        ValueError: it is no such number; the message quotes it.
    """
    if not _FIGURE.fullmatch(text.strip()):
        raise ValueError(f"{text.strip()[:40]!r} is no number")
    return float(text.strip().replace(",", ""))


def known_after(day: date, lag_days: int) -> datetime:
    """When a figure about `day` is assumed to have been known: 00:00 UTC, `lag_days` later."""
    return midnight(day + timedelta(days=lag_days))
