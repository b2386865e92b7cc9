"""The map of a day, with what changed since another: to be moved and enlarged by hand."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report.page import PagePart
from standoff.report.templating import render
from standoff.web.answers import MAP, Answers
from standoff.web.pages.frame import PageContext, page


def map_page(answers: Answers, context: PageContext) -> str:
    """The whole page.

    Raises:
        StoreError: the store cannot be read.
    """
    drawn = Markup(answers.get(MAP, context.war, context.as_of, context.since))
    content = render("web/map.html", title=context.war.title, map=drawn)
    return page(
        context,
        f"{context.war.title}: the map",
        [PagePart("map-section", "", content)],
        scripts=["map.js"],
    )
