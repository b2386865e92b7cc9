"""An assessment: the six questions about a war answered as of a day, with their evidence.

The record below is the contract `standoff.assessment/1`; docs/assessment.schema.json is made from
it. Charts travel beside it and are no part of the JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np

from standoff.domain.claim import Event
from standoff.domain.provenance import MadeWith
from standoff.evaluation.count_skill import PaceSkill
from standoff.evaluation.skill import Skill
from standoff.evaluation.track_record import TrackRecord
from standoff.forecast.balance import BalanceView
from standoff.forecast.front import LeavingStalemate
from standoff.forecast.outcome_odds import Outcomes
from standoff.maps import HeldAbroad
from standoff.observations.coverage import UnusedClaims
from standoff.observations.front import Days, FrontSeries, Numbers

SCHEMA_NAME = "standoff.assessment/1"

Day = date
"""For fields of a record that has a field `date` too."""

QuestionId = Literal["standstill", "balance", "cost", "resolve", "way_out", "shocks"]
Confidence = Literal["low", "moderate", "high"]
Bound = Literal["verified minimum", "seen in pictures"]
IndicatorId = Literal[
    "area_held",
    "area_change",
    "settlements_turned",
    "say_stalled",
    "say_stalemate",
    "say_momentum",
    "power_needed",
    "combat_power_left",
    "soldiers_deployed",
    "tanks_lost",
    "armour_lost",
    "artillery_lost",
    "say_supply_degraded",
    "say_munitions_short",
    "say_can_win",
    "civilians_killed",
    "civilians_injured",
    "soldiers_killed",
    "soldiers_killed_and_wounded",
    "soldiers_named",
    "losses_ahead",
    "refugees_abroad",
    "displaced_within",
    "displaced_in_all",
    "border_crossings",
    "fires",
    "say_will_not_concede",
    "say_concedes",
    "say_mobilises",
    "say_withdraws",
    "say_talks_held",
    "say_offer",
    "say_agreement",
    "say_build_up",
    "say_third_party_entry",
    "say_nuclear",
    "say_new_weapon",
    "say_mobilisation",
    "say_aid",
    "say_leadership_change",
]
"""What can stand behind an answer; a new indicator is one entry here, and its words in `wording`."""


@dataclass(frozen=True)
class Approaching:
    """Where stalemate is going: change of `now` in 14 days, and when one begins."""

    change_14d: float | None
    begins_within_30: float | None
    begins_within_90: float | None


@dataclass(frozen=True)
class Stalemate:
    """The headline probabilities; `narrow` and `wide` are at 30 days.

    Attributes:
        now: probability that this week's latent rate is under the threshold.
        words: ICD 203 word for `narrow`; "" where only the number is printed.
        narrow: standstill and costly.
        wide: standstill, and both creeps while costly.
        approaching: its direction.
        rests_on_priors: whether the odds rest more on priors than on what is known of this war.
        nothing_since: the last day on which the front is known, where that is longer ago than the
            days that movement is measured over; else None.
    """

    now: float | None
    words: str
    narrow: float | None
    wide: float | None
    approaching: Approaching
    rests_on_priors: bool
    nothing_since: date | None = None


@dataclass(frozen=True)
class Indicator:
    """One figure behind an answer.

    Attributes:
        id: what it is.
        value, low, high, unit: the figure and its interval; of a count of those who say so, `n`.
        date: the day it is about.
        claims: ids of the claims it comes from.
        change_30d: its change over the 30 days before, in the same unit.
        party: code of whom it is about; "" for nobody in particular.
        place: where, in the war's words; "" where it says nothing of a place.
        days: over how many days it is, back or ahead; None for a level.
        bound: what sort of bound its low is.
        sources: how many gave the figure or range; None where that is not counted.
        n, of: how many sources say so, of how many that speak of it.
        name: all of that in plain words (`wording.name_of`), made last.
    """

    id: IndicatorId
    value: float | None
    low: float | None
    high: float | None
    unit: str
    date: date | None
    claims: tuple[str, ...]
    change_30d: float | None = None
    party: str = ""
    place: str = ""
    days: int | None = None
    bound: Bound | None = None
    sources: int | None = None
    n: int | None = None
    of: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Question:
    """One of the six, answered.

    Attributes:
        answer: in plain words.
        event: the resolvable event that `probability` is about; None for none.
        probability, words: of that event; None where no event is named.
        confidence, because: how good the evidence is, and why.
        indicators: the figures.
        claims_for, claims_against: ids of claims for and against the answer's proposition.
    """

    id: QuestionId
    answer: str
    event: str | None
    probability: float | None
    words: str | None
    confidence: Confidence
    because: str
    indicators: tuple[Indicator, ...]
    claims_for: tuple[str, ...]
    claims_against: tuple[str, ...]


@dataclass(frozen=True)
class Signal:
    """One thing that could break the stalemate, watched through what is said of it.

    Attributes:
        level: "reported", "judged", "announced", "disputed", "denied", "left open" or "no evidence".
        trend: "rising", "falling", "steady", or "none" where nobody says so.
        rule: how level and trend were counted.
        claims: ids, oldest first.
    """

    id: str
    name: str
    level: str
    trend: str
    rule: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Perception:
    """What a side is seen to perceive: ids of claims out of its own mouth, and of others'."""

    id: str
    name: str
    own: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Ripeness:
    """One side as a mediator looks at it: a panel, never a score.

    Attributes:
        side: its code.
        perceptions: the six, in order.
        aims: ids of claims on its declared aims.
        words: ids of its statements on giving in, or not.
        acts: ids of claims on what it did at a cost: mobilised, withdrew.
    """

    side: str
    perceptions: tuple[Perception, ...]
    aims: tuple[str, ...]
    words: tuple[str, ...]
    acts: tuple[str, ...]


@dataclass(frozen=True)
class WarEvent:
    """Something that happened, or was announced, as told.

    Attributes:
        date: the day; of two that sources name, the one that more of them do.
        kind: one of `claim.EVENTS`.
        text: what happened, in one sentence.
        parties: codes of those who took part.
        places: where.
        claims: ids of the claims that tell of it.
        turning: whether the war turned on it.
        other_dates: days that other sources name.
    """

    date: date
    kind: Event
    text: str
    parties: tuple[str, ...]
    places: tuple[str, ...]
    claims: tuple[str, ...]
    turning: bool
    other_dates: tuple[Day, ...]


@dataclass(frozen=True)
class EarlierPosition:
    """What a side said on an issue before its last word."""

    position: str
    said_on: date
    speaker: str


@dataclass(frozen=True)
class Position:
    """The last known position of a side on an issue, in its own voice.

    Attributes:
        side: its code.
        issue: what it is about: "territory", "alignment", "guarantees", "forces", "sanctions",
            "sequence" or another.
        position: what was said.
        firm: whether it refuses or demands; False where it offers, accepts or gives in.
        said_on: the day.
        speaker: who said it.
        before: what it said before; None where nothing else is known.
        claims: ids, the newest first.
    """

    side: str
    issue: str
    position: str
    firm: bool
    said_on: date
    speaker: str
    before: EarlierPosition | None
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Talks:
    """A meeting about the war.

    Attributes:
        date: the day it was held or ended.
        parties: codes of those who met.
        between: "belligerents" where both sides sat at it, "side and third" or "thirds"; "" where
            nobody says who met.
        level: "leaders", "ministers", "envoys", "officials" or "military"; "" where it is not said.
        mediator: codes of who mediated.
        place: where.
        agenda, result: what was on the table, and what came of it; "" where it is not said.
        next: the day agreed for the next round; None where none is known.
        claims: ids.
    """

    date: date
    parties: tuple[str, ...]
    between: str
    level: str
    mediator: tuple[str, ...]
    place: str
    agenda: str
    result: str
    next: Day | None
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Accord:
    """A ceasefire or an agreement that is spoken of.

    Attributes:
        date: the day of the newest word.
        scope: what it would cover; one of the scopes of `way_out.agreement`.
        state: "agreed" where somebody says that it is near or made, "denied", or "left open".
        text: what was said.
        speaker: who said so.
        parties: codes.
        claims: ids.
    """

    date: date
    scope: str
    state: Literal["agreed", "denied", "left open"]
    text: str
    speaker: str
    parties: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Projection:
    """A count from the as-of day on, over one horizon; `low` to `high` is a 90% interval.

    Attributes:
        quantity: what is counted.
        side: code of the side it is about; "" where it is about none.
        horizon_days: 30, 90 or 180.
        low, value, high: the count, its middle and its bounds.
        told_by: who will tell it; "" for the two-sided model's own estimate, which nobody tells.
        over_pace: how earlier ones did beside the last pace; None where too few are resolved.
        claims: id of the newest report.
    """

    quantity: str
    side: str
    horizon_days: int
    low: float
    value: float
    high: float
    told_by: str
    over_pace: PaceSkill | None
    claims: tuple[str, ...]


@dataclass(frozen=True)
class AidMonth:
    """What is said of aid of one kind from one giver in one month.

    Attributes:
        month: its first day.
        side: code of who receives it.
        givers: codes; () where nobody is named.
        scope: "pledged", "delivered", "paused" or another of `shock.aid`.
        amounts: sums by currency, as stated.
        statements: how many.
        claims: ids.
    """

    month: date
    side: str
    givers: tuple[str, ...]
    scope: str
    amounts: dict[str, float]
    statements: int
    claims: tuple[str, ...]


@dataclass(frozen=True)
class PlanAnswer:
    """What somebody said last to a plan in one stance: "offers", "accepts", "refuses" or another. `party` is
    the side whose own voice it is, or "".
    """

    party: str
    stance: str
    said_on: date
    speaker: str
    text: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A plan with a name, and who said what to it.

    Attributes:
        name: as the record calls it.
        since, last: the days of the first and the newest word on it.
        answers: the newest word in each stance of each side or other speaker, newest first.
        claims: ids, newest first.
    """

    name: str
    since: date
    last: date
    answers: tuple[PlanAnswer, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Threshold:
    """The outcomes with the thresholds of movement multiplied by `scale`."""

    scale: float
    outcomes: dict[str, Outcomes]


@dataclass(frozen=True)
class Coverage:
    """How much is known of one quantity, and how old it is."""

    quantity: str
    sources: tuple[str, ...]
    last_known_at: date | None
    days_old: int | None


@dataclass(frozen=True)
class PlaceHeld:
    """Who holds a place.

    Attributes:
        name: as the war's definition or the gazetteer has it.
        holder: code of the side, "contested" or "unknown".
        since: the day from which that holder has held it; None where that is not known.
        sources: whose maps and words say so; where it is contested, of both.
        claims: ids of the claims it rests on; maps are files and no claims.
    """

    name: str
    holder: str
    since: date | None
    sources: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class MapReading:
    """One map of the front: its newest level, and how that changed in 30 days.

    Attributes:
        source, speaker: whose map it is.
        place: the scope of its levels; those of two scopes are not compared.
        as_of: the day it shows.
        km2: area of the first side as it draws it.
        change_30d_km2: None where it was not drawn 30 days before.
        months: calendar months in which it and the first map were drawn and the first one changed by
            more than 50 km²; 0 for the first map itself.
        agrees: in how many of these it moved the same way.
    """

    source: str
    speaker: str
    place: str
    as_of: date
    km2: float
    change_30d_km2: float | None
    months: int = 0
    agrees: int = 0


@dataclass(frozen=True)
class HeldStep:
    """A step of the map that movement is judged by and that no other map shows.

    Attributes:
        source, speaker: whose map it is.
        since: the last day before it.
        km2: its size.
        held_days: for how long it has been held back, or was.
        fate: "held", "counted", "alone" or "redraw".
        others_km2: the change over the same days that came nearest to it on another map; None
            where none was drawn.
    """

    source: str
    speaker: str
    since: date
    km2: float
    held_days: int
    fate: str
    others_km2: float | None


@dataclass(frozen=True)
class Freshness:
    """The day that the newest claim of a kind is about; None where there is none."""

    map: date | None
    losses: date | None
    toll: date | None
    displaced: date | None
    statements: date | None


@dataclass(frozen=True)
class Vintages:
    """Of the claims known, how many have an observed `known_at`, how many an assumed one."""

    observed: int
    assumed: int


@dataclass(frozen=True)
class Fan:
    """A forecast of the change of area: days ahead (n,), and levels by quantile (n,), km².

    Attributes:
        sampled: some of the courses that the quantiles are of, (k, n), km².
    """

    days: Days
    low90: Numbers
    low50: Numbers
    middle: Numbers
    high50: Numbers
    high90: Numbers
    sampled: Numbers = field(default_factory=lambda: np.zeros((0, 0)))


@dataclass(frozen=True)
class Points:
    """A series for a chart: figures of one quantity by one kind of speaker, with their bounds.

    Attributes:
        quantity: what is counted.
        speaker_kind: who counts; "" where that is not said.
        days: the day each figure is about.
        low, value, high: the figures.
    """

    quantity: str
    speaker_kind: str
    days: tuple[date, ...]
    low: tuple[float | None, ...]
    value: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclass(frozen=True)
class Charts:
    """What the charts draw; no part of the JSON."""

    territory: FrontSeries
    fan: Fan | None
    losses: dict[str, tuple[Points, ...]]
    displaced: tuple[Points, ...]
    civilians: tuple[Points, ...]
    record: TrackRecord


@dataclass(frozen=True)
class AssessmentRecord:
    """The whole answer about one war as of one day."""

    schema: str
    war: str
    as_of: date
    made_with: MadeWith
    headline: str
    stalemate: Stalemate
    outcomes: dict[str, Outcomes]
    questions: tuple[Question, ...]
    thresholds: tuple[Threshold, ...]
    coverage: tuple[Coverage, ...]
    vintages: Vintages
    skill: dict[str, Skill | None]
    freshness: Freshness
    places: tuple[PlaceHeld, ...]
    abroad: tuple[HeldAbroad, ...]
    maps: tuple[MapReading, ...]
    held_steps: tuple[HeldStep, ...]
    events: tuple[WarEvent, ...]
    positions: tuple[Position, ...]
    talks: tuple[Talks, ...]
    accords: tuple[Accord, ...]
    plans: tuple[Plan, ...]
    aid: tuple[AidMonth, ...]
    projections: tuple[Projection, ...]
    signals: tuple[Signal, ...]
    ripeness: tuple[Ripeness, ...]
    balance: BalanceView
    leaving: LeavingStalemate
    claims: dict[str, dict[str, Any]]
    known_but_not_used: tuple[UnusedClaims, ...]
    charts: Charts = field(repr=False)
