"""Counts ahead, the last pace that they must beat, and the projections of an assessment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from invented import claim, known_of, on
from standoff.assessment.projections import interval, projections, teller, told_ahead, worth
from standoff.domain.channels import ForecastCount
from standoff.domain.claim import Claim, midnight
from standoff.domain.war import War
from standoff.evaluation.count_skill import PaceSkill, count_skill
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.forecast.balance import BalanceView
from standoff.forecast.counts import ahead, counts_ahead, last_pace, pace_of
from standoff.observations.counts import RunningTotal, running_total

UN = ForecastCount("toll.civilians_killed", "", "", "international organisation", "the UN")
HORIZONS = (30, 90)


def reports(number: int, seed: int = 1, every: int = 14) -> list[Claim]:
    """Totals two weeks apart, each told two days later."""
    counts = 100 * np.exp(0.3 * np.random.default_rng(seed).standard_normal(number))
    days = [on(every * (k + 1)) for k in range(number)]
    return [
        claim(
            quantity=UN.quantity, side="", value=float(total), happened_to=day, speaker="UN mission",
            speaker_kind=UN.speakers, known_at=midnight(day + timedelta(days=2)), origin=f"un-{day}",
        )
        for day, total in zip(days, np.cumsum(counts), strict=True)
    ]  # fmt: skip


@pytest.fixture
def counting(war: War) -> War:
    return replace(war, channels=replace(war.channels, forecasts=(UN,)))


def known(war: War, claims: list[Claim], day: date) -> ClaimsSnapshot:
    return known_of(war, claims, day)


def total_of(war: War, claims: list[Claim], day: date) -> RunningTotal:
    return running_total(known(war, claims, day), UN)


def test_a_count_that_is_told_goes_on_at_its_pace(counting: War) -> None:
    claims = reports(20)
    found = counts_ahead(known(counting, claims, on(283)), on(283), HORIZONS, 1)
    assert list(found) == ["toll.civilians_killed"]
    for horizon in HORIZONS:
        assert np.median(found[UN.target][horizon]) == pytest.approx(100 / 14 * horizon, rel=0.35)


def test_too_few_reports_or_none_of_the_last_half_year_forecast_nothing(counting: War) -> None:
    few = known(counting, reports(3), on(46))
    assert counts_ahead(few, on(46), HORIZONS, 1) == {}
    enough = known(counting, reports(5), on(72))
    assert counts_ahead(enough, on(72), HORIZONS, 1)
    old = on(14 * 5 + 181)
    assert counts_ahead(known(counting, reports(5), old), old, HORIZONS, 1) == {}


def test_a_day_knows_what_was_told_by_then_and_no_more(counting: War) -> None:
    claims = reports(30)
    whole = total_of(counting, claims, on(500))
    then = total_of(counting, [c for c in claims if c.known_at.date() <= on(283)], on(283))
    day = np.datetime64(on(283))
    for horizon in HORIZONS:
        ours = ahead(whole, pace_of(whole), day, HORIZONS, 100, 1)[horizon]
        assert np.array_equal(ours, ahead(then, pace_of(then), day, HORIZONS, 100, 1)[horizon])
        assert np.array_equal(
            last_pace(whole, day, HORIZONS)[horizon], last_pace(then, day, HORIZONS)[horizon]
        )


def test_skill_is_told_from_eight_resolved_weeks_on(counting: War) -> None:
    many = count_skill(total_of(counting, reports(40), on(562)), on(562), HORIZONS, 1)
    assert set(many) == set(HORIZONS)
    assert many[30].n > many[90].n >= 8
    assert many[30].low <= many[30].gain <= many[30].high < 1
    few = total_of(counting, reports(8), on(114))
    assert count_skill(few, on(114), HORIZONS, 1) == {}


def test_projections_say_whose_count_they_are_and_what_earlier_ones_were_worth(
    counting: War,
) -> None:
    claims = reports(40)
    nothing_of_sides = BalanceView(on(562), 0, {}, {}, (), (), "")
    found = projections(known(counting, claims, on(562)), nothing_of_sides, HORIZONS, 1)
    assert [(p.quantity, p.horizon_days) for p in found] == [(UN.quantity, 30), (UN.quantity, 90)]
    first = found[0]
    assert first.low < first.value < first.high
    assert first.claims == (claims[-1].claim_id,)
    assert teller(first) == "as the UN will tell"
    told = told_ahead(found, counting)
    assert told.startswith("In the next 30 days, 90%: civilians killed ")
    assert interval(first) in told
    better, level = PaceSkill(0.2, 0.1, 0.3, 40), PaceSkill(0.2, -0.1, 0.3, 40)
    assert worth(replace(first, over_pace=better)) == (
        "better than the last pace by 20% (40 earlier weeks)"
    )
    assert (
        worth(replace(first, over_pace=level)) == "no better than the last pace (40 earlier weeks)"
    )
    assert worth(replace(first, over_pace=PaceSkill(-0.2, -0.3, -0.1, 40))).startswith("worse than")
    assert worth(replace(first, over_pace=None)) == "too few earlier ones to score"
    assert told_ahead((), counting) == ""
