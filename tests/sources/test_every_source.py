from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.samples import AREA, FIRES, GOOD, NOW, WAR, files, judged, read
from standoff.domain.quantities import quantity
from standoff.errors import SourceError, UnknownNameError
from standoff.ingest.sources import SOURCES, Source, source

EVERY = pytest.mark.parametrize("name", [s.name for s in SOURCES])
EVERY_FILE = pytest.mark.parametrize(
    ("name", "at"), [(s.name, at) for s in SOURCES for at in range(len(s.urls))]
)
JSON_FILE = pytest.mark.parametrize(
    ("name", "at"),
    [(s.name, at) for s in SOURCES for at, url in enumerate(s.urls) if url.endswith(".json")],
)

WEB_PAGE = "<!DOCTYPE html>\n<html><head><title>404: Not Found</title></head><body></body></html>"


def damaged(name: str, at: int, text: str | bytes) -> list[str | bytes]:
    texts: list[str | bytes] = list(GOOD[name])
    texts[at] = text
    return texts


def refused(name: str, at: int, text: str | bytes, folder: Path) -> str:
    with pytest.raises(SourceError) as caught:
        read(name, folder, *damaged(name, at, text))
    message = str(caught.value)
    assert message.startswith(f"file-{at}")
    assert "\n" not in message
    assert "Pull it again" in message
    return message


def test_every_source_has_a_sample() -> None:
    assert set(GOOD) == {s.name for s in SOURCES}


@EVERY
def test_a_good_file_gives_claims_and_no_bad_rows(name: str, tmp_path: Path) -> None:
    claims, bad = judged(read(name, tmp_path, *GOOD[name]))
    assert claims
    assert bad == []


@EVERY
def test_every_claim_says_what_who_whence_and_on_what_terms(name: str, tmp_path: Path) -> None:
    described = source(name)
    for claim in judged(read(name, tmp_path, *GOOD[name]))[0]:
        assert claim.source == name
        assert claim.quantity in described.quantities
        assert claim.unit in quantity(claim.quantity).units
        assert claim.licence == described.licence != ""
        assert claim.url.startswith("https://")
        assert all((claim.speaker, claim.speaker_kind, claim.channel, claim.origin))
        assert any(n is not None for n in (claim.low, claim.value, claim.high))


@EVERY
def test_reading_twice_gives_the_same_claims(name: str, tmp_path: Path) -> None:
    first, second = (read(name, tmp_path, *GOOD[name]) for _ in range(2))
    assert [r.claim.claim_id for r in first.rows] == [r.claim.claim_id for r in second.rows]


@EVERY
def test_no_two_claims_of_a_file_contend_for_one_key(name: str, tmp_path: Path) -> None:
    claims, _ = judged(read(name, tmp_path, *GOOD[name]))
    assert len({c.claim_id for c in claims}) == len(claims)


@EVERY
def test_nothing_is_claimed_of_a_day_that_has_not_come(name: str, tmp_path: Path) -> None:
    before = NOW.replace(year=2022, month=2, day=1)
    claims, bad = judged(read(name, tmp_path, *GOOD[name]), now=before)
    assert claims == []
    assert all("in the future" in row.reason for row in bad)


@EVERY
def test_a_source_describes_itself(name: str) -> None:
    described = source(name)
    assert described.title
    assert described.errs
    assert described.lag_days >= 0
    assert all(quantity(q).name == q for q in described.quantities)
    assert all(url.startswith("https://") and " " not in url for url in described.urls)


@EVERY_FILE
def test_a_web_page_is_refused(name: str, at: int, tmp_path: Path) -> None:
    assert "web page" in refused(name, at, WEB_PAGE, tmp_path)


@EVERY_FILE
@pytest.mark.parametrize("nothing", ["", "\n \n", "\ufeff"])
def test_an_empty_file_is_refused(name: str, at: int, nothing: str, tmp_path: Path) -> None:
    refused(name, at, nothing, tmp_path)


@EVERY_FILE
def test_a_truncated_file_is_refused(name: str, at: int, tmp_path: Path) -> None:
    text = GOOD[name][at].rstrip()
    cut = text[:-3] if text[-1] in "]}" else text[: text.rindex(",")]
    refused(name, at, cut, tmp_path)


@EVERY_FILE
def test_a_header_or_a_bracket_alone_is_refused(name: str, at: int, tmp_path: Path) -> None:
    refused(name, at, GOOD[name][at].split("\n")[0][:-1], tmp_path)


@EVERY_FILE
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_wide_encoding_is_refused(name: str, at: int, encoding: str, tmp_path: Path) -> None:
    refused(name, at, GOOD[name][at].encode(encoding), tmp_path)


@EVERY_FILE
def test_cyrillic_of_windows_is_refused(name: str, at: int, tmp_path: Path) -> None:
    text = GOOD[name][at].encode("cp1251") + "оценка".encode("cp1251")
    assert "not UTF-8" in refused(name, at, text, tmp_path)


@EVERY_FILE
@pytest.mark.parametrize("garbage", ["rate limit exceeded", "%PDF-1.7", "PK\x03\x04\x00", "\x00"])
def test_garbage_is_refused(name: str, at: int, garbage: str, tmp_path: Path) -> None:
    refused(name, at, garbage, tmp_path)


@JSON_FILE
@pytest.mark.parametrize("other", ["[]", "{}", "7", "null", "[1, 2]", '["a"]', "[" * 100_000])
def test_json_of_another_shape_is_refused(name: str, at: int, other: str, tmp_path: Path) -> None:
    refused(name, at, other, tmp_path)


@JSON_FILE
def test_a_number_of_thousands_of_digits_is_refused(name: str, at: int, tmp_path: Path) -> None:
    refused(name, at, '[{"date": ' + "9" * 5000 + "}]", tmp_path)


@pytest.mark.parametrize(
    ("name", "at", "column"),
    [
        ("economist-area", 0, "date"),
        ("economist-area", 0, "area_assessed_as_russia_controlled"),
        ("economist-fires", 0, "cloud_cover_in_country"),
        ("economist-fires", 0, "war_fires_per_day_in_russia_held_area"),
        ("economist-estimates", 0, "estimate_low"),
        ("economist-estimates", 0, "source_url"),
        ("economist-estimates", 0, "ignore for chart, data from warring parties"),
        ("general-staff", 0, "personnel"),
        ("general-staff", 0, "date"),
        ("general-staff", 1, "tank"),
        ("general-staff", 1, "MRL"),
        ("general-staff", 2, "date"),
        ("unhcr-crossings", 0, "individuals"),
        ("unhcr-crossings", 0, "cumsum"),
        ("unhcr-presence", 17, "Data Date"),
        ("unhcr-presence", 17, "Individual refugees from Ukraine recorded across Europe"),
        ("oryx", 0, "type_total"),
        ("oryx", 0, "date_recorded"),
        ("air-attacks", 0, "launched"),
        ("air-attacks", 0, "time_end"),
        ("air-attacks", 1, "category"),
    ],
)
def test_a_file_without_a_column_is_refused(
    name: str, at: int, column: str, tmp_path: Path
) -> None:
    assert repr(column) in refused(name, at, _renamed(GOOD[name][at], column), tmp_path)


def _renamed(text: str, column: str) -> str:
    if text.startswith("["):
        return json.dumps([{k: v for k, v in r.items() if k != column} for r in json.loads(text)])
    header, rest = text.split("\n", 1)
    # The name in its field: "estimate" must not hit "estimate_low".
    field = next(f for f in (f",{column},", f"{column},", f",{column}", column) if f in header)
    return header.replace(field, field.replace(column, "renamed"), 1) + "\n" + rest


@pytest.mark.parametrize("name", [n for n, texts in GOOD.items() if texts[0].startswith("date")])
def test_a_row_with_a_field_too_many_is_bad_and_the_rest_stands(name: str, tmp_path: Path) -> None:
    header, first, second, *rest = GOOD[name][0].split("\n")
    reading = read(name, tmp_path, "\n".join([header, "extra," + first, second, *rest]))
    assert "fields where the header has" in reading.bad[0].reason
    assert reading.bad[0].row == 2
    assert {r.row for r in reading.rows} >= {3}


@pytest.mark.parametrize("cell", ["nan", "inf", "1e9", "1_000", "-5", "12,34", "٣", "a lot"])
def test_only_plain_figures_are_figures(cell: str, tmp_path: Path) -> None:
    quoted = AREA.replace("44500000000", f'"{cell}"')
    reading = read("economist-area", tmp_path, quoted)
    assert [b.row for b in reading.bad] == [3]
    assert len(reading.rows) == 1


@pytest.mark.parametrize("day", ["2022-02-30", "24/02/2022", "yesterday", ""])
def test_an_impossible_date_is_a_bad_row(day: str, tmp_path: Path) -> None:
    for name, text in (("economist-area", AREA), ("economist-fires", FIRES)):
        reading = read(name, tmp_path, text.replace("2022-02-25", day))
        assert len(reading.bad) == 1


def test_an_area_larger_than_the_country_is_a_bad_row(tmp_path: Path) -> None:
    reading = read("economist-area", tmp_path, AREA.replace("44500000000", "700000000000"))
    assert "700,000 km² of a country" in reading.bad[0].reason


def test_an_unknown_source_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'general-staff'"):
        source("general-staf")


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_comes_a_source_reads_it_or_refuses_it(data: st.DataObject) -> None:
    chosen: Source = data.draw(st.sampled_from(SOURCES))
    texts: list[str | bytes] = list(GOOD[chosen.name])
    at = data.draw(st.integers(0, len(texts) - 1))
    whole = GOOD[chosen.name][at]
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 12)))
    wild = st.text(alphabet='0123456789-/.,:"[]{}\n nNaulé', max_size=8)
    texts[at] = whole[:start] + data.draw(wild) + whole[end:]
    with tempfile.TemporaryDirectory() as folder:
        paths = files(Path(folder), texts)
        try:
            reading = chosen.read(paths, WAR)
        except SourceError as error:
            assert "\n" not in str(error)
        else:
            judged(reading)
