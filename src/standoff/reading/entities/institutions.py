"""Armies, governments and rebels that a text names by what they are: "the army", "the rebels".

An army or a government is the state's that the text names most often; rebels are those whom it
calls so, "Ishari rebels" by the people they are of.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from standoff.reading.data import lexicon, table
from standoff.reading.entities.discovery import CIVILIANS, Mention, group
from standoff.reading.text.tokens import Tokens

_STATE_ROLES = lexicon("state roles")
_SOLDIERS = frozenset(("soldiers", "troops"))
_REBELS = lexicon("rebels")
_DEFINITE = frozenset(("the", "these", "those", "our", "their", "its"))


def rebels_of(split: Tokens, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, those before a word for rebels made the rebels': "Ishari rebels"."""
    return [_rebels(split, mention) for mention in found]


def _rebels(split: Tokens, mention: Mention) -> Mention:
    after = mention.last + 1
    if group(mention.name) or split.low[after : after + 1] == () or not split.low[after].isalpha():
        return mention
    if split.low[after] not in _REBELS or split.low[mention.last] == mention.name.lower():
        return mention
    text = split.source[split.start[mention.first] : split.end[after]]
    return replace(mention, last=after, name=text)


def without_a_name(split: Tokens, body: range, found: Sequence[Mention]) -> list[Mention]:
    """ "The army" and "the rebels" for the state and the rebels that are meant."""
    named = [name for name, _ in Counter(m.name for m in found).most_common()]
    states = [name for name in named if not group(name)]
    armed = [name for name in named if _armed(name)]
    low = split.low
    roles = [i for i in body[1:] if low[i] in _STATE_ROLES and _the(split, i)]
    if len(states) < 2:  # Of two states, either may have sent "soldiers".
        roles += [i for i in body[1:] if low[i] in _SOLDIERS and not _someones(split, i)]
    rebels = [i for i in body[1:] if low[i] in _REBELS and not _someones(split, i)]
    called = Counter(low[i] for i in rebels if low[i].endswith(("s", "y", "on"))).most_common(1)
    of_state = "the government" if {low[i] for i in roles} <= {"government"} else "the army"
    return [
        *_mentions(roles, states[0] if states else of_state),
        *_mentions(rebels, armed[0] if armed else f"the {called[0][0]}" if called else ""),
    ]


def _mentions(at: Sequence[int], name: str) -> Iterator[Mention]:
    return (Mention(i, i, name) for i in at)


def _the(split: Tokens, i: int) -> bool:
    """Whether a noun stands for the only one of its kind: "the army", not "the army of"."""
    return split.low[i - 1] in _DEFINITE and split.low[i + 1 : i + 2] != ("of",)


def _someones(split: Tokens, i: int) -> bool:
    """Whether the word before names whose they are: "Osten soldiers"."""
    return split.capital(i - 1) and split.low[i - 1] not in _DEFINITE


def _armed(name: str) -> bool:
    """Whether an actor is one that may be called rebels: an army or front without a state."""
    last = name.rsplit(" ", 1)[-1].lower()
    return last in _REBELS or (group(name) and name not in _peaceful())


@functools.cache
def _peaceful() -> frozenset[str]:
    rows = table("organisations")
    return frozenset((CIVILIANS, *(r["name"] for r in rows if r["kind"] != "armed group")))
