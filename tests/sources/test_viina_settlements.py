from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.samples import HILL, PORT, TIMELINE, judged, read, timeline
from standoff.domain.claim import Claim
from standoff.errors import BadRow, SourceError

SOURCE = "viina-settlements"
Runs = list[list[Any]]


@pytest.fixture
def settlements(tmp_path: Path) -> Callable[..., tuple[list[Claim], list[BadRow]]]:
    def given_runs(*places: Runs) -> tuple[list[Claim], list[BadRow]]:
        return judged(read(SOURCE, tmp_path, timeline(dict(enumerate(places, start=1)))))

    return given_runs


Given = Callable[..., tuple[list[Claim], list[BadRow]]]


def gains(claims: list[Claim]) -> dict[tuple[str, str], float | None]:
    """What was gained by day and side, without the zeros."""
    return {
        (f"{c.happened_to:%Y%m%d}", c.side): c.value
        for c in claims
        if c.quantity == "territory.settlements_changed" and c.value
    }


def test_every_day_has_a_count_for_each_side_zero_included(tmp_path: Path) -> None:
    claims, _ = judged(read(SOURCE, tmp_path, TIMELINE))
    counts = [c for c in claims if c.unit == "settlements"]
    assert [(str(c.happened_to), c.side, c.value) for c in counts] == [
        ("2022-02-25", "RU", 0),
        ("2022-02-25", "UA", 0),
        ("2022-02-26", "RU", 1),
        ("2022-02-26", "UA", 1),
    ]
    assert counts[0].known_at == datetime(2022, 2, 26, tzinfo=UTC)


def test_the_state_of_the_first_day_is_no_change(settlements: Given) -> None:
    claims, _ = settlements([[20220224, "RU"]], [[20220224, "RU"], [20220226, "CONTESTED"]])
    assert gains(claims) == {}


def test_a_place_first_named_later_was_ukraines_until_then(settlements: Given) -> None:
    claims, _ = settlements([[20220301, "RU"]])
    assert gains(claims) == {("20220301", "RU"): 1}


def test_liberated_is_ukraines(settlements: Given) -> None:
    claims, _ = settlements([[20220224, "RU"], [20220301, "LIBERATED"]])
    assert gains(claims) == {("20220301", "UA"): 1}


@pytest.mark.parametrize(
    "runs",
    [
        [[20220224, "RU"], [20220301, "CONTESTED"], [20220302, "RU"]],
        [[20220301, "CONTESTED"], [20220302, "UA"]],
        [[20220301, "CONTESTED"]],
    ],
)
def test_contested_and_back_is_no_change_of_hands(runs: Runs, settlements: Given) -> None:
    assert gains(settlements(runs)[0]) == {}


def test_through_contested_to_the_other_side_counts_on_the_day_it_is_held(
    settlements: Given,
) -> None:
    runs = [[20220224, "RU"], [20220301, "CONTESTED"], [20220303, "LIBERATED"]]
    assert gains(settlements(runs)[0]) == {("20220303", "UA"): 1}


def test_a_city_is_held_by_one_held_by_the_other_or_open(tmp_path: Path) -> None:
    runs = {
        PORT: [[20220224, "RU"], [20220301, "CONTESTED"], [20220303, "LIBERATED"]],
        HILL: [[20220301, "CONTESTED"], [20220305, "UA"]],
        9999: [[20220224, "RU"]],
    }
    claims, _ = judged(read(SOURCE, tmp_path, timeline(runs)))
    control = [c for c in claims if c.quantity == "city.control"]
    assert [(c.place, f"{c.happened_to:%m%d}", c.low, c.value, c.high) for c in control] == [
        ("Port", "0224", None, 1, None),
        ("Port", "0301", 0, None, 1),
        ("Port", "0303", None, 0, None),
        ("Hill", "0301", 0, None, 1),
        ("Hill", "0305", None, 0, None),
    ]
    assert {(c.side, c.unit) for c in control} == {("RU", "share")}


def test_a_long_silence_is_not_a_claim_of_nothing(settlements: Given) -> None:
    claims, _ = settlements([[20220226, "RU"]], [[20220901, "RU"]])
    days = {c.happened_to for c in claims}
    assert days == {date(2022, 2, 25), date(2022, 2, 26), date(2022, 9, 1)}


def test_a_day_of_the_future_is_bad_and_makes_no_years_of_zeros(settlements: Given) -> None:
    claims, bad = settlements([[20220226, "RU"]], [[20990101, "RU"]])
    assert len(claims) == 4
    assert {b.reason for b in bad} == {"2099-01-02 is in the future"}
    assert len(bad) == 2


@pytest.mark.parametrize(
    "runs",
    [
        [],
        "RU",
        [[20220301]],
        [[20220301, "LOST"]],
        [[20220301, ["RU"]]],
        [[20220231, "RU"]],
        [["today", "RU"]],
        [[20220201, "RU"]],
        [[20220303, "RU"], [20220301, "LIBERATED"]],
        [[20220301, "RU"], [20220301, "LIBERATED"]],
    ],
)
def test_a_history_that_cannot_be_read_is_left_out_whole(runs: Any, settlements: Given) -> None:
    good = [[20220302, "RU"]]
    claims, (bad,) = settlements(good, runs)
    assert (bad.row, bad.field) == (2, "2")
    assert gains(claims) == {("20220302", "RU"): 1}


def test_a_file_without_one_history_that_can_be_read_is_refused(settlements: Given) -> None:
    with pytest.raises(SourceError, match="no settlement can be read"):
        settlements("RU", [])


STATES = st.sampled_from(["RU", "UA", "LIBERATED", "CONTESTED"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(states=st.lists(STATES, min_size=1, max_size=20))
def test_gains_of_the_two_sides_alternate_so_they_differ_by_one_at_most(
    states: list[str], tmp_path: Path
) -> None:
    runs = [[20220301 + n, state] for n, state in enumerate(states)]
    claims, bad = judged(read(SOURCE, tmp_path, json.dumps({"1": runs})))
    gained = gains(claims)
    ru, ua = (sum(v or 0 for (_, s), v in gained.items() if s == side) for side in ("RU", "UA"))
    assert bad == []
    assert 0 <= ru - ua <= 1
