"""What happened: events out of claims, told once each, newest first."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from standoff.assessment.records import WarEvent
from standoff.domain.claim import EVENTS, Claim, Event
from standoff.domain.quantities import PEACE_SCOPES
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot, asserts

RECENT_DAYS = 90

_BY_PLACE: frozenset[Event] = frozenset(
    ("offensive", "withdrawal", "city_taken", "siege", "disaster", "strike", "talks")
)
_AT_A_PLACE = _BY_PLACE - {"talks"}
"""Kinds of which one place tells which; the others are told by who takes part."""

_SAME_DAYS = {"city_taken": 4, "offensive": 4, "siege": 14}
_GOES_ON: frozenset[Event] = frozenset(("siege",))
_SHARED_WORDS = 3
"""Words of four letters or more, or numbers, by which two texts without a place in common are of one event."""
_LONGEST_DAYS = 14
"""What goes on for longer is a course of things and no event of a day."""

_KIND_OF: dict[str, Event] = {
    "way_out.talks_held": "talks",
    "posture.withdraws": "withdrawal",
    "city.besieged": "siege",
}
"""Claims of these quantities tell of an event though nobody has said so."""

_WEIGHTS: dict[Event, int] = {
    "offensive": 5, "withdrawal": 5, "city_taken": 5, "ceasefire": 5, "disaster": 4, "siege": 4,
    "mobilisation": 4, "third_party": 4, "agreement": 4, "talks": 3, "plan": 3, "nuclear": 3,
    "strike": 3, "aid": 3, "command": 3, "prisoners": 2, "sanction": 2, "other": 1,
}  # fmt: skip


_FIELDS: dict[Event, str] = {
    "offensive": "ground", "withdrawal": "ground", "city_taken": "ground", "siege": "ground",
    "talks": "way out", "plan": "way out", "ceasefire": "way out", "agreement": "way out",
    "prisoners": "way out", "aid": "shock", "sanction": "shock", "mobilisation": "shock",
    "command": "shock", "third_party": "shock", "nuclear": "shock", "strike": "harm",
    "disaster": "harm", "other": "harm",
}  # fmt: skip
_MOST_OF_A_FIELD = 2

_Told = list[tuple[str, Claim]]


def war_events(known: ClaimsSnapshot) -> tuple[WarEvent, ...]:
    """Every event that is known, newest first; several sources of one are one line."""
    found: dict[tuple[Event, str], list[_Told]] = {}
    worded: dict[tuple[Event, date, str], _Told] = {}
    # A snapshot is ordered by the day that its claims are about.
    for claim_id, claim in known.by_id.items():
        kind = _kind(claim)
        if kind is None or claim.happened_to > known.as_of:
            continue
        which = _which(kind, claim, known.war)
        groups = found.setdefault((kind, which), [])
        words = (kind, claim.happened_to, claim.text)
        group = worded.get(words) if claim.text else None
        group = group or _same(kind, which, groups, claim)
        if group is None:
            group = []
            groups.append(group)
        group.append((claim_id, claim))
        worded.setdefault(words, group)
    told = [_told(kind, group) for (kind, _), groups in found.items() for group in groups]
    return tuple(sorted(told, key=lambda e: (e.date, e.claims), reverse=True))


def told_events(events: Iterable[WarEvent], as_of: date) -> tuple[WarEvent, ...]:
    """The events of the last 90 days, and those before on which the war turned."""
    return tuple(e for e in events if e.turning or (as_of - e.date).days <= RECENT_DAYS)


def headlines(events: Iterable[WarEvent], war: War, as_of: date, most: int = 5) -> list[WarEvent]:
    """The events of the last 90 days that say most, newest first: of a month before of three, and
    at most two of the ground, of ways out, of shocks and of harm.
    """

    def worth(event: WarEvent) -> tuple[int, int, date]:
        named = any(place in cities for place in event.places)
        both = {side.code for side in war.sides} <= set(event.parties)
        month = (as_of - event.date).days <= RECENT_DAYS // 3
        points = _WEIGHTS[event.kind] + 4 * event.turning + named + both + 2 * month
        return points, len(event.claims), event.date

    cities = {city.name for city in war.cities}
    lately = [e for e in events if (as_of - e.date).days <= RECENT_DAYS]
    chosen: list[WarEvent] = []
    for event in sorted(lately, key=worth, reverse=True):
        field = _FIELDS[event.kind]
        alike = [e for e in chosen if _FIELDS[e.kind] == field]
        told = any(set(e.places) & set(event.places) for e in alike if field == "ground")
        if len(alike) < _MOST_OF_A_FIELD and not told and len(chosen) < most:
            chosen.append(event)
    return sorted(chosen, key=lambda e: e.date, reverse=True)


def _same(kind: Event, which: str, groups: list[_Told], claim: Claim) -> _Told | None:
    """The newest group that tells of the event of a claim."""
    days = timedelta(days=_SAME_DAYS.get(kind, 1))
    for group in reversed(groups):
        if claim.happened_to - group[-1][1].happened_to > days:
            return None
        if _one_event(kind, which, group, claim):
            return group
    return None


def _one_event(kind: Event, which: str, group: _Told, other: Claim) -> bool:
    """Whether a claim tells of the event of a group: at the same place or of the same plan within days;
    of what has no place, in some of the same words too.
    """
    # What goes on is one for as long as it is spoken of; all else from its first day.
    one = group[-1 if kind in _GOES_ON else 0][1]
    near = abs((one.happened_to - other.happened_to).days) <= _SAME_DAYS.get(kind, 1)
    named = which != "" and (kind in _BY_PLACE or which in (other.detail("plan"), other.place))
    return near and (named or len(_words(one.text) & _words(other.text)) >= _SHARED_WORDS)


@functools.lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]{4,}|\d[\d,.]*\d|\d", text.casefold()))


def _kind(claim: Claim) -> Event | None:
    """The kind of event that a claim tells of; None where it tells of none, or somebody denies it. That
    talks were called off, or an agreement ended, is an event of its own.
    """
    denied = asserts(claim) < 0 and (claim.quantity == "event" or claim.stance == "denies")
    if denied or (claim.happened_to - claim.happened_from).days > _LONGEST_DAYS:
        return None
    told: Event | None = next((kind for kind in EVENTS if kind == claim.event), None)
    if told is not None:
        return told
    return _KIND_OF.get(claim.quantity) if asserts(claim) > 0 else None


def _which(kind: Event, claim: Claim, war: War) -> str:
    """What tells one event of a kind from another of the same days; "" for nothing."""
    if claim.detail("plan"):
        return claim.detail("plan")
    if kind in _AT_A_PLACE:
        return "" if claim.place in (war.country, war.scope) else claim.place
    if kind in ("agreement", "ceasefire") and claim.scope not in PEACE_SCOPES:
        return f"{claim.scope} {'-'.join(sorted(claim.parties))}"
    if kind == "talks":
        return claim.place
    return "-".join(sorted(claim.parties)) or claim.side or claim.place


def _told(kind: Event, group: _Told) -> WarEvent:
    """One event as its best source tells it: no copy, on the day that most name, the first to say so."""
    days = Counter(claim.happened_to for _, claim in group)
    day = min(days, key=lambda on: (-days[on], on))

    def rank(pair: tuple[str, Claim]) -> tuple[bool, bool, bool, object, str]:
        claim = pair[1]
        weak = claim.detail("page") == "weak"
        return not claim.detail("turning"), weak, claim.happened_to != day, claim.known_at, pair[0]

    group = sorted(group, key=rank)
    best = group[0][1]
    return WarEvent(
        date=day,
        kind=kind,
        text=best.text,
        parties=tuple(dict.fromkeys(p for _, c in group for p in c.parties or (c.side,) if p)),
        places=tuple(dict.fromkeys(c.place for _, c in group if c.place)),
        claims=tuple(i for i, _ in group),
        turning=any(c.detail("turning") for _, c in group),
        other_dates=tuple(sorted(set(days) - {day})),
    )
