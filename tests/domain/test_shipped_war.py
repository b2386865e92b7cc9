"""What is shipped of ukraine-2022: read without fault, and what the sources themselves publish."""

from __future__ import annotations

import csv
import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from standoff.domain import war
from standoff.domain.claim import SCHEMA, Claim, from_table, to_table
from standoff.domain.outcomes import disputed, outcome_names, truth
from standoff.evidence import csv as claims_csv
from standoff.evidence.bundled import record_claims
from standoff.evidence.store import Store
from standoff.evidence.validation import split
from standoff.formatting import written
from standoff.ingest.fetch import client, fetch
from standoff.ingest.pull import chosen, pull
from standoff.ingest.sources import SOURCES, source

WAR = war.load("ukraine-2022")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
LAST = date(2025, 12, 31)
SHARED = Path(os.environ.get("STANDOFF_SHARED", Path(__file__).parents[3] / "shared"))
WEEKLY = {"economist-area", "general-staff"}

with_mirror = pytest.mark.skipif(
    not (SHARED / "mirror").is_dir(), reason="no copies of the publishers' files here"
)


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    return claims_csv.read(WAR.folder / "record.csv", WAR, NOW)


@pytest.fixture(scope="module")
def outcomes() -> list[dict[str, str]]:
    with (WAR.folder / "outcomes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def test_the_record_reads_without_fault_and_holds_no_claim_twice(claims: list[Claim]) -> None:
    assert len(claims) == len({c.claim_id for c in claims}) > 1000
    assert record_claims(WAR, NOW).num_rows == len(claims)


def test_the_record_is_written_as_it_is_read(claims: list[Claim]) -> None:
    text = (WAR.folder / "record.csv").read_text(encoding="utf-8")
    assert claims_csv.write(claims) == text


def test_no_shipped_claim_hides_another(claims: list[Claim], tmp_path: Path) -> None:
    store = Store(tmp_path / "claims", to_table(claims))
    assert store.table_known_at(NOW.date(), WAR.name).num_rows == len(claims)


def test_every_claim_names_its_page_speaker_and_licence(claims: list[Claim]) -> None:
    for claim in claims:
        address = urlsplit(claim.url)
        assert address.scheme in ("http", "https"), claim.url
        assert "." in address.netloc, claim.url
        assert not set(' <>"|\n') & set(claim.url), claim.url
        assert claim.speaker, claim
        assert claim.licence, claim
        assert claim.channel, claim
        assert claim.origin, claim


def test_figures_of_the_record_carry_words_and_a_place_in_it(claims: list[Claim]) -> None:
    record = [c for c in claims if c.source == "record"]
    assert len(record) > 300
    assert all(c.text and c.document for c in record)
    assert {c.source for c in claims} == {"record", *WEEKLY}


def test_weekly_rows_reach_from_the_eve_of_the_war_to_the_last_day(claims: list[Claim]) -> None:
    area = sorted(c.happened_to for c in claims if c.quantity == "territory.controlled_km2")
    assert area[0] == WAR.start - timedelta(days=1)
    assert area[-1] == LAST
    assert max(b - a for a, b in pairwise(area)) <= timedelta(days=7)
    losses = [c for c in claims if c.quantity == "losses.personnel_total"]
    assert max(c.happened_to for c in losses if c.source == "general-staff") == LAST


def test_every_side_that_is_named_is_defined(claims: list[Claim]) -> None:
    assert {c.side for c in claims} - {""} <= set(WAR.parties)
    assert Counter(c.side for c in claims).most_common(1)[0][0] == "RU"


def test_licences_of_others_are_credited_in_the_notice(claims: list[Claim]) -> None:
    notice = (Path(__file__).parents[2] / "NOTICE").read_text(encoding="utf-8")
    for name in WEEKLY:
        assert source(name).licence in notice
    assert "The Economist" in notice
    assert {c.licence for c in claims if c.source in WEEKLY} == {source(n).licence for n in WEEKLY}


def test_outcomes_are_one_a_day_within_the_vocabulary(outcomes: list[dict[str, str]]) -> None:
    days = [date.fromisoformat(row["date"]) for row in outcomes]
    assert days == [days[0] + timedelta(days=i) for i in range(len(days))]
    assert days[0] == WAR.start + timedelta(days=30)
    assert days[-1] == LAST
    names = set(outcome_names(WAR))
    assert {row["drawn"] for row in outcomes} <= names
    assert all(row["outcome"] in ("disputed", row["drawn"]) for row in outcomes)
    for row in outcomes:
        rivals = set(filter(None, row["disputed_with"].split("|")))
        assert rivals <= names - {row["drawn"]}
        assert row["rule"]
        assert row["source"]
        assert row["provisional"] == str(row["date"] > "2025-12-01").lower()


def test_the_truth_that_is_scored_is_the_file(outcomes: list[dict[str, str]]) -> None:
    agreed = [r for r in outcomes if r["outcome"] != "disputed"]
    assert truth(WAR) == {date.fromisoformat(r["date"]): r["outcome"] for r in agreed}
    apart = [r for r in outcomes if r["outcome"] == "disputed"]
    assert disputed(WAR) == {date.fromisoformat(r["date"]): r["drawn"] for r in apart}
    scored = [r for r in apart if r["date"] >= "2023-07-01"]
    assert 0 < len(scored) <= 0.05 * 915


def test_outcomes_agree_with_the_known_course_of_the_war(outcomes: list[dict[str, str]]) -> None:
    by_day = {row["date"]: row["outcome"] for row in outcomes}
    assert by_day["2022-04-20"] == "UA_breaks"  # the withdrawal from Kyiv
    assert by_day["2022-09-20"] == "UA_breaks"  # Kharkiv
    assert by_day["2023-11-15"] == "standstill"
    assert by_day["2024-11-30"] == "RU_creeps"


def test_the_definition_is_one_that_a_reader_can_check() -> None:
    assert [s.code for s in WAR.sides] == ["RU", "UA"]
    assert written(WAR.start) == "24 February 2022"
    ids = [city.geonames_id for city in WAR.cities]
    assert len(ids) == len(set(ids)) == len({c.name for c in WAR.cities}) == len(WAR.cities)
    for city in WAR.cities:
        assert 44 < city.lat < 53, city
        assert 22 < city.lon < 41, city
    for entry in WAR.front:
        assert "https://" in entry.source, entry
        assert entry.said >= entry.since
        assert 500 < entry.km < 3000
    assert set(WAR.sources) == {s.name for s in SOURCES}
    assert set(WAR.priors.reasons) == {
        "rate_km2_per_week_sd",
        "quiet_per_year",
        "ending_per_year",
    }


def test_no_alias_is_shared_by_two_parties() -> None:
    by_party = [{p.code, p.name, *p.aliases} for p in WAR.parties.values()]
    names = [name.casefold() for names in by_party for name in names]
    assert [n for n, count in Counter(names).items() if count > 1] == []


@with_mirror
@pytest.mark.parametrize("name", sorted(WEEKLY))
def test_weekly_rows_are_what_the_adapters_claim_to_the_byte(
    name: str, claims: list[Claim], cache: Path
) -> None:
    one = source(name)
    with client(SHARED / "mirror") as http:
        files = [fetch(u, cache=cache, client=http, now=NOW).path for u in one.urls]
    adapted, _ = split(one.read(files, WAR).rows, WAR, NOW)
    shipped = [c for c in claims if c.source == name]
    assert len(shipped) > 200
    assert set(shipped) <= set(adapted)
    by_id = {c.claim_id: c for c in adapted}
    for claim in shipped:
        # Vintage and licence are no part of the id; they are the same too.
        assert by_id[claim.claim_id] == claim


@pytest.mark.slow
@with_mirror
def test_a_pull_collapses_on_the_shipped_rows_and_a_second_brings_nothing(
    claims: list[Claim], cache: Path, tmp_path: Path
) -> None:
    store = Store(tmp_path / "claims", to_table(claims))
    pulls = []
    for minutes in (0, 1):
        with client(SHARED / "mirror") as http:
            pulls.append(
                list(
                    pull(
                        WAR,
                        chosen(WAR, ()),
                        store,
                        cache=cache,
                        client=http,
                        now=NOW + timedelta(minutes=minutes),
                        on_bytes=lambda *_: None,
                    )
                )
            )
    first, second = ({p.source: p.appended for p in done} for done in pulls)
    assert set(first) == set(WAR.sources)
    for name in WAR.sources:
        one, two = first[name], second[name]
        assert one is not None
        assert two is not None
        assert one.corrected == two.new == two.corrected == 0, name
        assert one.known == sum(c.source == name for c in claims), name
        assert two.known == one.new + one.known, name
    table = store.table_known_at(NOW.date(), WAR.name)
    assert table.schema == SCHEMA
    said = Counter(
        (c.source, c.quantity, c.side, c.place, c.happened_from, c.happened_to, c.speaker)
        for c in from_table(table)
        if c.source != "record"
    )
    assert max(said.values()) == 1
