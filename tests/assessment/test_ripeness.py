from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from invented import claim, known_of, on, statement
from standoff.assessment.records import Ripeness
from standoff.assessment.ripeness import PERCEPTIONS, ripeness
from standoff.domain.claim import Claim
from standoff.domain.war import War


@pytest.fixture
def voiced(war: War) -> War:
    a, b = war.sides
    c = replace(war.third_parties[0], backs="BB")
    return replace(war, sides=(replace(a, voices=("Anna Aal",)), b), third_parties=(c,))


def said(quantity: str, days: int, speaker: str = "Bland", **changes: Any) -> Claim:
    return statement(quantity, days, speaker=speaker, origin=speaker, **changes)


def panel(war: War, *claims: Claim) -> dict[str, Ripeness]:
    return {side.side: side for side in ripeness(known_of(war, claims, on(100)))}


def perceived(of: Ripeness, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return next((p.own, p.others) for p in of.perceptions if p.id == name)


def test_nothing_said_is_no_evidence_for_every_perception_of_both_sides(voiced: War) -> None:
    for side in panel(voiced).values():
        assert [p.id for p in side.perceptions] == [name for name, _ in PERCEPTIONS]
        assert not any((*p.own, *p.others) for p in side.perceptions)


def test_what_a_side_says_of_itself_stands_apart_from_what_others_say(voiced: War) -> None:
    own = said("assessment.can_win", 90, side="AA", value=0.0, speaker="Anna Aal, minister")
    other = said("assessment.can_win", 91, side="AA", value=0.0, speaker="Somebody")
    found = panel(voiced, own, other)
    assert perceived(found["AA"], "deadlock") == ((own.claim_id,), (other.claim_id,))
    assert perceived(found["BB"], "deadlock") == ((), ())


def test_a_researcher_with_a_sides_adjective_is_not_its_voice(voiced: War) -> None:
    one = said("assessment.cost", 90, speaker="Aland Institute", speaker_kind="researcher")
    assert perceived(panel(voiced, one)["AA"], "pain") == ((), (one.claim_id,))


def test_the_enemys_count_of_its_dead_is_no_pain_of_a_side(voiced: War) -> None:
    theirs = claim(known_at=said("other", 90).known_at)
    own = replace(theirs, speaker="Anna Aal", origin="Anna Aal", value=600.0)
    assert perceived(panel(voiced, theirs, own)["AA"], "pain") == ((own.claim_id,), ())


def test_terms_that_are_demanded_are_no_way_out(voiced: War) -> None:
    demand = said("way_out.offer", 80, side="BB", stance="demands")
    offer = said("way_out.offer", 91, side="BB", stance="offers", speaker="Bland")
    found = panel(voiced, demand, offer)
    assert perceived(found["BB"], "way_out") == ((offer.claim_id,), ())
    assert perceived(found["AA"], "opportunity") == ((), (offer.claim_id,))
    assert found["BB"].words == (demand.claim_id, offer.claim_id)


def test_a_third_partys_threat_looms_for_the_side_it_does_not_back(voiced: War) -> None:
    threat = said("shock.third_party_entry", 90, side="CC", speaker="Somebody")
    found = panel(voiced, threat)
    assert perceived(found["AA"], "catastrophe") == ((), (threat.claim_id,))
    assert perceived(found["BB"], "catastrophe") == ((), ())


def test_words_stand_apart_from_costly_acts(voiced: War) -> None:
    word = said("resolve.will_not_concede", 90, side="AA", speaker="Anna Aal")
    hearsay = said("resolve.will_not_concede", 91, side="AA", speaker="Somebody")
    act = said("shock.mobilisation", 92, side="AA", speaker="Somebody", stance="reports")
    side = panel(voiced, word, hearsay, act)["AA"]
    assert (side.words, side.acts) == ((word.claim_id,), (act.claim_id,))
