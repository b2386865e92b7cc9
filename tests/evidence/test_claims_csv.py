from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import NAME, NOW, area, claim, statement
from standoff.domain.claim import Claim
from standoff.domain.war import War, load
from standoff.errors import BadRowsError
from standoff.evidence import csv as claims_csv

# What a file can hold: no blanks at the ends, and in a list neither its mark nor an empty item.
_WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\r;<", exclude_categories=["Zs", "Cc"])
    | st.sampled_from(' ,"\n'),
    max_size=12,
).map(str.strip)
_ITEMS = st.lists(_WORDS.filter(bool), max_size=3).map(tuple)
_ANY = st.floats(0, 1e12, allow_nan=False)
_BOUNDS = st.lists(_ANY, min_size=3, max_size=3).map(sorted)
_LIKELY = st.lists(st.floats(0, 1), min_size=2, max_size=2).map(sorted)
claims_that_stand = st.builds(
    lambda bounds, likely, **rest: claim(
        low=bounds[0],
        value=bounds[1],
        high=bounds[2],
        likelihood_low=likely[0],
        likelihood_high=likely[1],
        **rest,
    ),
    _BOUNDS | st.just([None, 3.0, None]) | st.just([None, None, None]),
    _LIKELY | st.just([None, None]),
    text=_WORDS,
    speaker=_WORDS,
    place=_WORDS,
    issue=_WORDS,
    channel=_ITEMS,
    derived_from=_ITEMS,
    anonymous=st.booleans(),
    negated=st.booleans(),
    vintage=st.sampled_from(["observed", "assumed"]),
    known_at=st.datetimes(datetime(2020, 1, 11), datetime(2021, 12, 31), timezones=st.just(UTC)),
    span_from=st.none() | st.integers(0, 10**6),
)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def _write(text: str) -> Path:
        path = tmp_path / "record.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return _write


def table(**changes: str) -> str:
    """One row that can stand, with changes, as CSV."""
    (row,) = csv.DictReader(io.StringIO(claims_csv.write([claim()])))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=claims_csv.COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerow({**row, **changes})
    return out.getvalue()


@given(st.lists(claims_that_stand, max_size=5, unique_by=lambda c: c.claim_id))
def test_claims_survive_a_file(
    tmp_path_factory: pytest.TempPathFactory, war: War, claims: list[Claim]
) -> None:
    # Two figures of one series known at one time would be a fault, and not what is asked here.
    apart = list({(c.speaker, c.place, c.span_from): c for c in claims}.values())
    path = tmp_path_factory.mktemp("csv") / "record.csv"
    path.write_text(claims_csv.write(apart), encoding="utf-8", newline="")
    assert claims_csv.read(path, war, NOW) == apart


def test_the_file_reads_like_a_record(war: War) -> None:
    text = claims_csv.write([claim(channel=("The Hill", "NBC News"), derived_from=("a", "b"))])
    (row,) = csv.DictReader(io.StringIO(text))
    assert tuple(row) == claims_csv.COLUMNS
    assert row["channel"] == "The Hill < NBC News"
    assert row["derived_from"] == "a; b"
    assert (row["value"], row["low"], row["anonymous"]) == ("1000", "", "false")
    assert row["known_at"] == "2020-01-11"


def test_the_id_comes_first_where_it_is_asked_for() -> None:
    (row,) = csv.DictReader(io.StringIO(claims_csv.write([claim()], with_id=True)))
    assert next(iter(row)) == "claim_id"
    assert row["claim_id"] == claim().claim_id


def test_a_file_without_optional_columns_is_about_the_war_it_lies_in(
    write: Callable[[str], Path], war: War
) -> None:
    path = write(
        "quantity,happened_from,happened_to,unit,source,known_at,value,vintage\n"
        "territory.controlled_km2,2020-01-05,2020-01-05,km2,me,2020-01-06T12:00:00,7,observed\n"
    )
    (found,) = claims_csv.read(path, war, NOW)
    assert (found.war, found.value, found.channel, found.side) == (NAME, 7.0, (), "")
    assert found.known_at == datetime(2020, 1, 6, 12, tzinfo=UTC)


def test_a_mark_of_byte_order_and_windows_line_ends_are_read(
    write: Callable[[str], Path], war: War
) -> None:
    path = write("\ufeff" + claims_csv.write([claim(), area(1, 2.0)]).replace("\n", "\r\n"))
    assert claims_csv.read(path, war, NOW) == [claim(), area(1, 2.0)]


def test_a_file_with_a_header_only_holds_no_claims(write: Callable[[str], Path], war: War) -> None:
    assert claims_csv.read(write(claims_csv.write([])), war, NOW) == []


def test_all_bad_rows_are_told_at_once_in_the_order_of_the_file(
    write: Callable[[str], Path], war: War
) -> None:
    good = claims_csv.write([claim(), area(0, 1.0), area(1, 1.0), area(2, 1.0)])
    lines = good.splitlines()
    lines[1] = lines[1].replace("2020-01-10", "10 January")
    lines[2] = lines[2].replace(",AA,", ",AC,")
    lines[4] = lines[4].replace("2020-01-03,2020-01-03", "2020-01-04,2020-01-03")
    with pytest.raises(BadRowsError) as caught:
        claims_csv.read(write("\n".join(lines) + "\n"), war, NOW)
    assert [b.row for b in caught.value.rows] == [2, 3, 5]
    assert {b.file for b in caught.value.rows} == {"record.csv"}
    assert "10 January" in caught.value.rows[0].reason
    assert caught.value.rows[1].field == "side"
    assert caught.value.rows[2].field == "happened_from"


@pytest.mark.parametrize(
    "changes",
    [
        {"value": "about 5"},
        {"value": "1,000"},
        {"anonymous": "maybe"},
        {"vintage": "guessed"},
        {"known_at": "yesterday"},
        {"known_at": ""},
        {"happened_to": "2020-13-01"},
        {"span_from": "3.5"},
    ],
    ids=lambda changes: "=".join(next(iter(changes.items()))),
)
def test_a_cell_that_cannot_be_read_is_quoted(
    write: Callable[[str], Path], war: War, changes: dict[str, str]
) -> None:
    with pytest.raises(BadRowsError) as caught:
        claims_csv.read(write(table(**changes)), war, NOW)
    (name, cell), (fault,) = next(iter(changes.items())), caught.value.rows
    assert (fault.row, fault.field) == (2, name)
    assert fault.reason.startswith(f"{cell!r} is not ")


def test_every_cell_of_a_row_that_cannot_be_read_is_told(
    write: Callable[[str], Path], war: War
) -> None:
    with pytest.raises(BadRowsError) as caught:
        claims_csv.read(write(table(value="many", vintage="", happened_from="2020-1-1")), war, NOW)
    assert [b.field for b in caught.value.rows] == ["happened_from", "value", "vintage"]


def test_a_number_that_is_none_is_missing_or_refused_never_kept(
    write: Callable[[str], Path], war: War
) -> None:
    assert claims_csv.read(write(table(value="nan")), war, NOW)[0].value is None
    with pytest.raises(BadRowsError, match="infinite"):
        claims_csv.read(write(table(value="inf")), war, NOW)


@pytest.mark.parametrize(
    "name", ["quantity", "happened_from", "happened_to", "unit", "source", "known_at"]
)
def test_a_missing_column_is_named(write: Callable[[str], Path], war: War, name: str) -> None:
    text = claims_csv.write([claim()]).replace(f",{name},", ",elsewhere,", 1)
    with pytest.raises(BadRowsError, match=f"no column '{name}'"):
        claims_csv.read(write(text), war, NOW)


@pytest.mark.parametrize("text", ["", "\n", "<html>Not found</html>"])
def test_a_file_that_is_no_table_is_a_bad_row(
    write: Callable[[str], Path], war: War, text: str
) -> None:
    with pytest.raises(BadRowsError, match=r"record\.csv row 1"):
        claims_csv.read(write(text), war, NOW)


def test_another_encoding_is_told_with_the_byte_it_fails_at(tmp_path: Path, war: War) -> None:
    path = tmp_path / "record.csv"
    path.write_bytes(claims_csv.write([claim(speaker="Zélande")]).encode("latin-1"))
    with pytest.raises(BadRowsError, match=r"not UTF-8 at byte [\d,]+\. Save it as UTF-8\."):
        claims_csv.read(path, war, NOW)


def test_a_row_with_more_cells_than_the_header_is_a_bad_row(
    write: Callable[[str], Path], war: War
) -> None:
    with pytest.raises(BadRowsError, match="row 2: row: more cells"):
        claims_csv.read(write(claims_csv.write([claim()]).rstrip("\n") + ",and,more\n"), war, NOW)


def test_a_row_cut_short_is_a_bad_row(write: Callable[[str], Path], war: War) -> None:
    text = claims_csv.write([claim(), area(1, 2.0)])
    # The last cell, the licence, is not needed; without it the row is still not whole.
    for end in (-40, text[:-1].rindex(",") - len(text)):
        with pytest.raises(BadRowsError, match="row 3: row: fewer cells"):
            claims_csv.read(write(text[:end]), war, NOW)


def test_a_cell_without_end_is_no_crash(write: Callable[[str], Path], war: War) -> None:
    with pytest.raises(BadRowsError, match="not CSV"):
        claims_csv.read(write(table(text='"' + "x" * 200_000)), war, NOW)


def test_a_carriage_return_in_a_text_ends_no_row(write: Callable[[str], Path], war: War) -> None:
    both = [claim(text="one\rtwo"), area(1, 2.0)]
    text = claims_csv.write(both)
    assert [r["text"] for r in csv.DictReader(io.StringIO(text, newline=""))] == ["one\rtwo", ""]
    # A file's line ends are read as any system writes them.
    found = claims_csv.read(write(text), war, NOW)
    assert [c.text for c in found] == ["one\ntwo", ""]


def test_a_figure_of_1e15_and_one_of_a_third_survive_to_the_last_digit(
    write: Callable[[str], Path], war: War
) -> None:
    exact = [claim(value=1 / 3), area(1, 1e15), area(2, 123456789.123), statement("other", 3)]
    assert claims_csv.read(write(claims_csv.write(exact)), war, NOW) == exact


def test_a_war_of_the_same_table_elsewhere_is_refused(
    write: Callable[[str], Path],
) -> None:
    with pytest.raises(BadRowsError, match="Put it in its own war"):
        claims_csv.read(write(claims_csv.write([claim()])), load("ukraine-2022"), NOW)
