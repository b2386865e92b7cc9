"""The terminal's one screen: at most 80 columns and 48 lines, whatever the claims say."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import at, claim, front, on, statement, write_war
from pages import fits, kept
from standoff.assessment.build import assess
from standoff.domain import war as wars
from standoff.domain.claim import Claim, to_table
from standoff.domain.war import War
from standoff.report import claims_list
from standoff.report.assessment_text import as_text
from standoff.report.citations import cite


def screen(war: War, claims: list[Claim], as_of: date) -> str:
    return as_text(assess(to_table(claims), war, as_of, posteriors=kept()), war)


def test_the_screen_keeps_its_order(war: War) -> None:
    text = screen(war, front([10_000.0] * 300), on(299))
    order = [
        "THE WAR OVER TESTLAND, AS OF 26 OCTOBER 2020",
        "The map is of that day; 300 claims known by then",
        "A costly standstill in 30 days:",
        "Happened ",
        "Would change ",
        "In how many of 20 futures",
        "standstill, still costly",
        "Front ",
        "Disagree ",
        "Toll ",
        "Wants ",
        "Met ",
        "Our record ",
        "Not known ",
        "Seed 1",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_the_dots_of_all_outcomes_are_twenty(war: War) -> None:
    for levels in ([10_000.0] * 300, [10_000.0 + 40.0 * (i % 9) for i in range(40)]):
        text = screen(war, front(levels), on(len(levels) - 1))
        assert text.count("●") == 20


def test_a_war_of_which_nothing_is_known_fits_and_says_so(war: War) -> None:
    text = screen(war, [], on(20))
    fits(text)
    assert "none measures the front" in text
    assert "The front is not measured: no odds of movement are given." in text
    assert "No verified toll is known." in text
    assert "●" not in text


def test_nothing_in_a_claim_can_steer_the_terminal(war: War, tmp_path: Path) -> None:
    nasty = "\x1b]0;owned\x07\x1b[2J\u202eevil\u200b\r\n\t\x9b31m"
    claims = [
        *front([10_000.0] * 300),
        statement("way_out.talks_held", 298, place=f"Port{nasty}", origin=nasty),
        statement("resolve.concedes", 298, side="AA", issue=f"land{nasty}"),
        claim(
            quantity="toll.civilians_killed",
            side="",
            place="Testland",
            speaker=f"UN{nasty}",
            speaker_kind="international organisation",
            happened_to=on(290),
            known_at=at(291),
        ),
    ]
    definition = wars.load(str(write_war(tmp_path / "own")))
    for text in (screen(definition, claims, on(299)), claims_list.table(claims[-3:])):
        controls = {c for c in text if unicodedata.category(c)[0] == "C"}
        assert controls == {"\n"}
    assert "Port" in screen(definition, claims, on(299))
    assert len(claims_list.table(claims[-3:]).splitlines()) == 4


@pytest.mark.slow
@given(st.text(max_size=200), st.text(max_size=200))
@settings(max_examples=25)
def test_whatever_a_claim_says_the_screen_keeps_its_width(war: War, place: str, issue: str) -> None:
    said = [
        statement("way_out.talks_held", 58, place=place),
        statement("resolve.concedes", 58, side="AA", issue=issue),
    ]
    text = screen(war, [*front([10_000.0] * 60), *said], on(59))
    assert max(map(len, text.splitlines())) <= 80


def test_a_channel_reads_as_people_write_it() -> None:
    def cited(**more: object) -> str:
        plain = {"channel": (), "speaker": "", "anonymous": False, "source": "record"}
        return cite({**plain, **more})

    assert cited(
        channel=("The Hill", "NBC News"), speaker="senior NATO official", anonymous=True
    ) == ("The Hill, citing NBC News, citing an unnamed senior NATO official")
    assert cited(channel=("The Hill",), speaker="The Hill") == "The Hill"
    assert cited(channel=("X",), speaker="US officials", anonymous=True) == (
        "X, citing unnamed US officials"
    )
    assert cited(speaker="an unnamed official", anonymous=True) == "an unnamed official"
    assert cited() == "record"
