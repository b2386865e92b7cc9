"""Events and positions as lists: for people, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from standoff.assessment.records import Position, WarEvent
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.formatting import age, count, printable
from standoff.report.citations import cite
from standoff.report.serialize import plain

EVENTS_SCHEMA, POSITIONS_SCHEMA = "standoff.events/1", "standoff.positions/1"


def events_table(events: Sequence[WarEvent], known: ClaimsSnapshot) -> str:
    """One line an event: day, kind, what happened, who says so; a count last."""
    lines = [
        printable(
            f"{event.date} {event.kind:<12} {event.text} [{cite(asdict(known.by_id[event.claims[0]]))}]"
        )
        for event in events
    ]
    return "\n".join([*lines, count(len(lines), "event")]) + "\n"


def positions_table(positions: Sequence[Position], war: War, as_of: date) -> str:
    """One line a position: side, issue, what was said, by whom, when and how long ago."""
    lines = [
        printable(
            f"{war.parties[p.side].name:<10} {p.issue:<11} {'firm' if p.firm else 'yielding':<8} "
            f"{p.position} [{p.speaker}, {p.said_on}, {age((as_of - p.said_on).days)} old]"
        )
        for p in positions
    ]
    return "\n".join([*lines, count(len(lines), "position")]) + "\n"


def events_json(events: Sequence[WarEvent], war: str, as_of: date) -> str:
    """`standoff.events/1`: war, day and events, the newest first."""
    return _json(EVENTS_SCHEMA, war, as_of, events=[asdict(event) for event in events])


def positions_json(positions: Sequence[Position], war: str, as_of: date) -> str:
    """`standoff.positions/1`: war, day and positions."""
    return _json(POSITIONS_SCHEMA, war, as_of, positions=[asdict(p) for p in positions])


def _json(schema: str, war: str, as_of: date, **content: object) -> str:
    whole = {"schema": schema, "war": war, "as_of": as_of, **content}
    return json.dumps(plain(whole), sort_keys=True, ensure_ascii=False, indent=1) + "\n"
