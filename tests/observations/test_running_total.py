"""The running total of a count: totals, or counts by day, of those who tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from invented import claim, known_of, on
from standoff.domain.channels import ForecastCount
from standoff.domain.claim import Claim, midnight
from standoff.domain.war import War
from standoff.observations.counts import RunningTotal, running_total

COUNT = ForecastCount("losses.personnel_killed", "AA", "record", "", "its enemy")


def told(first: int, last: int, number: float | None, late: int = 1, **more: object) -> Claim:
    known_at = midnight(on(last) + timedelta(days=late))
    return claim(
        happened_from=on(first), happened_to=on(last), value=number, known_at=known_at, **more
    )


def total(war: War, claims: Sequence[Claim], count: ForecastCount = COUNT) -> RunningTotal:
    return running_total(known_of(war, claims, on(400)), count)


def test_totals_count_from_nothing_before_the_war(war: War) -> None:
    found = total(war, [told(0, 9, 100.0), told(0, 19, 150.0)])
    assert found.totals.tolist() == [0.0, 100.0, 150.0]
    assert found.days[0].item() == on(-1)
    assert found.claims[0] == ""
    assert found.between(np.datetime64(on(9)), np.datetime64(on(14))) == pytest.approx(25.0)
    assert np.isnan(found.between(np.datetime64(on(9)), np.datetime64(on(20))))


def test_a_round_figure_below_the_last_total_is_left_out(war: War) -> None:
    claims = [
        told(0, 9, 100.0),
        told(0, 19, 14_383.0),
        told(0, 22, 14_000.0),
        told(0, 29, 14_534.0),
    ]
    assert total(war, claims).totals.tolist() == [0.0, 100.0, 14_383.0, 14_534.0]


def test_a_round_figure_of_a_later_day_gives_way_to_the_exact_one_told_after_it(war: War) -> None:
    exact = told(0, 19, 14_383.0, late=20)
    claims = [told(0, 9, 100.0), told(0, 22, 14_000.0), exact, told(0, 50, 14_534.0)]
    assert total(war, claims).totals.tolist() == [0.0, 100.0, 14_383.0, 14_534.0]


def test_a_slip_of_the_pen_does_not_swallow_what_follows(war: War) -> None:
    claims = [told(0, 7 * k, 1000.0 * k) for k in range(1, 8)]
    claims[3] = told(0, 28, 40_000.0)
    assert total(war, claims).totals.tolist() == [0, 1000, 2000, 3000, 5000, 6000, 7000]


def test_what_is_told_after_a_later_day_is_left_out(war: War) -> None:
    claims = [told(0, 9, 100.0), told(0, 19, 150.0, late=100), told(0, 29, 300.0)]
    assert total(war, claims).totals.tolist() == [0.0, 100.0, 300.0]


def test_a_second_total_of_a_day_counts_where_it_is_higher(war: War) -> None:
    claims = [told(0, 9, 100.0), told(0, 9, 110.0, late=2), told(0, 19, 150.0)]
    assert total(war, claims).totals.tolist() == [0.0, 110.0, 150.0]


def test_a_regions_total_is_none_of_the_country(war: War) -> None:
    claims = [told(0, 9, 100.0), told(0, 19, 150.0), told(0, 25, 160.0, place="One town")]
    assert total(war, claims).totals.tolist() == [0.0, 100.0, 150.0]


def test_counts_by_day_add_up_where_no_totals_are_told(war: War) -> None:
    claims = [told(day, day, 10.0) for day in range(1, 6)]
    assert total(war, claims).totals.tolist() == [0, 10, 20, 30, 40, 50]


def test_after_a_gap_the_sum_begins_anew(war: War) -> None:
    claims = [told(1, 3, 30.0), told(6, 7, 8.0), told(8, 9, 4.0)]
    found = total(war, claims)
    assert found.days[0].item() == on(5)
    assert found.totals.tolist() == [0.0, 8.0, 12.0]


def test_only_those_who_tell_it_are_heard(war: War) -> None:
    by_the_un = ForecastCount(
        "toll.civilians_killed", "", "", "international organisation", "the UN"
    )
    of_the_un = [
        told(0, day, number, quantity="toll.civilians_killed", side="",
             speaker_kind="international organisation")
        for day, number in ((9, 5.0), (19, 9.0))
    ]  # fmt: skip
    others = [replace(c, speaker_kind="belligerent", value=500.0, speaker="x") for c in of_the_un]
    assert total(war, [*of_the_un, *others], by_the_un).totals.tolist() == [0.0, 5.0, 9.0]
    assert total(war, of_the_un).days.size == 0
