"""A report's text and what it says of itself: title, outlet, author, date, address.

A page of HTML goes through trafilatura, which finds the main text. Plain text stays as it is; the
header lines at its top and its headline are looked for and not moved.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from standoff.errors import ReportError
from standoff.reading.records import Document

MAX_CHARACTERS = 1_000_000
"""About 170,000 words: a long book."""

_HEADER = re.compile(
    r"\ufeff?(?:[A-Z][A-Za-z-]{1,20}:[^\r\n]*(?:\r\n|\r|\n))+(?:[ \t]*(?:\r\n|\r|\n))+"
)
_FIELD = re.compile(r"^\ufeff?([A-Z][A-Za-z-]+):[ \t]*([^\r\n]*)", re.MULTILINE)
_OURS = {
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "source": "outlet",
    "published": "published",
    "date": "published",
    "url": "url",
    "author": "author",
    "by": "author",
}
_NOT_SAID = frozenset({"", "none", "unknown", "n/a", "-"})
_DAYS = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%d.%m.%Y", "%Y/%m/%d")
_HEADLINE = re.compile(
    r"\ufeff?\s*(?:([^\r\n]{1,40})\s*\n\s*\n\s*)?([^\r\n]{15,250}?)[ \t]*\r?\n\s*\r?\n"
)
_WALL = re.compile(
    r"cookie|consent|enable javascript|javascript is (?:disabled|required)|subscribe to (?:read|continue)"
    r"|sign in to|are you a robot|verify (?:that )?you are|access denied|ad ?blocker",
    re.IGNORECASE,
)
_ARTICLE_CHARACTERS = 600
"""A notice is shorter than this; so are few reports, and those do not speak of cookies."""

_FEWEST_CHARACTERS = 80
"""What is left of a page of menus is shorter than this."""


def from_text(name: str, text: str, dropped: dict[str, int]) -> Document:
    """Plain text as it is, with its header lines read, or else its headline found.

    Raises:
        ReportError: it is too long for a report.
    """
    said, body_from = header(text)
    return _document(
        Document(
            file=name,
            text=text,
            body_from=body_from,
            title=said.get("title") or ("" if said else headline(text)),
            outlet=said.get("outlet", ""),
            author=said.get("author", ""),
            dropped=dropped,
        ),
        said.get("published", ""),
        said.get("url", ""),
    )


def from_html(name: str, html: str, url: str, dropped: dict[str, int]) -> Document:
    """The main text of a page and what its head says; scripts, menus and comments stay behind.

    Args:
        name: the file as a person would name it.
        html: the page.
        url: where it came from; "" if not known.
        dropped: what was lost before.

    Raises:
        ReportError: no main text is found, or it is a notice that stands before one.
    """
    # It takes half a second to import, and plain text does not need it.
    import trafilatura  # noqa: PLC0415

    found: Any = trafilatura.bare_extraction(
        html,
        url=url or None,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        # Its default ends at today: the same page would then give another date later.
        date_extraction_params={
            "extensive_search": False,
            "original_date": True,
            "max_date": "2199-12-31",
        },
    )
    text = (found.text or "").strip() if found else ""
    if len(text) < _FEWEST_CHARACTERS or (len(text) < _ARTICLE_CHARACTERS and _WALL.search(text)):
        notice = _WALL.search(text or html)
        what = f"only a notice ({notice[0].lower()})" if notice else "no main text"
        raise ReportError(
            f"{name}: {what}, no report. Save the page from a browser in which it can be read."
        )
    return _document(
        Document(
            file=name,
            text=text,
            title=_line(found.title),
            outlet=_line(found.sitename),
            author=_line(found.author),
            extracted=True,
            dropped=dropped,
        ),
        found.date or "",
        url or found.url or "",
    )


def is_html(text: str) -> bool:
    """Whether a text is a page: it begins as one."""
    start = text[:2000].lstrip("\ufeff \t\r\n").lower()
    return start.startswith(("<!doctype html", "<html", "<head", "<body")) or (
        start.startswith(("<?xml", "<!--")) and "<html" in start
    )


def day(text: str) -> date | None:
    """The date that a header states, as people write one; None if it is none."""
    text = text.strip()
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def header(text: str) -> tuple[dict[str, str], int]:
    """What the header lines say, by field of a document, and where the body begins; 0 without any."""
    block = _HEADER.match(text)
    if block is None:
        return {}, 0
    said: dict[str, str] = {}
    for name, value in _FIELD.findall(block[0]):
        ours = _OURS.get(name.lower())
        if ours and value.strip().lower() not in _NOT_SAID:
            said.setdefault(ours, value.strip())
    known = any(name.lower() in _OURS for name, _ in _FIELD.findall(block[0]))
    return (said, block.end()) if known else ({}, 0)


def headline(text: str) -> str:
    """The first line that stands alone and is no sentence, at most one label before it; or ""."""
    found = _HEADLINE.match(text)
    if found is None or found[2].rstrip("”\"’'").endswith((".", "!", ",", ";")):
        return ""
    return found[2].strip()


def _document(document: Document, published: str, url: str) -> Document:
    """The document with its date and address as they are stated; what is neither is dropped."""
    length, dropped = len(document.text), dict(document.dropped)
    if length > MAX_CHARACTERS:
        raise ReportError(
            f"{document.file}: {length:,} characters, which no report has. "
            f"Split it into parts of at most {MAX_CHARACTERS:,}."
        )
    found = day(published) if published else None
    if published and found is None:
        dropped[f"a publication date that is none ({_line(published)[:40]})"] = 1
    try:
        parts = urlsplit(url)
        safe = not url or (parts.scheme in ("http", "https") and bool(parts.netloc))
    except ValueError:
        safe = False
    if not safe:
        dropped["an address that is none of the web"] = 1
    return replace(document, published=found, url=url if safe else "", dropped=dropped)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
