"""Will either side give in, and on what? Words in public; costly acts apart from them."""

from __future__ import annotations

from collections import Counter

from standoff.assessment.questions.facts import Facts, confidence, for_and_against, present, said
from standoff.assessment.records import IndicatorId, Question
from standoff.assessment.wording import ACTS
from standoff.domain.claim import Claim
from standoff.domain.war import Party
from standoff.evidence.snapshot import asserts
from standoff.formatting import count

_SAID: dict[str, IndicatorId] = {
    "resolve.will_not_concede": "say_will_not_concede",
    "resolve.concedes": "say_concedes",
    "shock.mobilisation": "say_mobilises",
    "posture.withdraws": "say_withdraws",
}


def resolve(facts: Facts) -> Question:
    """The answer on resolve. No probability: who is seen to be resolved is no forecast."""
    refuses = facts.recent("resolve.will_not_concede", "aims.objective")
    yields = facts.recent("resolve.concedes")
    supports, contradicts = for_and_against(refuses, yields)
    acts = facts.recent(*ACTS)
    level, because = confidence(*_why(refuses, yields))
    return Question(
        id="resolve",
        answer=" ".join(
            [*(_side(facts, side) for side in facts.war.sides), _acts(facts, acts)]
        ).strip(),
        event=None,
        probability=None,
        words=None,
        confidence=level,
        because=because,
        indicators=present(
            facts,
            *(
                said(name, facts.recent(quantity, side=side.code), side.code)
                for side in facts.war.sides
                for quantity, name in _SAID.items()
            ),
        ),
        claims_for=supports,
        claims_against=contradicts,
    )


def _side(facts: Facts, side: Party) -> str:
    firm = _asserted(facts.recent("resolve.will_not_concede", side=side.code))
    soft = [p for p in facts.recent("resolve.concedes", side=side.code) if asserts(p[1]) > 0]
    if not firm and not soft:
        return f"{side.name}: no statement of the last 30 days is known."
    text = f"{side.name}: {count(firm, 'statement')} in 30 days that it will not give in"
    if soft:
        issues = [name for name, _ in Counter(c.issue or "not said" for _, c in soft).most_common()]
        text += f", {len(soft)} that it gives in on {', '.join(issues)}"
    return f"{text}."


def _acts(facts: Facts, acts: list[tuple[str, Claim]]) -> str:
    done = Counter((c.side, c.quantity) for _, c in acts if asserts(c) > 0)
    parties = facts.war.parties
    told = [
        f"{parties[code].name if code in parties else 'unnamed'} {act} ({done[code, quantity]})"
        for code in sorted({code for code, _ in done})
        for quantity, act in ACTS.items()
        if done[code, quantity]
    ]
    return f"Costly acts reported: {', '.join(told)}." if told else "No costly act is reported."


def _asserted(claims: list[tuple[str, Claim]]) -> int:
    return sum(asserts(c) > 0 for _, c in claims)


def _why(
    refuses: list[tuple[str, Claim]], yields: list[tuple[str, Claim]]
) -> tuple[list[str], list[str]]:
    origins = {c.origin for _, c in [*refuses, *yields]}
    against = ["public statements are made for effect"]
    good: list[str] = []
    (good if len(origins) >= 4 else against).append(count(len(origins), "independent origin"))
    return against, good
