"""Attributions that taggers miss, found by narrow patterns, and what is none."""

from __future__ import annotations

import pytest

from reading.marked import interpret, marked, report, words_of
from standoff.reading.attribution.pattern_rules import tells_of_a_deed
from standoff.reading.text.tokens import words

Found = tuple[str, str, str]


def found(text: str) -> list[Found]:
    document = report(text)
    return [
        (words_of(document, a.source), words_of(document, a.cue), words_of(document, a.content))
        for a in interpret(document, [], None)
    ]


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ("The officials put the losses at between 5,000 and 8,000 men.", ("The officials", "put", "the losses at between 5,000 and 8,000 men")),
        ("The ombudsman counted 212 breaches in August.", ("The ombudsman", "counted", "212 breaches in August")),
        ("More than 900 families left, by the mayor’s reckoning.", ("the mayor", "by", "More than 900 families left")),
        ("It lost five ships, by its own count.", ("its own", "by", "It lost five ships")),
        ("Satellite pictures show at least 27 boats in the port.", ("Satellite pictures", "show", "at least 27 boats in the port")),
        ("The boats are to sail in June, documents seen by the Echo show.", ("documents seen by the Echo", "show", "The boats are to sail in June")),
        ("On Friday the ministry rejected the plan for a corridor.", ("the ministry", "rejected", "the plan for a corridor")),
        ("There were reports of shelling near the dam.", ("reports", "reports of", "shelling near the dam")),
    ],
)  # fmt: skip
def test_a_pattern_finds_who_says_what(text: str, one: Found) -> None:
    got = [(s.removeprefix("On Friday "), c, t) for s, c, t in found(text)]
    assert one in got


@pytest.mark.parametrize(
    "text",
    [
        "He put the telephone down very gently.",
        "The show began by noon, and the count went on.",
        "The road was rejected by engineers.",
        "She showed us the way.",
    ],
)
def test_the_same_words_without_a_claim_are_none(text: str) -> None:
    assert found(text) == []


def test_nothing_is_added_where_a_given_attribution_stands() -> None:
    document, spans = marked("{S|The officials} {C|put} {T|the losses at 300}.")
    assert len(interpret(document, spans, None)) == 1


def test_a_cited_source_taken_for_content_is_set_right_and_the_given_kept() -> None:
    document, spans = marked(
        "{S|Coast Radio} {C|said} {T|it was set for Sunday}, //{C|citing} {T|a council source}."
    )
    read = interpret(document, spans, None)
    assert {words_of(document, a.source) for a in read} == {"Coast Radio", "a council source", ""}
    assert len(read) == 3


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("{S|Dorva} {C|allowed} {T|soldiers to gather at its border}.", False),
        ("{S|The council} {C|forced} {T|the villagers to leave}.", False),
        ("{S|The council} {C|does not allow} {T|the villagers to leave}.", True),
        ("{S|The council} {C|asked} {T|the villagers to leave}.", True),
    ],
)
def test_letting_or_making_somebody_do_something_is_no_statement(text: str, stays: bool) -> None:
    document, spans = marked(text)
    assert tells_of_a_deed(spans[0], words(document.text)) is not stays
