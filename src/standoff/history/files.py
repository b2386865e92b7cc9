"""Read and check the tables of past wars."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from standoff.errors import SourceError

PULL_AGAIN = "Fetch it again; if it stays so, the publisher changed the file."

Row = dict[str, str]


def text_of(path: Path) -> str:
    """The file's text, without a byte order mark.

    Raises:
        SourceError: it cannot be read, is empty, not UTF-8, or a web page in place of data.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise SourceError(
            f"{path.name}: cannot be read ({error.strerror}). {PULL_AGAIN}"
        ) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SourceError(f"{path.name} row {line}: not UTF-8. {PULL_AGAIN}") from error
    if not text.strip():
        raise SourceError(f"{path.name}: the file is empty. {PULL_AGAIN}")
    if text.lstrip()[:1] == "<" or "\x00" in text:
        raise SourceError(f"{path.name} row 1: a web page or binary in place of data. {PULL_AGAIN}")
    return text


def table(path: Path, needed: Sequence[str], separator: str = ",") -> list[tuple[int, Row]]:
    """Rows by column name, each with its row number (the header is row 1).

    Args:
        path: the file.
        needed: columns without which it is not the file it should be.
        separator: between fields; a space stands for any run of blanks.

    Raises:
        SourceError: a column is missing, there are no rows, or a row has too few or many fields.
    """
    text = text_of(path)
    if separator == " ":
        rows = [line.split() for line in text.splitlines()]
    else:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except csv.Error as error:
            raise SourceError(f"{path.name}: not CSV ({error}). {PULL_AGAIN}") from error
    lines = [(number, row) for number, row in enumerate(rows, start=1) if row]
    header = [name.strip() for name in lines[0][1]]
    missing = [name for name in needed if name not in header]
    if missing:
        raise SourceError(f"{path.name} row 1: no column {missing[0]!r}. {PULL_AGAIN}")
    if len(lines) == 1:
        raise SourceError(f"{path.name}: a header and no rows. {PULL_AGAIN}")
    for number, line in lines[1:]:
        if len(line) != len(header):
            raise SourceError(
                f"{path.name} row {number}: {len(line)} of {len(header)} fields; "
                f"the file is cut short or damaged. {PULL_AGAIN}"
            )
    return [(number, dict(zip(header, line, strict=True))) for number, line in lines[1:]]


def bad_cell(path: Path, row: int, column: str, cell: str, wanted: str) -> SourceError:
    """The error for a cell that is not what its column holds."""
    return SourceError(f"{path.name} row {row}: {column}: {cell[:40]!r} is {wanted}. {PULL_AGAIN}")


def number_in(path: Path, row: int, column: str, cells: Row) -> float:
    """The number in a cell.

    Raises:
        SourceError: the cell holds no finite number.
    """
    cell = cells[column].strip()
    try:
        value = float(cell)
    except ValueError:
        raise bad_cell(path, row, column, cell, "no number") from None
    if not math.isfinite(value):
        raise bad_cell(path, row, column, cell, "no finite number")
    return value


def day_in(path: Path, row: int, column: str, cells: Row) -> date:
    """The date in a cell, as 2003-03-20 or 20/03/2003 (the day first, never the month).

    Raises:
        SourceError: the cell holds no such date.
    """
    cell = cells[column].strip()
    try:
        if "/" not in cell:
            return date.fromisoformat(cell)
        day, month, year = cell.split("/")
        return date(int(year), int(month), int(day))
    except ValueError:
        raise bad_cell(path, row, column, cell, "no date (yyyy-mm-dd or dd/mm/yyyy)") from None
