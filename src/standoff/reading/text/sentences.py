"""Where sentences begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from standoff.reading.records import Span

_SHORT_FORMS: Final = (
    "mr mrs ms dr gen lt col maj sgt capt st no u.s u.n u.k vs jan feb mar apr jun jul aug sep sept oct"
    " nov dec gov sen rep prof brig adm sq mt ft"
)
_SHORT: Final = frozenset(_SHORT_FORMS.split())
_END: Final = re.compile(r"[.!?…][”’\"')\]]{0,3}\s+(?=[\w“‘\"'(\[<$€£])|\n\s*\n|\n(?=[ \t]*[-*•])")
_LAST: Final = re.compile(r"([\w.]{1,6})$")


# The figures and the events of one document both ask for its sentences.
@lru_cache(maxsize=1)
def spans(text: str, start: int = 0) -> tuple[Span, ...]:
    """The sentences from `start` on, end to end; "Gen. Smith" and "U.S. troops" are not split."""
    found: list[Span] = []
    begin = start
    for match in _END.finditer(text, start):
        if match[0][0] == "." and _abbreviated(text, match):
            continue
        found.append((begin, match.end()))
        begin = match.end()
    if begin < len(text):
        found.append((begin, len(text)))
    return tuple(found)


def at(sentences: Sequence[Span], offset: int) -> int:
    """The index of the sentence in which an offset lies."""
    return max(0, bisect_right(sentences, (offset, 1 << 62)) - 1)


def _abbreviated(text: str, match: re.Match[str]) -> bool:
    last = _LAST.search(text[max(0, match.start() - 6) : match.start()])
    if last is None or "\n" in match[0]:
        return False
    word = last[1].casefold().rsplit("\n")[-1]
    after = text[match.end() : match.end() + 1]
    return word in _SHORT or (len(word) == 1 and word.isalpha()) or after.islower()
