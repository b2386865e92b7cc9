"""Is the front moving? Who has momentum? Which cities are held, besieged, bombarded?"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from standoff.assessment.questions.facts import (
    MOST_CITED,
    RECENT_DAYS,
    Facts,
    confidence,
    for_and_against,
    known_number,
    present,
    said,
)
from standoff.assessment.records import HeldStep, Indicator, IndicatorId, Question
from standoff.evidence.snapshot import asserts
from standoff.formatting import amount, count, days_ago, likelihood, likely, signed, written
from standoff.observations.front import FrontSeries, change_by_settlements
from standoff.observations.map_signs import weighs_less

_SETTLED_DAYS, _WEEK_DAYS = 14, 7
_TOLD_DAYS = 90
"""For how long a rejected reading is mentioned."""

_MOST_PLACES = 6
_AROUND_DAYS = 3
_HALF_90 = 1.645
"""Half of a 90% interval, in standard deviations."""


def standstill(facts: Facts) -> Question:
    """The answer on movement; the event is `standstill` 30 days on."""
    held = facts.recent("front.stalled", "assessment.stalemate")
    # An attack is no sign that the front moves, and its denial none that it stands.
    moving = facts.recent("front.advance_km")
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
    week = front.change(_WEEK_DAYS) if front.last >= 0 else math.nan
    days, moved = war.thresholds.window_days, front.change(war.thresholds.window_days)
    if math.isnan(moved):
        # In the first month of a war.
        days, moved = _WEEK_DAYS, week
    if probability is None or math.isnan(moved):
        unmoved = f"Not known: no claim says how the front moved in the last {days} days."
        return f"{unmoved} {cities_sentence(facts)}".strip()
    length_km = war.front_on(facts.as_of, facts.as_of).km
    pace = abs(moved) / days / length_km * 1000
    who = war.sides[0 if moved > 0 else 1].name
    kind = (
        "The front stood nearly still"
        if pace < war.thresholds.standstill_m_per_day
        else f"{who} gained ground slowly"
        if pace <= war.thresholds.break_m_per_day
        else f"{who} gained ground fast"
    )
    lately = f"; in the last week {signed(round(week), 'km2')}" if days != _WEEK_DAYS else ""
    return " ".join(
        filter(
            None,
            [
                f"{kind} in the {days} days to {written(front.days[front.last].item())}: "
                f"{signed(round(moved), 'km2')}, or {pace:.0f} m a day along {amount(length_km, 'km')}"
                f"{lately}.",
                _other_maps(facts),
                *(_step(facts, step) for step in facts.held_steps),
                f"A costly standstill 30 days on: {likely(probability)}.",
                cities_sentence(facts),
            ],
        )
    )


def _other_maps(facts: Facts) -> str:
    """What the other maps of the front say of the same days."""
    newest = facts.front.days[facts.front.last].item() - timedelta(days=_SETTLED_DAYS)
    said = [
        f"{m.speaker} {signed(round(m.change_30d_km2), 'km2')} (to {written(m.as_of)})"
        for m in facts.maps[1:]
        if m.change_30d_km2 is not None and m.as_of > newest
    ]
    return f"By other maps in 30 days: {', '.join(said)}." if said else ""


def _step(facts: Facts, step: HeldStep) -> str:
    """A step of one map, what is done with it, and the disaster of those days, if one is known."""
    near = timedelta(days=_AROUND_DAYS)
    beside = (e for e in facts.events if e.kind == "disaster" and abs(e.date - step.since) <= near)
    told = next((f" Of these days: {e.text.rstrip('.')} ({written(e.date)})." for e in beside), "")
    return _resolved(step) + told


def _resolved(step: HeldStep) -> str:
    what = f"{signed(round(step.km2), 'km2')} on {step.speaker}'s map since {written(step.since)}"
    nearest = (
        "" if step.others_km2 is None else f" (nearest: {signed(round(step.others_km2), 'km2')})"
    )
    match step.fate:
        case "held":
            return f"Held back until another map shows it: {what}{nearest}."
        case "redraw":
            return f"Taken for a redraw of the map, not for an advance: {what}."
        case "alone":
            return f"Counted though no other map is drawn to show it: {what}."
    return f"Counted though no other map shows it: {what}{nearest}."


def cities_sentence(facts: Facts) -> str:
    """Who holds the war's places, what is held abroad, and which cities are besieged or bombarded.

    The cities of the war's definition come first, and of those the ones that were taken last.
    """
    first, second = facts.war.sides
    by_holder: dict[str, list[str]] = {}
    named = {city.name for city in facts.war.cities}
    newest_first = sorted(facts.places, key=lambda p: p.since or date.min, reverse=True)
    for place in sorted(newest_first, key=lambda p: p.name not in named):
        since = f" (since {written(place.since)})" if place.since is not None else ""
        by_holder.setdefault(place.holder, []).append(f"{place.name}{since}")
    besieged = _befell(facts, "city.besieged", RECENT_DAYS)
    bombarded = _befell(facts, "city.bombarded", _TOLD_DAYS)
    parts = [
        f"{facts.war.parties[held.side].name} is said to hold {amount(held.value, 'km2')} in "
        f"{held.place} ({'; '.join(held.speakers)}; {written(held.date)})."
        for held in facts.abroad
    ]
    for label, places in (
        (f"Held by {first.name}", by_holder.get(first.code, [])),
        (f"Held by {second.name}", by_holder.get(second.code, [])),
        ("Contested", by_holder.get("contested", [])),
        ("Not known", by_holder.get("unknown", [])),
        (f"Besieged, as last said in {RECENT_DAYS} days", besieged),
        (f"Bombarded, as last said in {_TOLD_DAYS} days", bombarded),
    ):
        unique = list(dict.fromkeys(places))
        more = f" and {len(unique) - _MOST_PLACES} more" if len(unique) > _MOST_PLACES else ""
        if unique:
            parts.append(f"{label}: {', '.join(unique[:_MOST_PLACES])}{more}.")
    return " ".join(parts)


def _befell(facts: Facts, quantity: str, days: int) -> list[str]:
    """The places of which a claim of the last days says so, each with the newest day."""
    newest = {
        c.place: c.happened_to for _, c in facts.recent(quantity, days=days) if asserts(c) > 0
    }
    by_day = sorted(newest.items(), key=lambda of: of[1], reverse=True)
    return [f"{place} ({written(day)})" for place, day in by_day]


def _indicators(facts: Facts) -> tuple[Indicator, ...]:
    momentum = facts.recent("assessment.momentum")
    ids = tuple(
        i
        for i, c in facts.recent("territory.settlements_changed")
        if c.happened_from == c.happened_to and c.value
    )
    turned = [
        Indicator(
            "settlements_turned",
            float(number),
            None,
            None,
            "settlements",
            facts.as_of,
            ids[-MOST_CITED:],
            party=code,
            days=facts.war.thresholds.window_days,
        )
        for code, number in facts.turned.items()
    ]
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

    The interval is what the map errs by (90%), widened to what other maps say, and for a change to
    what settlements say of it: it spans the sources. Only levels of one scope are compared.
    """
    front = facts.front
    if front.last < 0:
        return []
    held = _measured(front, "area_held", float(front.km2[front.last]), front.change(30))
    levels = [
        float(o.km2[at]) + o.adds_km2
        for o in front.others
        if o.adds_km2 is not None and (at := o.newest(front.last)) >= 0
    ]
    held = _spanning(held, levels)
    out = [replace(held, party=facts.war.sides[0].code, place=facts.war.scope)]
    for days in (7, 30):
        change = front.change(days)
        if math.isnan(change):
            continue
        before = front.change(days, front.last - 30)
        by_map = _measured(front, "area_change", change, change - before, days)
        others = [o.change(days, front.last) for o in front.others]
        by_map = _spanning(by_map, [*others, change_by_settlements(facts.known, front, days)])
        out.append(by_map)
    return out


def _spanning(figure: Indicator, others: Iterable[float]) -> Indicator:
    """A figure whose interval spans what others say; NaN says nothing."""
    said = [x for x in others if not math.isnan(x)]
    if figure.low is None or figure.high is None or not said:
        return figure
    return replace(figure, low=min(figure.low, *said), high=max(figure.high, *said))


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
    others = [m.speaker for m in facts.maps[1:] if (facts.as_of - m.as_of).days <= _SETTLED_DAYS]
    if others:
        good.append(f"{count(len(others) + 1, 'map')} are read")
    elif any(True for _ in facts.known.of("territory.settlements_changed")):
        good.append("settlements changing hands are a second sign of movement")
    else:
        against.append("the map is the only sign of movement")
    if contradicts and len(contradicts) * 2 >= len(supports):
        against.append(
            f"{count(len(contradicts), 'statement')} against {len(supports)} say it moves"
        )
    against += [
        f"{m.speaker}'s map moved the other way in {m.months - m.agrees} of {count(m.months, 'month')}"
        " and weighs less"
        for m in facts.maps[1:]
        if weighs_less(m.months, m.agrees)
    ]
    against += [
        f"a step of {signed(round(s.km2), 'km2')} since {written(s.since)} is on one map alone"
        for s in facts.held_steps[-2:]
    ]
    since = np.datetime64(facts.as_of - timedelta(days=_TOLD_DAYS))
    against += [
        f"the map's {amount(d.reading_km2, 'km2')} of {d.day} was rejected ({d.reason})"
        for d in facts.distrusted
        if d.day > since
    ][-2:]
    return against, good
