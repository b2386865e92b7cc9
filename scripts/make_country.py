"""Write a war's country.geojson out of Natural Earth's countries (1:10 million, public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/make_country.py WAR package/countries-10m.json

The outline is that of the country as the war's scope names it: Natural Earth draws Crimea with
Russia, after who holds it, so that part is cut out of Russia, joined to Ukraine, and kept apart as
held before the invasion. Neighbours are cut to a frame and drawn coarser. Three decimals of a
degree are about 100 m; the map itself is less exact than that.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box, mapping

from standoff.domain import war

UKRAINE, RUSSIA = "804", "643"
NEIGHBOURS = {
    "112": "Belarus",
    "348": "Hungary",
    "498": "Moldova",
    "616": "Poland",
    "642": "Romania",
    "643": "Russia",
    "703": "Slovakia",
}
CRIMEA = box(32.0, 44.2, 36.7, 46.4)
FRAME = box(21.4, 43.6, 41.6, 53.0)
COUNTRY_DEG, NEIGHBOUR_DEG = 0.004, 0.01
"""How far a simplified line may lie from the drawn one, degrees (0.004 is about 400 m)."""

SOURCE = "Natural Earth 1:10 million, by way of world-atlas 2.0.2"
LICENCE = "public domain"


def main(name: str, atlas: Path) -> None:
    topology = json.loads(atlas.read_text(encoding="utf-8"))
    arcs = list(decoded(topology))
    countries = {
        country.get("id"): outline(country, arcs)
        for country in topology["objects"]["countries"]["geometries"]
        if country.get("id") in {UKRAINE, *NEIGHBOURS}
    }
    crimea = shapely.union_all(
        [part for part in countries[RUSSIA].geoms if CRIMEA.contains(part)]
    ).simplify(COUNTRY_DEG)
    features = [
        feature("country", "Ukraine", shapely.union_all([countries[UKRAINE], crimea]), COUNTRY_DEG),
        feature("held before", "Crimea", crimea, 0.0),
    ]
    for code, neighbour in NEIGHBOURS.items():
        inside = shapely.make_valid(countries[code]).intersection(FRAME).difference(crimea)
        features.append(feature("neighbour", neighbour, inside, NEIGHBOUR_DEG))
    path = war.load(name).folder / "country.geojson"
    path.write_text(written(features), encoding="utf-8")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def decoded(topology: dict[str, Any]) -> list[np.ndarray]:
    """The arcs in degrees: each point is stored as its step from the last."""
    scale, origin = (np.array(topology["transform"][k]) for k in ("scale", "translate"))
    return [np.cumsum(arc, axis=0) * scale + origin for arc in topology["arcs"]]


def outline(country: dict[str, Any], arcs: list[np.ndarray]) -> MultiPolygon:
    parts = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
    drawn = [Polygon(ring(p[0], arcs), [ring(hole, arcs) for hole in p[1:]]) for p in parts]
    return MultiPolygon(drawn)


def ring(indices: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """A ring out of its arcs; an arc of index ~i runs backwards, and each starts where one ended."""
    pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
    return np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])


def feature(part: str, name: str, shape: Any, tolerance_deg: float) -> dict[str, Any]:
    simple = shapely.set_precision(shapely.make_valid(shape).simplify(tolerance_deg), 0.001)
    return {
        "type": "Feature",
        "properties": {"part": part, "name": name},
        "geometry": mapping(simple),
    }


def written(features: list[dict[str, Any]]) -> str:
    """One feature a line, so that a change of one shows as one."""
    lines = ",\n".join(json.dumps(rounded(f), separators=(",", ":")) for f in features)
    head = json.dumps({"type": "FeatureCollection", "source": SOURCE, "licence": LICENCE})
    return f'{head[:-1]}, "features": [\n{lines}\n]}}\n'


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return [rounded(part) for part in value] if isinstance(value, list | tuple) else value


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
