"""Events in sentences of our own making: type, clause, place, date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.reading import events

PUBLISHED = date(2025, 6, 12)

EVENTS = [
    ("The army captured two villages near Karsk on Tuesday.", "advance", "Karsk", "2025-06-10"),
    ("Rebels advanced towards Belna.", "advance", "Belna", ""),
    ("Troops withdrew from Karsk in May.", "withdrawal", "Karsk", "2025-05"),
    ("Its men abandoned the trenches.", "withdrawal", "", ""),
    ("Missiles hit Belna overnight.", "strike", "", "2025-06-11"),
    ("Guns shelled Karsk.", "strike", "", ""),
    ("Clashes were reported around Karsk.", "ground_attack", "Karsk", ""),
    ("The town has been besieged for weeks.", "siege", "", ""),
    ("Envoys will hold talks in Luntz on Sunday.", "talks", "Luntz", "2025-06-15"),
    ("A truce was announced.", "ceasefire", "", ""),
    ("The two signed a peace agreement.", "agreement", "", ""),
    ("The president ordered a partial mobilisation.", "mobilisation", "", ""),
    ("Callow approved a military aid package.", "aid", "", ""),
    ("New sanctions on the ports followed.", "sanction", "", ""),
    ("Foreign troops are arriving to fight alongside the army.", "third_party_entry", "", ""),
    ("He spoke of tactical nuclear weapons.", "nuclear_signal", "", ""),
    ("They swapped 90 prisoners.", "prisoner_exchange", "", ""),
]


@pytest.mark.parametrize(("text", "kind", "place", "day"), EVENTS, ids=[e[0][:40] for e in EVENTS])
def test_an_event_has_its_type_place_and_date(text: str, kind: str, place: str, day: str) -> None:
    (found,) = events.find(text, 0, PUBLISHED)
    assert (found.type, found.place, found.date) == (kind, place, day)


@pytest.mark.parametrize(
    "text",
    [
        "More advanced weapons are needed.",
        "He may go in May; the sun was up.",
        "Nothing is known of it.",
        "She took part in the meeting.",
    ],
)
def test_words_that_only_look_like_events_are_none(text: str) -> None:
    assert events.find(text, 0, PUBLISHED) == ()


def test_an_event_that_the_text_comes_back_to_is_given_once() -> None:
    text = "Talks opened in Luntz. On Friday the talks in Luntz went on."
    assert [e.type for e in events.find(text, 0, PUBLISHED)] == ["talks"]


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["shelled", "talks", "in", "Karsk", ",", ".", "“"])).map(" ".join)
)
def test_every_event_lies_in_the_text(text: str) -> None:
    found = events.find(text, 0, PUBLISHED)
    assert found == events.find(text, 0, PUBLISHED)
    for event in found:
        assert 0 <= event.span[0] < event.span[1] <= len(text)
