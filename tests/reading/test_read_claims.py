"""A reading as claims: what is claimed, of whom, by whom, through whom, how surely and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import invented
from reading.told import DAY, at, counted, reading, report, said, undated
from standoff.domain.claim import Claim, midnight
from standoff.domain.quantities import quantity
from standoff.domain.war import War
from standoff.evidence.validation import Sourced, split
from standoff.reading.attribution import topics
from standoff.reading.claims import LONGEST, claimed
from standoff.reading.records import Hedge, Reading

NOW = datetime(2021, 1, 1, tzinfo=UTC)


def claims(read: Reading, war: War) -> list[Claim]:
    """The claims of a reading, each of which must be one that the store takes."""
    found = claimed(read, war, "hand").claims
    good, bad = split([Sourced(c, "a.txt", i) for i, c in enumerate(found)], war, NOW)
    assert not bad
    return good


def one(text: str, war: War, content: str = "", **fields: Any) -> Claim:
    document = report(text)
    (claim,) = claims(reading(document, said(document, content or text, **fields)), war)
    return claim


def test_a_statement_keeps_its_words_place_speaker_channel_and_date(war: War) -> None:
    text = "The war is nearing a stalemate, she said."
    claim = one(text, war, "The war is nearing a stalemate", channel=("Wire Nine",))
    assert (claim.quantity, claim.value, claim.negated) == ("assessment.stalemate", 1.0, False)
    assert text[claim.span_from : claim.span_to] == claim.text == "The war is nearing a stalemate"
    assert (claim.speaker, claim.origin) == ("Ada Ulm", "Ada Ulm")
    assert claim.channel == ("Port Courier", "Wire Nine")
    assert (claim.known_at, claim.vintage) == (midnight(DAY), "observed")
    assert claim.source == "report:hand"
    assert claim.war == invented.NAME


@pytest.mark.parametrize(
    ("when", "back"), [("on Friday", 0), ("yesterday", 1), ("in an interview", 0)]
)
def test_a_statement_is_of_the_day_on_which_it_was_made(war: War, when: str, back: int) -> None:
    text = f"She said {when} that the war was nearing a stalemate."
    document = report(text)
    spoken = said(document, "the war was nearing a stalemate")
    spoken = replace(spoken, cue=(at(text, "said"),))
    (claim,) = claims(reading(document, spoken), war)
    days = (DAY.weekday() - 4) % 7 if when == "on Friday" else back
    assert claim.happened_from == claim.happened_to == DAY - timedelta(days=days)


def test_an_unnamed_speakers_origin_is_the_outlet_at_the_root_of_the_channel(war: War) -> None:
    claim = one(
        "The war is at a stalemate",
        war,
        speaker="an unnamed alliance official",
        anonymous=True,
        channel=("Daily", "Wire Nine"),
    )
    assert claim.origin == "alliance official to Wire Nine"
    assert claim.anonymous


def test_a_hedge_gives_the_claim_its_interval_and_only_in_its_own_sentence(war: War) -> None:
    text = "Cland may soon send troops. Neither side can win."
    document = report(text)
    hedge = Hedge(at(text, "may"), 0.25, 0.5)
    found = claims(reading(document, said(document, text, hedge=hedge)), war)
    assert {(c.quantity, c.side, c.likelihood_low) for c in found} == {
        ("shock.third_party_entry", "CC", 0.25),
        ("assessment.can_win", "", None),
    }


@pytest.mark.parametrize(
    ("text", "stance", "expected"),
    [
        (
            "If we are not at a stalemate, we are rapidly approaching one",
            "assesses",
            ("assessment.stalemate", "", 1),
        ),
        ("There is no stalemate", "assesses", ("assessment.stalemate", "", 0)),
        ("Talks remain at an impasse", "assesses", ("other", "", 1)),
        (
            "Neither side has a superiority over the other",
            "assesses",
            ("assessment.superiority", "", 0),
        ),
        ("Aland has the upper hand", "assesses", ("assessment.superiority", "AA", 1)),
        ("Neither side will capitulate", "assesses", ("resolve.will_not_concede", "", 1)),
        (
            "Aland’s president is unwilling to admit defeat",
            "assesses",
            ("resolve.will_not_concede", "AA", 1),
        ),
        ("Aland’s forces were stalled in their invasion", "reports", ("front.stalled", "AA", 1)),
        ("Aland’s offensive has not stalled", "reports", ("front.stalled", "AA", 0)),
        (
            "The Aland army was attempting to regain some momentum",
            "assesses",
            ("assessment.momentum", "AA", 0),
        ),
        ("Aland was in short supply of missiles", "assesses", ("munitions.shortage", "AA", 1)),
        (
            "Aland lacked confidence in its troops",
            "assesses",
            ("assessment.troop_confidence", "AA", 0),
        ),
        (
            "Aland has full confidence in its troops",
            "assesses",
            ("assessment.troop_confidence", "AA", 1),
        ),
        ("Bland had struck at the Alanders’ logistics", "reports", ("logistics.degraded", "AA", 1)),
        ("Cland would not send troops", "reports", ("shock.third_party_entry", "CC", 0)),
        ("Cland prepares to host nuclear weapons", "assesses", ("shock.nuclear", "CC", 1)),
        ("Cland will send 30 tanks to Bland", "promises", ("shock.aid", "CC", 1)),
        ("The delegations held a second round of talks", "reports", ("way_out.talks_held", "", 1)),
        ("The talks made no progress", "reports", ("way_out.agreement", "", 0)),
        ("The truce is all but dead", "assesses", ("way_out.agreement", "", 0)),
        ("The ceasefire is holding", "reports", ("way_out.agreement", "", 1)),
        (
            "Aland’s army has lost ground on every front",
            "reports",
            ("assessment.momentum", "AA", 0),
        ),
        ("The loss of life will be severe", "assesses", ("assessment.cost", "", 1)),
        ("Aland has ordered a general mobilisation", "reports", ("shock.mobilisation", "AA", 1)),
        ("Aland is withdrawing its forces", "reports", ("posture.withdraws", "AA", 1)),
    ],
)
def test_a_sentence_is_claimed_in_the_vocabulary(
    war: War, text: str, stance: str, expected: tuple[str, str, float]
) -> None:
    about = {"Aland": "Aland", "Bland": "Bland", "Cland": "Cland"}.get(
        text.split("’", maxsplit=1)[0].split(maxsplit=1)[0], ""
    )
    if text.startswith("The Aland"):
        about = "Aland"
    claim = one(text, war, stance=stance, about_side=about)
    assert (claim.quantity, claim.side, claim.value) == expected
    assert claim.negated == (claim.value == 0)


@pytest.mark.parametrize(
    "text",
    [
        "Cland is preparing the ground to justify an attack on Aland",
        "Cland is considering sending troops to Bland",
        "Cland’s alleged nuclear weapons",
    ],
)
def test_what_is_alleged_planned_or_weighed_is_left_open(war: War, text: str) -> None:
    claim = one(text, war, stance="assesses", about_side="Cland")
    assert (claim.low, claim.value, claim.high) == (0.0, None, 1.0)


def test_a_statement_without_a_source_is_the_voices_that_its_sentence_goes_on_with(
    war: War,
) -> None:
    text = "Discussing Aland’s use of chemical weapons, Ulm said the loss of life will be severe."
    source = (at(text, "Ulm"),)
    first = replace(said(report(text), "Aland’s use of chemical weapons"), speaker="")
    first = replace(first, cue=(at(text, "Discussing"),), about_side="Aland", stance="reports")
    second = replace(said(report(text), "the loss of life will be severe"), source=source)
    found = claims(reading(report(text), first, second), war)
    assert {c.quantity for c in found} == {"shock.new_weapon", "assessment.cost"}
    assert {c.speaker for c in found} == {"Ada Ulm"}


def test_a_month_cut_short_ends_no_sentence(war: War) -> None:
    text = "The war is nearing a stalemate as on Feb. 24 last year"
    assert one(text, war).text == text


def test_what_is_demanded_is_no_report_that_it_is_so(war: War) -> None:
    assert one("Aland must withdraw its forces", war, stance="demands").quantity == "other"


def test_what_stands_under_a_condition_is_left_open(war: War) -> None:
    claim = one("if Cland sends troops, the war will widen", war, about_side="Cland")
    assert (claim.quantity, claim.low, claim.value, claim.high) == (
        "shock.third_party_entry",
        0.0,
        None,
        1.0,
    )


def test_the_subject_of_a_clause_is_whose_it_is(war: War) -> None:
    text = "While Aland has held its cities, Bland is also unwilling to admit defeat"
    assert one(text, war, about_side="Aland").side == "BB"


def test_a_bombardment_is_claimed_for_each_city_named(war: War) -> None:
    text = "Aland kept up its bombardment of Port and Hill"
    document = report(text)
    found = claims(reading(document, said(document, text, about_side="Aland")), war)
    assert {(c.quantity, c.side, c.place) for c in found} == {
        ("city.bombarded", "AA", "Port"),
        ("city.bombarded", "AA", "Hill"),
    }


def test_a_statement_inside_another_is_its_own_speakers_alone(war: War) -> None:
    text = "Bo Ard had told him that Aland was short of shells"
    document = report(text)
    inner = said(
        document, "Aland was short of shells", speaker="Bo Ard", within=0, about_side="Aland"
    )
    outer = said(document, text, about_side="Aland")
    found = claims(reading(document, outer, inner), war)
    assert [(c.speaker, c.quantity) for c in found if c.quantity != "other"] == [
        ("Bo Ard", "munitions.shortage")
    ]


def test_what_suggests_something_inside_a_statement_speaks_with_its_speakers_voice(
    war: War,
) -> None:
    text = "this could suggest that Aland was short of shells"
    document = report(text)
    hedge = Hedge(at(text, "could suggest"), 0.25, 0.5)
    outer = said(document, text, about_side="Aland", hedge=hedge)
    inner = said(document, "Aland was short of shells", speaker="this", speaker_kind="", within=0)
    (claim,) = claims(reading(document, outer, inner), war)
    assert (claim.speaker, claim.quantity, claim.likelihood_low) == (
        "Ada Ulm",
        "munitions.shortage",
        0.25,
    )


def test_a_headline_that_the_text_repeats_makes_no_claim_and_is_counted(war: War) -> None:
    text = "War near stalemate: official\n\nThe war is near a stalemate, she said."
    document = report(text, title="War near stalemate: official")
    found = claimed(
        reading(
            document,
            said(document, "War near stalemate"),
            said(document, "The war is near a stalemate"),
        ),
        war,
        "hand",
    )
    assert len(found.claims) == 1
    assert sum(found.left_out.values()) == 1


def test_a_figure_keeps_its_bounds_and_what_the_report_says_itself_is_its_outlets(war: War) -> None:
    text = "Nearly a thousand civilians have been killed, and more than 10 million have fled."
    document = report(text)
    killed = counted(
        document,
        "Nearly a thousand",
        "toll.civilians_killed",
        value=1000.0,
        high=1000.0,
        happened_from=invented.START,
        happened_to=DAY,
    )
    fled = counted(document, "more than 10 million", "displaced.total", low=1e7)
    first, second = claims(reading(document, killed, fled), war)
    assert (first.low, first.value, first.high) == (None, 1000.0, 1000.0)
    assert (first.happened_from, first.happened_to) == (invented.START, DAY)
    assert (second.low, second.value, second.high) == (1e7, None, None)
    assert (second.speaker, second.origin, second.stance) == (
        "Port Courier",
        "Port Courier",
        "reports",
    )
    assert second.text == text


def test_a_figure_in_a_statement_is_its_speakers(war: War) -> None:
    text = "more than 500 soldiers of Aland were killed"
    document = report(text)
    figure = counted(
        document, "more than 500", "losses.personnel_killed", low=500.0, side="AA", attribution=0
    )
    (claim,) = claims(reading(document, said(document, text), figure), war)
    assert (claim.speaker, claim.quantity, claim.side, claim.low) == (
        "Ada Ulm", "losses.personnel_killed", "AA", 500.0,
    )  # fmt: skip


def test_an_undated_count_is_no_total_of_the_war_and_a_total_without_a_start_is(war: War) -> None:
    text = "Some 30 were killed. In all 900 were killed by May 2020."
    document = report(text)
    day = counted(document, "30", "toll.civilians_killed", value=30.0)
    total = counted(
        document, "900", "toll.civilians_killed", value=900.0, happened_to=date(2020, 5, 31)
    )
    first, second = claims(reading(document, day, total), war)
    assert (first.happened_from, first.happened_to) == (DAY, DAY)
    assert (second.happened_from, second.happened_to) == (invented.START, date(2020, 5, 31))


def test_vague_counts_and_figures_about_others_make_no_claim_and_are_counted(war: War) -> None:
    text = "Dozens were killed, and 40 in Eland."
    document = report(text)
    vague = counted(document, "Dozens", "toll.civilians_killed")
    other = counted(document, "40", "toll.civilians_killed", value=40.0, side="Eland")
    found = claimed(reading(document, vague, other), war, "hand")
    assert found.claims == ()
    assert sum(found.left_out.values()) == 2


def test_a_figure_in_a_unit_that_its_quantity_has_not_is_something_else(war: War) -> None:
    document = report("They lost 12 ships.")
    figure = counted(document, "12", "losses.tanks", value=12.0, unit="ships")
    (claim,) = claims(reading(document, figure), war)
    assert (claim.quantity, claim.unit) == ("other", "ships")


def test_a_report_without_a_date_makes_no_claims_and_says_how_many_it_would(war: War) -> None:
    document = undated(report("The war is at a stalemate"))
    found = claimed(reading(document, said(document, document.text)), war, "hand")
    assert found.claims == ()
    assert found.left_out == {"statements and figures of a report without a date": 1}


def test_a_report_is_the_same_document_wherever_its_file_lies(war: War) -> None:
    text = "The war is at a stalemate"
    here, there = report(text), report(text, file="elsewhere.txt")
    assert claims(reading(here, said(here, text)), war) == claims(
        reading(there, said(there, text)), war
    )


def test_every_row_of_the_table_names_quantities_and_stances_that_there_are() -> None:
    rows = topics.rows()
    assert rows
    for row in rows:
        for name, value in filter(None, (row.affirmed, row.denied)):
            assert "assertion" in quantity(name).units
            assert value in (0.0, 1.0)


def test_a_figure_in_words_without_end_carries_only_those_around_it(war: War) -> None:
    text = "and then " * 90 + "40 civilians were killed " + "and then " * 90
    document = report(text)
    (claim,) = claims(
        reading(document, counted(document, "40 civilians", "toll.civilians_killed", value=40.0)),
        war,
    )
    assert "40 civilians were killed" in claim.text
    assert len(claim.text.split()) <= LONGEST
