"""Number expressions with their bounds: "at least 902", "between 7,000 and 15,000", "a third of".

"More than", "over" and "at least" N bound from below, "up to" and "less than" N from above; "nearly"
N is N and no more; "about" N and a bare N are N. A share is a percentage. "Dozens" and "thousands"
bound nothing: they are found, without numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from standoff.reading.data import any_of, table
from standoff.reading.figures import amounts, fractions
from standoff.reading.records import Span

NEGATIVE: Final = "negative numbers"
TOO_LONG: Final = "numbers too long to count anything"
NO_NUMBER: Final = "number words that make no number"
DESCENDING: Final = "ranges that do not rise"


@dataclass(frozen=True)
class Number:
    """One number expression.

    Attributes:
        span: with its bound word and unit, and without what is counted.
        low, value, high: as stated; all None for a vague count.
        unit: percent, a measure, a currency code, or "" where things are counted.
        core: where the number itself stands.
        in_words: it is written without a digit.
        bounded: a bound or "about" stands by it.
        share: it is a fraction, such as "a third", which needs no "percent" after it.
    """

    span: Span
    low: float | None
    value: float | None
    high: float | None
    unit: str
    core: Span
    in_words: bool
    bounded: bool = False
    share: bool = False

    @property
    def vague(self) -> bool:
        """Whether it has no number at all, as "dozens"."""
        return self.low is None and self.value is None and self.high is None

    @property
    def most(self) -> float:
        """The largest of its numbers; 0 for a vague count."""
        return max((n for n in (self.low, self.value, self.high) if n is not None), default=0.0)


_BOUNDS: Final = {(r["side"], r["phrase"]): r["bound"] for r in table("bounds")}
_BEFORE: Final = {p: b for (side, p), b in _BOUNDS.items() if side == "before"}
_AFTER: Final = {p: b for (side, p), b in _BOUNDS.items() if side == "after"}
_UNITS: Final = {r["word"].casefold(): r["unit"] for r in table("units")}
_SIGNS: Final = {"$": "USD", "us$": "USD", "a$": "AUD", "c$": "CAD", "€": "EUR", "£": "GBP"}
_SIGNS.update(
    {"¥": "JPY", "₴": "UAH", "₽": "RUB", "₪": "ILS", "rs": "INR", "rs.": "INR", "₹": "INR"}
)
_CODES: Final = (
    "USD|EUR|GBP|UAH|RUB|CAD|AUD|NZD|CHF|NOK|SEK|DKK|PLN|JPY|CNY|KRW|INR|TRY|ILS|SAR|AED"
)

_WORD_UNITS: Final = any_of([u for u in _UNITS if u != "%"])
_UNIT: Final = rf"(?:[ \u00a0]?%|[ \u00a0-]?(?:{_WORD_UNITS})(?![\w²]))"
_MONEY: Final = rf"(?:(?:US\$|A\$|C\$|[$€£¥₴₽₪₹]|Rs\.?)[ ]?|(?:{_CODES})(?=[ \d])[ ]?)"
_LEFT: Final = r"(?<![\w/$€£])(?=[\d$€£¥₴₽₪₹a-fghmnorstu])(?<!\d[.,:])(?<![A-Za-z][-‑])"
_RIGHT: Final = re.compile(r"(?![\w/])(?!:\d)(?!-(?!strong|plus)[A-Za-z])")
_SPACE: Final = re.compile(r"\s+")
_DIGIT: Final = re.compile(r"\d")
_VAGUE: Final = (
    r"(?P<vague>(?:(?:several|many|a[ ]few|some|few)[ ](?:dozen|hundred|thousand|million)s?"
    r"|a[ ]couple[ ]of[ ](?:dozen|hundred|thousand|million)s?"
    r"|(?:tens|dozens|scores|hundreds|thousands|millions|billions)"
    r"(?:[ ]of[ ](?:thousands|millions|billions))?))\b"
)
_BETWEEN: Final = re.compile(r"(?:\bbetween|\bfrom)\s(?:about\s|some\s|roughly\s|around\s)?$", re.I)
_CHANGE: Final = re.compile(
    r"\b(?:rose|risen|rising|grew|grown|growing|increas|fell|fallen|falling|drop|declin|shr[aiu]nk"
    r"|cut|up|down|went|gone|jump|climb|rais|reduc|doubl)\w{0,4}\b[^.;]{0,50}\bfrom\s$",
    re.I,
)
_EXPRESSION: Final = re.compile(
    rf"{_LEFT}(?:(?!{amounts.HALVES}){fractions.PATTERN}|{_VAGUE}|(?P<money>{_MONEY})?(?P<first>{amounts.PATTERN})(?P<unit>{_UNIT})?"
    rf"(?:(?P<join>-?[ ]to[ ]|[-–—]|[ ](?:and|or)[ ])(?:{_MONEY})?(?:about[ ]|some[ ])?"
    rf"(?P<second>{amounts.PATTERN})(?P<unit2>{_UNIT})?)?)",
    re.IGNORECASE,
)
_RUN: Final = re.compile(rf"\d{{{amounts.LONGEST + 1},}}")
_BOUND_BEFORE: Final = re.compile(
    rf"(?:^|(?<=[^\w]))({any_of(_BEFORE)})\s+(?:the\s|an?\s)?[“\"‘]?$", re.I
)
_NEVER: Final = re.compile(
    r"(?:\b(?:not|never|cannot|nor|without|hardly|unlikely\sto|doubts?\s(?:that\s)?(?:\w+\s){1,3})|n[’']t)\s(?!(?:say|said|know|tell|rule|disclose|give)\b)(?:[\w’']+\s){0,4}$",
    re.I,
)
_TURNED: Final = {"low": "high", "high": "low"}
_BOUND_AFTER: Final = re.compile(rf"\+|-plus\b|,?\s(?:{any_of(_AFTER)})\b(?!\sthan)", re.I)
_MILLIONS_OF: Final = re.compile(
    r"\s(?:people|refugees|civilians|residents|children|dollars|euros|pounds|tonnes|tons|barrels)\b"
)
_COMPARING: Final = ("more than", "less than", "fewer than", "over", "exceed", "above", "beyond")
_LOOK_BACK: Final = 34
_OPEN_QUOTES: Final = '“‘"'
_LAST_WORDS: Final = {phrase.split()[-1] for phrase in _BEFORE} | {"the", "a", "an"}


@dataclass(frozen=True)
class NumberMatch:
    """Number expressions in order, and what was left out and how often."""

    numbers: tuple[Number, ...]
    skipped: Mapping[str, int]


def find(text: str, start: int = 0) -> NumberMatch:
    """The number expressions in a text from `start` on, and what was left out."""
    skipped: Counter[str] = Counter()
    too_long = sum(1 for _ in _RUN.finditer(text, start))
    if too_long:
        skipped[TOO_LONG] = too_long
    found: list[Number] = []
    at = start
    while match := _EXPRESSION.search(text, at):
        at = match.end()
        if match["first"]:
            counted, at = _counted(text, match, skipped)
            found += [with_bounds(text, number) for number in counted]
            continue
        share = match["vague"] is None
        percent = fractions.percent(match) if share else None
        if share and percent is None:
            continue
        unit, in_words = "percent" if share else "", not _DIGIT.search(match[0])
        bare = Number(match.span(), None, percent, None, unit, match.span(), in_words, share=share)
        number = with_bounds(text, bare)
        if not share or fractions.stands(text, match, bounded=number.bounded):
            found.append(number)
    return NumberMatch(tuple(found), dict(skipped))


def _counted(
    text: str, match: re.Match[str], skipped: Counter[str]
) -> tuple[tuple[Number, ...], int]:
    """The number or numbers of one match, and where to go on looking."""
    end = match.end("unit") if match["unit"] else match.end("first")
    if not _RIGHT.match(text, end):
        return (), max(end, match.start() + 1)
    value, start = amounts.amount(match["first"]), match.start()
    minus = text[start - 1 : start] in ("-", "−") and not text[max(0, start - 2)].isalnum()
    if value is None or minus:
        skipped[NO_NUMBER if value is None else NEGATIVE] += 1
        return (), end
    unit = _unit(match["money"], match["unit"])
    written = match["first"].casefold()
    # A capital M is a million, of whatever.
    small = match["first"].endswith("m")
    attached = small and written[-2].isdigit() and not match["money"]
    if attached and not _MILLIONS_OF.match(text, match.end("first")):
        # The m of "300m" is metres: it is millions of money, and of what is named after it.
        value, unit = value / 1e6, "m"
    in_words = not _DIGIT.search(match["first"])
    one = Number((start, end), None, value, None, unit, match.span("first"), in_words)
    if match["second"] is None:
        return (one,), end
    return _pair(text, match, one, skipped)


def _pair(
    text: str, match: re.Match[str], one: Number, skipped: Counter[str]
) -> tuple[tuple[Number, ...], int]:
    """Two numbers as one range where they are one; else the first alone, the second to come."""
    alone = (one,), one.span[1]
    unit = _unit(match["money"], match["unit2"] or "") or one.unit
    before = text[max(0, match.start() - 80) : match.start()]
    between = _BETWEEN.search(before)
    high = amounts.amount(match["second"])
    if high is None or not _RIGHT.match(text, match.end()) or one.unit not in ("", unit):
        return alone
    low, join = one.value or 0.0, match["join"]
    factor = amounts.scale(match["second"])
    if factor > 1 and amounts.scale(match["first"]) == 1 and low < high / factor:
        # "5 to 8 million": the first number borrows the scale of the second.
        low *= factor
    elif join.startswith("-") and len(join) > 1 and low < 10:
        # "4- to 500": speech drops the zeros of the first.
        while 0 < low * 10 < high:
            low *= 10
    # "and" joins two numbers after "between" only, "or" those that are near each other.
    after_between = between is not None and between[0].casefold().startswith("between")
    apart = (join.strip() == "and" and not after_between) or (
        join.strip() == "or" and (match["unit"] or high > 2 * low)
    )
    if apart:
        return alone
    if _CHANGE.search(before):
        return (replace(one, unit=unit),), one.span[1]
    if high == 1 and join == " to " and not unit:
        return (replace(one, span=match.span(), unit="ratio"),), match.end()
    if low >= high:
        skipped[DESCENDING] += 1
        return (), match.end()
    start = match.start() - len(between[0]) if between else match.start()
    core = (match.start("first"), match.end("second"))
    ends = Number((start, match.end()), low, None, high, unit, core, one.in_words, bounded=True)
    return (ends,), match.end()


def _unit(money: str | None, written: str | None) -> str:
    after = _UNITS.get((written or "").strip(" \u00a0-").casefold(), "")
    sign = (money or "").strip().casefold()
    return _SIGNS.get(sign, sign.upper()) or after


def with_bounds(text: str, number: Number) -> Number:
    """The same number with the bound words around it."""
    begin, end = number.span
    bound, bounded = "", number.bounded
    for _ in range(3):
        before = text[max(0, begin - _LOOK_BACK) : begin]
        words = before.rsplit(None, 1)
        if words and words[-1] in _OPEN_QUOTES and len(words) == 2:
            words = words[0].rsplit(None, 1)
        if not words or words[-1].casefold().strip(_OPEN_QUOTES) not in _LAST_WORDS:
            break
        found = _BOUND_BEFORE.search(before)
        phrase = _SPACE.sub(" ", found[1]).casefold() if found else ""
        if found is None or (bound == "about" and phrase == "over"):
            # "Mined over some 70 km": over a stretch, and no bound.
            break
        begin -= len(found[0])
        bounded, bound = True, _BEFORE[phrase] if bound in ("", "about") else bound
        if phrase in _COMPARING and _NEVER.search(text[max(0, begin - 50) : begin]):
            # What cannot have carried more than 9,000 carried 9,000 at most.
            bound = _TURNED[bound]
    after = _BOUND_AFTER.match(text, end, end + 20)
    if after and bound in ("", "about"):
        phrase = _SPACE.sub(" ", after[0]).casefold().lstrip(", ")
        end, bounded, bound = after.end(), True, _AFTER.get(phrase, "low")
    if not bounded:
        return number
    number = replace(number, span=(begin, end), bounded=True)
    value = number.value
    if value is None or bound in ("", "about"):
        return number
    if bound == "nearly":
        return replace(number, high=value)
    if bound == "low":
        return replace(number, low=value, value=None)
    return replace(number, value=None, high=value)
