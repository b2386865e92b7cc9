from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import invented
from invented import WAR_TOML, write_war
from standoff.domain import war as wars
from standoff.domain.war import War, standstill_km2
from standoff.errors import UnknownNameError, WarDefinitionError


def test_a_definition_is_read_as_it_is_written(war: War) -> None:
    assert (war.name, war.start, war.movement) == ("testland-2020", date(2020, 1, 1), "front")
    assert [s.code for s in war.sides] == ["AA", "BB"]
    assert war.sides[0].aliases == ("Alanders",)
    assert list(war.parties) == ["AA", "BB", "CC"]
    assert war.front[0].km == 1000
    assert [(c.name, c.geonames_id) for c in war.cities] == [("Port", 1), ("Hill", 2)]
    assert war.priors.ending_per_year == ((0, 0.45), (365, 0.10))


FAULTS = {
    "not TOML": ('name = "testland-2020"', "name = [", "cannot be read"),
    "no name": ('name = "testland-2020"\n', "", "'name' is missing"),
    "no sides": ("[sides.BB]", "[third_parties.BB]", "two sides, not 1"),
    "three sides": ("[third_parties]\nCC", "[sides.CC]\nname", "two sides, not 3"),
    "no theatre": ('country = "Testland"\n', "", "'country' is missing"),
    "no thresholds": ("window_days = 30\n", "", "window_days"),
    "a threshold too many": ("window_days = 30", "window_days = 30\nmore = 1", "more"),
    "start is text": ("start = 2020-01-01", 'start = "2020-01-01"', "is not a date"),
    "start has a time": ("start = 2020-01-01", "start = 2020-01-01T10:00:00", "is not a date"),
    "unknown movement": ('movement = "front"', 'movement = "sideways"', "'sideways' is neither"),
    "front without length": (
        '[[front]]\nsince = 2020-01-01\nsaid = 2020-01-01\nkm = 1_000\nsource = "our own making"\n',
        "",
        r"at least one \[\[front\]\]",
    ),
    "front of no length": ("km = 1_000", "km = 0", "longer than 0"),
    "thresholds crossed": ("break_m_per_day = 50.0", "break_m_per_day = 5.0", "below break"),
    "threshold of zero": ("standstill_m_per_day = 10.0", "standstill_m_per_day = 0", "above zero"),
    "km2 is text": ("km2 = 100_000", 'km2 = "large"', "large"),
    "hazard is missing": ("{ after_days = 0, hazard = 0.45 }", "{ after_days = 0 }", "hazard"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_definition_with_a_fault_names_file_and_fault(fault: str, tmp_path: Path) -> None:
    old, new, says = FAULTS[fault]
    assert old in WAR_TOML
    folder = write_war(tmp_path / "own", WAR_TOML.replace(old, new, 1))
    with pytest.raises(WarDefinitionError, match=says) as caught:
        invented.load(folder)
    assert str(folder / "war.toml") in str(caught.value)
    assert str(caught.value).endswith(".")


def test_fronts_out_of_order_are_refused(tmp_path: Path) -> None:
    earlier = WAR_TOML + (
        '\n[[front]]\nsince = 2019-01-01\nsaid = 2019-01-01\nkm = 5\nsource = "x"\n'
    )
    with pytest.raises(WarDefinitionError, match="not in order"):
        invented.load(write_war(tmp_path / "own", earlier))


def test_a_definition_in_another_encoding_is_refused(tmp_path: Path) -> None:
    folder = write_war(tmp_path / "own")
    (folder / "war.toml").write_bytes(WAR_TOML.replace("Bland", "Blånd").encode("latin-1"))
    with pytest.raises(WarDefinitionError, match="cannot be read"):
        invented.load(folder)


def test_a_war_without_measured_movement_needs_no_front(tmp_path: Path) -> None:
    toml = WAR_TOML.replace('movement = "front"', 'movement = "none"')
    start = toml.index("[[front]]")
    toml = toml[:start] + toml[toml.index("[thresholds]") :]
    assert invented.load(write_war(tmp_path / "own", toml)).front == ()


def test_an_unknown_war_suggests_the_nearest_shipped_one(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'ukraine-2022'"):
        wars.load("ukraine-2020")
    with pytest.raises(UnknownNameError):
        wars.load(str(tmp_path))


def test_shipped_wars_are_named_by_their_folder() -> None:
    assert "ukraine-2022" in wars.shipped()
    for name in wars.shipped():
        assert wars.load(name).name == name


def test_the_length_of_the_front_is_what_was_known_of_that_day(tmp_path: Path) -> None:
    toml = WAR_TOML + (
        '\n[[front]]\nsince = 2020-03-01\nsaid = 2020-05-01\nkm = 600\nsource = "x"\n'
        '\n[[front]]\nsince = 2020-06-01\nsaid = 2020-06-01\nkm = 700\nsource = "x"\n'
    )
    war = invented.load(write_war(tmp_path / "own", toml))
    march, july = date(2020, 3, 15), date(2020, 7, 1)
    assert war.front_on(march, known_by=march).km == 1000
    assert war.front_on(march, known_by=date(2020, 5, 1)).km == 600
    assert war.front_on(march, known_by=july).km == 600
    assert war.front_on(july, known_by=july).km == 700
    assert war.front_on(date(2019, 1, 1), known_by=july).km == 1000


def test_the_threshold_is_length_times_days_times_pace() -> None:
    assert standstill_km2(1000, 30) == 300
    assert standstill_km2(1000, 30, 50) == 1500
    assert standstill_km2(1, 1) == 0.01
    for km, days in ((0, 30), (-5, 30), (1000, 0)):
        with pytest.raises(WarDefinitionError, match="Give a positive length"):
            standstill_km2(km, days)
