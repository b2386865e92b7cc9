"""The answer on the two sides: how far each is from a breakthrough, what holds it, what it loses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Interval:
    """The middle and the 90% interval of a distribution."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Term:
    """What one state adds to a side's distance past its breakthrough.

    Attributes:
        mean, sd: log units; the means of all terms add up to that of the distance.
        prior_share: variance left after all readings, as a share of what it would be without any.
    """

    mean: float
    sd: float
    prior_share: float


@dataclass(frozen=True)
class SideBalance:
    """One side's means to break through.

    Attributes:
        past_threshold: distance past its breakthrough, log power; below 0 it is held.
        p_past: probability that it stands past it now.
        prior_share: of the distance as a whole.
        terms: strength, supply, fatigue, posture and threshold.
        attacks: probability that it is the one that attacks.
        lost_so_far: soldiers killed and wounded since the start, people.
    """

    past_threshold: Interval
    p_past: float
    prior_share: float
    terms: dict[str, Term]
    attacks: float
    lost_so_far: Interval


@dataclass(frozen=True)
class Doubt:
    """A reading of losses, strength or intensity that the filter rejected, and why."""

    day: date
    source: str
    value: float
    reason: str


@dataclass(frozen=True)
class BalanceView:
    """Both sides as of a day.

    Attributes:
        day: last day of the last whole week that was read.
        readings: weekly readings that it rests on, the front's own not counted; 0 is all prior.
        sides: by code.
        losses_ahead: true losses, killed and wounded, from the as-of date on, by side's code and
            horizon in days, people.
        doubted: rejected readings, newest last.
        claims: ids of the claims behind the last weeks' readings.
        strength_from: where the scale of people comes from, in words.
    """

    day: date
    readings: int
    sides: dict[str, SideBalance]
    losses_ahead: dict[str, dict[str, Interval]]
    doubted: tuple[Doubt, ...]
    claims: tuple[str, ...]
    strength_from: str
