"""The war: the curve of stalemate, and everything else as of the day chosen along it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlencode

from markupsafe import Markup

from standoff.formatting import written
from standoff.report.page import PagePart, sections
from standoff.report.templating import render
from standoff.web.answers import Answers
from standoff.web.claim_filters import Filters, GradedClaim, graded, passing
from standoff.web.day import Answer, Drawn
from standoff.web.pages import questions
from standoff.web.pages.changes import MOST_WORDS, changed
from standoff.web.pages.claim_links import addressed
from standoff.web.pages.curve import curve
from standoff.web.pages.earlier import ID as EARLIER
from standoff.web.pages.earlier import alone, earlier
from standoff.web.pages.frame import PageContext, page

_ELSEWHERE = frozenset({"evidence", *questions.SHOWN})
"""Sections of the report that have a page of their own."""

_BEFORE = "What we said before, and what then happened"
_AFTER = 2
"""Sections that stand before it: the first screen, and the course of the war."""


def war_page(answers: Answers, place: PageContext) -> str:
    """The whole page.

    Raises:
        StoreError, ModelError: as `making.make`.
    """
    weeks = json.loads(answers.timeline(place.war, place.today))["weeks"]
    answer = answers.on(place.war, place.as_of)
    before = curve(place.war, weeks, answers.stops(place.war), place.as_of)
    return page(
        place,
        f"{answer.title}: stalemate?",
        [],
        before=before + _panels(answers, place, answer),
        scripts=["war.js"],
    )


def panels(answers: Answers, place: PageContext) -> str:
    """What changes when the day changes: all but the curve.

    Raises:
        StoreError, ModelError: as `making.make`.
    """
    return str(_panels(answers, place, answers.on(place.war, place.as_of)))


def _panels(answers: Answers, place: PageContext, answer: Answer) -> Markup:
    ids, digest = answer.told["claims"], answer.claims_digest
    parts = [
        PagePart(id, title, addressed(html, ids, place, digest))
        for id, title, html in answer.sections
        if id not in _ELSEWHERE
    ]
    parts.insert(_AFTER, PagePart("earlier", _BEFORE, _earlier(answers, place, answer)))
    if place.since is not None:
        parts.insert(1, _since(answers, place, answer))
    parts.append(PagePart("take", "Take it with you", _take(place, answer)))
    return render(
        "web/war_panels.html",
        title=f"{answer.title}: stalemate?",
        day=place.as_of,
        told=f"{answer.title}. {answer.headline}",
        sections=sections(parts),
    )


def earlier_page(answers: Answers, place: PageContext) -> str:
    """What was said before, as a page of its own: made now where it is not at hand.

    Raises:
        StoreError, ModelError: as `making.make`.
    """
    now = answers.on(place.war, place.as_of)
    drawn = earlier(place, now.front, answers.earlier(place.war, place.as_of) or [])
    title = f"{now.title}: {_BEFORE[0].lower()}{_BEFORE[1:]}"
    content = render("web/earlier_page.html", figure=drawn, home=place.at(""))
    return page(place, title, [PagePart("earlier", title, content)])


def figures(answers: Answers, place: PageContext, name: str) -> Sequence[Drawn]:
    """The figures of a day that can be taken away, that of earlier forecasts where it is named.

    Raises:
        StoreError, ModelError: as `making.make`.
    """
    now = answers.on(place.war, place.as_of)
    if name != EARLIER:
        return now.figures
    fronts = answers.earlier(place.war, place.as_of) or []
    return [*now.figures, alone(place, now.front, fronts)]


def _earlier(answers: Answers, place: PageContext, answer: Answer) -> Markup:
    """The earlier forecasts where they are at hand, and else the way to them."""
    fronts = answers.earlier(place.war, place.as_of, wait=False)
    if fronts is None:
        return render("web/earlier_link.html", href=place.at("earlier"))
    return earlier(place, answer.front, fronts)


def _since(answers: Answers, place: PageContext, after: Answer) -> PagePart:
    """What changed since the other day; the order of the two does not matter."""
    since = place.since
    assert since is not None
    earlier, later = min(since, place.as_of), max(since, place.as_of)
    other = answers.on(place.war, since)
    before, now = (other, after) if since <= place.as_of else (after, other)
    two = PageContext(place.war, later, place.today, "", earlier)
    content = changed(two, before, now, _new(answers, two))
    return PagePart("changed", f"What changed from {written(earlier)} to {written(later)}", content)


def _new(answers: Answers, place: PageContext) -> tuple[int, list[GradedClaim]]:
    """How many claims became known after the earlier day, and the newest words among them."""
    assert place.since is not None
    known = answers.claims.on(place.war, place.as_of).known
    new = passing(known, Filters(known_from=place.since + timedelta(days=1)))
    new.sort(key=lambda id: known.by_id[id].known_at, reverse=True)
    # A dataset's rows carry notes, which nobody said.
    said = (id for id in new if known.by_id[id].source not in place.war.sources)
    words = [id for id in said if known.by_id[id].text][:MOST_WORDS]
    return len(new), graded(known, words)


def _take(place: PageContext, answer: Answer) -> Markup:
    def api(what: str, form: str = "") -> str:
        query = {"as_of": place.as_of} | ({"format": form} if form else {})
        return f"/api/wars/{place.war.name}/{what}?{urlencode(query)}"

    return render(
        "web/war_take.html", at=place.at, api=api, figures=[f for f in answer.figures if f.svg]
    )
