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
from standoff.web.answers import DAY, EARLIER, TIMELINE, Answers
from standoff.web.claim_filters import Filters, graded, passing
from standoff.web.jobs import earlier_days
from standoff.web.pages import questions
from standoff.web.pages.changes import MOST_WORDS, changed
from standoff.web.pages.curve import curve
from standoff.web.pages.earlier import ID as EARLIER_ID
from standoff.web.pages.earlier import alone, earlier
from standoff.web.pages.frame import PageContext, page
from standoff.web.records import DayAnswer, StoredFigure

_ELSEWHERE = frozenset({"evidence", *questions.SHOWN})
"""Sections of the report that have a page of their own."""

_BEFORE = "Earlier forecasts, and what happened"
_AFTER = 2
"""Sections that stand before it: the first screen, and the course of the war."""


def war_page(answers: Answers, context: PageContext) -> str:
    """The whole page.

    Raises:
        StoreError, ModelError: as `jobs.assess_day`.
    """
    weeks = json.loads(answers.get(TIMELINE, context.war, context.today))["weeks"]
    answer = answers.get(DAY, context.war, context.as_of)
    before = curve(context.war, weeks, answers.stops(context.war), context.as_of)
    return page(
        context,
        f"{answer.title}: stalemate?",
        [],
        before=before + _panels(answers, context, answer),
        scripts=["war.js"],
    )


def panels(answers: Answers, context: PageContext) -> str:
    """What changes when the day changes: all but the curve.

    Raises:
        StoreError, ModelError: as `jobs.assess_day`.
    """
    return str(_panels(answers, context, answers.get(DAY, context.war, context.as_of)))


def _panels(answers: Answers, context: PageContext, answer: DayAnswer) -> Markup:
    ids, digest = answer.record["claims"], answer.claims_digest
    parts = [
        PagePart(id, title, context.with_claim_pages(html, ids, digest))
        for id, title, html in answer.sections
        if id not in _ELSEWHERE
    ]
    fronts = answers.cached(EARLIER, context.war, context.as_of)
    if fronts is None and earlier_days(context.war, context.as_of):
        before = render("web/earlier_link.html", href=context.at("earlier"))
    else:
        before = earlier(context, answer.front, fronts or [])
    parts.insert(_AFTER, PagePart("earlier", _BEFORE, before))
    if context.since is not None:
        # The order of the two days does not matter.
        first, second = sorted((context.since, context.as_of))
        other = answers.get(DAY, context.war, context.since)
        was, now = (other, answer) if context.since == first else (answer, other)
        two = PageContext(context.war, second, context.today, "", first)
        known = answers.claims.on(context.war, second).known
        new = passing(known, Filters(known_from=first + timedelta(days=1)))
        new.sort(key=lambda id: known.by_id[id].known_at, reverse=True)
        # A dataset's rows carry notes, which nobody said.
        said = (id for id in new if known.by_id[id].source not in context.war.sources)
        words = [id for id in said if known.by_id[id].text][:MOST_WORDS]
        content = changed(two, was, now, (len(new), graded(known, words)))
        title = f"What changed from {written(first)} to {written(second)}"
        parts.insert(1, PagePart("changed", title, content))

    def api(what: str, form: str = "") -> str:
        query = {"as_of": context.as_of} | ({"format": form} if form else {})
        return f"/api/wars/{context.war.name}/{what}?{urlencode(query)}"

    drawn = [f for f in answer.figures if f.svg]
    downloads = render("web/war_downloads.html", at=context.at, api=api, figures=drawn)
    parts.append(PagePart("take", "Download", downloads))
    return render(
        "web/war_panels.html",
        title=f"{answer.title}: stalemate?",
        day=context.as_of,
        announced=f"{answer.title}. {answer.headline}",
        sections=sections(parts),
    )


def earlier_page(answers: Answers, context: PageContext) -> str:
    """Earlier forecasts, as a page of its own; they are made now if they are not cached.

    Raises:
        StoreError, ModelError: as `jobs.assess_day`.
    """
    now = answers.get(DAY, context.war, context.as_of)
    drawn = earlier(context, now.front, answers.get(EARLIER, context.war, context.as_of))
    title = f"{now.title}: {_BEFORE[0].lower()}{_BEFORE[1:]}"
    content = render("web/earlier_page.html", figure=drawn, home=context.at(""))
    return page(context, title, [PagePart("earlier", title, content)])


def figures(answers: Answers, context: PageContext, name: str) -> Sequence[StoredFigure]:
    """The figures of a day that can be taken away, that of earlier forecasts where it is named.

    Raises:
        StoreError, ModelError: as `jobs.assess_day`.
    """
    now = answers.get(DAY, context.war, context.as_of)
    if name != EARLIER_ID:
        return now.figures
    fronts = answers.get(EARLIER, context.war, context.as_of)
    return [*now.figures, alone(context, now.front, fronts)]
