"""The track record: how often "likely" came true, and where we were most wrong."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report.page import PagePart
from standoff.report.templating import render
from standoff.web.backtests import Tracked
from standoff.web.pages.frame import PageContext, page

_FIRST = ("first", "misses", "calls")


def track_page(place: PageContext, made: Tracked | None, why: str) -> str:
    """The whole page.

    Args:
        place: the war.
        made: the backtest; None while there is none.
        why: what to say then.
    """
    title = f"{place.war.title}: our record"
    if made is None:
        told = render("web/track_record_none.html", war=place.war, why=why, home=place.at(""))
        return page(place, title, [PagePart("first", "", told)])
    by_id = {id: PagePart(id, title, Markup(html)) for id, title, html in made.sections}
    first = [by_id.pop(id) for id in _FIRST if id in by_id]
    data = render("web/track_record_take.html", href=f"/api/wars/{place.war.name}/backtest")
    return page(place, title, [*first, *by_id.values(), PagePart("take", "Take it with you", data)])
