from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from invented import area, claim, known_of, on
from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.maps.abroad import HELD_ABROAD, held_abroad
from standoff.observations.front import front_series


def said(day: int, km2: float | None, low: float | None = None, **more: str) -> Claim:
    return claim(
        quantity=HELD_ABROAD,
        side="BB",
        place="Far shore",
        happened_from=on(day),
        happened_to=on(day),
        value=km2,
        low=low,
        unit="km2",
        known_at=datetime.combine(on(day), datetime.min.time(), UTC),
        **more,
    )


def held(claims: list[Claim], day: date) -> list[tuple[float, float, float]]:
    found = held_abroad([(c.claim_id, c) for c in claims], day)
    return [(h.low, h.value, h.high) for h in found]


def test_the_newest_claim_is_the_figure_and_those_of_its_month_are_its_spread() -> None:
    claims = [said(0, 300.0), said(40, 1000.0), said(50, 1260.0, low=1200.0), said(60, 1100.0)]
    assert held(claims, on(70)) == [(1000.0, 1100.0, 1260.0)]


def test_a_claim_of_nothing_ends_it_and_so_does_age() -> None:
    claims = [said(0, 300.0), said(40, 0.0)]
    assert held(claims[:1], on(90)) == [(300.0, 300.0, 300.0)]
    assert held(claims, on(50)) == []
    assert held(claims[:1], on(91)) == []


def test_ground_abroad_counts_as_movement_only_where_the_war_says_so(war: War) -> None:
    levels = [area(day, 1000.0) for day in range(31)]
    claims = [*levels, said(10, 50.0), said(20, 70.0)]
    apart = front_series(known_of(war, claims, on(30)))
    assert apart.change(30) == pytest.approx(0.0)
    counting = front_series(known_of(replace(war, abroad="counts"), claims, on(30)))
    assert counting.km2[[9, 10, 15, 20, 30]].tolist() == pytest.approx([1000, 950, 940, 930, 930])
    assert np.isfinite(counting.km2).all()
