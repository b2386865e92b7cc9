from __future__ import annotations

import math
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.domain.quantities import QUANTITIES, of_question, quantity
from standoff.errors import UnknownNameError
from standoff.formatting import (
    amount,
    bounded,
    count,
    days_ago,
    likelihood,
    likely,
    percent,
    printable,
    rough,
    signed,
    written,
    written_odds,
)

EDGES = [
    (0.05, "almost no chance", "very unlikely"),
    (0.20, "very unlikely", "unlikely"),
    (0.45, "unlikely", "roughly even odds"),
    (0.55, "roughly even odds", "likely"),
    (0.80, "likely", "very likely"),
    (0.95, "very likely", "almost certain"),
]


@pytest.mark.parametrize(("edge", "below", "above"), EDGES, ids=str)
def test_a_bin_of_icd_203_begins_at_its_edge(edge: float, below: str, above: str) -> None:
    assert likelihood(math.nextafter(edge, 0)) == below
    assert likelihood(edge) == above


def test_below_1_and_above_99_percent_there_is_only_the_number() -> None:
    assert [likelihood(p) for p in (0.0, 0.00999, 0.99001, 1.0)] == [""] * 4
    assert [likelihood(p) for p in (0.01, 0.99)] == ["almost no chance", "almost certain"]
    assert [likely(p) for p in (0.0, 0.004, 0.996, 1.0)] == ["<1%", "<1%", ">99%", ">99%"]
    assert likely(0.62) == "likely (62%)"


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9).filter(lambda parts: sum(parts) > 0.01))
def test_odds_add_up_to_1_as_written_and_none_is_off_by_more_than_its_last_digit(
    parts: list[float],
) -> None:
    odds = {str(i): part / sum(parts) for i, part in enumerate(parts)}
    written = written_odds(odds)
    assert sum(Decimal(f"{p:.4f}") for p in written.values()) == 1
    assert all(abs(written[name] - p) < 1.0001e-4 for name, p in odds.items())
    assert written_odds(written) == written


def test_what_adds_up_to_something_else_is_not_written_as_odds() -> None:
    for wrong in ({}, {"a": 0.5, "b": 0.4}, {"a": math.nan}):
        with pytest.raises(ValueError, match="not to 1"):
            written_odds(wrong)


@pytest.mark.parametrize("wrong", [-0.01, 1.01, math.nan, math.inf])
def test_what_is_no_probability_has_no_word(wrong: float) -> None:
    with pytest.raises(ValueError, match=r"0\.\.1"):
        likelihood(wrong)


@given(st.floats(0, 1))
def test_the_word_and_the_number_beside_it_fall_in_one_bin_or_meet_at_an_edge(p: float) -> None:
    word, shown = likelihood(p), percent(p)
    assert (word == "") == (shown in ("<1%", ">99%"))
    if word:
        # 4.6% is "almost no chance" and prints as 5%: the number printed may round up to an edge.
        whole = int(shown.removesuffix("%")) / 100
        edges = [edge for edge, *_ in EDGES]
        assert likelihood(whole) == word or any(abs(whole - e) < 1e-9 for e in edges)
        assert abs(whole - p) <= 0.0050001


def test_percentages_round_to_whole_ones() -> None:
    assert [percent(p) for p in (0.01, 0.5, 0.666, 0.99)] == ["1%", "50%", "67%", "99%"]


def test_amounts_are_grouped_with_their_unit() -> None:
    assert amount(1234567, "people") == "1\u202f234\u202f567 people"
    assert amount(-12.4, "km2") == "\u221212 km²"
    assert amount(0.25) == "0.25"
    assert amount(3.0, "percent") == "3 %"
    assert [amount(x) for x in (None, math.nan)] == ["not known"] * 2
    assert [signed(x, "km2") for x in (5.0, -5.0, 0.0)] == ["+5 km²", "\u22125 km²", "0 km²"]


def test_bounds_read_as_they_were_said() -> None:
    assert bounded(10e6, None, None, "people") == "at least 10\u202f000\u202f000 people"
    assert bounded(None, None, 5.0, "km2") == "up to 5 km²"
    assert bounded(7000, None, 15000, "people") == "7\u202f000 to 15\u202f000 people"
    assert bounded(7000, 9000, 15000) == "9\u202f000 (7\u202f000 to 15\u202f000)"
    assert bounded(925, 925, None, "people") == "at least 925 people"
    assert bounded(5, 5, 5) == "5"
    assert bounded(None, None, None) == "no number"


def test_dates_and_counts_read_as_english() -> None:
    assert written(date(2022, 3, 1)) == "1 March 2022"
    assert [days_ago(n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert [count(n, "origin") for n in (0, 1, 2)] == ["0 origins", "1 origin", "2 origins"]
    assert count(2, "offer or set", "offers or sets") == "2 offers or sets"


@given(st.text())
def test_no_control_character_is_printable(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(c)[0] == "C" for c in shown)
    assert printable("Zoë, 5 km²: \u202f„ja“") == "Zoë, 5 km²: \u202f„ja“"


def test_every_name_and_alias_of_a_quantity_is_one_quantity() -> None:
    names = [n for q in QUANTITIES for n in (q.name, *q.aliases)]
    assert len(names) == len(set(names))
    for entry in QUANTITIES:
        assert all(quantity(n) is entry for n in (entry.name, *entry.aliases))
        assert entry.unit == entry.units[0]
    assert quantity("STALEMATE").name == "assessment.stalemate"


def test_statements_are_not_counted_and_counts_are() -> None:
    assert not quantity("assessment.stalemate").counted
    assert quantity("territory.controlled_km2").counted
    assert quantity("losses.tanks").counted


def test_each_question_has_its_quantities_and_each_quantity_one_question() -> None:
    asked = ("standstill", "balance", "cost", "resolve", "way_out", "shocks", "none")
    found = [q.name for question in asked for q in of_question(question)]  # type: ignore[arg-type]
    assert sorted(found) == sorted(q.name for q in QUANTITIES)
    assert all(of_question(question) for question in asked)  # type: ignore[arg-type]


def test_an_unknown_quantity_suggests_the_nearest_or_lists_what_is_known() -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean 'front\.stalled'"):
        quantity("front.staled")
    with pytest.raises(UnknownNameError, match="known: "):
        quantity("xyzzy12345")
    assert str(UnknownNameError("case", "x", [])) == "unknown case 'x': none are known."


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (111_299, "+110\u202f000 km²"),
        (-14_853, "\u221215\u202f000 km²"),
        (1.2, "+1 km²"),
        (-0.4, "+0 km²"),
        (0.0, "+0 km²"),
    ],
)
def test_a_modelled_change_claims_two_digits(value: float, told: str) -> None:
    assert rough(value, "km2") == told
