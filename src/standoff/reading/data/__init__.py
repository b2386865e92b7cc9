"""The tables of words and expressions that the rules look up, each loaded once."""

from __future__ import annotations

import csv
import functools
import re
import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Final

_ASCII_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


@functools.cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table, by its file name without `.csv`."""
    file = resources.files(__name__) / f"{name}.csv"
    return tuple(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


@functools.cache
def lexicon(name: str) -> frozenset[str]:
    """One of the lists of words in words.csv, in lower case."""
    return frozenset(row["word"] for row in table("words") if row["list"] == name)


def expressions(name: str) -> dict[str, list[str]]:
    """The keys of a TOML table of regular expressions, each with its own."""
    return tomllib.loads((resources.files(__name__) / name).read_text(encoding="utf-8"))


def patterns(name: str) -> dict[str, str]:
    """The keys of a TOML table of regular expressions, each with one for any of its own."""
    return {key: "|".join(every) for key, every in expressions(name).items()}


def lowered(text: str) -> str:
    """The text in lower case, letter for letter: offsets stay what they are.

    Expressions that regard case are several times as fast as those that do not.
    """
    lower = text.lower()
    return lower if len(lower) == len(text) else text.translate(_ASCII_LOWER)


def any_of(phrases: Iterable[str]) -> str:
    """Source of an expression for any of these phrases, the longest first, spaces of any kind."""
    longest_first = sorted(phrases, key=lambda p: (-len(p), p))
    return "|".join(re.escape(p).replace(r"\ ", r"\s") for p in longest_first)
