"""The six questions, each with its figures and its claims."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report._page import Part
from standoff.web.answers import Answers
from standoff.web.pages._claims import addressed
from standoff.web.pages._frame import Place, page

SHOWN = ("questions", "balance", "signals", "ripeness")
"""Sections of the report that answer the questions in detail; those that are not there are left out."""

_BEFORE = Markup("<h1>{}</h1>")


def questions_page(answers: Answers, place: Place) -> str:
    """The whole page.

    Raises:
        StoreError, ModelError: as `making.make`.
    """
    answer = answers.on(place.war, place.as_of)
    parts = [
        Part(id, title, addressed(html, answer.told["claims"], place, answer.claims_digest))
        for id, title, html in answer.sections
        if id in SHOWN
    ]
    return page(place, f"{answer.title}: six questions", parts, before=_BEFORE.format(answer.title))
