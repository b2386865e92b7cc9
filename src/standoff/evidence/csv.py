"""Claims as CSV: the form of a shipped record, and of what `standoff claims` prints."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from standoff.domain.claim import SCHEMA, Claim
from standoff.domain.war import War
from standoff.errors import BadRow, BadRowsError
from standoff.evidence.validation import Sourced, split

COLUMNS = tuple(f.name for f in SCHEMA if f.name != "claim_id")
CHANNEL_MARK = " < "
_LIST_MARK = "; "
_NUMBERS = ("low", "value", "high", "likelihood_low", "likelihood_high")
_NEEDED = ("quantity", "happened_from", "happened_to", "unit", "source", "known_at")


def write(claims: Iterable[Claim], with_id: bool = False) -> str:
    """Claims as CSV text with a header; `with_id` puts claim_id first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    # Where lines end in "\n" the library leaves a "\r" bare, which readers take for the end of a row.
    careful = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow((("claim_id",) if with_id else ()) + COLUMNS)
    for claim in claims:
        row = [_cell(name, getattr(claim, name)) for name in COLUMNS]
        line = [claim.claim_id, *row] if with_id else row
        (careful if any("\r" in cell for cell in row) else writer).writerow(line)
    return out.getvalue()


def read(path: Path, war: War, now: datetime) -> list[Claim]:
    """The claims of a CSV file.

    Args:
        path: a file with the columns of `COLUMNS`; those it lacks are empty.
        war: the war they are about, where the column is empty.
        now: time of the check, UTC.

    Raises:
        BadRowsError: some rows are no claims; it carries all of them.
    """
    rows: list[Sourced] = []
    bad: list[BadRow] = []
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        found = list(enumerate(reader, start=2))
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 at byte {error.start:,}"
        raise BadRowsError([BadRow(path.name, 1, "file", reason, "Save it as UTF-8.")]) from error
    except csv.Error as error:
        fault = BadRow(path.name, 1, "file", f"not CSV ({error})", "Save it as CSV.")
        raise BadRowsError([fault]) from error
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        raise BadRowsError(
            [BadRow(path.name, 1, n, f"no column {n!r}", "Add the column.") for n in missing]
        )
    for number, row in found:
        cells: dict[str, Any] = {}
        faults = []
        if None in row or None in row.values():
            size = "more" if None in row else "fewer"
            faults.append(("row", f"{size} cells than the header has"))
        for name in COLUMNS if not faults else ():
            text = row.get(name, "").strip()
            parse, wanted = _PARSERS.get(name, (str, "text"))
            try:
                cells[name] = parse(text)
            except ValueError:
                faults.append((name, f"{text!r} is not {wanted}"))
        bad += [BadRow(path.name, number, *fault, "Correct the row.") for fault in faults]
        if not faults:
            claim = Claim(**{**cells, "war": cells["war"] or war.name})
            rows.append(Sourced(claim, path.name, number))
    good, faulty = split(rows, war, now)
    if bad or faulty:
        raise BadRowsError(sorted([*bad, *faulty], key=lambda fault: fault.row))
    return good


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return (CHANNEL_MARK if name == "channel" else _LIST_MARK).join(value)
    if isinstance(value, datetime):
        stamp = value.astimezone(UTC)
        whole_day = stamp.time() == datetime.min.time()
        return f"{stamp:%Y-%m-%d}" if whole_day else f"{stamp:%Y-%m-%dT%H:%M:%S.%fZ}"
    if isinstance(value, float):
        return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else repr(value)
    return str(value)


def _one_of(text: str, values: Mapping[str, object]) -> object:
    if text not in values:
        raise ValueError
    return values[text]


def _stamp(text: str) -> datetime:
    """A date is 00:00 UTC of its day; a time without a zone is UTC."""
    stamp = datetime.fromisoformat(text)
    return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)


_DAY = (date.fromisoformat, "a date like 2022-02-24")
_FLAGS = {"": False, "true": True, "false": False}
_PARSERS: dict[str, tuple[Callable[[str], Any], str]] = {
    "happened_from": _DAY,
    "happened_to": _DAY,
    **dict.fromkeys(_NUMBERS, (lambda text: float(text) if text else None, "a number like 1234.5")),
    **dict.fromkeys(
        ("span_from", "span_to"), (lambda text: int(text) if text else None, "a whole number")
    ),
    **dict.fromkeys(("anonymous", "negated"), (partial(_one_of, values=_FLAGS), "true or false")),
    "channel": (lambda text: tuple(filter(None, text.split(CHANNEL_MARK))), "a list"),
    **dict.fromkeys(
        ("derived_from", "parties", "details"),
        (lambda text: tuple(filter(None, text.split(_LIST_MARK))), "a list"),
    ),
    "known_at": (_stamp, "a date like 2022-02-24, or a time in UTC"),
    "vintage": (
        partial(_one_of, values={"observed": "observed", "assumed": "assumed"}),
        "observed or assumed",
    ),
}
