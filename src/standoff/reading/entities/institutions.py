"""Armies, governments and rebels that a text names by what they are: "the army", "the rebels".

An army or a government is the state's that the text names most often; rebels are those whom it
calls so, "Ishari rebels" by the people they are of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
    out = []
    for mention in found:
        after = mention.last + 1
        rebels = split.low[after : after + 1]
        people = not group(mention.name) and split.low[mention.last] != mention.name.lower()
        if people and rebels and rebels[0].isalpha() and rebels[0] in _REBELS:
            text = split.source[split.start[mention.first] : split.end[after]]
            out.append(replace(mention, last=after, name=text))
        else:
            out.append(mention)
    return out


def without_a_name(split: Tokens, body: range, found: Sequence[Mention]) -> list[Mention]:
    """ "The army" and "the rebels" for the state and the rebels that are meant."""
    low = split.low
    named = [name for name, _ in Counter(m.name for m in found).most_common()]
    states = [name for name in named if not group(name)]
    # An army or front without a state may be called rebels.
    rows = table("organisations")
    peaceful = {CIVILIANS, *(row["name"] for row in rows if row["kind"] != "armed group")}
    armed = [
        name
        for name in named
        if name.rsplit(" ", 1)[-1].lower() in _REBELS or (group(name) and name not in peaceful)
    ]
    # The only one of its kind: "the army", not "the army of".
    roles = [
        i
        for i in body[1:]
        if low[i] in _STATE_ROLES and low[i - 1] in _DEFINITE and low[i + 1 : i + 2] != ("of",)
    ]
    # "Osten soldiers" are Osten's.
    free = [
        i
        for i in body[1:]
        if low[i] in _SOLDIERS | _REBELS
        and not (split.capital(i - 1) and low[i - 1] not in _DEFINITE)
    ]
    if len(states) < 2:  # Of two states, either may have sent "soldiers".
        roles += [i for i in free if low[i] in _SOLDIERS]
    rebels = [i for i in free if low[i] in _REBELS]
    called = Counter(low[i] for i in rebels if low[i].endswith(("s", "y", "on"))).most_common(1)
    of_state = "the government" if {low[i] for i in roles} <= {"government"} else "the army"
    state = states[0] if states else of_state
    rebel = armed[0] if armed else f"the {called[0][0]}" if called else ""
    return [*(Mention(i, i, state) for i in roles), *(Mention(i, i, rebel) for i in rebels)]
