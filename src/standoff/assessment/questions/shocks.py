"""What could break it: entry of a third party, nuclear signals, weapons, leaders, aid."""

from __future__ import annotations

from standoff.assessment.questions.facts import Facts, confidence, for_and_against, present, said
from standoff.assessment.records import Indicator, IndicatorId, Question
from standoff.assessment.wording import SHOCKS
from standoff.domain.quantities import of_question
from standoff.evidence.snapshot import asserts
from standoff.formatting import count

_SAID: dict[str, IndicatorId] = {
    "posture.build_up": "say_build_up",
    "shock.third_party_entry": "say_third_party_entry",
    "shock.nuclear": "say_nuclear",
    "shock.new_weapon": "say_new_weapon",
    "shock.mobilisation": "say_mobilisation",
    "shock.aid": "say_aid",
    "shock.leadership_change": "say_leadership_change",
}


def shocks(facts: Facts) -> Question:
    """The answer on shocks. No probability: history offers almost no data on any of them."""
    names = tuple(q.name for q in of_question("shocks"))
    supports, contradicts = for_and_against(facts.recent(*names))
    signals: list[str] = []
    indicators: list[Indicator | None] = []
    for name in names:
        claims = facts.recent(name)
        yes, no = (sum(asserts(c) == sign for _, c in claims) for sign in (1, -1))
        if yes or no:
            signals.append(f"{SHOCKS[name]} ({yes} say so, {no} deny it)")
        for code in sorted({c.side for _, c in claims}):
            of_party = [(i, c) for i, c in claims if c.side == code]
            indicators.append(said(_SAID[name], of_party, code))
    level, because = confidence(
        ["signals are sent to impress", "history offers almost no data on what follows them"],
        [f"{count(len(supports) + len(contradicts), 'statement')} in 30 days"],
    )
    return Question(
        id="shocks",
        answer=(
            f"Signals of the last 30 days: {'; '.join(signals)}."
            if signals
            else "No signal of the last 30 days is known."
        ),
        event=None,
        probability=None,
        words=None,
        confidence=level,
        because=because,
        indicators=present(facts, *indicators),
        claims_for=supports,
        claims_against=contradicts,
    )
