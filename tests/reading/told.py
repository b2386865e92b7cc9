"""Readings put together by hand, so that claims can be tested apart from who finds the spans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from standoff.domain.war import load
from standoff.reading.pipeline import analysed
from standoff.reading.records import Attribution, Document, FigureReading, Reading, Span
from standoff.reading.text.doc import Doc

DAY = date(2020, 6, 1)


def at(text: str, words: str) -> Span:
    """Where words stand in a text."""
    start = text.index(words)
    return start, start + len(words)


def report(text: str, **fields: Any) -> Document:
    """A report of the Port Courier, of a day in the invented war."""
    plain = {"file": "a.txt", "outlet": "Port Courier", "published": DAY}
    return Document(text=text, **{**plain, **fields})


def said(document: Document, content: str, **fields: Any) -> Attribution:
    """An official's statement of these words."""
    plain = {"speaker": "Ada Ulm", "speaker_kind": "official", "stance": "assesses"}
    span = at(document.text, content)
    return Attribution((), (), (span,), **{**plain, **fields})


def counted(document: Document, words: str, quantity: str, **fields: Any) -> FigureReading:
    """A figure in people that stands at these words."""
    plain: dict[str, Any] = {"low": None, "value": None, "high": None, "unit": "people"}
    return FigureReading(at(document.text, words), quantity, **{**plain, **fields})


def reading(document: Document, *found: Attribution | FigureReading) -> Reading:
    """All that was found in a document."""
    return Reading(
        document,
        tuple(f for f in found if isinstance(f, Attribution)),
        tuple(f for f in found if isinstance(f, FigureReading)),
        (),
    )


def body(text: str, published: date | None, start: date | None = None, begin: int = 0) -> Doc:
    """A text analysed as of a day, from an offset on, in a war with that first day."""
    war = replace(load("ukraine-2022"), start=start) if start else None
    return analysed(Document("a.txt", text, begin, published=published), war)


def undated(document: Document) -> Document:
    """The report without a date."""
    return replace(document, published=None)
