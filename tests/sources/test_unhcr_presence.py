from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sources.samples import PRESENCE, judged, presence, read
from standoff.domain.claim import Claim
from standoff.errors import BadRow

NAME = "unhcr-presence"


def first(folder: Path, *rows: tuple[str, str, str]) -> tuple[list[Claim], list[BadRow]]:
    """What becomes of the first snapshot; the others are good."""
    claims, bad = judged(read(NAME, folder, presence(*rows), *PRESENCE[1:]))
    return claims[: len(claims) - 17], bad


def test_a_snapshot_is_the_sum_of_its_countries(tmp_path: Path) -> None:
    claims, bad = judged(read(NAME, tmp_path, *PRESENCE))
    assert bad == []
    assert len(claims) == 18
    assert (claims[0].value, claims[0].place, claims[0].side) == (1_345_000, "Europe", "")
    assert claims[0].url.endswith("/july_hcr_data.csv")
    assert claims[-1].url.endswith("/mid_january_hcr_data.csv")


def test_it_is_dated_and_known_by_its_newest_country_and_says_how_old_the_oldest_is(
    tmp_path: Path,
) -> None:
    claim = judged(read(NAME, tmp_path, *PRESENCE))[0][0]
    assert claim.happened_from == claim.happened_to == date(2022, 8, 1)
    assert claim.known_at == datetime(2022, 8, 1, tzinfo=UTC)
    assert claim.text == "the sum of 2 countries, each counted on a day from 2022-05-19 on"


@pytest.mark.parametrize(
    "row",
    [
        ("TUR", "19 May 2022", "Data not available"),
        ("TUR", "May 2022", "145000"),
        ("TUR", "19 May 2021", "145000"),
        ("POL", "19 May 2022", "7"),
    ],
)
def test_without_a_country_the_sum_is_a_floor(row: tuple[str, str, str], tmp_path: Path) -> None:
    (claim,), (bad,) = first(tmp_path, ("POL", "5 July 2022", "1,200,000"), row)
    assert (bad.file, bad.row) == ("file-0", 3)
    assert (claim.low, claim.value, claim.high) == (1_200_000, None, None)


def test_a_snapshot_of_which_nothing_can_be_read_makes_no_total(tmp_path: Path) -> None:
    claims, (bad,) = first(tmp_path, ("POL", "5 July 2022", ""))
    assert claims == []
    assert bad.row == 2


def test_a_country_twice_with_one_figure_counts_once(tmp_path: Path) -> None:
    row = ("POL", "5 July 2022", "1200000")
    (claim,), bad = first(tmp_path, row, row)
    assert bad == []
    assert claim.value == 1_200_000
