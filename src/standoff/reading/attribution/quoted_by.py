"""Who handed a statement on that is neither an outlet nor told it: whoever quotes or provides it."""

from __future__ import annotations

from standoff.reading.attribution.noun_phrases import subject_before
from standoff.reading.data import lexicon
from standoff.reading.records import Attributed
from standoff.reading.text.tokens import Tokens, hull

_LONGEST_TITLE = 12
_LONGEST_SOURCE = 30
_QUOTES = frozenset(("quotes", "quoted", "quoting", "cites", "cited", "citing"))
_CITING = frozenset(("citing", "quoting"))
_WRITERS = lexicon("writers for outlets")
_HANDED_ON = lexicon("handed on")


def quoted_by(words: Tokens, given: Attributed) -> list[str]:
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


def citing(words: Tokens, given: Attributed) -> range:
    """Who cites the source where it is the speaker itself: "the Star, quoting a deputy, says"."""
    source, cue = hull(given.source), hull(given.cue)
    at = source or cue
    said_by = words.indices(at) if at else range(0)
    cites = said_by.start - (source is not None)
    if not said_by or cites < 1 or words.low[cites] not in _CITING:
        return range(0)
    verb = cites - (words.low[cites - 1] == ",")
    subject = subject_before(words, words.sentence(cites), verb)
    # "10:55 Radio Lagune" is a name behind an hour.
    return next((subject[k:] for k, i in enumerate(subject) if words.low[i].isalpha()), range(0))


def writes_for(words: Tokens, given: Attributed) -> int | None:
    """The "its" of "its columnist", who writes for an outlet that the text names before."""
    source = hull(given.source)
    at = words.indices(source)[:4] if source else range(0)
    low = words.low[at.start : at.stop]
    return at.start if low[:1] in _ITS and _WRITERS.intersection(low) else None


_ITS = (("its",), ("their",))


def provided_by(words: Tokens, given: Attributed) -> list[str]:
    """Who handed on a document that is the source: "photographs provided by a resident"."""
    low, cue = words.low, hull(given.cue)
    for span in given.source:
        at = words.indices((span[0], max(span[1], cue[0])) if cue else span)
        for k in at[1:-2][:_LONGEST_SOURCE]:
            if low[k] in _HANDED_ON and "by" in low[k + 1 : min(k + 4, at.stop - 1)]:
                by = low.index("by", k)
                ends = (j for j in range(by + 2, at.stop) if low[j] in (",", "and"))
                stop = next(ends, at.stop)
                first = by + 1 + (low[by + 1] == "the" and words.capital(stop - 1))
                return [words.source[words.start[first] : words.end[stop - 1]]]
    return []
