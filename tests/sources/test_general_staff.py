from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.samples import (
    CORRECTION,
    EQUIPMENT,
    PERSONNEL,
    WAR,
    equipment,
    judged,
    personnel,
    read,
    without,
)
from standoff.domain.claim import Claim
from standoff.errors import BadRow
from standoff.ingest.sources import ParsedFile
from standoff.ingest.sources.general_staff import _SERIES, _losses, _Total

SOURCE = "general-staff"
NAN = float("nan")


def losses(claims: list[Claim], quantity: str) -> dict[str, float | None]:
    """The losses by their last day: claims that do not reach back to the war's first day."""
    return {
        str(c.happened_to): c.value
        for c in claims
        if c.quantity == quantity and c.happened_from > WAR.start
    }


def totals(claims: list[Claim], quantity: str) -> dict[str, float | None]:
    return {
        str(c.happened_to): c.value
        for c in claims
        if c.quantity == quantity and c.happened_from == WAR.start
    }


def of_personnel(
    folder: Path, text: str, corrections: str = CORRECTION
) -> tuple[list[Claim], list[BadRow]]:
    return judged(read(SOURCE, folder, text, EQUIPMENT, corrections))


def of_equipment(
    folder: Path, text: str, corrections: str = CORRECTION
) -> tuple[list[Claim], list[BadRow]]:
    return judged(read(SOURCE, folder, PERSONNEL, text, corrections))


def test_a_day_is_a_total_as_stated_and_a_loss(tmp_path: Path) -> None:
    claims, bad = of_personnel(tmp_path, PERSONNEL)
    assert bad == []
    assert totals(claims, "losses.personnel_total") == {"2022-02-25": 800, "2022-02-26": 1300}
    assert losses(claims, "losses.personnel_total") == {"2022-02-26": 500}


def test_the_first_total_is_the_loss_since_the_start_and_is_claimed_once(tmp_path: Path) -> None:
    claims, _ = of_personnel(tmp_path, PERSONNEL)
    first = [c for c in claims if c.unit == "people" and c.happened_to == date(2022, 2, 25)]
    assert [(c.happened_from, c.value) for c in first] == [(WAR.start, 800)]


def test_a_loss_is_the_difference_less_the_correction(tmp_path: Path) -> None:
    text = personnel(("2025-02-27", 10_000), ("2025-02-28", 12_500))
    claims, bad = of_personnel(tmp_path, text, equipment(("2025-02-28", {"personnel": 1500})))
    (loss,) = [c for c in claims if c.happened_from == date(2025, 2, 28)]
    assert bad == []
    assert loss.value == 1000
    assert loss.text == "+1,500 taken out as a correction of earlier days"
    assert loss.derived_from == ("general-staff running totals", "general-staff corrections")


def test_the_stated_total_keeps_its_correction(tmp_path: Path) -> None:
    text = personnel(("2025-02-27", 10_000), ("2025-02-28", 12_500))
    claims, _ = of_personnel(tmp_path, text, equipment(("2025-02-28", {"personnel": 1500})))
    assert totals(claims, "losses.personnel_total")["2025-02-28"] == 12_500


def test_the_correction_of_27_may_2023_enters_the_next_day(tmp_path: Path) -> None:
    text = equipment(
        ("2023-05-26", {"tank": 100}), ("2023-05-27", {"tank": 103}), ("2023-05-28", {"tank": 101})
    )
    claims, bad = of_equipment(tmp_path, text, equipment(("2023-05-27", {"tank": -5})))
    assert bad == []
    assert losses(claims, "losses.tanks") == {"2023-05-27": 3, "2023-05-28": 3}


def test_a_fall_that_a_correction_explains_is_a_loss(tmp_path: Path) -> None:
    text = equipment(("2022-10-12", {"APC": 500}), ("2022-10-13", {"APC": 490}))
    claims, bad = of_equipment(tmp_path, text, equipment(("2022-10-13", {"APC": -25})))
    assert bad == []
    assert losses(claims, "losses.armour") == {"2022-10-13": 15}


def test_a_fall_that_nothing_explains_is_a_bad_row_and_the_total_stands(tmp_path: Path) -> None:
    text = personnel(("2022-03-01", 900), ("2022-03-02", 850), ("2022-03-03", 880))
    claims, (bad,) = of_personnel(tmp_path, text)
    assert (bad.row, bad.field) == (2, "personnel")
    assert "falls from 900 to 850 and no correction explains it" in bad.reason
    assert totals(claims, "losses.personnel_total")["2022-03-02"] == 850
    assert losses(claims, "losses.personnel_total") == {"2022-03-03": 30}


def test_a_fall_larger_than_its_correction_says_so(tmp_path: Path) -> None:
    text = equipment(("2022-10-12", {"APC": 500}), ("2022-10-13", {"APC": 460}))
    _, (bad,) = of_equipment(tmp_path, text, equipment(("2022-10-13", {"APC": -25})))
    assert "its correction of -25 does not explain it" in bad.reason


def test_a_slip_of_one_day_makes_no_leap_the_day_after(tmp_path: Path) -> None:
    text = personnel(("2024-03-01", 400_000), ("2024-03-02", 40_100), ("2024-03-03", 402_000))
    claims, bad = of_personnel(tmp_path, text)
    assert len(bad) == 1
    (loss,) = [c for c in claims if c.unit == "people" and c.happened_from > WAR.start]
    assert (loss.value, loss.happened_from, loss.happened_to) == (
        2000,
        date(2024, 3, 2),
        date(2024, 3, 3),
    )


def test_a_gap_gives_one_loss_over_its_days(tmp_path: Path) -> None:
    text = personnel(("2022-03-01", 900), ("2022-03-04", 1200))
    claims, _ = of_personnel(tmp_path, text)
    (loss,) = [c for c in claims if c.unit == "people" and c.happened_from > WAR.start]
    assert (loss.happened_from, loss.happened_to) == (date(2022, 3, 2), date(2022, 3, 4))
    assert loss.value == 300
    assert "over 3 days" in loss.text


def test_a_correction_inside_a_gap_is_taken_out(tmp_path: Path) -> None:
    text = personnel(("2025-02-27", 10_000), ("2025-03-01", 12_500))
    claims, _ = of_personnel(tmp_path, text, equipment(("2025-02-28", {"personnel": 1500})))
    assert losses(claims, "losses.personnel_total") == {"2025-03-01": 1000}


@pytest.mark.parametrize("missing", [None, NAN])
def test_a_day_without_a_figure_is_no_observation(missing: float | None, tmp_path: Path) -> None:
    text = personnel(("2022-03-01", 900), ("2022-03-02", missing), ("2022-03-03", 1000))
    claims, bad = of_personnel(tmp_path, text)
    assert bad == []
    assert list(totals(claims, "losses.personnel_total")) == ["2022-03-01", "2022-03-03"]
    assert losses(claims, "losses.personnel_total") == {"2022-03-03": 100}


def test_artillery_is_guns_and_rocket_launchers(tmp_path: Path) -> None:
    claims, _ = of_equipment(tmp_path, EQUIPMENT)
    stated = [
        c for c in claims if c.quantity == "losses.artillery" and c.happened_from == WAR.start
    ]
    assert [c.value for c in stated] == [5, 8]
    assert stated[-1].text == "field artillery 6 + MRL 2"
    assert stated[-1].derived_from == ("field artillery", "MRL")
    assert losses(claims, "losses.artillery") == {"2022-02-26": 3}


def test_half_a_sum_is_a_bad_row(tmp_path: Path) -> None:
    text = equipment(("2022-03-01", {"MRL": None, "tank": 3}), ("2022-03-02", {"tank": 4}))
    claims, (bad,) = of_equipment(tmp_path, text)
    assert "only part of the sum of field artillery and MRL" in bad.reason
    assert totals(claims, "losses.tanks") == {"2022-03-01": 3, "2022-03-02": 4}


def test_the_columns_of_may_2022_may_come_and_go(tmp_path: Path) -> None:
    before = {"date": "2022-04-30", "military auto": 900, "fuel tank": 70}
    after = {"date": "2022-05-01", "vehicles and fuel tanks": 1000, "cruise missiles": 80}
    counts = {"APC": 10, "field artillery": 5, "MRL": 5}
    rows = [{**before, "tank": 990, **counts}, {**after, "tank": 1008, **counts}]
    claims, bad = of_equipment(tmp_path, json.dumps(rows))
    assert bad == []
    assert losses(claims, "losses.tanks") == {"2022-05-01": 18}


def test_a_correction_file_without_a_kind_corrects_nothing_of_it(tmp_path: Path) -> None:
    claims, bad = of_personnel(tmp_path, PERSONNEL, without(CORRECTION, "APC", "personnel"))
    assert bad == []
    assert losses(claims, "losses.personnel_total") == {"2022-02-26": 500}


def test_more_than_is_a_lower_bound(tmp_path: Path) -> None:
    text = personnel(("2022-03-01", 900), ("2022-03-02", 900), mark="more")
    claims, _ = of_personnel(tmp_path, text)
    stated, _, loss = (c for c in claims if c.unit == "people")
    assert (stated.low, stated.value, stated.high) == (900, 900, None)
    assert stated.text == "more than 900"
    assert loss.text == "from totals stated as 'more than'"


def test_about_is_said(tmp_path: Path) -> None:
    claims, _ = of_personnel(tmp_path, PERSONNEL)
    assert next(c for c in claims if c.unit == "people").text == "about 800"


def test_an_equal_day_twice_counts_once_and_another_figure_is_bad(tmp_path: Path) -> None:
    twice = (("2022-03-01", 900), ("2022-03-01", 900), ("2022-03-02", 950), ("2022-03-02", 990))
    claims, (bad,) = of_personnel(tmp_path, personnel(*twice))
    assert "2022-03-02 repeats row 3 with another figure" in bad.reason
    assert totals(claims, "losses.personnel_total") == {"2022-03-01": 900, "2022-03-02": 950}
    assert losses(claims, "losses.personnel_total") == {"2022-03-02": 50}


def test_the_order_of_the_file_does_not_matter(tmp_path: Path) -> None:
    days = (("2022-03-01", 900), ("2022-03-02", 950), ("2022-03-03", 1000))
    forward, _ = of_personnel(tmp_path, personnel(*days))
    backward, _ = of_personnel(tmp_path, personnel(*reversed(days)))
    assert {c.claim_id for c in forward} == {c.claim_id for c in backward}


@pytest.mark.parametrize("day", ["2024-02-31", "31/12/2024", "soon", None])
def test_an_impossible_date_is_a_bad_row(day: str | None, tmp_path: Path) -> None:
    text = PERSONNEL.replace('"2022-02-26"', json.dumps(day))
    claims, (bad,) = of_personnel(tmp_path, text)
    assert (bad.row, bad.field) == (2, "date")
    assert totals(claims, "losses.personnel_total") == {"2022-02-25": 800}


@pytest.mark.parametrize("value", [-5, 2.5, 1e300, True, "many", [3], {"n": 3}, float("inf")])
def test_what_is_no_count_is_a_bad_row(value: object, tmp_path: Path) -> None:
    text = json.dumps([{"date": "2022-03-01", "personnel": value, "personnel*": "about"}])
    _, bad = of_personnel(tmp_path, text)
    assert [b.field for b in bad] == ["personnel"]


def test_a_count_may_carry_thousands_commas(tmp_path: Path) -> None:
    claims, _ = of_personnel(tmp_path, personnel(("2022-03-01", "12,000")))
    assert totals(claims, "losses.personnel_total") == {"2022-03-01": 12_000}


def test_a_bad_correction_is_reported(tmp_path: Path) -> None:
    _, bad = of_personnel(tmp_path, PERSONNEL, equipment(("2022-02-26", {"tank": "some"})))
    assert [(b.file, b.field) for b in bad] == [("file-2", "tank")]


def test_a_total_of_the_future_is_a_bad_row(tmp_path: Path) -> None:
    claims, bad = of_personnel(tmp_path, personnel(("2022-03-01", 900), ("2099-03-01", 950)))
    assert {b.reason for b in bad} == {"2099-03-01 is in the future"}
    assert totals(claims, "losses.personnel_total") == {"2022-03-01": 900}


def test_a_total_from_before_the_war_is_a_bad_row(tmp_path: Path) -> None:
    _, bad = of_personnel(tmp_path, personnel(("2022-02-20", 1), ("2022-02-25", 800)))
    assert [b.row for b in bad] == [1]


@given(st.lists(st.integers(0, 5000), min_size=2, max_size=30))
def test_losses_add_up_to_the_last_total_less_the_first(daily: list[int]) -> None:
    stated, running = [], 0
    for n, loss in enumerate(daily):
        running += loss
        day = date.fromordinal(WAR.start.toordinal() + 1 + n)
        stated.append(_Total("file", n + 1, day, float(running), (float(running),), ""))
    out = ParsedFile()
    made = [row.claim.value or 0.0 for row in _losses(_SERIES[0], stated, {}, WAR, out)]
    assert out.bad == []
    assert sum(made) == stated[-1].value - stated[0].value


def test_a_total_with_a_slipped_digit_is_a_bad_row_and_makes_no_loss(tmp_path: Path) -> None:
    text = json.dumps(
        [
            {"date": "2022-12-18", "personnel": 99_230},
            {"date": "2022-12-19", "personnel": 1_004_000},
            {"date": "2022-12-20", "personnel": 99_740},
        ]
    )
    claims, bad = of_personnel(tmp_path, text)
    assert losses(claims, "losses.personnel_total") == {"2022-12-20": 510.0}
    assert "2022-12-19" not in totals(claims, "losses.personnel_total")
    (row,) = bad
    assert (row.row, "more than twice" in row.reason) == (2, True)
