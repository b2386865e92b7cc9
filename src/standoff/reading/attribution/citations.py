"""Sources that stand behind a source: "X reported P, citing Y", "seen by X and confirmed by Y"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from standoff.reading.attribution.nesting import CONFIDENCE
from standoff.reading.entities.persons import Cast
from standoff.reading.records import Attributed
from standoff.reading.text.tokens import Tokens, hull


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
            source = _cited_source(words, i) if _cites(words, i) else range(0)
            mistaken = bool(source) and _mistaken(words, source, contents)
            if not source or (i in seen and not mistaken) or _holds_cite(words, i, source, outer):
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


def _holds_cite(words: Tokens, i: int, source: range, outer: Attributed) -> bool:
    """Whether an attribution's own content is the cited source, or holds the word that cites."""
    own = {part[0]: part[1] for part in outer.content}
    inside = any(a <= words.start[i] < b for a, b in outer.content)
    return inside or _mistaken(words, source, own)


def _cites(words: Tokens, i: int) -> bool:
    word, after = words.low[i], words.low[i + 1 : i + 2]
    return word in ("citing", "quoting") or (word == "confirmed" and after == ("by",))


def _cited_source(words: Tokens, i: int) -> range:
    """The noun phrase after "citing" or "confirmed by"."""
    stop = words.sentence(i).stop
    first = i + 2 if words.low[i] == "confirmed" else i + 1
    end = first
    while (
        end < stop and end - first < 14 and words.low[end] not in (",", ".", ";", "—", "–", "that")
    ):
        end += 1
    return range(first, end) if end > first else range(0)
