"""Number expressions: the amount, its bounds, its unit."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.reading.figures import amounts, numbers

AMOUNTS = [
    ("1,000", 1000),
    ("1 000", 1000),
    ("1.5 million", 1.5e6),
    ("2.5bn", 2.5e9),
    ("40k", 40000),
    ("nine hundred", 900),
    ("twenty-five thousand", 25000),
    ("one hundred and fifty thousand", 150000),
    ("two and a half million", 2.5e6),
    ("half a million", 500000),
    ("a million and a half", 1.5e6),
    ("three million and a half", 3.5e6),
    ("one and a half", 1.5),
    ("three quarters of a million", 750000),
    ("a dozen", 12),
    ("half a dozen", 6),
    ("six hundred thousand", 600000),
]

# written; low, value, high, unit
BOUNDED = [
    ("more than 10 million", 10e6, None, None, ""),
    ("at least 902", 902, None, None, ""),
    ("well over a hundred", 100, None, None, ""),
    ("no fewer than 40", 40, None, None, ""),
    ("15 or more", 15, None, None, ""),
    ("200+", 200, None, None, ""),
    ("over 6.64M souls", 6.64e6, None, None, ""),
    ("over 300m of trench", 300, None, None, "m"),
    ("up to a third", None, None, 33.3, "percent"),
    ("as many as 1,900", None, None, 1900, ""),
    ("fewer than 90", None, None, 90, ""),
    ("no more than 40", None, None, 40, ""),
    ("40 at most", None, None, 40, ""),
    ("nearly a thousand", None, 1000, 1000, ""),
    ("just under 500", None, 500, 500, ""),
    ("about 75 per cent", None, 75, None, "percent"),
    ("barely 40 percent", None, 40, None, "percent"),
    ("between 7,000 and 15,000", 7000, None, 15000, ""),
    ("7,000-15,000", 7000, None, 15000, ""),
    ("7,000 to 15,000", 7000, None, 15000, ""),
    ("5 to 8 million", 5e6, None, 8e6, ""),
    ("two or three hundred", 200, None, 300, ""),
    ("about 4- to 500", 400, None, 500, ""),
    ("0- to 5 km", 0, None, 5, "km"),
    ("$2-3 billion", 2e9, None, 3e9, "USD"),
    ("more than $713 million", 713e6, None, None, "USD"),
    ("€1.2bn", None, 1.2e9, None, "EUR"),
    ("five million euros", None, 5e6, None, "EUR"),
    ("360 to 380 sq km", 360, None, 380, "km2"),
    ("300m", None, 300, None, "m"),
    ("two-thirds", None, 66.7, None, "percent"),
    ("one in five", None, 20, None, "percent"),
    ("three to one", None, 3, None, "ratio"),
    ("tens of thousands", None, None, None, ""),
    ("a couple of dozen", None, None, None, ""),
]


@pytest.mark.parametrize(("written", "number"), AMOUNTS)
def test_an_amount_in_digits_or_words_is_its_number(written: str, number: float) -> None:
    assert amounts.amount(written) == number


@pytest.mark.parametrize(
    ("written", "low", "value", "high", "unit"), BOUNDED, ids=[b[0] for b in BOUNDED]
)
def test_a_bound_bounds_the_side_it_names(
    written: str, low: float | None, value: float | None, high: float | None, unit: str
) -> None:
    (found,) = numbers.find(f"There were {written}.").numbers
    assert (found.low, found.value, found.high, found.unit) == (low, value, high, unit)


@pytest.mark.parametrize(
    "text",
    ["a third round", "the last quarter", "the second half of May", "T-72", "the 24th", "10:30"],
)
def test_ordinals_periods_models_and_clocks_are_no_numbers(text: str) -> None:
    assert numbers.find(text).numbers == ()


def test_a_change_is_two_numbers_and_no_range() -> None:
    found = numbers.find("It rose from 10 to 20 percent.").numbers
    assert [(n.value, n.unit) for n in found] == [(10, "percent"), (20, "percent")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("down by -5 km", numbers.NEGATIVE),
        ("1" * 40, numbers.TOO_LONG),
        ("five two", numbers.NO_NUMBER),
        ("9 to 3", numbers.DESCENDING),
    ],
)
def test_what_is_no_number_is_counted_and_left_out(text: str, reason: str) -> None:
    found = numbers.find(text)
    assert found.numbers == ()
    assert found.skipped == {reason: 1}


PIECES = [
    "at least", "nearly", "between", "and", "to", "or", "1,000", "7", "five", "hundred", "a third of",
    "$", "%", "million", "-", "dozens of", "half", "people", "killed", "in May", "31 February", "“",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=60))
def test_every_number_lies_in_the_text_and_its_bounds_are_in_order(text: str) -> None:
    found = numbers.find(text)
    assert found == numbers.find(text)
    for number in found.numbers:
        assert 0 <= number.span[0] <= number.core[0] < number.core[1] <= number.span[1] <= len(text)
        stated = [n for n in (number.low, number.value, number.high) if n is not None]
        assert stated == sorted(stated)


@pytest.mark.parametrize("unit", ["1", '"', "1,000,", "one hundred "])
def test_a_megabyte_of_one_line_takes_about_a_second(unit: str) -> None:
    begin = time.process_time()
    numbers.find(unit * (500_000 // len(unit)))
    assert time.process_time() - begin < 3
