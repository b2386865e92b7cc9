"""The gate behind every reader: a span that does not stand in the text is dropped and counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from standoff.reading.records import Attributed, Span

NOWHERE: Span = (-1, -1)
"""What a reader gives for words that it was told of and that do not stand in the text."""

LOST = "spans of the reader that do not stand in the text"


def in_text(spans: Iterable[Attributed], length: int) -> tuple[list[Attributed], int]:
    """The attributions with those of their spans that lie within a text, and how many do not.

    An attribution that keeps neither cue nor content says nothing and goes, too.
    """
    kept, lost = [], 0
    for one in spans:
        roles = {
            role: tuple(s for s in getattr(one, role) if 0 <= s[0] < s[1] <= length)
            for role in ("source", "cue", "content")
        }
        lost += sum(len(getattr(one, role)) - len(spans) for role, spans in roles.items())
        if roles["cue"] or roles["content"]:
            kept.append(replace(one, **roles))
    return kept, lost
