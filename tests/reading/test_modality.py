"""What is claimed to be so, and what is asked, planned, conditional, denied or withdrawn."""

from __future__ import annotations

from datetime import date

import pytest

from standoff.domain import war as wars
from standoff.reading.claims import Claimed, claimed
from standoff.reading.input.article import from_text
from standoff.reading.pipeline import read
from standoff.reading.readers import reader_named

WAR = wars.load("ukraine-2022")
SAID = {
    "fact": [
        "Russia lost 300 soldiers in May, the ministry said.",
        "At least 40 civilians were killed, the governor said on Friday.",
        "The toll may have been 40 civilians killed, the governor said.",
    ],
    "question": [
        "Has Russia lost 9,000 soldiers in this battle?",
        "Q: You said that Russia has lost 9,000 soldiers. Do you stand by that?",
    ],
    "conditional": [
        "If the attack goes on, Russia could lose 9,000 soldiers, the general warned.",
        "Russia would lose 9,000 soldiers in such an attack, the general said.",
    ],
    "planned": [
        "Russia plans to send 9,000 soldiers to the river, the general said.",
        "Russia will send 9,000 soldiers to the river next month, the general said.",
    ],
    "denied": [
        "Russia has not lost 9,000 soldiers, the ministry said.",
        "“It is not true that 9,000 Russian soldiers were killed,” the ministry said.",
    ],
    "withdrawn": [
        "An earlier version of this report said that 9,000 Russian soldiers had been killed.",
        "The figure of 9,000 Russian soldiers killed was wrong, the ministry said.",
    ],
}


def claims_of(text: str) -> Claimed:
    document = from_text("a", f"Outlet: A Paper\nPublished: 2023-06-20\n\n{text}\n", {})
    assert document.published == date(2023, 6, 20)
    return claimed(read(document, WAR, reader_named("standoff")), WAR, "standoff")


@pytest.mark.parametrize(("modality", "text"), [(m, t) for m, of in SAID.items() for t in of])
def test_only_what_is_held_to_be_so_is_claimed(modality: str, text: str) -> None:
    found = claims_of(text)
    (figure,) = [c for c in (*found.claims, *found.not_claimed) if c.unit == "people"]
    assert (figure in found.claims) == (modality == "fact")
    if modality != "fact":
        assert found.modality[figure.claim_id] == modality


def test_a_third_persons_figure_in_a_question_is_that_persons() -> None:
    text = "Q: The governor of Sumy said that 40 civilians were killed. What do you know?"
    found = claims_of(text)
    assert [c.value for c in found.claims if c.unit == "people"] == [40]


def test_aid_that_is_promised_is_promised_aid() -> None:
    found = claims_of("Norway will send Ukraine $200 million in military aid, its premier said.")
    assert [c.quantity for c in found.claims if c.unit == "USD"] == ["shock.aid"]


def test_a_denial_of_a_statement_is_a_fact() -> None:
    found = claims_of("The general denied that there is a stalemate.")
    (said,) = [c for c in found.claims if c.quantity == "assessment.stalemate"]
    assert (said.value, said.negated) == (0.0, True)
