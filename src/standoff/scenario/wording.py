"""What a what-if assumes and finds, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from standoff.domain.outcomes import Outcome, OutcomeKind
from standoff.domain.war import War
from standoff.formatting import amount, count, percent, rough, written
from standoff.observations.front import Numbers
from standoff.scenario.answer import ASSUMED, SIZED, AtHorizon
from standoff.scenario.definition import Change, Scenario
from standoff.scenario.levers import POSTURES
from standoff.scenario.shares import too_prior
from standoff.scenario.trials import CARRIED, ScoredTrial

_OUTCOMES: dict[OutcomeKind, str] = {
    "ended": "the war has ended",
    "breaks": "breaks through",
    "creeps": "creeps forward",
    "freeze": "a quiet front",
    "standstill": "a costly standstill",
}
RangeUnit = Literal["km²", "times", "%"]

_ALL = 0.995
_MIDDLE = 90
"""The horizon, days, nearest to which the headline speaks."""


def range_wording(change: Change) -> str:
    """A change's value or range, in its unit."""
    low, high = (change.value,) * 2 if change.value is not None else change.range
    unit = range_unit(change)
    if unit == "km²":
        ends = amount(low), amount(high)
    elif unit == "%":
        ends = f"{100 * low:.0f}", f"{100 * high:.0f}"
    else:
        ends = f"{low:.2g}", f"{high:.2g}"
    told = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    return f"{told}%" if unit == "%" else f"{told} {unit}"


def range_unit(change: Change) -> RangeUnit:
    """The unit that a change's range is written in."""
    if change.lever.unit == "km2":
        return "km²"
    return "times" if max(change.range) >= 2.0 and change.lever.unit == "factor" else "%"


def assumption(change: Change, war: War, as_of: date) -> str:
    """One change as a sentence."""
    who = war.parties[change.party or change.side].name if change.party or change.side else ""
    sentence = change.lever.wording.format(
        who=who,
        range=range_wording(change),
        does=POSTURES.get(change.does, ""),
        direction=change.direction,
    )
    first, end = change.first_day(as_of), change.end_day(as_of)
    when = f"from {written(first)} on"
    if change.opens_within:
        latest = first + timedelta(days=change.opens_within)
        when = f"from a day between {written(first)} and {written(latest)} on"
    if change.over:
        when += f", in full after {amount(change.over)} days"
    if change.fades:
        when += f", fading over {amount(change.fades)} days"
    if end:
        when += f", until {written(end)}"
    return f"{sentence[0].upper()}{sentence[1:]}, {when}."


def outcome_name(outcome: str, war: War) -> str:
    """An outcome as people read it."""
    found = Outcome.parse(outcome)
    words = _OUTCOMES[found.kind]
    return f"{war.parties[found.side].name} {words}" if found.side else words


def outcome_change(
    outcome: str, war: War, day: date, before: float, after: tuple[float, float, float] | None
) -> str:
    """An outcome's odds before and after."""
    name = outcome_name(outcome, war)
    opening = f"{name[0].upper()}{name[1:]} by {written(day)}: {percent(before)} unchanged"
    if after is None:
        return f"{opening}; no odds under the what-if."
    mean, low, high = after
    return f"{opening}, {percent(mean)} under the what-if ({percent(low)} to {percent(high)})."


def assumed_share(share: float | None) -> str:
    """The words that every effect carries."""
    if share == 0.0:
        return SIZED
    return ASSUMED if share is None else f"{ASSUMED}; {lever_wording(share)} of it is prior"


def lever_wording(share: float) -> str:
    """A share that is prior; rounded up, so that what is just above a limit says so."""
    if math.isnan(share):
        return "an unknown share"
    return "all" if share > _ALL else f"{min(math.ceil(100 * share), 99)}%"


def amount_change(
    what: str,
    day: date,
    mean: float | None,
    ends: tuple[float, float],
    share: float | None,
    unit: str,
) -> str:
    """The change of an amount."""
    if share is None:
        return f"{what} by {written(day)}: no change ({ASSUMED})."
    low, high = ends
    between = f"{rough(low)} to {rough(high, unit)}"
    effect = (
        f"{rough(mean, unit)} ({between})"
        if mean is not None
        else f"{between}, a range without odds"
    )
    return (
        f"{what} by {written(day)}: {effect} against the unchanged course ({assumed_share(share)})."
    )


NOT_KNOWN = "What is not known of the two sides and of the law between them"


def not_known(low: float, high: float) -> str:
    """How far what is not known carries the territory, with every assumption at its middle."""
    return f"{NOT_KNOWN}: {rough(low)} to {rough(high, 'km2')} in nine of ten draws ({ASSUMED})."


def bar(label: str, figure: str, war: War, at_low: float, at_high: float) -> str:
    """One assumption alone at its ends."""
    if figure == "ending_times":
        ends = f"the war is {at_low:.2g} to {at_high:.2g} times as likely to end"
    else:
        ends = f"{war.sides[0].name} holds {rough(at_low)} to {rough(at_high, 'km2')}"
    return f"{label[:-1]}: from its low to its high end {ends} ({ASSUMED})."


def why_no_odds(share: float | None) -> str:
    """Why an effect is shown as a range without odds."""
    part = lever_wording(share or 0.0)
    return f"{part.capitalize()} of this effect is prior: too little is known of it for odds."


def not_in_it(kind: str, in_it: bool | None, as_of: date, window: int, last: date) -> str:
    """Why there is no time to leave stalemate."""
    if in_it is None:
        return f"Whether the front stood still on {written(as_of)} is not known: no time to leave."
    what = "standstill" if kind == "narrow" else "stalemate in the wide sense"
    return f"The front was not in {what} in the {window} days to {written(last)}: there is none to leave."


def leaving(
    kind: str,
    medians: tuple[int | None, int | None],
    left: tuple[float, float],
    last: int,
    share: float | None,
) -> str:
    """When the front leaves stalemate, before and after."""
    what = "standstill" if kind == "narrow" else "stalemate by a break"
    before, after = (f"by day {m}" if m is not None else f"only after day {last}" for m in medians)
    opening = f"Out of {what}: as likely as not {before} unchanged"
    if too_prior(share):
        return f"{opening}. No odds under the what-if. {why_no_odds(share)}"
    return (
        f"{opening}, {after} under the what-if; by day {last} {percent(left[0])} and "
        f"{percent(left[1])} ({assumed_share(share)})."
    )


def headline(scenarios: Sequence[Scenario], horizons: Sequence[AtHorizon]) -> str:
    """The answer in a sentence or two: the outcome that moves most at the middle horizon."""
    at = min(horizons, key=lambda h: abs(h.horizon - _MIDDLE))
    question = " ".join(part for s in scenarios for part in (s.summary, s.finding) if part)
    if at.why_no_odds:
        moved = at.territory is not None and at.territory.change.prior_share is not None
        ground = at.territory.change.sentence if at.territory and moved else f"It is {ASSUMED}."
        return f"{question} No odds by {written(at.day)}. {at.why_no_odds} {ground}"
    if at.prior_share is None:
        return f"{question} No outcome by {written(at.day)} changes ({ASSUMED})."
    most = max(at.outcomes, key=lambda o: abs((o.after or 0.0) - o.before))
    return f"{question} {most.sentence[:-1]}: {assumed_share(at.prior_share)}."


def tried(rows: Sequence[ScoredTrial], as_of: date) -> str:
    """How often history tried the scenarios by a day, and how the assumption did there."""
    if not rows:
        return f"Not tried in this war by {written(as_of)}, as far as we know."
    times = count(len({(row.scenario, row.begins) for row in rows}), "time")
    unchanged, assumed = (
        sum(scores) / len(rows)
        for scores in zip(*((row.brier_unchanged, row.brier_assumed) for row in rows), strict=True)
    )
    nearer = sum(row.brier_unchanged <= row.brier_assumed for row in rows)
    verdict = "worse" if assumed > unchanged else "better"
    return (
        f"Tried {times} by {written(as_of)}: the unchanged course forecast what came as well or better "
        f"in {nearer} of {count(len(rows), 'forecast')}; the assumption was {verdict} on the whole, "
        f"with a Brier score of {assumed:.2f} against {unchanged:.2f} (0 is best)."
    )


def carried(weights: Numbers, teaching: int) -> str:
    """What share of a change of power reaches the front, beforehand and after trials."""
    told = ", ".join(
        f"{carried_share(share)} {percent(weight)}"
        for share, weight in zip(CARRIED, weights.tolist(), strict=True)
    )
    known = f"after {count(teaching, 'trial')}" if teaching else "no trial of this war tells yet"
    return (
        "How much of a change of power shows in the front's speed is not known: none or up to all of "
        f"what the law says, six shares equally likely beforehand; {known}: {told}."
    )


def carried_share(share: float) -> str:
    """One of the shares that the front may carry."""
    return {0.0: "none", 1.0: "all"}.get(share) or f"1/{1 / share:.0f}"
