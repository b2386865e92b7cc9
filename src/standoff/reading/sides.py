"""What an attribution or a quantity is about: an actor, and in bargaining an issue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from standoff.reading.actors import Actors
from standoff.reading.persons import Cast
from standoff.reading.records import Attributed, Attribution, Document, Figure, Span, Stance
from standoff.reading.speakers import Speaker
from standoff.reading.unlisted import CIVILIANS, Mention
from standoff.reading.wording import Words, hull, lexicon

_OWN = lexicon("own")
_FIRST_PERSON = lexicon("first person")
_QUOTES = frozenset('“”"«»„‘')
_ISSUES = ("territory", "alignment", "guarantees", "sequence")
_BARGAINING = frozenset(("demands", "refuses", "offers", "threatens", "concedes", "promises"))
_BINDING = ("promises", "concedes", "refuses", "offers", "denies")
_INFLICTED = lexicon("inflicted")
_SPOKEN_WORDS = lexicon("spoken words")


def about(
    spans: Attributed,
    stance: str,
    voice: Speaker,
    cast: Cast,
    earlier: Sequence[Attribution],
) -> str:
    """Plain name of the actor that an attribution is about; "" unknown.

    The actor that the content names; what binds a side is about that side; a claim that names
    nobody goes on about what the statement before was about.

    Args:
        spans: the attribution. stance: what its source does. voice: its speaker.
        cast: the document's persons and actors.
        earlier: the attributions before it.
    """
    if hull(spans.content) is None:
        return ""
    opening = _opening(spans, cast.actors.words)
    named = _named(spans, cast.actors)
    own = _FIRST_PERSON if voice.anonymous or _quoted(spans, cast) else _OWN
    if voice.side and _on_own_side(stance, voice, opening in own, named):
        return voice.side
    before = earlier[-1].about_side if earlier else ""
    if named and not (before and opening in ("these", "those", "such")):
        return named
    return _of_nobody(spans, stance, voice, cast, before)


def _quoted(spans: Attributed, cast: Cast) -> bool:
    """Whether what is said opens with a quotation mark, so that "they" are others."""
    first = spans.content[0][0]
    return bool(_QUOTES.intersection(cast.document.text[max(0, first - 1) : first + 1]))


def _on_own_side(stance: str, voice: Speaker, own: bool, named: str) -> bool:
    """Whether a statement is about the side that makes it: it binds that side, or says "we"."""
    if stance == "demands":
        return named == CIVILIANS
    binds = stance in _BINDING and not voice.anonymous
    if binds and (not named or stance in ("promises", "concedes")):
        return True
    return own


def _of_nobody(spans: Attributed, stance: str, voice: Speaker, cast: Cast, before: str) -> str:
    """Whom a statement is about that names nobody: the other side, or the one before it."""
    if stance == "none" or (stance == "demands" and not voice.side):
        return ""
    demanded = stance == "demands" and before in ("", voice.side)
    if demanded or (voice.side and _inflicted(spans, cast.actors.words)):
        return _opponent(voice.side, cast.actors) or before
    return before or cast.actors.main


def _opening(spans: Attributed, words: Words) -> str:
    """The first word of what is said, in lower case."""
    every = (i for part in spans.content for i in words.indices(part))
    return next((words.low[i] for i in every if words.text[i][:1].isalnum()), "")


def _named(spans: Attributed, actors: Actors) -> str:
    """The actor that the content is about by name, outside its own source and cue."""
    beside = (*spans.source, *spans.cue)
    found = [m for part in spans.content for m in actors.within(part)]
    start = actors.words.start
    said = [m for m in found if not any(a <= start[m.first] < b for a, b in beside)]
    return actors.subject([m for m in said if not _speaks(m, actors.words)] or said, spans.content)


def _speaks(mention: Mention, words: Words) -> bool:
    """Whether a mention only says whose words are meant: "Varenian claims that"."""
    after = words.low[mention.last + 1 : mention.last + 3]
    return bool(_SPOKEN_WORDS.intersection(after))


def _inflicted(spans: Attributed, words: Words) -> bool:
    """Whether a claim counts what was done to the other side."""
    low = [words.low[i] for part in spans.content for i in words.indices(part)][:20]
    return bool(_INFLICTED.intersection(low)) and not _OWN.intersection(low[:3])


def _opponent(side: str, actors: Actors) -> str:
    """The actor named most often besides a side and civilians."""
    return next((name for name in actors.ranked if name not in (side, CIVILIANS)), "")


def opening_actor(spans: Attributed, cast: Cast) -> str:
    """The actor that a content names in its first words; "" if it opens otherwise."""
    for part in spans.content[:1]:
        for mention in cast.actors.within(part)[:1]:
            first = cast.actors.words.indices(part).start
            return mention.name if mention.first - first <= 3 else ""
    return ""


def attribution_of(span: Span, attributions: Sequence[Attribution]) -> int | None:
    """Index of the innermost attribution whose content holds a span; None if none does."""
    best: tuple[int, int] | None = None
    for k, attribution in enumerate(attributions):
        for a, b in attribution.content:
            if a <= span[0] and span[1] <= b and (best is None or b - a < best[0]):
                best = (b - a, k)
    return best[1] if best else None


def side_of_figure(
    figure: Figure,
    document: Document,
    actors: Actors,
    attributions: Sequence[Attribution],
) -> str:
    """Plain name of the actor that a quantity is about; "" unknown.

    Civilians for tolls and displacement; else the actor named right after it, or before it in the
    sentence; else what the attribution that states it is about.
    """
    if figure.quantity.startswith(("toll.", "displaced.")):
        return CIVILIANS
    words = actors.words
    at = words.indices(figure.span)
    if not at:
        return ""
    upto = min(figure.span[1] + 40, len(document.text))
    after = actors.within((figure.span[0], upto))
    beside = [m for m in after if m.first - at[-1] <= 1]
    if beside:
        return beside[0].name
    own = _attribution(figure, attributions)
    here = words.start[words.sentence(at[0]).start]
    parts = [a for a, b in own.content if a <= figure.span[0] < b] if own else []
    begin = max(here, *parts) if parts else here
    before = actors.within((begin, figure.span[0]))
    if before:
        return before[-1].name
    return own.about_side if own else actors.before(figure.span[0])


def _attribution(figure: Figure, attributions: Sequence[Attribution]) -> Attribution | None:
    """The attribution that states a figure, if one does."""
    k = figure.attribution
    return attributions[k] if k is not None and k < len(attributions) else None


def issue_of(words: Words, content: Iterable[range], stance: Stance) -> str:
    """What a bargaining statement is about: territory, alignment, guarantees, sequence; else ""."""
    if stance not in _BARGAINING:
        return ""
    low = frozenset(words.low[i] for part in content for i in part)
    counts = {issue: len(low & lexicon(f"issue {issue}")) for issue in _ISSUES}
    best = max(counts, key=lambda issue: counts[issue])
    return best if counts[best] else ""
