"""Which actor an attribution is about: the one whose doings or state its content tells of."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.reading.attribution.speakers import Speaker
from standoff.reading.data import lexicon
from standoff.reading.entities.actors import Actors
from standoff.reading.entities.discovery import CIVILIANS, Mention
from standoff.reading.entities.persons import Cast
from standoff.reading.records import Attributed, Attribution
from standoff.reading.text.tokens import Tokens, hull

_OWN = lexicon("own")
_FIRST_PERSON = lexicon("first person")
_QUOTES = frozenset('“”"«»„‘')
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
    words = cast.actors.words
    low = _said(spans, words)
    opening = low[0] if low else ""
    named = _named(spans, cast.actors)
    own = _FIRST_PERSON if voice.anonymous or _quoted(spans, cast) else _OWN
    side = voice.side or _itself(voice)
    at_home = side == cast.home and _of_home(low)
    if side and (at_home or _on_own_side(stance, voice, opening in own, named)):
        return side
    before = earlier[-1].about_side if earlier else ""
    if opening in ("these", "those", "such") and before:
        return before
    if named:
        return named
    if voice.side and not voice.anonymous and _OURS.intersection(low):
        return voice.side
    return _of_nobody(stance, voice, cast, _spoken_of(spans, cast.actors) or before, low)


def _of_home(low: Sequence[str]) -> bool:
    """Whether a government's own words open with a post or body of its own: "the President"."""
    opening = low[:_OPENING]
    return any(
        a == "the" and b in _OWN_POSTS and c != "of"
        for a, b, c in zip(opening, opening[1:], [*opening[2:], ""], strict=False)
    )


_OPENING = 7
_OWN_POSTS = frozenset(("president", "secretary", "department", "administration", "pentagon"))


def _itself(voice: Speaker) -> str:
    """A body that no side is known for, by what it is called: "an armed group" is a side."""
    if voice.person or voice.kind == "media":
        return ""
    first, _, rest = voice.name.partition(" ")
    name = rest if first.lower() in _ARTICLES else voice.name
    last = name.rsplit(" ", 1)[-1].lower()
    return name if last in _SIDES or (name.isalpha() and name[:1].isupper()) else ""


_SIDES = lexicon("heads") | lexicon("rebels") | frozenset(("group", "groups", "authorities"))
_ARTICLES = frozenset(("the", "a", "an"))
_MUTUAL = lexicon("mutual")


def _spoken_of(spans: Attributed, actors: Actors) -> str:
    """The actor named last before a statement in its own paragraph; "" if none is."""
    first = spans.content[0][0]
    start = actors.words.start
    near = [
        m
        for m in actors.within((actors.words.source.rfind("\n", 0, first) + 1, first))
        if not any(a <= start[m.first] < b for a, b in spans.source)
    ]
    free = [m for m in near if not actors.object_of(m)]
    return (free or near)[-1].name if near else ""


_OURS = frozenset(("we", "us", "our", "ours"))
_SUFFERED = lexicon("suffered")


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


def _of_nobody(stance: str, voice: Speaker, cast: Cast, before: str, low: Sequence[str]) -> str:
    """Whom a statement is about that names nobody: the other side, or the one before it."""
    if _SUFFERED.intersection(low):
        return CIVILIANS
    if _MUTUAL.intersection(low) or stance == "none" or (stance == "demands" and not voice.side):
        return ""
    demanded = stance == "demands" and before in ("", voice.side)
    inflicted = _INFLICTED.intersection(low[:20]) and not _OWN.intersection(low[:3])
    if demanded or (voice.side and inflicted):
        return _opponent(voice.side, cast.actors) or before
    if voice.side and voice.side == cast.home:
        return voice.side
    return before or cast.actors.main


def _said(spans: Attributed, words: Tokens) -> list[str]:
    """The first words of what is said, in lower case, past "that" and punctuation."""
    every = [i for part in spans.content for i in words.indices(part)][:60]
    said = [words.low[i] for i in every if words.text[i][:1].isalnum() or words.low[i][:1] == "'"]
    return said[said[:1] == ["that"] :]


def _named(spans: Attributed, actors: Actors) -> str:
    """The actor that the content is about by name, outside its own source and cue."""
    beside = (*spans.source, *spans.cue)
    found = [m for part in spans.content for m in actors.within(part)]
    start = actors.words.start
    said = [m for m in found if not any(a <= start[m.first] < b for a, b in beside)]
    return actors.subject([m for m in said if not _speaks(m, actors.words)] or said, spans.content)


def _speaks(mention: Mention, words: Tokens) -> bool:
    """Whether a mention only says whose words are meant: "Varenian claims that"."""
    after = words.low[mention.last + 1 : mention.last + 3]
    return bool(_SPOKEN_WORDS.intersection(after))


def _opponent(side: str, actors: Actors) -> str:
    """The actor named most often besides a side and civilians."""
    return next((name for name in actors.ranked if name not in (side, CIVILIANS)), "")
