"""Which side, third party, state or armed group a text speaks of, and where.

Names come from the war's definition, from a list of states (names after ISO 3166-1, with their
adjectives and capitals) and of organisations, and from the text itself: a name that has an army,
a government or an offensive is an actor, even if no list knows it.
"""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from standoff.domain.war import Party, War
from standoff.reading.data import lexicon, table
from standoff.reading.entities import institutions
from standoff.reading.entities.discovery import CIVILIANS, Mention, discovered, group
from standoff.reading.entities.names import NameMention, named, roles
from standoff.reading.records import Document, Span
from standoff.reading.text.tokens import NO_TOKENS, Phrases, Tokens, phrases

_LISTED_ORGANISATIONS = ("alliance", "international", "armed group")
_OBJECT = lexicon("object")
_JOINED = ((",",), ("of",))
_SUFFERING = lexicon("suffering")
_BETWEEN_ACTOR_AND_PERSON = lexicon("between actor and person")


@dataclass(frozen=True)
class Actors:
    """The actors of one document.

    Attributes:
        words: the document's words, header included.
        names: its capitalised runs in title and body, with their kinds.
        mentions: where each is named, in order, civilians among them.
        codes: the war's code for each plain name that the war defines.
        homes: surname to the actor that a named person speaks for.
        ranked: the actors, the one named most often first, civilians left out.
    """

    words: Tokens
    names: tuple[NameMention, ...]
    mentions: tuple[Mention, ...]
    codes: Mapping[str, str]
    homes: Mapping[str, str]
    ranked: tuple[str, ...]
    _firsts: tuple[int, ...] = field(repr=False, default=())

    @property
    def state(self) -> str:
        """The state named most often, for whom "the minister" speaks; "" if none is named."""
        return next((name for name in self.ranked if not group(name)), "")

    @property
    def main(self) -> str:
        """The actor named most often; "" if there is none."""
        return self.ranked[0] if self.ranked else ""

    def within(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that begin inside a span of characters."""
        at = self.words.indices(span)
        a, b = bisect_left(self._firsts, at.start), bisect_left(self._firsts, at.stop)
        return self.mentions[a:b]

    def side_of(self, span: Span) -> str:
        """Plain name of the actor that a passage is about; "" if it names none.

        The first actor named counts, unless it is only the object of a preposition and a later
        one is not.
        """
        return self.subject(self.within(span), (span,))

    def subject(self, found: Sequence[Mention], spans: Sequence[Span]) -> str:
        """The name of the first mention that no preposition governs, else of the first.

        A person named before a mention that a preposition governs stands for their own side:
        "Putin, in his attack on Ukraine".
        """
        free = [m for m in found if not self.object_of(m)]
        if free:
            return free[0].name
        before = self.words.start[found[0].first] if found else len(self.words.source)
        near = (i for a, b in spans for i in self.words.indices((a, min(b, before)))[:60])
        person = next((w for w in (self.words.text[i] for i in near) if w in self.homes), "")
        return self.homes.get(person, "") or (found[0].name if found else "")

    def before(self, offset: int, words_back: int = 60) -> str:
        """The actor named last before an offset, civilians apart; "" if none is near."""
        stop = bisect_left(self.words.start, offset)
        k = bisect_left(self._firsts, stop)
        for mention in reversed(self.mentions[max(0, k - 8) : k]):
            if mention.name != CIVILIANS and stop - mention.first <= words_back:
                return mention.name
        return ""

    def object_of(self, mention: Mention) -> bool:
        """Whether a preposition governs a mention."""
        low, i = self.words.low, mention.first - 1
        if i >= 0 and low[i] == "the":
            i -= 1
        return i >= 0 and low[i] in _OBJECT


NO_ACTORS = Actors(NO_TOKENS, (), (), {}, {}, ())


def of(document: Document, war: War | None, split: Tokens) -> Actors:
    """The actors that a document names, by the war's definition, by the lists, by the text.

    Args:
        document: the report. war: whose parties the actors are, if any. split: its words.
    """
    parties = (*war.sides, *war.third_parties) if war else ()
    body = range(bisect_left(split.start, document.body_from), len(split.text))
    # The title counts where it stands in a header before the body.
    title = document.title
    at = split.source.find(title, 0, document.body_from) if title else -1
    header = split.indices((at, at + len(title))) if at >= 0 else range(0)
    parts = [part for part in (header, body) if part]
    plain = tuple(w.replace("’", "'") for w in split.text)
    known = _known(parties)
    found = [hit for part in parts for hit in known.find(plain, part)]
    listed = [Mention(i, i + n - 1, name) for i, n, name in found]
    names = named(split, {k for m in listed for k in range(m.first, m.last + 1)}, *parts)
    every = [*listed, *discovered(split, names), *_civilians(split, body)]
    every = institutions.rebels_of(split, every)
    every += institutions.without_a_name(split, body, every)
    # Of mentions inside one another, the outermost.
    mentions: list[Mention] = []
    for mention in sorted(every, key=lambda m: (m.first, -m.last)):
        if not mentions or mention.first > mentions[-1].last:
            mentions.append(mention)
    counts = Counter(m.name for m in mentions if m.name != CIVILIANS)
    return Actors(
        split,
        tuple(names),
        tuple(mentions),
        {p.name: p.code for p in parties},
        _homes(split, names, mentions),
        tuple(name for name, _ in counts.most_common()),
        tuple(m.first for m in mentions),
    )


@functools.lru_cache(maxsize=8)
def _known(parties: tuple[Party, ...]) -> Phrases[str]:
    """Every listed way to name an actor; a war's own come first, and win."""
    rows: list[tuple[str, str]] = []
    for party in parties:
        rows += [(alias, party.name) for alias in (party.name, *party.aliases)]
    for row in table("states"):
        listed = ";".join((row["name"], row["adjectives"], row["capital"], row["also"]))
        rows += [(alias, row["name"]) for alias in listed.split(";") if alias]
        rows += [(f"{a}s", row["name"]) for a in row["adjectives"].split(";") if a.endswith("n")]
    for row in table("organisations"):
        if row["kind"] in _LISTED_ORGANISATIONS:
            rows += [(a, row["name"]) for a in (row["name"], *row["also"].split(";")) if a]
    return phrases(rows, lower=False)


def _civilians(split: Tokens, body: range) -> Iterator[Mention]:
    """Words for civilians; "people" and counts of dead only where no soldiers are meant."""
    plain, harmed, low = lexicon("civilians"), lexicon("harmed"), split.low
    for i in body:
        word = low[i]
        if word in plain:
            found = word != "homes" or low[i - 1] == "their"
        elif word == "people":
            found = bool(_SUFFERING.intersection((*low[max(0, i - 5) : i], *low[i + 1 : i + 6])))
        elif word in harmed:
            before, near = low[max(0, i - 5) : i], low[max(0, i - 8) : i + 6]
            counted = any(w[:1].isdigit() or w in lexicon("stance numbers") for w in before)
            found = counted and not lexicon("soldierly").intersection(near)
        else:
            continue
        if found:
            yield Mention(i, i, CIVILIANS)


def _homes(
    split: Tokens, names: Sequence[NameMention], mentions: Sequence[Mention]
) -> dict[str, str]:
    """Surnames to actors: the one that their role names, else the state named most often."""
    states = Counter(m.name for m in mentions if not group(m.name))
    state = states.most_common(1)[0][0] if states else ""
    firsts = [m.first for m in mentions]
    leaders = {row["surname"]: row["actor"] for row in table("leaders")}
    out: dict[str, str] = {}
    for name in names:
        surname = split.text[name.last]
        if name.kind != "person" or surname in out:
            continue
        if surname in leaders:
            out[surname] = leaders[surname]
            continue
        k = bisect_left(firsts, name.core)
        near = next(
            (
                m.name
                for m in reversed(mentions[max(0, k - 2) : k])
                if _only_roles(split, m.last + 1, name.core)
            ),
            "",
        )
        after = mentions[k : k + 1] if split.low[name.last + 1 : name.last + 2] in _JOINED else ()
        if not near and after and _only_roles(split, name.last + 1, after[0].first):
            near = after[0].name
        if not near and name.core > name.first:
            # Titled: the state named within twenty words before.
            before = (m for m in reversed(mentions[max(0, k - 3) : k]) if not group(m.name))
            near = next((m.name for m in before if name.core - m.first <= 20), state)
        if near:
            out[surname] = near
    return out


def _only_roles(split: Tokens, first: int, stop: int) -> bool:
    """Whether a few words say no more than whose and what a person is."""
    between = split.low[first:stop]
    fit = _BETWEEN_ACTOR_AND_PERSON | roles() | lexicon("modifier") | lexicon("office")
    return len(between) <= 8 and all(w in fit for w in between)
