"""Hedge words, their probabilities, and what is none."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from reading.marked import one


def hedge(content: str, cue: str = "said", source: str = "An aide") -> str | None:
    text = f"{{S|{source}}} {{C|{cue}}} {{T|{content}}}."
    found = one(text)
    plain = text
    for mark in ("{S|", "{C|", "{T|", "}"):
        plain = plain.replace(mark, "")
    return plain[slice(*found.hedge.span)] if found.hedge else None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("the line may harden", "may"),
        ("the line might hold", "might"),
        ("it could suggest a ruse", "could suggest"),
        ("an attack is very likely before winter", "very likely"),
        ("the bridge will almost certainly fall", "almost certainly"),
        ("a landing was unlikely", "unlikely"),
        ("there was no sign of a retreat", "no sign"),
        ("there is a real possibility of a thaw", "real possibility"),
        ("he could not exclude a second wave", "not exclude"),
        ("perhaps half are left", "perhaps"),
    ],
)
def test_a_word_that_weakens_the_claim_is_its_hedge(content: str, words: str) -> None:
    assert hedge(content) == words


@pytest.mark.parametrize(
    "content",
    [
        "talks will open in May", "they met on 5 may", "it fell in may", "May was quiet",
        "about 300 left", "nearly all are gone", "smoke could be seen from the port",
        "everyone who could walk has left", "they must leave as soon as possible",
        "no doubt remains", "the army believes in it", "He May Go",
    ],
)  # fmt: skip
def test_months_counts_and_abilities_are_no_hedges(content: str) -> None:
    assert hedge(content) is None


def test_a_modal_in_what_is_denied_or_demanded_weakens_nothing() -> None:
    assert hedge("that it might withdraw", "denied") is None
    assert hedge("that aid may pass", "demanded") is None


def test_things_suggest_and_people_propose() -> None:
    assert hedge("that the town is lost", "suggest", "Satellite pictures") == "suggest"
    assert hedge("a pause of a week", "suggested", "The envoy") is None


def test_the_hedge_is_the_innermost_claims() -> None:
    found = one("{S|Two aides} {C|said} {T|the army had warned that a landing was likely}.")
    assert found.hedge is None


@pytest.mark.parametrize(
    ("source", "low", "high"),
    [
        ("A British official", 0.55, 0.75),
        ("A NATO official", 0.60, 0.90),
        ("An official", 0.55, 0.80),
    ],
)
def test_what_likely_stands_for_depends_on_who_says_it(
    source: str, low: float, high: float
) -> None:
    found = one(f"{{S|{source}}} {{C|said}} {{T|a thaw is likely}}.").hedge
    assert found is not None
    assert (found.low, found.high) == (low, high)


def test_every_row_of_the_table_is_an_interval_with_a_source() -> None:
    table = (resources.files("standoff.reading.data") / "hedges.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    assert all(0 <= float(r["low"]) <= float(r["high"]) <= 1 and r["source"] for r in rows)
    assert len({(r["phrase"], r["whose"]) for r in rows}) == len(rows)
