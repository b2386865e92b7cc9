"""A text as words with their places, and phrases of the tables found in it.

Everything inside an attribution is read off words, so that a text is walked once and each look-up
is bounded by a sentence or a fixed number of words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from standoff.reading.records import Span
from standoff.reading.text.sentences import is_label, last_tokens, spans

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|n[’']t\b|[’'](?:s|t|re|ve|ll|d|m)\b|[^\W_]+?(?=n[’']t\b)"
    r"|[^\W_]+(?:[-‑][^\W_]+)*|[^\w\s]"
)

T = TypeVar("T")


@dataclass(frozen=True)
class Tokens:
    """The words of a text in order; punctuation counts as words, "’s" and "n’t" as their own.

    Attributes:
        source: the text itself.
        text: the words as written; low: in lower case, curly apostrophes straight.
        start, end: character offsets of each.
        stops: index of the last word of every sentence, in order.
    """

    source: str
    text: tuple[str, ...]
    low: tuple[str, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]
    stops: tuple[int, ...] = field(repr=False)

    def indices(self, span: Span) -> range:
        """The words that begin inside a span of characters."""
        return range(bisect_left(self.start, span[0]), bisect_left(self.start, span[1]))

    def span(self, first: int, last: int) -> Span:
        """From the first word's start to the last one's end."""
        return self.start[first], self.end[last]

    def sentence(self, index: int) -> range:
        """The words of the sentence around a word."""
        if not self.text:
            return range(0)
        k = bisect_left(self.stops, index)
        first = self.stops[k - 1] + 1 if k else 0
        last = self.stops[k] if k < len(self.stops) else len(self.text) - 1
        return range(first, last + 1)

    def sentences(self, begin: int = 0) -> tuple[Span, ...]:
        """The sentences from an offset on, end to end, as character offsets."""
        return spans(self.stops, self.start, len(self.source), begin)

    def capital(self, index: int) -> bool:
        """Whether a word begins with a capital letter (a name, or the start of a sentence)."""
        return self.text[index][:1].isupper()

    def opens(self, index: int) -> bool:
        """Whether a word is the first of its sentence, quotation marks and a label apart."""
        first = self.sentence(index).start
        if is_label(self.text, first) and index > first + 1:
            first += 2  # "43. Three fighters"
        return index - first <= 4 and all(not w[:1].isalnum() for w in self.text[first:index])


NO_TOKENS = Tokens("", (), (), (), (), ())


def words(text: str) -> Tokens:
    """Split a text into words and sentences, in one pass; equal words are one object."""
    found = [m.span() for m in _WORD.finditer(text)]
    once: dict[str, str] = {}
    written = tuple(once.setdefault(w, w) for w in (text[a:b] for a, b in found))
    lower = {w: w.lower().replace("’", "'") for w in once}
    low = tuple(lower[w] for w in written)
    start, end = tuple(a for a, _ in found), tuple(b for _, b in found)
    return Tokens(text, written, low, start, end, last_tokens(text, written, low, start, end))


@dataclass(frozen=True)
class Phrases(Generic[T]):
    """Phrases of words, each with what it stands for, found longest first.

    Attributes:
        by_first: for a first word, (its words, what it stands for), the longest first.
    """

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], T], ...]]

    def at(self, sequence: Sequence[str], index: int, stop: int) -> tuple[int, T] | None:
        """The longest phrase beginning at an index and ending before stop: its length and value."""
        for phrase, value in self.by_first.get(sequence[index], ()):
            n = len(phrase)
            if index + n <= stop and tuple(sequence[index : index + n]) == phrase:
                return n, value
        return None

    def find(self, sequence: Sequence[str], within: range) -> list[tuple[int, int, T]]:
        """Every phrase in a range, first to last, none inside another: first, length, value."""
        out = []
        i = within.start
        while i < within.stop:
            hit = self.at(sequence, i, within.stop) if sequence[i] in self.by_first else None
            if hit:
                out.append((i, *hit))
            i += hit[0] if hit else 1
        return out


def phrases(rows: Iterable[tuple[str, T]], lower: bool = True) -> Phrases[T]:
    """Phrases from (phrase, what it stands for); the first of two equal ones wins."""
    table: dict[str, dict[tuple[str, ...], T]] = {}
    for phrase, value in rows:
        split = words(phrase)
        key = split.low if lower else tuple(w.replace("’", "'") for w in split.text)
        if key:
            table.setdefault(key[0], {}).setdefault(key, value)
    return Phrases(
        {k: tuple(sorted(v.items(), key=lambda item: -len(item[0]))) for k, v in table.items()}
    )


def hull(spans: Iterable[Span]) -> Span | None:
    """From the first start to the last end; None without spans."""
    listed = list(spans)
    return (min(s[0] for s in listed), max(s[1] for s in listed)) if listed else None


def covers(outer: Span, inner: Span) -> bool:
    """Whether a span holds another."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]
