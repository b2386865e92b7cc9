"""A text cut into tokens and lines: the units that the reader labels.

Words, numbers, and every other sign by itself; "’s" is cut off and "U.S." is kept whole. A line
is a paragraph: attribution spans never cross one, nor does the state of a quotation.
"""

from __future__ import annotations

import re

Token = tuple[int, int]

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., a.m.
    r"|\d+(?:[.,:]\d+)*[^\W\d_]*"  # 1,459 and 10.5 and 7th
    r"|[^\W\d_]+(?:['’](?!s\b|S\b)[^\W\d_]+)*"  # words; don’t and O’Brien stay whole
    r"|['’][sS]\b"
    r"|\.\.\.+|--+"
    r"|[^\s]"
)

_BEFORE = "\"'“‘("
_AFTER = ".,;:!?\"'”’)"

# A token is cut after so many characters: no word is longer, and 50 MB without a space is one.
LONGEST_TOKEN = 60


def tokens(text: str) -> list[Token]:
    """The tokens of a text, in order.

    Args:
        text: anything.
    Returns:
        (start, end) character offsets, non-empty, without white space, not overlapping.
    """
    found = [match.span() for match in _TOKEN.finditer(text)]
    if all(end - begin <= LONGEST_TOKEN for begin, end in found):
        return found
    return [
        (start, min(start + LONGEST_TOKEN, end))
        for begin, end in found
        for start in range(begin, end, LONGEST_TOKEN)
    ]


def trimmed(text: str, start: int, end: int) -> Token:
    """A span without the white space, quotation marks and closing punctuation at its ends.

    Returns:
        (start, end) inside the span given; equal offsets if nothing else is in it.
    """
    while end > start and (text[end - 1] in _AFTER or text[end - 1].isspace()):
        end -= 1
    while start < end and (text[start] in _BEFORE or text[start].isspace()):
        start += 1
    return start, end
