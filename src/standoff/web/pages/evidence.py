"""Every claim known by a day: filtered, side by side, and each at an address of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from markupsafe import Markup

from standoff.domain.claim import Claim
from standoff.domain.quantities import QUANTITIES
from standoff.evidence.grading import GRADES
from standoff.report.page import PagePart
from standoff.report.quantity_names import called
from standoff.report.templating import day, render
from standoff.web.answers import Answers
from standoff.web.claim_filters import (
    Filters,
    GradedClaim,
    graded,
    latest_of_each,
    page_of,
    passing,
)
from standoff.web.pages.figures_compared import figures_compared
from standoff.web.pages.frame import PageContext, address, page
from standoff.web.snapshots import KnownDay

PAGE_SIZE = 50


def evidence_page(answers: Answers, context: PageContext, by: Filters, number: int) -> str:
    """The whole page.

    Args:
        answers: gives the claims.
        context: the war and the day.
        by: the filters.
        number: which page of the list, from 1.

    Raises:
        StoreError: the store cannot be read.
    """
    known = answers.claims.on(context.war, context.as_of)
    passed = passing(known.known, by)
    before = render(
        "web/evidence_filters.html",
        war=context.war,
        total=len(passed),
        all=len(known.known.by_id),
        as_of=context.as_of,
        digest=known.digest,
        action=address(context.war, "evidence"),
        quantities=[q.name for q in QUANTITIES],
        grades=GRADES,
        by=by,
        unfiltered=context.at("evidence"),
    )
    parts = [PagePart("claims", "Claims", _listed(context, by, passed, number, known))]
    # The latest figure of each speaker, where one quantity is looked at.
    groups: dict[tuple[str, str, str], list[GradedClaim]] = {}
    for one in latest_of_each(known.known, passed) if by.quantity else ():
        groups.setdefault((one.claim.side, one.claim.unit, one.claim.place), []).append(one)
    tables = []
    for (side, _, where), group in groups.items():
        named = ", ".join(filter(None, [called(by.quantity), context.party(side), where]))
        title = f"{named}: the latest of each speaker"
        tables.append(
            figures_compared(
                group, title, lambda id: context.claim(id, known.digest), context.as_of
            )
        )
    side_by_side = render(
        "web/evidence_compared.html", quantity=by.quantity, tables=list(filter(None, tables))
    )
    if side_by_side:
        parts.insert(0, PagePart("many", "Who says how many", side_by_side))
    names = ("quantity", "side", "speaker", "outlet", "grade")
    more = [(name, str(getattr(by, name))) for name in names if getattr(by, name)]
    return page(context, f"{context.war.title}: the evidence", parts, before=before, more=more)


def plain(claim: Claim) -> dict[str, object]:
    """A claim as the report's filters read it."""
    return asdict(claim)


def about(claim: Claim) -> str:
    """The days that a claim is about: a count of one day differs from one since the war's start."""
    first, last = day(claim.happened_from), day(claim.happened_to)
    return first if first == last else f"{first} to {last}"


def _listed(
    context: PageContext, by: Filters, passed: Sequence[str], number: int, known: KnownDay
) -> Markup:
    count = max(-(-len(passed) // PAGE_SIZE), 1)
    here = min(number, count)

    def at(other: int) -> str:
        if not 1 <= other <= count:
            return ""
        return f"{address(context.war, 'evidence')}?{by.query(as_of=context.as_of, page=other)}"

    def data(form: str) -> str:
        query = by.query(as_of=context.as_of, format=form)
        return f"/api/wars/{context.war.name}/claims?{query}"

    rows = [
        {
            "claim": one.claim,
            "grade": one.grade,
            "plain": plain(one.claim),
            "href": context.claim(one.id, known.digest),
            "side": context.party(one.claim.side),
        }
        for one in graded(known.known, page_of(passed, here, PAGE_SIZE))
    ]
    return render(
        "web/evidence_list.html",
        rows=rows,
        about=about,
        number=here,
        count=count,
        before=at(here - 1),
        after=at(here + 1),
        csv=data("csv"),
        jsonl=data("jsonl"),
    )
