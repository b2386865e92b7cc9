"""The answer to a what-if: records, as `standoff.whatif/1` has them in JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from standoff.domain.provenance import MadeWith

SCHEMA_NAME = "standoff.whatif/1"
ASSUMED = "assumed, not estimated"
SIZED = "assumed to happen, sized by past wars"
LEAVING = ("narrow", "wide")
"""The two stalemates that a front may leave: standstill, and slow advances with it."""

MOST_PRIOR = 0.8
"""Share of an effect that is prior above which it carries no odds."""


@dataclass(frozen=True)
class Spread:
    """Quantiles of what may be: 5, 25, 50, 75 and 95%."""

    low90: float
    low50: float
    middle: float
    high50: float
    high90: float


@dataclass(frozen=True)
class Effect:
    """What a what-if changes in one figure.

    Attributes:
        mean: mean change; None where the effect is mostly prior.
        low, high: 5% and 95% quantile of the change over the assumed ranges and over what is not
            known of the two sides; None where even a range would tell odds.
        prior_share: share of the effect that is prior, 0 to 1; None where there is no effect.
        sentence: the same in words.
    """

    mean: float | None
    low: float | None
    high: float | None
    prior_share: float | None
    sentence: str


@dataclass(frozen=True)
class Amount:
    """A figure before and after, and the change.

    Attributes:
        unit: of all figures.
        before, after: its spread over futures; `after` is None where it is mostly prior.
        change: after minus before.
    """

    unit: str
    before: Spread
    after: Spread | None
    change: Effect


@dataclass(frozen=True)
class OutcomeChange:
    """One outcome.

    Attributes:
        outcome: its name.
        before: its probability on the unchanged course.
        after, low, high: its probability under the what-if: mean, and 5% and 95% quantile over the
            assumed ranges and what is not known of the two sides; None where there are no odds.
        sentence: the same in words.
    """

    outcome: str
    before: float
    after: float | None
    low: float | None
    high: float | None
    sentence: str


@dataclass(frozen=True)
class AtHorizon:
    """The answer at one horizon.

    Attributes:
        horizon: days ahead. day: the date.
        outcomes: every outcome, in the order in which they are tested.
        prior_share: share of the change of the odds that is prior; None where they do not change.
        why_no_odds: why there are none; "" where there are.
        territory: net change of the first side's area since the last known day, km²; None of a war
            without a front.
        lost: soldiers killed and wounded since the as-of date, by side.
    """

    horizon: int
    day: date
    outcomes: tuple[OutcomeChange, ...]
    prior_share: float | None
    why_no_odds: str
    territory: Amount | None
    lost: dict[str, Amount]


@dataclass(frozen=True)
class Leaving:
    """When the front leaves stalemate, given that the war goes on.

    Attributes:
        kind: "narrow", out of standstill, or "wide", by a break.
        in_it: whether it is in that stalemate on the as-of date; None if that is not known.
        days: the days looked at, one a week.
        before, after: probability of having left by each; `after` None where there are no odds.
        low, high: 5% and 95% quantile of `after`.
        median_before, median_after: days until it is as likely as not; None if beyond the last.
        prior_share: as in `Effect`.
        sentence: the same in words.
    """

    kind: str
    in_it: bool | None
    days: tuple[int, ...]
    before: tuple[float, ...]
    after: tuple[float, ...] | None
    low: tuple[float, ...] | None
    high: tuple[float, ...] | None
    median_before: int | None
    median_after: int | None
    prior_share: float | None
    sentence: str


@dataclass(frozen=True)
class Bar:
    """One uncertainty in the tornado: the figure where it alone is at either end.

    Attributes:
        label: which, in words.
        scenario, change: name and index of the assumption; "" and None of what is not known of the
            two sides.
        low, high: its own ends. at_low, at_high: the figure there.
        sentence: the same in words.
    """

    label: str
    scenario: str
    change: int | None
    low: float | None
    high: float | None
    at_low: float
    at_high: float
    sentence: str


@dataclass(frozen=True)
class Tornado:
    """Which uncertainty matters most to one figure at the last horizon, widest first.

    Attributes:
        figure: "territory_km2", change of the first side's area against the unchanged course, or
            "ending_times", chance of ending against that of the unchanged course.
        middle: the figure with every assumption at its middle.
        bars: the uncertainties.
    """

    figure: str
    middle: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Assumption:
    """One change, as it was given.

    Attributes:
        scenario, index, part, side, party: which.
        text: what is assumed, in words.
        unit, low, high, value: its range, and what it was set to (None: drawn from the range).
        first, end, over: dates in force, and days until it is so in full.
        reason: why.
        claims: ids of the claims it rests on that were known, newest first, at most five.
        claims_known: how many there were.
        priors: what is taken as known beforehand, each with its source.
        unknown: choices of claims of which none was known.
    """

    scenario: str
    index: int
    part: str
    side: str
    party: str
    text: str
    unit: str
    low: float
    high: float
    value: float | None
    first: date
    end: date | None
    over: int
    reason: str
    claims: tuple[str, ...]
    claims_known: int
    priors: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class PairedFan:
    """Area of the first side, km².

    Attributes:
        known_days, known: weekly levels of the last quarter, as they were known.
        days: the as-of date and the end of each week after it.
        before, after: its spread, unchanged and changed; `after` None without odds.
        low, high: 5% and 95% quantile of the changed area.
    """

    known_days: tuple[date, ...]
    known: tuple[float, ...]
    days: tuple[date, ...]
    before: tuple[Spread, ...]
    after: tuple[Spread, ...] | None
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class ScenarioSummary:
    """A scenario of the answer: its name, heading, question, mirror, and what past wars say of it."""

    name: str
    title: str
    summary: str
    mirror: str
    finding: str


@dataclass(frozen=True)
class Tried:
    """A trial of a scenario at one horizon; the figures are those of `trials.ScoredTrial`.

    Attributes:
        ends: its last day; None where it lasts.
        happened, source, note: as the scenario's file tells it.
    """

    scenario: str
    begins: date
    ends: date | None
    happened: str
    source: str
    note: str
    as_of: date
    horizon: int
    target: date
    outcome: str
    moved_km2: float
    p_unchanged: float
    p_assumed: float
    brier_unchanged: float
    brier_assumed: float
    crps_unchanged: float
    crps_assumed: float


@dataclass(frozen=True)
class Trials:
    """When history tried the scenarios, as far as it was known, and what it teaches.

    Attributes:
        times: how many trials there were.
        forecasts: each trial at each horizon in its reach.
        sentence: how the assumption did, in words.
        carried: how likely it is that the front carries each share of a change of power, by share;
            null where the scenarios change no power.
        carried_sentence: the same in words; "" where they do not.
    """

    times: int
    forecasts: tuple[Tried, ...]
    sentence: str
    carried: dict[str, float] | None
    carried_sentence: str


@dataclass(frozen=True)
class WhatIf:
    """The whole answer; see `docs/scenarios.md`."""

    schema: str
    war: str
    as_of: date
    made_with: MadeWith
    assumed: str
    sentence: str
    scenarios: tuple[ScenarioSummary, ...]
    assumptions: tuple[Assumption, ...]
    horizons: tuple[AtHorizon, ...]
    leaving: tuple[Leaving, ...]
    tornados: tuple[Tornado, ...]
    fan: PairedFan | None
    trials: Trials
    claims: dict[str, dict[str, object]]
