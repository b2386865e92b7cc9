"""What a map compares: land and settlements that changed hands between two days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import shapely

from standoff.maps import Control, Turned, turned
from standoff.places import area_km2
from standoff.report._map_frame import polygons_of
from standoff.war import War

_FEWEST_KM2 = 1.0
"""Smaller pieces between two maps are mostly one line drawn twice; they are in no gain."""


@dataclass(frozen=True)
class Change:
    """What changed between two days.

    Attributes:
        gained: land that each side gained, in the order of the war's sides, degrees; None where
            the two days have no maps of one kind.
        km2: its area.
        settlements: that turned to each side.
    """

    gained: tuple[Any, Any] | None
    km2: tuple[float, float]
    settlements: Turned


def changes(now: Control, before: Control | None, war: War) -> Change:
    """What changed since `before`; nothing without it."""
    if before is None:
        return Change(None, (0.0, 0.0), Turned({}, {}))
    moved = turned(now, before, war)
    if now.held is None or before.held is None or now.source != before.source:
        return Change(None, (0.0, 0.0), moved)
    first = shapely.difference(now.held, before.held)
    second = shapely.difference(before.held, now.held)
    # Land that was held and is contested now is nobody's gain yet, and the other way round.
    if before.contested is not None and now.contested is not None:
        second = shapely.difference(second, now.contested)
    gained = (_large(first), _large(second))
    return Change(gained, (area_km2(gained[0]), area_km2(gained[1])), moved)


def _large(geometry: Any) -> Any:
    parts = polygons_of(geometry).geoms
    return shapely.MultiPolygon([p for p in parts if area_km2(p) >= _FEWEST_KM2])
