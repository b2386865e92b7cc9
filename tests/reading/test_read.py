"""The parts put together: spans of the body, what stands inside, figures, and what was dropped."""

from __future__ import annotations

from dataclasses import dataclass

from reading.told import at, report
from standoff.domain import war
from standoff.reading.attribution.span_check import LOST, NOWHERE
from standoff.reading.pipeline import VICTIMS, read
from standoff.reading.records import Attributed, Document, Span

HEAD = "Title: A\nOutlet: Port Courier\nPublished: 2020-06-01\n\n"
BODY = "Belarus may attack, Ada Ulm said. At least 30 civilians were reported killed on Monday.\n"


@dataclass(frozen=True)
class Marked:
    """A reader that finds the words that it was made with."""

    found: tuple[tuple[str, str, str], ...]
    more: tuple[Attributed, ...] = ()
    name: str = "marked"

    def spans(self, text: str) -> list[Attributed]:
        def one(words: str) -> tuple[Span, ...]:
            return (at(text, words),) if words else ()

        return [Attributed(one(s), one(c), one(t)) for s, c, t in self.found] + list(self.more)


SAID = Marked((("Ada Ulm", "said", "Belarus may attack"),))


def document() -> Document:
    return report(HEAD + BODY, body_from=len(HEAD))


def test_a_reader_sees_the_body_and_its_spans_count_in_the_file() -> None:
    ukraine = war.load("ukraine-2022")
    (one,) = read(document(), ukraine, SAID).attributions
    assert one.content == (at(HEAD + BODY, "Belarus may attack"),)
    assert (one.speaker, one.about_side) == ("Ada Ulm", "Belarus")
    assert one.hedge is not None
    assert one.hedge.span == at(HEAD + BODY, "may")


def test_a_figure_is_read_whoever_reads_the_statements() -> None:
    for reader in (SAID, Marked(())):
        (figure,) = read(document(), None, reader).figures
        assert (figure.quantity, figure.low, figure.side) == ("toll.civilians_killed", 30.0, "")


def test_spans_that_are_nowhere_are_dropped_and_counted() -> None:
    lost = Attributed((NOWHERE,), (NOWHERE,), ((0, 10_000),))
    found = read(document(), None, Marked(SAID.found, (lost,)))
    assert len(found.attributions) == 1
    assert found.document.dropped[LOST] == 3


def test_those_who_were_counted_as_killed_report_nothing() -> None:
    wrong = Marked((*SAID.found, ("At least 30 civilians", "reported", "killed on Monday")))
    found = read(document(), None, wrong)
    assert [one.speaker for one in found.attributions] == ["Ada Ulm"]
    assert found.document.dropped[VICTIMS] == 1


def test_a_text_read_twice_gives_the_same_reading() -> None:
    assert read(document(), None, SAID) == read(document(), None, SAID)


def test_who_was_forced_to_leave_did_not_flee_with_those_before() -> None:
    text = (
        "The war has entered its third week, with about a hundred civilians killed, thousands more "
        "having fled the country, and more than 10,000 forced to leave their homes."
    )
    named = {one.quantity for one in read(report(text), None, Marked(())).figures if one.bounds}
    assert named == {"toll.civilians_killed", "displaced.total"}
