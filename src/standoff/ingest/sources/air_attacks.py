"""Air attacks on Ukraine: missiles and drones that Russia launched, as the defender counted them.

The collection has a row an attack and model. A claim adds up the attacks of one day and kind; those
that ran over midnight are added up apart, over the days from their start to their end, so that
every attack is in one claim.

Missiles are those of every range, and guided ones made against aircraft where they were fired at
the ground. Guided bombs and drones that only look are neither. A row of several models joined by
"and" counts where all are of one kind; where they are not, or where no count is given, it is a bad
row, and what is known of its days is a floor. Of many attacks only what was shot down was counted:
there as many are launched as shot down, and the sum is a floor too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.errors import BadRow
from standoff.evidence.validation import Sourced
from standoff.ingest.sources._source import (
    LEFT_OUT,
    ParsedFile,
    Source,
    csv_rows,
    figure,
    known_after,
)

_FOLDER = (
    "https://raw.githubusercontent.com/DTL-DA/Massive-Missile-Attacks-on-Ukraine-EndtoEnd/main/"
)
_ATTACKS = _FOLDER + "missile_attacks_daily.csv"
_MODELS = _FOLDER + "missiles_and_uavs.csv"

_MISSILES, _DRONES = "munitions.missiles_fired", "munitions.drones_launched"
_UNITS = {_MISSILES: "missiles", _DRONES: "drones"}
_NEITHER = ""

_UNLISTED = {
    "Aerial Bomb": _NEITHER,
    "Картограф": _NEITHER,
    "Привет-82": _DRONES,
    "Фенікс": _DRONES,
}
"""Models that the publisher's list lacks: a bomb, a drone that looks, and two that strike."""

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?: \d?\d:\d\d)?", re.ASCII)
_LONGEST = timedelta(days=3)


@dataclass(frozen=True)
class _Attack:
    """The munitions of one row: of one attack and model, or of several models in one figure.

    Attributes:
        row: in its file.
        first, last: days of its start and its end.
        kinds: quantities that it counts for; none for bombs and drones that look. Where they cannot
            be told apart, all that it may count for, and no counts.
        launched, shot_down: counts; None where the number is not known.
        fault: the column at fault and why; None for a good row.
    """

    row: int
    first: date
    last: date
    kinds: frozenset[str]
    launched: float | None = None
    shot_down: float | None = None
    fault: tuple[str, str] | None = None


def read(files: Sequence[Path], war: War) -> ParsedFile:
    """A claim for each kind and each interval that attacks took, in days."""
    attacks, models = files
    out = ParsedFile()
    kinds = _kinds(models, out)
    together: dict[tuple[date, date, str], list[_Attack]] = {}
    seen: dict[tuple[str, ...], int] = {}
    needed = ("time_start", "time_end", "model", "launched", "destroyed")
    for number, row in csv_rows(attacks, needed, out.bad):
        first_seen = seen.setdefault(tuple(row.values()), number)
        if first_seen != number:
            reason = f"repeats row {first_seen}"
            out.bad.append(BadRow(attacks.name, number, "row", reason, LEFT_OUT))
            continue
        try:
            first, last = _days(row, war)
        except ValueError as error:
            out.bad.append(BadRow(attacks.name, number, "time", str(error), LEFT_OUT))
            continue
        attack = _attack(_Attack(number, first, last, frozenset(_UNITS)), row, kinds)
        if attack.fault:
            out.bad.append(BadRow(attacks.name, number, *attack.fault, LEFT_OUT))
        for kind in attack.kinds:
            together.setdefault((last, first, kind), []).append(attack)
    for (_, _, kind), of_kind in sorted(together.items()):
        if any(attack.launched is not None for attack in of_kind):
            out.rows.append(Sourced(_claim(kind, of_kind, war), attacks.name, of_kind[0].row))
    return out


def _attack(dated: _Attack, row: Mapping[str, str], kinds: Mapping[str, str]) -> _Attack:
    """What a row counts, and what is wrong with it."""
    named = row["model"].strip()
    models = [model.strip() for model in named.split(" and ")]
    unlisted = [model for model in models if model not in kinds]
    if unlisted:
        return replace(dated, fault=("model", f"{unlisted[0][:40]!r} is in no list"))
    may_be = {kinds[model] for model in models}
    dated = replace(dated, kinds=frozenset(may_be - {_NEITHER}))
    if len(may_be) > 1:
        return replace(dated, fault=("model", f"{named[:60]!r} is of several kinds"))
    if not dated.kinds:
        return dated
    try:
        launched, shot_down = _count(row["launched"]), _count(row["destroyed"])
    except ValueError as error:
        return replace(dated, fault=("launched or destroyed", str(error)))
    fault = None
    if launched is None:
        fault = "launched", "no count is given"
    elif shot_down is not None and shot_down > launched:
        fault = "destroyed", f"{shot_down:,.0f} shot down of {launched:,.0f} launched"
        launched = shot_down = None
    return replace(dated, launched=launched, shot_down=shot_down, fault=fault)


def _days(row: Mapping[str, str], war: War) -> tuple[date, date]:
    """The days of an attack's start and end; their cells are a date, or a date and time of day.

    Raises:
        ValueError: a cell is neither, or the two are no time of an attack in this war.
    """
    days = []
    for cell in (row["time_start"].strip(), row["time_end"].strip()):
        found = _TIME.fullmatch(cell)
        if found is None:
            raise ValueError(f"{cell[:40]!r} is no date")
        days.append(date.fromisoformat(found[1]))
    first, last = days
    if not (war.start <= first <= last and last - first <= _LONGEST):
        raise ValueError(f"{first} to {last} is no time of an attack in this war")
    return first, last


def _kinds(path: Path, out: ParsedFile) -> Mapping[str, str]:
    """What each model is: a quantity, or neither."""
    kinds = dict(_UNLISTED)
    for _, row in csv_rows(path, ("model", "category", "type"), out.bad):
        category, use = row["category"].strip(), row["type"].strip()
        if category == "UAV":
            kind = _NEITHER if "reconnaissance" in use or "ISTAR" in use else _DRONES
        elif category.endswith("missile"):
            kind = _MISSILES
        elif category == "guided bomb":
            kind = _NEITHER
        else:
            # A row of several models: each has a row of its own.
            continue
        kinds[row["model"].strip()] = kind
    return kinds


def _count(cell: str) -> float | None:
    """A count; None where none is given."""
    return figure(cell) if cell.strip() else None


def _claim(kind: str, attacks: Sequence[_Attack], war: War) -> Claim:
    """The sum of attacks over the same days, of which at least one is counted."""
    counted = [attack for attack in attacks if attack.launched is not None]
    launched = sum(attack.launched or 0.0 for attack in counted)
    whole = len(counted) == len(attacks)
    floor = not whole or any(attack.launched == attack.shot_down for attack in counted)
    known = [attack.shot_down for attack in counted if attack.shot_down is not None]
    said = [f"{sum(known):,.0f} shot down of those in {len(known)} of {len(attacks)} counts"]
    if not whole:
        said.append(f"{len(attacks) - len(counted)} without a number of launches")
    return Claim(
        war=war.name,
        quantity=kind,
        side="RU",
        place="Ukraine",
        happened_from=attacks[0].first,
        happened_to=attacks[0].last,
        low=launched if floor else None,
        value=launched if whole else None,
        unit=_UNITS[kind],
        text="; ".join(said),
        speaker="Air Force of Ukraine",
        speaker_kind="belligerent",
        channel=("DTL-DA/Massive-Missile-Attacks-on-Ukraine-EndtoEnd",),
        origin="Air Force of Ukraine",
        source=SOURCE.name,
        derived_from=("posts of the Air Force and its commands, by attack and model",),
        known_at=known_after(attacks[0].last, SOURCE.lag_days),
        url=_ATTACKS,
        licence=SOURCE.licence,
    )


SOURCE = Source(
    name="air-attacks",
    title="Air Force of Ukraine, missiles and drones launched, collected by DTL-DA",
    urls=(_ATTACKS, _MODELS),
    licence="none stated",
    # The Air Force posts the count of a night that morning, and of a day by the next.
    lag_days=1,
    quantities=tuple(_UNITS),
    errs=(
        "counted by the defender; launches seen, not all; of many attacks only what was shot down; "
        "a regional command's count may be in the national one; decoys count as drones"
    ),
    read=read,
)
