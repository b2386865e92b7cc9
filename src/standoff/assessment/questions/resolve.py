"""Will either side give in, and on what? Its own words in public; costly acts apart from them."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.assessment.positions import firm, in_own_voice
from standoff.assessment.questions.facts import (
    Facts,
    confidence,
    for_and_against,
    grounds,
    present,
    said,
)
from standoff.assessment.records import IndicatorId, Position, Question
from standoff.assessment.wording import ACTS
from standoff.domain.claim import Claim
from standoff.domain.war import Party
from standoff.evidence.snapshot import asserts
from standoff.formatting import age, count, written

_SAID: dict[str, IndicatorId] = {
    "resolve.will_not_concede": "say_will_not_concede",
    "resolve.concedes": "say_concedes",
    "shock.mobilisation": "say_mobilises",
    "posture.withdraws": "say_withdraws",
}
_WORDS = ("resolve.will_not_concede", "resolve.concedes")
_COSTLY = ("", "mobilisation")
"""Scopes of mobilisation that cost a side something: a routine draft or recruiting does not tell."""

_ACTS_DAYS = 365


def resolve(facts: Facts) -> Question:
    """The answer on resolve. No probability: who is seen to be resolved is no forecast."""
    words = [(i, c) for i, c in facts.recent(*_WORDS, "aims.objective") if _own(facts, c)]
    refuses = [(i, c) for i, c in words if c.quantity != "resolve.concedes"]
    yields = [(i, c) for i, c in words if c.quantity == "resolve.concedes"]
    supports, contradicts = for_and_against(refuses, yields)
    sentences = [
        *(sentence for side in facts.war.sides for sentence in _side(facts, side)),
        _acts(facts),
        *_others(facts),
    ]
    own = [(i, c) for i, c in facts.known.of(*_WORDS, "aims.objective") if _own(facts, c)]
    against, good = grounds(facts, own)
    level, because = confidence(["public statements are made for effect", *against], good)
    return Question(
        id="resolve",
        answer=" ".join(filter(None, sentences)),
        event=None,
        probability=None,
        words=None,
        confidence=level,
        because=because,
        indicators=present(
            facts,
            *(
                said(
                    name,
                    [
                        (i, c)
                        for i, c in facts.recent(quantity, side=side.code)
                        if quantity not in _WORDS or _own(facts, c)
                        if quantity != "shock.mobilisation" or c.scope in _COSTLY
                    ],
                    side.code,
                )
                for side in facts.war.sides
                for quantity, name in _SAID.items()
            ),
        ),
        claims_for=supports,
        claims_against=contradicts,
    )


def _own(facts: Facts, claim: Claim) -> bool:
    return in_own_voice(claim, facts.war)


def _side(facts: Facts, side: Party) -> Iterator[str]:
    """What a side said last that is firm, and last that yields, each with its day."""
    said_by = [p for p in facts.positions if p.side == side.code]
    if not said_by:
        yield f"{side.name}: no position in its own voice is known."
        return
    for kind, wanted in (("firm", True), ("yielding", False)):
        of = [p for p in said_by if p.firm is wanted]
        if of:
            yield f"{side.name}, last {kind} word: {_told(facts, max(of, key=_newest))}"


def _newest(position: Position) -> tuple[object, str]:
    return position.said_on, position.issue


def _told(facts: Facts, position: Position) -> str:
    days = (facts.as_of - position.said_on).days
    old = f", {age(days)} ago" if days > 30 else ""
    text = position.position.rstrip(".")
    return f"{text} ({position.issue}; {written(position.said_on)}{old})."


def _acts(facts: Facts) -> str:
    """The newest costly act of each kind and party, with its day."""
    newest: dict[tuple[str, str], Claim] = {}
    for _, claim in facts.known.of(*ACTS):
        costly = claim.quantity != "shock.mobilisation" or claim.scope in _COSTLY
        if asserts(claim) > 0 and costly and claim.side in _sides(facts):
            newest[claim.side, claim.quantity] = claim
    told = [
        f"{facts.war.parties[side].name}, {ACTS[quantity]} ({written(claim.happened_to)})"
        for (side, quantity), claim in sorted(newest.items())
        if (facts.as_of - claim.happened_to).days <= _ACTS_DAYS
    ]
    if not told:
        return "No costly act of either side is known of the last year."
    return f"Costly acts last known: {'; '.join(told)}."


def _others(facts: Facts) -> Iterator[str]:
    """How many others judge a side's will, apart from its own words."""
    for side in facts.war.sides:
        judged = [
            c for _, c in facts.recent(*_WORDS, side=side.code) if not _own(facts, c) and asserts(c)
        ]
        if judged:
            hard = sum(firm(c) for c in judged)
            yield (
                f"Of {count(len(judged), 'judgement')} by others in 30 days, {hard} say that "
                f"{side.name} will not give in."
            )


def _sides(facts: Facts) -> set[str]:
    return {side.code for side in facts.war.sides}
