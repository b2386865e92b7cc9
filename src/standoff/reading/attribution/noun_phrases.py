"""The noun phrase that stands in front of a verb."""

from __future__ import annotations

from standoff.reading.data import lexicon
from standoff.reading.entities.names import roles
from standoff.reading.text.tokens import Tokens

LONGEST_SUBJECT = 10
_LONGEST_ASIDE = 12
_LONGEST_WITH_ASIDE = 20
_BE = lexicon("be")
_BOUNDARY = lexicon("boundary")
_GAPS = lexicon("gaps")
_PRONOUNS = lexicon("pronouns")
_DETERMINERS = lexicon("determiners")


def subject_before(words: Tokens, part: range, verb: int) -> range:
    """The noun phrase in front of a verb: a pronoun, a name, or one with a determiner or plural."""
    low, first = words.low, verb
    while first > part.start and verb - first < LONGEST_SUBJECT and low[first - 1] not in _BOUNDARY:
        first -= 1
    if first > part.start and low[first - 1] == "," and verb - first == 0:
        # "The leader, known as X," begins at the phrase before the aside.
        k = verb - 2
        while k > part.start and verb - k < _LONGEST_ASIDE and low[k] != ",":
            k -= 1
        if low[k] == ",":
            first = k
            while (
                first > part.start
                and verb - first < _LONGEST_WITH_ASIDE
                and low[first - 1] not in _BOUNDARY
            ):
                first -= 1
    phrase = low[first:verb]
    if not phrase or (first > part.start and low[first - 1] in _GAPS):
        return range(0)
    if len(phrase) == 1 and phrase[0] in _PRONOUNS:
        return range(first, verb)
    spoken = lexicon("unnamed") | lexicon("office") | roles() | lexicon("force") | lexicon("record")
    named = words.capital(first) or any(words.capital(k) for k in range(first, verb))
    if len(phrase) == 1 and phrase[0] in _DETERMINERS:
        return range(0)
    fit = named or bool(spoken.intersection(phrase)) or phrase[0] in _DETERMINERS
    return range(first, verb) if fit and not _BE.intersection(phrase) else range(0)
