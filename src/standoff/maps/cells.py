"""The country divided among its towns: each point belongs to the nearest one.

A picture of who held the land around a town where only towns are known. Roads between, fields and
the line itself are not in it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from standoff.domain import places


def around(folder: Path, geonames_ids: Iterable[int]) -> Any:
    """The parts of the country around these towns, as one shape; empty without any.

    Args:
        folder: the war's.
        geonames_ids: towns; those without coordinates have no part.
    """
    cells = _cells(folder)
    return shapely.union_all([cells[i] for i in geonames_ids if i in cells])


def towns(folder: Path) -> frozenset[int]:
    """The towns that the country is divided among."""
    return frozenset(_cells(folder))


@functools.cache
def _cells(folder: Path) -> dict[int, Any]:
    country = places.country(folder)
    if country is None:
        return {}
    # Two towns at one point would be one cell: the first, the most populous, has it.
    at: dict[tuple[float, float], int] = {}
    for place in places.load(folder).places:
        inside = place.country == "UA" and not math.isnan(place.lat)
        if inside and place.geonames_id is not None:
            at.setdefault((place.lon, place.lat), place.geonames_id)
    points = shapely.MultiPoint(np.array(list(at)))
    # Near enough to true distances: a degree of longitude is as long as here at 48.5° north.
    drawn = shapely.voronoi_polygons(_stretched(points), extend_to=_stretched(country.outline))
    parts = [_unstretched(cell) for cell in drawn.geoms]
    tree = shapely.STRtree(parts)
    cell_of, town_of = tree.query(shapely.points(np.array(list(at))), predicate="within")[::-1]
    ids = list(at.values())
    shapely.prepare(country.outline)
    return {
        ids[t]: parts[c]
        if shapely.contains_properly(country.outline, parts[c])
        else shapely.intersection(parts[c], country.outline)
        for c, t in zip(cell_of, town_of, strict=True)
    }


_COSINE = math.cos(math.radians(48.5))


def _stretched(geometry: Any) -> Any:
    return shapely.transform(geometry, lambda c: c * [_COSINE, 1.0])


def _unstretched(geometry: Any) -> Any:
    return shapely.transform(geometry, lambda c: c / [_COSINE, 1.0])
