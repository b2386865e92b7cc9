"""The outline of a war's country, out of country.geojson in the war's folder."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from standoff.errors import WarDefinitionError


@dataclass(frozen=True)
class Country:
    """A country's outline, degrees (longitude, latitude).

    Attributes:
        outline: the country as the war's scope names it.
        held_before: parts held by the other side before the war, by name, where a public source
            draws them.
        neighbours: countries around it, by name, cut to the map's frame.
        source, licence: whose lines they are, and on what terms.
    """

    outline: Any
    held_before: dict[str, Any]
    neighbours: dict[str, Any]
    source: str
    licence: str


@functools.cache
def country(folder: Path) -> Country | None:
    """The country of the war in a folder; None if nobody drew it.

    Raises:
        WarDefinitionError: country.geojson is there and cannot be used.
    """
    path = folder / "country.geojson"
    if not path.is_file():
        return None
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        parts = [(f["properties"], shape(f["geometry"])) for f in raw["features"]]
        (outline,) = [drawn for said, drawn in parts if said["part"] == "country"]
        return Country(
            outline,
            {said["name"]: drawn for said, drawn in parts if said["part"] == "held before"},
            {said["name"]: drawn for said, drawn in parts if said["part"] == "neighbour"},
            raw["source"],
            raw["licence"],
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, ShapelyError) as error:
        raise WarDefinitionError(
            f"{path}: no outline of a country ({error}). Correct it, or take the file away."
        ) from error
