"""The map of a day, with what changed since another: to be moved and enlarged by hand."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report.page import PagePart
from standoff.report.templating import render
from standoff.web.answers import Answers
from standoff.web.pages.frame import PageContext, page


def map_page(answers: Answers, place: PageContext) -> str:
    """The whole page.

    Raises:
        StoreError: the store cannot be read.
    """
    drawn = Markup(answers.map(place.war, place.as_of, place.since))
    content = render("web/map.html", title=place.war.title, map=drawn)
    return page(
        place,
        f"{place.war.title}: the map",
        [PagePart("map-section", "", content)],
        scripts=["map.js"],
    )
