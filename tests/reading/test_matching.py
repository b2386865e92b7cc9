"""One statement in several outlets is one observation, whatever each calls its speaker."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from invented import claim, on, statement
from standoff.domain.claim import Claim
from standoff.evidence.matching import KnownStatement, one_origin
from standoff.evidence.snapshot import one_per_origin

TEXT = "the army of Aland has run out of shells along the whole of the river line this month"


def told(**changes: Any) -> Claim:
    plain: dict[str, Any] = {
        "text": TEXT,
        "speaker": "alliance official",
        "anonymous": True,
        "channel": ("Port Courier", "Wire Nine"),
        "origin": "alliance official to Wire Nine",
        "source": "report:hand",
        "document": "report-1",
        "span_from": 100,
        "place": "Testland",
        "side": "AA",
    }
    return statement("munitions.shortage", 50, **{**plain, **changes})


def again(**changes: Any) -> Claim:
    """The same words in another outlet, which does not say where it has them from."""
    plain: dict[str, Any] = {
        "channel": ("The Echo",),
        "origin": "senior alliance official to The Echo",
        "speaker": "senior alliance official",
        "document": "report-2",
        "span_from": 7,
    }
    return told(**{**plain, **changes})


def known(*claims: Claim) -> KnownStatement:
    found = KnownStatement()
    found.add(claims)
    return found


def origin(new: Claim, *before: Claim) -> str:
    return one_origin([new], known(*before))[0].origin


def counted(*claims: Claim) -> int:
    return len(one_per_origin((c.claim_id, c) for c in claims))


def test_the_same_words_from_a_speaker_who_can_be_the_same_have_one_origin() -> None:
    new = one_origin([again()], known(told()))
    assert new[0].origin == told().origin
    assert counted(told(), *new) == 1
    assert counted(told(), again()) == 2


def test_a_quotation_that_was_cut_is_still_the_same_words() -> None:
    assert origin(again(text=" ".join(TEXT.split()[:9])), told()) == told().origin


def test_other_words_other_speakers_other_weeks_and_denials_stay_apart() -> None:
    other = "nobody on the river can say how long the shells of either army will last now"
    for new in (
        again(text=other),
        again(speaker="Bland ministry official"),
        again(speaker="Ada Ulm", anonymous=False, origin="Ada Ulm"),
        replace(again(), known_at=statement("munitions.shortage", 60).known_at),
        again(negated=True, value=0.0),
    ):
        assert origin(new, told()) == new.origin


def test_a_few_common_words_are_no_story() -> None:
    short = "They have no shells"
    assert origin(again(text=short), told(text=short)) == again().origin


def test_the_same_thing_said_by_the_same_speaker_to_the_same_outlet_has_one_origin() -> None:
    recorded = told(
        text="An official said that shells run short.",
        speaker="senior alliance intelligence official",
        origin="senior alliance intelligence official to Wire Nine",
        place="the river",
        source="record",
        document="record-1",
        span_from=None,
    )
    (new,) = one_origin([told(span_from=5)], known(recorded))
    assert (new.origin, new.place) == (recorded.origin, "the river")
    assert counted(recorded, new) == 1


def test_what_is_said_of_two_cities_stays_two_things() -> None:
    def shelled(place: str, **changes: Any) -> Claim:
        return told(place=place, document="report-3", **changes)

    port = replace(shelled("Port"), quantity="city.bombarded")
    hill = replace(shelled("Hill"), quantity="city.bombarded")
    here = [replace(c, document="report-4", channel=("The Echo",)) for c in (port, hill)]
    assert [c.place for c in one_origin(here, known(port, hill))] == ["Port", "Hill"]
    assert [c.place for c in one_origin([port, hill], known(port, hill))] == ["Port", "Hill"]


def test_a_named_person_is_one_origin_with_and_without_a_title() -> None:
    before = claim(speaker="Ada Ulm, defence minister", origin="Ada Ulm, defence minister")
    named = {"anonymous": False, "text": "", "side": "BB"}
    for name in ("Ada Ulm", "Defence Minister Ada Ulm"):
        assert origin(told(speaker=name, origin=name, **named), before) == before.origin
    for name in ("Bo Ulm", "Ulm", "Ministry Of Ada Ulm Park"):
        assert origin(told(speaker=name, origin=name, **named), before) == name


def test_bodies_of_one_kind_are_not_one_person() -> None:
    before = claim(speaker="Defence Ministry", origin="Defence Ministry of Aland")
    new = told(speaker="Bland Defence Ministry", origin="Bland Defence Ministry", anonymous=False)
    assert origin(replace(new, text=""), before) == new.origin


def test_a_report_read_again_gives_the_claims_that_are_stored() -> None:
    before = told(origin="the name of another", place="the river", document="report-9")
    stored = one_origin([told()], known(before))
    assert one_origin([told()], known(before, *stored)) == stored
    # A claim that came to be known later changes nothing of what is stored.
    rival = again(origin="a later name", document="report-0", happened_from=on(50))
    assert one_origin([told()], known(before, *stored, rival)) == stored


def test_an_order_of_reports_is_an_order_of_names_and_not_of_counts() -> None:
    first = one_origin([again()], known(told()))
    second = one_origin([told()], known(again()))
    assert counted(told(), *first) == counted(again(), *second) == 1


def test_a_house_stands_for_the_body_that_sits_in_it() -> None:
    named = {"anonymous": False, "text": "", "channel": ("Port Courier",)}
    before = told(**named, speaker="US Department of Defense", origin="DoD", document="record-1")
    assert origin(told(**named, speaker="Pentagon", origin="Pentagon"), before) == "DoD"


def test_who_is_known_for_one_statement_of_a_report_is_so_for_all_of_them() -> None:
    new = [again(), again(text="and nobody will give in", span_from=900, side="BB")]
    other = again(
        text="it is over", span_from=990, side="BB", speaker="a farmer", origin="a farmer"
    )
    found = one_origin([*new, other], known(told()))
    assert [c.origin for c in found] == [told().origin, told().origin, "a farmer"]
