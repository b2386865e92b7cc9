"""The track record: how often "likely" came true, and where we were most wrong."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report.page import PagePart
from standoff.report.templating import fill
from standoff.web.backtests import Tracked
from standoff.web.pages.frame import PageContext, page

_FIRST = ("first", "misses", "calls")

_NONE = """\
<h1>{{ war.title }}: forecasts and what happened</h1>
<p class="lead">{{ why }}</p>
<p>Until then the <a href="{{ home }}">course of the war</a> shows every week's forecast beside what came.</p>
"""

_DATA = """<p>Every forecast of the replay as <a href="{{ href }}">JSON</a>.</p>"""


def track_page(place: PageContext, made: Tracked | None, why: str) -> str:
    """The whole page.

    Args:
        place: the war.
        made: the backtest; None while there is none.
        why: what to say then.
    """
    title = f"{place.war.title}: our record"
    if made is None:
        told = fill(_NONE, war=place.war, why=why, home=place.at(""))
        return page(place, title, [PagePart("first", "", told)])
    by_id = {id: PagePart(id, title, Markup(html)) for id, title, html in made.sections}
    first = [by_id.pop(id) for id in _FIRST if id in by_id]
    data = fill(_DATA, href=f"/api/wars/{place.war.name}/backtest")
    return page(place, title, [*first, *by_id.values(), PagePart("take", "Take it with you", data)])
