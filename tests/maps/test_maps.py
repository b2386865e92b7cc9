from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sources.samples import MAPS, NOW, SOUTH, polygons, timeline
from standoff import maps
from standoff.domain import places
from standoff.domain import war as wars
from standoff.domain.claim import Claim, to_table
from standoff.errors import StoreError
from standoff.maps import Control, cells
from standoff.maps.place_control import Polygon, Statement, by_reports, decided

WAR = wars.load("ukraine-2022")
KHERSON, MELITOPOL, BAKHMUT = 706448, 701404, 713174
VILLAGE = 1
"""No place of this id is in the gazetteer."""

MAP_DAY, EVE = date(2024, 7, 30), date(2024, 7, 1)
"""A day with maps of polygons, and one before the first of them."""

RUNS = {
    KHERSON: [[20220302, "RU"], [20221111, "CONTESTED"], [20221112, "LIBERATED"]],
    MELITOPOL: [[20220226, "RU"]],
    BAKHMUT: [[20230520, "CONTESTED"]],
    VILLAGE: [[20220224, "RU"], [20221111, "LIBERATED"]],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store's folder with two maps of polygons and a timeline of settlements kept in it."""
    keep(tmp_path, "deepstate", *MAPS)
    keep(tmp_path, "viina-settlements", timeline(RUNS))
    return tmp_path


def keep(folder: Path, source: str, *texts: str, now: datetime = NOW) -> int:
    files = []
    for number, text in enumerate(texts):
        file = folder / f"fetched-{number}"
        file.write_text(text, encoding="utf-8")
        files.append(file)
    return maps.keep(folder, WAR, source, files, now)


def control_of(city: str, value: float | None, day: date) -> Claim:
    return Claim(
        war=WAR.name,
        quantity="city.control",
        side="RU",
        place=city,
        happened_from=day,
        happened_to=day,
        value=value,
        low=0.0 if value is None else None,
        high=1.0 if value is None else None,
        unit="share",
        speaker="a speaker",
        source="record",
        known_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
    )


def holders(control: Control) -> dict[str, str | None]:
    return {place.name: place.holder for place in control.places}


def test_polygons_are_used_from_the_day_they_were_known(folder: Path) -> None:
    early, first, second = (maps.as_of(folder, WAR, date(2024, 7, day)) for day in (8, 9, 30))
    assert early.source == "viina-settlements"
    assert (first.source, first.day) == ("deepstate", date(2024, 7, 8))
    assert second.day == date(2024, 7, 15)
    assert places.area_km2(second.held) > places.area_km2(first.held)


def test_what_is_kept_covers_what_was_drawn(folder: Path) -> None:
    west, south, east, north = maps.as_of(folder, WAR, date(2024, 7, 9)).held.bounds
    assert (west, south, east, north) == pytest.approx(SOUTH)


def test_keeping_twice_brings_nothing_new(folder: Path) -> None:
    assert keep(folder, "deepstate", *MAPS) == 0
    assert keep(folder, "viina-settlements", timeline(RUNS)) == 0
    assert keep(folder, "deepstate", *MAPS, polygons("20240722", SOUTH)) == 1


def test_a_source_without_a_map_keeps_nothing(tmp_path: Path) -> None:
    assert keep(tmp_path, "general-staff", "{}") == 0
    assert not (tmp_path / "maps").exists()


def test_before_the_polygons_the_land_goes_with_its_towns(folder: Path) -> None:
    control = maps.as_of(folder, WAR, date(2022, 11, 1))
    assert control.source == "viina-settlements"
    assert control.day == date(2022, 10, 31)
    assert control.settlements[KHERSON] == "RU"
    assert 0 < places.area_km2(control.held) < 3_000
    assert any("No polygons are known by then" in said for said in control.missing)


def test_the_parts_of_all_towns_make_the_country() -> None:
    country = places.country(WAR.folder)
    assert country is not None
    towns = cells.towns(WAR)
    assert len(towns) > 5_000
    whole = places.area_km2(cells.around(WAR, towns))
    assert whole == pytest.approx(places.area_km2(country.outline), rel=1e-6)
    apart = sum(places.area_km2(cells.around(WAR, [t])) for t in list(towns)[:50])
    joined = places.area_km2(cells.around(WAR, list(towns)[:50]))
    assert apart == pytest.approx(joined, rel=1e-6)


def test_a_day_of_settlements_is_known_the_day_after(folder: Path) -> None:
    eve, day_after = (maps.as_of(folder, WAR, date(2022, 11, day)) for day in (12, 16))
    assert eve.settlements[KHERSON] == "RU"
    assert not eve.contested.is_empty
    assert day_after.settlements[KHERSON] == "UA"
    assert day_after.contested.is_empty


def test_contested_ground_keeps_its_last_holder_and_nobody_gains_it(folder: Path) -> None:
    before, now = (maps.as_of(folder, WAR, day) for day in (date(2023, 5, 1), date(2023, 6, 1)))
    assert now.settlements[BAKHMUT] == "UA"
    assert maps.turned(now, before, WAR).to == {"RU": (), "UA": ()}


def test_settlements_that_turned_are_named_and_those_without_a_place_counted(
    folder: Path,
) -> None:
    before, now = (maps.as_of(folder, WAR, date(2022, 11, day)) for day in (1, 20))
    change = maps.turned(now, before, WAR)
    assert [place.name for place in change.to["UA"]] == ["Kherson"]
    assert change.unplaced == {"RU": 0, "UA": 1}
    assert change.to["RU"] == ()


def test_a_later_copy_of_settlements_never_changes_an_earlier_as_of(folder: Path) -> None:
    revised = {**RUNS, KHERSON: [[20220302, "RU"]]}
    later = datetime(2026, 7, 1, tzinfo=UTC)
    assert keep(folder, "viina-settlements", timeline(revised), now=later) == 1
    for day, holder in (
        (date(2022, 12, 1), "UA"),
        (date(2026, 6, 30), "UA"),
        (date(2026, 7, 1), "RU"),
    ):
        assert maps.as_of(folder, WAR, day).settlements[KHERSON] == holder


def test_cities_are_held_by_whom_the_newest_word_of_a_stranger_says(tmp_path: Path) -> None:
    known = to_table(
        [
            control_of("Kherson", 1.0, date(2022, 3, 2)),
            control_of("Kherson", 0.0, date(2022, 11, 11)),
            control_of("Mariupol", None, date(2022, 3, 20)),
        ]
    )
    found = holders(maps.as_of(tmp_path, WAR, date(2022, 11, 12), known))
    assert (found["Kherson"], found["Mariupol"], found["Odesa"]) == ("UA", "contested", "unknown")


def test_a_city_that_settlements_never_name_was_never_lost(folder: Path) -> None:
    found = holders(maps.as_of(folder, WAR, date(2022, 11, 1)))
    assert (found["Odesa"], found["Melitopol"]) == ("UA", "RU")


def test_who_spoke_of_a_city_years_ago_does_not_hold_it_for_ever(folder: Path) -> None:
    denied = to_table([control_of("Melitopol", 0.0, date(2022, 3, 1))])
    month, year = (maps.as_of(folder, WAR, day, denied) for day in (date(2022, 3, 20), EVE))
    found = {place.name: place for place in month.places}["Melitopol"]
    assert (found.holder, found.sources) == ("contested", ("VIINA", "a speaker"))
    assert holders(year)["Melitopol"] == "RU"


def test_without_a_pull_the_map_says_which_command_brings_it(tmp_path: Path) -> None:
    control = maps.as_of(tmp_path, WAR, date(2022, 3, 21))
    assert control.held is None
    assert "'standoff pull ukraine-2022 viina-settlements deepstate'" in control.missing[0]


def test_polygons_without_settlements_say_what_is_missing(tmp_path: Path) -> None:
    keep(tmp_path, "deepstate", *MAPS)
    control = maps.as_of(tmp_path, WAR, date(2024, 8, 1))
    assert control.held is not None
    assert "'standoff pull ukraine-2022 viina-settlements' brings them" in control.missing[0]


def test_a_war_without_an_outline_says_so(folder: Path) -> None:
    elsewhere = replace(WAR, folder=folder)
    control = maps.as_of(folder, elsewhere, date(2024, 8, 1))
    assert control.held is None
    assert "no country.geojson" in control.missing[0]


def test_a_war_whose_sources_draw_nothing_says_so(tmp_path: Path) -> None:
    control = maps.as_of(tmp_path, replace(WAR, sources=("general-staff",)), date(2024, 8, 1))
    assert control.missing == (
        "No source of this war draws who held the land: cities alone are drawn.",
    )


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"held": 7}', '{"runs": {"x": 1}}', '{"held": {"type": "Polygon"}}']
)
def test_a_damaged_map_is_named(text: str, folder: Path) -> None:
    for source, name in (("deepstate", "2024-07-15"), ("viina-settlements", "2026-06-01")):
        path = folder / "maps" / WAR.name / source / f"{name}.json"
        good = path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        with pytest.raises(StoreError, match=f"{name}.json: the map is damaged"):
            maps.as_of(folder, WAR, date(2024, 8, 1))
        path.write_text(good, encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "maps").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="maps cannot be saved"):
        keep(tmp_path, "deepstate", *MAPS)


def test_nothing_half_written_is_left(folder: Path) -> None:
    kept = sorted(p.name for p in (folder / "maps").rglob("*") if p.is_file())
    assert kept == ["2024-07-08.json", "2024-07-15.json", "2026-06-01.json"]
    for path in (folder / "maps").rglob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["licence"]


# --- who holds a place ---


def told(*runs: tuple[int, str]) -> list[tuple[date, str]]:
    return [(date(2023, 1, 1) + timedelta(days=day), holder) for day, holder in runs]


def reported(day: int, *runs: tuple[int, str]) -> tuple[str, date | None]:
    found = by_reports(told(*runs), date(2023, 1, 1) + timedelta(days=day), "UA")
    assert found is not None
    return found.holder, found.since


def test_a_report_that_is_taken_back_within_three_days_is_no_change() -> None:
    assert reported(40, (10, "RU"), (11, "UA")) == ("UA", None)
    assert reported(40, (0, "RU"), (20, "UA"), (30, "RU"), (31, "UA")) == ("UA", date(2023, 1, 21))
    assert reported(40, (10, "RU"), (14, "UA")) == ("UA", date(2023, 1, 15))


def test_where_reports_change_often_a_hold_of_a_few_days_is_no_change() -> None:
    often = [(k, "RU" if k % 8 == 0 else "UA") for k in range(0, 40, 4)]
    assert reported(300, *often) == ("UA", None)


def test_a_report_of_the_last_three_days_leaves_a_place_contested() -> None:
    assert reported(11, (10, "RU"))[0] == "contested"
    assert reported(13, (10, "RU")) == ("RU", date(2023, 1, 11))


def test_a_place_that_flickers_is_held_by_who_held_it_firmly() -> None:
    flicker = [(day, "RU" if day % 8 else "UA") for day in range(4, 64, 4)]
    last = flicker[-1][0]
    assert reported(last + 5, *flicker)[0] == "UA"
    assert reported(last + 30, *flicker)[0] == "contested"
    assert reported(last + 121, *flicker)[0] == "RU"


def statement(holder: str, day: int, *, own: bool = False) -> Statement:
    on = date(2023, 1, 1) + timedelta(days=day)
    return Statement(holder, on, own, False, "a speaker", f"c{day}")


def test_a_side_s_claim_of_its_own_gain_never_stands_alone() -> None:
    on = date(2023, 3, 1)
    alone = decided(None, None, [statement("RU", 50, own=True)], WAR, on)
    assert alone.holder == "contested"
    beside = decided(None, None, [statement("RU", 50), statement("UA", 55, own=True)], WAR, on)
    assert beside.holder == "RU"


def test_near_the_line_another_word_counts_against_the_map_and_far_from_it_none() -> None:
    on = date(2023, 3, 1)
    for km, holder in ((0.5, "contested"), (2.0, "contested"), (5.0, "RU")):
        found = decided(Polygon(True, km, on), None, [statement("UA", 50)], WAR, on)
        assert found.holder == holder
    old = on + timedelta(days=40)
    assert decided(Polygon(True, 5.0, on), None, [], WAR, old).holder == "unknown"
    assert decided(Polygon(True, 50.0, on), None, [], WAR, old).holder == "RU"
