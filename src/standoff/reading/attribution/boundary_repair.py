"""The comma after "According to the official": where the source ends and what is said begins.

"According to the official, Belarus, a close ally of Moscow, may soon attack": a reader of words
alone takes the first commas for those of an apposition. Where an actor of the war or another state
follows the source, and what is said follows that, the actor belongs to what is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from standoff.reading.entities.actors import Actors
from standoff.reading.records import Attributed

_CUES = frozenset(("according to", "in the words of", "in the view of"))
_GAP_CHARACTERS = 3
"""A comma and a space, or a closing quotation mark more."""


def reapportioned(spans: Sequence[Attributed], actors: Actors) -> list[Attributed]:
    """The attributions, each with what its "according to" took of the content given back.

    Args:
        spans: a reader's attributions; offsets into the document's text.
        actors: those of the document.
    """
    text, start = actors.words.source, actors.words.start
    out = []
    for given in spans:
        out.append(given)
        if len(given.source) != 1 or not given.cue or not given.content:
            continue
        (begin, end), first = given.source[0], given.content[0]
        # The first actor that stands right after a comma in the source.
        actors_at = (start[mention.first] for mention in actors.within((begin, end)))
        at = next((at for at in actors_at if text[begin:at].rstrip().endswith(",")), None)
        cue = text[slice(*given.cue[0])].lower()
        if at is not None and cue in _CUES and 0 <= first[0] - end <= _GAP_CHARACTERS:
            source = (begin, text.rindex(",", begin, at))
            content = ((at, first[1]), *given.content[1:])
            out[-1] = replace(given, source=(source,), content=content)
    return out
