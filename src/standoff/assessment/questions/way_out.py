"""Does either side see a way out: talks, offers, agreements?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from standoff.assessment.positions import in_own_voice
from standoff.assessment.questions.facts import (
    Facts,
    confidence,
    for_and_against,
    grounds,
    present,
    said,
)
from standoff.assessment.records import Question, Talks
from standoff.assessment.talks import would_end_it
from standoff.formatting import age, count, likelihood, likely, listed, written

_LATELY_DAYS = 90
_LEVELS = {"military": "soldiers"}


def way_out(facts: Facts) -> Question:
    """The answer on a way out; the event is the war's end within 30 days, a prior."""
    talks = facts.recent("way_out.talks_held")
    offers = facts.recent("way_out.offer")
    deals = facts.recent("way_out.agreement")
    peace = [p for p in deals if would_end_it(p[1].scope, p[1].parties, facts.war)]
    own_offers = [pair for pair in offers if in_own_voice(pair[1], facts.war)]
    supports, contradicts = for_and_against([*talks, *own_offers, *peace])
    probability = facts.outcomes[30]["ended"]
    against, good = grounds(
        facts, facts.known.of("way_out.talks_held", "way_out.offer", "way_out.agreement")
    )
    prior = "the probability is a prior from past wars and takes no account of talks"
    level, because = confidence([prior, *against], good)
    return Question(
        id="way_out",
        answer=" ".join(
            [
                *_talks(facts),
                *_plans(facts),
                *_agreements(facts),
                f"The war over within 30 days: {likely(probability)}, a prior from past wars.",
            ]
        ),
        event=(
            f"A general ceasefire, settlement or capitulation is in effect on {facts.target(30)}, "
            "and 30 days on it is neither renounced nor costly."
        ),
        probability=probability,
        words=likelihood(probability),
        confidence=level,
        because=because,
        indicators=present(
            facts,
            said("say_talks_held", [p for p in talks if p[1].scope in ("", "belligerents")]),
            *(
                said("say_offer", [p for p in own_offers if p[1].side == side.code], side.code)
                for side in facts.war.sides
            ),
            said("say_agreement", peace),
        ),
        claims_for=supports,
        claims_against=contradicts,
    )


def _talks(facts: Facts) -> Iterator[str]:
    """The last talks of the two sides with one another, then newer ones with others."""
    a, b = (side.name for side in facts.war.sides)
    direct = next((t for t in facts.talks if t.between in ("", "belligerents")), None)
    if direct is None:
        yield f"No talks of {a} and {b} with each other are known."
    else:
        who = "talks (no party is named)" if not direct.between else f"talks of {a} and {b}"
        yield f"The last known {who} were held {_when_and_where(facts, direct)}."
    newer = [
        t
        for t in facts.talks
        if t.between not in ("", "belligerents")
        and (facts.as_of - t.date).days <= _LATELY_DAYS
        and (direct is None or t.date > direct.date)
    ]
    for talks in newer[:2]:
        yield f"{_names(facts, talks.parties)} met {_when_and_where(facts, talks)}."


def _when_and_where(facts: Facts, talks: Talks) -> str:
    days = (facts.as_of - talks.date).days
    parts = [f"on {written(talks.date)}" + (f" ({age(days)} ago)" if days > 30 else "")]
    if talks.place:
        by_wire = talks.place.startswith(("by ", "on", "via "))
        parts.append(talks.place if by_wire else f"in {talks.place}")
    if talks.level:
        parts.append(f"at the level of {_LEVELS.get(talks.level, talks.level)}")
    told = ", ".join(parts)
    if talks.mediator:
        told += f", {_names(facts, talks.mediator)} mediating"
    matter = [m for m in (talks.agenda, talks.result) if m]
    told += f": {' – '.join(matter)}" if matter else ""
    return told + (f"; the next round on {written(talks.next)}" if talks.next else "")


def _plans(facts: Facts) -> Iterator[str]:
    """The plan last spoken of, and what each side said to it last."""
    for plan in facts.plans[:1]:
        if (facts.as_of - plan.last).days > 2 * _LATELY_DAYS:
            continue
        told = []
        for side in facts.war.sides:
            answer = next((a for a in plan.answers if a.party == side.code), None)
            told.append(
                f"{side.name} has not answered, as far as is known"
                if answer is None
                else f"{side.name} {answer.stance} ({answer.speaker}, {written(answer.said_on)})"
            )
        yield f"Last spoken of: {plan.name}; {'; '.join(told)}."


def _agreements(facts: Facts) -> Iterator[str]:
    """Who says that peace is near, and apart from it what was agreed that is no peace."""
    lately = [a for a in facts.accords if (facts.as_of - a.date).days <= _LATELY_DAYS]
    peace = [a for a in lately if would_end_it(a.scope, a.parties, facts.war)]
    near, far = (sum(a.state == state for a in peace) for state in ("agreed", "denied"))
    if near or far:
        newest = peace[0]
        yield (
            f"Of a ceasefire everywhere or a settlement, {count(near, 'statement')} in "
            f"{_LATELY_DAYS} days that it is near or made, {far} that it is not; the last by "
            f"{newest.speaker} on {written(newest.date)}."
        )
    else:
        yield f"Nobody is known to have said in {_LATELY_DAYS} days that a settlement is near."
    limited = Counter(
        a.scope or "of a kind that is not said"
        for a in lately
        if a.state == "agreed" and a not in peace
    )
    if limited:
        kinds = listed(
            [f"{scope} ({n})" for scope, n in sorted(limited.items(), key=lambda p: (-p[1], p[0]))]
        )
        yield f"Limited agreements of these days, which are no peace: {kinds}."


def _names(facts: Facts, codes: tuple[str, ...]) -> str:
    return listed([facts.war.parties[c].name if c in facts.war.parties else c for c in codes])
