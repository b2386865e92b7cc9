"""Who holds a place, by evidence: polygons, then settlements, then what people say.

Nothing is decided by who spoke last. A side's claim of its own gain, or denial of its own loss, never
stands alone; sources that differ near the line leave the place contested.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import shapely

from standoff.domain.claim import Claim
from standoff.domain.war import War

CONTESTED, UNKNOWN = "contested", "unknown"

LINE_KM = 1.0
"""This near to the line a town, which has some kilometres across, lies on both sides of it."""

NEAR_KM = 3.0
"""This near, another source's word counts against the map."""

FRESH_DAYS = 30
"""After a month without a map nothing is said of places within `MOBILE_KM` of the line."""

MOBILE_KM = 25.0
_SLIVER = 0.001
"""Of the largest part of the land that is not held."""

_SAID_DAYS = 60
"""For how long a statement that a place has changed hands counts against a map."""

_FLICKER_DAYS, _FLICKERS, _DAYS_A_FLICKER, _FIRM_DAYS = 90, 4, 12, 120
_NEW_DAYS, _OPEN_DAYS = 3, 10
"""A settlement that was reported to change four times in the three months before its last change has
unreliable reports: what they say last is firm after twelve days for each of these changes, and at most
four months. Until then it is held by whoever held it firmly before, and contested once another holder
has been reported for ten days. Of any settlement a report of the last three days leaves it contested,
and one that was taken back within three days was no change."""

_LATE_DAYS = 180

Runs = Sequence[tuple[date, str]]
"""From which day who held a place, "" where nobody did; oldest first."""


@dataclass(frozen=True)
class PlaceControl:
    """Who holds a place.

    Attributes:
        name, lat, lon: the place, degrees.
        holder: code of the side, "contested" or "unknown".
        since: the day from which that holder has held it; None where that is not known.
        sources: whose maps and words say so; where it is contested, of both.
        claims: ids of the claims it rests on.
    """

    name: str
    lat: float
    lon: float
    holder: str
    since: date | None
    sources: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """What one kind of evidence says.

    Attributes:
        holder: code of the side, or "contested".
        since: from which day; None where it does not say.
        firm: whether it stands by itself.
        sources, claims: who says so, and in which claims.
        last: the holder that was reported last, where that is not firm.
        changed: the day of that report.
    """

    holder: str
    since: date | None
    firm: bool
    sources: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    last: str = ""
    changed: date | None = None


@dataclass(frozen=True)
class Statement:
    """That a side holds a place, as somebody said.

    Attributes:
        holder: code of the side, or "contested".
        day: what it is about.
        own: whether the speaker's own side gains by it.
        admits: whether it loses by it.
        speaker, claim: who said it, and the claim's id.
    """

    holder: str
    day: date
    own: bool
    admits: bool
    speaker: str
    claim: str


def by_reports(runs: Runs, day: date, before: str) -> Verdict | None:
    """What reports on a settlement say on a day; None before the first.

    Args:
        runs: the reports.
        day: as of which.
        before: code of the side that held it before the first report.
    """
    past = [run for run in runs if run[0] <= day]
    if not past:
        return None
    last, holder = past[-1]
    if not holder:
        return Verdict(CONTESTED, last, firm=True)
    # A hold of a few days that was taken back was no change; where reports change often, one of ten.
    least = _OPEN_DAYS if len(past) > _FLICKERS else _NEW_DAYS
    lost = [
        end
        for (start, held), (end, _) in pairwise(past)
        if held not in ("", holder) and (end - start).days >= least
    ]
    since: date | None = min(
        s for s, held in past if held == holder and (not lost or s >= lost[-1])
    )
    if not lost and before == holder:
        since = None  # Never reported with the other side for long: it has been held all along.
    flickers = sum(last - timedelta(days=_FLICKER_DAYS) <= start < last for start, _ in past)
    stood = (day - last).days
    if flickers < _FLICKERS:
        new = since is not None and (day - since).days < _NEW_DAYS
        return (
            Verdict(CONTESTED, last, False, last=holder, changed=last)
            if new
            else Verdict(holder, since, True)
        )
    if stood >= min(flickers * _DAYS_A_FLICKER, _FIRM_DAYS):
        return Verdict(holder, since, firm=True)
    firmly = before
    for (start, held), (end, _) in pairwise(past):
        if held and (end - start).days >= _FIRM_DAYS:
            firmly = held
    open_ = holder != firmly and stood >= _OPEN_DAYS
    return Verdict(
        CONTESTED if open_ else firmly, last if open_ else None, False, last=holder, changed=last
    )


@dataclass(frozen=True)
class Polygon:
    """A place on a map of polygons: whether inside, how far from the line, and of which day."""

    inside: bool
    line_km: float
    day: date


def on_polygons(
    held: Any, country: Any, points: Sequence[tuple[float, float]], day: date
) -> list[Polygon]:
    """Where places lie on a map.

    Args:
        held: polygons of what the first side held, degrees (longitude, latitude).
        country: the country's outline; the line is where the held and the other part meet.
        points: longitude and latitude, degrees.
        day: of the map.
    """
    lons, lats = np.array(points, dtype=np.float64).reshape(-1, 2).T
    middle = float(np.cos(np.radians(lats.mean()))) if lats.size else 1.0

    def km(degrees: Any) -> Any:
        return np.column_stack([degrees[:, 0] * 111.32 * middle, degrees[:, 1] * 111.32])

    inside = shapely.contains_xy(held, lons, lats)
    flat_held = shapely.transform(held, km)
    # What is left along coasts and borders, where two drawings differ, is no land of the other side.
    parts = shapely.get_parts(shapely.difference(country, held))
    area = shapely.area(parts)
    free = shapely.multipolygons(parts[area >= _SLIVER * area.max(initial=0.0)])
    flat_free = shapely.transform(free, km)
    flat = shapely.points(km(np.column_stack([lons, lats])))
    away = np.where(inside, shapely.distance(flat, flat_free), shapely.distance(flat, flat_held))
    return [Polygon(bool(i), float(d), day) for i, d in zip(inside, away, strict=True)]


def statements(claims: Iterable[tuple[str, Claim]], war: War) -> dict[str, list[Statement]]:
    """What people say of who holds places, by the place's name, oldest first."""
    first, second = war.sides
    found: dict[str, list[Statement]] = {}
    for claim_id, claim in claims:
        share = claim.value
        clear = share is not None and (share >= 1 or share <= 0)
        holder = CONTESTED if not clear else (first if (share or 0.0) >= 1 else second).code
        of = [s.code for s in war.sides if s.speaks(claim.speaker)]
        speaks = of if claim.speaker_kind == "belligerent" else []
        # A side that leaves it open speaks for itself too, and admits nothing.
        own = holder in speaks or (not clear and bool(speaks))
        admits = clear and any(code != holder for code in speaks)
        said = Statement(holder, claim.happened_to, own, admits, claim.speaker, claim_id)
        found.setdefault(claim.place, []).append(said)
    return {name: sorted(of, key=lambda s: s.day) for name, of in found.items()}


def decided(
    drawn: Polygon | None,
    reported: Verdict | None,
    said: Sequence[Statement],
    war: War,
    day: date,
) -> Verdict:
    """Who holds a place by all that is known of it.

    Args:
        drawn: where it lies on the newest map of polygons; None without one.
        reported: what reports on settlements say, with their source and claims.
        said: what people say, oldest first.
        war: the war.
        day: as of which.
    """
    lately = [s for s in said if (day - s.day).days <= _SAID_DAYS]
    if drawn is not None:
        return _by_polygon(drawn, reported, lately, war, day)
    if reported is not None:
        return by_words_and_reports(reported, said, war, day)
    others = [s for s in said if not s.own]
    if others:
        return _as_said(others, war)
    if said:
        # One side alone says that it gained, or that it did not lose.
        return Verdict(CONTESTED, said[-1].day, False, (said[-1].speaker,), (said[-1].claim,))
    return Verdict(UNKNOWN, None, False)


def by_words_and_reports(
    reported: Verdict, said: Sequence[Statement], war: War, day: date
) -> Verdict:
    """Reports on a settlement beside what people say of it."""
    lately = [s for s in said if (day - s.day).days <= _FIRM_DAYS]
    # A word from before the last change that is reported no longer tells.
    others = [s for s in lately if not s.own and (reported.firm or _still_tells(s, reported, day))]
    own = [s for s in said if s.own and s.holder == reported.holder]
    since = reported.since
    if reported.firm and reported.holder != CONTESTED:
        against = [
            s for s in others if s.holder != reported.holder and (not since or s.day > since)
        ]
        if against:
            return _both(reported, against[-1])
        # A side does not claim late what it already holds, and knows when it lost a place.
        near = timedelta(days=_LATE_DAYS)
        days = [s.day for s in own if since and since < s.day <= since + near]
        admitted = [
            s.day
            for s in said
            if since and s.admits and s.holder == reported.holder and abs(s.day - since) <= near
        ]
        return replace(reported, since=min(admitted or days, default=since))
    if others:
        return _as_said(others, war)
    claimed = [s for s in lately if s.own and s.holder == reported.last]
    if claimed:
        # The side's own word does not stand alone: reports had it there, if not firmly.
        sources = (*reported.sources, claimed[-1].speaker)
        claims = (*reported.claims, claimed[-1].claim)
        return Verdict(claimed[-1].holder, claimed[-1].day, True, sources, claims)
    return reported


def _still_tells(said: Statement, reported: Verdict, day: date) -> bool:
    if said.holder == CONTESTED:
        # That it is fought over goes on being true for a while, whatever is reported day by day.
        return (day - said.day).days <= _SAID_DAYS
    since = reported.changed
    return since is None or said.day >= since - timedelta(days=_OPEN_DAYS)


def _as_said(others: Sequence[Statement], war: War) -> Verdict:
    """As the last of them says, since the first that says the same without one in between that does
    not; the second side has held from the start what nobody says that it lost.
    """
    last = others[-1]
    since: date | None = last.day
    for statement in reversed(others):
        if statement.holder != last.holder:
            break
        since = statement.day
    else:
        since = None if last.holder == war.sides[1].code else since
    return Verdict(last.holder, since, True, (last.speaker,), (last.claim,))


def _by_polygon(
    drawn: Polygon, reported: Verdict | None, lately: Sequence[Statement], war: War, day: date
) -> Verdict:
    holder = war.sides[0 if drawn.inside else 1].code
    on_map = Verdict(holder, None, True)
    if (day - drawn.day).days > FRESH_DAYS and drawn.line_km <= MOBILE_KM:
        return Verdict(UNKNOWN, None, False)
    if drawn.line_km <= LINE_KM:
        return Verdict(CONTESTED, None, True)
    if drawn.line_km <= NEAR_KM:
        # What was said before the loser admitted it, or a stranger bore it out, no longer counts.
        settled = max((s.day for s in lately if s.holder == holder and not s.own), default=date.min)
        against = [s for s in lately if s.holder != holder and s.day > settled]
        if against:
            return _both(on_map, against[-1])
        if reported is not None and reported.firm and reported.holder != holder:
            return Verdict(CONTESTED, None, True, reported.sources, reported.claims)
    return on_map


def _both(one: Verdict, other: Statement) -> Verdict:
    """Contested, with both named."""
    sources, claims = (*one.sources, other.speaker), (*one.claims, other.claim)
    return Verdict(CONTESTED, other.day, True, sources, claims)
