"""Where sentences end: the one splitter, a rule over the tokens of a text.

A sentence ends at an empty line, before an item of a list, and at a stop (. ! ? …), with any quotation
marks and brackets that close after it, before white space and something that can open a sentence: a
capital, a figure, an opening mark. A line break alone ends nothing: lines may be wrapped.

A full stop that belongs to its word ends none: "Gen. Smith", "St. Petersburg", "No. 5", "Sept. 3",
"J. Smith", and "1." or "a." as the label of a list item. After an initial or "U.S." a sentence ends only
before a word that opens sentences ("The", "He"). An ellipsis ends one if it is joined to a word; with
spaces around it, it stands for words left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from standoff.reading.data import lexicon
from standoff.reading.records import Span

MOST_TOKENS: Final = 400
"""A longer sentence is cut, so that the work on one is bounded."""

_STOPS: Final = frozenset(".!?…")
_CLOSING: Final = frozenset("\"”’'»)]")
_OPENING: Final = frozenset("\"“‘'«„([{<$€£¥#@")
_BULLETS: Final = frozenset("-*•")
_BEFORE_ITEM: Final = frozenset(".;:")
_MOST_CLOSING: Final = 3


def last_tokens(
    text: str,
    written: Sequence[str],
    low: Sequence[str],
    start: Sequence[int],
    end: Sequence[int],
) -> tuple[int, ...]:
    """The index of the last token of every sentence, in order.

    Args:
        text: the text. written, low: its tokens, as written and in lower case.
        start, end: the character offsets of each token.
    """
    found: list[int] = []
    first, last = 0, len(written) - 1
    for i, token in enumerate(written):
        ends = i == last or i - first >= MOST_TOKENS
        if not ends and start[i + 1] > end[i]:
            space = text[end[i] : start[i + 1]]
            item = written[i + 1] in _BULLETS or (
                token in _BEFORE_ITEM and is_label(written, i + 1)
            )
            ends = "\n" in space and (item or space.count("\n") > 1)
            if not ends and (token in _STOPS or token in _CLOSING):
                opens_line = first == 0 or "\n" in text[end[first - 1] : start[first]]
                label = i == first + 1 and opens_line and is_label(written, first)
                ends = _stops(written, low, start, end, i, label=label)
            elif not ends and token[-1] == "." and written[i + 1][0].isupper():
                ends = low[i + 1] in lexicon("opens a sentence")  # "in the U.S. The army"
        if ends:
            found.append(i)
            first = i + 1
    return tuple(found)


def _stops(
    written: Sequence[str],
    low: Sequence[str],
    start: Sequence[int],
    end: Sequence[int],
    i: int,
    *,
    label: bool,
) -> bool:
    """Whether a stop at token i, or the one that the marks up to i close after, ends a sentence.

    Args:
        label: whether the tokens up to i are the label of a list item.
    """
    j = i
    while i - j < _MOST_CLOSING and j and written[j] in _CLOSING and end[j - 1] == start[j]:
        j -= 1
    after = written[i + 1]
    if written[j] not in _STOPS or not (
        after in _OPENING or (after[0].isalnum() and not after[0].islower())
    ):
        return False
    dots = j
    while dots and written[dots - 1] == "." and end[dots - 1] == start[dots]:
        dots -= 1
    joined = dots > 0 and end[dots - 1] == start[dots]
    if written[j] == "…" or dots < j:
        return joined
    if written[j] == "." and joined:
        return not _of_its_word(written, low, j, i + 1, label=label)
    return written[j] != "." or j == 0 or written[j - 1] != "."


def _of_its_word(
    written: Sequence[str], low: Sequence[str], stop: int, after: int, *, label: bool
) -> bool:
    """Whether a full stop belongs to the word that it is joined to: "Gen.", "No. 5", "J.", "1."."""
    word = low[stop - 1]
    if word in lexicon("titles cut short"):
        return True
    if after > stop + 1:  # "May 2).", "plan B”."
        return False
    if low[after][0].isdigit() and word in lexicon("cut short before a number"):
        return True
    if label:
        return True
    initial = len(word) == 1 and written[stop - 1].isupper() and word != "i"
    return initial and low[after] not in lexicon("opens a sentence")


def is_label(written: Sequence[str], i: int) -> bool:
    """Whether a token, with the one behind it, may be the label of a list item: "1.", "a)"."""
    short = len(written[i]) == 1 or (len(written[i]) == 2 and written[i].isdigit())
    return short and written[i].isalnum() and written[i + 1 : i + 2] in ((".",), (")",))


def spans(
    last: Sequence[int], start: Sequence[int], length: int, begin: int = 0
) -> tuple[Span, ...]:
    """The sentences from `begin` on, end to end, as character offsets.

    Args:
        last: the last token of every sentence. start: where each token begins.
        length: characters of the text.
    """
    begins = [begin, *(start[i + 1] for i in last[:-1] if start[i + 1] > begin)]
    return tuple(zip(begins, [*begins[1:], length], strict=True)) if begin < length else ()


def at(sentences: Sequence[Span], offset: int) -> int:
    """The index of the sentence in which an offset lies."""
    return max(0, bisect_right(sentences, (offset, 1 << 62)) - 1)
