"""What the network sees of a token: its form, and where it stands.

A form is described by word pieces (greedy longest match, lower case, accents stripped), a shape,
a prefix and two suffixes, so that no word is unknown. Where it stands: inside or outside of a
quotation, at the start of a line or not, on a line that ends like a sentence or like a headline.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from standoff.reading.tagger.tokens import Token

Ints = npt.NDArray[np.int32]

PIECES_PER_FORM = 6
OUTSIDE, DOUBLE, SINGLE, UNCLOSED = range(4)
PLACES = 16
# A quotation is over after so many tokens, whether it was closed or not.
LONGEST_QUOTE = 400

_PAIRS = {"“": "”", "‘": "’", "«": "»", "„": "“”", '"': '"', "``": "''"}
_SENTENCE_END = frozenset(".!?:;…")
_CLOSING = frozenset("\"'”’)»]")


def normal(form: str) -> str:
    """A form in lower case, without accents, numbers as one sign."""
    if form[0].isdigit():
        return "0"
    low = form.lower().replace("’", "'")
    if low.isascii():
        return low
    bare = "".join(
        sign for sign in unicodedata.normalize("NFD", low) if unicodedata.category(sign) != "Mn"
    )
    return bare or low


def shape(form: str) -> str:
    """The form's capitals, letters and digits: Xx, X, x, d, X., punctuation as itself."""
    if form[0].isdigit():
        digits = sum(sign.isdigit() for sign in form)
        rest = "," if "," in form else "." if "." in form else ""
        return f"d{min(digits, 5)}{rest}{'x' if form[-1].isalpha() else ''}"
    if not form[0].isalpha():
        return form[:2]
    if len(form) == 1:
        return "A" if form.isupper() else "a"
    if form.isupper():
        return "X." if form.endswith(".") else "XX" if len(form) < 5 else "XXX"
    if form[0].isupper():
        return "Xx" if form[1:].islower() else "XxX"
    return "x" if form.islower() else "xX"


def pieces(word: str, known: dict[str, int]) -> list[int]:
    """A normalised word cut greedily into the longest known pieces.

    Returns:
        At most PIECES_PER_FORM indices; [0] where a sign is unknown.
    """
    whole = known.get(word)
    if whole is not None:
        return [whole]
    found: list[int] = []
    at = 0
    while at < len(word) and len(found) < PIECES_PER_FORM:
        lead = "##" if at else ""
        for end in range(min(len(word), at + 20), at, -1):
            piece = known.get(lead + word[at:end])
            if piece is not None:
                found.append(piece)
                at = end
                break
        else:
            return [0]
    return found


def form_features(form: str, tables: Sequence[dict[str, int]]) -> list[int]:
    """Indices that describe a form.

    Args:
        form: a token's text.
        tables: pieces, shapes, prefixes, three- and two-letter suffixes; index 0 is unknown.
    Returns:
        PIECES_PER_FORM pieces (-1 for none), shape, prefix, long suffix, short suffix.
    """
    known, shapes, prefixes, long_suffixes, short_suffixes = tables
    word = normal(form)
    parts = pieces(word, known)
    return [
        *parts,
        *[-1] * (PIECES_PER_FORM - len(parts)),
        shapes.get(shape(form), 0),
        prefixes.get(word[:3], 0),
        long_suffixes.get(word[-3:], 0),
        short_suffixes.get(word[-2:], 0),
    ]


def lines_of(text: str, tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Runs of tokens between line breaks: half-open ranges of token indices, non-empty."""
    found = []
    begin = 0
    for index in range(1, len(tokens)):
        gap = text[tokens[index - 1][1] : tokens[index][0]]
        if gap != " " and gap and ("\n" in gap or "\r" in gap or "\u2029" in gap):
            found.append((begin, index))
            begin = index
    if tokens:
        found.append((begin, len(tokens)))
    return found


def quoted(forms: Sequence[str]) -> Ints:
    """Each token's quote state in one line; the marks themselves count as inside."""
    state = np.zeros(len(forms), np.int32)
    opened, closer = -1, ""
    for index, form in enumerate(forms):
        if opened >= 0:
            if form in closer:
                state[opened : index + 1] = SINGLE if closer == "’" else DOUBLE
                opened = -1
            elif index - opened >= LONGEST_QUOTE:
                _leave_open(state, opened, closer)
                opened = -1
        elif form in _PAIRS:
            opened, closer = index, _PAIRS[form]
    if opened >= 0:
        _leave_open(state, opened, closer)
    return state


def _leave_open(state: Ints, opened: int, closer: str) -> None:
    # A single mark that nothing closes is an apostrophe more often than a quotation.
    if closer != "’":
        state[opened : opened + LONGEST_QUOTE] = UNCLOSED


def places(forms: Sequence[str], lines: Iterable[tuple[int, int]]) -> Ints:
    """Where each token stands: quote state, line start and kind of line in one number.

    Returns:
        (tokens,) int32, 0 to PLACES - 1.
    """
    found = np.zeros(len(forms), np.int32)
    for begin, end in lines:
        last = end - 1
        while last > begin and forms[last] in _CLOSING:
            last -= 1
        headline = 0 if forms[last][-1] in _SENTENCE_END else 8
        found[begin:end] = quoted(forms[begin:end]) + headline
        found[begin] += 4
    return found
