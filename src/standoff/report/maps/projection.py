"""A map's frame: degrees to units of the drawing, shapes to SVG paths, a scale bar.

Longitude and latitude are drawn straight, a degree of longitude as long as at the middle of the
country: right there, and by a twelfth too long or short at the edges of this one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

WIDTH = 10_000
"""Units of a drawing's width: whole numbers are then a tenth of a pixel on a desktop."""

_MARGIN_DEG = 0.45
_KM_PER_DEGREE = 111.2
_BARS_KM = (500, 200, 100, 50, 20, 10)
_BEYOND = 200.0
_TALLEST, _FLATTEST = 0.8, 0.6
"""Height of a frame for its width."""

_DROP_UNITS2 = 40.0
"""Shapes smaller than this, half a square pixel, are not drawn."""


@dataclass(frozen=True)
class Frame:
    """West and north edge, degrees; units a degree of longitude and of latitude; height in units."""

    west: float
    north: float
    per_lon: float
    per_lat: float
    height: int

    def units(self, degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Longitude and latitude to x and y; shape (n, 2) of both."""
        x = (degrees[:, 0] - self.west) * self.per_lon
        y = (self.north - degrees[:, 1]) * self.per_lat
        return np.column_stack([x, y])

    def point(self, lon: float, lat: float) -> tuple[int, int]:
        """Where a place is drawn."""
        x, y = self.units(np.array([[lon, lat]]))[0]
        return round(x), round(y)

    def shapes(self, geometries: list[Any], tolerance: float) -> list[Any]:
        """Shapes in units, simplified together: an edge that two share stays shared.

        Args:
            geometries: polygons that touch and do not overlap, degrees.
            tolerance: units that a simplified line may leave the drawn one, about.
        """
        drawn = [shapely.transform(polygons_of(g), self.units) for g in geometries]
        simple = shapely.coverage_simplify(drawn, tolerance)
        # Cut beyond the edge, so that no line runs along it.
        edges = (-_BEYOND, -_BEYOND, WIDTH + _BEYOND, self.height + _BEYOND)
        return [shapely.clip_by_rect(shape, *edges) for shape in simple]

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a place lies within the frame."""
        x, y = self.point(lon, lat)
        return 0 <= x <= WIDTH and 0 <= y <= self.height

    def disc(self, lon: float, lat: float, km2: float) -> str:
        """A disc of that area about a place, as path data; "" where it lies outside the frame."""
        if not self.holds(lon, lat):
            return ""
        x, y = self.point(lon, lat)
        r = round(math.sqrt(km2 / math.pi) * self.per_lat / _KM_PER_DEGREE)
        return f"M{x - r} {y}a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0Z"

    @property
    def bar(self) -> tuple[int, int]:
        """The longest scale bar that takes at most a fifth of the width: km and units."""
        per_km = self.per_lat / _KM_PER_DEGREE
        km = next((km for km in _BARS_KM if km * per_km <= WIDTH / 5), _BARS_KM[-1])
        return km, round(km * per_km)


def polygons_of(geometry: Any) -> Any:
    """The polygons of whatever a cut left: lines and points that came with them draw nothing."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.MultiPolygon([p for p in parts if p.geom_type == "Polygon"])


def framed(bounds: tuple[float, float, float, float]) -> Frame:
    """The frame that shows a part of the earth with a margin, wide enough not to stand on end.

    Args:
        bounds: west, south, east, north, degrees.
    """
    west, south, east, north = bounds
    west, south = west - _MARGIN_DEG, south - _MARGIN_DEG
    east, north = east + _MARGIN_DEG, north + _MARGIN_DEG
    shrink = math.cos(math.radians((south + north) / 2))
    wide = max(east - west, (north - south) / shrink / _TALLEST)
    high = max(north - south, (east - west) * shrink * _FLATTEST)
    west, north = (west + east - wide) / 2, (south + north + high) / 2
    per_lon = WIDTH / wide
    return Frame(west, north, per_lon, per_lon / shrink, round(high * per_lon / shrink))


def path(geometry: Any) -> str:
    """A shape in units as the data of an SVG path, in whole units and steps; "" if too small."""
    parts = shapely.get_parts(geometry)
    large = [p for p in parts if p.geom_type == "Polygon" and p.area >= _DROP_UNITS2]
    return "".join(_ring(ring) for part in large for ring in (part.exterior, *part.interiors))


def dots(points: list[tuple[int, int]]) -> str:
    """Points as lines of no length, which a round or square cap makes a mark of."""
    return "".join(f"M{x} {y}h.1" for x, y in points)


def _ring(ring: Any) -> str:
    at = np.rint(shapely.get_coordinates(ring)).astype(int)
    steps = np.diff(at, axis=0)[:-1]
    steps = steps[np.any(steps != 0, axis=1)]
    if len(steps) < 2:
        return ""
    moves = "".join(
        f"{dx}{dy:+d}" if i == 0 else f"{dx:+d}{dy:+d}" for i, (dx, dy) in enumerate(steps)
    )
    return f"M{at[0, 0]} {at[0, 1]}l{moves.replace('+', ' ')}z".replace("l ", "l")
