"""Known facts in the publishers' own files, where a copy of them lies beside the project."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sources.samples import WAR
from standoff.domain.claim import Claim
from standoff.domain.war import City
from standoff.errors import BadRow
from standoff.evidence.validation import split
from standoff.ingest.fetch import client, fetch
from standoff.ingest.sources import SOURCES, source

SHARED = Path(os.environ.get("STANDOFF_SHARED", Path(__file__).parents[3] / "shared"))
NOW = datetime(2026, 6, 1, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not (SHARED / "mirror").is_dir(), reason="no copies of the publishers' files here"
)

Found = tuple[list[Claim], list[BadRow]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Found]:
    """Claims and bad rows by source, fetched and read as `standoff pull` does."""
    war = replace(WAR, cities=(City("Kherson", 706448, 46.64, 32.61),))
    cache = tmp_path_factory.mktemp("cache")
    answers: dict[str, Found] = {}
    with client(SHARED / "mirror") as http:
        for described in SOURCES:
            paths = [fetch(u, cache=cache, client=http, now=NOW).path for u in described.urls]
            reading = described.read([*paths, *there(described.dated(NOW.date()))], war)
            good, bad = split(reading.rows, war, NOW)
            answers[described.name] = good, [*reading.bad, *bad]
    return answers


def there(urls: tuple[str, ...]) -> list[Path]:
    """Those of a source's dated files that lie in the mirror."""
    paths = [SHARED / "mirror" / urlsplit(url).path.lstrip("/") for url in urls]
    return [path for path in paths if path.is_file()]


def one(claims: list[Claim], quantity: str, first: str, last: str, side: str = "RU") -> Claim:
    (claim,) = [
        c
        for c in claims
        if (c.quantity, c.side) == (quantity, side)
        and (str(c.happened_from), str(c.happened_to)) == (first, last)
    ]
    return claim


@pytest.mark.slow
@pytest.mark.parametrize("name", [s.name for s in SOURCES if s.name != "economist-estimates"])
def test_the_real_file_has_no_bad_rows(name: str, found: dict[str, Found]) -> None:
    claims, bad = found[name]
    known = {
        # NZZ's file counts the whole country, with the sea, on seven days of October 2023.
        "nzz-area": list(range(609, 616)),
        # "100" for some 1,000 destroyed on 28 March 2022.
        "oryx": [101],
        # Attacks without a number of launches.
        "air-attacks": [2447, 2453, 2504],
    }
    assert [b.row for b in bad] == known.get(name, [])
    fewest = {"deepstate": 76, "oryx": 394, "unhcr-presence": 18}
    assert len(claims) >= fewest.get(name, 600)
    assert len({c.claim_id for c in claims}) == len(claims)


def test_the_map_of_the_first_day_almost_doubles_the_area(found: dict[str, Found]) -> None:
    claims, _ = found["economist-area"]
    for day, km2 in (("2022-02-23", 43_679.053), ("2022-02-24", 81_984.427)):
        assert one(claims, "territory.controlled_km2", day, day).value == km2


def test_the_loss_of_28_february_2025_is_without_its_correction(found: dict[str, Found]) -> None:
    claims, _ = found["general-staff"]
    loss = one(claims, "losses.personnel_total", "2025-02-28", "2025-02-28")
    assert loss.value == 1060


def test_the_correction_of_27_may_2023_leaves_no_fall(found: dict[str, Found]) -> None:
    claims, _ = found["general-staff"]
    for day, loss in (("2023-05-27", 3), ("2023-05-28", 3)):
        assert one(claims, "losses.tanks", day, day).value == loss


def test_the_general_staff_counted_1207910_by_the_end_of_2025(found: dict[str, Found]) -> None:
    claims, _ = found["general-staff"]
    stated = one(claims, "losses.personnel_total", "2022-02-24", "2025-12-31")
    losses = sum(c.value or 0 for c in claims if c.unit == "people" and c.happened_from > WAR.start)
    assert stated.value == 1_207_910
    # 2,800 stood on the first day of the file; 1,650 and 160 were corrections.
    assert losses == 1_207_910 - 2800 - 1650 - 160


def test_kherson_changed_hands_in_november_2022(found: dict[str, Found]) -> None:
    claims, _ = found["viina-settlements"]
    day = "2022-11-11"
    gained = one(claims, "territory.settlements_changed", day, day, "UA")
    lost = one(claims, "territory.settlements_changed", day, day, "RU")
    kherson = one(claims, "city.control", day, day)
    assert (gained.value or 0) > 100
    assert lost.value == 0
    assert (kherson.place, kherson.value) == ("Kherson", 0)


def test_the_withdrawal_from_around_kyiv_is_the_largest_gain(found: dict[str, Found]) -> None:
    claims, _ = found["viina-settlements"]
    gained: Counter[date] = Counter()
    for c in claims:
        if c.side == "UA" and c.quantity == "territory.settlements_changed":
            gained[c.happened_to] += int(c.value or 0)
    assert gained.most_common(1)[0][0] == date(2022, 4, 3)


def test_the_polygons_have_the_area_that_geodesics_give(found: dict[str, Found]) -> None:
    # Geodesic areas of the files by another library: 109,360.87 and 116,170.85 km²; 9.4 km² of each
    # lie beyond the margin of the country.
    claims, _ = found["deepstate"]
    for day, km2 in (("2024-07-08", 109_360.87), ("2025-12-29", 116_170.85)):
        level = one(claims, "territory.controlled_km2", day, day)
        assert (level.value or 0) + 43_679.053 == pytest.approx(km2 - 9.4, abs=2.0)


def test_crossings_of_2022_add_up(found: dict[str, Found]) -> None:
    claims, _ = found["unhcr-crossings"]
    total = one(claims, "displaced.border_crossings", "2022-02-24", "2022-12-31", "")
    days = sum(c.value or 0 for c in claims if c.happened_from == c.happened_to)
    assert total.value == days == 17_927_048


def test_refugees_in_europe_at_the_turn_of_2022_are_what_unhcr_published(
    found: dict[str, Found],
) -> None:
    claims, _ = found["unhcr-presence"]
    total = one(claims, "displaced.refugees", "2022-12-27", "2022-12-27", "")
    assert total.value == 7_896_825
    assert "44 countries" in total.text


def test_oryx_had_listed_4303_russian_and_1363_ukrainian_tanks_by_the_end_of_2025(
    found: dict[str, Found],
) -> None:
    claims, _ = found["oryx"]
    for side, tanks in (("RU", 4303), ("UA", 1363)):
        listed = one(claims, "losses.tanks", "2022-02-24", "2025-12-30", side)
        assert (listed.low, listed.value, listed.high) == (tanks, tanks, None)


def test_oryx_armour_is_what_its_own_sum_has_beside_the_tanks(found: dict[str, Found]) -> None:
    claims, _ = found["oryx"]
    for side, all_armoured in (("RU", 13_815), ("UA", 5453)):
        tanks, armour = (
            one(claims, quantity, "2022-02-24", "2025-12-30", side).value or 0
            for quantity in ("losses.tanks", "losses.armour")
        )
        assert tanks + armour == all_armoured


def test_the_drones_of_july_2025_are_those_the_air_force_counted(found: dict[str, Found]) -> None:
    # 6,303 Shaheds and decoys by the rows of that model; 109 others were shot down in the south.
    claims, _ = found["air-attacks"]
    july = [
        c
        for c in claims
        if c.quantity == "munitions.drones_launched" and f"{c.happened_to:%Y-%m}" == "2025-07"
    ]
    assert sum(c.value or 0 for c in july) == 6412


def test_the_fires_of_the_first_day(found: dict[str, Found]) -> None:
    claims, _ = found["economist-fires"]
    day = "2022-02-24"
    assert one(claims, "intensity.fires", day, day, "RU").value == 30
    assert one(claims, "intensity.fires", day, day, "UA").value == 0
    assert one(claims, "intensity.fires", day, day, "UA").text == "cloud cover 0.80 of the country"


def test_two_estimates_are_dated_after_their_publication(found: dict[str, Found]) -> None:
    claims, bad = found["economist-estimates"]
    assert [b.row for b in bad] == [102, 103]
    assert all("2022-04-23 is after its publication (2022-03-24)" in b.reason for b in bad)
    assert len(claims) == 111
    assert all(c.speaker_kind for c in claims)


def test_one_post_of_january_2025_is_not_known_before(found: dict[str, Found]) -> None:
    claims, _ = found["economist-estimates"]
    late = [c for c in claims if "1876584633103507960" in c.url]
    assert {c.known_at.date() for c in late} == {date(2025, 1, 7)}
    assert sum(c.happened_to.year < 2025 for c in late) == 33


def test_three_estimates_of_2025_come_from_a_report_of_april_2026(
    found: dict[str, Found],
) -> None:
    claims, _ = found["economist-estimates"]
    late = [c for c in claims if c.known_at == datetime(2026, 4, 21, tzinfo=UTC)]
    assert len(late) == 3
    assert source("economist-estimates").licence == "CC BY 4.0"
