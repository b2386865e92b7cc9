"""What every question is answered from, and the few ways of counting that they share."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from standoff.assessment.records import (
    Accord,
    AidMonth,
    Confidence,
    HeldStep,
    Indicator,
    IndicatorId,
    MapReading,
    PlaceHeld,
    Plan,
    Position,
    Projection,
    Talks,
    WarEvent,
)
from standoff.assessment.wording import name_of
from standoff.domain.claim import Claim
from standoff.domain.quantities import quantity
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot, asserts
from standoff.forecast.balance import BalanceView
from standoff.forecast.front import LeavingStalemate
from standoff.forecast.outcome_odds import Outcomes
from standoff.forecast.paths import Paths
from standoff.formatting import age, count, written
from standoff.maps import HeldAbroad
from standoff.model.front.posterior import RejectedReading
from standoff.observations.front import FrontSeries

RECENT_DAYS = 30
FEWEST_WEEKS = 13
"""Weeks of the front below which the model's priors say more than the war."""

LATELY_DAYS = 90
FEWEST_ORIGINS = 4

MOST_CITED = 40
"""Claims listed for or against an answer; the newest, since older ones stay in the store."""


@dataclass(frozen=True)
class Facts:
    """What is known and forecast of a war as of a day.

    Attributes:
        known: the claims.
        front: the front.
        paths: sampled courses of the front at 30 days.
        weeks_seen: weeks of the front that the model has seen; None where a baseline stands in.
        distrusted: readings of the front that the model did not believe, oldest first.
        outcomes: outcome probabilities by horizon, days.
        still_now: probability that the front stands still this week; NaN if not known.
        sides: what is believed of the two sides.
        leaving: the time to leave stalemate.
        places: who holds the war's places.
        abroad: ground held outside the war's country.
        turned: by side, settlements that it holds and did not hold a window of movement before;
            empty where they are not known.
        maps: every map of the front, the one that movement is judged by first.
        held_steps: steps that it alone shows.
        events: what happened, newest first.
        positions: what each side said last on each issue.
        talks: meetings, newest first.
        accords: what is said of ceasefires and agreements, newest first.
        plans: plans that have a name, the one last spoken of first.
        aid: aid of the last year by month, the newest first.
        projections: counts ahead.
    """

    known: ClaimsSnapshot
    front: FrontSeries
    paths: Paths
    weeks_seen: int | None
    distrusted: tuple[RejectedReading, ...]
    outcomes: dict[int, Outcomes]
    still_now: float
    sides: BalanceView
    leaving: LeavingStalemate
    places: tuple[PlaceHeld, ...]
    abroad: tuple[HeldAbroad, ...]
    turned: dict[str, int]
    maps: tuple[MapReading, ...]
    held_steps: tuple[HeldStep, ...]
    events: tuple[WarEvent, ...]
    positions: tuple[Position, ...]
    talks: tuple[Talks, ...]
    accords: tuple[Accord, ...]
    plans: tuple[Plan, ...]
    aid: tuple[AidMonth, ...]
    projections: tuple[Projection, ...]

    @property
    def war(self) -> War:
        """The war it is about."""
        return self.known.war

    @property
    def rests_on_priors(self) -> bool:
        """Whether the forecast is told more by its priors than by this war."""
        early = self.weeks_seen is not None and self.weeks_seen < FEWEST_WEEKS
        return early or self.paths.kind == "prior"

    @property
    def as_of(self) -> date:
        """The day it is about."""
        return self.known.as_of

    def recent(
        self, *quantities: str, side: str | None = None, days: int = RECENT_DAYS
    ) -> list[tuple[str, Claim]]:
        """Statements of the last `days`, once per origin, oldest first."""
        return self.known.recent(*quantities, days=days, side=side)

    def target(self, horizon_days: int) -> str:
        """The date a horizon ends on, as people write it."""
        return written(self.as_of + timedelta(days=horizon_days))


def for_and_against(
    supports: Iterable[tuple[str, Claim]], contradicts: Iterable[tuple[str, Claim]] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of claims for and against: a claim in `supports` that is denied counts against."""
    yes = [i for i, c in supports if asserts(c) > 0]
    no = [i for i, c in supports if asserts(c) < 0]
    for claim_id, claim in contradicts:
        if asserts(claim):
            (no if asserts(claim) > 0 else yes).append(claim_id)
    return tuple(yes[-MOST_CITED:]), tuple(no[-MOST_CITED:])


def said(name: IndicatorId, claims: list[tuple[str, Claim]], party: str = "") -> Indicator | None:
    """How many origins say so, of those who said anything of it; None if nobody did."""
    taken = [(i, c) for i, c in claims if asserts(c)]
    if not taken:
        return None
    yes = sum(asserts(c) > 0 for _, c in taken)
    newest = max(c.happened_to for _, c in taken)
    ids = tuple(i for i, _ in taken[-MOST_CITED:])
    return Indicator(
        name, float(yes), None, None, "sources", newest, ids, party=party, n=yes, of=len(taken)
    )


def latest(
    facts: Facts,
    name: IndicatorId,
    claims: Iterable[tuple[str, Claim]],
    party: str = "",
    together_days: int = 14,
    oldest_days: int = 180,
) -> Indicator | None:
    """The newest figures, once per origin, as one range; None if all are older than `oldest_days`.

    One origin gives its own figure and bounds; several that spoke of the `together_days` before the
    newest give the lowest and the highest that was said, and no value: which of them is right is
    not ours to average. Only figures in one unit are set side by side.
    """
    counted = [p for p in claims if _bounds(p[1])]
    main = {c.unit for _, c in counted if c.unit == quantity(c.quantity).unit}
    counted = [p for p in counted if not main or p[1].unit in main]
    if not counted:
        return None
    newest = max(c.happened_to for _, c in counted)
    if newest < facts.as_of - timedelta(days=oldest_days):
        return None
    by_origin: dict[str, tuple[str, Claim]] = {}
    for claim_id, claim in sorted(counted, key=lambda p: (p[1].happened_to, p[1].known_at)):
        if claim.happened_to > newest - timedelta(days=together_days):
            by_origin[claim.origin or claim.speaker] = (claim_id, claim)
    chosen = list(by_origin.values())
    ids = tuple(i for i, _ in chosen)
    unit = chosen[0][1].unit
    if len(chosen) == 1:
        only = chosen[0][1]
        value, low, high = only.value, only.low, only.high
    else:
        numbers = [number for _, c in chosen for number in _bounds(c)]
        value, low, high = None, min(numbers), max(numbers)
    return Indicator(name, value, low, high, unit, newest, ids, party=party, sources=len(chosen))


def total_since_start(facts: Facts, claims: Iterable[tuple[str, Claim]]) -> list[tuple[str, Claim]]:
    """Only counts over the whole war so far, anywhere in it: what can be set side by side."""
    return [(i, c) for i, c in claims if counts_whole_war(c, facts.war)]


def counts_whole_war(claim: Claim, war: War) -> bool:
    """Whether a claim counts from the war's first day on, and over all of its country or scope."""
    everywhere = claim.place in {"", war.country, war.scope}
    return claim.happened_from == war.start < claim.happened_to and everywhere


def grounds(facts: Facts, claims: Iterable[tuple[str, Claim]]) -> tuple[list[str], list[str]]:
    """What speaks against an answer that rests on these claims, and what for it: their age, their
    number and that of their origins. Nothing known counts twice.
    """
    all_of_them = list(claims)
    if not all_of_them:
        return ["nothing is known of it", "so that nothing can be told from it"], []
    newest = max(c.happened_to for _, c in all_of_them)
    old = (facts.as_of - newest).days
    lately = {
        c.origin or c.speaker
        for _, c in all_of_them
        if (facts.as_of - c.happened_to).days <= LATELY_DAYS
    }
    told = f"the newest word on it is {'of the day' if old <= 0 else f'{age(old)} old'}"
    from_whom = f"{count(len(lately), 'independent origin')} in {LATELY_DAYS} days"
    against = [told] if old > RECENT_DAYS else []
    against += ["and that is long ago"] if old > 2 * LATELY_DAYS else []
    against += [from_whom] if len(lately) < FEWEST_ORIGINS else []
    good = [told] if old <= RECENT_DAYS else []
    good += [from_whom] if len(lately) >= FEWEST_ORIGINS else []
    return against, good


def confidence(
    reasons_against: Iterable[str], reasons_for: Iterable[str]
) -> tuple[Confidence, str]:
    """Confidence and the sentence that says why: each reason against lowers it by one step."""
    against, good = [r for r in reasons_against if r], [r for r in reasons_for if r]
    level: Confidence = "high" if not against else "moderate" if len(against) == 1 else "low"
    because = "; ".join([*good, *against]) or "nothing is known that speaks for or against it"
    return level, f"{because[0].upper()}{because[1:]}."


def present(facts: Facts, *indicators: Indicator | None) -> tuple[Indicator, ...]:
    """Those that exist, each with its name."""
    return tuple(replace(i, name=name_of(i, facts.war)) for i in indicators if i is not None)


def known_number(value: float) -> float | None:
    """The number, or None for NaN."""
    return None if math.isnan(value) else value


def _bounds(claim: Claim) -> list[float]:
    return [n for n in (claim.low, claim.value, claim.high) if n is not None]
