"""What could break it: entry of a third party, nuclear signals, weapons, leaders, aid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from standoff.assessment.questions.facts import (
    RECENT_DAYS,
    Facts,
    confidence,
    for_and_against,
    grounds,
    present,
    said,
)
from standoff.assessment.records import Indicator, IndicatorId, Question
from standoff.assessment.wording import SCOPES, SHOCKS
from standoff.domain.claim import Claim
from standoff.domain.quantities import of_question
from standoff.evidence.snapshot import asserts
from standoff.formatting import age, written

_SAID: dict[str, IndicatorId] = {
    "posture.build_up": "say_build_up",
    "shock.third_party_entry": "say_third_party_entry",
    "shock.nuclear": "say_nuclear",
    "shock.new_weapon": "say_new_weapon",
    "shock.mobilisation": "say_mobilisation",
    "shock.aid": "say_aid",
    "shock.leadership_change": "say_leadership_change",
}
_STATES = ("troops in the field",)
"""What goes on until it is said to have ended, however long ago it was last said."""

_TOLD_DAYS, _GOES_ON_DAYS = 365, 548


def shocks(facts: Facts) -> Question:
    """The answer on shocks. No probability: history offers almost no data on any of them."""
    names = tuple(q.name for q in of_question("shocks"))
    supports, contradicts = for_and_against(facts.recent(*names))
    indicators: list[Indicator | None] = []
    for name in names:
        claims = facts.recent(name)
        for code in sorted({c.side for _, c in claims}):
            of_party = [(i, c) for i, c in claims if c.side == code]
            indicators.append(said(_SAID[name], of_party, code))
    against, good = grounds(facts, facts.known.of(*names))
    level, because = confidence(
        [
            "signals are sent to impress, and history offers almost no data on what follows them",
            *against,
        ],
        good,
    )
    told = [f"{SHOCKS[name]}: {words}" for name in names if (words := _last_known(facts, name))]
    return Question(
        id="shocks",
        answer=f"Last known of what could break it. {' '.join(told)}"
        if told
        else "No signal of what could break it is known.",
        event=None,
        probability=None,
        words=None,
        confidence=level,
        because=because,
        indicators=present(facts, *indicators),
        claims_for=supports,
        claims_against=contradicts,
    )


def _last_known(facts: Facts, quantity: str) -> str:
    """The newest word of a kind of shock, and apart from it what still goes on; "" for none."""
    claims = [c for _, c in facts.known.of(quantity) if asserts(c)]
    lately = [c for c in claims if (facts.as_of - c.happened_to).days <= _TOLD_DAYS]
    told: list[Claim] = list(_still(claims, facts.as_of))
    if lately:
        told.append(lately[-1])
    words = [*dict.fromkeys(_told(facts, claim) for claim in told)]
    recent = [asserts(c) for _, c in facts.recent(quantity)]
    yes, no = (recent.count(sign) for sign in (1, -1))
    if no:
        words.append(f"In {RECENT_DAYS} days {yes} say so, {no} deny it.")
    return " ".join(words)


def _still(claims: list[Claim], as_of: date) -> Iterator[Claim]:
    """The newest claim of each party that a state began, where none says that it ended."""
    newest: dict[str, Claim] = {}
    for claim in claims:
        if claim.scope in _STATES:
            newest[claim.side] = claim
    yield from (
        claim
        for claim in newest.values()
        if asserts(claim) > 0 and (as_of - claim.happened_to).days <= _GOES_ON_DAYS
    )


def _told(facts: Facts, claim: Claim) -> str:
    days = (facts.as_of - claim.happened_to).days
    old = f", {age(days)} ago" if days > 30 else ""
    kind = "denied" if asserts(claim) < 0 else SCOPES.get(claim.scope, claim.scope)
    scope = f"{kind}; " if kind else ""
    text = claim.text.rstrip(".")
    if not text:
        party = facts.war.parties.get(claim.side)
        says = "says so" if asserts(claim) > 0 else "denies it"
        text = f"{claim.speaker} {says}{f' of {party.name}' if party else ''}"
    return f"{text} ({scope}{written(claim.happened_to)}{old})."
