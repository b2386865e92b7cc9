"""The frame of every served page: its head, the way to the other pages, and the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from standoff._version import __version__
from standoff.domain.war import War
from standoff.report.page import PagePart, footer, sections
from standoff.report.templating import render

PAGES = (
    ("", "War"),
    ("map", "Map"),
    ("questions", "Questions"),
    ("evidence", "Evidence"),
    ("what-if", "What if"),
    ("track-record", "Track record"),
)
"""The pages of a war: the end of the address, and the name."""

_BESIDE = ("", "map")
"""Pages that show two days."""

_UNDATED = ("track-record",)
"""Pages that are the same whatever the day."""


@dataclass(frozen=True)
class PageContext:
    """Where a reader is.

    Attributes:
        war: the war looked at.
        as_of: the day.
        today: the last day that can be asked for.
        page: the end of the page's address, out of `PAGES`.
        since: the other day, where two are looked at side by side.
    """

    war: War
    as_of: date
    today: date
    page: str
    since: date | None = None

    def at(self, page: str, **query: object) -> str:
        """The address of a page of the war on the same day."""
        return address(self.war, page, as_of=self.as_of, **query)


def address(war: War, page: str = "", **query: object) -> str:
    """The address of a page of a war; what is empty in the query is left out."""
    told = urlencode({name: str(value) for name, value in query.items() if value})
    path = f"/wars/{war.name}{'/' if page else ''}{page}"
    return f"{path}?{told}" if told else path


def page(
    place: PageContext,
    title: str,
    parts: Sequence[PagePart],
    *,
    before: Markup | str = "",
    scripts: Sequence[str] = (),
    more: Sequence[tuple[str, str]] = (),
) -> str:
    """A whole page about a war.

    Args:
        place: where it is.
        title: of the window.
        parts: its sections.
        before: what stands above them.
        scripts: files of static/.
        more: fields that the form of the day keeps.
    """
    when = "" if place.page in _UNDATED else _when(place, more)
    ways = [(name, place.at(path), path == place.page) for path, name in PAGES]
    content = Markup("{}{}").format(before, sections(parts))
    return _framed(title, content, scripts, war=place.war, pages=ways, when=when)


def _when(place: PageContext, more: Sequence[tuple[str, str]]) -> Markup:
    """The form of the day, which keeps `more`."""
    return render(
        "web/day_form.html",
        action=address(place.war, place.page),
        as_of=place.as_of,
        since=place.since,
        first=place.war.start,
        today=place.today,
        compare=place.page in _BESIDE,
        more=more,
    )


def plain_page(title: str, content: Markup) -> str:
    """A whole page about no war in particular."""
    return _framed(title, content, (), war=None, pages=(), when="")


def _framed(title: str, content: Markup, scripts: Sequence[str], **more: object) -> str:
    return str(
        render(
            "web/page.html",
            title=title,
            content=content,
            scripts=scripts,
            version=__version__,
            footer=footer(__version__),
            **more,
        )
    )
