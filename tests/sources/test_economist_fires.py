from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sources.samples import FIRES, FIRES_HEADER, judged, read

SOURCE = "economist-fires"


def test_a_side_is_who_holds_the_ground(tmp_path: Path) -> None:
    claims, _ = judged(read(SOURCE, tmp_path, FIRES))
    by_place = {(str(c.happened_to), c.side, c.place): c.value for c in claims}
    assert by_place == {
        ("2022-02-26", "RU", "held by RU"): 2,
        ("2022-02-26", "UA", "held by UA"): 5,
        ("2022-02-25", "RU", "held by RU"): 8,
        ("2022-02-25", "UA", "held by UA"): 4,
    }


def test_a_days_fires_are_known_the_day_after_and_with_their_cloud(tmp_path: Path) -> None:
    claim = judged(read(SOURCE, tmp_path, FIRES))[0][0]
    assert (claim.happened_from, claim.happened_to) == (date(2022, 2, 26), date(2022, 2, 26))
    assert claim.known_at == datetime(2022, 2, 27, tzinfo=UTC)
    assert claim.text == "cloud cover 0.69 of the country"


@pytest.mark.parametrize("missing", ["NA", "", " NA "])
def test_a_missing_count_is_no_claim_and_no_fault(missing: str, tmp_path: Path) -> None:
    text = f"{FIRES_HEADER}\n2022-02-26,0.5,0.5,7,{missing},2\n"
    claims, bad = judged(read(SOURCE, tmp_path, text))
    assert bad == []
    assert [(c.side, c.value) for c in claims] == [("RU", 2)]


def test_cloud_that_is_not_stated_is_said(tmp_path: Path) -> None:
    text = f"{FIRES_HEADER}\n2022-02-26,NA,NA,7,5,2\n"
    claims, _ = judged(read(SOURCE, tmp_path, text))
    assert {c.text for c in claims} == {"cloud cover not stated"}


@pytest.mark.parametrize(
    "line",
    [
        "2022-02-26,1.5,0,7,5,2",
        "2022-02-26,0.5,0,7,-5,2",
        "2022-02-26,0.5,0,7,few,2",
        "2022-02-31,0,0,7,5,2",
    ],
)
def test_a_row_that_cannot_be_is_bad(line: str, tmp_path: Path) -> None:
    claims, (bad,) = judged(read(SOURCE, tmp_path, f"{FIRES_HEADER}\n{line}\n"))
    assert claims == []
    assert bad.row == 2


def test_one_day_twice_with_other_counts_is_bad(tmp_path: Path) -> None:
    text = f"{FIRES_HEADER}\n2022-02-26,0.5,0,7,5,2\n2022-02-26,0.5,0,9,5,4\n"
    claims, (bad,) = judged(read(SOURCE, tmp_path, text))
    assert {(c.side, c.value) for c in claims} == {("RU", 2), ("UA", 5)}
    assert "repeats row 2" in bad.reason


def test_a_day_of_the_future_is_bad(tmp_path: Path) -> None:
    _, bad = judged(read(SOURCE, tmp_path, FIRES.replace("2022-02-26", "2099-02-26")))
    assert {b.reason for b in bad} == {"2099-02-27 is in the future"}
