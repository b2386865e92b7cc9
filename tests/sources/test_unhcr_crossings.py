from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.samples import CROSSINGS, WAR, judged, read
from standoff.domain.claim import Claim
from standoff.errors import BadRow

SOURCE = "unhcr-crossings"


def rows(folder: Path, *lines: str) -> tuple[list[Claim], list[BadRow]]:
    return judged(read(SOURCE, folder, "\n".join(["date,individuals,cumsum", *lines, ""])))


def test_a_day_is_a_flow_and_a_running_total(tmp_path: Path) -> None:
    claims, bad = judged(read(SOURCE, tmp_path, CROSSINGS))
    assert bad == []
    assert [(str(c.happened_from), str(c.happened_to), c.value) for c in claims] == [
        ("2022-02-24", "2022-02-24", 100),
        ("2022-02-25", "2022-02-25", 250),
        ("2022-02-24", "2022-02-25", 350),
        ("2022-02-26", "2022-02-26", 50),
        ("2022-02-24", "2022-02-26", 400),
    ]


def test_a_day_is_known_two_days_later(tmp_path: Path) -> None:
    claim = judged(read(SOURCE, tmp_path, CROSSINGS))[0][0]
    assert claim.known_at == datetime(2022, 2, 26, tzinfo=UTC)
    assert (claim.side, claim.place, claim.licence) == ("", "Ukraine", "not stated")


@pytest.mark.parametrize(
    ("total", "reason"),
    [
        ("340", "the running total falls from 350 to 340"),
        ("390", "the running total is 390; its days add up to 400"),
        ("410", "the running total is 410; its days add up to 400"),
    ],
)
def test_a_total_that_is_not_the_sum_of_its_days_is_bad(
    total: str, reason: str, tmp_path: Path
) -> None:
    claims, (bad,) = judged(read(SOURCE, tmp_path, CROSSINGS.replace("50,400", f"50,{total}")))
    assert (bad.row, bad.field, bad.reason) == (4, "cumsum", reason)
    assert max(c.happened_to for c in claims) == date(2022, 2, 25)


def test_over_a_missing_day_the_total_may_rise_by_more(tmp_path: Path) -> None:
    claims, bad = rows(tmp_path, "2022-02-24,100,100", "2022-02-26,50,400")
    assert bad == []
    assert claims[-1].value == 400


def test_one_bad_row_does_not_condemn_the_next(tmp_path: Path) -> None:
    lines = ("2022-02-24,100,100", "2022-02-25,250,30", "2022-02-26,50,400")
    claims, bad = rows(tmp_path, *lines)
    assert [b.row for b in bad] == [3]
    assert claims[-1].value == 400


def test_counts_after_february_2023_are_refused(tmp_path: Path) -> None:
    claims, (bad,) = rows(tmp_path, "2023-02-28,5,500", "2023-03-01,5,505")
    assert "cannot be used" in bad.reason
    assert max(c.happened_to for c in claims) == date(2023, 2, 28)


@pytest.mark.parametrize(
    "line",
    [
        "2022-02-23,5,5",
        "2099-01-01,5,500",
        "2022-02-30,5,500",
        "2022-03-01,-5,500",
        "2022-03-01,NA,9",
    ],
)
def test_a_row_that_cannot_be_is_bad(line: str, tmp_path: Path) -> None:
    claims, (bad,) = rows(tmp_path, line)
    assert claims == []
    assert bad.row == 2


def test_thousands_commas_are_read(tmp_path: Path) -> None:
    claims, _ = rows(tmp_path, '2022-02-24,"79,000","79,000"')
    assert [c.value for c in claims] == [79_000]


def test_a_day_twice_counts_once_and_another_figure_is_bad(tmp_path: Path) -> None:
    lines = ("2022-02-24,100,100", "2022-02-24,100,100", "2022-02-24,90,190")
    claims, (bad,) = rows(tmp_path, *lines)
    assert [c.value for c in claims] == [100]
    assert bad.reason == "2022-02-24 repeats row 2 with another figure"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(crossed=st.lists(st.integers(0, 300_000), min_size=1, max_size=40))
def test_a_file_that_adds_up_has_no_bad_rows_and_its_days_give_its_total(
    crossed: list[int], tmp_path: Path
) -> None:
    start = WAR.start.toordinal()
    lines, total = [], 0
    for n, people in enumerate(crossed):
        total += people
        lines.append(f"{date.fromordinal(start + n)},{people},{total}")
    claims, bad = rows(tmp_path, *lines)
    assert bad == []
    assert sum(c.value or 0 for c in claims if c.happened_from == c.happened_to) == total
    assert claims[-1].value == total
