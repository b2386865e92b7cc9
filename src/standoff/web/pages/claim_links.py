"""Links to claims: in the report they are anchors of its evidence, here each claim has an address."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from standoff.report.templating import anchor
from standoff.web.pages.frame import PageContext

_ANCHOR = re.compile(r'href="#(c-[0-9a-f]+)"')


def addressed(html: str, ids: Iterable[str], place: PageContext, digest: str) -> Markup:
    """A section whose links to claims lead to their pages.

    Args:
        html: a section of the report.
        ids: the claims that it may link to.
        place: the war and the day.
        digest: of the claims known by that day.
    """
    by_anchor = {anchor(claim_id): claim_address(claim_id, place, digest) for claim_id in ids}

    def led(link: re.Match[str]) -> str:
        href = by_anchor.get(link[1])
        return link[0] if href is None else f'href="{escape(href)}"'

    return Markup(_ANCHOR.sub(led, html))


def claim_address(claim_id: str, place: PageContext, digest: str) -> str:
    """The address of a claim, which says what it was shown with."""
    return place.at(f"claims/{claim_id}", digest=digest)
