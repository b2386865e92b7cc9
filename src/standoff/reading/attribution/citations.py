"""Sources that stand behind a source: "X reported P, citing Y", "seen by X and confirmed by Y"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from standoff.reading.attribution.nesting import CONFIDENCE
from standoff.reading.entities.persons import Cast
from standoff.reading.records import Attributed
from standoff.reading.text.tokens import Tokens, hull

_ENDS = frozenset((",", ".", ";", "—", "–", "that"))
_LONGEST_SOURCE = 14


def cited(given: Sequence[Attributed], cast: Cast) -> list[Attributed]:
    """The attributions of sources that given ones cite, each with the content that it stands behind."""
    words = cast.actors.words
    seen = {i for a in given for span in a.cue for i in words.indices(span)}
    contents = {part[0]: part[1] for a in given for part in a.content}
    out = []
    for outer in given:
        at = hull((*outer.source, *outer.cue))
        here = words.indices(at) if at and outer.content else range(0)
        for i in words.sentence(here[0]) if here else ():
            confirmed = words.low[i] == "confirmed" and words.low[i + 1 : i + 2] == ("by",)
            if not confirmed and words.low[i] not in ("citing", "quoting"):
                continue
            # The noun phrase after it is the cited source.
            first = end = i + 1 + confirmed
            stop = min(words.sentence(i).stop, first + _LONGEST_SOURCE)
            while end < stop and words.low[end] not in _ENDS:
                end += 1
            source = range(first, end)
            mistaken = bool(source) and _mistaken(words, source, contents)
            if not source or (i in seen and not mistaken):
                continue
            # An attribution's own content is the cited source, or holds the word that cites.
            inside = any(a <= words.start[i] < b for a, b in outer.content)
            if inside or _mistaken(words, source, dict(outer.content)):
                continue
            contents.pop(words.start[source.start], None)
            seen.update(range(i, source.start))
            spans = words.span(source.start, source.stop - 1)
            out.append(Attributed((spans,), (words.span(i, i),), outer.content, CONFIDENCE))
    return out


def _mistaken(words: Tokens, source: range, contents: Mapping[int, int]) -> bool:
    """Whether a cited source was taken for what is said."""
    a, b = words.span(source.start, source.stop - 1)
    return any(abs(contents.get(k, b + 9) - b) <= 4 for k in range(a - 4, a + 1))
