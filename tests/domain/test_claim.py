from __future__ import annotations

import hashlib
import json
import math
import unicodedata
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import claim
from standoff.domain.claim import (
    SCHEMA,
    SERIES,
    Claim,
    canonical_json,
    digest,
    from_table,
    midnight,
    series_key,
    stated,
    to_table,
)

E_ACUTE, E_WITH_ACUTE = "\u00e9", "e\u0301"

stamps = st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC))
days = st.dates(date(1990, 1, 1), date(2050, 1, 1))
numbers = st.none() | st.floats(allow_infinity=False)
texts = st.text(st.characters(codec="utf-8"), max_size=12)
lists = st.lists(texts, max_size=3).map(tuple)
any_claim = st.builds(
    Claim,
    war=texts,
    quantity=texts,
    happened_from=days,
    happened_to=days,
    known_at=stamps,
    source=texts,
    unit=texts,
    side=texts,
    low=numbers,
    value=numbers,
    high=numbers,
    text=texts,
    anonymous=st.booleans(),
    channel=lists,
    span_from=st.none() | st.integers(0, 2**31 - 1),
    derived_from=lists,
    likelihood_low=numbers,
    vintage=st.sampled_from(["observed", "assumed"]),
)


def test_the_id_is_the_hash_of_the_canonical_json() -> None:
    one = Claim(
        war="w",
        quantity="other",
        happened_from=date(2020, 1, 2),
        happened_to=date(2020, 1, 3),
        known_at=datetime(2020, 1, 4, 5, 6, 7, 8, tzinfo=UTC),
        source="s",
        unit="people",
        value=5,
        channel=("a", "b"),
    )
    written = (
        '{"anonymous":false,"channel":["a","b"],"derived_from":[],"document":"",'
        '"happened_from":"2020-01-02","happened_to":"2020-01-03","high":null,"issue":"",'
        '"known_at":"2020-01-04T05:06:07.000008Z","likelihood_high":null,"likelihood_low":null,'
        '"low":null,"negated":false,"origin":"","place":"","quantity":"other","side":"",'
        '"source":"s","span_from":null,"span_to":null,"speaker":"","speaker_kind":"","stance":"",'
        '"text":"","unit":"people","url":"","value":5.0,"war":"w"}'
    )
    assert canonical_json(one) == written
    assert one.claim_id == hashlib.sha256(written.encode()).hexdigest()


def test_text_is_hashed_in_nfc() -> None:
    composed, decomposed = claim(speaker=f"Ren{E_ACUTE}"), claim(speaker=f"Ren{E_WITH_ACUTE}")
    assert composed.speaker != decomposed.speaker
    assert composed.claim_id == decomposed.claim_id
    in_list = claim(channel=(E_ACUTE,)), claim(channel=(E_WITH_ACUTE,))
    assert in_list[0].claim_id == in_list[1].claim_id


def test_nan_is_null() -> None:
    missing = claim(value=math.nan)
    assert missing.value is None
    assert json.loads(canonical_json(missing))["value"] is None
    assert missing.claim_id == claim(value=None).claim_id


def test_a_whole_number_hashes_as_the_same_float() -> None:
    assert claim(value=5).claim_id == claim(value=5.0).claim_id


def test_the_time_is_hashed_in_utc_to_the_microsecond() -> None:
    in_utc = datetime(2020, 1, 10, 22, 0, 0, 1, tzinfo=UTC)
    in_kyiv = in_utc.astimezone(timezone(timedelta(hours=2)))
    assert claim(known_at=in_utc).claim_id == claim(known_at=in_kyiv).claim_id
    assert claim(known_at=in_utc).claim_id != claim(known_at=in_utc.replace(microsecond=2)).claim_id


def test_vintage_and_licence_are_not_hashed() -> None:
    assert claim(vintage="assumed", licence="other").claim_id == claim().claim_id


@pytest.mark.parametrize("name", [f.name for f in fields(Claim)])
def test_every_other_column_is_hashed(name: str) -> None:
    if name in ("vintage", "licence"):
        return
    other: dict[type, Any] = {
        str: "changed",
        bool: True,
        tuple: ("changed",),
        float: 7.25,
        type(None): 7,
        date: date(2021, 1, 1),
        datetime: datetime(2021, 1, 1, tzinfo=UTC),
    }
    changed = replace(claim(), **{name: other[type(getattr(claim(), name))]})
    assert changed.claim_id != claim().claim_id


def test_what_is_stated_leaves_out_when_and_where_it_was_found() -> None:
    found_again = claim(
        url="https://x.example", known_at=midnight(date(2021, 1, 1)), vintage="assumed"
    )
    assert stated(found_again) == stated(claim())
    assert stated(claim(value=1.0)) != stated(claim())


def test_a_claim_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        claim().value = 3.0  # type: ignore[misc]


def test_the_series_key_is_what_a_correction_leaves_alone() -> None:
    key = series_key(claim())
    assert dict(zip(SERIES, key, strict=True))["speaker"] == "Bland's general staff"
    assert series_key(claim(value=1.0, known_at=midnight(date(2021, 1, 1)), url="")) == key
    assert series_key(claim(speaker="another")) != key


def test_the_table_has_a_column_for_each_attribute_after_the_id() -> None:
    assert SCHEMA.names == ["claim_id", *SCHEMA.names[1:]]
    assert set(SCHEMA.names[1:]) == {f.name for f in fields(Claim)}


@given(st.lists(any_claim, max_size=5))
def test_claims_survive_a_table(claims: list[Claim]) -> None:
    table = to_table(claims)
    assert table.schema == SCHEMA
    assert list(from_table(table)) == claims
    assert table["claim_id"].to_pylist() == [c.claim_id for c in claims]
    assert [c.claim_id for c in from_table(table)] == [c.claim_id for c in claims]


@given(any_claim)
def test_canonical_json_is_sorted_and_normalised(one: Claim) -> None:
    text = canonical_json(one)
    content = json.loads(text)
    assert list(content) == sorted(content)
    assert unicodedata.is_normalized("NFC", content["speaker"])
    assert json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")) == text


def test_a_digest_names_a_set_whatever_its_order() -> None:
    assert digest(["a", "b"]) == digest(["b", "a"])
    assert digest(["a", "b"]) != digest(["a"])
    assert digest([]) == hashlib.sha256(b"").hexdigest()
