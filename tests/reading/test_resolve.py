"""Laws of what stands inside spans, and the constructions of the report that began it all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading.marked import interpret, marked, read, report
from standoff.reading.attribution.targets import attributions_of
from standoff.reading.records import Attributed, Span

PIECES = [
    "the Ostrand army", "said", "told", "that", "“", "”", ",", ".", "may not", "refused", "Ada Ulm",
    ", who", "General", "council", "’s", "we", "they", "officials", "one of them", "citing",
    "according to", "Reuters", "Lake Tribune", "300 killed", "(", "—", "\n\n", "no", "if", "",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join) | st.text(max_size=60)


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[Attributed]]:
    text = draw(texts)
    place = st.integers(0, len(text))
    span = st.tuples(place, place).map(lambda s: (min(s), max(s))).filter(lambda s: s[0] < s[1])
    role = st.lists(span, max_size=2).map(lambda s: tuple(sorted(s)))
    made = st.builds(Attributed, role, role, role)
    return text, draw(st.lists(made, max_size=5)) if text else []


@settings(max_examples=150, deadline=None)
@given(documents())
def test_given_spans_are_kept_and_every_span_lies_in_the_text(
    case: tuple[str, list[Attributed]],
) -> None:
    text, spans = case
    found = interpret(report(text), spans, None)
    triples = [(a.source, a.cue, a.content) for a in found]
    for one in spans:
        assert triples.count((one.source, one.cue, one.content)) >= spans.count(one)
    for a in found:
        hedges = (a.hedge.span,) if a.hedge else ()
        every: tuple[Span, ...] = (*a.source, *a.cue, *a.content, *hedges)
        assert all(0 <= s < e <= len(text) for s, e in every)
        assert a.within is None or found[a.within] is not a


@settings(max_examples=50, deadline=None)
@given(documents())
def test_the_same_input_gives_the_same_reading(case: tuple[str, list[Attributed]]) -> None:
    text, spans = case
    assert interpret(report(text), spans, None) == interpret(report(text), list(spans), None)


def test_they_come_by_first_offset() -> None:
    text = "{T|“One,”} {S|an aide} {C|said}.\n{S|Ulm} {C|said} {T|the army had said it was two}."
    firsts = [min(s for s, _ in (*a.source, *a.cue, *a.content)) for a in read(text)]
    assert firsts == sorted(firsts)


def test_an_officials_judgement_by_way_of_two_outlets() -> None:
    text = (
        "{T|Brelland’s drive on the Dorvan capital is approaching stalemate and the front may soon "
        "freeze}, {S|a senior allied defence official} {C|told} the Lake Tribune on Sunday, the "
        "Hill Gazette reported.\n\n"
        "{T|“They still have the numbers,”} {S|the official} {C|added}. {T|“It could suggest a pause.”}\n\n"
        "{S|Brelland’s defence ministry} {C|dismissed} {T|the account}."
    )
    first, second, third = read(text, outlet="Port Courier")
    assert first.speaker == "a senior allied defence official"
    assert (first.anonymous, first.channel) == (True, ("Hill Gazette", "Lake Tribune"))
    assert first.hedge is not None
    assert (first.hedge.low, first.hedge.high) == (0.25, 0.5)
    assert (first.stance, first.about_side) == ("assesses", "Brelland")
    assert (second.speaker, second.channel) == (first.speaker, first.channel)
    assert second.direct_quote
    assert (third.stance, third.negated, third.anonymous) == ("denies", True, False)


def test_a_span_belongs_to_the_innermost_content_that_holds_it() -> None:
    document, spans = marked("{S|Aides} {C|said} {T|the army had said that 300 left}.")
    found = interpret(document, spans, None)
    at = document.text.index("300")
    holder, nobody = attributions_of([(at, at + 3), (0, 5)], found)
    assert holder is not None
    assert found[holder].within == 0
    assert nobody is None


@pytest.mark.parametrize(
    "unit", ["“", "Ostrand ", "A.", "he said that ", "n't's", "told the Lake News "]
)
def test_hostile_texts_end_soon(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    spans = [Attributed((), ((i, i + 2),), ((i + 3, i + 40),)) for i in range(0, 20_000, 100)]
    began = time.process_time()
    interpret(report(text), spans, None)
    assert time.process_time() - began < 5
