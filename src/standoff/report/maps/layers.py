"""The drawing of a map: its layers from the sea up, as one SVG that brings its own colours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

import shapely
from markupsafe import Markup

from standoff.domain.places import Country, Place
from standoff.domain.war import War
from standoff.maps import Control, PlaceControl
from standoff.report.maps.gains import Gains
from standoff.report.maps.labels import Label, LabelRequest, placed
from standoff.report.maps.projection import WIDTH, Frame, dots, framed, path
from standoff.report.templating import render

_TOLERANCE_UNITS = 9.0
"""About a pixel on a desktop; at eight times that size its corners begin to show."""

_CLOSER = 1.5
"""How much larger the part must come out to be worth a drawing of its own."""

_MOST_TURNED = 8
_NARROW_NAMES = 9
_SIZES = {"wide": 135, "narrow": 300}


@dataclass(frozen=True)
class _Layer:
    """One path: its classes, its pattern ("" for the class's colour) and its data."""

    drawn: str
    fill: str
    d: str


@dataclass(frozen=True)
class Scene:
    """What is drawn: who holds what, what changed, in which country, in whose war."""

    now: Control
    change: Gains
    country: Country
    war: War


def whole(ident: str, words: tuple[str, str], scene: Scene) -> Markup:
    """The whole country as SVG, with the colours and patterns of the map.

    Args:
        ident: unique on the page; the ids inside start with it.
        words: title and description, for who does not see it.
        scene: what is drawn.
    """
    css = resources.files("standoff.report.styles").joinpath("map.css").read_text(encoding="utf-8")
    return _drawing((ident, ident), words, scene, framed(scene.country.outline.bounds), css)


def closer(ident: str, words: tuple[str, str], scene: Scene) -> Markup | None:
    """The part where land or settlements changed hands, closer; None where that is not closer.

    It takes its colours and patterns from the whole map, of which `ident` is.
    """
    moved = [p for places in scene.change.settlements.to.values() for p in places]
    points = shapely.MultiPoint([(p.lon, p.lat) for p in moved])
    changed = shapely.union_all([points, *(scene.change.gained or ())])
    if changed.is_empty:
        return None
    frame, all_of_it = framed(changed.bounds), framed(scene.country.outline.bounds)
    if frame.per_lon < _CLOSER * all_of_it.per_lon:
        return None
    return _drawing((f"{ident}-closer", ident), words, scene, frame, "")


def _drawing(
    idents: tuple[str, str], words: tuple[str, str], scene: Scene, frame: Frame, css: str
) -> Markup:
    ident, patterns = idents
    now, change, country, war = scene.now, scene.change, scene.country, scene.war
    return render(
        "report/map/drawing.html",
        ident=ident,
        patterns=patterns,
        title=words[0],
        description=words[1],
        css=Markup(css),
        width=WIDTH,
        frame=frame,
        focus=_focus(frame, change),
        shapes=_shapes(frame, now, change, country, war),
        marks=_marks(frame, now, change, war),
        names=_names(frame, now, change, war),
    )


def _shapes(frame: Frame, now: Control, change: Gains, country: Country, war: War) -> list[_Layer]:
    """Land, from the ground up."""
    ground = frame.shapes([country.outline], _TOLERANCE_UNITS)[0]
    abroad = frame.shapes(list(country.neighbours.values()), _TOLERANCE_UNITS)
    layers = [_Layer("abroad", "", path(shape)) for shape in abroad]
    layers.append(_Layer("country", "", path(ground)))
    before = frame.shapes([*country.held_before.values()], _TOLERANCE_UNITS)
    hatched = [_Layer("before", "before", path(shape)) for shape in before]
    if now.held is None:
        layers += hatched
    else:
        gained = change.gained or (shapely.MultiPolygon(), shapely.MultiPolygon())
        rest = shapely.difference(now.held, gained[0])
        contested = now.contested if now.contested is not None else shapely.MultiPolygon()
        held, new, lost, open_ = frame.shapes([rest, *gained, contested], _TOLERANCE_UNITS)
        layers += [
            _Layer("held", "", path(shapely.union(held, new))),
            *hatched,
            _Layer("contested", "contested", path(open_)),
            _Layer("gain-0", "", path(new)),
            _Layer("gain-1", "gain", path(lost)),
        ]
    return [*layers, *_abroad(frame, now, war), _Layer("border", "", path(ground))]


def _abroad(frame: Frame, now: Control, war: War) -> list[_Layer]:
    """Ground held outside the country, each as a disc of the claimed area: no line of it is known."""
    at = {place.name: place for place in war.places_abroad}
    return [
        _Layer(
            "held-abroad first" if held.side == war.sides[0].code else "held-abroad",
            "",
            frame.disc(at[held.place].lon, at[held.place].lat, held.value),
        )
        for held in now.abroad
        if held.place in at
    ]


def _marks(frame: Frame, now: Control, change: Gains, war: War) -> list[_Layer]:
    """Settlements that turned, and cities above them: a pale rim, then the mark."""
    first, second = (side.code for side in war.sides)
    layers = []
    for code, kind in ((first, "square ru"), (second, "ua")):
        d = dots(_at(frame, change.settlements.to.get(code, ())))
        layers += [_Layer(f"turned rim {kind}", "", d), _Layer(f"turned {kind}", "", d)]
    for holder, kind in (
        ("unknown", "quiet"),
        ("contested", "ink"),
        (second, "ua"),
        (first, "square ru"),
    ):
        d = dots(_at(frame, [city for city in now.places if city.holder == holder]))
        layers += [_Layer(f"city rim {kind}", "", d), _Layer(f"city {kind}", "", d)]
        if holder in ("unknown", "contested"):
            layers.append(_Layer("city hole", "", d))
    return layers


def _at(frame: Frame, places: Iterable[PlaceControl | Place]) -> list[tuple[int, int]]:
    return [frame.point(p.lon, p.lat) for p in places if frame.holds(p.lon, p.lat)]


def _names(
    frame: Frame, now: Control, change: Gains, war: War
) -> dict[str, list[tuple[Label, bool]]]:
    """Names for wide and narrow screens: cities first, then the largest places that turned."""
    cities = [
        LabelRequest(c.name, *frame.point(c.lon, c.lat))
        for c in now.places
        if frame.holds(c.lon, c.lat)
    ]
    held = {h.place for h in now.abroad}
    cities += [
        LabelRequest(p.name, *frame.point(p.lon, p.lat))
        for p in war.places_abroad
        if p.name in held and frame.holds(p.lon, p.lat)
    ]
    known = {city.name for city in now.places}
    moved = sorted(
        (p for places in change.settlements.to.values() for p in places if p.name not in known),
        key=lambda p: -p.population,
    )[:_MOST_TURNED]
    minor = [LabelRequest(p.name, *frame.point(p.lon, p.lat)) for p in moved]
    marks = [(name.x, name.y) for name in (*cities, *minor)]
    found = {}
    for width, size in _SIZES.items():
        wanted = [*cities, *minor] if width == "wide" else cities[:_NARROW_NAMES]
        near = marks if width == "wide" else [(n.x, n.y) for n in wanted]
        labels = placed(wanted, near, size, (WIDTH, frame.height))
        names = {name.text for name in minor}
        found[width] = [(label, label.name.text in names) for label in labels]
    return found


def _focus(frame: Frame, change: Gains) -> str:
    """The part of the drawing where land changed hands, as a viewBox; "" where none did."""
    if change.gained is None:
        return ""
    west, south, east, north = shapely.union_all(list(change.gained)).bounds
    if not west <= east:
        return ""
    (left, top), (right, low) = frame.point(west, north), frame.point(east, south)
    return f"{left} {top} {right - left} {low - top}"
