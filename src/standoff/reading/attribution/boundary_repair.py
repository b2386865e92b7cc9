"""The comma after "According to the official": where the source ends and what is said begins.

"According to the official, Belarus, a close ally of Moscow, may soon attack": a reader of words
alone takes the first commas for those of an apposition. Where an actor of the war or another state
follows the source, and what is said follows that, the actor belongs to what is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from standoff.reading.entities.actors import Actors
from standoff.reading.records import Attributed, Span

_CUES = frozenset(("according to", "in the words of", "in the view of"))
_GAP_CHARACTERS = 3
"""A comma and a space, or a closing quotation mark more."""


def reapportioned(spans: Sequence[Attributed], actors: Actors) -> list[Attributed]:
    """The attributions, each with what its "according to" took of the content given back.

    Args:
        spans: a reader's attributions; offsets into the document's text.
        actors: those of the document.
    """
    return [_one(given, actors) for given in spans]


def _one(given: Attributed, actors: Actors) -> Attributed:
    text = actors.words.source
    if len(given.source) != 1 or not given.cue or not given.content:
        return given
    (begin, end), first = given.source[0], given.content[0]
    cue = text[slice(*given.cue[0])].lower()
    at = _actor_after_comma((begin, end), actors)
    if cue not in _CUES or not 0 <= first[0] - end <= _GAP_CHARACTERS or at is None:
        return given
    comma = text.rindex(",", begin, at)
    content = ((at, first[1]), *given.content[1:])
    return replace(given, source=((begin, comma),), content=content)


def _actor_after_comma(source: Span, actors: Actors) -> int | None:
    """Where the first actor begins that stands right after a comma in a source; None if none."""
    text, start = actors.words.source, actors.words.start
    for mention in actors.within(source):
        at = start[mention.first]
        if text[source[0] : at].rstrip().endswith(","):
            return at
    return None
