"""The default reader on texts of our own, whatever its weights."""

from __future__ import annotations

import functools
from string import ascii_letters

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.reading.records import Attributed
from standoff.reading.tagger.network import states
from standoff.reading.tagger.reader import reader
from standoff.reading.tagger.spans import BLOCK, CORE, MOST_FORMS, Forms, block, blocks, windows
from standoff.reading.tagger.tokens import trimmed

REPORT = (
    "The front has not moved in a week, Defence Minister Ana Kolb said on Sunday.\n\n"
    "“We are holding the river,” Kolb told reporters in Varenia. She added that supplies "
    "would last until May.\n\n"
    "According to the Ostmark ministry, nearly 400 soldiers were captured.\n"
)
SAYING = st.lists(
    st.sampled_from(
        ["“", "”", '"', "said", "she", "Kolb", "that", ",", ".", "\n", "we hold", "שלום"]
    )
).map(" ".join)


def words(text: str, found: Attributed) -> tuple[list[str], list[str], list[str]]:
    source, cue, content = (
        [text[a:b] for a, b in spans] for spans in (found.source, found.cue, found.content)
    )
    return source, cue, content


def test_the_plainest_attribution_is_read() -> None:
    found = [words(REPORT, a) for a in reader().spans(REPORT)]
    assert (["Kolb"], ["told reporters in Varenia"], ["We are holding the river"]) in [
        (s, [c[0]], d) for s, c, d in found
    ] or any("We are holding the river" in d for _, _, d in found)
    assert any(s == ["Defence Minister Ana Kolb"] for s, _, _ in found)


@settings(max_examples=25)
@given(st.one_of(st.text(max_size=300), SAYING))
def test_every_span_lies_in_the_text_and_is_trimmed(text: str) -> None:
    for found in reader().spans(text):
        spans = (*found.source, *found.cue, *found.content)
        assert all(0 <= a < b <= len(text) and trimmed(text, a, b) == (a, b) for a, b in spans)
        assert all(list(part) == sorted(part) for part in (found.source, found.cue, found.content))
        assert 0 <= found.confidence <= 1


def test_the_same_text_gives_the_same_spans() -> None:
    first = list(reader().spans(REPORT))
    list(reader().spans("Another text, a spokesman said, in between."))
    assert list(reader().spans(REPORT)) == first


@functools.cache
def spans_alone(text: str) -> list[Attributed]:
    return list(reader().spans(text))


@settings(max_examples=25)
@given(st.lists(st.one_of(st.just(REPORT), st.just(REPORT * 9), SAYING), max_size=6))
def test_what_is_found_in_a_text_does_not_depend_on_the_texts_beside_it(texts: list[str]) -> None:
    assert reader().spans_of_each(texts) == [spans_alone(text) for text in texts]


def test_the_states_of_a_window_are_the_same_to_the_bit_beside_any_other() -> None:
    forms = Forms(reader().network)
    texts = [REPORT * k + "He agreed." * k for k in range(1, 12)]
    passages = [one.passage for text in texts if (one := block(forms, text))]
    together = states(reader().network, passages)
    alone = [states(reader().network, [passage])[0] for passage in passages]
    assert all(np.array_equal(a, b) for a, b in zip(together, alone, strict=True))


def test_forms_that_were_forgotten_are_described_as_before() -> None:
    forms = Forms(reader().network)
    words = [f"{a}{b}" for a in ascii_letters for b in ascii_letters]
    before = forms.of(words)
    for k in range(9):
        forms.of([f"{word}{k}" for word in words])
    assert len(forms.row) <= MOST_FORMS
    assert np.array_equal(forms.of(words), before)


def test_attributions_come_in_the_order_of_the_text() -> None:
    firsts = [
        min(a for a, _ in (*f.source, *f.cue, *f.content)) for f in reader().spans(REPORT * 3)
    ]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize("text", ["", "\n\n \r\n", "\x00\x01", "“" * 3000, "(" * 50 + '"'])
def test_a_text_that_says_nothing_has_no_attributions(text: str) -> None:
    assert list(reader().spans(text)) == []


def test_an_open_quotation_does_not_reach_into_the_next_paragraph() -> None:
    opened = "“This never ends.\n\n" + REPORT
    later = [f for f in reader().spans(opened) if f.cue and f.cue[0][0] > len("“This never ends.")]
    assert len(later) >= 2


def test_blocks_are_bounded_and_cover_the_text() -> None:
    text = "word " * BLOCK + "x" * 2 * BLOCK
    found = list(blocks(text))
    assert all(b - a <= BLOCK for a, b in found)
    assert [a for a, _ in found] == [0, *[b for _, b in found[:-1]]]
    assert found[-1][1] == len(text)


def test_windows_hold_whole_lines_where_they_fit() -> None:
    lines = [(0, CORE - 4), (CORE - 4, CORE), (CORE, CORE + 1), (CORE + 1, 4 * CORE)]
    found = windows(lines)
    assert found[0] == (0, CORE)
    assert found[-1][1] == 4 * CORE
    assert all(b - a <= CORE for a, b in found)
