"""The six questions, each with its figures and its claims."""

from __future__ import annotations

from standoff.report.page import PagePart
from standoff.report.templating import render
from standoff.web.answers import Answers
from standoff.web.pages.claim_links import addressed
from standoff.web.pages.frame import PageContext, page

SHOWN = ("questions", "balance", "signals", "ripeness")
"""Sections of the report that answer the questions in detail; those that are not there are left out."""


def questions_page(answers: Answers, place: PageContext) -> str:
    """The whole page.

    Raises:
        StoreError, ModelError: as `making.make`.
    """
    answer = answers.on(place.war, place.as_of)
    parts = [
        PagePart(id, title, addressed(html, answer.told["claims"], place, answer.claims_digest))
        for id, title, html in answer.sections
        if id in SHOWN
    ]
    return page(
        place,
        f"{answer.title}: six questions",
        parts,
        before=render("web/questions.html", title=answer.title),
    )
