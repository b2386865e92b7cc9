"""Which language a text is in: by its script, and in Latin script by its commonest words."""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections import Counter
from importlib import resources

ENGLISH = "English"
_MOST_LETTERS = 20_000
"""Letters that are looked at: a language shows in its first pages."""
_FEWEST = 5
"""Common words of another language below which a text in Latin script counts as English."""
_TIMES = 2
"""How many times as many of them as of English there must be."""
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """The name of the language, or of a script that is not Latin ("Cyrillic script").

    A text with some foreign words, and one too short to tell, is English.
    """
    start = text[:_MOST_LETTERS]
    scripts = Counter(_script(c) for c in start if c.isalpha())
    if not scripts:
        return ENGLISH
    script, letters = scripts.most_common(1)[0]
    if script != "LATIN" and 2 * letters > scripts.total():
        return f"{script.capitalize()} script"
    words = Counter(_WORD.findall(start.casefold()))
    hits = {name: sum(words[word] for word in common) for name, common in _common().items()}
    most = max(hits, key=lambda name: hits[name])
    foreign = hits[most] >= _FEWEST and hits[most] > _TIMES * hits[ENGLISH]
    return most if foreign else ENGLISH


def _script(letter: str) -> str:
    """ "LATIN", "CYRILLIC", "CJK" and so on, as Unicode names letters."""
    return "LATIN" if letter.isascii() else unicodedata.name(letter, "UNKNOWN").partition(" ")[0]


@functools.cache
def _common() -> dict[str, frozenset[str]]:
    file = resources.files("standoff").joinpath("reading", "data", "languages.csv")
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {row["language"]: frozenset(row["words"].split()) for row in rows}
