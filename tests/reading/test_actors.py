"""Who a text speaks of: listed actors, a war's own, and ones that no list knows."""

from __future__ import annotations

import pytest

from reading.marked import one, read, report
from standoff.domain import war
from standoff.reading.attribution.targets import side_of_figure
from standoff.reading.pipeline import analysed
from standoff.reading.records import FigureReading


def named(text: str) -> set[str]:
    return {m.name for m in analysed(report(text), None).actors.mentions}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kenyan troops held the bridge.", "Kenya"),
        ("Khartoum said nothing.", "Sudan"),
        ("The talks with the Houthis failed.", "Houthis"),
        ("U.S. officials left.", "United States"),
        ("Brelland’s advance has slowed.", "Brelland"),
        ("The Ostrin army crossed the river.", "Ostrin"),
        ("The president of Dorva spoke.", "Dorva"),
        ("Two Marvian brigades and Marvian forces met; Marvia kept silent.", "Marvia"),
        (
            "Fighters of the Southern Relief Front and the Front’s leader came.",
            "Southern Relief Front",
        ),
        ("A truce with the Frente del Sur and the Frente del Sur’s fighters.", "Frente del Sur"),
        ("K-9 rebels and K-9 fighters took the town.", "K-9"),
        ("Lorvania warned that it would answer.", "Lorvania"),
        ("Talks between Dorva and the Marvian rebels failed.", "Dorva"),
        ("Kenyan rebels took a bridge.", "Kenyan rebels"),
        ("My fellow Ossans, it is over. Ossa was burning.", "Ossa"),
        ("The panel of experts on Lorvania has met.", "Lorvania"),
        ("Neighbouring Dorva kept silent.", "Dorva"),
        ("The insurgents left. The army lost a post.", "the army"),
        ("The insurgents left. The army lost a post.", "the insurgents"),
        (
            "The leader of the Army of the Plain spoke for the Army of the Plain.",
            "Army of the Plain",
        ),
        ("Fourteen civilians were buried.", "civilians"),
        ("About 300 people were killed.", "civilians"),
    ],
)
def test_an_actor_is_known_by_lists_or_by_what_it_has_and_does(text: str, name: str) -> None:
    assert name in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "Colonel Ada Brenn walked along the Tarn River.",
        "The Harbour Tribune was sold on Monday.",
        "Analysts claimed that little had changed.",
        "Western officials and Eastern markets disagreed.",
    ],
)
def test_persons_places_papers_and_regions_are_no_actors(text: str) -> None:
    assert not named(text)


def test_a_wars_own_aliases_lead_to_its_codes() -> None:
    found = analysed(
        report("The Kremlin and the AFU traded blame."), war.load("ukraine-2022")
    ).actors
    assert [found.codes[m.name] for m in found.mentions] == ["RU", "UA"]


def test_a_short_form_is_the_longer_name() -> None:
    text = "The Eastern Accord Council met. The Council adjourned."
    found = analysed(report(text), None).actors
    assert {m.name for m in found.mentions} == {"Eastern Accord Council"}


def test_a_person_speaks_for_the_state_in_their_role() -> None:
    text = "Brelland’s defence minister, Ada Ulm, met the Dorvan army’s envoy. Dorvan forces left."
    assert analysed(report(text), None).actors.homes["Ulm"] == "Brelland"


def test_what_governs_a_preposition_gives_way_to_a_subject() -> None:
    text = "Against Brelland’s army, Dorva’s forces have held."
    found = analysed(report(text), None).actors
    assert found.side_of((0, len(text))) == "Dorva"


def test_a_promise_is_about_the_side_that_makes_it() -> None:
    text = "Brelland’s forces wait. {S|Brelland} {C|pledged} {T|to spare Dorva’s army}. Dorva’s army left."
    assert one(text).about_side == "Brelland"


def test_a_claim_that_names_nobody_goes_on() -> None:
    text = (
        "{S|An aide} {C|said} {T|Brelland’s losses were heavy}.\n"
        "{S|A second aide} {C|said} {T|the figure was rising}."
    )
    assert [a.about_side for a in read(text)] == ["Brelland", "Brelland"]


def figure(text: str, words: str, quantity: str = "losses.personnel_killed") -> str:
    document = report(text)
    start = text.index(words)
    what = FigureReading((start, start + len(words)), quantity, None, 300.0, None, "people")
    return side_of_figure(what, document, analysed(document, None).actors, ())


def test_a_figure_belongs_to_the_actor_beside_it() -> None:
    text = "Brelland’s army killed 300 Dorvan troops. Dorvan troops fled."
    assert figure(text, "300") == "Dorvan"
    assert figure("Brelland’s forces lost 300 soldiers.", "300 soldiers") == "Brelland"


def test_a_toll_is_the_civilians() -> None:
    assert figure("Brelland’s army killed 300.", "300", "toll.civilians_killed") == "civilians"


@pytest.mark.parametrize(
    "text",
    [
        "I said that I was sure, and I have said it since.",
        "Lorvania-backed forces and Lorvania-backed troops fled.",
        "The frigate Swift was hit. The frigate Swift had forty sailors aboard.",
        "The Mission’s staff left. The Mission has two offices.",
    ],
)
def test_pronouns_ships_and_missions_are_no_actors(text: str) -> None:
    assert not named(text) - {"the army"}


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("{S|An armed group} {C|says} {T|that it has taken the gate}.", "armed group"),
        ("{S|Dorva} {C|has offered} {T|ten lorries}.", "Dorva"),
        ("{S|Kenyan officials} {C|said} {T|that their troops held on}.", "Kenya"),
        ("Kenya, at war with Sudan, waits. {S|An aide} {C|said} {T|both sides were tired}.", ""),
        ("Kenya waits. {S|A nun} {C|feared} {T|that rice would run out}.", "civilians"),
        ("Kenya struck first in May. {S|An aide} {C|said} {T|it was over by noon}.", "Kenya"),
    ],
)
def test_a_statement_is_about_who_binds_themselves_or_was_spoken_of_last(
    text: str, about: str
) -> None:
    assert one(text).about_side == about


@pytest.mark.parametrize(
    "text",
    [
        "{S|We} {C|think} {T|the President has laid this out to Kenya}.",
        "Kenya waits. {S|We} {C|think} {T|it began an hour ago}.",
    ],
)
def test_a_government_that_names_nobody_else_speaks_of_its_own_doings(text: str) -> None:
    assert one(text, outlet="White House").about_side == "United States"
