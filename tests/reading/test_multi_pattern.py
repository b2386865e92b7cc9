"""Many expressions in one walk: what is found is what one expression after the other would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.reading.data import expressions
from standoff.reading.text.multi_pattern import MultiPattern, by_first_letter

KINDS = {
    "first": ["talks?", "(?:the|a(?:ny)?)\\struce"],
    "second": ["talk\\sof\\swar", "[ab]+", "\\d+\\smen"],
}


def found(text: str, kinds: dict[str, list[str]] = KINDS) -> list[tuple[str, str]]:
    return [(match[0], kind) for match, kind in MultiPattern(kinds).finditer(text)]


def test_the_earlier_of_two_that_begin_at_one_place_wins() -> None:
    assert found("talk of war and the truce, any truce") == [
        ("talk", "first"), ("the truce", "first"), ("any truce", "first")
    ]  # fmt: skip
    assert found("12 men talked, ab") == [("12 men", "second"), ("ab", "second")]


def test_it_is_looked_for_between_two_offsets() -> None:
    text = "talks, talks, talks"
    assert [m.start() for m, _ in MultiPattern(KINDS).finditer(text, 3, 13)] == [7]


@pytest.mark.parametrize("table", ["deeds.toml"])
@given(
    words=st.lists(
        st.sampled_from(["lost", "were", "killed", "and", "wounded", "in", "fled", "12"])
    )
)
def test_first_letters_change_nothing(table: str, words: list[str]) -> None:
    kinds, text = expressions(table), " ".join(words)
    plain = re.compile(rf"\b(?:{'|'.join(one for many in kinds.values() for one in many)})\b")
    sought = re.compile(rf"(?<!\w)(?:{by_first_letter([o for m in kinds.values() for o in m])})\b")
    assert [m.start() for m in plain.finditer(text)] == [m.start() for m in sought.finditer(text)]
