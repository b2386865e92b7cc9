"""The six questions, each with its figures and its claims."""

from __future__ import annotations

from standoff.report.page import PagePart
from standoff.report.templating import render
from standoff.web.answers import DAY, Answers
from standoff.web.pages.frame import PageContext, page

SHOWN = ("questions", "balance", "signals", "ripeness")
"""Sections of the report that answer the questions in detail; those that are not there are left out."""


def questions_page(answers: Answers, context: PageContext) -> str:
    """The whole page.

    Raises:
        StoreError, ModelError: as `jobs.assess_day`.
    """
    answer = answers.get(DAY, context.war, context.as_of)
    parts = [
        PagePart(
            id, title, context.with_claim_pages(html, answer.record["claims"], answer.claims_digest)
        )
        for id, title, html in answer.sections
        if id in SHOWN
    ]
    return page(
        context,
        f"{answer.title}: six questions",
        parts,
        before=render("web/questions.html", title=answer.title),
    )
