from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from sources.samples import NOW as MOMENT
from sources.samples import timeline
from standoff import maps
from standoff.domain import war as wars
from standoff.domain.claim import to_table
from standoff.domain.places import area_km2
from standoff.maps import Control, PlaceControl, as_of
from standoff.report.maps import figure as map_figure
from standoff.report.maps import projection
from standoff.report.maps.gains import changes
from standoff.report.maps.labels import LabelRequest, placed

WAR = wars.load("ukraine-2022")
DAY, EARLIER = date(2025, 12, 31), date(2025, 12, 1)
KHERSON, DONETSK = 706448, 709717
SVG = "{http://www.w3.org/2000/svg}"


def control(day: date, *held: tuple[float, float, float, float], **what: object) -> Control:
    """Boxes held on a day, as polygons of a map."""
    cities = tuple(
        PlaceControl(c.name, c.lat, c.lon, "UA", day, ("a speaker",), ()) for c in WAR.cities
    )
    shape = shapely.MultiPolygon([box(*b) for b in held]) if held else None
    settlements = {KHERSON: "RU", 1: "RU"}
    made = Control(day, "deepstate", day, shape, None, settlements, cities, ())
    return replace(made, **what)  # type: ignore[arg-type]


BEFORE = control(EARLIER, (36.0, 47.0, 38.0, 48.0), (33.0, 47.0, 34.0, 48.0))
NOW = control(DAY, (36.0, 47.0, 38.5, 48.0), settlements={KHERSON: "UA", 1: "UA"})


@pytest.fixture(scope="module")
def figure() -> map_figure.MapFigure:
    return map_figure.draw(NOW, BEFORE, WAR)


def classes(figure: map_figure.MapFigure) -> list[str]:
    return [e.get("class", "") for e in ET.fromstring(str(figure.svg)).iter()]


def test_each_side_gains_what_the_other_lost() -> None:
    change = changes(NOW, BEFORE, WAR)
    assert change.km2[0] == pytest.approx(area_km2(box(38.0, 47.0, 38.5, 48.0)))
    assert change.km2[1] == pytest.approx(area_km2(box(33.0, 47.0, 34.0, 48.0)))
    back = changes(BEFORE, NOW, WAR)
    assert back.km2 == pytest.approx(change.km2[::-1])


def test_one_line_drawn_twice_is_no_gain() -> None:
    redrawn = control(DAY, (36.0, 47.0, 38.0001, 48.0), (33.0, 47.0, 34.0, 48.0))
    wide = changes(redrawn, BEFORE, WAR)
    assert wide.gained is not None
    assert wide.km2[1] == 0.0
    thin = control(
        DAY, (36.0, 47.0, 38.0, 48.0), (33.0, 47.0, 34.0, 48.0), (30.0, 50.0, 30.001, 50.001)
    )
    assert changes(thin, BEFORE, WAR).km2 == (0.0, 0.0)


def test_what_was_held_when_the_war_began_is_no_gain(tmp_path: Path) -> None:
    file = tmp_path / "fetched"
    file.write_text(timeline({DONETSK: [[20220224, "RU"]], KHERSON: [[20220302, "RU"]]}), "utf-8")
    maps.keep(tmp_path, WAR, "viina-settlements", [file], MOMENT)
    figure = map_figure.as_known(tmp_path, WAR, date(2022, 3, 21))
    assert "1 settlement turned to Russia, Kherson among them." in figure.caption
    assert "Gained since 24 February 2022" in figure.caption


def test_maps_of_different_kinds_are_never_subtracted() -> None:
    change = changes(NOW, replace(BEFORE, source="viina-settlements"), WAR)
    assert change.gained is None
    assert [p.name for p in change.settlements.to["UA"]] == ["Kherson"]
    drawn = map_figure.draw(NOW, replace(BEFORE, source="viina-settlements"), WAR)
    assert any("maps of different kinds" in said for said in drawn.missing)


def test_ground_that_became_contested_is_nobodys_gain() -> None:
    ground = box(33.0, 47.0, 34.0, 48.0)
    change = changes(
        replace(NOW, contested=ground), replace(BEFORE, contested=shapely.MultiPolygon()), WAR
    )
    assert change.km2[1] == 0.0


def test_the_drawing_shows_what_the_legend_names(figure: map_figure.MapFigure) -> None:
    drawn = set(classes(figure))
    for entry in figure.legend:
        assert any(set(entry.drawn.split()) <= set(of.split()) for of in drawn), entry.label
    labels = " ".join(entry.label for entry in figure.legend)
    assert "gained by Russia since 1 Dec 2025" in labels
    assert "gained by Ukraine" in labels
    assert "Crimea, held before the war" in labels


def test_caption_counts_land_and_settlements(figure: map_figure.MapFigure) -> None:
    assert "The map is of 31 December 2025." in figure.caption
    assert "Gained since 1 December 2025, by this map: Russia 4" in figure.caption
    assert "2 settlements turned to Ukraine, Kherson among them." in figure.caption


def test_source_and_terms_stand_under_the_map(figure: map_figure.MapFigure) -> None:
    for part in (
        "As of 31 December 2025",
        "GPL-3",
        "ODbL",
        "public domain",
        "GeoNames (CC BY 4.0)",
    ):
        assert part in figure.source
    assert "contested ground" in figure.errs


def test_the_drawing_is_one_svg_that_can_be_moved_and_read_aloud(
    figure: map_figure.MapFigure,
) -> None:
    root = ET.fromstring(str(figure.svg))
    assert root.tag == f"{SVG}svg"
    assert re.fullmatch(r"0 0 10000 \d+", root.get("viewBox", ""))
    ids = {e.get("id") for e in root.iter()}
    assert {*root.get("aria-labelledby", "").split(), "map-view"} <= ids
    description = root.find(f"{SVG}desc")
    assert description is not None
    assert "Gained since" in (description.text or "")
    tags = {e.tag.removeprefix(SVG) for e in root.iter()}
    assert not tags & {"script", "image", "use", "foreignObject", "a"}
    assert len(str(figure.svg)) < 150_000


def test_where_little_changed_a_second_drawing_shows_it_closer(
    figure: map_figure.MapFigure,
) -> None:
    small = map_figure.draw(
        control(DAY, (36.0, 47.0, 38.2, 48.0)), control(EARLIER, (36.0, 47.0, 38.0, 48.0)), WAR
    )
    assert small.closer is not None
    root = ET.fromstring(str(small.closer))
    names = {text.text for text in root.iter(f"{SVG}text")}
    assert "Donetsk" in names
    assert "Kyiv" not in names
    wide = map_figure.draw(control(DAY, (23.0, 47.0, 39.0, 52.0)), BEFORE, WAR)
    assert wide.closer is None
    assert map_figure.draw(NOW, None, WAR).closer is None


def test_two_maps_on_a_page_share_no_id() -> None:
    one, other = (map_figure.draw(NOW, BEFORE, WAR, ident) for ident in ("one", "other"))
    found = [set(re.findall(r'id="([^"]+)"', map_figure.shown(f))) for f in (one, other)]
    assert found[0]
    assert not found[0] & found[1]


def test_the_same_map_gives_the_same_bytes(figure: map_figure.MapFigure) -> None:
    assert map_figure.draw(NOW, BEFORE, WAR).svg == figure.svg


def test_what_comes_from_outside_is_text(figure: map_figure.MapFigure) -> None:
    hostile = PlaceControl("<script>x</script>", 48.0, 30.0, "RU", DAY, ("<b>y</b>",), ())
    page = map_figure.shown(map_figure.draw(replace(NOW, places=(hostile,)), None, WAR))
    assert "<script>" not in page
    assert "<b>y" not in page
    assert "&lt;script&gt;" in page


def test_without_a_map_of_land_the_cities_stand_alone(tmp_path: Path) -> None:
    drawn = map_figure.as_known(tmp_path, WAR, date(2022, 3, 21), to_table([]))
    assert drawn.svg is not None
    assert "held" not in classes(drawn)
    assert {entry.label for entry in drawn.legend} == {
        "Crimea, held before the war",
        "city, holder not known",
    }
    assert "standoff pull" in drawn.missing[0]


def test_a_war_without_an_outline_has_words_for_a_map(tmp_path: Path) -> None:
    elsewhere = replace(WAR, folder=tmp_path)
    drawn = map_figure.draw(as_of(tmp_path, elsewhere, DAY), None, elsewhere)
    assert drawn.svg is None
    page = map_figure.shown(drawn)
    assert "<svg" not in page
    assert "no country.geojson" in page


def test_every_city_stands_in_the_table(figure: map_figure.MapFigure) -> None:
    assert [row[0] for row in figure.table.rows] == [city.name for city in WAR.cities]
    assert figure.table.rows[0][1:] == ("Ukraine", "31 Dec 2025", "a speaker")


def test_a_scale_bar_is_as_long_as_it_says() -> None:
    frame = projection.framed((22.0, 44.0, 40.0, 52.0))
    km, units = frame.bar
    x0, _ = frame.point(30.0, 48.0)
    x1, _ = frame.point(31.0, 48.0)
    assert (x1 - x0) / (111.2 * np.cos(np.radians(48.0))) == pytest.approx(units / km, rel=0.01)


def test_a_shape_survives_its_path() -> None:
    d = projection.path(box(10, 20, 110, 220))
    numbers = [int(n) for n in re.findall(r"-?\d+", d)]
    start, steps = numbers[:2], np.array(numbers[2:]).reshape(-1, 2)
    corners = np.vstack([start, start + np.cumsum(steps, axis=0)])
    assert shapely.Polygon(corners).equals(box(10, 20, 110, 220))


def test_an_edge_that_two_shapes_share_stays_shared() -> None:
    wavy = [(30 + 0.1 * i, 48 + 0.05 * np.sin(i)) for i in range(40)]
    upper = shapely.Polygon([*wavy, (33.9, 50.0), (30.0, 50.0)])
    lower = shapely.Polygon([*wavy, (33.9, 46.0), (30.0, 46.0)])
    frame = projection.framed((29.0, 45.0, 35.0, 51.0))
    simple = frame.shapes([upper, lower], 200.0)
    assert shapely.get_num_coordinates(simple[0]) < shapely.get_num_coordinates(upper)
    assert simple[0].intersection(simple[1]).area == pytest.approx(0.0, abs=1e-6)
    joined = shapely.union_all(simple)
    assert len(shapely.get_parts(joined)) == 1
    assert not any(len(part.interiors) for part in shapely.get_parts(joined))


@given(st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 6_000)), max_size=25))
def test_no_name_covers_another(points: list[tuple[int, int]]) -> None:
    names = [LabelRequest(f"Town {i}", x, y) for i, (x, y) in enumerate(points)]
    size = 140
    boxes = []
    for label in placed(names, points, size, (10_000, 7_000)):
        wide, x = len(label.name.text) * size * 0.6, label.name.x + label.dx
        left = {"start": x, "end": x - wide, "middle": x - wide / 2}[label.anchor]
        assert left >= 0
        assert left + wide <= 10_000
        y = label.name.y + label.dy
        boxes.append(box(left, y - 0.7 * size, left + wide, y))
    assert all(not a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])
