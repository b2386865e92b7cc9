"""The six questions, answered from claims whose answers can be read off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import NAME, START, area, at, claim, front, known_of, on, settlements, statement
from pages import kept
from standoff.assessment.build import assess
from standoff.assessment.records import AssessmentRecord, Indicator, Question
from standoff.domain.claim import Claim, to_table
from standoff.domain.war import War
from standoff.errors import DateError
from standoff.formatting import written
from standoff.observations.coverage import UnusedClaims
from standoff.report.first_screen import first_screen

LAST = 299


def asked(
    war: War, claims: list[Claim], as_of: date | None = None, seed: int = 1
) -> AssessmentRecord:
    return assess(to_table(claims), war, as_of or on(LAST), seed, kept())


def question(assessment: AssessmentRecord, name: str) -> Question:
    (found,) = (q for q in assessment.questions if q.id == name)
    return found


def indicator(assessment: AssessmentRecord, name: str) -> Indicator:
    (found,) = (i for q in assessment.questions for i in q.indicators if i.name == name)
    return found


def steady(per_day: float = 0.0, days: int = LAST + 1) -> list[Claim]:
    return front([10_000.0 + per_day * i for i in range(days)])


# --- dates ---


def test_a_day_before_the_war_is_said_and_no_crash(war: War) -> None:
    with pytest.raises(DateError, match=f"{NAME} began on 2020-01-01; 2019-12-31 lies before it"):
        asked(war, steady(), date(2019, 12, 31))


def test_the_first_day_of_the_war_can_be_assessed(war: War) -> None:
    assessment = asked(war, [area(0, 100.0)], START)
    assert assessment.as_of == START
    assert assessment.stalemate.narrow is not None


# --- nothing known ---


def test_with_no_claims_at_all_every_question_says_so(war: War) -> None:
    assessment = asked(war, [])
    answers = {q.id: q.answer for q in assessment.questions}
    assert answers["standstill"].startswith("Not known")
    assert answers["balance"].startswith("Not known")
    assert (
        "Nobody is known to have judged either side's means in the last year" in answers["balance"]
    )
    assert answers["cost"].startswith("Not known")
    for side in ("Aland", "Bland"):
        assert f"{side}: no position in its own voice is known." in answers["resolve"]
    assert "No talks of Aland and Bland with each other are known." in answers["way_out"]
    assert answers["shocks"] == "No signal of what could break it is known."
    assert {
        q.confidence for q in assessment.questions if q.id in ("resolve", "way_out", "shocks")
    } == {"low"}
    for one in assessment.questions:
        assert (one.indicators, one.claims_for, one.claims_against) == ((), (), ())
    assert "is not known: no claim measures the front" in assessment.headline
    assert assessment.stalemate.narrow is assessment.stalemate.wide is None
    assert assessment.claims == {}
    assert assessment.charts.fan is None
    assert all(c.last_known_at is None for c in assessment.coverage)


@pytest.mark.parametrize("quantity", ["standstill", "balance", "cost", "resolve", "shocks"])
def test_a_question_without_claims_is_told_beside_others_that_have_some(
    war: War, quantity: str
) -> None:
    assessment = asked(war, [statement("way_out.talks_held", LAST - 2)])
    answer = question(assessment, quantity).answer
    assert "Not known" in answer or "is known" in answer


# --- standstill ---


def test_a_front_that_stands_still_is_told_with_its_pace_and_odds(war: War) -> None:
    assessment = asked(war, steady())
    found = question(assessment, "standstill")
    assert found.answer.startswith("The front stood nearly still in the 30 days to 26 October 2020")
    assert found.probability == assessment.stalemate.narrow
    assert found.probability is not None
    assert found.probability > 0.9
    assert "25 November 2020" in (found.event or "")
    area_held = indicator(assessment, "Area held by Aland (Testland, all of it)")
    assert (area_held.value, area_held.low, area_held.high) == (10_000.0, 10_000.0, 10_000.0)
    assert (area_held.unit, area_held.date, area_held.change_30d) == ("km2", on(LAST), 0.0)
    assert area_held.claims == (steady()[-1].claim_id,)


def test_the_side_that_gains_is_named(war: War) -> None:
    for per_day, name in ((25.0, "Aland"), (-25.0, "Bland")):
        assessment = asked(war, steady(per_day))
        assert f"{name} gained ground slowly" in question(assessment, "standstill").answer
        change = indicator(assessment, "Change of area in 30 days")
        assert change.value == pytest.approx(30 * per_day)
        assert len(change.claims) == 31


def test_a_map_of_last_month_does_not_tell_of_this_week(war: War) -> None:
    assessment = asked(war, steady(), on(LAST + 40))
    found = question(assessment, "standstill")
    assert "the map is 40 days old" in found.because.casefold()


def test_statements_for_and_against_standstill_are_told_apart(war: War) -> None:
    stalled = statement("front.stalled", LAST - 3, origin="one")
    denied = statement("assessment.stalemate", LAST - 4, origin="two", negated=True)
    advance = statement("front.advance_km", LAST - 5, value=3.0, unit="km", origin="three")
    attacks = statement("posture.attacks", LAST - 5, origin="six")
    no_raid = statement("posture.attacks", LAST - 5, origin="seven", negated=True)
    open_one = statement("front.stalled", LAST - 5, origin="four", value=None)
    old = statement("front.stalled", LAST - 31, origin="five")
    found = question(
        asked(war, [*steady(), stalled, denied, advance, attacks, no_raid, open_one, old]),
        "standstill",
    )
    assert found.claims_for == (stalled.claim_id,)
    assert set(found.claims_against) == {denied.claim_id, advance.claim_id}


def test_two_outlets_with_one_statement_count_once(war: War) -> None:
    said = statement("front.stalled", LAST - 3, origin="an official")
    carried = replace(said, channel=("Another", "The Paper"), url="https://other.example")
    assessment = asked(war, [*steady(), said, carried])
    found = indicator(assessment, "Sources that say the front is stalled")
    assert (found.id, found.value, found.unit) == ("say_stalled", 1.0, "sources")
    assert (found.n, found.of) == (1, 1)
    assert question(assessment, "standstill").claims_for == (said.claim_id,)


def test_cities_are_told_by_who_holds_them_and_what_befalls_them(war: War) -> None:
    held = claim(
        quantity="city.control",
        place="Port",
        value=1.0,
        unit="share",
        happened_from=on(100),
        happened_to=on(100),
        known_at=at(101),
        source="map",
    )
    fresh = replace(held, place="Hill", happened_from=on(LAST - 3), happened_to=on(LAST - 3))
    unnamed = replace(held, place="Nowhere")
    besieged = statement("city.besieged", LAST - 3, place="Hill")
    answer = question(asked(war, [*steady(), held, fresh, unnamed, besieged]), "standstill").answer
    hill, port = written(on(LAST - 3)), written(on(100))
    assert f"Held by Aland: Hill (since {hill}), Port (since {port})." in answer
    assert "Besieged, as last said in 30 days: Hill (23 October 2020)." in answer
    assert "Nowhere" not in answer


def test_settlements_that_turned_are_summed_by_side(war: War) -> None:
    turned = [settlements(LAST - i, 2.0) for i in range(5)]
    assessment = asked(war, [*steady(), *turned, settlements(LAST - 1, 7.0, "BB")])
    assert indicator(assessment, "Settlements turned to Aland, 30 days").value == 10.0
    assert indicator(assessment, "Settlements turned to Bland, 30 days").value == 7.0


def test_a_redraw_is_said(war: War) -> None:
    levels = [10_000.0] * (LAST - 9) + [13_000.0] * 10
    quiet = [settlements(day, 0.0) for day in range(LAST + 1)]
    found = question(asked(war, [*front(levels), *quiet]), "standstill")
    since = written(on(LAST - 10))
    assert "Taken for a redraw of the map, not for an advance: +3\u202f000 km²" in found.answer
    assert f"a step of +3\u202f000 km² since {since} is on one map alone" in found.because
    assert "stood nearly still" in found.answer


def test_a_prior_is_called_a_prior_everywhere(war: War) -> None:
    assessment = asked(war, steady(days=60), on(59))
    assert "These odds rest mostly on priors" in assessment.headline
    assert "prior" in question(assessment, "standstill").because
    assert question(assessment, "standstill").confidence == "low"
    settled = asked(war, steady(days=220), on(219))
    assert "prior" not in settled.headline
    assert "prior" not in question(settled, "standstill").because


# --- balance, cost, resolve, way out, shocks ---


def test_balance_is_the_odds_of_a_break_by_either_side(war: War) -> None:
    assessment = asked(war, steady(100.0))
    at30, found = assessment.outcomes["30"], question(assessment, "balance")
    assert found.probability == pytest.approx(at30["AA_breaks"] + at30["BB_breaks"])
    assert found.probability is not None
    assert found.probability > 0.8


def test_want_of_means_speaks_for_and_superiority_against(war: War) -> None:
    short = statement("munitions.shortage", LAST - 2, side="AA")
    wins = statement("assessment.can_win", LAST - 2, side="BB")
    found = question(asked(war, [*steady(), short, wins]), "balance")
    assert (found.claims_for, found.claims_against) == ((short.claim_id,), (wins.claim_id,))
    assert "1 that a side lacks the means" in found.answer


def toll(value: float, day: int, kind: str = "international organisation") -> Claim:
    return claim(
        quantity="toll.civilians_killed",
        side="",
        place="Testland",
        value=value,
        happened_to=on(day),
        known_at=at(day + 1),
        speaker="OHCHR",
        speaker_kind=kind,
        origin="OHCHR",
    )


def test_the_toll_is_the_newest_verified_minimum(war: War) -> None:
    claims = [toll(900.0, 250), toll(950.0, 280), toll(5000.0, 285, kind="belligerent")]
    assessment = asked(war, [*steady(), *claims])
    found = indicator(assessment, "Civilians killed, verified minimum")
    assert (found.value, found.low, found.high) == (950.0, 950.0, None)
    assert (found.id, found.bound) == ("civilians_killed", "verified minimum")
    assert found.change_30d is None
    answer = question(assessment, "cost").answer
    assert answer.startswith("At least 950 civilians killed by 7 October 2020, verified (OHCHR)")
    assert "the true number is higher" in answer


def test_soldiers_lost_are_the_range_of_those_who_count_and_no_average(war: War) -> None:
    def killed(value: float, origin: str, day: int = 290) -> Claim:
        return claim(value=value, origin=origin, happened_to=on(day), known_at=at(day + 1))

    old, part = (
        killed(1.0, "old", 200),
        claim(value=7.0, happened_from=on(280), happened_to=on(290)),
    )
    part = replace(part, known_at=at(291))
    assessment = asked(war, [*steady(), killed(900.0, "a"), killed(4000.0, "b"), old, part])
    found = indicator(assessment, "Aland: soldiers killed, 2 sources")
    assert (found.value, found.low, found.high) == (None, 900.0, 4000.0)
    assert (found.id, found.party, found.sources) == ("soldiers_killed", "AA", 2)
    assert "sources differ 4-fold" in question(assessment, "cost").because.casefold()


def test_cost_names_no_event_and_gives_no_odds(war: War) -> None:
    for name in ("cost", "resolve", "shocks"):
        found = question(asked(war, [*steady(), toll(900.0, 250)]), name)
        assert (found.event, found.probability, found.words) == (None, None, None)


def own(quantity: str, day: int, side: str, **more: str) -> Claim:
    """A statement of a side in its own voice on territory."""
    speaker = {"AA": "Aland", "BB": "Bland"}[side]
    said = {"speaker_kind": "belligerent", "issue": "territory", "origin": speaker, **more}
    return statement(quantity, day, side=side, speaker=speaker, **said)


def test_words_and_costly_acts_are_told_apart(war: War) -> None:
    claims = [
        own("resolve.will_not_concede", LAST - 1, "AA", text="Aland will not yield."),
        own("resolve.concedes", LAST - 1, "BB", text="Bland leaves the isle."),
        statement("shock.mobilisation", LAST - 1, side="AA", origin="z"),
    ]
    answer = question(asked(war, claims), "resolve").answer
    assert "Aland, last firm word: Aland will not yield (territory; 25 October 2020)." in answer
    assert (
        "Bland, last yielding word: Bland leaves the isle (territory; 25 October 2020)." in answer
    )
    assert "Costly acts last known: Aland, mobilisation (25 October 2020)." in answer
    assert (
        "No costly act of either side is known of the last year."
        in question(asked(war, claims[:2]), "resolve").answer
    )


def test_a_position_holds_until_it_changes_and_is_told_with_its_age(war: War) -> None:
    claims = [own("way_out.offer", LAST - 200, "BB", text="Bland offers a truce.", stance="offers")]
    answer = question(asked(war, claims), "resolve").answer
    assert "Bland offers a truce (territory; 9 April 2020, 7 months ago)." in answer


def test_what_others_say_of_a_side_is_no_word_of_its_own(war: War) -> None:
    claims = [statement("resolve.will_not_concede", LAST - 1, side="AA", text="Aland is firm.")]
    answer = question(asked(war, claims), "resolve").answer
    assert "Aland: no position in its own voice is known." in answer
    assert "Of 1 judgement by others in 30 days, 1 say that Aland will not give in." in answer


def test_an_agreement_of_one_kind_is_no_peace(war: War) -> None:
    claims = [
        statement("way_out.agreement", LAST - 1, scope="economic", origin="x"),
        statement("way_out.agreement", LAST - 1, scope="prisoners", origin="y"),
    ]
    found = question(asked(war, claims), "way_out")
    assert "Nobody is known to have said in 90 days that a settlement is near." in found.answer
    assert "which are no peace: economic (1) and prisoners (1)." in found.answer
    assert "say_agreement" not in {i.id for i in found.indicators}


def test_talks_of_one_side_with_a_third_are_no_talks_of_the_two(war: War) -> None:
    claims = [
        statement("way_out.talks_held", LAST - 50, parties=("AA", "BB"), place="Port"),
        statement("way_out.talks_held", LAST - 5, parties=("AA", "CC"), place="Cape"),
    ]
    answer = question(asked(war, claims), "way_out").answer
    assert (
        "The last known talks of Aland and Bland were held on 6 September 2020 (50 days ago), in Port."
        in answer
    )
    assert "Aland and Cland met on 21 October 2020, in Cape." in answer


def test_the_odds_of_a_way_out_are_the_prior_of_an_end(war: War) -> None:
    assessment = asked(war, [statement("way_out.talks_held", LAST - 2, place="Port")])
    found = question(assessment, "way_out")
    assert found.probability == assessment.outcomes["30"]["ended"]
    assert (
        "The last known talks (no party is named) were held on 24 October 2020, in Port."
        in found.answer
    )
    assert "a prior from past wars" in found.answer


def test_signals_are_counted_by_who_says_so_and_who_denies(war: War) -> None:
    claims = [
        statement("shock.nuclear", LAST - 2, side="AA", origin="x"),
        statement("shock.nuclear", LAST - 2, side="AA", origin="y", negated=True),
    ]
    assessment = asked(war, claims)
    answer = question(assessment, "shocks").answer
    assert "Nuclear signalling: " in answer
    assert "In 30 days 1 say so, 1 deny it." in answer
    found = indicator(assessment, "Aland: nuclear signalling")
    assert (found.id, found.party, found.n, found.of) == ("say_nuclear", "AA", 1, 2)


# --- what rests on what ---


def test_assumed_vintages_are_counted(war: War) -> None:
    assumed = [replace(c, vintage="assumed") for c in steady()[:100]]
    assessment = asked(war, [*assumed, *steady()[100:]])
    assert (assessment.vintages.observed, assessment.vintages.assumed) == (200, 100)


def test_how_old_each_quantity_is_is_counted_from_when_it_was_known(war: War) -> None:
    late = claim(happened_to=on(9), known_at=at(LAST - 7))
    by_name = {c.quantity: c for c in asked(war, [*steady(), late]).coverage}
    killed = by_name["losses.personnel_killed"]
    assert (killed.last_known_at, killed.days_old, killed.sources) == (on(LAST - 7), 7, ("record",))


def test_every_cited_claim_is_graded(war: War) -> None:
    said = statement("front.stalled", LAST - 3, origin="one")
    second = statement("front.stalled", LAST - 2, origin="two")
    cited = asked(war, [*steady(), said, second]).claims
    assert (cited[said.claim_id]["grade"], cited[second.claim_id]["grade"]) == (
        "borne out",
        "borne out",
    )
    assert cited[said.claim_id]["graded_because"] == "another origin says the same"


@pytest.mark.slow
@given(
    st.integers(1, 320),
    st.sampled_from([0.0, 5.0, 60.0, 600.0]),
    st.integers(0, 9),
    st.integers(0, 60),
)
@settings(max_examples=10)
def test_wide_is_never_less_than_narrow_and_all_odds_are_odds(
    war: War, days: int, scale: float, seed: int, age: int
) -> None:
    levels = [10_000.0 + scale * ((i * 7919 + seed) % 11 - 5) for i in range(days)]
    stalemate = asked(war, front(levels), on(days - 1 + age), seed).stalemate
    assert stalemate.narrow is not None
    assert stalemate.wide is not None
    assert 0 <= stalemate.narrow <= stalemate.wide <= 1
    approaching = stalemate.approaching
    for odds in (stalemate.now, approaching.begins_within_30, approaching.begins_within_90):
        assert odds is None or 0 <= odds <= 1
    if approaching.begins_within_30 is not None and approaching.begins_within_90 is not None:
        assert approaching.change_14d is None or -1 <= approaching.change_14d <= 1


def test_a_slowing_front_is_said_to_slow(war: War) -> None:
    levels = [10_000.0 + 100.0 * min(i, 283) for i in range(LAST + 1)]
    stalemate = asked(war, front(levels)).stalemate
    assert stalemate.approaching.change_14d is not None
    assert stalemate.approaching.change_14d > 0.05
    assert "The front is slowing" in asked(war, front(levels)).headline


def test_the_known_of_a_day_is_all_that_is_read(war: War) -> None:
    claims = steady()
    assert len(known_of(war, claims, on(5)).by_id) == len(claims)
    assert asked(war, claims).made_with.claims == len(claims)


def test_counts_of_a_source_that_no_channel_names_are_known_but_not_used(war: War) -> None:
    day = claim(quantity="losses.personnel_total", happened_from=on(9), source="nobody's")
    found = assess(to_table([day, replace(day, source="general-staff")]), war, on(20))
    assert found.known_but_not_used == (
        UnusedClaims("nobody's", "losses.personnel_total", "AA", 1),
    )
    told = "Known but not used by the models: 1 claim of losses from nobody's"
    assert first_screen(found, war).unused.startswith(told)
    assert first_screen(assess(to_table([]), war, on(20)), war).unused == ""
