"""Who handed a statement on that is neither an outlet nor told it: whoever quotes or provides it."""

from __future__ import annotations

from standoff.reading.nesting import subject_before
from standoff.reading.records import Attributed
from standoff.reading.wording import Words, hull, lexicon

_LONGEST_TITLE = 12
_QUOTES = frozenset(("quotes", "quoted", "quoting", "cites", "cited", "citing"))
_HANDED_ON = lexicon("handed on")


def quoted_by(words: Words, given: Attributed) -> list[str]:
    """Who quotes the source: "the state broadcaster quotes the minister as saying"."""
    cue, source = hull(given.cue), hull(given.source)
    if cue is None or source is None or cue[0] < source[1]:
        return []
    at = words.indices(cue)
    if not at or "as" not in words.low[max(0, at.start - 1) : at.start + 1]:
        return []
    first = words.indices(source).start
    back = range(first - 1, max(words.sentence(first).start, first - _LONGEST_TITLE), -1)
    verb = next((k for k in back if words.low[k] in _QUOTES), None)
    subject = subject_before(words, words.sentence(first), verb) if verb else range(0)
    return [words.source[slice(*words.span(subject[0], subject[-1]))]] if subject else []


def provided_by(words: Words, given: Attributed) -> list[str]:
    """Who handed on a document that is the source: "photographs provided by a resident"."""
    low = words.low
    for span in given.source:
        at = words.indices(span)
        for k in at[1:-2]:
            if low[k + 1] == "by" and low[k] in _HANDED_ON:
                ends = (j for j in range(k + 3, at.stop) if low[j] in (",", "and"))
                stop = next(ends, at.stop)
                first = k + 2 + (low[k + 2] == "the" and words.capital(stop - 1))
                return [words.source[words.start[first] : words.end[stop - 1]]]
    return []
