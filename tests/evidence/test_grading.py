from __future__ import annotations

import pytest

from invented import at, claim, known_of, on, statement
from standoff.domain.claim import Claim
from standoff.domain.war import War
from standoff.evidence.grading import grades


def grade(war: War, one: Claim, *others: Claim) -> str:
    known = known_of(war, [one, *others], on(30))
    found = grades(known, [one.claim_id])[one.claim_id]
    assert found.graded_at == on(30)
    return str(found)


def other(value: float | None, **more: object) -> Claim:
    return claim(**{"value": value, "speaker": "Cland", "origin": "Cland", **more})


def test_a_claim_that_nobody_else_speaks_of_cannot_be_judged(war: War) -> None:
    assert grade(war, claim()) == "alone"


def test_another_origin_within_a_tenth_confirms(war: War) -> None:
    # A tenth above 1,000 is 1,100; a tenth below 1,222 is 1,099.8 and below 1,223 it is 1,100.7.
    assert grade(war, claim(), other(1222.0)) == "borne out"
    assert grade(war, claim(), other(1223.0)) == "contradicted"


def test_agreement_beside_contradiction_is_possible(war: War) -> None:
    third = other(5000.0, speaker="Dland", origin="Dland")
    assert grade(war, claim(), other(1000.0), third) == "disputed"


def test_the_same_origin_in_another_outlet_confirms_nothing(war: War) -> None:
    again = claim(channel=("Another Paper", "The Paper"), url="https://other.example")
    assert grade(war, claim(), again) == "alone"
    unnamed = claim(origin="", url="https://other.example")
    assert grade(war, claim(), unnamed) == "alone"


@pytest.mark.parametrize(
    "change",
    [
        {"side": "BB"},
        {"place": "Port"},
        {"unit": "tanks"},
        {"quantity": "losses.personnel_total"},
        {"happened_to": on(13), "known_at": at(14)},
        {"happened_from": on(8)},
        {"value": None},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_thing_place_or_time_says_nothing_of_it(
    war: War, change: dict[str, object]
) -> None:
    assert grade(war, claim(), other(**{"value": 1000.0, **change})) == "alone"  # type: ignore[arg-type]


def test_bounds_left_open_are_open(war: War) -> None:
    assert grade(war, claim(), other(None, low=900.0)) == "borne out"
    assert grade(war, claim(), other(None, low=1200.0)) == "contradicted"
    assert grade(war, claim(), other(None, high=800.0)) == "contradicted"
    assert grade(war, claim(low=200.0), other(None, high=800.0)) == "borne out"


def test_statements_agree_or_contradict_by_what_they_assert(war: War) -> None:
    said = statement("front.stalled", 5)
    yes, no, open_one = (
        statement("front.stalled", 6, origin=name, **more)
        for name, more in (
            ("yes", {}),
            ("no", {"negated": True}),
            ("open", {"value": None}),
        )
    )
    assert grade(war, said, yes) == "borne out"
    assert grade(war, said, no) == "contradicted"
    assert grade(war, said, yes, no) == "disputed"
    assert grade(war, said, open_one) == "alone"
