"""What a map compares: land and settlements that changed hands between two days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import shapely

from standoff.domain.places import area_km2
from standoff.domain.war import War
from standoff.maps import Control, Turned, turned
from standoff.report.maps.projection import polygons_of

_FEWEST_KM2 = 1.0
"""Smaller pieces between two maps are mostly one line drawn twice; they are in no gain."""


@dataclass(frozen=True)
class Gains:
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


def changes(now: Control, before: Control | None, war: War) -> Gains:
    """What changed since `before`; nothing without it."""
    if before is None:
        return Gains(None, (0.0, 0.0), Turned({}, {}))
    moved = turned(now, before, war)
    if now.held is None or before.held is None or now.source != before.source:
        return Gains(None, (0.0, 0.0), moved)
    first = shapely.difference(now.held, before.held)
    second = shapely.difference(before.held, now.held)
    # Land that was held and is contested now is nobody's gain yet, and the other way round.
    if before.contested is not None and now.contested is not None:
        second = shapely.difference(second, now.contested)
    gained = (_large(first), _large(second))
    return Gains(gained, (area_km2(gained[0]), area_km2(gained[1])), moved)


def _large(geometry: Any) -> Any:
    parts = polygons_of(geometry).geoms
    return shapely.MultiPolygon([p for p in parts if area_km2(p) >= _FEWEST_KM2])
