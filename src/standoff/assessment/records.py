"""An assessment: the six questions about a war answered as of a day, with their evidence.

The record below is the contract `standoff.assessment/1`; docs/assessment.schema.json is made from
it. Charts travel beside it and are no part of the JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np

from standoff.domain.provenance import MadeWith
from standoff.evaluation.track_record import TrackRecord
from standoff.forecast.balance import BalanceView
from standoff.forecast.front import LeavingStalemate
from standoff.forecast.outcome_odds import Outcomes
from standoff.observations.coverage import UnusedClaims
from standoff.observations.front import Days, FrontSeries, Numbers

SCHEMA_NAME = "standoff.assessment/1"

QuestionId = Literal["standstill", "balance", "cost", "resolve", "way_out", "shocks"]
Confidence = Literal["low", "moderate", "high"]


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
    """

    now: float | None
    words: str
    narrow: float | None
    wide: float | None
    approaching: Approaching


@dataclass(frozen=True)
class Indicator:
    """One figure behind an answer.

    Attributes:
        name: what it is, in plain words.
        value, low, high, unit: the figure and its interval.
        date: the day it is about.
        change_30d: its change over the 30 days before, in the same unit.
        claims: ids of the claims it comes from.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    date: date | None
    change_30d: float | None
    claims: tuple[str, ...]


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
    """A series for a chart: one source's figures with their bounds and claims."""

    label: str
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
    signals: tuple[Signal, ...]
    ripeness: tuple[Ripeness, ...]
    balance: BalanceView
    leaving: LeavingStalemate
    claims: dict[str, dict[str, Any]]
    known_but_not_used: tuple[UnusedClaims, ...]
    charts: Charts = field(repr=False)
