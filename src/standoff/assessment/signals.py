"""The signals of question 6: a level and a trend each, by a rule that is stated, and no score."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

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
    out = []
    for name, quantities in SIGNALS.items():
        recent = known.recent(*quantities, days=TIMELINE_DAYS)
        by_day = sorted(recent, key=lambda p: (p[1].known_at, p[0]))
        claims = [c for _, c in by_day]
        out.append(
            Signal(
                id=name,
                name=wording.SIGNALS[name],
                level=level_of(claims, known.as_of),
                trend=trend_of(claims, known.as_of),
                rule=RULE,
                claims=tuple(claim_id for claim_id, _ in by_day),
            )
        )
    return tuple(out)


def level_of(claims: Iterable[Claim], as_of: date) -> str:
    """What claims of the last `LEVEL_DAYS` make of a signal, by `RULE`."""
    recent = [c for c in claims if (as_of - c.known_at.date()).days < LEVEL_DAYS]
    yes = [c for c in recent if asserts(c) > 0]
    no = [c for c in recent if asserts(c) < 0]
    if yes and no:
        return "disputed"
    if yes:
        stances = {c.stance for c in yes}
        return "reported" if stances & _DONE else "judged" if "assesses" in stances else "announced"
    return "denied" if no else "left open" if recent else "no evidence"


def trend_of(claims: Iterable[Claim], as_of: date) -> str:
    """Whether more origins say so in the last `TREND_DAYS` than in as many days before."""
    now: set[str] = set()
    before: set[str] = set()
    for claim in claims:
        age_days = (as_of - claim.known_at.date()).days
        if asserts(claim) > 0 and age_days < 2 * TREND_DAYS:
            (now if age_days < TREND_DAYS else before).add(claim.origin or claim.speaker)
    if len(now) == len(before):
        return "steady" if now else "none"
    return "rising" if len(now) > len(before) else "falling"
