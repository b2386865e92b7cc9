from __future__ import annotations

import pytest

from invented import known_of, on, statement
from standoff.assessment.positions import firm, positions
from standoff.domain.claim import Claim
from standoff.domain.war import War


def said(side: str, day: int, text: str, quantity: str = "way_out.offer", **more: str) -> Claim:
    speaker = {"AA": "Aland", "BB": "Bland"}[side]
    plain = {"speaker": speaker, "speaker_kind": "belligerent", "issue": "territory"}
    return statement(quantity, day, side=side, text=text, **{**plain, **more})


def test_a_position_holds_until_the_side_says_something_else(war: War) -> None:
    claims = [said("AA", 10, "Aland wants the isle."), said("AA", 90, "Aland wants half of it.")]
    (early,) = positions(known_of(war, claims[:1], on(300)))
    assert (early.position, early.said_on, early.before) == ("Aland wants the isle.", on(10), None)
    (late,) = positions(known_of(war, claims, on(300)))
    assert late.position == "Aland wants half of it."
    assert late.before is not None
    assert (late.before.position, late.before.said_on) == ("Aland wants the isle.", on(10))
    assert late.claims == (claims[1].claim_id, claims[0].claim_id)


def test_a_side_that_takes_its_offer_back_no_longer_offers(war: War) -> None:
    claims = [
        said("BB", 10, "Bland offers a truce.", stance="offers"),
        said("BB", 20, "Bland never offered a truce.", stance="denies", negated=True),  # type: ignore[arg-type]
    ]
    (found,) = positions(known_of(war, claims, on(30)))
    assert (found.position, found.firm) == ("Bland never offered a truce.", True)


@pytest.mark.parametrize(
    "more",
    [
        {"speaker": "The Observer", "speaker_kind": "media"},
        {"speaker": "Bland"},
        {"speaker": "former minister of Aland"},
        {"issue": ""},
    ],
)
def test_only_a_side_in_office_speaks_for_itself_and_on_something(
    war: War, more: dict[str, str]
) -> None:
    assert positions(known_of(war, [said("AA", 10, "Aland yields.", **more)], on(30))) == ()


def test_issues_come_in_the_order_that_wars_are_settled_on(war: War) -> None:
    claims = [
        said("AA", 10, "A.", issue=issue)
        for issue in ("ceasefire", "sequence", "territory", "other")
    ]
    assert [p.issue for p in positions(known_of(war, claims, on(30)))] == [
        "territory",
        "sequence",
        "ceasefire",
    ]


@pytest.mark.parametrize(
    ("quantity", "stance", "value", "is_firm"),
    [
        ("way_out.offer", "offers", 1.0, False),
        ("way_out.offer", "offers", 0.0, True),
        ("way_out.offer", "demands", 1.0, True),
        ("way_out.offer", "accepts", 1.0, False),
        ("resolve.will_not_concede", "reports", 1.0, True),
        ("resolve.will_not_concede", "reports", 0.0, False),
        ("resolve.concedes", "promises", 1.0, False),
        ("resolve.concedes", "promises", 0.0, True),
    ],
)
def test_demands_and_refusals_are_firm_and_offers_yield(
    quantity: str, stance: str, value: float, is_firm: bool
) -> None:
    assert firm(statement(quantity, 1, stance=stance, value=value)) is is_firm


def test_what_is_no_aim_leaves_the_aims_as_they_were(war: War) -> None:
    demand = said("AA", 5, "All four towns.", stance="demands")
    no_aim = said("AA", 9, "Not the capital.", "aims.objective", negated=True)  # type: ignore[arg-type]
    found = positions(known_of(war, [demand, no_aim], on(20)))
    assert [p.position for p in found] == ["All four towns."]
