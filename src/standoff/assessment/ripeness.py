"""Questions 4 and 5 as a mediator asks them: who is seen to perceive what, with the claims.

Perceptions after Zartman (2000, "Ripeness: the hurting stalemate and beyond") and, for the enticing
opportunity, Mitchell (1995). A panel and never a score: "no evidence" is an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from standoff.assessment import wording
from standoff.assessment.records import Perception, Ripeness
from standoff.domain.claim import Claim, SpeakerKind
from standoff.domain.war import Party, War
from standoff.evidence.snapshot import ClaimsSnapshot, asserts

WINDOW_DAYS = 90
_MOST_SHOWN = 12

About = Literal["it", "both", "it or both", "the other", "anybody"]


@dataclass(frozen=True)
class _Says:
    """A kind of claim that speaks for a perception.

    Attributes:
        quantity: what it is about.
        sign: 1 where it must assert that, -1 where it must deny it.
        about: whom it must be about, seen from the side: itself, nobody in particular ("both"),
            the other side or one who stands with that, or anybody.
    """

    quantity: str
    sign: int
    about: About

    def holds_in(self, claim: Claim, war: War, side: Party) -> bool:
        """Whether a claim about the quantity speaks for the perception of this side."""
        if self.quantity == "way_out.offer" and claim.stance in _NO_WAY_OUT:
            return False
        if asserts(claim) != self.sign:
            return False
        if self.about == "anybody":
            return True
        if self.about == "the other":
            return war.camp(claim.side) not in ("", side.code)
        of_it, of_both = claim.side == side.code, claim.side == ""
        return (of_it and self.about != "both") or (of_both and self.about != "it")


PERCEPTIONS: tuple[tuple[str, tuple[_Says, ...]], ...] = (
    (
        "deadlock",
        (
            _Says("assessment.stalemate", 1, "both"),
            _Says("assessment.can_win", -1, "it or both"),
            _Says("assessment.superiority", -1, "it or both"),
            _Says("assessment.momentum", -1, "it"),
            _Says("front.stalled", 1, "it"),
        ),
    ),
    (
        "pain",
        (
            _Says("assessment.cost", 1, "it or both"),
            _Says("losses.personnel_killed", 1, "it"),
            _Says("losses.personnel_total", 1, "it"),
            _Says("logistics.degraded", 1, "it"),
            _Says("munitions.shortage", 1, "it"),
            _Says("assessment.troop_confidence", -1, "it"),
        ),
    ),
    (
        "way_out",
        (
            _Says("way_out.offer", 1, "it"),
            _Says("way_out.agreement", 1, "it or both"),
            _Says("resolve.concedes", 1, "it"),
        ),
    ),
    (
        "spokesperson",
        (_Says("way_out.talks_held", 1, "anybody"),),
    ),
    (
        "opportunity",
        (_Says("way_out.offer", 1, "the other"), _Says("resolve.concedes", 1, "the other")),
    ),
    (
        "catastrophe",
        (
            _Says("shock.nuclear", 1, "the other"),
            _Says("shock.third_party_entry", 1, "the other"),
            _Says("shock.third_party_entry", 1, "both"),
            _Says("shock.new_weapon", 1, "the other"),
            _Says("shock.mobilisation", 1, "the other"),
            _Says("posture.build_up", 1, "the other"),
        ),
    ),
)
"""Id, and what speaks for it."""

_WORDS = ("resolve.will_not_concede", "resolve.concedes", "way_out.offer")
_ACTS = ("shock.mobilisation", "posture.withdraws")
_NO_WAY_OUT = ("demands", "refuses", "threatens")
"""Stances in which terms are set and nothing is held out."""

_OUTSIDERS: tuple[SpeakerKind, ...] = (
    "media",
    "researcher",
    "third-party government",
    "international organisation",
)
"""Kinds of speaker that speak for no side, whatever adjective stands in their name."""

_COUNTED_LOSSES = ("losses.personnel_killed", "losses.personnel_total")


def ripeness(known: ClaimsSnapshot) -> tuple[Ripeness, ...]:
    """The panel for each side, as of the day."""
    whole_war = (known.as_of - known.war.start).days + 1
    return tuple(
        Ripeness(
            side=side.code,
            perceptions=tuple(_perception(known, side, *entry) for entry in PERCEPTIONS),
            aims=_newest(known.recent("aims.objective", side=side.code, days=whole_war)),
            words=_newest(
                pair
                for pair in known.recent(*_WORDS, side=side.code, days=WINDOW_DAYS)
                if own_voice(known.war, side, pair[1])
            ),
            acts=_newest(known.recent(*_ACTS, side=side.code, days=WINDOW_DAYS)),
        )
        for side in known.war.sides
    )


def own_voice(war: War, side: Party, claim: Claim) -> bool:
    """Whether a claim comes out of a side's own mouth: its speaker bears one of its voices."""
    if claim.speaker_kind in _OUTSIDERS:
        return False
    return side.speaks(claim.speaker) and not any(
        other.speaks(claim.speaker) for other in war.sides if other is not side
    )


def _perception(
    known: ClaimsSnapshot, side: Party, name: str, kinds: tuple[_Says, ...]
) -> Perception:
    own, others = [], []
    for kind in kinds:
        for pair in known.recent(kind.quantity, days=WINDOW_DAYS):
            if not kind.holds_in(pair[1], known.war, side):
                continue
            if own_voice(known.war, side, pair[1]):
                own.append(pair)
            elif kind.quantity not in _COUNTED_LOSSES:
                # A count of the enemy's dead is no sign of how much the enemy feels them.
                others.append(pair)
    return Perception(name, wording.PERCEPTIONS[name], _newest(own), _newest(others))


def _newest(pairs: Iterable[tuple[str, Claim]]) -> tuple[str, ...]:
    told = sorted(pairs, key=lambda p: (p[1].known_at, p[0]))
    return tuple(claim_id for claim_id, _ in told[-_MOST_SHOWN:])
