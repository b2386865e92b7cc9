from __future__ import annotations

from datetime import date

from invented import at, known_of, on, statement
from standoff.assessment.talks import accords, between, plans, talks_held
from standoff.domain.claim import Claim
from standoff.domain.war import War


def met(day: int, *parties: str, place: str = "Port", **more: object) -> Claim:
    return statement("way_out.talks_held", day, parties=parties, place=place, **more)


def test_who_sat_at_the_table_is_told(war: War) -> None:
    assert between((), war) == ""
    assert between(("AA", "BB", "CC"), war) == "belligerents"
    assert between(("CC", "BB"), war) == "side and third"
    assert between(("CC",), war) == "thirds"


def test_one_meeting_by_two_sources_is_one_record_with_what_each_knows(war: War) -> None:
    claims = [
        met(10, "AA", "BB", details=("level=envoys", "agenda=a truce"), origin="x"),
        met(11, "AA", "BB", details=("result=none", "next=2020-02-01", "mediator=CC"), origin="y"),
        met(11, "AA", "CC", place="Cape", origin="z"),
    ]
    other, found = sorted(talks_held(known_of(war, claims, on(30))), key=lambda t: t.place)
    assert (found.date, found.parties, found.level) == (on(11), ("AA", "BB"), "envoys")
    assert (found.agenda, found.result, found.mediator) == ("a truce", "none", ("CC",))
    assert found.next == date(2020, 2, 1)
    assert (other.between, other.place) == ("side and third", "Cape")


def test_a_scope_that_is_said_counts_before_who_was_in_the_building(war: War) -> None:
    apart = met(10, "AA", "BB", "CC", scope="side and third")
    (found,) = talks_held(known_of(war, [apart], on(30)))
    assert found.between == "side and third"


def test_talks_that_somebody_denies_were_not_held(war: War) -> None:
    assert talks_held(known_of(war, [met(10, "AA", "BB", negated=True)], on(30))) == ()


def test_an_accord_says_its_scope_and_whether_it_is_agreed_denied_or_open(war: War) -> None:
    claims = [
        statement("way_out.agreement", 10, scope="economic", origin="x"),
        statement("way_out.agreement", 11, scope="framework", origin="y", negated=True),
        statement("way_out.agreement", 12, origin="z", value=None, low=0.0, high=1.0),
    ]
    found = [(a.scope, a.state) for a in accords(known_of(war, claims, on(30)))]
    assert found == [("", "left open"), ("framework", "denied"), ("economic", "agreed")]


def test_a_plan_has_the_newest_word_of_each_that_spoke_of_it(war: War) -> None:
    def word(day: int, speaker: str, stance: str) -> Claim:
        plan = ("plan=Nine points",)
        return statement("way_out.offer", day, speaker=speaker, stance=stance, details=plan)

    claims = [word(5, "Aland", "offers"), word(8, "Bland", "refuses"), word(20, "Bland", "accepts")]
    (plan,) = plans(known_of(war, claims, on(30)))
    assert (plan.name, plan.since, plan.last) == ("Nine points", on(5), on(20))
    assert [(a.party, a.stance) for a in plan.answers] == [
        ("BB", "accepts"),
        ("BB", "refuses"),
        ("AA", "offers"),
    ]


def test_a_paper_answers_no_plan_a_leak_is_nobodys_word_and_a_denied_yes_is_a_no(war: War) -> None:
    def word(day: int, speaker: str, stance: str, **more: object) -> Claim:
        return statement(
            "way_out.offer", day, speaker=speaker, stance=stance, details=("plan=P",), **more
        )

    claims = [
        word(5, "Aland", "accepts", negated=True),
        word(6, "The Paper of Bland", "refuses", speaker_kind="media"),
        word(7, "an official of Bland", "accepts", speaker_kind="unnamed official", anonymous=True),
        word(8, "Bland", "accepts", value=None),
    ]
    (plan,) = plans(known_of(war, claims, on(30)))
    told = [(a.party, a.stance) for a in plan.answers]
    assert told == [("BB", "leaves open"), ("", "accepts"), ("AA", "refuses")]
    assert plan.answers[0].claims == (claims[3].claim_id,)


def test_what_is_to_be_has_not_been(war: War) -> None:
    ahead = statement("way_out.talks_held", 40, known_at=at(20), text="They will meet.")
    assert talks_held(known_of(war, [ahead], on(30))) == ()
    assert len(talks_held(known_of(war, [ahead], on(40)))) == 1
