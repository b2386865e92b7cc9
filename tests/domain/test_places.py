from __future__ import annotations

import importlib
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from standoff.domain import places, war
from standoff.domain.places import Gazetteer, Place
from standoff.errors import WarDefinitionError

FOLDER = war.load("ukraine-2022").folder
HEADER = ",".join(places.COLUMNS)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return places.load(FOLDER)


def names(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    """What stands in the text, and which place it is."""
    return [(text[start:end], place.name) for start, end, place in gazetteer.find(text)]


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Kiev", "Kyiv"),
        ("Kharkov", "Kharkiv"),
        ("Chasov Yar", "Chasiv Yar"),
        ("Rabotino", "Robotyne"),
        ("Orekhov", "Orikhiv"),
        ("Artemivsk", "Bakhmut"),
        ("Artyomovsk", "Bakhmut"),
        ("Avdeevka", "Avdiivka"),
        ("Ugledar", "Vuhledar"),
        ("Kup'yansk", "Kupiansk"),
        ("Kup’yans’k", "Kupiansk"),
        ("Mar'yinka", "Marinka"),
        ("Gulyaipole", "Huliaipole"),
        ("Sievierodonetsk", "Severodonetsk"),
        ("Odessa", "Odesa"),
        ("KHERSON", "Kherson"),
    ],
)
def test_a_place_is_one_by_any_spelling(gazetteer: Gazetteer, spelling: str, name: str) -> None:
    text = f"Fighting went on around {spelling}, officials said."
    assert names(gazetteer, text) == [(spelling, name)]


def test_every_city_of_the_war_is_known_by_name_and_id(gazetteer: Gazetteer) -> None:
    for city in war.load("ukraine-2022").cities:
        by_id = gazetteer.by_id(city.geonames_id)
        assert by_id is not None
        assert by_id == gazetteer.named(city.name)
        assert abs(by_id.lat - city.lat) < 0.001
        assert abs(by_id.lon - city.lon) < 0.001


def test_towns_across_the_border_are_known(gazetteer: Gazetteer) -> None:
    for name, country in (("Sudzha", "RU"), ("Belgorod", "RU"), ("Kursk", "RU"), ("Homel", "BY")):
        found = gazetteer.named(name)
        assert found is not None
        assert found.country == country


@pytest.mark.parametrize(
    "text",
    [
        "Shevchenko said the bar was low, and Vladimir agreed.",
        "Human rights groups: Smile, be sad, wear a hat.",
        "kyiv-post; the kherson (in small letters)",
        "",
        "Чернівці",
    ],
)
def test_words_and_people_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert names(gazetteer, text) == []


def test_a_word_is_a_place_where_places_stand(gazetteer: Gazetteer) -> None:
    assert names(gazetteer, "They met in Bar on Monday.") == [("Bar", "Bar")]
    assert names(gazetteer, "the village of Sad was shelled") == [("Sad", "Sad")]


def test_the_longest_name_is_taken_and_possessives_are_left(gazetteer: Gazetteer) -> None:
    text = "Chasiv Yar's defenders, Ivano-Frankivsk and Nova\nKakhovka"
    assert [word for word, _ in names(gazetteer, text)] == [
        "Chasiv Yar",
        "Ivano-Frankivsk",
        "Nova\nKakhovka",
    ]


def test_of_namesakes_the_most_populous_stands_and_the_others_are_counted() -> None:
    small, large = (Place(i, "Twin", "UA", 1.0, 1.0, n, ()) for i, n in ((1, 500), (2, 9_000)))
    assert Gazetteer((small, large)).named("Twin") == large
    andriivka = places.load(FOLDER).named("Andriivka")
    assert andriivka is not None
    assert andriivka.namesakes >= 5


def test_todays_name_goes_before_a_former_one() -> None:
    city = Place(1, "City", "UA", 1.0, 1.0, 900_000, ("Hamletville",))
    village = Place(2, "Hamletville", "UA", 2.0, 2.0, 700, ())
    assert Gazetteer((city, village)).named("Hamletville") == village


def test_half_a_million_words_take_a_second_at_most(gazetteer: Gazetteer) -> None:
    text = (
        "Officials in Kyiv said that Russian forces near Chasiv Yar had moved on Monday. " * 7_000
    )
    start = time.process_time()
    found = gazetteer.find(text)
    seconds = time.process_time() - start
    assert len(found) == 14_000
    assert len(text.split()) / seconds > 200_000


@given(st.text(alphabet="Kyiv Bar'’-\nöЖ", max_size=60))
def test_what_is_found_stands_in_the_text_in_order(text: str) -> None:
    end = 0
    for start, stop, _ in places.load(FOLDER).find(text):
        assert end <= start < stop <= len(text)
        end = stop


def test_a_war_without_places_has_none(tmp_path: Path) -> None:
    assert places.load(tmp_path).find("Kyiv") == ()
    assert places.country(tmp_path) is None


@pytest.mark.parametrize(
    "row", ["1,,UA,1,1,1,", "x,Name,UA,1,1,1,", "1,Name,UA,north,1,1,", "1,Name"]
)
def test_a_bad_row_is_named(row: str, tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(f"{HEADER}\n2,Good,UA,1,1,1,\n{row}\n", encoding="utf-8")
    with pytest.raises(WarDefinitionError, match=r"places.csv row 3: .*Correct the row"):
        places.load(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"features": []}', '{"features": [{"properties": 7}]}']
)
def test_an_outline_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "country.geojson").write_text(text, encoding="utf-8")
    with pytest.raises(WarDefinitionError, match="no outline of a country"):
        places.country(tmp_path)


def test_the_ellipsoid_has_its_known_area() -> None:
    assert places.area_km2(box(-180, -90, 180, 90)) == pytest.approx(510_065_621.724, rel=1e-9)


def test_a_degree_square_has_the_area_of_the_integral() -> None:
    # Radii of curvature M and N: the area is the integral of M·N·cos φ over the square.
    a_km, e2 = 6378.137, 0.00669437999014
    phi = np.radians(np.linspace(48.0, 49.0, 20_001))
    w = 1 - e2 * np.sin(phi) ** 2
    exact = np.trapezoid(a_km**2 * (1 - e2) / w**2 * np.cos(phi), phi) * math.radians(1.0)
    assert places.area_km2(box(37, 48, 38, 49)) == pytest.approx(exact, rel=1e-8)


def test_the_country_is_as_large_as_the_war_says() -> None:
    definition = war.load("ukraine-2022")
    country = places.country(FOLDER)
    assert country is not None
    assert country.outline.is_valid
    assert places.area_km2(country.outline) == pytest.approx(definition.country_km2, rel=0.01)
    assert places.area_km2(country.held_before["Crimea"]) == pytest.approx(27_000, rel=0.02)


def test_villages_known_by_name_alone_have_no_coordinates(gazetteer: Gazetteer) -> None:
    robotyne = gazetteer.named("Robotyne")
    assert robotyne is not None
    assert math.isnan(robotyne.lat)


@pytest.fixture(scope="module")
def make_places() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[2] / "scripts"))
        yield importlib.import_module("make_places")


def test_names_are_romanised_by_the_rules_of_their_language(make_places: Any) -> None:
    for name, latin in (
        ("Запоріжжя", "Zaporizhzhia"),
        ("Згорани", "Zghorany"),
        ("Юзівка", "Yuzivka"),
        ("Часів Яр", "Chasiv Yar"),
        ("Мар’їнка", "Marinka"),
        ("Куп'янськ", "Kupiansk"),
    ):
        assert make_places.ukrainian(name) == latin
    for name, latin in (("Орехов", "Orekhov"), ("Артёмовск", "Artyomovsk"), ("Ялта", "Yalta")):
        assert make_places.russian(name) == latin


def test_a_dump_of_geonames_gives_its_populated_places(make_places: Any, tmp_path: Path) -> None:
    columns = [
        "1",
        "Tyha",
        "Tyha",
        "Tykha,Тиха",
        "48.5",
        "37.25",
        "P",
        "PPL",
        "UA",
        *[""] * 5,
        "40",
    ]
    stream = ["2", "Tykha", "Tykha", "", "48.5", "37.25", "H", "STM", "UA", *[""] * 5, "0"]
    dump = tmp_path / "UA.txt"
    lines = ["\t".join([*row, "", "", "", ""]) for row in (columns, stream)]
    dump.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (only,) = make_places.rows(dump)
    assert (only.geonames_id, only.lat, only.lon, only.people) == (1, 48.5, 37.25, 40)
    assert only.alternates == ("Tykha", "Тиха")


def test_districts_are_no_places_of_their_own(make_places: Any) -> None:
    city, town, village = (
        make_places.Entry(i, name, "UA", 48.0, 37.8 + i / 50, people, ())
        for i, (name, people) in enumerate(
            [("Donetsk", 900_000), ("Kyivskyy", 139_000), ("Krasnyy", 900)]
        )
    )
    found = [make_places.district(e, [city, town, village]) for e in (city, town, village)]
    assert found == [False, True, False]


def test_a_spelling_of_several_places_stays_with_the_likest_name(make_places: Any) -> None:
    city = make_places.Entry(1, "Donetsk", "UA", 48.0, 37.8, 900_000, ())
    village = make_places.Entry(2, "Oleksandrivka", "UA", 48.1, 37.1, 900, ())
    by_place = {
        ("Donetsk", city): ["Aleksandrovka", "Stalino"],
        ("Oleksandrivka", village): ["Aleksandrovka"],
    }
    kept = make_places.each_where_it_fits(by_place)
    assert list(kept.values()) == [["Stalino"], ["Aleksandrovka"]]
