"""Talks, agreements and plans, as records."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Literal

from standoff.assessment.positions import voice
from standoff.assessment.records import Accord, Plan, PlanAnswer, Talks
from standoff.domain.claim import Claim
from standoff.domain.quantities import PEACE_SCOPES
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot, asserts

_SAME = timedelta(days=1)
_OF_PLANS = (
    "way_out.offer",
    "way_out.agreement",
    "resolve.will_not_concede",
    "resolve.concedes",
    "aims.objective",
)
State = Literal["agreed", "denied", "left open"]


def talks_held(known: ClaimsSnapshot) -> tuple[Talks, ...]:
    """Every meeting that somebody says was held, newest first."""
    groups: list[list[tuple[str, Claim]]] = []
    for claim_id, claim in known.of("way_out.talks_held"):
        if asserts(claim) <= 0 or claim.happened_to > known.as_of:
            continue
        same = (g for g in groups if _same_meeting(g[-1][1], claim))
        group = next(same, None)
        if group is None:
            groups.append([(claim_id, claim)])
        else:
            group.append((claim_id, claim))
    found = [_talks(group, known.war) for group in groups]
    return tuple(sorted(found, key=lambda t: (t.date, t.claims), reverse=True))


def accords(known: ClaimsSnapshot) -> tuple[Accord, ...]:
    """What is said of ceasefires and agreements, newest first."""
    found = []
    for claim_id, claim in known.of("way_out.agreement"):
        if claim.happened_to > known.as_of:
            continue
        said = asserts(claim)
        state: State = "agreed" if said > 0 else "denied" if said < 0 else "left open"
        found.append(
            Accord(
                date=claim.happened_to,
                scope=claim.scope,
                state=state,
                text=claim.text,
                speaker=claim.speaker,
                parties=claim.parties,
                claims=(claim_id,),
            )
        )
    return tuple(reversed(found))


def would_end_it(scope: str, parties: Sequence[str], war: War) -> bool:
    """Whether terms would end the fighting everywhere, and no side of the war is missing from them."""
    sides = {side.code for side in war.sides}
    return scope in PEACE_SCOPES and (not parties or sides <= set(parties))


def plans(known: ClaimsSnapshot) -> tuple[Plan, ...]:
    """Plans that have a name, the one last spoken of first, each with who said what to it."""
    by_name: dict[str, list[tuple[str, Claim]]] = {}
    for claim_id, claim in known.of(*_OF_PLANS):
        if claim.detail("plan") and claim.happened_to <= known.as_of:
            by_name.setdefault(claim.detail("plan"), []).append((claim_id, claim))
    found = []
    for name, said in by_name.items():
        said.sort(key=lambda pair: (pair[1].happened_to, pair[1].known_at, pair[0]))
        answers: dict[tuple[str, str], PlanAnswer] = {}
        for claim_id, claim in said:
            if claim.speaker_kind == "media":
                continue  # A paper tells of a plan and answers none.
            party, stance = voice(claim, known.war), _stance(claim)
            answers[party or claim.speaker, stance] = PlanAnswer(
                party=party,
                stance=stance,
                said_on=claim.happened_to,
                speaker=claim.speaker,
                text=claim.text,
                claims=(claim_id,),
            )
        found.append(
            Plan(
                name=name,
                since=said[0][1].happened_to,
                last=said[-1][1].happened_to,
                answers=tuple(sorted(answers.values(), key=lambda a: a.said_on, reverse=True)),
                claims=tuple(i for i, _ in reversed(said)),
            )
        )
    return tuple(sorted(found, key=lambda plan: (plan.last, plan.name), reverse=True))


def _stance(claim: Claim) -> str:
    """What somebody does to a plan: to accept it with a denial is to refuse it."""
    if claim.stance in ("accepts", "offers", "concedes") and asserts(claim) <= 0:
        return "refuses" if asserts(claim) < 0 else "leaves open"
    return claim.stance


def between(parties: tuple[str, ...], war: War) -> str:
    """Who sat at a table: "belligerents", "side and third", "thirds"; "" where nobody says."""
    sides = {side.code for side in war.sides}
    if not parties:
        return ""
    here = sides & set(parties)
    return "belligerents" if here == sides else "side and third" if here else "thirds"


def _same_meeting(one: Claim, other: Claim) -> bool:
    near = abs(one.happened_to - other.happened_to) <= _SAME
    shared = not one.parties or not other.parties or set(one.parties) & set(other.parties)
    return near and bool(shared) and (one.place == other.place or one.parties == other.parties)


def _talks(group: list[tuple[str, Claim]], war: War) -> Talks:
    claims = [claim for _, claim in group]

    def told(name: str) -> str:
        return next((c.detail(name) for c in claims if c.detail(name)), "")

    parties = tuple(dict.fromkeys(p for c in claims for p in c.parties))
    last = max(claims, key=lambda c: c.happened_to)
    following: date | None = None
    with suppress(ValueError):
        following = date.fromisoformat(told("next"))
    return Talks(
        date=last.happened_to,
        parties=parties,
        between=next((c.scope for c in claims if c.scope), between(parties, war)),
        level=told("level"),
        mediator=tuple(filter(None, told("mediator").split(", "))),
        place=next((c.place for c in claims if c.place), ""),
        agenda=told("agenda"),
        result=told("result"),
        next=following,
        claims=tuple(i for i, _ in group),
    )
