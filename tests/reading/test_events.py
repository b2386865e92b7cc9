"""Events in sentences of our own making: type, clause, place, date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.told import body
from standoff.reading import events

PUBLISHED = date(2025, 6, 12)

EVENTS = [
    ("The army captured two villages near Karsk on Tuesday.", "advance", "Karsk", "2025-06-10"),
    ("Rebels advanced towards Belna.", "advance", "Belna", ""),
    ("Troops withdrew from Karsk in May.", "withdrawal", "Karsk", "2025-05"),
    ("Its men abandoned the trenches.", "withdrawal", "", ""),
    ("Missiles hit Belna overnight.", "strike", "Belna", "2025-06-11"),
    ("Guns shelled Karsk.", "strike", "Karsk", ""),
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
    ("A school in Karsk was hit on Tuesday.", "strike", "Karsk", "2025-06-10"),
    ("Its 3rd Brigade entered Belna at dawn.", "advance", "Belna", ""),
    ("The troops have already departed.", "withdrawal", "", ""),
    ("Varenian guns fell silent around Karsk.", "ceasefire", "Karsk", ""),
    ("Donors pledged €2.1bn on Tuesday.", "aid", "", "2025-06-10"),
    ("Callow is considering sending troops.", "third_party_entry", "", ""),
    ("The town has been cut off since May.", "siege", "", "2025-05"),
    ("Parliament ratified the accord.", "agreement", "", ""),
    ("Its envoys met theirs in Luntz.", "talks", "Luntz", ""),
    ("The union blacklisted two banks.", "sanction", "", ""),
    ("The army repelled an attack near Belna.", "ground_attack", "Belna", ""),
    ("Residents were evacuated from Karsk.", "other", "Karsk", ""),
]


@pytest.mark.parametrize(("text", "kind", "place", "day"), EVENTS, ids=[e[0][:40] for e in EVENTS])
def test_an_event_has_its_type_place_and_date(text: str, kind: str, place: str, day: str) -> None:
    (found,) = events.find(body(text, PUBLISHED))
    assert (found.type, found.place, found.date) == (kind, place, day)


@pytest.mark.parametrize(
    "text",
    [
        "More advanced weapons are needed.",
        "He may go in May; the sun was up.",
        "Nothing is known of it.",
        "She took part in the debate.",
        "The two sides struck a balance.",
        "He fired a barrage of questions at the minister.",
        "The aid workers in the relief camps are tired.",
        "The plan does not meet their demands.",
        "The Ceasefire Commission moved to a new building.",
        "It contains no ceasefire.",
        "Ceasefire and talks",
        "He withdrew his remark.",
        "The photographs were taken in Port Hazel.",
    ],
)
def test_words_that_only_look_like_events_are_none(text: str) -> None:
    assert events.find(body(text, PUBLISHED)) == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Missiles hit Varenian troops.", ""),
        ("Talks with President Ada Ulm opened.", ""),
        ("They shelled the Russian positions near Karsk in May.", "Karsk"),
        ("It struck at Varenia’s port of Lesk.", "Lesk"),
        ("The invasion has stalled, despite what is told in Lesk.", ""),
    ],
)
def test_an_adjective_a_person_and_a_month_are_no_place(text: str, place: str) -> None:
    (found,) = events.find(body(text, PUBLISHED))
    assert found.place == place


def test_strikes_on_two_towns_are_two_events() -> None:
    text = "Missiles hit Belna on Monday. On Tuesday they hit Karsk."
    assert [(e.type, e.place) for e in events.find(body(text, PUBLISHED))] == [
        ("strike", "Belna"),
        ("strike", "Karsk"),
    ]


def test_an_event_that_the_text_comes_back_to_is_given_once() -> None:
    text = "Talks opened in Luntz. On Friday the talks in Luntz went on."
    assert [e.type for e in events.find(body(text, PUBLISHED))] == ["talks"]


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["shelled", "talks", "in", "Karsk", ",", ".", "“"])).map(" ".join)
)
def test_every_event_lies_in_the_text(text: str) -> None:
    found = events.find(body(text, PUBLISHED))
    assert found == events.find(body(text, PUBLISHED))
    for event in found:
        assert 0 <= event.span[0] < event.span[1] <= len(text)


def test_the_label_of_an_item_is_no_part_of_an_event() -> None:
    text = "2. The arms embargo holds."
    (found,) = events.find(body(text, PUBLISHED))
    assert text[slice(*found.span)] == "The arms embargo holds"
