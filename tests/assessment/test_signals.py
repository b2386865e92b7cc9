from __future__ import annotations

import pytest

from invented import known_of, on, statement
from standoff.assessment import wording
from standoff.assessment.records import Signal
from standoff.assessment.signals import SIGNALS, signals
from standoff.domain.claim import Claim
from standoff.domain.war import War


def nuclear(war: War, *claims: Claim, day: int = 100) -> Signal:
    found = {s.id: s for s in signals(known_of(war, claims, on(day)))}
    assert list(found) == list(SIGNALS) == list(wording.SIGNALS)
    return found["nuclear"]


def said(days: int, by: str, **changes: object) -> Claim:
    return statement("shock.nuclear", days, side="AA", speaker=by, origin=by, **changes)


@pytest.mark.parametrize(
    ("claims", "level"),
    [
        ([], "no evidence"),
        ([said(95, "One")], "judged"),
        ([said(95, "One", stance="threatens")], "announced"),
        ([said(95, "One", stance="threatens"), said(96, "Two", stance="reports")], "reported"),
        ([said(95, "One"), said(96, "Two", negated=True)], "disputed"),
        ([said(96, "Two", negated=True)], "denied"),
        ([said(96, "Two", value=None)], "left open"),
        ([said(60, "One", stance="reports")], "no evidence"),
    ],
)
def test_the_level_is_what_the_last_thirty_days_say(
    war: War, claims: list[Claim], level: str
) -> None:
    assert nuclear(war, *claims).level == level


def test_the_trend_counts_origins_and_not_outlets(war: War) -> None:
    before, now = said(80, "One"), [said(95, "Two"), said(96, "Three")]
    assert nuclear(war, before, *now).trend == "rising"
    assert nuclear(war, before, now[0]).trend == "steady"
    carried = said(96, "Two", channel=("Another Paper",))
    assert nuclear(war, before, now[0], carried).trend == "steady"
    assert nuclear(war, before).trend == "falling"
    assert nuclear(war).trend == "none"


def test_the_timeline_lists_half_a_year_oldest_first(war: War) -> None:
    claims = [said(195, "Two"), said(10, "One"), said(150, "Three")]
    signal = nuclear(war, *claims, day=200)
    assert signal.claims == (claims[2].claim_id, claims[0].claim_id)
