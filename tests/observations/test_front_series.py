from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from invented import START, area, at, claim, front, known_of, on, settlements, statement
from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.evidence.snapshot import asserts, one_per_origin
from standoff.observations.front import FrontSeries, Redraw, change_by_settlements, front_series


def land_of(war: War, claims: Sequence[Claim], as_of: int = 600) -> FrontSeries:
    return front_series(known_of(war, claims, on(as_of)))


# --- territory ---


def test_levels_are_joined_by_lines_over_at_most_ten_days(war: War) -> None:
    land = land_of(war, [area(0, 100.0), area(10, 200.0), area(21, 300.0)])
    assert land.km2[:11].tolist() == [100.0 + 10 * i for i in range(11)]
    assert np.isnan(land.km2[11:21]).all()
    assert land.km2[21] == 300.0
    assert land.days.size == 22
    assert np.flatnonzero(land.observed).tolist() == [0, 10, 21]
    assert land.days[0].item() == START


def test_each_day_names_its_claim(war: War) -> None:
    claims = [area(0, 100.0), area(2, 120.0)]
    land = land_of(war, claims)
    assert land.claim_ids == (claims[0].claim_id, "", claims[1].claim_id)


def test_the_source_that_covers_most_days_is_taken_alone(war: War) -> None:
    many = front([100.0, 101.0, 102.0])
    few = [area(i, 900.0, source="other") for i in range(2, 4)]
    land = land_of(war, [*few, *many])
    assert land.source == "map"
    assert land.km2.tolist() == [100.0, 101.0, 102.0]


def test_levels_of_another_scope_or_side_are_left_alone(war: War) -> None:
    others = [area(1, 1.0, place="without the island"), area(2, 2.0, side="BB")]
    land = land_of(war, [area(0, 100.0), *others, area(3, 130.0)])
    assert land.km2.tolist() == pytest.approx([100, 110, 120, 130])
    assert land_of(war, others).last == -1


def test_no_front_at_all_is_a_day_of_nothing(war: War) -> None:
    land = land_of(war, [claim()])
    assert land.last == -1
    assert np.isnan(land.km2).all()
    assert (land.claim_ids, land.redraws, land.source) == (("",), (), "")
    assert np.isnan(land.error_km2)


def test_a_level_without_a_value_is_no_level(war: War) -> None:
    assert land_of(war, [area(0, 1.0, value=None, low=5.0)]).last == -1


def test_a_war_that_is_not_measured_by_its_front_has_none(war: War) -> None:
    assert land_of(replace(war, movement="none"), front([1.0, 2.0])).last == -1


def test_change_is_the_net_over_the_days_that_end_there(war: War) -> None:
    land = land_of(war, front([100.0, 105.0, 95.0, 120.0]))
    assert land.change(1) == 25.0
    assert land.change(3) == 20.0
    assert land.change(1, at=2) == -10.0
    assert np.isnan(land.change(4))


def test_until_sees_nothing_after_its_day(war: War) -> None:
    land = land_of(war, front([100.0, 105.0, 95.0]))
    seen = land.until(1)
    assert seen.km2.tolist() == [100.0, 105.0]
    assert (seen.last, seen.days.size, len(seen.claim_ids), seen.observed.size) == (1, 2, 2, 2)
    assert seen.drawn_km2.tolist() == [100.0, 105.0]


def test_a_map_drawn_on_another_day_of_the_week_is_read_on_the_nearest(war: War) -> None:
    land = land_of(war, [*(area(7 * k, 100.0 + k) for k in range(9)), area(59, 200.0)])
    ends = np.array([10, 17, 24, 31, 38, 45, 52, 59])
    assert land.at_ends(ends).tolist() == [101.0, 102.0, 103.0, 104.0, 105.0, 106.0, 107.0, 200.0]
    assert land.claim_at_end(52) == land.claim_ids[49] != ""
    assert land.claim_at_end(3) == land.claim_ids[0]


def test_four_days_off_is_another_week(war: War) -> None:
    land = land_of(war, [area(0, 100.0), area(8, 101.0)])
    assert np.isnan(land.at_ends(np.array([4]))).all()
    assert land.claim_at_end(4) == ""


def test_a_day_missed_of_a_daily_map_is_not_guessed_at(war: War) -> None:
    land = land_of(war, [area(i, 100.0 + i) for i in range(29) if i != 14])
    levels = land.at_ends(np.array([7, 14, 21, 28]))
    assert np.isnan(levels[1]) and levels[[0, 2, 3]].tolist() == [107.0, 121.0, 128.0]


def test_the_error_is_the_spread_of_the_noise_of_a_level(war: War) -> None:
    rng = np.random.default_rng(4)
    levels = 5000 + 7.0 * np.arange(400) + rng.normal(0, 10.0, 400)
    assert land_of(war, front(levels.tolist())).error_km2 == pytest.approx(10.0, rel=0.2)
    assert land_of(war, front([1.0] * 20)).error_km2 == 0.0
    assert np.isnan(land_of(war, front([1.0, 2.0, 3.0, 4.0])).error_km2)


# --- redraws: in the invented war a step above 2,000 km² needs settlements of 10 km² each ---

STEPS = [10_000.0] * 40 + [13_000.0] * 40


def quiet(first: int = 0, last: int = 79) -> list[Claim]:
    """Settlements are known on these days, and none of them turned."""
    return [settlements(day, 0.0) for day in range(first, last + 1)]


def test_a_step_that_no_settlement_matches_is_a_redraw_and_moves_the_levels_before_it(
    war: War,
) -> None:
    land = land_of(war, [*front(STEPS), *quiet()])
    assert land.redraws == (Redraw(on(40), 3000.0),)
    assert (land.km2 == 13_000).all()
    assert land.drawn_km2.tolist() == STEPS


def test_a_step_that_settlements_match_is_an_advance(war: War) -> None:
    taken = [settlements(40, 150.0) if c.happened_to == on(40) else c for c in quiet()]
    land = land_of(war, [*front(STEPS), *taken])
    assert land.redraws == ()
    assert land.km2.tolist() == STEPS


def test_settlements_must_match_half_of_a_step_within_two_days(war: War) -> None:
    def redraws(day: int, number: float, side: str = "AA") -> int:
        claims = [c for c in quiet() if c.happened_to != on(day)]
        return len(land_of(war, [*front(STEPS), *claims, settlements(day, number, side)]).redraws)

    assert redraws(40, 150) == redraws(42, 150) == redraws(38, 150) == 0
    assert redraws(40, 149) == 1
    assert redraws(43, 150) == redraws(37, 150) == 1
    assert redraws(40, 150, side="BB") == 1


def test_without_settlements_around_it_a_step_is_not_judged(war: War) -> None:
    for known in ([], quiet(0, 41), quiet(39, 79)):
        land = land_of(war, [*front(STEPS), *known])
        assert land.redraws == ()
        assert land.km2.tolist() == STEPS


def test_a_step_at_the_threshold_or_across_a_gap_is_no_redraw(war: War) -> None:
    at_limit = [10_000.0] * 40 + [12_000.0] * 40
    assert land_of(war, [*front(at_limit), *quiet()]).redraws == ()
    gap = [c for c in front(STEPS) if c.happened_to != on(39)]
    assert land_of(war, [*gap, *quiet()]).redraws == ()


def test_a_withdrawal_is_judged_by_settlements_of_the_other_side(war: War) -> None:
    back = [13_000.0] * 40 + [10_000.0] * 40
    assert [r.km2 for r in land_of(war, [*front(back), *quiet()]).redraws] == [-3000.0]
    lost = [settlements(40, 200.0, "BB") if c.happened_to == on(40) else c for c in quiet()]
    assert land_of(war, [*front(back), *lost]).redraws == ()


def test_steps_on_days_close_together_are_judged_as_one(war: War) -> None:
    # 6,000 km² in two steps; 300 settlements on the first day bear out both.
    levels = [10_000.0] * 40 + [13_000.0, 16_000.0] + [16_000.0] * 38
    for number, redraws in ((300.0, 0), (299.0, 2)):
        taken = [settlements(40, number) if c.happened_to == on(40) else c for c in quiet()]
        assert len(land_of(war, [*front(levels), *taken]).redraws) == redraws


# --- one statement, one observation ---


def killed(first: int, last: int, number: float | None, **more: object) -> Claim:
    return claim(happened_from=on(first), happened_to=on(last), value=number, **more)


def once(*claims: Claim) -> list[Claim]:
    return [c for _, c in one_per_origin((c.claim_id, c) for c in claims)]


def test_one_statement_in_two_outlets_is_one(war: War) -> None:
    said = statement("front.stalled", 5, origin="an official")
    carried = replace(said, channel=("Another Paper", "The Paper"), url="https://other.example")
    assert once(said, carried) == once(carried, said) == [said]


def test_two_origins_are_two(war: War) -> None:
    both = [statement("front.stalled", 5, origin=o) for o in ("an official", "a general")]
    assert len(once(*both)) == 2


def test_without_an_origin_the_speaker_is_one(war: War) -> None:
    same = [statement("front.stalled", 5, origin="", url=f"https://x.example/{i}") for i in "ab"]
    assert len(once(*same)) == 1
    assert len(once(same[0], replace(same[1], speaker="another"))) == 2


def test_the_newest_stands_for_a_statement_repeated_within_a_week(war: War) -> None:
    first, again = (statement("front.stalled", day) for day in (5, 12))
    assert once(first, again) == [again]
    a_day_more = statement("front.stalled", 13)
    assert once(first, a_day_more) == [first, a_day_more]


def test_what_is_denied_or_about_another_side_or_place_is_another_statement(war: War) -> None:
    said = statement("front.stalled", 5)
    for change in ({"negated": True}, {"side": "BB"}, {"place": "Port"}, {"value": 0.0}):
        assert len(once(said, replace(said, **change))) == 2


def test_counts_stay_apart_by_the_interval_they_are_about(war: War) -> None:
    days = [killed(day, day, 10.0, known_at=at(day)) for day in range(1, 5)]
    assert once(*days) == days
    twice = [days[0], replace(days[0], channel=("Another Paper", "The Paper"))]
    assert once(*twice) == [days[0]]


def test_a_claim_asserts_denies_or_leaves_open() -> None:
    cases = [
        (statement("front.stalled", 1), 1),
        (statement("front.stalled", 1, negated=True), -1),
        (statement("front.stalled", 1, value=0.0), -1),
        (statement("front.stalled", 1, value=None, low=0.0, high=1.0), 0),
        (statement("front.stalled", 1, value=None), 0),
        (statement("shock.mobilisation", 1, value=300_000.0, unit="people"), 1),
        (statement("shock.mobilisation", 1, value=None, low=1000.0, unit="people"), 1),
        (statement("shock.mobilisation", 1, value=0.0, unit="people"), -1),
    ]
    assert [asserts(c) for c, _ in cases] == [sign for _, sign in cases]


def test_known_claims_come_oldest_first_by_quantity_and_side(war: War) -> None:
    claims = [area(2, 1.0), area(0, 2.0), area(1, 3.0, side="BB"), claim()]
    known = known_of(war, claims, on(50))
    found = [c.happened_to for _, c in known.of("territory.controlled_km2")]
    assert found == sorted(found)
    assert len(found) == 3
    assert [c.side for _, c in known.of("territory.controlled_km2", side="BB")] == ["BB"]
    assert list(known.of("losses.tanks")) == []
    assert found[0] == START < START + timedelta(days=1)


def test_settlements_speak_of_the_front_by_what_turned_within_the_days(war: War) -> None:
    land = land_of(war, front([100.0 + i for i in range(60)]))
    said = [settlements(d, 0, "AA") for d in range(60)]
    said[40], said[50] = settlements(40, 7, "AA"), settlements(50, 4, "AA")
    turned = [*said, settlements(45, 2, "BB"), settlements(10, 90, "AA")]
    found = known_of(war, turned, on(600))
    # Ten km² a settlement in this war: seven and four won, two lost.
    assert change_by_settlements(found, land, 30) == pytest.approx(90.0)
    assert np.isnan(change_by_settlements(known_of(war, [], on(600)), land, 30))
    assert np.isnan(change_by_settlements(found, land, 80))
