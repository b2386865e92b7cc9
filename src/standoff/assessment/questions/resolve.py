"""Will either side give in, and on what? Words in public; costly acts apart from them."""

from __future__ import annotations

from collections import Counter

from standoff.assessment.questions.facts import Facts, confidence, for_and_against, present, said
from standoff.assessment.records import IndicatorId, Question
from standoff.assessment.wording import ACTS
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
    sentences = []
    for side in facts.war.sides:
        stated = facts.recent("resolve.will_not_concede", side=side.code)
        firm = sum(asserts(c) > 0 for _, c in stated)
        soft = [c for _, c in facts.recent("resolve.concedes", side=side.code) if asserts(c) > 0]
        issues = [name for name, _ in Counter(c.issue or "not said" for c in soft).most_common()]
        if firm or soft:
            gives = f", {len(soft)} that it gives in on {', '.join(issues)}" if soft else ""
            sentences.append(
                f"{side.name}: {count(firm, 'statement')} in 30 days that it will not give in{gives}."
            )
        else:
            sentences.append(f"{side.name}: no statement of the last 30 days is known.")
    done = Counter((c.side, c.quantity) for _, c in facts.recent(*ACTS) if asserts(c) > 0)
    parties = facts.war.parties
    acts = [
        f"{parties[code].name if code in parties else 'unnamed'} {act} ({done[code, quantity]})"
        for code in sorted({code for code, _ in done})
        for quantity, act in ACTS.items()
        if done[code, quantity]
    ]
    sentences.append(
        f"Costly acts of the last 30 days: {', '.join(acts)}."
        if acts
        else "No costly act of the last 30 days is known."
    )
    origins = len({c.origin for _, c in [*refuses, *yields]})
    basis = count(origins, "independent origin")
    effect = "public statements are made for effect"
    level, because = (
        confidence([effect], [basis]) if origins >= 4 else confidence([effect, basis], [])
    )
    return Question(
        id="resolve",
        answer=" ".join(sentences),
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
