"""Who speaks: pronouns, short forms and groups resolved; who is unnamed."""

from __future__ import annotations

import pytest

from reading.marked import one, read
from standoff.domain import war

SAYS = "{C|said} {T|the road was closed}."


def last(text: str) -> tuple[str, bool]:
    found = read(text)[-1]
    return found.speaker, found.anonymous


@pytest.mark.parametrize(
    ("first", "then", "speaker"),
    [
        ("Defence Minister Ada Ulm", "she", "Defence Minister Ada Ulm"),
        ("Defence Minister Ada Ulm", "Ulm", "Defence Minister Ada Ulm"),
        ("The minister, Ada Ulm,", "the minister", "Ada Ulm, minister"),
        ("Ada Ulm, a retired colonel,", "Ulm", "Ada Ulm, retired colonel"),
        ("two army officials", "one of them", "one of two army officials"),
        ("two army officials", "the second official", "the second army official"),
        ("Officials with knowledge of the plan", "one", "an official with knowledge of the plan"),
        ("People near the talks", "Another", "another person near the talks"),
        ("three diplomats", "they", "three diplomats"),
        ("the interior ministry", "it", "the interior ministry"),
        ("a witness, identified only as K.,", "K.", "a witness, identified only as K."),
        ("the Council’s field officers", "the Council", "the Council"),
    ],
)
def test_a_short_form_stands_for_who_spoke_before(first: str, then: str, speaker: str) -> None:
    name, _ = last(f"{{S|{first}}} {SAYS}\nLater {{S|{then}}} {SAYS}")
    assert name == speaker


def test_who_is_the_phrase_before_it() -> None:
    text = f"{{S|The navy}} {SAYS}\nIt learned more from a deckhand, {{S|who}} {SAYS}"
    assert last(text) == ("a deckhand", True)


def test_we_in_a_quotation_is_the_one_quoted() -> None:
    text = "{T|“We have no evidence that the road is closed,”} {S|a brigade doctor} {C|said}."
    inner = read(text)[-1]
    assert (inner.speaker, inner.within) == ("a brigade doctor", 0)


def test_we_in_a_background_call_is_unnamed() -> None:
    title = "Background Press Call on the Ceasefire"
    found = one("{S|We} {C|assess} {T|that the line will hold}.", title=title)
    assert found.anonymous
    assert found.anonymity == "senior officials"


def test_we_in_a_transcript_is_whose_turn_it_is() -> None:
    text = "MR. BRENN: Good morning.\n\n{S|We} {C|think} {T|the line will hold}."
    assert one(text).speaker == "Mr. Brenn"


@pytest.mark.parametrize(
    "source",
    [
        "a senior defence official", "two officials", "analysts", "residents of the old town",
        "people familiar with the talks", "a Western diplomat", "one soldier", "a retired general",
        "the public reporting", "a friendly state", "Satellite analysts at the Institute",
        "officers of the 3rd Brigade", "Aid workers", "a Western ambassador", "Two ministers",
        "a soil scientist who has studied images of the fields", "a police inspector", "Defence Department analysts",
        "Inspectors", "few", "a representative of the committee", "the wife of a captured lieutenant", "spy chiefs",
    ],
)  # fmt: skip
def test_unnamed_persons_and_groups_are_anonymous(source: str) -> None:
    found = one(f"{{S|{source}}} {SAYS}")
    assert found.anonymous
    assert found.anonymity == found.speaker


@pytest.mark.parametrize(
    "source",
    [
        "the defence ministry", "The mayor", "an army spokesman", "Brelland’s general staff",
        "Prosecutors", "analyst Ada Ulm", "One of them, Ada Ulm of the Northern Institute,",
        "a leaked report", "the Office for Displaced Persons", "Its commanders", "the army",
        "Relatives’ groups", "Colonel Ada Ulm", "the commander", "the president’s envoy",
        "the Front’s representative",
    ],
)  # fmt: skip
def test_institutions_offices_documents_and_spokesmen_are_not(source: str) -> None:
    assert not one(f"{{S|{source}}} {SAYS}").anonymous


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("Ukrainian officials", "unnamed official"),
        ("the Kremlin", "belligerent"),
        ("Beijing", "third-party government"),
        ("UNHCR", "international organisation"),
        ("military analysts", "researcher"),
        ("a Ukrainian nurse", "person"),
    ],
)
def test_kinds_are_those_of_the_shipped_record(source: str, kind: str) -> None:
    assert one(f"{{S|{source}}} {SAYS}", war.load("ukraine-2022")).speaker_kind == kind


def test_the_owner_of_its_is_put_in() -> None:
    text = f"{{S|The interior ministry}} {SAYS}\n{{S|Its spokesman}} {SAYS}"
    assert last(text) == ("the interior ministry’s spokesman", False)


def test_a_claim_without_a_source_has_no_speaker() -> None:
    found = one("It {C|is believed} {T|that the road is closed}.")
    assert (found.speaker, found.anonymous) == ("", False)
