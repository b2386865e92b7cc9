"""The tables of words that stand beside the readers."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Final

_ASCII_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of the tables that stand beside this module."""
    file = resources.files("standoff.reading.data").joinpath(name)
    return list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def expressions(name: str) -> dict[str, list[str]]:
    """The keys of one of the tables of expressions, each with its own."""
    file = resources.files("standoff.reading.data").joinpath(name)
    return tomllib.loads(file.read_text(encoding="utf-8"))


def patterns(name: str) -> dict[str, str]:
    """The keys of one of the tables of expressions, each with one expression for all of its own."""
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
