"""The General Staff of Ukraine: daily running totals of Russian losses, and each day's loss.

Two claims a day and quantity. The running total is as stated, from the war's first day. The day's
loss is made here: the difference of two totals less what the General Staff corrected in between,
since the totals hold the corrections already. The first total has no day's loss beside it: from
the war's first day, the two would be the same claim.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.errors import BadRow
from standoff.evidence.validation import Sourced
from standoff.ingest.sources._source import (
    LEFT_OUT,
    ParsedFile,
    Source,
    figure,
    json_rows,
    known_after,
)

_FOLDER = (
    "https://raw.githubusercontent.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset/main/data/"
)
_PERSONNEL = _FOLDER + "russia_losses_personnel.json"
_EQUIPMENT = _FOLDER + "russia_losses_equipment.json"
_CORRECTIONS = _FOLDER + "russia_losses_equipment_correction.json"

_ENTERED_ON = {date(2023, 5, 27): date(2023, 5, 28)}
"""Corrections that entered the totals on another day than their own.

The one dated 27 May 2023 takes 5 tanks out and adds 31 cruise missiles. On the 27th the tanks rose
by 3 and the missiles by 10; on the 28th the tanks fell by 2 and the missiles rose by exactly 31.
"""

_TOO_MANY = 1e9


@dataclass(frozen=True)
class _Series:
    """One quantity: the keys that are added up to it, and the file they stand in."""

    quantity: str
    unit: str
    keys: tuple[str, ...]
    url: str


_SERIES = (
    _Series("losses.personnel_total", "people", ("personnel",), _PERSONNEL),
    _Series("losses.tanks", "tanks", ("tank",), _EQUIPMENT),
    _Series("losses.armour", "vehicles", ("APC",), _EQUIPMENT),
    _Series("losses.artillery", "pieces", ("field artillery", "MRL"), _EQUIPMENT),
)


_LEAST_CHECKED, _WEEK_DAYS = 1000.0, 7
"""From this total on none doubles within a week: a digit has slipped."""


@dataclass(frozen=True)
class _Total:
    """A running total as stated on a day; `mark` is "about", "more" or empty."""

    file: str
    row: int
    day: date
    value: float
    parts: tuple[float, ...]
    mark: str


@dataclass(frozen=True)
class _Dated:
    """A record of which the date could be read."""

    row: int
    day: date
    record: dict[str, Any]


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """Running totals and daily losses of RU: personnel, tanks, armour, artillery."""
    personnel, equipment, corrections = files
    out = ParsedFile()
    corrected = _dated(corrections, ("date",), out)
    for path, url in ((personnel, _PERSONNEL), (equipment, _EQUIPMENT)):
        wanted = [s for s in _SERIES if s.url == url]
        records = _dated(path, ("date", *(key for s in wanted for key in s.keys)), out)
        for series in wanted:
            totals = _totals(series, path.name, records, out)
            taken_out = _corrections(series, corrections.name, corrected, out)
            out.rows += [Sourced(_stated(series, t, war), t.file, t.row) for t in totals]
            out.rows += _losses(series, totals, taken_out, war, out)
    return out


def _dated(path: Path, needed: Sequence[str], out: ParsedFile) -> list[_Dated]:
    """Records in the order of their dates, whatever order the file has them in."""
    dated = []
    for row, record in json_rows(path, needed):
        try:
            dated.append(_Dated(row, date.fromisoformat(str(record.get("date"))), record))
        except ValueError as error:
            out.bad.append(BadRow(path.name, row, "date", str(error), LEFT_OUT))
    return sorted(dated, key=lambda d: d.day)


def _totals(series: _Series, file: str, records: list[_Dated], out: ParsedFile) -> list[_Total]:
    """The stated totals, one a day; a day without a figure has none."""
    totals: list[_Total] = []
    for dated in records:
        try:
            given = _parts(series, dated.record)
        except ValueError as error:
            out.bad.append(BadRow(file, dated.row, series.keys[0], str(error), LEFT_OUT))
            continue
        if not given:
            continue
        mark = str(dated.record.get("personnel*", "")) if series.url == _PERSONNEL else ""
        total = _Total(file, dated.row, dated.day, sum(given), given, mark)
        if totals and totals[-1].day == total.day:
            if replace(totals[-1], row=total.row) != total:
                reason = f"{total.day} repeats row {totals[-1].row} with another figure"
                way_out = "The first was taken; tell the publisher if it is the wrong one."
                out.bad.append(BadRow(file, total.row, "date", reason, way_out))
            continue
        # Of the last two the larger: the last may itself have lost a digit.
        last = max(totals[-2:], key=lambda t: t.value, default=None)
        if last and last.value >= _LEAST_CHECKED and total.value > 2.0 * last.value:
            days = (total.day - last.day).days
            if days <= _WEEK_DAYS:
                reason = (
                    f"{total.value:,.0f} is more than twice the {last.value:,.0f} of {last.day}"
                )
                way_out = "Left out as a slip of the pen; tell the publisher if it is one."
                out.bad.append(BadRow(file, total.row, series.keys[0], reason, way_out))
                continue
        totals.append(total)
    return totals


def _corrections(
    series: _Series, file: str, records: list[_Dated], out: ParsedFile
) -> dict[date, float]:
    """What was corrected, by the day on which it entered the totals."""
    entered: dict[date, float] = {}
    for dated in records:
        try:
            parts = [_number(dated.record.get(key), signed=True) or 0.0 for key in series.keys]
        except ValueError as error:
            out.bad.append(BadRow(file, dated.row, series.keys[0], str(error), LEFT_OUT))
            continue
        day = _ENTERED_ON.get(dated.day, dated.day)
        entered[day] = entered.get(day, 0.0) + sum(parts)
    return entered


def _losses(
    series: _Series, totals: list[_Total], corrections: dict[date, float], war: War, out: ParsedFile
) -> Iterator[Sourced]:
    """The losses between consecutive totals, corrections taken out."""
    # After a fall the next loss counts from the total before it, if that has been passed again
    # (the fall was a slip of a day), else from the fallen one (the level was restated).
    bases: list[_Total] = []
    for total in totals:
        found = [
            (base, sum(n for day, n in corrections.items() if base.day < day <= total.day))
            for base in bases
        ]
        fits = [(b, c) for b, c in found if total.value - b.value - c >= 0]
        if fits:
            yield Sourced(_loss(series, *fits[0], total, war), total.file, total.row)
        elif found:
            base, correction = found[-1]
            why = f"its correction of {correction:+,.0f}" if correction else "no correction"
            explains = "does not explain it" if correction else "explains it"
            reason = (
                f"the total falls from {base.value:,.0f} to {total.value:,.0f} and {why} {explains}"
            )
            way_out = "The total stands as stated; no loss was made from it."
            out.bad.append(BadRow(total.file, total.row, series.keys[0], reason, way_out))
            bases = [bases[0], total]
            continue
        bases = [total]


def _stated(series: _Series, total: _Total, war: War) -> Claim:
    text = {"about": f"about {total.value:,.0f}", "more": f"more than {total.value:,.0f}"}
    named = zip(series.keys, total.parts, strict=True)
    summed = " + ".join(f"{key} {part:,.0f}" for key, part in named)
    return replace(
        _claim(series, total, war),
        happened_from=war.start,
        low=total.value if total.mark == "more" else None,
        value=total.value,
        text=text.get(total.mark, "") if len(total.parts) == 1 else summed,
        derived_from=() if len(total.parts) == 1 else series.keys,
    )


def _loss(series: _Series, base: _Total, correction: float, total: _Total, war: War) -> Claim:
    days = (total.day - base.day).days
    said = []
    if correction:
        said.append(f"{correction:+,.0f} taken out as a correction of earlier days")
    if days > 1:
        said.append(f"over {days} days, for want of a total between them")
    if "more" in (base.mark, total.mark):
        said.append("from totals stated as 'more than'")
    built_on = ("general-staff running totals", "general-staff corrections")
    return replace(
        _claim(series, total, war),
        happened_from=base.day + timedelta(days=1),
        value=total.value - base.value - correction,
        text="; ".join(said),
        derived_from=built_on if correction else built_on[:1],
    )


def _claim(series: _Series, total: _Total, war: War) -> Claim:
    return Claim(
        war=war.name,
        quantity=series.quantity,
        side="RU",
        happened_from=total.day,
        happened_to=total.day,
        unit=series.unit,
        speaker="General Staff of Ukraine",
        speaker_kind="belligerent",
        channel=("PetroIvaniuk dataset",),
        origin="General Staff of Ukraine",
        source=SOURCE.name,
        known_at=known_after(total.day, SOURCE.lag_days),
        url=series.url,
        licence=SOURCE.licence,
    )


def _parts(series: _Series, record: dict[str, Any]) -> tuple[float, ...]:
    """The counts that add up to the quantity; none where none is given.

    Raises:
        ValueError: one of them is no count, or only some are given.
    """
    parts = [_number(record.get(key)) for key in series.keys]
    given = tuple(p for p in parts if p is not None)
    if given and len(given) < len(parts):
        raise ValueError(f"only part of the sum of {' and '.join(series.keys)} is given")
    return given


def _number(value: Any, *, signed: bool = False) -> float | None:
    """A whole count; None where none is given (no key, null or NaN).

    Raises:
        ValueError: it is no count; the message quotes it.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    number = figure(value) if isinstance(value, str) else value
    counts = isinstance(number, int | float) and not isinstance(number, bool)
    if not counts or not abs(number) < _TOO_MANY or number != int(number):
        raise ValueError(f"{str(value)[:40]!r} is no count")
    if number < 0 and not signed:
        raise ValueError(f"{number:,} is below zero")
    return float(number)


SOURCE = Source(
    name="general-staff",
    title="General Staff of Ukraine, Russian losses, collected by Petro Ivaniuk",
    urls=(_PERSONNEL, _EQUIPMENT, _CORRECTIONS),
    licence="MIT",
    # The General Staff posts the total of a day on that morning, and the file carries its date.
    lag_days=0,
    quantities=tuple(series.quantity for series in _SERIES),
    errs="a belligerent's count of its enemy, so inflated; rounded; corrected in lumps",
    read=read,
)
