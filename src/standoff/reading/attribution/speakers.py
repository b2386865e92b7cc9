"""Who a source is: pronouns and short forms resolved against the speakers before it.

The nearest that fits counts: "she" is a person, "the official" an official, "one of them" out of a
group. What fits nothing stands for itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from standoff.reading.attribution.anonymity import DETACHED, kind_of, own_length, unnamed
from standoff.reading.attribution.noun_phrases import subject_before
from standoff.reading.data import lexicon
from standoff.reading.entities.names import DESCRIBING_AN_OUTLET, roles
from standoff.reading.entities.persons import Cast
from standoff.reading.records import Span
from standoff.reading.text.tokens import Tokens

_HE = frozenset(("he", "she", "him", "her"))
_THEY = frozenset(("they", "them"))
_IT = frozenset(("it", "this", "which", "that"))
_I = frozenset(("i", "me", "myself"))
_WE = frozenset(("we", "us"))
_SINGLED_OUT = frozenset(
    ("one", "another", "other", "second", "first", "third", "former", "latter")
)
_SEVERAL = frozenset(("both", "some", "others", "all", "several", "two", "three"))
_ARTICLES = frozenset(("the", "a", "an", "this", "that", "these", "those"))
_UNNAMED = frozenset(("unnamed", "anonymous", "unidentified"))
_OUTLETS = lexicon("outlet")
_CALLED_AGAIN = lexicon("unnamed") | lexicon("office") | lexicon("record") | lexicon("heads")
_EDGES = frozenset(",.;:“”\"'’‘()—")
_LONGEST_DESCRIPTION = 160


@dataclass(frozen=True)
class Speaker:
    """Somebody who says something.

    Attributes:
        name: name or role, as plain as the text allows; for the unnamed, what stands for it.
        kind: see docs/reading-inside.md.
        anonymous: an unnamed person or group.
        called: nouns by which the text may call them again.
        many: a group. person: a human being or several, not an institution or a document.
        side: the actor they speak for; "" unknown.
    """

    name: str = ""
    kind: str = ""
    anonymous: bool = False
    called: frozenset[str] = frozenset()
    many: bool = False
    person: bool = False
    side: str = ""

    @property
    def as_relay(self) -> str:
        """What they are called as a relay of another's words: a named person without their role."""
        named = self.person and not self.anonymous
        return self.name.partition(", ")[0] if named else self.name


NOBODY = Speaker()


def resolve(
    source: Sequence[Span], before: Sequence[Speaker], cast: Cast, enclosing: Speaker = NOBODY
) -> Speaker:
    """The speaker that a source stands for.

    Args:
        source: its spans; none for a claim without a source.
        before: the speakers before it, the latest last.
        cast: the document's persons and actors.
        enclosing: the speaker in whose words the source stands.
    """
    words = cast.actors.words
    indices = _trimmed(words, [i for span in source for i in words.indices(span)])
    if not indices:
        return NOBODY
    low = [words.low[i] for i in indices]
    if len(low) == 1 and low[0] in _I | _WE:
        return _first_person(words.start[indices[0]], low[0], before, cast, enclosing)
    if low[0] in ("this", "the", "our") and len(low) == 2 and low[1] in lexicon("press"):
        # "The newspaper" is the outlet named last before it, else the document's own.
        last = bisect_left(cast.name_firsts, indices[0]) if low[0] == "the" else 0
        earlier = (n.text for n in reversed(cast.actors.names[:last]) if n.kind == "outlet")
        named = next(earlier, "")
        return Speaker(named, "media") if named else _outlet(cast)
    if len(low) == 1 and low[0] in ("it", "who"):
        found = _outlet_of_it(indices[0], cast) if low[0] == "it" else None
        said_of = _antecedent(indices[0], words) if low[0] == "who" else range(0)
        if found or said_of:
            return found or resolve((words.span(said_of[0], said_of[-1]),), before, cast, enclosing)
    return (
        (_pronoun(low[0], before, enclosing) if len(low) == 1 else None)
        or _one_of(low, before)
        or _person(indices, cast)
        or _again(low, before)
        or _lettered(words, indices, before)
        or _new(indices, low, before, cast)
    )


def _trimmed(words: Tokens, indices: list[int]) -> list[int]:
    """The words of a source without punctuation at its ends, the stop of an initial kept."""
    while indices and words.low[indices[-1]] in _EDGES:
        initial = len(indices) > 1 and len(words.text[indices[-2]]) == 1
        if initial and words.low[indices[-1]] == ".":
            break
        indices.pop()
    while indices and words.low[indices[0]] in _EDGES:
        indices.pop(0)
    return indices


def _first_person(
    offset: int, pronoun: str, before: Sequence[Speaker], cast: Cast, enclosing: Speaker
) -> Speaker:
    """Who says "I" or "we": the one quoted, the one whose turn it is, or who publishes."""
    if enclosing.name:
        return enclosing
    turn = cast.turn(offset)
    called = frozenset(("officials", "official"))
    if cast.background or "OFFICIAL" in turn:
        name = turn.lower() or cast.background
        return Speaker(name, "unnamed official", True, called, pronoun in _WE, True, cast.home)
    if turn or cast.home:
        name = turn.title() or cast.home
        kind = kind_of(frozenset(("official",)), cast.home, cast, False)
        return Speaker(name, kind, False, person=bool(turn), side=cast.home)
    return next((s for s in reversed(before[-4:]) if s.person), _outlet(cast))


def _pronoun(word: str, before: Sequence[Speaker], enclosing: Speaker) -> Speaker | None:
    """The speaker behind a pronoun of the third person; None for any other word."""
    chain = [enclosing] if enclosing.name else []
    chain += reversed(before)
    if word in _HE:
        return next((s for s in chain if s.person and not s.many), NOBODY)
    if word in _THEY:
        recent = chain[:6]
        people = next((s for s in recent[:3] if s.person), recent[0] if recent else NOBODY)
        return next((s for s in recent if s.many), people)
    if word in _IT:
        return next((s for s in chain if s.name and not s.person), NOBODY)
    return chain[0] if word == "who" and chain else None


def _outlet_of_it(index: int, cast: Cast) -> Speaker | None:
    """The outlet that "it" is, where its own sentence or the one before opens with one."""
    words = cast.actors.words
    here = words.sentence(index)
    for sentence in (here, words.sentence(max(0, here.start - 1))):
        names = (cast.named_at.get(k) for k in sentence[:2] if k < index)
        named = next((n for n in names if n), None)
        if named:
            return Speaker(named.text, "media") if named.kind == "outlet" else None
    return None


_LONGEST_PHRASE = 12
_BEFORE_A_PHRASE = frozenset(("from", "by", "with", "to", "than", "against", "for", "told", "like"))


def _antecedent(index: int, words: Tokens) -> range:
    """The noun phrase in front of ", who"."""
    sentence = words.sentence(index)
    if index - 2 < sentence.start or words.low[index - 1] != ",":
        return range(0)
    near = range(index - 2, max(sentence.start, index - _LONGEST_PHRASE) - 1, -1)
    first = next((k + 1 for k in near if words.low[k] in _BEFORE_A_PHRASE), sentence.start)
    return subject_before(words, range(first, index - 1), index - 1)


def _outlet(cast: Cast) -> Speaker:
    name = cast.document.outlet
    return Speaker(name, "media" if name else "")


def _one_of(low: Sequence[str], before: Sequence[Speaker]) -> Speaker | None:
    """ "One of them", "another", "the second official": somebody out of the last group."""
    bare = [w for w in low if w not in _ARTICLES]
    if not bare or bare[0] not in _SINGLED_OUT | _SEVERAL or "," in low:
        return None
    rest = bare[1:]
    if rest and rest[0] != "of" and rest[0] not in lexicon("unnamed"):
        return None
    called = frozenset(rest) & (lexicon("unnamed") | roles())
    plurals = called | {f"{word}s" for word in called}
    plurals |= {"people"} if "persons" in plurals else set()
    for group in reversed(before):
        if group.many and (not called or plurals & group.called):
            many = bare[0] in _SEVERAL
            name = group.name if many else singled_out(bare[0], group.name)
            return replace(group, name=name, many=many)
    return None


def singled_out(word: str, group: str) -> str:
    """One out of a group, in words: "one of two officials", "an official with knowledge"."""
    first, _, rest = group.partition(" ")
    numbered = first.lower() in lexicon("numbers")
    if numbered and word in ("one", "another"):
        return f"{word} of {first.lower()} {rest}"
    # The description with its head noun in the singular and its first letter small.
    parts = (rest if numbered else group).split(" ")
    parts = parts[parts[0].lower() in _ARTICLES :]
    plural = next((k for k, p in enumerate(parts) if p.lower() in lexicon("unnamed")), None)
    if plural is not None:
        noun = parts[plural]
        parts[plural] = "person" if noun.lower() == "people" else noun.removesuffix("s")
        parts[0] = parts[0].lower() if plural == 0 else parts[0]
    singular = " ".join(parts)
    if numbered:
        return f"the {word} {singular}"
    if word == "another":
        return f"another {singular}"
    return f"{'an' if singular[:1].lower() in 'aeiou' else 'a'} {singular}"


def _person(indices: Sequence[int], cast: Cast) -> Speaker | None:
    """The named person in a source, if one stands as its head or in apposition to it."""
    words = cast.actors.words
    for i in indices:
        name = cast.named_at.get(i)
        if name is None or i != name.last:
            continue
        # The name must be who the source is, not whose or of what its head noun is.
        k = name.first - 1
        while k >= indices[0] and words.low[k] in _ARTICLES:
            k -= 1
        governed = k >= indices[0] and words.low[k] in lexicon("after head") - {",", "and"}
        owner = words.low[name.last + 1 : name.last + 2] == ("'s",)
        set_off = name.first > indices[0] and words.low[name.first - 1] == ","
        person = name.kind == "person" or (name.kind == "" and set_off and name.last > name.core)
        if governed or owner or not person:
            continue
        surname = words.text[name.last]
        full = cast.described.get(surname) or name.text
        phrase = words.span(indices[0], indices[-1])
        called = frozenset(full.lower().replace(",", " ").split())
        side = cast.actors.homes.get(surname, "") or cast.actors.side_of(phrase)
        side = side or _of_the_state(called, cast)
        kind = kind_of(called - lexicon("outlet"), side, cast, False)
        return Speaker(full, kind, called=called, person=True, side=side)
    return None


def _again(low: Sequence[str], before: Sequence[Speaker]) -> Speaker | None:
    """ "The official", "the ministry": the nearest earlier speaker called so."""
    low = [w for w in low if w not in _UNNAMED]
    if low[0] not in ("the", "this", "that", "those", "these") or not 2 <= len(low) <= 3:
        return None
    head = low[-1]
    for speaker in reversed(before):
        if head in speaker.called and speaker.name.lower() != " ".join(low):
            return speaker
        if f"{head}s" in speaker.called and speaker.many:
            return replace(speaker, name=singled_out("one", speaker.name), many=False)
    return None


def _lettered(words: Tokens, indices: Sequence[int], before: Sequence[Speaker]) -> Speaker | None:
    """An unnamed speaker called by a letter or a first name: "identified only as K."."""
    if len(indices) > 2 or not words.capital(indices[0]):
        return None
    label = words.text[indices[0]]
    for speaker in reversed(before):
        labels = (word.strip(".,") for word in speaker.name.partition(" as ")[2].split())
        if speaker.anonymous and label in labels:
            return speaker
    return None


def _new(
    indices: Sequence[int], low: Sequence[str], before: Sequence[Speaker], cast: Cast
) -> Speaker:
    """A speaker who stands for themselves: as described, with the owner of "its" put in."""
    words = cast.actors.words
    phrase = words.span(indices[0], indices[-1])
    written = " ".join(words.source[slice(*phrase)].split())[:_LONGEST_DESCRIPTION]
    # A word may bear its capital only because a sentence begins with it.
    opening = words.text[indices[0]]
    name = indices[0] in cast.named_at or cast.actors.within(words.span(indices[0], indices[0]))
    shouted = opening.isupper() and len(opening) > 1
    if words.opens(indices[0]) and not name and not shouted:
        written = written[:1].lower() + written[1:]
    owner = _owner(indices, low[0], before, cast)
    if low[0] in lexicon("possessives") and owner.name and "’s " not in owner.name:
        written = f"{owner.name}’s {written.partition(' ')[2]}"
    anonymous, head = unnamed(indices, low, cast)
    side = cast.actors.side_of(phrase) or (owner.side if low[0] in lexicon("possessives") else "")
    own = low[: own_length(low)]
    described = frozenset(own) - (frozenset() if own[-1] in lexicon("outlet") else _OUTLETS)
    side = side or (_of_the_state(described, cast) if not anonymous else "")
    kind = kind_of(described, side, cast, anonymous)
    # "The magazine Brennpunkt" is an outlet by its name.
    last = cast.named_at.get(indices[-1])
    if not anonymous and last and last.kind == "outlet":
        described_by = {words.low[i] for i in indices if i < last.first}
        kind = "media" if described_by <= DESCRIBING_AN_OUTLET else kind
    person = (anonymous and head not in DETACHED) or bool(
        lexicon("on record person").intersection(low)
    )
    plural = head.endswith("s") and head not in side.lower().split()  # Belarus is one
    many = plural or head == "people" or low[0] in lexicon("numbers")
    # The nouns by which they may be called again, and the last word.
    whose = max((k + 1 for k, w in enumerate(own) if w in ("'s", "'")), default=0)
    called = frozenset(own[whose:]) & (_CALLED_AGAIN | roles()) | frozenset(own[-1:])
    return Speaker(written, kind, anonymous, called, many, person, side)


def _owner(
    indices: Sequence[int], possessive: str, before: Sequence[Speaker], cast: Cast
) -> Speaker:
    """Who "its", "his" or "our" stands for: who speaks, a person, or who the sentence names."""
    last = next((s for s in reversed(before) if s.name), NOBODY)
    if possessive in ("our", "my") and (cast.home or cast.turns):
        offset = cast.actors.words.start[indices[0]]
        return _first_person(offset, "we", before, cast, NOBODY)
    if possessive in ("his", "her"):
        return next((s for s in reversed(before) if s.person and not s.many), last)
    if possessive == "its":
        sentence = cast.actors.words.sentence(indices[0])
        here = (
            cast.actors.words.span(sentence[0], indices[0] - 1)
            if indices[0] > sentence[0]
            else None
        )
        named = cast.actors.within(here) if here else ()
        if named:
            return Speaker(named[0].name, side=named[0].name)
        return next((s for s in reversed(before) if s.name and not s.person), last)
    return last


def _of_the_state(called: frozenset[str], cast: Cast) -> str:
    """The state named most often, for an official or a body of it whose state is not said."""
    official = called & lexicon("of the state") and not called & lexicon("of no state")
    return cast.actors.state if official else ""
