"""Texts with their attributions marked by hand: {S|source} {C|cue} {T|content}."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from standoff.domain.war import War
from standoff.reading.pipeline import ANALYSIS, INTERPRETATION, through
from standoff.reading.records import Attributed, Attribution, Document, Span
from standoff.reading.text.doc import Doc

_MARK = re.compile(r"\{([SCT])\|([^{}]*)\}")


def report(text: str, **fields: Any) -> Document:
    """An invented paper's report of an invented war."""
    return Document(**{"file": "a.txt", "outlet": "Port Courier", **fields, "text": text})


def marked(text: str, **fields: Any) -> tuple[Document, list[Attributed]]:
    """A text without its marks, and one attribution a line out of them.

    Marks of one line make one attribution; a new one begins at a `//` inside a line.
    """
    plain, spans = "", []
    for piece in re.split(r"(//|\n)", text):
        if piece == "//":
            continue
        roles: dict[str, list[Span]] = {"S": [], "C": [], "T": []}
        last = 0
        for mark in _MARK.finditer(piece):
            plain += piece[last : mark.start()]
            roles[mark[1]].append((len(plain), len(plain) + len(mark[2])))
            plain += mark[2]
            last = mark.end()
        plain += piece[last:]
        if roles["C"] or roles["T"]:
            spans.append(Attributed(tuple(roles["S"]), tuple(roles["C"]), tuple(roles["T"])))
    return report(plain, **fields), spans


def interpret(
    document: Document, spans: Sequence[Attributed], war: War | None
) -> tuple[Attribution, ...]:
    """What the rules make of spans in a document."""
    doc = Doc(document, war, spans=tuple(spans))
    return through((*ANALYSIS, *INTERPRETATION), doc).attributions


def read(text: str, war: War | None = None, **fields: Any) -> list[Attribution]:
    """What is made of a marked text, by first offset."""
    document, spans = marked(text, **fields)
    return list(interpret(document, spans, war))


def one(text: str, war: War | None = None, **fields: Any) -> Attribution:
    """The first of the attributions marked in a text."""
    document, spans = marked(text, **fields)
    first = spans[0]
    found = interpret(document, spans, war)
    return next(
        a for a in found if (a.source, a.cue, a.content) == (first.source, first.cue, first.content)
    )


def words_of(document: Document, spans: tuple[Span, ...]) -> str:
    """The text that spans cover."""
    return " ".join(document.text[a:b] for a, b in spans)
