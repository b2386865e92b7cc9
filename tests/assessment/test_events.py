from __future__ import annotations

from invented import at, known_of, on, statement
from standoff.assessment.events import headlines, told_events, war_events
from standoff.domain.claim import Claim
from standoff.domain.war import War


def event(kind: str, day: int, text: str = "It happened.", **more: object) -> Claim:
    return statement("event", day, event=kind, text=text, **more)


def lines(war: War, claims: list[Claim], as_of: int = 300) -> list[tuple[str, str]]:
    found = war_events(known_of(war, claims, on(as_of)))
    return [(str(e.date), e.text) for e in found]


def test_events_are_told_newest_first(war: War) -> None:
    claims = [
        event("strike", 3, "A.", place="Port"),
        event("talks", 9, "B."),
        event("aid", 5, "C."),
    ]
    assert [text for _, text in lines(war, claims)] == ["B.", "C.", "A."]


def test_what_two_sources_tell_of_one_town_is_one_line_with_both_days(war: War) -> None:
    claims = [
        event("city_taken", 10, "Aland took Port.", place="Port", origin="x"),
        event("city_taken", 12, "Port fell.", place="Port", origin="y"),
        event("city_taken", 12, "Port is lost.", place="Port", origin="z"),
        event("city_taken", 12, "Cape fell.", place="Cape", origin="z"),
    ]
    found = war_events(known_of(war, claims, on(20)))
    port = next(e for e in found if e.places == ("Port",))
    assert len(found) == 2
    assert (port.date, port.other_dates) == (on(12), (on(10),))
    assert len(port.claims) == 3
    assert port.text in ("Port fell.", "Port is lost.")


def test_a_second_attack_on_a_town_weeks_later_is_another_event(war: War) -> None:
    claims = [event("offensive", day, place="Port") for day in (10, 40)]
    assert len(lines(war, claims)) == 2


def test_the_same_words_about_two_places_are_one_event(war: War) -> None:
    claims = [event("withdrawal", 10, "They leave both.", place=at) for at in ("Port", "Cape")]
    (found,) = war_events(known_of(war, claims, on(20)))
    assert set(found.places) == {"Port", "Cape"}


def test_a_copy_tells_an_event_only_where_no_better_page_does(war: War) -> None:
    claims = [
        event("talks", 10, "By a copy.", place="Port", details=("page=weak",), origin="x"),
        event("talks", 10, "By the wire.", place="Port", origin="y"),
    ]
    assert [text for _, text in lines(war, claims)] == ["By the wire."]


def test_a_denial_a_judgement_and_what_goes_on_for_months_are_no_events(war: War) -> None:
    claims = [
        event("strike", 10, negated=True, value=0.0),
        statement("assessment.stalemate", 10, text="It is stuck."),
        event("siege", 60, happened_from=on(20)),
    ]
    assert lines(war, claims) == []


def test_talks_that_nobody_called_an_event_are_one(war: War) -> None:
    held = statement("way_out.talks_held", 10, text="They met.", parties=("AA", "BB"))
    (found,) = war_events(known_of(war, [held], on(20)))
    assert (found.kind, found.parties) == ("talks", ("AA", "BB"))


def test_old_events_are_told_only_where_the_war_turned(war: War) -> None:
    claims = [
        event("strike", 10, "Old."),
        event("strike", 11, "A turn.", details=("turning=yes",), place="Port"),
    ]
    found = war_events(known_of(war, claims, on(200)))
    assert [e.text for e in told_events(found, on(200))] == ["A turn."]


def test_headlines_are_five_at_most_and_no_field_takes_more_than_two(war: War) -> None:
    towns = [event("city_taken", 280 + i, f"Town {i} fell.", place=f"Town {i}") for i in range(6)]
    others = [
        event("talks", 290, "They met."),
        event("aid", 291, "Aid came."),
        event("strike", 292, "Hit."),
    ]
    found = war_events(known_of(war, [*towns, *others], on(300)))
    told = headlines(found, war, on(300))
    assert len(told) == 5
    assert sum(e.kind == "city_taken" for e in told) == 2
    assert [e.date for e in told] == sorted((e.date for e in told), reverse=True)


def test_what_has_no_place_is_one_event_only_in_some_of_the_same_words(war: War) -> None:
    claims = [
        event("aid", 10, "Congress blocked 61bn in arms for Bland.", parties=("BB",), origin="x"),
        event(
            "aid", 10, "Cland gave 175m from funds approved before.", parties=("BB",), origin="y"
        ),
        event("aid", 11, "Arms of 61bn for Bland were blocked.", parties=("BB",), origin="z"),
    ]
    found = war_events(known_of(war, claims, on(20)))
    assert sorted(len(e.claims) for e in found) == [1, 2]


def test_strikes_day_after_day_are_no_single_one_and_a_siege_is(war: War) -> None:
    days = range(10, 40, 5)
    strikes = [event("offensive", d, f"Day {d}.", place="Port", origin=str(d)) for d in days]
    sieges = [event("siege", d, f"Day {d}.", place="Port", origin=str(d)) for d in days]
    assert len(lines(war, strikes)) == 6
    assert len(lines(war, sieges)) == 1


def test_what_somebody_denies_or_what_is_yet_to_come_is_no_event(war: War) -> None:
    denied = statement("way_out.talks_held", 10, event="talks", stance="denies", negated=True)
    off = statement("way_out.talks_held", 12, event="talks", stance="reports", negated=True)
    ahead = event("talks", 30, known_at=at(14))
    found = war_events(known_of(war, [denied, off, ahead], on(20)))
    assert [e.claims for e in found] == [(off.claim_id,)]
