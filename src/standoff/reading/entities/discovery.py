"""Actors that no list knows, found by what they have and do in the text.

A name that has an army, a government or an offensive is an actor; a demonym is its state's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from standoff.reading.data import lexicon, table
from standoff.reading.entities.names import REGIONS, NameMention
from standoff.reading.text.tokens import Tokens

CIVILIANS = "civilians"
_GROUPS = frozenset((CIVILIANS, *(row["name"] for row in table("organisations"))))
"""Listed actors that no president stands for, civilians among them."""
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
    # No region, no pronoun, no "Mission", nothing "-backed".
    offices = lexicon("office") - lexicon("heads")
    accepted = {
        text
        for text, score in scores.items()
        if score >= 2
        and len(text) > 1
        and text.lower() not in REGIONS | offices
        and ("-" not in text or text.lower().rpartition("-")[2] not in lexicon("hyphened"))
    }
    accepted |= {plain[text] for text in accepted}
    plain = {text: to for text, to in plain.items() if text in accepted or to in accepted}
    short: dict[str, str] = {}  # "Council" for "Northern Liberation Council"
    for actor in sorted(set(plain.values())):
        parts = actor.split()
        for part in {parts[0], parts[-1]} if len(parts) > 1 else ():
            if part[:1].isupper():
                short.setdefault(part, actor)
    out = []
    for name in names:
        if name.kind not in ("", "organisation"):
            continue
        to = short.get(name.text) or plain.get(name.text)
        if to:
            out.append(Mention(name.first, name.last, to))
    return out


def _evidence(split: Tokens, name: NameMention) -> int:
    """How strongly the words around a name say that it is an actor."""
    low, n = split.low, len(split.low)
    after = [low[k] for k in range(name.last + 1, min(n, name.last + 6)) if low[k] not in _QUOTES]
    before = [low[k] for k in range(max(0, name.first - 3), name.first)]
    if before and before[-1] in lexicon("vessels and arms"):
        return -2
    # What it has: an army, a government. A plain word may open a sentence: "Medical staff".
    single = name.first == name.last
    owned = lexicon("force") | lexicon("office") | lexicon("title")
    score = 0
    if (after[:1] == ["'s"] or after[:2] == [",", "whose"]) and owned.intersection(after[1:4]):
        score = 2
    elif after and after[0] in owned:
        score = 1 if single and split.opens(name.first) else 2
    # What stands before it.
    last, previous = ["", "", *before][-1:-3:-1]
    particle = any(split.text[k].islower() for k in range(name.first, name.last + 1))
    score += 2 * (last == "of" and previous in _OF_A_STATE)
    score += 2 * (last == "the" and name.kind == "organisation")
    score += 2 * (last in ("on", "in") and previous in lexicon("war about"))
    score += 2 * (last in ("neighbouring", "neighboring") or (previous, last) == ("my", "fellow"))
    score += last == "the" and not single and particle
    score += any(c.isdigit() for c in name.text) and name.text[:1].isupper()
    # Between two: "with the X", "between X and the Y".
    if last == "between" and after[:1] == ["and"]:
        score += 2
    else:
        score += last == "the" and previous in ("with", "against", "between")
    # What it does: says, denies, withdrew.
    after = after[1:] if after and after[0] in _ADVERBS else after
    if after:
        common = any(low[name.last] in lexicon(kind) for kind in _COMMON)
        acts = after[0] in lexicon("acting") or (after[0] in _AUXILIARIES and len(after) > 1)
        score += 2 * (single and not common and after[0] in _COMMITTING)
        score += acts or last in ("will", "would", "did", "does")
    return score


_QUOTES = frozenset('“”"‘')


_COMMON = ("unnamed", "office", "force", "record", "title", "heads", "civilians", "modifier")
_COMMITTING = lexicon("committing")
_ADVERBS = lexicon("adverbs before a verb")


_AUXILIARIES = lexicon("actors auxiliaries")


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


def group(name: str) -> bool:
    """Whether an actor is a group rather than a state."""
    last = name.rsplit(" ", 1)[-1].lower()
    coded = any(c.isdigit() for c in name) or any(part.islower() for part in name.split())
    return coded or name in _GROUPS or last in lexicon("heads")
