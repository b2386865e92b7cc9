"""Articles made to look otherwise, token for token: other quotation marks, names and headlines.

The corpus is American election news; texts about wars quote with other marks and speak of people
and places that it never names. Labels stay where they are, since every token stays one token.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from standoff.reading.training.corpus import Article

QUOTES, HEADLINES, NAMES, RENAMED = 0.35, 0.2, 0.4, 0.6
REWORDED = 0.2  # share of the words that have neighbours

_STYLES = (('"', '"'), ('"', '"'), ("‘", "’"), ("«", "»"), ("„", "“"))
_NAMES = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf8"))
_KEPT = frozenset(_NAMES["kept"])


def altered(article: Article, random: Random) -> Article:
    """An article with some of the alterations, as chance has it."""
    forms = list(article.forms)
    if random.random() < QUOTES:
        opening, closing = random.choice(_STYLES)
        marks = {"“": opening, "”": closing}
        forms = [marks.get(form, form) for form in forms]
    if random.random() < NAMES:
        names = _renamed(forms, article.lines, random)
        forms = [names.get(form, form) for form in forms]
    if random.random() < HEADLINES:
        begin, end = article.lines[0]
        forms[begin:end] = [form.upper() for form in forms[begin:end]]
    return replace(article, forms=tuple(forms))


def reworded(article: Article, random: Random, near: Mapping[str, Sequence[str]]) -> Article:
    """An article in which some words are others like them, for a teacher to label anew.

    Args:
        near: for a word in lower case the words that are used like it.
    """
    forms = [
        _as(form, random.choice(near[form.lower()]))
        if form.lower() in near and random.random() < REWORDED
        else form
        for form in article.forms
    ]
    return replace(article, forms=tuple(forms))


def _as(form: str, word: str) -> str:
    return word.upper() if form.isupper() else word.capitalize() if form[0].isupper() else word


def _renamed(
    forms: Sequence[str], lines: Sequence[tuple[int, int]], random: Random
) -> dict[str, str]:
    """New names for words that stand capitalised inside of sentences."""
    firsts = {begin for begin, _ in lines}
    inside = Counter(
        form
        for k, form in enumerate(forms)
        if k not in firsts
        and len(form) > 2
        and form[0].isupper()
        and form not in _KEPT
        and (form[1:].islower() or form.isupper())
        and forms[k - 1] not in {".", "?", "!", "“", '"', ":", "‘"}
    )
    return {
        form: (random.choice(_NAMES["letters"]) if form.isupper() else _name(random))
        for form in sorted(inside)
        if random.random() < RENAMED
    }


def _name(random: Random) -> str:
    """A name out of the world, or an invented one."""
    if random.random() < 0.4:
        return str(random.choice(_NAMES["world"]))
    parts = ["begin", "middle", "join", "end"]
    if random.random() < 0.5:
        parts[2:2] = ["join", "middle"]
    return "".join(random.choice(_NAMES[part]) for part in parts).capitalize()
