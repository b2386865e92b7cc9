"""What is said of the two sides, from claims whose answers can be foreseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numba
import numpy as np
import pytest

from invented import at, claim, front, known_of, on
from standoff.assessment.build import assess
from standoff.domain.claim import Claim, to_table
from standoff.domain.war import War
from standoff.errors import ParticlesCollapsedError
from standoff.forecast.balance import BalanceView, posterior_cache, two_sides
from standoff.forecast.balance.posterior import _run
from standoff.forecast.front import leaves_after
from standoff.forecast.paths import Paths
from standoff.model.two_sided import filter as two_sided_filter
from standoff.model.two_sided import law
from standoff.model.two_sided.mixture import Channel, TwoSidedComponent
from standoff.observations.channels import Readings
from standoff.observations.front import front_series
from standoff.report.charts.balance import dots

WEEKS = 12
DAYS = 120
DAY = on(7 * WEEKS + 3)
LEVELS = [10_000.0 + 2.0 * i for i in range(7 * WEEKS + 4)]


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    threads = numba.get_num_threads()
    numba.set_num_threads(1)
    yield
    numba.set_num_threads(threads)


def counts(pace: float = 300.0, days: int = 7 * WEEKS) -> list[Claim]:
    """A day's count of AA's losses by the source whose counts are read."""
    return [
        claim(
            quantity="losses.personnel_total",
            value=pace,
            happened_from=on(k),
            happened_to=on(k),
            known_at=at(k),
            source="general-staff",
        )
        for k in range(1, days + 1)
    ]


def army(people: float) -> Claim:
    return claim(
        quantity="force.deployed_personnel",
        value=people,
        happened_from=on(5),
        happened_to=on(5),
        known_at=at(5),
    )


def seen(war: War, claims: list[Claim], folder: Path | None = None) -> BalanceView:
    known = known_of(war, claims, DAY)
    return two_sides(known, front_series(known), (30, 90), 1, folder)


@pytest.fixture(scope="module")
def counted(war: War) -> BalanceView:
    return seen(war, [*front(LEVELS), *counts(), army(150_000)])


def test_terms_add_up_to_the_distance_and_odds_to_odds(counted: BalanceView) -> None:
    for side in counted.sides.values():
        total = sum(term.mean for term in side.terms.values())
        assert side.past_threshold.low < total < side.past_threshold.high
        assert 0 <= side.p_past <= 1
        assert all(0 < term.prior_share <= 1 for term in side.terms.values())
    assert counted.readings == WEEKS


def test_a_front_that_moves_tells_the_distance_and_not_supply(counted: BalanceView) -> None:
    aland = counted.sides["AA"]
    assert aland.prior_share < 0.5
    assert aland.terms["supply"].prior_share > 0.5


def test_true_losses_are_near_what_is_counted_and_wider_where_nobody_counts(
    counted: BalanceView,
) -> None:
    ours, theirs = (counted.losses_ahead[code]["30"] for code in ("AA", "BB"))
    assert ours.low < 30 * 300 / 1.2 < ours.high
    assert theirs.high / theirs.low > ours.high / ours.low > 2
    longer = counted.losses_ahead["AA"]["90"]
    assert 2 < longer.middle / ours.middle < 4.5


def test_a_war_of_which_nothing_is_counted_is_told_by_priors_and_wide(war: War) -> None:
    view = seen(war, front(LEVELS))
    assert view.readings == 0
    assert "a prior" in view.strength_from
    lost = view.losses_ahead["AA"]["30"]
    assert lost.high > 50 * lost.low > 0
    assert {side.prior_share for side in view.sides.values()} == {1.0}


def test_a_larger_army_loses_more_by_the_same_prior(war: War) -> None:
    small, large = (seen(war, [army(n)]).losses_ahead["AA"]["30"] for n in (10_000, 100_000))
    assert large.middle == pytest.approx(10 * small.middle)


def test_a_week_more_costs_a_week_and_gives_what_the_whole_run_gives(
    war: War, tmp_path: Path, counted: BalanceView
) -> None:
    claims = [*front(LEVELS), *counts(), army(150_000)]
    known = known_of(war, [c for c in claims if c.known_at.date() <= on(70)], on(70))
    two_sides(known, front_series(known), (30, 90), 1, tmp_path)
    assert seen(war, claims, tmp_path) == counted
    assert seen(war, claims, tmp_path) == counted


def test_a_count_ten_times_off_is_named_with_its_week_and_reason(war: War) -> None:
    wrong = [replace(c, value=90_000.0) if 57 <= k <= 63 else c for k, c in enumerate(counts(), 1)]
    (doubt,) = seen(war, [*front(LEVELS), *wrong]).doubted
    assert (doubt.day, doubt.source) == (on(63), "general-staff losses")
    assert doubt.value == pytest.approx(630_000)
    assert "was expected at 90%" in doubt.reason
    answer = next(
        q
        for q in assess(to_table([*front(LEVELS), *wrong]), war, DAY).questions
        if q.id == "balance"
    )
    assert f"general-staff losses of the week to {on(63)} was rejected" in answer.because


def test_a_war_with_no_territory_still_has_losses_and_odds_and_says_why(war: War) -> None:
    found = assess(to_table([army(100_000), *counts()]), war, DAY)
    lost = found.balance.losses_ahead["AA"]["180"]
    assert 0 < lost.low < lost.middle < lost.high
    for odds in found.outcomes.values():
        assert 0 < odds["ended"] < 1
        assert all(np.isnan(p) for name, p in odds.items() if name != "ended")
    assert found.leaving.because == "The front is not measured."
    assert "no claim measures the front" in found.headline
    blind = assess(to_table([]), war, DAY)
    cost = next(q for q in blind.questions if q.id == "cost")
    assert "by priors from past wars alone" in cost.answer
    assert (
        blind.balance.losses_ahead["BB"]["30"].high
        > 50 * blind.balance.losses_ahead["BB"]["30"].low
    )


def test_the_time_to_leave_is_when_a_window_first_moves_by_the_limit() -> None:
    pace = np.array([0.0, 10.0, 20.0])
    paths = Paths(pace[:, None] * np.arange(61.0), 0, "model", 0)
    found = leaves_after(paths, np.full(40, 5000.0), 30, 200.0, 60)
    assert found.tolist() == [np.inf, 20.0, 10.0]
    moving = leaves_after(paths, np.arange(5000.0, 5400.0, 10.0), 30, 200.0, 60)
    assert np.isnan(moving).all()


def test_a_still_front_says_when_it_may_leave_in_twenty_dots(war: War) -> None:
    levels = [10_000.0 + (i * 7919 % 11 - 5) for i in range(DAYS)]
    leaving = assess(to_table(front(levels)), war, on(DAYS - 1)).leaving
    assert leaving.narrow is not None
    assert leaving.wide is not None
    within = list(leaving.narrow.within.values())
    assert within == sorted(within)
    assert leaving.narrow.not_within == pytest.approx(1 - within[-1])
    assert leaving.wide.not_within >= leaving.narrow.not_within
    assert sum(dots(leaving.narrow).values()) == 20


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(war: War, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    assert seen(war, front(LEVELS), tmp_path / "taken" / "folder").readings == 0


def test_a_week_that_nothing_explains_is_an_error_that_names_its_claims(war: War) -> None:
    sharp = Channel("count", law.FLOW_A, 0.0, 0.0, 0.0, 1e-5, np.inf)
    member = TwoSidedComponent(
        alpha=0.0,
        beta=0.0,
        chi=0.0,
        dof=np.inf,
        start_i_sd=0.001,
        start_gap_sd=0.001,
        q=1e-9,
        drift=0.0,
    )
    begun = two_sided_filter.start(np.datetime64(war.start), 1e5, 350.0, [member], [sharp], 2, 1)
    # A reading that one particle of two is near enough to explain.
    moved = begun.state["i"].copy()
    week = np.array([[1e5 * np.exp(np.sort(moved.ravel())[-1] + 2e-5)]])
    ends = begun.day + 7 * np.arange(1, 2)
    one = claim()
    readings = Readings(ends, week, np.ones((1, 1)), {(0, 0): (one,)}, 0)
    told = rf"2020-01-08: 1\u202f50\d of 'count'.*{one.claim_id}\."
    with pytest.raises(ParticlesCollapsedError, match=told):
        _run(begun, week, np.ones((1, 1)), readings, posterior_cache(None))
