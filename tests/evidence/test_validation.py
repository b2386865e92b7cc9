"""Every way in which a row can be no claim; each is told, with file, row, field and a way out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from invented import NOW, SCOPE, area, at, claim, on, statement
from standoff.domain.claim import SPEAKER_KINDS, Claim
from standoff.domain.war import War
from standoff.errors import BadRow, BadRowsError
from standoff.evidence.validation import Sourced, split


def judged(war: War, *claims: Claim, now: datetime = NOW) -> tuple[list[Claim], list[BadRow]]:
    return split((Sourced(c, "made.csv", row) for row, c in enumerate(claims, 2)), war, now)


def test_a_claim_without_a_fault_stands(war: War) -> None:
    good = [claim(), area(3, 5.0), statement("front.stalled", 2), claim(side="BB", low=900)]
    assert judged(war, *good) == (good, [])


FAULTS = [
    ("low above high", {"value": None, "low": 900.0, "high": 800.0}, "low", "900"),
    ("low above value", {"low": 1001.0}, "low", "1,001"),
    ("value above high", {"high": 999.0}, "value", "999"),
    ("infinite", {"value": None, "high": float("inf")}, "high", "infinite"),
    ("negative people", {"value": -1.0}, "value", "-1 people"),
    ("negative floor of people", {"value": None, "low": -5.0, "high": 5.0}, "low", "-5 people"),
    ("unknown quantity", {"quantity": "losses.personel_killed"}, "quantity", "did you mean"),
    ("alias of a quantity", {"quantity": "killed"}, "quantity", "alias"),
    ("unknown side", {"side": "AB"}, "side", "did you mean"),
    ("another war", {"war": "testland-2021"}, "war", "testland-2020"),
    ("unit of something else", {"unit": "km2"}, "unit", "losses.personnel_killed"),
    ("kind of speaker", {"speaker_kind": "international"}, "speaker_kind", "did you mean"),
    ("kind in capitals", {"speaker_kind": "Media"}, "speaker_kind", "did you mean 'media'"),
    ("no source", {"source": ""}, "source", "empty"),
    ("dates swapped", {"happened_to": on(-1)}, "happened_from", "is after"),
    ("known in the future", {"known_at": NOW + timedelta(days=1)}, "known_at", "future"),
    ("known before it happened", {"known_at": at(3)}, "happened_to", "after its publication"),
    ("no time zone", {"known_at": datetime(2020, 2, 1)}, "known_at", "time zone"),
    ("likelihood above 1", {"likelihood_low": 0.5, "likelihood_high": 1.2}, "likelihood", "1.2"),
    ("likelihood below 0", {"likelihood_low": -0.1, "likelihood_high": 1}, "likelihood", "-0.1"),
    ("likelihood reversed", {"likelihood_low": 0.9, "likelihood_high": 0.1}, "likelihood", "0.9"),
    ("scope of something else", {"scope": "general ceasefire"}, "scope", "no scope of"),
    ("unknown event", {"event": "offensiv"}, "event", "did you mean 'offensive'"),
    ("unknown party", {"parties": ("AA", "AB")}, "parties", "did you mean"),
    ("detail without a name", {"details": ("at Geneva",)}, "details", "no name=value"),
    ("detail of an unknown name", {"details": ("venue=Geneva",)}, "details", "venue=Geneva"),
    ("a turn that is none", {"details": ("turning=no",)}, "details", "turning is 'no'"),
    ("a page of no kind", {"details": ("page=good",)}, "details", "page is 'good'"),
    ("a next day that is none", {"details": ("next=soon",)}, "details", "next is 'soon'"),
    ("two details in one", {"details": ("agenda=peace; turning=yes",)}, "details", "holds '; '"),
    ("half a likelihood", {"likelihood_low": 0.9}, "likelihood", "None"),
]


@pytest.mark.parametrize(
    ("changes", "field", "reason"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS]
)
def test_a_fault_is_told_with_its_place_and_a_way_out(
    war: War, changes: dict[str, object], field: str, reason: str
) -> None:
    good, bad = judged(war, claim(**changes))
    assert good == []
    assert [b.field for b in bad] == [field]
    (fault,) = bad
    assert (fault.file, fault.row) == ("made.csv", 2)
    assert reason in fault.reason
    assert fault.way_out.endswith(".")
    end = "" if fault.reason.endswith("?") else "."
    assert str(fault) == f"made.csv row 2: {field}: {fault.reason}{end} {fault.way_out}"


def test_an_unknown_name_comes_with_the_nearest_known(war: War) -> None:
    _, bad = judged(
        war, claim(quantity="losses.personnel_kiled"), claim(side="aa"), claim(side="zz")
    )
    assert "did you mean 'losses.personnel_killed'?" in bad[0].reason
    assert "did you mean 'AA'?" in bad[1].reason
    assert "known: AA, BB, CC" in bad[2].reason


def test_international_is_no_kind_of_speaker_and_the_nearest_is_named(war: War) -> None:
    (fault,) = judged(war, claim(speaker_kind="international"))[1]
    assert "did you mean 'international organisation'?" in fault.reason
    for kind in ("", *SPEAKER_KINDS):
        assert judged(war, claim(speaker_kind=kind))[1] == []


def test_every_fault_of_every_row_is_told(war: War) -> None:
    good, bad = judged(
        war,
        claim(side="XX", low=5000.0, source=""),
        claim(),
        claim(quantity="nothing.like_it", known_at=NOW + timedelta(days=2)),
    )
    assert good == [claim()]
    assert [(b.row, b.field) for b in bad] == [
        (2, "side"),
        (2, "source"),
        (2, "low"),
        (4, "quantity"),
        (4, "known_at"),
    ]


def test_a_day_told_on_its_evening_in_another_time_zone_stands(war: War) -> None:
    assert judged(war, area(5, 10.0, known_at=at(4, 20)))[1] == []
    assert judged(war, area(5, 10.0, known_at=at(3, 20)))[1] != []


def test_a_statement_may_be_about_the_future(war: War) -> None:
    offered = statement("way_out.offer", 3, happened_to=on(60))
    assert judged(war, offered) == ([offered], [])


def test_a_figure_about_a_future_day_is_refused(war: War) -> None:
    _, bad = judged(war, area(30, 10.0, known_at=at(5)), now=at(6))
    assert [b.field for b in bad] == ["happened_to"]


def test_the_same_row_twice_is_one_claim_twice_and_no_fault(war: War) -> None:
    assert judged(war, claim(), claim()) == ([claim(), claim()], [])


def test_one_date_with_two_figures_keeps_the_first_and_tells_the_second(war: War) -> None:
    good, bad = judged(war, area(3, 10.0), area(3, 11.0), area(4, 12.0))
    assert good == [area(3, 10.0), area(4, 12.0)]
    assert [(b.row, b.field) for b in bad] == [(3, "happened_to")]
    assert "repeats row 2" in bad[0].reason


def test_a_correction_known_later_is_no_repeat(war: War) -> None:
    both = [area(3, 10.0), area(3, 11.0, known_at=at(9))]
    assert judged(war, *both) == (both, [])


def test_a_fall_of_area_is_no_fault(war: War) -> None:
    falls = [area(3, 10.0), area(4, 9.0), claim(unit="people", value=0.0)]
    assert judged(war, *falls)[1] == []


def test_other_takes_any_unit_and_no_bounds_at_all(war: War) -> None:
    other = claim(quantity="other", unit="donkeys", value=None, place=SCOPE)
    assert judged(war, other) == ([other], [])


def test_the_error_names_the_first_row_and_counts_the_rest(war: War) -> None:
    _, bad = judged(war, claim(side="XX"), claim(side="YY"), claim(side="ZZ"))
    error = BadRowsError(bad)
    assert error.rows == tuple(bad)
    assert str(error).startswith("made.csv row 2: side: ")
    assert str(error).endswith("(and 2 more bad rows)")
    assert "more bad rows" not in str(BadRowsError(bad[:1]))
