"""The two sides' means and losses in words and as figures, with how much of them is prior."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

from standoff.assessment.questions.facts import MOST_CITED, Facts
from standoff.assessment.records import Indicator, IndicatorId
from standoff.forecast.balance import Interval
from standoff.formatting import percent, two_digits

_MOSTLY_PRIOR = 0.5
_TERMS = {
    "strength": "the ratio of strengths",
    "supply": "supply",
    "fatigue": "fatigue",
    "posture": "who attacks",
    "threshold": "what the other's defence absorbs",
}


def distances(facts: Facts) -> list[Indicator]:
    """What multiple of its power each side would need; none where nothing but the front was read."""
    if not facts.sides.readings:
        return []
    out = []
    for code, side in facts.sides.sides.items():
        d = side.past_threshold
        needed = replace(
            d, middle=math.exp(-d.middle), low=math.exp(-d.high), high=math.exp(-d.low)
        )
        out.append(_indicator(facts, "power_needed", code, needed, "times"))
    return out


def losses_ahead(facts: Facts) -> list[Indicator]:
    """Soldiers each side loses over each horizon, true losses and not what anybody will state."""
    if not facts.sides.readings:
        return []
    out = []
    for code, by_horizon in facts.sides.losses_ahead.items():
        for horizon, lost in by_horizon.items():
            out.append(_indicator(facts, "losses_ahead", code, lost, "people", int(horizon)))
    return out


def told_distances(facts: Facts) -> str:
    """Both sides' means in plain words."""
    if not facts.sides.readings:
        return "Strength, supply and fatigue rest on priors: no weekly count of losses or fires is known."
    sentences = []
    for code, side in facts.sides.sides.items():
        d = side.past_threshold
        if d.middle >= 0:
            stands = f"has the power to break through ({percent(side.p_past)})"
        else:
            low, high = (math.exp(-n) for n in (d.high, d.low))
            stands = (
                f"would need {math.exp(-d.middle):.1f} times its power ({max(low, 1.0):.1f} to "
                f"{high:.1f}) to break through; that it has as much: {percent(side.p_past)}"
            )
        by_mean = sorted(side.terms.items(), key=lambda pair: pair[1].mean)
        holds = [_TERMS[term] for term, value in by_mean if value.mean < -0.1][:2]
        held = f", held by {' and '.join(holds)}" if holds and d.middle < 0 else ""
        prior = [_TERMS[t] for t, value in side.terms.items() if value.prior_share > _MOSTLY_PRIOR]
        mostly = f". Mostly from priors: {', '.join(prior)}" if prior else ""
        sentences.append(f"{facts.war.parties[code].name} {stands}{held}{mostly}.")
    return " ".join(sentences)


def told_losses(facts: Facts) -> str:
    """Each side's losses of the next 30 days in plain words, and what they rest on."""
    parts = []
    for code, by_horizon in facts.sides.losses_ahead.items():
        horizon, lost = next(iter(by_horizon.items()))
        low, high = two_digits(lost.low), two_digits(lost.high)
        parts.append(f"{facts.war.parties[code].name} {low} to {high}")
    if facts.sides.readings:
        basis = "by the two-sided model, 90%"
    else:
        basis = (
            "by priors from past wars alone, 90%, since no weekly count is known; scale: "
            f"{facts.sides.strength_from}"
        )
    return f"Soldiers lost in the next {horizon} days: {'; '.join(parts)} ({basis})."


def doubts(facts: Facts, days: int = 90) -> list[str]:
    """Recent readings of the two sides that the model rejected, and why."""
    since = facts.as_of - timedelta(days=days)
    return [
        f"{d.source} of the week to {d.day} was rejected ({d.reason})"
        for d in facts.sides.doubted
        if d.day > since
    ][-2:]


def _indicator(
    facts: Facts, name: IndicatorId, side: str, of: Interval, unit: str, ahead_days: int = 0
) -> Indicator:
    day = facts.as_of + timedelta(days=ahead_days)
    ids = facts.sides.claims[-MOST_CITED:]
    days = ahead_days or None
    return Indicator(name, of.middle, of.low, of.high, unit, day, ids, party=side, days=days)
