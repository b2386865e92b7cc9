"""Dates against the day of publication: a Monday, 21 March 2022, in a war begun on 24 February."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.reading.dates import find, resolve
from standoff.reading.dates.calendar import Period
from standoff.reading.text.tokens import words

PUBLISHED = date(2022, 3, 21)
START = date(2022, 2, 24)

DATES = [
    ("It fell on Friday.", "2022-03-18", "2022-03-18"),
    ("They are due to meet on Sunday.", "2022-03-27", "2022-03-27"),
    ("It fell last week.", "2022-03-14", "2022-03-20"),
    ("It burned overnight.", "2022-03-20", "2022-03-21"),
    ("It fell yesterday.", "2022-03-20", "2022-03-20"),
    ("It has burned since Saturday.", "2022-03-19", "2022-03-21"),
    ("Since 24 February it has burned.", "2022-02-24", "2022-03-21"),
    ("It fell in the past 24 hours.", "2022-03-20", "2022-03-21"),
    ("It fell in January.", "2022-01-01", "2022-01-31"),
    ("It fell in May.", "2021-05-01", "2021-05-31"),
    ("It fell on May 4th.", "2021-05-04", "2021-05-04"),
    ("It will be signed on 28 September.", "2022-09-28", "2022-09-28"),
    ("It moved between early- to mid-October.", "2021-10-01", "2021-10-20"),
    ("It lost them between June and September.", "2021-06-01", "2021-09-30"),
    ("It fell between 3 and 7 March.", "2022-03-03", "2022-03-07"),
    ("It fell on Feb. 24, 2022.", "2022-02-24", "2022-02-24"),
    ("It fell on 2022-02-24.", "2022-02-24", "2022-02-24"),
    ("They came in the night of 12 March.", "2022-03-12", "2022-03-13"),
    ("They came in the night to 12 March.", "2022-03-11", "2022-03-12"),
    ("Shells had fallen the previous day.", "2022-03-20", "2022-03-20"),
    ("They may be called up in the autumn.", "2022-09-01", "2022-11-30"),
    ("It has burned since the weekend.", "2022-03-19", "2022-03-21"),
    ("As of March 17th, it stood.", "2022-03-17", "2022-03-17"),
    ("It fell over the weekend.", "2022-03-19", "2022-03-20"),
    ("It fell three weeks ago.", "2022-02-28", "2022-02-28"),
    ("They have crossed since April of last year.", "2021-04-01", "2022-03-21"),
    ("It shipped them in the first quarter.", "2022-01-01", "2022-03-31"),
    ("It shipped them in the fourth quarter, he said.", "2021-10-01", "2021-12-31"),
    ("It is what was sought for 2021.", "2021-01-01", "2021-12-31"),
    ("It fell in the summer of 2021.", "2021-06-01", "2021-08-31"),
    ("It fell in 2008.", "2008-01-01", "2008-12-31"),
    ("It has grown this year.", "2022-01-01", "2022-03-21"),
    ("In the fourth week of the war it fell.", "2022-03-17", "2022-03-23"),
    ("Since the start of the invasion it has burned.", "2022-02-24", "2022-03-21"),
    ("It came by the end of May.", None, "2021-05-31"),
    ("It fell last year.", "2021-01-01", "2021-12-31"),
    ("Over the last year it has grown.", "2021-03-21", "2022-03-21"),
    ("It has grown in the last month.", "2022-02-21", "2022-03-21"),
    ("It has burned since the start of the year.", "2022-01-01", "2022-03-21"),
    ("It fell late last month.", "2022-02-21", "2022-02-28"),
    ("It fell in the first ten days of May.", "2021-05-01", "2021-05-10"),
    ("It fell in the second quarter of 2021.", "2021-04-01", "2021-06-30"),
    ("It fell in the last week of May.", "2021-05-25", "2021-05-31"),
    ("It has burned since New Year.", "2022-01-01", "2022-03-21"),
    ("It fell on Christmas Eve.", "2021-12-24", "2021-12-24"),
    ("It has burned since midnight.", "2022-03-21", "2022-03-21"),
    ("It was fired at from Friday to Sunday.", "2022-03-18", "2022-03-20"),
    ("It fell on the 27th, he said.", "2022-02-27", "2022-02-27"),
    ("It has moved two miles in just over a week.", "2022-03-14", "2022-03-21"),
    ("It fell in the past fortnight.", "2022-03-07", "2022-03-21"),
    ("It fell four weeks ago.", "2022-02-21", "2022-02-21"),
    ("It grew since the start of the Biden administration.", "2021-01-20", "2022-03-21"),
]

NO_DATES = [
    "They may attack; it may rain.",
    "For the second time in a week it burned.",
    "It was a year to remember, at the end of the day.",
    "Russia May Attack, a headline says.",
    "The march on the capital failed.",
    "March on the capital, they were told.",
    "The second sat in the sun.",
    "The Sun and the Mon valley.",
]


def dates(text: str, published: date | None, start: date | None = None) -> find.DateMatch:
    """The dates of a text."""
    return find.find(text, words(text).sentences(), published, start)


def _found(text: str, published: date | None = PUBLISHED) -> find.DateMatch:
    return dates(text, published, START)


@pytest.mark.parametrize(("text", "first", "last"), DATES, ids=[d[0][:40] for d in DATES])
def test_a_date_is_resolved_against_publication(text: str, first: str | None, last: str) -> None:
    (found,) = _found(text).dates
    assert (found.period.first and found.period.first.isoformat()) == first
    assert found.period.last is not None
    assert found.period.last.isoformat() == last


@pytest.mark.parametrize("text", NO_DATES)
def test_a_modal_a_verb_and_a_star_are_no_dates(text: str) -> None:
    assert _found(text).dates == ()


def test_a_day_that_does_not_exist_is_counted_and_never_guessed() -> None:
    found = _found("It fell on 31 February and on 30 February 2022.")
    assert found.dates == ()
    assert found.skipped == {find.NO_DATE: 2}


def test_without_a_publication_date_only_whole_dates_are_read() -> None:
    found = _found("It fell on Friday, after 4 March 2022.", published=None)
    assert [d.period.first for d in found.dates] == [date(2022, 3, 4)]
    assert found.skipped == {resolve.NOT_ANCHORED: 1}


def test_the_war_begins_when_the_text_says_it_did() -> None:
    text = "On 15 April 2021, fighting erupted. Since the start of the war it has burned."
    assert dates(text, PUBLISHED).war_start == date(2021, 4, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("(March 20, 2022)\n\nGood morning.", date(2022, 3, 20)),
        ("This call was held on March 19, 2022.", date(2022, 3, 19)),
        ("VELNA, March 20 (Wire) - It fell.", date(2022, 3, 20)),
        ("On March 3 it fell.", PUBLISHED),
        ("No day is named.", PUBLISHED),
    ],
)
def test_today_is_the_day_that_opens_the_text(text: str, day: date) -> None:
    assert find.anchor(text, 0, PUBLISHED) == day


def test_a_date_of_saying_is_told_from_a_date_of_happening() -> None:
    said, happened = _found("He said on Friday that it fell on Monday.").dates
    assert said.said
    assert not happened.said


PIECES = ["on", "in", "since", "May", "may", "March", "4", "31", "February", "Friday", "last", "week",
          "the", "2022", "war", "to", "night of", "ago", "two", "9999-99-99"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=60))
def test_every_date_lies_in_the_text_and_begins_before_it_ends(text: str) -> None:
    found = _found(text)
    assert found == _found(text)
    for dated in found.dates:
        assert 0 <= dated.span[0] < dated.span[1] <= len(text)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_text_that_follows_changes_no_earlier_date(text: str) -> None:
    whole = text + ". Nothing else was said."
    assert _found(whole).dates[: len(_found(text + ".").dates)] == _found(text + ".").dates


def test_a_well_known_war_has_a_first_day_though_the_text_states_none() -> None:
    text = "Ukraine said that Ukraine had held. Since the invasion, Russia has lost."
    found = dates(text, PUBLISHED)
    assert found.war_start == date(2022, 2, 24)
    assert found.dates[0].period == Period(date(2022, 2, 24), PUBLISHED)
    assert dates(text, date(2022, 1, 1)).war_start is None
    assert dates(text.replace("Ukraine", "Ostmark"), PUBLISHED).war_start is None


def test_a_title_cut_short_does_not_part_a_date_from_the_verb_of_its_sentence() -> None:
    (dated,) = dates("The envoy will meet Gen. Ana Kolb on Friday.", PUBLISHED).dates
    assert dated.period.first == date(2022, 3, 25)
