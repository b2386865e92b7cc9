"""The frame of every served page: its head, the way to the other pages, and the day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup, escape

from standoff._version import __version__
from standoff.domain.war import War
from standoff.report.page import PagePart, footer, sections
from standoff.report.templating import anchor, render

PAGES = (
    ("", "War"),
    ("map", "Map"),
    ("questions", "Questions"),
    ("evidence", "Evidence"),
    ("what-if", "What if"),
    ("track-record", "Track record"),
)
"""The pages of a war: the end of the address, and the name."""

_ANCHOR = re.compile(r'href="#(c-[0-9a-f]+)"')

_COMPARING = ("", "map")
"""Pages that show two days."""

_UNDATED = ("track-record",)
"""Pages that are the same whatever the day."""


@dataclass(frozen=True)
class PageContext:
    """The page that a reader asks for.

    Attributes:
        war: the war looked at.
        as_of: the day.
        today: the last day that can be chosen.
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

    def party(self, code: str) -> str:
        """The name of a side or third party; the code where the war names none."""
        return self.war.parties[code].name if code in self.war.parties else code

    def claim(self, claim_id: str, digest: str) -> str:
        """The address of a claim, with the day and the digest of the claims it was shown with."""
        return self.at(f"claims/{claim_id}", digest=digest)

    def with_claim_pages(self, html: str, ids: Iterable[str], digest: str) -> Markup:
        """A section of the report whose links to claims lead to their pages.

        Args:
            html: the section, where they are anchors of its evidence.
            ids: the claims that it may link to.
            digest: of the claims known by the day.
        """
        pages = {anchor(claim_id): self.claim(claim_id, digest) for claim_id in ids}

        def href(link: re.Match[str]) -> str:
            page = pages.get(link[1])
            return link[0] if page is None else f'href="{escape(page)}"'

        return Markup(_ANCHOR.sub(href, html))


def address(war: War, page: str = "", **query: object) -> str:
    """The address of a page of a war; what is empty in the query is left out."""
    params = urlencode({name: str(value) for name, value in query.items() if value})
    path = f"/wars/{war.name}{'/' if page else ''}{page}"
    return f"{path}?{params}" if params else path


def page(
    context: PageContext,
    title: str,
    parts: Sequence[PagePart],
    *,
    before: Markup | str = "",
    scripts: Sequence[str] = (),
    more: Sequence[tuple[str, str]] = (),
) -> str:
    """A whole page about a war.

    Args:
        context: where it is.
        title: of the window.
        parts: its sections.
        before: what stands above them.
        scripts: files of static/.
        more: fields that the form of the day keeps.
    """
    day_form: Markup | str = ""
    if context.page not in _UNDATED:
        day_form = render(
            "web/day_form.html",
            action=address(context.war, context.page),
            as_of=context.as_of,
            since=context.since,
            first=context.war.start,
            today=context.today,
            compare=context.page in _COMPARING,
            more=more,
        )
    links = [(name, context.at(path), path == context.page) for path, name in PAGES]
    content = Markup("{}{}").format(before, sections(parts))
    return _framed(title, content, scripts, war=context.war, pages=links, when=day_form)


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
