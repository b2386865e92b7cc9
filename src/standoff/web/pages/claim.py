"""One claim at an address that shows the same thing in ten years.

The id is a hash of what the claim says, so that the address can only ever lead to these words and
figures. Beside it the address names the day and the digest of the claims known by that day: on them
rest the grade and the figures of others, and where the store has come to hold other claims of that
day, the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from standoff.domain.claim import Claim
from standoff.errors import StandoffError
from standoff.formatting import written
from standoff.report.citations import cite
from standoff.report.page import PagePart
from standoff.report.quantity_names import called
from standoff.report.templating import render
from standoff.web.answers import Answers
from standoff.web.claim_filters import Filters, GradedClaim, beside, graded
from standoff.web.pages.claim_links import claim_address
from standoff.web.pages.evidence import plain
from standoff.web.pages.figures_compared import said
from standoff.web.pages.frame import PageContext, page
from standoff.web.problems import NOT_FOUND, ProblemError


@dataclass(frozen=True)
class Cited:
    """A claim that an address names.

    Attributes:
        id: the claim's.
        digest: of the known claims, as the address names it; "" for none.
    """

    id: str
    digest: str


def claim_page(answers: Answers, place: PageContext, cited: Cited) -> str:
    """The whole page.

    Raises:
        ProblemError: no such claim, or it was not known by that day.
        StoreError: the store cannot be read.
    """
    known = answers.claims.on(place.war, place.as_of)
    if cited.id not in known.known.by_id:
        raise _not_known(answers, place, cited)
    (one,) = graded(known.known, [cited.id])
    claim = one.claim
    first = render(
        "web/claim.html",
        c=claim,
        plain=plain(claim),
        called=_called(claim),
        party=_party(place, claim),
        as_of=place.as_of,
        all=f"/wars/{place.war.name}/evidence?"
        f"{Filters(quantity=claim.quantity, side=claim.side).query(as_of=place.as_of)}",
        warning=_warning(cited.digest, known.digest),
        facts=_facts(one),
        path=claim_address(one.id, place, known.digest),
        id=one.id,
        same=claim.claim_id == one.id,
        digest=known.digest,
        count=len(known.known.by_id),
    )
    parts = [
        PagePart("chain", "How it reached us", render("web/claim_chain.html", links=chain(claim)))
    ]
    title = f"{_called(claim)}, within 15 days of it"
    others = said(
        beside(known.known, claim),
        title,
        lambda id: claim_address(id, place, known.digest),
        place.as_of,
        one.id,
    )
    if others:
        parts.append(PagePart("others", "Who says how many", others))
    more = [("digest", cited.digest)] if cited.digest else []
    return page(place, f"{_called(claim)}: a claim", parts, before=first, more=more)


def chain(claim: Claim) -> list[tuple[str, str]]:
    """The links from what we read to the origin: (what it is, its name)."""
    read = claim.document or claim.source
    links = [("read in", read)]
    links += [("outlet" if i == 0 else "citing", name) for i, name in enumerate(claim.channel)]
    if claim.speaker and claim.speaker not in claim.channel:
        kind = f"{claim.speaker_kind}, " if claim.speaker_kind and not claim.anonymous else ""
        links.append((f"{kind}speaker{', unnamed' if claim.anonymous else ''}", claim.speaker))
    if claim.origin and claim.origin not in (links[-1][1], claim.speaker):
        links.append(("origin", claim.origin))
    return links


def _warning(said_digest: str, digest: str) -> str:
    if not said_digest or said_digest == digest:
        return ""
    return (
        "The digest of this address is of another set of claims than the store holds of that day now. "
        "The claim itself is the same, since its id is a hash of what it says; its grade and the figures "
        "beside it may have been others."
    )


def _not_known(answers: Answers, place: PageContext, cited: Cited) -> StandoffError:
    ever = answers.claims.ever(place.war, cited.id)
    if ever is None:
        return ProblemError(
            NOT_FOUND,
            f"No claim about {place.war.name} has the id {cited.id[:70]!r}.",
            "Look for it under Evidence; an id is 64 hexadecimal digits.",
        )
    day = ever.known_at.date()
    if day > place.as_of:
        return ProblemError(
            NOT_FOUND,
            f"That claim was not known by {written(place.as_of)}.",
            f"It became known on {written(day)}: ask for as_of={day} or later.",
        )
    return ProblemError(
        NOT_FOUND,
        f"By {written(place.as_of)} its source had corrected that claim.",
        f"It became known on {written(day)}: ask for as_of={day}.",
    )


def _called(claim: Claim) -> str:
    name = called(claim.quantity)
    return f"{name[:1].upper()}{name[1:]}"


def _party(place: PageContext, claim: Claim) -> str:
    return place.war.parties[claim.side].name if claim.side in place.war.parties else claim.side


def _facts(one: GradedClaim) -> list[tuple[str, object]]:
    c = one.claim
    days = {written(c.happened_from): None, written(c.happened_to): None}
    told: list[tuple[str, object]] = [
        ("About", " to ".join(days) + (f"; {c.place}" if c.place else "")),
        ("Quantity", c.quantity),
        ("Said by", cite(plain(c))),
        ("Known", f"{written(c.known_at.date())} ({c.vintage} date of publication)"),
        ("Grade", f"{one.grade}: {one.grade.rule}"),
    ]
    if c.issue or c.stance:
        told.append(("Stance", ", on ".join(filter(None, [c.stance, c.issue]))))
    if c.derived_from:
        told.append(("Built on", ", ".join(c.derived_from)))
    return told
