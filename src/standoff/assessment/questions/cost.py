"""What does it cost, to each side and to civilians?"""

from __future__ import annotations

from standoff.assessment.questions.facts import (
    RECENT_DAYS,
    Facts,
    confidence,
    for_and_against,
    latest,
    present,
    total_since_start,
)
from standoff.assessment.questions.sides import losses_ahead, losses_stated_ahead, told_losses
from standoff.assessment.records import Indicator, IndicatorId, Question
from standoff.domain.claim import Claim, SpeakerKind
from standoff.formatting import amount, bounded, days_ago, written

VERIFIED_BY: SpeakerKind = "international organisation"


def cost(facts: Facts) -> Question:
    """The answer on cost. No event: nothing resolvable is forecast of it by the baseline."""
    supports, contradicts = for_and_against(
        facts.recent("assessment.cost", "toll.civilians_killed", "losses.personnel_killed")
    )
    indicators = _indicators(facts)
    against: list[str] = []
    good: list[str] = []
    found = verified(facts, "toll.civilians_killed")
    if found:
        old = (facts.as_of - found[1].happened_to).days
        (good if old <= RECENT_DAYS else against).append(
            f"civilian deaths are verified to {days_ago(old)} ago"
        )
    else:
        against.append("no verified count of civilian deaths is known")
    against += [
        f"sources differ {i.high / i.low:.0f}-fold on '{i.name}'"
        for i in indicators
        if i.sources and i.sources > 1 and i.low and i.high and i.high > 3 * i.low
    ][:1]
    against.append("each side's losses are mostly counted by its enemy")
    level, because = confidence(against, good)
    return Question(
        id="cost",
        answer=_answer(facts, indicators),
        event=None,
        probability=None,
        words=None,
        confidence=level,
        because=because,
        indicators=indicators,
        claims_for=supports,
        claims_against=contradicts,
    )


def verified(facts: Facts, quantity: str) -> tuple[str, Claim] | None:
    """The newest figure over the whole war that a named international body verified."""
    found = [
        pair
        for pair in total_since_start(facts, facts.known.of(quantity))
        if pair[1].speaker_kind == VERIFIED_BY
    ]
    return max(found, key=lambda p: (p[1].happened_to, p[1].known_at), default=None)


def soldiers(facts: Facts, quantity: str, name: IndicatorId) -> list[Indicator | None]:
    """Each side's soldiers lost since the start, as ranges over who says so."""
    return [
        latest(
            facts,
            name,
            total_since_start(facts, facts.known.of(quantity, side=side.code)),
            side.code,
            together_days=60,
        )
        for side in facts.war.sides
    ]


def _indicators(facts: Facts) -> tuple[Indicator, ...]:
    known = facts.known
    fires = [(i, c) for i, c in facts.recent("intensity.fires") if c.value is not None]
    seen = sum(c.value or 0.0 for _, c in fires)
    return present(
        facts,
        _toll(facts, "toll.civilians_killed", "civilians_killed"),
        _toll(facts, "toll.civilians_injured", "civilians_injured"),
        *soldiers(facts, "losses.personnel_killed", "soldiers_killed"),
        *soldiers(facts, "losses.personnel_total", "soldiers_killed_and_wounded"),
        *losses_stated_ahead(facts),
        *losses_ahead(facts),
        latest(facts, "refugees_abroad", known.of("displaced.refugees"), oldest_days=730),
        latest(
            facts,
            "displaced_within",
            known.of("displaced.internally"),
            together_days=60,
            oldest_days=730,
        ),
        latest(
            facts,
            "displaced_in_all",
            known.of("displaced.total"),
            together_days=60,
            oldest_days=730,
        ),
        latest(
            facts,
            "border_crossings",
            total_since_start(facts, known.of("displaced.border_crossings")),
        ),
        Indicator(
            "fires",
            seen,
            seen,
            None,
            "fires",
            max(c.happened_to for _, c in fires),
            tuple(i for i, _ in fires),
            days=RECENT_DAYS,
        )
        if fires
        else None,
    )


def _toll(facts: Facts, quantity: str, name: IndicatorId) -> Indicator | None:
    """A verified total; its change is left out, since a jump is backlog as often as harm."""
    found = verified(facts, quantity)
    if found is None:
        return None
    claim_id, claim = found
    floor = claim.low if claim.low is not None else claim.value
    return Indicator(
        name,
        claim.value,
        floor,
        None,
        "people",
        claim.happened_to,
        (claim_id,),
        bound="verified minimum",
    )


def _answer(facts: Facts, indicators: tuple[Indicator, ...]) -> str:
    found = verified(facts, "toll.civilians_killed")
    parts = []
    if found:
        claim = found[1]
        parts.append(
            f"At least {amount(claim.value)} civilians killed by {written(claim.happened_to)}, as "
            f"{claim.speaker} verified; the true number is higher."
        )
    by_id = {(i.id, i.party): i for i in indicators}
    told = [
        f"{side.name} {bounded(lost.low, lost.value, lost.high)} by {written(lost.date)}"
        for side in facts.war.sides
        if (lost := by_id.get(("soldiers_killed", side.code))) and lost.date
    ]
    if told:
        parts.append(f"Soldiers killed, by those who count: {'; '.join(told)}.")
    away = by_id.get(("displaced_in_all", "")) or by_id.get(("refugees_abroad", ""))
    if away and away.date:
        kind = "Displaced" if away.id == "displaced_in_all" else "Refugees abroad"
        parts.append(
            f"{kind}: {bounded(away.low, away.value, away.high, 'people')} by {written(away.date)}."
        )
    known = " ".join(parts) or "Not known: no claim counts the dead, the wounded or the displaced."
    return f"{known} {told_losses(facts)}"
