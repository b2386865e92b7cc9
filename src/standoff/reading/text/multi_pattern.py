"""Many regular expressions searched for in one pass over a text.

An expression of hundreds of alternatives tries each of them at every word. Sorted by first letters and
without groups it tries a few. Which of the alternatives matched is found only where one did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

_DEEPEST: Final = 4
_REPEATED: Final = re.compile(r"(?:[*+]|\{[\d,]*\})")


class MultiPattern:
    """Expressions by kind, in lower case; where two begin at one place the earlier one wins.

    Args:
        kinds: the expressions of each kind.
        before: what an expression must follow, as a look behind.
    """

    def __init__(self, kinds: Mapping[str, Sequence[str]], before: str = r"(?<!\w)") -> None:
        self._kinds = tuple(kinds)
        apart = "|".join(f"(?P<k{n}>{'|'.join(many)})" for n, many in enumerate(kinds.values()))
        every = [one for many in kinds.values() for one in many]
        self._apart = re.compile(rf"(?:{apart})\b")
        self._sought = re.compile(rf"{before}(?:{by_first_letter(every)})\b")

    def finditer(
        self, text: str, begin: int = 0, end: int | None = None
    ) -> Iterator[tuple[re.Match[str], str]]:
        """Each match between two offsets with its kind, none inside another."""
        end = len(text) if end is None else end
        while sought := self._sought.search(text, begin, end):
            begin = sought.start() + 1
            found = self._apart.match(text, sought.start(), end)
            if found and found.lastgroup:
                yield found, self._kinds[int(found.lastgroup[1:])]
                begin = max(found.end(), begin)


def by_first_letter(expressions: Sequence[str]) -> str:
    """Source of an expression for any of these, those that begin with a letter under that letter."""
    letters: dict[str, list[str]] = {}
    others: list[str] = []
    for one in (plain for every in expressions for plain in _plain(every)):
        if one[:1].isalpha() and one[1:2] not in ("?", "*", "{"):
            letters.setdefault(one[0], []).append(one[1:])
        else:
            others.append(one)
    return "|".join([f"{c}(?:{'|'.join(rest)})" for c, rest in letters.items()] + others)


def _plain(expression: str, deep: int = 0) -> Iterator[str]:
    """The same without a group of choices at its beginning: "(?:a|b)c" is "ac" or "bc"."""
    inside, rest = _group(expression)
    if not inside or _REPEATED.match(rest) or deep >= _DEEPEST:
        yield expression
        return
    maybe = rest.startswith("?")
    for choice in _choices(inside):
        yield from _plain(choice + rest[maybe:], deep + 1)
    if maybe:
        yield from _plain(rest[1:], deep + 1)


def _group(expression: str) -> tuple[str, str]:
    """What is inside the group that an expression begins with, and what follows it."""
    if expression.startswith("(?:"):
        for at, depth in _depths(expression):
            if depth == 0:
                return expression[3:at], expression[at + 1 :]
    return "", expression


def _choices(inside: str) -> Iterator[str]:
    begin = 0
    for at, depth in _depths(inside):
        if depth == 0 and inside[at] == "|":
            yield inside[begin:at]
            begin = at + 1
    yield inside[begin:]


def _depths(expression: str) -> Iterator[tuple[int, int]]:
    """Each character outside of classes, with how many groups are open after it."""
    depth, at, in_class = 0, 0, False
    while at < len(expression):
        here = expression[at]
        at += 2 if here == "\\" else 1
        if here == "\\":
            continue
        if in_class:
            in_class = here != "]"
        elif here == "[":
            in_class = True
        else:
            depth += (here == "(") - (here == ")")
            yield at - 1, depth
