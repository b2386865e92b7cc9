"""Actors that no list knows, found by what they have and do in the text.

A name that has an army, a government or an offensive is an actor; a demonym is its state's.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from standoff.reading.data import lexicon, table
from standoff.reading.entities.names import REGIONS, NameMention
from standoff.reading.text.tokens import Tokens

CIVILIANS = "civilians"
_OF_A_STATE = lexicon("of a state")


@dataclass(frozen=True)
class Mention:
    """One place where an actor is named: its words (first and last), and the plain name."""

    first: int
    last: int
    name: str


def discovered(split: Tokens, names: Sequence[NameMention]) -> list[Mention]:
    """Actors that no list knows, by what they have and do; every later mention, short ones too."""
    scores: Counter[str] = Counter()
    for name in names:
        if name.kind in ("", "organisation"):
            scores[name.text] += _evidence(split, name)
    seen = set(scores)
    plain = {text: _state(text, seen) for text in scores}
    for text, of in plain.items():
        if text != of and of in seen:  # A name and what is made of it: "Corrin", "Corrinian".
            scores[of] += 2
    accepted = {t for t, score in scores.items() if score >= 2 and _possible(t)}
    accepted |= {plain[text] for text in accepted}
    plain = {text: to for text, to in plain.items() if text in accepted or to in accepted}
    short = _short_forms(plain.values())
    out = []
    for name in names:
        if name.kind not in ("", "organisation"):
            continue
        to = short.get(name.text) or plain.get(name.text)
        if to:
            out.append(Mention(name.first, name.last, to))
    return out


def _possible(text: str) -> bool:
    """Whether a name can be an actor's: no region, no pronoun, no "Mission", nothing "-backed"."""
    low = text.lower()
    if low in lexicon("office") and low not in lexicon("heads"):
        return False
    hyphened = low.rpartition("-")[2] if "-" in low else ""
    return len(text) > 1 and low not in REGIONS and hyphened not in lexicon("hyphened")


def _evidence(split: Tokens, name: NameMention) -> int:
    """How strongly the words around a name say that it is an actor."""
    low, n = split.low, len(split.low)
    after = [low[k] for k in range(name.last + 1, min(n, name.last + 6)) if low[k] not in _QUOTES]
    before = [low[k] for k in range(max(0, name.first - 3), name.first)]
    if before and before[-1] in lexicon("vessels and arms"):
        return -2
    score = _owning(after, split.opens(name.first) and name.last == name.first)
    if before[-1:] == ["of"] and before[-2:-1] and before[-2] in _OF_A_STATE:
        score += 2
    if name.kind == "organisation" and before[-1:] == ["the"]:
        score += 2
    if len(before) > 1 and before[-1] in ("on", "in") and before[-2] in lexicon("war about"):
        score += 2
    if before[-1:] in (["neighbouring"], ["neighboring"]) or before[-2:] == ["my", "fellow"]:
        score += 2
    if before[-1:] == ["the"] and name.last > name.first and _has_particle(split, name):
        score += 1
    score += _opposed(before, after)
    if any(c.isdigit() for c in name.text) and name.text[:1].isupper():
        score += 1
    return score + _active(before, after, name.first == name.last and _unknown(low[name.last]))


def _owning(after: Sequence[str], opens: bool) -> int:
    """Evidence in what a name has: an army, a government, a minister."""
    owned = lexicon("force") | lexicon("office") | lexicon("title")
    whose = after[:1] == ["'s"] or after[:2] == [",", "whose"]
    if whose and owned.intersection(after[1:4]):
        return 2
    # A plain word may open a sentence: "Medical staff", "Assistance missions".
    return (1 if opens else 2) if after and after[0] in owned else 0


_QUOTES = frozenset('“”"‘')


def _opposed(before: Sequence[str], after: Sequence[str]) -> int:
    """Evidence in what stands between two: "with the X", "between X and the Y"."""
    if before[-1:] == ["between"] and after[:1] == ["and"]:
        return 2
    return int(before[-2:] in (["with", "the"], ["against", "the"], ["between", "the"]))


def _active(before: Sequence[str], after: Sequence[str], single: bool) -> int:
    """Evidence in what a name does: says, denies, withdrew."""
    if after[:1] and after[0] in _ADVERBS:
        after = after[1:]
    if not after:
        return 0
    acts = after[0] in _acting() or (after[0] in _AUXILIARIES and len(after) > 1)
    asked = before[-1:] in (["will"], ["would"], ["did"], ["does"])
    return 2 * (single and after[0] in _COMMITTING) + int(acts or asked)


_COMMITTING = lexicon("committing")
_ADVERBS = lexicon("adverbs before a verb")


def _unknown(low: str) -> bool:
    """Whether a word is none of the common nouns for people and bodies."""
    kinds = ("unnamed", "office", "force", "record", "title", "heads", "civilians", "modifier")
    return not any(low in lexicon(kind) for kind in kinds)


_AUXILIARIES = lexicon("actors auxiliaries")


@functools.cache
def _acting() -> frozenset[str]:
    return lexicon("acting")


def _has_particle(split: Tokens, name: NameMention) -> bool:
    return any(split.text[k].islower() for k in range(name.first, name.last + 1))


def _state(text: str, seen: Collection[str]) -> str:
    """A demonym's state: the name in the text that it is made of, or by the usual endings."""
    stem = text.rsplit(" ", 1)[-1]
    for ending in _DEMONYMS:
        root = stem.removesuffix(ending)
        if root != stem and len(root) > 2:
            for other in sorted(seen):
                if other != text and other.startswith(root) and len(other) <= len(root) + 2:
                    return other
    if stem.endswith(("ians", "eans", "ssans")) and len(stem) > 6:
        return text[:-2]
    if stem.endswith(("ian", "ean", "ssan")) and len(stem) > 5:
        return text[:-1]
    return text


_DEMONYMS = ("ians", "ian", "eans", "ean", "ans", "an", "ese", "ish", "is", "i", "ns", "n", "ers")


def _short_forms(actors: Iterable[str]) -> dict[str, str]:
    """The one-word forms of longer names: "Council" for "Northern Liberation Council"."""
    out: dict[str, str] = {}
    for actor in sorted(set(actors)):
        parts = actor.split()
        for part in {parts[0], parts[-1]} if len(parts) > 1 else ():
            if part[:1].isupper():
                out.setdefault(part, actor)
    return out


@functools.cache
def _groups() -> frozenset[str]:
    """Listed actors that no president stands for, civilians among them."""
    rows = table("organisations")
    return frozenset((CIVILIANS, *(row["name"] for row in rows)))


def group(name: str) -> bool:
    """Whether an actor is a group rather than a state."""
    last = name.rsplit(" ", 1)[-1].lower()
    coded = any(c.isdigit() for c in name) or any(part.islower() for part in name.split())
    return coded or name in _groups() or last in lexicon("heads")
