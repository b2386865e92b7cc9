"""The gate behind every reader: a span that does not stand in the text is dropped and counted."""

from __future__ import annotations

from collections.abc import Iterable

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
        said = (one.source, one.cue, one.content)
        source, cue, content = (
            (tuple((span for span in role if 0 <= span[0] < span[1] <= length))) for role in said
        )
        lost += sum(map(len, said)) - len(source) - len(cue) - len(content)
        if cue or content:
            kept.append(Attributed(source, cue, content, one.confidence))
    return kept, lost
