"""The map of a day, with what changed since another: to be moved and enlarged by hand."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report.page import PagePart
from standoff.web.answers import Answers
from standoff.web.pages.frame import PageContext, page

_SHOWN = Markup(
    '<h1>{}: the map</h1>\n<p class="about">Drag to move it, turn the wheel or pinch to enlarge it; or focus it and press the '
    'arrow keys, + and −, and 0 for the whole.</p>\n<div class="mapped">{}</div>'
)


def map_page(answers: Answers, place: PageContext) -> str:
    """The whole page.

    Raises:
        StoreError: the store cannot be read.
    """
    drawn = Markup(answers.map(place.war, place.as_of, place.since))
    return page(
        place,
        f"{place.war.title}: the map",
        [PagePart("map-section", "", _SHOWN.format(place.war.title, drawn))],
        scripts=["map.js"],
    )
