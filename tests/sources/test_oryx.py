from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sources.samples import ORYX, ORYX_TYPES, judged, oryx_day, oryx_dump, read
from standoff.domain.claim import Claim
from standoff.errors import SourceError
from standoff.ingest.sources import source
from standoff.ingest.sources.oryx import daily

NAME = "oryx"


def series(claims: list[Claim], quantity: str, side: str) -> list[tuple[str, float | None]]:
    return [
        (str(c.happened_to), c.value) for c in claims if (c.quantity, c.side) == (quantity, side)
    ]


def test_a_total_counts_from_the_first_day_and_is_a_floor(tmp_path: Path) -> None:
    claims, _ = judged(read(NAME, tmp_path, *ORYX))
    assert {c.happened_from for c in claims} == {date(2022, 2, 24)}
    assert all(c.low == c.value and c.high is None for c in claims)


def test_it_is_known_on_the_day_that_it_was_listed(tmp_path: Path) -> None:
    claims, _ = judged(read(NAME, tmp_path, *ORYX))
    assert all(c.known_at.date() == c.happened_to and c.vintage == "observed" for c in claims)


def test_both_sides_are_counted_by_type(tmp_path: Path) -> None:
    claims, _ = judged(read(NAME, tmp_path, *ORYX))
    newest = {(c.quantity, c.side): c.value for c in claims if c.happened_to == date(2025, 7, 27)}
    for side in ("RU", "UA"):
        assert newest["losses.tanks", side] == 1005
        assert newest["losses.armour", side] == 500 + 800 + 300 + 50 + 4 * 5
        assert newest["losses.artillery", side] == 200 + 400 + 100 + 3 * 5
        assert newest["losses.equipment", side] == 6005


def test_the_nought_before_the_war_is_no_total(tmp_path: Path) -> None:
    claims, bad = judged(read(NAME, tmp_path, *ORYX))
    assert bad == []
    assert series(claims, "losses.equipment", "RU")[0] == ("2022-03-19", 1600)


def test_what_was_listed_before_the_war_is_bad(tmp_path: Path) -> None:
    rows = (("Russia", "Tanks", 3, "2022-02-20"), ("Russia", "Tanks", 40, "2022-03-01"))
    claims, (bad,) = judged(read(NAME, tmp_path, oryx_dump(*rows)))
    assert (bad.row, bad.field) == (2, "date")
    assert series(claims, "losses.tanks", "RU") == [("2022-03-01", 40)]


def test_a_type_that_did_not_change_keeps_its_last_count(tmp_path: Path) -> None:
    rows = [("Russia", t, n, "2025-03-21") for t, n in ORYX_TYPES.items()]
    rows.append(("Russia", "Towed Artillery", 207, "2025-03-24"))
    claims, _ = judged(read(NAME, tmp_path, oryx_dump(*rows)))
    assert series(claims, "losses.artillery", "RU") == [("2025-03-21", 700), ("2025-03-24", 707)]


def test_nothing_is_added_up_before_every_part_is_known(tmp_path: Path) -> None:
    rows = (
        ("Russia", "Towed Artillery", 200, "2025-03-21"),
        ("Russia", "Self-Propelled Artillery", 400, "2025-03-24"),
        ("Russia", "Multiple Rocket Launchers", 100, "2025-03-27"),
        ("Russia", "Rocket and Missile Artillery", 103, "2025-06-27"),
    )
    claims, bad = judged(read(NAME, tmp_path, oryx_dump(*rows)))
    assert bad == []
    assert series(claims, "losses.artillery", "RU") == [("2025-03-27", 700), ("2025-06-27", 703)]


@pytest.mark.parametrize(("slip", "way"), [(1115, "falls"), (19_240, "leaps")])
def test_a_slipped_digit_is_bad_and_the_next_total_stands(
    slip: int, way: str, tmp_path: Path
) -> None:
    rows = (
        ("Russia", "All Types", 1924, "2022-03-27"),
        ("Russia", "All Types", slip, "2022-03-28"),
        ("Russia", "All Types", 2085, "2022-03-29"),
    )
    claims, (bad,) = judged(read(NAME, tmp_path, oryx_dump(*rows)))
    assert bad.row == 3
    assert f"{way} from 1,924 to {slip:,}" in bad.reason
    assert series(claims, "losses.equipment", "RU") == [("2022-03-27", 1924), ("2022-03-29", 2085)]


def test_a_listing_that_is_withdrawn_stays_a_total(tmp_path: Path) -> None:
    rows = (("Russia", "Tanks", 3837, "2025-03-30"), ("Russia", "Tanks", 3835, "2025-03-31"))
    claims, bad = judged(read(NAME, tmp_path, oryx_dump(*rows)))
    assert bad == []
    assert len(claims) == 2


def test_over_two_silent_years_a_total_may_double(tmp_path: Path) -> None:
    rows = (
        ("Russia", "All Types", 4268, "2022-06-09"),
        ("Russia", "All Types", 18_149, "2024-09-30"),
    )
    claims, bad = judged(read(NAME, tmp_path, oryx_dump(*rows)))
    assert bad == []
    assert len(claims) == 2


def test_a_day_of_the_dump_is_taken_from_the_dump(tmp_path: Path) -> None:
    claims, bad = judged(read(NAME, tmp_path, ORYX[0], oryx_day("2025-07-19", more=9)))
    assert bad == []
    assert series(claims, "losses.tanks", "UA") == [("2025-07-19", 1000)]


@pytest.mark.parametrize("text", ["", "<html>", "a,b\n1,2\n", ORYX[1][:-30]])
def test_a_day_that_cannot_be_read_is_left_out_and_the_others_stand(
    text: str, tmp_path: Path
) -> None:
    claims, (bad,) = judged(read(NAME, tmp_path, ORYX[0], text, ORYX[2]))
    assert (bad.file, bad.field) == ("file-1", "file")
    assert [day for day, _ in series(claims, "losses.tanks", "UA")] == ["2025-07-19", "2025-07-27"]


def test_a_type_that_a_day_lacks_is_told_and_keeps_its_last_count(tmp_path: Path) -> None:
    renamed = oryx_day("2025-07-20", more=1, without="Towed Artillery")
    claims, bad = judged(read(NAME, tmp_path, ORYX[0], renamed))
    assert "no count of Towed Artillery of RU" in bad[0].reason
    assert series(claims, "losses.artillery", "UA")[-1] == ("2025-07-20", 200 + 401 + 101)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('Russia,"Tanks",9,0,0,0,many,2025-07-19', "'many' is no number"),
        ('Russia,"Tanks",9,0,0,0,9,19 July', "Invalid isoformat"),
        ('Ruritania,"Tanks",9,0,0,0,9,2025-07-19', "'Ruritania' is no side"),
        ('Russia,"Tanks",9,0,0,0,9,2025-07-19', "repeats row 4 with another figure"),
    ],
)
def test_a_row_that_cannot_be_is_bad_and_the_rest_stands(
    row: str, reason: str, tmp_path: Path
) -> None:
    claims, bad = judged(read(NAME, tmp_path, f"{ORYX[0]}{row}\n", *ORYX[1:]))
    assert [b.row for b in bad] == [ORYX[0].count("\n") - 1]
    assert reason in bad[0].reason
    assert len(claims) == len(judged(read(NAME, tmp_path, *ORYX))[0])


def test_a_dump_without_a_type_that_is_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no count of a type that is known"):
        read(NAME, tmp_path, oryx_dump(("Russia", "Zeppelins", 1, "2025-07-19")))


def test_files_are_asked_for_by_the_day_after_the_dump() -> None:
    assert daily(date(2025, 7, 19)) == ()
    assert [url[-14:-4] for url in daily(date(2025, 7, 21))] == ["2025-07-20", "2025-07-21"]


def test_each_total_names_the_file_it_came_from(tmp_path: Path) -> None:
    claims, _ = judged(read(NAME, tmp_path, *ORYX))
    found = {c.happened_to: (c.url.rsplit("/", 1)[-1], c.channel) for c in claims}
    assert found[date(2025, 7, 19)] == ("daily_count.csv", ("scarnecchia/oryx_data",))
    assert found[date(2025, 7, 20)] == ("2025-07-20.csv", ("leedrake5/Russia-Ukraine",))


def test_it_says_that_its_dates_are_those_of_listing() -> None:
    assert "dated by listing" in source(NAME).errs


def test_a_listing_of_tomorrow_is_not_known_today(tmp_path: Path) -> None:
    _, bad = judged(read(NAME, tmp_path, *ORYX), now=datetime(2025, 7, 26, tzinfo=UTC))
    assert {b.file for b in bad} == {"file-2"}


def test_a_slip_upwards_does_not_lock_out_the_totals_after_it(tmp_path: Path) -> None:
    counts = (1000, 1010, 1600, 1020, 1030)
    rows = [("Russia", "Tanks", n, f"2025-03-{20 + k}") for k, n in enumerate(counts)]
    claims, (bad,) = judged(read(NAME, tmp_path, oryx_dump(*rows)))
    assert [n for _, n in series(claims, "losses.tanks", "RU")] == [1000, 1010, 1020, 1030]
    assert "leaps" in bad.reason


def test_a_late_row_of_the_dump_silences_no_daily_file(tmp_path: Path) -> None:
    dump = f'{ORYX[0]}Russia,"Tanks",4200,0,0,0,4200,2025-12-31\n'
    plain, _ = judged(read(NAME, tmp_path, *ORYX))
    claims, (bad,) = judged(read(NAME, tmp_path, dump, *ORYX[1:]))
    assert claims == plain
    assert bad.field == "date_recorded"
