"""Does either side see a way out: talks, offers, agreements?"""

from __future__ import annotations

from standoff.assessment.questions.facts import Facts, confidence, for_and_against, present, said
from standoff.assessment.records import Question
from standoff.evidence.snapshot import asserts
from standoff.formatting import count, likelihood, likely, written


def way_out(facts: Facts) -> Question:
    """The answer on a way out; the event is the war's end within 30 days, a prior."""
    talks = facts.recent("way_out.talks_held")
    offers = facts.recent("way_out.offer")
    deals = facts.recent("way_out.agreement")
    supports, contradicts = for_and_against([*talks, *offers, *deals])
    probability = facts.outcomes[30]["ended"]
    parts = []
    held = [c for _, c in talks if asserts(c) > 0]
    if held:
        last = max(held, key=lambda c: c.happened_to)
        where = f" ({last.place})" if last.place else ""
        parts.append(f"Talks were last said to be held on {written(last.happened_to)}{where}.")
    else:
        parts.append("No claim of the last 30 days says that talks were held.")
    offers_by = [(side, facts.recent("way_out.offer", side=side.code)) for side in facts.war.sides]
    for side, made in offers_by:
        if made:
            held_out = sum(asserts(c) > 0 for _, c in made)
            parts.append(
                f"{side.name}: "
                f"{count(held_out, 'offer or set of terms', 'offers or sets of terms')}, "
                f"{len(made) - held_out} refused or left open."
            )
    near, far = (sum(asserts(c) == sign for _, c in deals) for sign in (1, -1))
    if near or far:
        parts.append(
            f"Statements that an agreement is near or made: {near}; that it is not: {far}."
        )
    parts.append(f"The war over within 30 days: {likely(probability)}, a prior from past wars.")
    origins = len({c.origin for _, c in [*talks, *offers, *deals]})
    level, because = confidence(
        ["the probability is a prior from past wars and takes no account of talks"],
        [f"{count(origins, 'independent origin')} in 30 days"],
    )
    return Question(
        id="way_out",
        answer=" ".join(parts),
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
            said("say_talks_held", talks),
            *(said("say_offer", made, side.code) for side, made in offers_by),
            said("say_agreement", deals),
        ),
        claims_for=supports,
        claims_against=contradicts,
    )
