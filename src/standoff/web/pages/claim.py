"""One claim at an address that shows the same thing in ten years.

The id is a hash of what the claim says, so that the address can only ever lead to these words and
figures. Beside it the address names the day and the digest of the claims known by that day: on them
rest the grade and the figures of others, and where the store has come to hold other claims of that
day, the page says so.
"""

from __future__ import annotations

import re

from standoff.domain.claim import Claim
from standoff.formatting import written
from standoff.report.citations import cite
from standoff.report.page import PagePart
from standoff.report.quantity_names import called
from standoff.report.templating import render
from standoff.web.answers import Answers
from standoff.web.claim_filters import Filters, beside, graded
from standoff.web.pages.evidence import plain
from standoff.web.pages.figures_compared import figures_compared
from standoff.web.pages.frame import PageContext, page
from standoff.web.problems import NOT_FOUND, ProblemError

_ID = re.compile("[0-9a-f]{64}")


def claim_page(answers: Answers, context: PageContext, claim_id: str, digest: str) -> str:
    """The whole page.

    Args:
        answers: gives the claims.
        context: the war and the day.
        claim_id: the claim's.
        digest: of the known claims, as the address names it; "" for none.

    Raises:
        ProblemError: no such claim, or it was not known by that day.
        StoreError: the store cannot be read.
    """
    if not _ID.fullmatch(claim_id):
        raise _no_such_claim(context, claim_id)
    known = answers.claims.on(context.war, context.as_of)
    if claim_id not in known.known.by_id:
        ever = answers.claims.ever(context.war, claim_id)
        if ever is None:
            raise _no_such_claim(context, claim_id)
        day = ever.known_at.date()
        if day > context.as_of:
            raise ProblemError(
                NOT_FOUND,
                f"That claim was not known by {written(context.as_of)}.",
                f"It became known on {written(day)}. Use as_of={day} or later.",
            )
        raise ProblemError(
            NOT_FOUND,
            f"By {written(context.as_of)} its source had corrected that claim.",
            f"It became known on {written(day)}. Use as_of={day}.",
        )
    (one,) = graded(known.known, [claim_id])
    claim = one.claim
    name = called(claim.quantity)
    name = f"{name[:1].upper()}{name[1:]}"
    days = {written(claim.happened_from): None, written(claim.happened_to): None}
    facts: list[tuple[str, object]] = [
        ("About", " to ".join(days) + (f"; {claim.place}" if claim.place else "")),
        ("Quantity", claim.quantity),
        ("Said by", cite(plain(claim))),
        ("Known", f"{written(claim.known_at.date())} ({claim.vintage} date of publication)"),
        ("Beside others", one.grade.rule),
    ]
    if claim.issue or claim.stance:
        facts.append(("Stance", ", on ".join(filter(None, [claim.stance, claim.issue]))))
    if claim.derived_from:
        facts.append(("Built on", ", ".join(claim.derived_from)))
    first = render(
        "web/claim.html",
        c=claim,
        plain=plain(claim),
        called=name,
        party=context.party(claim.side),
        as_of=context.as_of,
        all=f"/wars/{context.war.name}/evidence?"
        f"{Filters(quantity=claim.quantity, side=claim.side).query(as_of=context.as_of)}",
        other_digest=bool(digest) and digest != known.digest,
        facts=facts,
        path=context.claim(one.id, known.digest),
        id=one.id,
        same=claim.claim_id == one.id,
        digest=known.digest,
        count=len(known.known.by_id),
    )
    parts = [
        PagePart("chain", "How it reached us", render("web/claim_chain.html", links=chain(claim)))
    ]
    title = f"{name}, within 15 days of it"
    others = figures_compared(
        beside(known.known, claim),
        title,
        lambda id: context.claim(id, known.digest),
        context.as_of,
        one.id,
    )
    if others:
        parts.append(PagePart("others", "Who says how many", others))
    more = [("digest", digest)] if digest else []
    return page(context, f"{name}: a claim", parts, before=first, more=more)


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


def _no_such_claim(context: PageContext, claim_id: str) -> ProblemError:
    return ProblemError(
        NOT_FOUND,
        f"No claim about {context.war.name} has the id {claim_id[:70]!r}.",
        "Look for it under Evidence; an id is 64 hexadecimal digits.",
    )
