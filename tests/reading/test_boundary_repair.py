from __future__ import annotations

import pytest

from reading.told import at, report
from standoff.domain import war
from standoff.reading.attribution.boundary_repair import reapportioned
from standoff.reading.pipeline import analysed
from standoff.reading.records import Attributed


@pytest.mark.parametrize(
    ("source", "content", "expected"),
    [
        ("the official, Belarus, an ally", "may soon attack", ("the official", "Belarus, an ally, may soon attack")),
        ("the official, the Kremlin", "has no plan", ("the official", "the Kremlin, has no plan")),
        ("Ira Venn, a former minister", "it may attack", None),
        ("the foreign ministry of Belarus", "it may attack", None),
    ],
)  # fmt: skip
def test_an_actor_after_the_comma_is_part_of_what_is_said(
    source: str, content: str, expected: tuple[str, str] | None
) -> None:
    text = f"According to {source}, {content}."
    document = report(text)
    found = analysed(document, war.load("ukraine-2022")).actors
    given = Attributed((at(text, source),), (at(text, "According to"),), (at(text, content),), 0.9)
    (one,) = reapportioned([given], found)
    (a, b), (c, d) = one.source[0], one.content[0]
    assert (text[a:b], text[c:d]) == (expected or (source, content))


def test_another_cue_leaves_an_apposition_as_it_is() -> None:
    text = "Said the official, Belarus, it may attack."
    document = report(text)
    given = Attributed(
        (at(text, "the official, Belarus"),), (at(text, "Said"),), (at(text, "it may attack"),)
    )
    assert reapportioned([given], analysed(document, None).actors) == [given]
