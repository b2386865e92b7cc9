"""Is the front moving? Who has momentum? Which cities are held, besieged, bombarded?"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np

from standoff.assessment.questions.facts import (
    RECENT_DAYS,
    Facts,
    confidence,
    for_and_against,
    known_number,
    present,
    said,
)
from standoff.assessment.records import Indicator, IndicatorId, Question
from standoff.domain.claim import Claim
from standoff.evidence.snapshot import asserts
from standoff.formatting import amount, count, days_ago, likelihood, likely, signed, written
from standoff.observations.front import FrontSeries, change_by_settlements

_SETTLED_DAYS = 14
_TOLD_DAYS = 90
"""For how long a rejected reading is mentioned."""

_MOST_PLACES = 6
_HALF_90 = 1.645
"""Half of a 90% interval, in standard deviations."""


def standstill(facts: Facts) -> Question:
    """The answer on movement; the event is `standstill` 30 days on."""
    held = facts.recent("front.stalled", "assessment.stalemate")
    moving = facts.recent("posture.attacks", "front.advance_km")
    supports, contradicts = for_and_against(held, moving)
    measured = facts.front.last >= 0
    probability = facts.outcomes[30]["standstill"] if measured else None
    level, because = confidence(*_why(facts, supports, contradicts))
    limit = facts.war.thresholds
    event = (
        f"Over the {limit.window_days} days to {facts.target(30)} the whole front moves less than "
        f"{limit.standstill_m_per_day:g} m a day on average, and the fighting stays costly."
    )
    return Question(
        id="standstill",
        answer=_answer(facts, probability),
        event=event if measured else None,
        probability=probability,
        words=None if probability is None else likelihood(probability),
        confidence=level,
        because=because,
        indicators=_indicators(facts),
        claims_for=supports,
        claims_against=contradicts,
    )


def _answer(facts: Facts, probability: float | None) -> str:
    front, war = facts.front, facts.war
    week = front.change(7)
    if probability is None or math.isnan(week):
        unmoved = "Not known: no claim says how the front moved in the last week."
        return f"{unmoved} {cities_sentence(facts)}".strip()
    gaining, losing = (war.sides[0].name, war.sides[1].name)
    mover = gaining if week > 0 else losing
    length_km = war.front_on(facts.as_of, facts.as_of).km
    pace = abs(week) / 7 / length_km * 1000
    if pace < war.thresholds.standstill_m_per_day:
        now = (
            f"The front stood nearly still in the week to {written(front.days[front.last].item())}"
        )
    else:
        now = f"{mover} was gaining ground in the week to {written(front.days[front.last].item())}"
    return (
        f"{now}: {signed(week, 'km2')}, or {pace:.0f} m a day along {amount(length_km, 'km')}. "
        f"A costly standstill 30 days on: {likely(probability)}. {cities_sentence(facts)}"
    ).strip()


def cities_sentence(facts: Facts) -> str:
    """The cities of the war's definition by who was last said to hold them, newest change first.

    A source that names a city only when it changes hands is carried forward; what changed in the
    last 14 days counts as contested, since such changes are often taken back.
    """
    named = {city.name for city in facts.war.cities}
    newest: dict[str, Claim] = {}
    for _, claim in facts.known.of("city.control"):
        if claim.place in named:
            newest[claim.place] = claim
    by_age = sorted(newest.values(), key=lambda c: c.happened_to, reverse=True)
    settled = facts.as_of - timedelta(days=_SETTLED_DAYS)
    fresh = [c for c in by_age if c.happened_to > settled and c.source != "record"]
    held = [c.place for c in by_age if c not in fresh and (c.value or 0.0) >= 1]
    open_ones = [c.place for c in by_age if c.value is None or 0 < c.value < 1]
    contested = [*(c.place for c in fresh), *(p for p in open_ones)]
    besieged = [c.place for _, c in facts.recent("city.besieged") if asserts(c) > 0]
    bombarded = [c.place for _, c in facts.recent("city.bombarded") if asserts(c) > 0]
    parts = []
    for label, places in (
        (f"Last said to be held by {facts.war.sides[0].name}", held),
        ("Contested or just changed hands", contested),
        ("Besieged", besieged),
        ("Bombarded", bombarded),
    ):
        unique = list(dict.fromkeys(places))
        more = f" and {len(unique) - _MOST_PLACES} more" if len(unique) > _MOST_PLACES else ""
        if unique:
            parts.append(f"{label}: {', '.join(unique[:_MOST_PLACES])}{more}.")
    return " ".join(parts)


def _indicators(facts: Facts) -> tuple[Indicator, ...]:
    momentum = facts.recent("assessment.momentum")
    changed = facts.recent("territory.settlements_changed")
    turned = []
    for code in (side.code for side in facts.war.sides):
        mine = [(i, c) for i, c in changed if c.side == code and c.value is not None]
        if mine:
            total = sum(c.value or 0.0 for _, c in mine)
            newest = max(c.happened_to for _, c in mine)
            ids = tuple(i for i, c in mine if c.value)
            turned.append(
                Indicator(
                    "settlements_turned",
                    total,
                    None,
                    None,
                    "settlements",
                    newest,
                    ids,
                    party=code,
                    days=RECENT_DAYS,
                )
            )
    return present(
        facts,
        *_territory(facts),
        *turned,
        said("say_stalled", facts.recent("front.stalled")),
        said("say_stalemate", facts.recent("assessment.stalemate")),
        *(
            said("say_momentum", [p for p in momentum if p[1].side == side.code], side.code)
            for side in facts.war.sides
        ),
    )


def _territory(facts: Facts) -> list[Indicator]:
    """The area, and its change in 7 and 30 days.

    The interval is that of the map's noise (90%); a change's is widened to what settlements say of
    it, so that it spans the sources.
    """
    front = facts.front
    if front.last < 0:
        return []
    held = _measured(front, "area_held", float(front.km2[front.last]), front.change(30))
    out = [replace(held, party=facts.war.sides[0].code, place=facts.war.scope)]
    for days in (7, 30):
        change = front.change(days)
        if math.isnan(change):
            continue
        before = front.change(days, front.last - 30)
        by_map = _measured(front, "area_change", change, change - before, days)
        settled = change_by_settlements(facts.known, front, days)
        if by_map.low is not None and by_map.high is not None and not math.isnan(settled):
            low, high = min(by_map.low, settled), max(by_map.high, settled)
            by_map = replace(by_map, low=low, high=high)
        out.append(by_map)
    return out


def _measured(
    front: FrontSeries, name: IndicatorId, km2: float, change_km2: float, days: int = 0
) -> Indicator:
    """A level off the map, or its change over some days, which has the errors of two levels."""
    error = known_number(_HALF_90 * math.sqrt(2.0 if days else 1.0) * front.error_km2)
    first = max(0, front.last - days)
    return Indicator(
        name,
        km2,
        None if error is None else km2 - error,
        None if error is None else km2 + error,
        "km2",
        front.days[front.last].item(),
        tuple(i for i in front.claim_ids[first : front.last + 1] if i),
        known_number(change_km2),
        days=days or None,
    )


def _why(
    facts: Facts, supports: tuple[str, ...], contradicts: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    front = facts.front
    against: list[str] = []
    good: list[str] = []
    if front.last < 0:
        against += ["no map of the front is known", "so nothing can be forecast"]
    else:
        old = (facts.as_of - front.days[front.last].item()).days
        age = f"{days_ago(old)} old" if old else "of the day"
        (good if old <= 7 else against).append(f"the map is {age}")
        if facts.rests_on_priors:
            against += [
                "too little of this war's front is known for the forecast to learn from",
                "so its spread is a prior from past wars",
            ]
        elif facts.weeks_seen is not None:
            good.append(f"the model has seen {count(facts.weeks_seen, 'week')} of the front")
        else:
            good.append(f"the forecast's errors are those of {facts.paths.errors} resolved dates")
    if any(True for _ in facts.known.of("territory.settlements_changed")):
        good.append("settlements changing hands are a second sign of movement")
    else:
        against.append("the map is the only sign of movement")
    if contradicts and len(contradicts) * 2 >= len(supports):
        against.append(
            f"{count(len(contradicts), 'statement')} against {len(supports)} say it moves"
        )
    against += [
        f"a redraw of the map of {amount(r.km2, 'km2')} on {r.day} was spread out"
        for r in front.redraws[-1:]
    ]
    since = np.datetime64(facts.as_of - timedelta(days=_TOLD_DAYS))
    against += [
        f"the map's {amount(d.reading_km2, 'km2')} of {d.day} was rejected ({d.reason})"
        for d in facts.distrusted
        if d.day > since
    ][-2:]
    return against, good
