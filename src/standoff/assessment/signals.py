"""The signals of question 6: a level and a trend each, by a rule that is stated, and no score."""

from __future__ import annotations

from datetime import timedelta

from standoff.assessment import wording
from standoff.assessment.records import Signal
from standoff.domain.claim import Claim
from standoff.evidence.snapshot import ClaimsSnapshot, asserts

TIMELINE_DAYS = 180
"""How far back a signal's claims are listed."""

LEVEL_DAYS = 30
TREND_DAYS = 14

SIGNALS: dict[str, tuple[str, ...]] = {
    "entry": ("posture.build_up", "shock.third_party_entry"),
    "nuclear": ("shock.nuclear",),
    "weapons": ("shock.new_weapon",),
    "leadership": ("shock.leadership_change",),
    "mobilisation": ("shock.mobilisation",),
    "aid": ("shock.aid",),
    "supply": ("logistics.degraded", "munitions.shortage"),
}
"""By id, the quantities that speak of it. A new signal is one entry, and its words in `wording`."""

RULE = (
    f"Level, from the last {LEVEL_DAYS} days: reported where an origin reports it and none denies it, "
    "disputed where some say so and others deny it, judged where it is only somebody's assessment, "
    "announced where it is only threatened, promised or demanded, denied or left open where nobody "
    f"says so. Trend: origins that say so in the last {TREND_DAYS} days against the {TREND_DAYS} "
    "before. One origin counts once."
)

_DONE = {"reports", "concedes"}


def signals(known: ClaimsSnapshot) -> tuple[Signal, ...]:
    """Every signal as of the day."""
    return tuple(_signal(known, *entry) for entry in SIGNALS.items())


def _signal(known: ClaimsSnapshot, name: str, quantities: tuple[str, ...]) -> Signal:
    told = known.recent(*quantities, days=TIMELINE_DAYS)
    by_day = sorted(told, key=lambda p: (p[1].known_at, p[0]))
    return Signal(
        id=name,
        name=wording.SIGNALS[name],
        level=_level([c for _, c in by_day if _age(known, c) < LEVEL_DAYS]),
        trend=_trend(known, [c for _, c in by_day if asserts(c) > 0]),
        rule=RULE,
        claims=tuple(claim_id for claim_id, _ in by_day),
    )


def _level(claims: list[Claim]) -> str:
    yes = [c for c in claims if asserts(c) > 0]
    no = [c for c in claims if asserts(c) < 0]
    if yes and no:
        return "disputed"
    if yes:
        stances = {c.stance for c in yes}
        return "reported" if stances & _DONE else "judged" if "assesses" in stances else "announced"
    return "denied" if no else "left open" if claims else "no evidence"


def _trend(known: ClaimsSnapshot, claims: list[Claim]) -> str:
    now = {_who(c) for c in claims if _age(known, c) < TREND_DAYS}
    before = {_who(c) for c in claims if TREND_DAYS <= _age(known, c) < 2 * TREND_DAYS}
    if len(now) == len(before):
        return "steady" if now else "none"
    return "rising" if len(now) > len(before) else "falling"


def _age(known: ClaimsSnapshot, claim: Claim) -> int:
    return (known.as_of - claim.known_at.date()) // timedelta(days=1)


def _who(claim: Claim) -> str:
    return claim.origin or claim.speaker
