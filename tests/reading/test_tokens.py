from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from standoff.reading.tagger.features import (
    DOUBLE,
    LONGEST_QUOTE,
    OUTSIDE,
    SINGLE,
    UNCLOSED,
    lines_of,
    normal,
    pieces,
    quoted,
    shape,
)
from standoff.reading.tagger.tokens import LONGEST_TOKEN, tokens, trimmed


def forms(text: str) -> list[str]:
    return [text[a:b] for a, b in tokens(text)]


def test_words_numbers_and_signs_stand_by_themselves() -> None:
    assert forms("The U.S. general’s 1,459 “men” don’t talk.") == [
        "The", "U.S.", "general", "’s", "1,459", "“", "men", "”", "don’t", "talk", ".",
    ]  # fmt: skip


@given(st.text())
def test_tokens_cover_everything_but_white_space(text: str) -> None:
    found = tokens(text)
    assert all(a < b <= a + LONGEST_TOKEN for a, b in found)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(found))
    assert "".join(text[a:b] for a, b in found) == "".join(text.split())


def test_a_word_without_end_is_cut() -> None:
    assert len(tokens("x" * 10 * LONGEST_TOKEN)) == 10


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_a_trimmed_span_lies_in_the_span_given(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    start = min(start, end)
    a, b = trimmed(text, start, end)
    assert start <= a <= b <= end


def test_quotation_marks_are_no_part_of_a_span() -> None:
    text = " “We hold,” "
    a, b = trimmed(text, 0, len(text))
    assert text[a:b] == "We hold"


def test_lines_end_at_every_kind_of_line_break() -> None:
    text = "One two\r\nthree\n\nfour\rfive"
    cut = tokens(text)
    assert [[text[slice(*cut[k])] for k in range(a, b)] for a, b in lines_of(text, cut)] == [
        ["One", "two"],
        ["three"],
        ["four"],
        ["five"],
    ]


def test_straight_and_curly_quotes_are_the_same_state() -> None:
    for line in ("he “ did go ” now", 'he " did go " now', "he « did go » now"):
        assert quoted(line.split()).tolist() == [OUTSIDE, *[DOUBLE] * 4, OUTSIDE]
    assert quoted(["he", "‘", "did", "go", "’", "now"]).tolist() == [
        OUTSIDE,
        *[SINGLE] * 4,
        OUTSIDE,
    ]


def test_a_quotation_never_closed_ends_by_itself() -> None:
    state = quoted(["“", *["word"] * 2 * LONGEST_QUOTE])
    assert set(state[:LONGEST_QUOTE]) == {UNCLOSED}
    assert set(state[LONGEST_QUOTE:]) == {OUTSIDE}


def test_an_apostrophe_opens_no_quotation() -> None:
    assert set(quoted(["the", "soldiers", "’", "morale", "is", "low"])) == {OUTSIDE}


def test_forms_are_compared_without_case_and_accents() -> None:
    assert normal("Élysée") == "elysee"
    assert normal("1,459") == normal("7") == "0"


@given(st.text(min_size=1))
def test_every_form_has_a_normal_form_and_a_shape(form: str) -> None:
    assert normal(form)
    assert shape(form)


def test_pieces_are_the_longest_that_are_known() -> None:
    known = {"ost": 1, "##mark": 2, "##m": 3, "ostmark": 4}
    assert pieces("ostmark", known) == [4]
    assert pieces("ostm", known) == [1, 3]
    assert pieces("ostx", known) == [0]
