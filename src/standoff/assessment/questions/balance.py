"""Has either side the means to break through?"""

from __future__ import annotations

from dataclasses import replace

from standoff.assessment.questions.facts import (
    RECENT_DAYS,
    Facts,
    confidence,
    for_and_against,
    latest,
    present,
    said,
    total_since_start,
)
from standoff.assessment.questions.sides import distances, doubts, told_distances
from standoff.assessment.records import Indicator, IndicatorId, Question
from standoff.domain.outcomes import Outcome
from standoff.evidence.snapshot import asserts
from standoff.formatting import age, likelihood, likely, percent, written

_EQUIPMENT: dict[str, IndicatorId] = {
    "losses.tanks": "tanks_lost",
    "losses.armour": "armour_lost",
    "losses.artillery": "artillery_lost",
}
_SAID: dict[str, IndicatorId] = {
    "logistics.degraded": "say_supply_degraded",
    "munitions.shortage": "say_munitions_short",
    "assessment.can_win": "say_can_win",
}


def balance(facts: Facts) -> Question:
    """The answer on means; the event is a break by either side 30 days on."""
    weak = facts.recent("logistics.degraded", "munitions.shortage")
    strong = facts.recent(
        "assessment.superiority", "assessment.can_win", "assessment.troop_confidence"
    )
    supports, contradicts = for_and_against(weak, strong)
    measured = facts.front.last >= 0
    breaks = [
        facts.outcomes[30][Outcome("breaks", side.code)] for side in facts.war.sides if measured
    ]
    probability = min(sum(breaks), 1.0) if measured else None
    means = told_distances(facts)
    words = _judged(facts)
    if supports or contradicts:
        words += (
            f" Statements of the last 30 days: {len(supports)} that a side lacks the means to go on, "
            f"{len(contradicts)} that a side has them."
        )
    if probability is None:
        answer = f"Not known: the front is not measured. {means} {words}"
    else:
        a, b = facts.war.sides
        answer = (
            f"A break of the front within 30 days: {likely(probability)}; {a.name} gains by it "
            f"{percent(breaks[0])}, {b.name} {percent(breaks[1])}. {means} {words}"
        )
    good: list[str] = []
    if facts.sides.readings:
        good.append(f"strength, supply and fatigue rest on {facts.sides.readings} weekly readings")
    if any(True for _ in facts.known.of(*_EQUIPMENT)):
        good.append("losses of equipment are known, claimed by an enemy or seen in pictures")
    level, because = confidence(
        [
            "strength and supply are not used in the forecast, which rests on the front alone",
            "" if measured else "the front is not measured",
            "its spread is a prior from past wars" if facts.rests_on_priors else "",
            *doubts(facts),
        ],
        good,
    )
    limit = facts.war.thresholds
    event = (
        f"Over the {limit.window_days} days to {facts.target(30)} the whole front moves more than "
        f"{limit.break_m_per_day:g} m a day on average, by advance or by withdrawal."
    )
    return Question(
        id="balance",
        answer=answer,
        event=event if measured else None,
        probability=probability,
        words=None if probability is None else likelihood(probability),
        confidence=level,
        because=because,
        indicators=_indicators(facts),
        claims_for=supports,
        claims_against=contradicts,
    )


_JUDGED = {
    "assessment.superiority": "superiority",
    "assessment.momentum": "momentum",
    "assessment.can_win": "who can win",
    "logistics.degraded": "supply",
    "munitions.shortage": "munitions",
}
_TOLD_DAYS = 365


def _judged(facts: Facts) -> str:
    """The newest word of others and of the sides on each kind of means, with its day and age."""
    told = []
    for quantity, name in _JUDGED.items():
        said_of = [c for _, c in facts.known.of(quantity) if c.text and asserts(c)]
        if said_of and (facts.as_of - said_of[-1].happened_to).days <= _TOLD_DAYS:
            last = said_of[-1]
            days = (facts.as_of - last.happened_to).days
            old = f", {age(days)} ago" if days > RECENT_DAYS else ""
            text = last.text.rstrip(".")
            told.append(f"{text} ({name}; {written(last.happened_to)}{old}).")
    if not told:
        return "Nobody is known to have judged either side's means in the last year."
    return f"Last said of means. {' '.join(told)}"


def _indicators(facts: Facts) -> tuple[Indicator, ...]:
    out: list[Indicator | None] = [*distances(facts)]
    known = facts.known
    for code in (side.code for side in facts.war.sides):
        power = known.of("force.combat_power_share", side=code)
        deployed = known.of("force.deployed_personnel", side=code)
        out.append(latest(facts, "combat_power_left", power, code))
        out.append(latest(facts, "soldiers_deployed", deployed, code))
        for quantity, name in _EQUIPMENT.items():
            totals = total_since_start(facts, known.of(quantity, side=code))
            claimed = [p for p in totals if p[1].speaker_kind != "researcher"]
            out.append(latest(facts, name, claimed, code))
            # What is seen in pictures is a floor, and no rival of what an enemy claims.
            seen = [p for p in totals if p[1].speaker_kind == "researcher"]
            floor = latest(facts, name, seen, code, oldest_days=365)
            out.append(None if floor is None else replace(floor, bound="seen in pictures"))
        for quantity, name in _SAID.items():
            out.append(said(name, facts.recent(quantity, side=code), code))
    return present(facts, *out)
