"""What does it cost, to each side and to civilians?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from standoff.assessment.projections import told_ahead
from standoff.assessment.questions.facts import (
    RECENT_DAYS,
    Facts,
    confidence,
    for_and_against,
    latest,
    present,
    total_since_start,
)
from standoff.assessment.questions.sides import losses_ahead, told_losses
from standoff.assessment.records import Indicator, IndicatorId, Question
from standoff.domain.claim import Claim, SpeakerKind
from standoff.formatting import amount, bounded, count, days_ago, written

VERIFIED_BY: SpeakerKind = "international organisation"
_WHO_FIGHTS: tuple[SpeakerKind, ...] = ("belligerent", "unnamed official")
_UNVERIFIED_DAYS = 400
_TOGETHER_DAYS = 14
_ABOUT_A_YEAR_DAYS = 75


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
    return max(_verified(facts, quantity), key=_newest, default=None)


def tolls(facts: Facts) -> tuple[tuple[str, Claim] | None, tuple[str, Claim] | None]:
    """Civilians killed and injured by one report: of the newest that gives both, or else each."""
    killed, injured = (_verified(facts, f"toll.civilians_{what}") for what in ("killed", "injured"))
    by_report = {
        _report(claim): (claim_id, claim) for claim_id, claim in sorted(injured, key=_newest)
    }
    both = [pair for pair in killed if _report(pair[1]) in by_report]
    if not both:
        return max(killed, key=_newest, default=None), max(injured, key=_newest, default=None)
    newest = max(both, key=_newest)
    return newest, by_report[_report(newest[1])]


def _verified(facts: Facts, quantity: str) -> list[tuple[str, Claim]]:
    return [
        pair
        for pair in total_since_start(facts, facts.known.of(quantity))
        if pair[1].speaker_kind == VERIFIED_BY
    ]


def _newest(pair: tuple[str, Claim]) -> tuple[date, datetime]:
    return pair[1].happened_to, pair[1].known_at


def _report(claim: Claim) -> tuple[str, date]:
    return claim.speaker, claim.happened_to


def soldiers(facts: Facts, quantity: str, name: IndicatorId) -> list[Indicator | None]:
    """Each side's soldiers lost since the start, as ranges over who says so: by those who estimate,
    or else by those who fight. A count by name is a minimum and stands apart.
    """
    out: list[Indicator | None] = []
    for side in facts.war.sides:
        totals = total_since_start(facts, facts.known.of(quantity, side=side.code))
        estimated = [p for p in totals if p[1].speaker_kind not in _WHO_FIGHTS]
        found = latest(facts, name, estimated, side.code, together_days=60)
        claimed = [p for p in totals if p[1].speaker_kind in _WHO_FIGHTS]
        out.append(found or latest(facts, name, claimed, side.code, together_days=60))
    return out


def _indicators(facts: Facts) -> tuple[Indicator, ...]:
    known = facts.known
    killed, injured = tolls(facts)
    fires = [(i, c) for i, c in facts.recent("intensity.fires") if c.value is not None]
    seen = sum(c.value or 0.0 for _, c in fires)
    return present(
        facts,
        _toll(killed, "civilians_killed"),
        _toll(injured, "civilians_injured"),
        *_by_name(facts),
        *soldiers(facts, "losses.personnel_killed", "soldiers_killed"),
        *soldiers(facts, "losses.personnel_total", "soldiers_killed_and_wounded"),
        *losses_ahead(facts),
        latest(facts, "refugees_abroad", _widest(known.of("displaced.refugees")), oldest_days=730),
        latest(
            facts,
            "displaced_within",
            _whole_country(facts, known.of("displaced.internally")),
            oldest_days=730,
        ),
        latest(
            facts,
            "displaced_in_all",
            _whole_country(facts, known.of("displaced.total")),
            oldest_days=400,
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


def _whole_country(facts: Facts, claims: Iterable[tuple[str, Claim]]) -> list[tuple[str, Claim]]:
    """Figures of the whole country: one of a region never answers for it."""
    everywhere = {"", facts.war.country, facts.war.scope}
    return [pair for pair in claims if pair[1].place in everywhere]


def _widest(claims: Iterable[tuple[str, Claim]]) -> list[tuple[str, Claim]]:
    """Of refugees counted over several areas within two weeks, those of the largest area alone."""
    pairs = list(claims)
    near = timedelta(days=_TOGETHER_DAYS)

    def beaten(claim: Claim) -> bool:
        return any(
            other.place != claim.place
            and abs(other.happened_to - claim.happened_to) <= near
            and (other.value or 0.0) > (claim.value or 0.0)
            for _, other in pairs
        )

    return [pair for pair in pairs if not beaten(pair[1])]


def _toll(found: tuple[str, Claim] | None, name: IndicatorId) -> Indicator | None:
    """A verified total; its change is left out, since a jump is backlog as often as harm."""
    if found is None:
        return None
    claim_id, claim = found
    return Indicator(
        name,
        claim.value,
        _floor(claim),
        None,
        "people",
        claim.happened_to,
        (claim_id,),
        bound="verified minimum",
    )


def _floor(claim: Claim) -> float | None:
    return claim.low if claim.low is not None else claim.value


def _by_name(facts: Facts) -> list[Indicator | None]:
    """Each side's soldiers whose deaths are known by name."""
    return [
        latest(
            facts,
            "soldiers_named",
            total_since_start(facts, facts.known.of("losses.personnel_named", side=side.code)),
            side.code,
            oldest_days=365,
        )
        for side in facts.war.sides
    ]


def _answer(facts: Facts, indicators: tuple[Indicator, ...]) -> str:
    by_id = {(i.id, i.party): i for i in indicators}
    parts = [*_told_tolls(facts)]
    for name, what in _SOLDIERS.items():
        told = [
            f"{side.name} {_figure(lost)} by {written(lost.date)}{_whose(facts, lost)}"
            for side in facts.war.sides
            if (lost := by_id.get((name, side.code))) and lost.date
        ]
        if told:
            parts.append(f"{what}: {'; '.join(told)}.")
    for name, what in _DISPLACED.items():
        away = by_id.get((name, ""))
        if away is not None and away.date is not None:
            who, before = _whose(facts, away), _year_before(facts, away)
            parts.append(f"{what}: {_figure(away)} by {written(away.date)}{who}{before}.")
    known = " ".join(parts) or "Not known: no claim counts the dead, the wounded or the displaced."
    return f"{known} {told_ahead(facts.projections, facts.war) or told_losses(facts)}"


_SOLDIERS: dict[IndicatorId, str] = {
    "soldiers_killed": "Soldiers killed",
    "soldiers_named": "Known by name",
}
_DISPLACED: dict[IndicatorId, str] = {
    "refugees_abroad": "Refugees abroad",
    "displaced_within": "Displaced within the country",
    "displaced_in_all": "Displaced in all",
}
"""Three quantities: none is passed off as another, and each has a day of its own."""


def _told_tolls(facts: Facts) -> Iterator[str]:
    """The verified toll with its day; else what others say, as what it is."""
    killed, injured = tolls(facts)
    if killed is not None:
        claim = killed[1]
        told = f"At least {amount(_floor(claim))} civilians killed"
        if injured is not None and _report(injured[1]) == _report(claim):
            told += f" and {amount(_floor(injured[1]))} injured"
        yield (
            f"{told} by {written(claim.happened_to)}, verified ({claim.speaker}); the true number is "
            "higher."
        )
        return
    since = facts.as_of - timedelta(days=_UNVERIFIED_DAYS)
    others = [
        claim
        for _, claim in total_since_start(
            facts, facts.known.of("toll.civilians_killed", "toll.people_killed")
        )
        if claim.happened_to > since
    ]
    if others:
        last = max(others, key=lambda c: (c.happened_to, c.known_at))
        who = "civilians" if last.quantity == "toll.civilians_killed" else "people"
        own = ", which fights in this war" if last.speaker_kind in _WHO_FIGHTS else ""
        yield (
            f"No body is known to have verified a toll. {last.speaker}{own}, says "
            f"{bounded(last.low, last.value, last.high)} {who} were killed by "
            f"{written(last.happened_to)}."
        )


def _year_before(facts: Facts, of: Indicator) -> str:
    """The figure of the same speaker and area nearest to a year before, in words; "" without one."""
    if len(of.claims) != 1 or of.date is None:
        return ""
    now = facts.known.by_id[of.claims[0]]
    year = of.date - timedelta(days=365)
    near = [
        claim
        for _, claim in facts.known.of(now.quantity)
        if (claim.speaker, claim.place, claim.unit) == (now.speaker, now.place, now.unit)
        and abs(claim.happened_to - year) <= timedelta(days=_ABOUT_A_YEAR_DAYS)
    ]
    if not near:
        return ""
    then = min(near, key=lambda c: (abs(c.happened_to - year), c.known_at))
    return f"; {bounded(then.low, then.value, then.high)} by {written(then.happened_to)}"


def _figure(of: Indicator) -> str:
    return bounded(of.low, of.value, of.high, of.unit if of.unit != "people" else "")


def _whose(facts: Facts, of: Indicator) -> str:
    """Who counts; of several the number, in brackets."""
    if of.sources and of.sources > 1:
        return f" ({count(of.sources, 'source')})"
    claim = facts.known.by_id[of.claims[0]]
    fights = claim.speaker_kind in _WHO_FIGHTS
    own = facts.war.party_of(claim.speaker) == claim.side
    tag = ", of its own" if fights and own else ", of its enemy's" if fights else ""
    return f" ({claim.speaker}{tag})"
