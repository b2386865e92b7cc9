"""One amount, written in digits or words: "1,000", "1.5 million", "nine hundred", "half a million".

`PATTERN` finds amounts in time linear in the text: every repetition in it is bounded.
"""

from __future__ import annotations

import math
import re
from typing import Final

_TO_NINETEEN: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_BY_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL: Final = {word: n for n, word in enumerate(_TO_NINETEEN.split(), start=1)}
_TENS: Final = {word: 10 * n for n, word in enumerate(_BY_TENS.split(), start=2)}
_SCALES: Final = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "lakh": 1e5,
    "million": 1e6,
    "crore": 1e7,
    "mln": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bln": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}

LONGEST: Final = 15
"""Digits of the longest whole number read: beyond it a run of digits counts nothing in a war."""

_ABSURD: Final = 1e15
"""No amount of people, money or distance reaches it."""

_GROUPED: Final = r"\d{1,3}(?:[,\u00a0\u202f\u2009 ]\d{3}){1,4}(?![\d])(?:\.\d{1,6})?"
_PLAIN: Final = rf"\d{{1,{LONGEST}}}(?!\d)(?:\.\d{{1,6}}(?!\d))?"
_SHORT_SCALE: Final = r"(?:bn|bln|mn|mln|tn|[mk])(?![\w²])"
_LONG_SCALE: Final = r"(?:hundred|thousand|million|billion|trillion|dozen|lakh|crore)\b"
DIGITS: Final = (
    rf"(?:{_GROUPED}|{_PLAIN})(?:[ \u00a0-]?{_LONG_SCALE}(?:[ -](?:thousand|million|crore)\b)?"
    rf"|[ \u00a0]?{_SHORT_SCALE})?"
)

_WORD: Final = "|".join([*_SMALL, *_TENS])
_NUMBER_WORD: Final = rf"(?:{_WORD}|hundred|thousand|million|billion|trillion|dozen|lakh|crore)"
WORDS: Final = (
    rf"(?:(?:an?[ ](?={_LONG_SCALE}))(?:{_NUMBER_WORD})|(?:{_WORD}))\b"
    rf"(?:[ ]and[ ]a[ ]half(?=[ ]{_LONG_SCALE}))?"
    rf"(?:(?:[ ]and[ ]|[- ]){_NUMBER_WORD}\b){{0,8}}"
    r"(?:[ ]and[ ]a[ ]half\b)?"
)
HALVES: Final = r"(?:half[ ]an?|an?[ ]quarter[ ]of[ ]a|three[ -]quarters[ ]of[ ]a)[ ]" + _LONG_SCALE

PATTERN: Final = rf"(?:{DIGITS}|{HALVES}|{WORDS})"
"""Source of a regular expression for one amount; to be compiled without regard to case."""

_PARTS: Final = {"half a": 0.5, "half an": 0.5, "quarter of a": 0.25, "quarters of a": 0.75}
_NOTHING_BETWEEN: Final = re.compile(r"[,\s\u00a0\u202f\u2009]")
_SCALE_NAMES: Final = re.compile("|".join(sorted(_SCALES, key=len, reverse=True)))
_LEADING_DIGITS: Final = re.compile(r"[\d.]+")


def amount(written: str) -> float | None:
    """The number that an amount found by `PATTERN` stands for; None if it stands for none.

    "five two" is none, and so is anything of 10^15 or more.
    """
    words = written.casefold()
    if words[0].isdigit():
        joined = _NOTHING_BETWEEN.sub("", words)
        digits = _LEADING_DIGITS.match(joined)
        if digits is None:
            return None
        number: float | None = math.prod(
            (_SCALES[name] for name in _SCALE_NAMES.findall(joined, digits.end())),
            start=float(digits[0].rstrip(".")),
        )
    else:
        number = _of_words(words)
    if number is None or not math.isfinite(number) or number >= _ABSURD:
        return None
    return round(number, 6)


def scale(written: str) -> float:
    """The scale word that an amount ends on, as a factor; 1 without one."""
    last = re.split(r"[\s\u00a0-]", written.casefold())[-1].lstrip("0123456789.,")
    return _SCALES.get(last, 1.0)


def _of_words(words: str) -> float | None:
    for part, factor in _PARTS.items():
        before, _, after = words.partition(part + " ")
        if after and not before.removeprefix("a ").removeprefix("three").strip(" -"):
            return factor * _SCALES[after.strip()]
    # "five hundred and two thousand": the group so far, and the size of the word before.
    total = group = 0.0
    last = math.inf
    for word in re.split(r"[ -]", words.replace(" and a half", " half")):
        if word in ("and", "a", "an"):
            continue
        if word == "half":
            # "a million and a half", and "one and a half".
            if last >= 1e3 and not group and total:
                total += last / 2
            else:
                group += last / 2 if last in _SCALES.values() else 0.5
            last = 0.5
        elif word in _SCALES:
            last = _SCALES[word]
            group = (group or 1.0) * last
            if last >= 1e3:
                total, group = total + group, 0.0
        else:
            number = _SMALL.get(word) or _TENS.get(word)
            if number is None or last < 10 or (last < 100 and number >= 10):
                return None
            group, last = group + number, number
    return total + group
