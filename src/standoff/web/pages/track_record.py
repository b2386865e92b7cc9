"""The track record: how often "likely" came true, and where we were most wrong."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report.page import PagePart
from standoff.report.templating import render
from standoff.web.pages.frame import PageContext, page
from standoff.web.records import BacktestAnswer

_FIRST = ("first", "misses", "calls")


def track_page(context: PageContext, answer: BacktestAnswer | None, why: str) -> str:
    """The whole page.

    Args:
        context: the war.
        answer: the backtest; None while there is none.
        why: what to say then.
    """
    title = f"{context.war.title}: track record"
    if answer is None:
        content = render(
            "web/track_record_none.html", war=context.war, why=why, home=context.at("")
        )
        return page(context, title, [PagePart("first", "", content)])
    by_id = {id: PagePart(id, title, Markup(html)) for id, title, html in answer.sections}
    first = [by_id.pop(id) for id in _FIRST if id in by_id]
    data = render("web/track_record_downloads.html", href=f"/api/wars/{context.war.name}/backtest")
    return page(context, title, [*first, *by_id.values(), PagePart("take", "Download", data)])
