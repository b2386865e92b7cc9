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
from standoff.domain.channels import Towns
from standoff.domain.war import War


def around(war: War, geonames_ids: Iterable[int]) -> Any:
    """The parts of the country around these towns, as one shape; empty without any.

    Args:
        war: its folder has the towns and the outline; its channels.toml says which towns count.
        geonames_ids: towns; those without coordinates have no part.
    """
    cells = _cells(war.folder, war.channels.towns)
    return shapely.union_all([cells[i] for i in geonames_ids if i in cells])


def towns(war: War) -> frozenset[int]:
    """The towns that the country is divided among."""
    return frozenset(_cells(war.folder, war.channels.towns))


@functools.cache
def _cells(folder: Path, said: Towns) -> dict[int, Any]:
    country = places.country(folder)
    if country is None:
        return {}
    middle = float(np.mean(country.outline.bounds[1::2]))
    cosine = math.cos(math.radians(middle if said.latitude is None else said.latitude))
    # Two towns at one point would be one cell: the first, the most populous, has it.
    at: dict[tuple[float, float], int] = {}
    for place in places.load(folder).places:
        inside = said.country in ("", place.country) and not math.isnan(place.lat)
        if inside and place.geonames_id is not None:
            at.setdefault((place.lon, place.lat), place.geonames_id)
    points = shapely.MultiPoint(np.array(list(at)))
    # Near enough to true distances: a degree of longitude has one length in the whole country.
    drawn = shapely.voronoi_polygons(
        shapely.transform(points, lambda c: c * [cosine, 1.0]),
        extend_to=shapely.transform(country.outline, lambda c: c * [cosine, 1.0]),
    )
    parts = [shapely.transform(cell, lambda c: c / [cosine, 1.0]) for cell in drawn.geoms]
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
