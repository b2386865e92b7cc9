"""Claims as CSV: the form of a shipped record, and of what `standoff claims` prints."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from standoff.checks import Sourced, split
from standoff.claims import SCHEMA, Claim, Vintage
from standoff.errors import BadRow, BadRowsError
from standoff.war import War

COLUMNS = tuple(f.name for f in SCHEMA if f.name != "claim_id")
CHANNEL_MARK = " < "
_LIST_MARK = "; "
_NUMBERS = ("low", "value", "high", "likelihood_low", "likelihood_high")
_NEEDED = ("quantity", "happened_from", "happened_to", "unit", "source", "known_at")


def write(claims: Iterable[Claim], with_id: bool = False) -> str:
    """Claims as CSV text with a header; `with_id` puts claim_id first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((("claim_id",) if with_id else ()) + COLUMNS)
    for claim in claims:
        row = [_cell(name, getattr(claim, name)) for name in COLUMNS]
        writer.writerow([claim.claim_id, *row] if with_id else row)
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
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        reason = f"not UTF-8 at byte {error.start:,}"
        raise BadRowsError([BadRow(path.name, 1, "file", reason, "Save it as UTF-8.")]) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in _NEEDED if name not in (reader.fieldnames or ())]
    if missing:
        reason, way_out = f"no column {missing[0]!r}", "Add the column."
        raise BadRowsError([BadRow(path.name, 1, missing[0], reason, way_out)])
    for number, row in enumerate(reader, start=2):
        try:
            rows.append(Sourced(_claim(row, war), path.name, number))
        except ValueError as error:
            bad.append(BadRow(path.name, number, "row", str(error), "Correct the row."))
    good, faulty = split(rows, war, now)
    if bad or faulty:
        raise BadRowsError(sorted([*bad, *faulty], key=lambda fault: fault.row))
    return good


def _claim(row: dict[str, str], war: War) -> Claim:
    def text(name: str) -> str:
        return (row.get(name) or "").strip()

    return Claim(
        war=text("war") or war.name,
        quantity=text("quantity"),
        side=text("side"),
        place=text("place"),
        happened_from=date.fromisoformat(text("happened_from")),
        happened_to=date.fromisoformat(text("happened_to")),
        **{name: float(text(name)) if text(name) else None for name in _NUMBERS},
        unit=text("unit"),
        text=text("text"),
        speaker=text("speaker"),
        speaker_kind=text("speaker_kind"),
        anonymous=_flag(text("anonymous")),
        channel=_items(text("channel"), CHANNEL_MARK),
        origin=text("origin"),
        stance=text("stance"),
        negated=_flag(text("negated")),
        issue=text("issue"),
        source=text("source"),
        document=text("document"),
        span_from=int(text("span_from")) if text("span_from") else None,
        span_to=int(text("span_to")) if text("span_to") else None,
        derived_from=_items(text("derived_from"), _LIST_MARK),
        known_at=_stamp(text("known_at")),
        vintage=_vintage(text("vintage")),
        url=text("url"),
        licence=text("licence"),
    )


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


def _items(text: str, mark: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(mark) if part) if text else ()


def _flag(text: str) -> bool:
    if text not in ("", "true", "false"):
        raise ValueError(f"{text!r} is neither true nor false")
    return text == "true"


def _vintage(text: str) -> Vintage:
    if text == "observed":
        return "observed"
    if text == "assumed":
        return "assumed"
    raise ValueError(f"vintage {text!r} is neither observed nor assumed")


def _stamp(text: str) -> datetime:
    """A date is 00:00 UTC of its day; a time without a zone is UTC."""
    stamp = datetime.fromisoformat(text)
    return stamp.replace(tzinfo=UTC) if stamp.tzinfo is None else stamp.astimezone(UTC)
