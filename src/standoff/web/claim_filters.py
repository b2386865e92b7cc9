"""Claims as a reader looks for them: filtered, graded, and those about one thing side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from standoff.domain.claim import Claim
from standoff.domain.quantities import QUANTITIES
from standoff.domain.war import War
from standoff.evidence.grading import GRADES, Grade, grades
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.web import query_params
from standoff.web.query_params import Query

_NEAR = timedelta(days=15)
_MOST_TEXT = 200


@dataclass(frozen=True)
class Filters:
    """What is looked for; "" and None look for anything.

    Attributes:
        quantity, side: by name and code.
        speaker, outlet: part of a name, whatever its case; an outlet is any link of the channel.
        grade: whether others bear it out, like "alone".
        first, last: the days that the claim is about.
        known_from: what became known on that day or later.
    """

    quantity: str = ""
    side: str = ""
    speaker: str = ""
    outlet: str = ""
    grade: str = ""
    first: date | None = None
    last: date | None = None
    known_from: date | None = None

    def query(self, **more: object) -> str:
        """The filters as a query string, with more beside them; what is empty is left out."""
        params = {
            "quantity": self.quantity,
            "side": self.side,
            "speaker": self.speaker,
            "outlet": self.outlet,
            "grade": self.grade,
            "from": self.first,
            "to": self.last,
            "known_from": self.known_from,
            **more,
        }
        return urlencode({name: str(value) for name, value in params.items() if value})


@dataclass(frozen=True)
class GradedClaim:
    """A claim with its id and its grade."""

    id: str
    claim: Claim
    grade: Grade


def filters(query: Query, war: War) -> Filters:
    """The filters of a query.

    Raises:
        UnknownNameError: no such quantity, side or grade.
        ProblemError: what should be a date is none.
    """
    return Filters(
        quantity=query_params.one_of(query, "quantity", tuple(q.name for q in QUANTITIES)),
        side=query_params.one_of(query, "side", war.parties),
        speaker=query.get("speaker", "").strip()[:_MOST_TEXT],
        outlet=query.get("outlet", "").strip()[:_MOST_TEXT],
        grade=query_params.one_of(query, "grade", GRADES),
        first=query_params.day(query, "from"),
        last=query_params.day(query, "to"),
        known_from=query_params.day(query, "known_from"),
    )


def passing(known: ClaimsSnapshot, by: Filters) -> list[str]:
    """Ids of the claims that pass, those about the latest days first."""
    speaker, outlet = by.speaker.casefold(), by.outlet.casefold()

    def passes(c: Claim) -> bool:
        return (
            (not by.quantity or c.quantity == by.quantity)
            and (not by.side or c.side == by.side)
            and (not speaker or speaker in c.speaker.casefold())
            and (not outlet or any(outlet in link.casefold() for link in c.channel))
            and (not by.first or c.happened_to >= by.first)
            and (not by.last or c.happened_from <= by.last)
            and (not by.known_from or c.known_at.date() >= by.known_from)
        )

    ids = [id for id, claim in known.by_id.items() if passes(claim)]
    if by.grade:
        graded = grades(known, ids)
        ids = [id for id in ids if str(graded[id]) == by.grade]
    return ids[::-1]


def graded(known: ClaimsSnapshot, ids: Sequence[str]) -> list[GradedClaim]:
    """Claims with their grades, in the order of their ids."""
    found = grades(known, ids)
    return [GradedClaim(id, known.by_id[id], found[id]) for id in ids]


def beside(known: ClaimsSnapshot, claim: Claim) -> list[GradedClaim]:
    """The claims about the same thing at about the same time, that one among them."""

    def near(other: Claim) -> bool:
        same = (other.side, other.place, other.unit) == (claim.side, claim.place, claim.unit)
        return same and abs(other.happened_to - claim.happened_to) <= _NEAR

    return graded(known, [id for id, other in known.of(claim.quantity) if near(other)])


def latest_of_each(known: ClaimsSnapshot, ids: Sequence[str]) -> list[GradedClaim]:
    """Of each speaker (and side, place and unit) the figure about the latest day."""
    last: dict[tuple[str, ...], str] = {}
    for id in ids:
        c = known.by_id[id]
        key = (c.speaker or c.source, c.quantity, c.side, c.place, c.unit)
        if key not in last or known.by_id[last[key]].happened_to < c.happened_to:
            last[key] = id
    return graded(known, list(last.values()))


def page_of(ids: Sequence[str], page: int, size: int) -> Sequence[str]:
    """One page of a list, counted from 1; empty past its end."""
    return ids[(page - 1) * size : page * size]
