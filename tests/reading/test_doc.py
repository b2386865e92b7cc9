"""The analysed document: lines, blocks, turns and sentences, and the steps that find them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from pathlib import Path

import pytest

from reading.told import report
from standoff.reading.attribution.span_check import LOST
from standoff.reading.pipeline import STEPS, Step, analysed, read
from standoff.reading.records import Attributed
from standoff.reading.tagger.tokens import tokens
from standoff.reading.text.doc import Doc
from standoff.report.reading_text import explained

TEXT = """Losses on Friday:
- 20 men killed, of whom
  three were wounded before
- 4 tanks.
1. That was all.
(a) Nobody
said more.

MS. ULM: We have lost
12. The rest got away.
"""
ANNOTATED = sorted((Path(__file__).parents[2] / "annotated" / "learn").glob("*.txt"))[:8]


class OneSpan:
    """A reader that finds one attribution, and one that is not there."""

    name = "one"

    def spans(self, text: str) -> Iterable[Attributed]:
        at = text.index("Nobody")
        yield Attributed(((at, at + 6),), ((at + 7, at + 11),), ((at + 12, at + 16),))
        yield Attributed((), ((-1, -1),), ())


def test_a_wrapped_line_belongs_to_its_block_and_a_bullet_or_label_begins_an_item() -> None:
    doc = analysed(report(TEXT), None)
    assert [(b.kind, TEXT[slice(*b.span)]) for b in doc.blocks] == [
        ("paragraph", "Losses on Friday:"),
        ("item", "- 20 men killed, of whom\n  three were wounded before"),
        ("item", "- 4 tanks."),
        ("item", "1. That was all."),
        ("item", "(a) Nobody\nsaid more."),
        ("paragraph", "MS. ULM: We have lost\n12. The rest got away."),
    ]


def test_every_offset_lies_in_one_sentence_and_one_block() -> None:
    doc = analysed(report(TEXT), None)
    at = TEXT.index("said")
    assert TEXT[slice(*doc.sentence(at))].strip() == "(a) Nobody\nsaid more."
    assert doc.blocks[doc.block(at)].span[0] == TEXT.index("(a)")


def test_a_turn_begins_with_a_name_in_capitals_and_a_colon() -> None:
    assert analysed(report(TEXT), None).turns == ((TEXT.index("MS."), "MS. ULM"),)


def test_a_date_before_a_list_holds_for_every_sentence_of_its_items() -> None:
    text = "Losses on 28 May 2020:\n- 4 tanks were lost. Then 20 soldiers were killed."
    (_, killed) = read(
        report(text.replace("Losses", "Nobody spoke of losses")), None, OneSpan()
    ).figures
    assert killed.happened_to is not None
    assert killed.happened_to.isoformat() == "2020-05-28"


def test_the_steps_run_in_the_order_that_is_declared_and_tell_what_they_did() -> None:
    seen: list[tuple[Step, Doc, Doc]] = []
    reading = read(report(TEXT), None, OneSpan(), lambda *told: seen.append(told))
    assert tuple(step for step, _, _ in seen) == STEPS
    assert all(one[2] is other[1] for one, other in itertools.pairwise(seen))
    told = "\n".join(explained(*one) for one in seen)
    assert "Nobody | said | more" in told
    assert LOST in told
    assert reading.doc is seen[-1][2]
    assert all(len(line) <= 80 for line in told.splitlines())


def test_what_one_document_gives_does_not_depend_on_another_read_between() -> None:
    first, other = report(TEXT), report("Nobody said more. On Monday 5 men were killed.")
    alone = read(first, None, OneSpan())
    read(other, None, OneSpan())
    assert read(first, None, OneSpan()) == alone


@pytest.mark.parametrize("path", ANNOTATED, ids=lambda path: path.stem)
def test_a_sentence_begins_where_the_trained_reader_has_a_unit(path: Path) -> None:
    text = path.read_text(encoding="utf8")
    units = {begin for begin, _ in tokens(text)}
    assert {begin for begin, _ in analysed(report(text), None).sentences} <= units
