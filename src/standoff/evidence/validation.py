"""What makes a row a claim. All errors of all rows are reported, not only the first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from standoff.domain.claim import (
    DETAILS,
    EVENTS,
    SPEAKER_KINDS,
    Claim,
    series_key,
    speaker_kind,
    stated,
)
from standoff.domain.quantities import quantity, scopes_of
from standoff.domain.war import War
from standoff.errors import BadRow, UnknownNameError

_SLACK = timedelta(days=1)
"""A day reported on the evening it ends carries 00:00 of that day, in another time zone."""


@dataclass(frozen=True)
class Sourced:
    """A claim with the place it was read from, so that a fault can be found again."""

    claim: Claim
    file: str
    row: int


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of one claim."""

    field: str
    reason: str
    way_out: str


_VALUES = {"turning": ("yes",), "page": ("weak", "excerpt")}
"""What a detail may say where not everything."""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def split(rows: Iterable[Sourced], war: War, now: datetime) -> tuple[list[Claim], list[BadRow]]:
    """Sort rows into claims and bad rows; a row with a fault is never a claim.

    Args:
        rows: claims with the file and row they came from.
        war: the war they must be about.
        now: the time of the check, UTC; nothing can have been known after it.
    """
    good: list[Claim] = []
    bad: list[BadRow] = []
    seen: dict[tuple[Any, ...], tuple[str, int]] = {}
    for row in rows:
        found = list(faults(row.claim, war, now))
        if not found:
            key = (*series_key(row.claim), row.claim.known_at)
            said, first = seen.setdefault(key, (stated(row.claim), row.row))
            if said != stated(row.claim):
                reason = f"repeats row {first} with another figure"
                way_out = "Keep the right one of the two; the first was taken."
                found = [Fault("happened_to", reason, way_out)]
        bad += [BadRow(row.file, row.row, f.field, f.reason, f.way_out) for f in found]
        if not found:
            good.append(row.claim)
    return good, bad


def faults(claim: Claim, war: War, now: datetime) -> Iterator[Fault]:
    """Every fault of one claim; none if it can stand."""
    yield from _names(claim, war)
    yield from _kinds(claim, war)
    bounds = [("low", claim.low), ("value", claim.value), ("high", claim.high)]
    given = [(name, number) for name, number in bounds if number is not None]
    for name, number in given:
        if math.isinf(number):
            yield Fault(name, "is infinite", "Leave it empty if it has no bound.")
    for (left, a), (right, b) in pairwise(given):
        if a > b:
            yield Fault(left, f"{left} ({a:,g}) is above {right} ({b:,g})", "Correct the row.")
    if claim.unit == "people" and given and given[0][1] < 0:
        yield Fault(given[0][0], f"{given[0][1]:,g} people", "A count of people starts at zero.")
    low, high = claim.likelihood_low, claim.likelihood_high
    if (low is None) != (high is None) or (
        low is not None and high is not None and not 0 <= low <= high <= 1
    ):
        yield Fault("likelihood", f"{low} to {high} is no interval in 0..1", "Correct the row.")
    if claim.happened_from > claim.happened_to:
        reason = f"{claim.happened_from} is after {claim.happened_to}"
        yield Fault("happened_from", reason, "Swap or correct the dates.")
    if claim.known_at.tzinfo is None:
        yield Fault("known_at", "has no time zone", "Give it in UTC.")
        return
    if claim.known_at > now:
        yield Fault("known_at", f"{claim.known_at:%Y-%m-%d} is in the future", "Correct the date.")
    try:
        counted = quantity(claim.quantity).counted
    except UnknownNameError:
        counted = False
    if counted and claim.happened_to > claim.known_at.date() + _SLACK:
        reason = f"{claim.happened_to} is after its publication ({claim.known_at:%Y-%m-%d})"
        yield Fault("happened_to", reason, "A figure cannot be known before it happened.")


def _names(claim: Claim, war: War) -> Iterator[Fault]:
    if claim.war != war.name:
        yield Fault("war", f"{claim.war!r} is not {war.name!r}", "Put it in its own war.")
    try:
        known = quantity(claim.quantity)
    except UnknownNameError as error:
        yield Fault("quantity", str(error), "See 'standoff quantities'.")
    else:
        if claim.quantity != known.name:
            yield Fault("quantity", f"{claim.quantity!r} is an alias", f"Write {known.name!r}.")
        if known.name != "other" and claim.unit not in known.units:
            units = " or ".join(known.units)
            yield Fault("unit", f"{claim.unit!r} is no unit of {known.name}", f"Use {units}.")
    if claim.side and claim.side not in war.parties:
        unknown = UnknownNameError("side", claim.side, war.parties)
        yield Fault("side", str(unknown), "Name it in war.toml, or correct the row.")
    if claim.speaker_kind:
        try:
            speaker_kind(claim.speaker_kind)
        except UnknownNameError as error:
            kinds = ", ".join(SPEAKER_KINDS)
            yield Fault("speaker_kind", str(error), f"Leave it empty, or write one of: {kinds}.")
    if not claim.source:
        yield Fault("source", "is empty", "Say where the claim came from.")


def _kinds(claim: Claim, war: War) -> Iterator[Fault]:
    """Faults of what says which kind of a thing, among whom."""
    scopes = scopes_of(claim.quantity)
    if claim.scope and claim.scope not in scopes:
        reason = f"{claim.scope!r} is no scope of {claim.quantity}"
        way_out = (
            f"Leave it empty, or write one of: {', '.join(scopes)}."
            if scopes
            else "Leave it empty."
        )
        yield Fault("scope", reason, way_out)
    if claim.event and claim.event not in EVENTS:
        unknown = UnknownNameError("event", claim.event, EVENTS)
        yield Fault("event", str(unknown), "Leave it empty, or write a kind of event.")
    for party in claim.parties:
        if party not in war.parties:
            unknown = UnknownNameError("party", party, war.parties)
            yield Fault("parties", str(unknown), "Name it in war.toml, or correct the row.")
    for detail in claim.details:
        name, mark, value = detail.partition("=")
        if not mark or name not in DETAILS:
            names = ", ".join(DETAILS)
            yield Fault("details", f"{detail!r} is no name=value", f"The names are: {names}.")
        elif value not in (allowed := _VALUES.get(name, (value,))):
            yield Fault("details", f"{name} is {value!r}", f"Write one of: {', '.join(allowed)}.")
        elif "; " in value:
            yield Fault(
                "details", f"{name} holds '; '", "Write a comma: details are parted by '; '."
            )
        elif name == "next" and not _is_day(value):
            yield Fault("details", f"next is {value!r}", "Write a date like 2025-06-02.")
