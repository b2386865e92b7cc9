"""Where sentences end, by the kinds of stops that end one and that end none."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.reading.text import sentences
from standoff.reading.text.tokens import words

# A stroke stands where a sentence ends.
SPLIT = """
They called the works “purely defensive”. | The mayor laughed.
"We hold." | "They do not."
He called it a "useful sheet of paper". | Her coalition did not.
The two had met (in May). | Nothing came of it.
The toll was lower (the day before: 204 and 41). | Most were soldiers.
Fighting has gone on since June 1. | The road is closed.
Nobody was hurt on January 9. | None had been there.
Who fired? | Nobody knows! | The guns are old.
He went on… | Then he stopped.
He went on... | Then he stopped.
The plan … The army would leave.
“We will ... Kyiv is ours,” he wrote.
“We will . . . Kyiv is ours,” he wrote.
Gen. Otto Brand and Brig. Gen. Ana Kolb met Mr. Hale near St. Orm and Mt. Talan.
Gen. (ret.) Kolb told my right hon. Friend.
No. 5 Brigade held. | Was it enough? | No. | The rest fled.
It fell on Sept. 3 and again in Oct. | Nobody saw it.
See para. 4 and annex 4. | One airline has promised it.
J. R. Hale and K. Ulm signed. | An aide known as K. | He left early.
So did I. | The others stayed.
The U.S. Army left the U.S. | The rest of the force stayed at 5 a.m. Monday.
The U.K. and the U.S. Senate agreed.
Losses rose 3.5 percent, by 1,459. | Prices fell.
“Will they leave?” he asked.
The report (see p. 5) is short.
“We stay.” — Kolb
3.5 km of road were lost. | 12 were hurt.
""".strip().splitlines()


def split(text: str) -> list[str]:
    return [text[a:b].strip() for a, b in words(text).sentences()]


@pytest.mark.parametrize("line", SPLIT)
def test_a_stop_ends_a_sentence_unless_it_belongs_to_its_word(line: str) -> None:
    assert split(line.replace(" |", "")) == line.split(" | ")


def test_a_label_belongs_to_its_item_and_a_figure_that_ends_a_line_does_not() -> None:
    text = "1. The embargo holds.\n2. Arms came by sea in 4.\na) The ship left.\nIt sank on day\n6. They swam."
    assert split(text) == [
        "1. The embargo holds.",
        "2. Arms came by sea in 4.",
        "a) The ship left.",
        "It sank on day\n6.",
        "They swam.",
    ]


def test_an_empty_line_and_a_bullet_end_a_sentence_and_a_wrapped_line_does_not() -> None:
    text = "A heading\n\nThe army\nheld the town\nof Orm:\n- 20 were killed\n  * 3 missing"
    assert split(text) == [
        "A heading",
        "The army\nheld the town\nof Orm:",
        "- 20 were killed",
        "* 3 missing",
    ]


def test_a_sentence_without_end_is_cut() -> None:
    assert len(split("on and " * sentences.MOST_TOKENS)) == 2


@given(st.text("aB1.!?…”\"') \n-", max_size=80), st.integers(0, 90))
def test_sentences_cover_a_text_end_to_end(text: str, begin: int) -> None:
    found = words(text).sentences(begin)
    assert all(a < b for a, b in found)
    assert all(one[1] == other[0] for one, other in itertools.pairwise(found))
    assert [*found[:1], *found[-1:]] == [] or (found[0][0], found[-1][1]) == (begin, len(text))


@pytest.mark.parametrize("text", ["43. Three men spoke.", "“Three men spoke.", "Three men spoke."])
def test_a_capital_behind_a_label_or_a_quotation_mark_opens_a_sentence(text: str) -> None:
    split_up = words(text)
    assert split_up.opens(split_up.text.index("Three"))
    assert not split_up.opens(split_up.text.index("men"))
