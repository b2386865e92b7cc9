"""Attributions inside the content of others."""

from __future__ import annotations

import pytest

from reading.marked import interpret, marked, words_of

Nested = tuple[str, str, str]


def nested(content: str, lead: str = "{S|Two aides} {C|said}") -> list[Nested]:
    document, spans = marked(f"{lead} {{T|{content}}}.")
    inside = [a for a in interpret(document, spans, None) if a.within is not None]
    return [
        (words_of(document, a.source), words_of(document, a.cue), words_of(document, a.content))
        for a in inside
    ]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("the army had warned that a landing was likely", ("the army", "had warned", "a landing was likely")),
        ("the envoy had told her the talks would go on", ("the envoy", "had told", "the talks would go on")),
        ("Ada Ulm promised to leave by noon", ("Ada Ulm", "promised", "to leave by noon")),
        ("his chief had confided, in the week of the rout, that the war was lost", ("his chief", "had confided", "the war was lost")),
        ("the leader, known as Ana, had written to him that she agreed", ("the leader, known as Ana,", "had written", "she agreed")),
        ("the general believes that the line will hold", ("the general", "believes", "the line will hold")),
        ("partner services had warned him that the dam was mined", ("partner services", "had warned", "the dam was mined")),
        ("the aide told a panel in June, “in so many words,” that it was done", ("the aide", "told", "it was done")),
        ("the ministry denied any retreat, and left", ("the ministry", "denied", "any retreat")),
        ("each general still thinks time is on his side", ("each general", "still thinks", "time is on his side")),
        ("the cabinet believed within a week of the truce that it would fail", ("the cabinet", "believed", "it would fail")),
        ("she had been assured by the minister that help would come", ("the minister", "had been assured by", "help would come")),
        ("she conveyed the assessment of two envoys that it was unlikely", ("two envoys", "assessment", "it was unlikely")),
        ("the ministry’s ally said that it was over", ("the ministry’s ally", "said", "it was over")),
        ("it was looking into claims that a school was hit", ("", "claims", "a school was hit")),
        ("the navy knew of a Lake Radio report that the ship was lost", ("Lake Radio", "report", "the ship was lost")),
        ("“we have no indication that it was mined”", ("we", "have no indication", "it was mined")),
    ],
)  # fmt: skip
def test_a_verb_of_saying_with_its_subject_is_an_attribution(content: str, found: Nested) -> None:
    got = [(s.rstrip(","), c, t.rstrip("”")) for s, c, t in nested(content)]
    assert (found[0].rstrip(","), *found[1:]) in got


@pytest.mark.parametrize(
    "content",
    [
        "the bridge was said to be open",
        "the demands and claims were many",
        "that could suggest a ruse",
        "it was less than the government has admitted",
        "he thought that the bridge was open",
        "“I think we know what it was”",
        "“I’ve always said that it was over”",
        "the plan that he called folly",
        "the report on the dam was late",
        "if the council accepts the plan, it will end",
    ],
)
def test_passives_nouns_and_ones_own_thoughts_are_not(content: str) -> None:
    assert nested(content) == []


def test_a_subject_and_its_verb_stand_on_two_sides_of_the_outer_cue() -> None:
    document, spans = marked(
        "{T|The ministry}, {S|the paper} {C|notes}, {T|called the plan “folly”}."
    )
    inside = [a for a in interpret(document, spans, None) if a.within is not None]
    assert [words_of(document, a.source) for a in inside] == ["The ministry"]
    assert [words_of(document, a.cue) for a in inside] == ["called"]


def test_what_is_said_may_follow_the_outer_cue() -> None:
    document, spans = marked(
        "{T|His officers had sworn to him}, {S|he} {C|said}, that {T|the town was empty}."
    )
    inside = [a for a in interpret(document, spans, None) if a.within is not None]
    assert [words_of(document, a.source) for a in inside] == ["His officers"]
    assert [words_of(document, a.content) for a in inside] == ["the town was empty"]


def test_an_attribution_that_was_given_is_not_found_again() -> None:
    document, spans = marked(
        "{S|Aides} {C|said} {T|the army had warned that a landing was likely}."
    )
    first = interpret(document, spans, None)
    given = [type(spans[0])(a.source, a.cue, a.content) for a in first]
    assert len(interpret(document, given, None)) == len(first) == 2
