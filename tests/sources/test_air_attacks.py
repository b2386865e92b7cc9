from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.samples import ATTACKS, ATTACKS_HEADER, MODELS, judged, read
from standoff.domain.claim import Claim
from standoff.errors import BadRow

NAME = "air-attacks"
MISSILES, DRONES = "munitions.missiles_fired", "munitions.drones_launched"


def rows(folder: Path, *lines: str) -> tuple[list[Claim], list[BadRow]]:
    return judged(read(NAME, folder, "\n".join([ATTACKS_HEADER, *lines, ""]), MODELS))


def told(claims: list[Claim]) -> list[tuple[str, float | None, float | None]]:
    return [(c.quantity, c.low, c.value) for c in claims]


def test_the_attacks_of_a_day_are_added_up_by_kind(tmp_path: Path) -> None:
    claims, bad = judged(read(NAME, tmp_path, ATTACKS, MODELS))
    assert bad == []
    assert [
        (c.quantity, c.unit, c.side, c.value, str(c.happened_from), str(c.happened_to))
        for c in claims
    ] == [
        (MISSILES, "missiles", "RU", 43, "2022-10-10", "2022-10-10"),
        (DRONES, "drones", "RU", 20, "2022-10-10", "2022-10-11"),
    ]
    assert "30 shot down" in claims[0].text


def test_an_attack_is_known_the_day_after_its_end(tmp_path: Path) -> None:
    claims, _ = judged(read(NAME, tmp_path, ATTACKS, MODELS))
    assert claims[1].known_at == datetime(2022, 10, 12, tzinfo=UTC)


def test_bombs_and_drones_that_look_are_neither(tmp_path: Path) -> None:
    claims, bad = rows(
        tmp_path,
        "2023-01-01,2023-01-01,GBU,,3,0,a",
        "2023-01-01,2023-01-01,Orlan-10,,2,2,b",
        "2023-01-01,2023-01-01,Mohajer-6,,1,1,c",
        "2023-01-01,2023-01-01,Aerial Bomb,,16,0,d",
        "2023-01-01,2023-01-01,Lancet,,2,1,e",
    )
    assert bad == []
    assert told(claims) == [(DRONES, None, 2)]


@pytest.mark.parametrize(
    ("models", "kind"),
    [
        ("C-300 and Iskander-M", MISSILES),
        ("Iskander-M and Kalibr", MISSILES),
        ("Shahed-136/131 and Lancet", DRONES),
    ],
)
def test_several_models_of_one_kind_count(models: str, kind: str, tmp_path: Path) -> None:
    claims, bad = rows(tmp_path, f"2023-01-01,2023-01-01,{models},,9,4,a")
    assert bad == []
    assert told(claims) == [(kind, None, 9)]


@pytest.mark.parametrize(
    ("models", "left"),
    [
        ("Shahed-136/131 and Kalibr", [(DRONES, 8, None), (MISSILES, 5, None)]),
        ("GBU and Kalibr", [(DRONES, None, 8), (MISSILES, 5, None)]),
        ("Zeppelin", [(DRONES, 8, None), (MISSILES, 5, None)]),
        ("Kalibr and Zeppelin", [(DRONES, 8, None), (MISSILES, 5, None)]),
    ],
)
def test_a_split_that_is_undecided_is_bad_and_leaves_floors(
    models: str, left: list[tuple[str, float | None, float | None]], tmp_path: Path
) -> None:
    claims, (bad,) = rows(
        tmp_path,
        f"2023-01-01,2023-01-01,{models},,9,4,a",
        "2023-01-01,2023-01-01,Shahed-136/131,,8,4,b",
        "2023-01-01,2023-01-01,Kalibr,,5,4,c",
    )
    assert (bad.row, bad.field) == (2, "model")
    assert told(claims) == left


def test_a_blank_count_is_not_known_and_never_nought(tmp_path: Path) -> None:
    claims, bad = rows(
        tmp_path,
        "2023-01-01,2023-01-01,C-300,,,0.0,a",
        "2023-01-01,2023-01-01,Kalibr,,5.0,2.0,b",
        "2023-01-02,2023-01-02,C-300,,,,c",
    )
    assert [(b.row, b.field, b.reason) for b in bad] == [
        (2, "launched", "no count is given"),
        (4, "launched", "no count is given"),
    ]
    assert told(claims) == [(MISSILES, 5, None)]
    assert "1 without a number of launches" in claims[0].text


def test_launches_count_where_what_was_shot_down_is_blank(tmp_path: Path) -> None:
    claims, bad = rows(tmp_path, "2023-01-01,2023-01-01,Kalibr,,5.0,,a")
    assert bad == []
    assert told(claims) == [(MISSILES, None, 5)]


def test_where_all_were_shot_down_the_count_is_a_floor(tmp_path: Path) -> None:
    claims, _ = rows(tmp_path, "2023-01-01,2023-01-01,Lancet,,3,3,a")
    assert told(claims) == [(DRONES, 3, 3)]


@pytest.mark.parametrize("start", ["2023-01-01", "2023-01-01 9:05", "2023-01-01 21:00 "])
def test_both_forms_of_dates_are_read(start: str, tmp_path: Path) -> None:
    (claim,), bad = rows(tmp_path, f"{start},2023-01-02 ,Kalibr,,5,1,a")
    assert bad == []
    assert (claim.happened_from, claim.happened_to) == (date(2023, 1, 1), date(2023, 1, 2))


@pytest.mark.parametrize(
    "line",
    [
        "2023-01-02,2023-01-01,Kalibr,,5,1,a",
        "2022-02-20,2022-02-20,Kalibr,,5,1,a",
        "2023-01-01,2024-01-01,Kalibr,,5,1,a",
        "2023-02-30,2023-02-30,Kalibr,,5,1,a",
        "01/02/2023,01/02/2023,Kalibr,,5,1,a",
        "2023-01-01,2023-01-01,Kalibr,,-5,1,a",
        "2023-01-01,2023-01-01,Kalibr,,5,many,a",
        "2023-01-01,2023-01-01,Kalibr,,5,6,a",
        "2023-01-01,2023-01-01,,,5,1,a",
    ],
)
def test_a_row_that_cannot_be_is_bad(line: str, tmp_path: Path) -> None:
    claims, (bad,) = rows(tmp_path, line)
    assert claims == []
    assert bad.row == 2


def test_a_row_twice_counts_once(tmp_path: Path) -> None:
    line = "2023-01-01,2023-01-01,Kalibr,,5,1,a"
    claims, (bad,) = rows(tmp_path, line, line)
    assert bad.reason == "repeats row 2"
    assert told(claims) == [(MISSILES, None, 5)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    attacks=st.lists(
        st.tuples(st.integers(1, 28), st.integers(0, 1), st.sampled_from(["Kalibr", "Lancet"]),
                  st.integers(1, 500)),
        min_size=1, max_size=30,
    )
)  # fmt: skip
def test_every_attack_is_in_one_claim(
    attacks: list[tuple[int, int, str, int]], tmp_path: Path
) -> None:
    lines = [
        f"2023-01-{day:02d},2023-01-{day + over:02d},{model},,{launched},0,{n}"
        for n, (day, over, model, launched) in enumerate(attacks)
    ]
    claims, bad = rows(tmp_path, *lines)
    assert bad == []
    assert sum(c.value or 0 for c in claims) == sum(launched for *_, launched in attacks)
