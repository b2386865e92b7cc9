"""Files as they were published, out of a folder that stands in for the hosts."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sources.samples import WAR
from standoff.evidence.store import Store
from standoff.ingest.fetch import client
from standoff.ingest.pull import Pulled, pull
from standoff.ingest.sources import source
from standoff.ingest.vintages import pull_vintages

NOW = datetime(2026, 6, 1, tzinfo=UTC)
AREA = source("economist-area")
HISTORY = AREA.history
HEADER = "date,area_assessed_as_russia_controlled"
SHAS = [str(k) * 40 for k in (1, 2, 3)]
DATES = ["2025-11-03T09:00:00+00:00", "2025-11-05T09:00:00+00:00", "2025-11-06T09:00:00+00:00"]


def file_of(**km2: float) -> str:
    rows = (f"2025-11-0{day[1:]},{value * 1e6:.0f}" for day, value in km2.items())
    return "\n".join([HEADER, *rows]) + "\n"


@pytest.fixture
def hosts(tmp_path: Path) -> Path:
    """Three versions of the area file; the second slips, the third says what is so."""
    assert HISTORY is not None
    home = tmp_path / "mirror" / HISTORY.owner / HISTORY.repo
    versions = [
        file_of(d1=1000, d2=1010),
        file_of(d1=1000, d2=1010, d3=20, d4=1030),
        file_of(d1=1000, d2=1010, d3=1020, d4=1030, d5=1040),
    ]
    for at, text in zip([*SHAS, HISTORY.branch], [*versions, versions[-1]], strict=True):
        path = home / at / HISTORY.path
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    rows = [
        {"sha": sha, "commit": {"committer": {"date": at}}, "path": HISTORY.path}
        for sha, at in zip(SHAS, DATES, strict=True)
    ]
    lists = tmp_path / "vintages"
    lists.mkdir()
    (lists / f"{HISTORY.owner}--{HISTORY.repo}.json").write_text(json.dumps(rows), encoding="utf-8")
    return tmp_path


def brought(hosts: Path, store: Store) -> Pulled:
    with client(hosts / "mirror") as http:
        (result,) = pull_vintages(
            WAR,
            [AREA],
            store,
            cache=hosts / "cache",
            client=http,
            now=NOW,
            on_bytes=lambda *_: None,
        )
    return result


def pulled(hosts: Path) -> Store:
    store = Store(hosts / "claims")
    with client(hosts / "mirror") as http:
        list(
            pull(
                WAR,
                [AREA],
                store,
                cache=hosts / "cache",
                client=http,
                now=NOW,
                on_bytes=lambda *_: None,
            )
        )
    return store


def known(store: Store, day: date, vintages: str = "observed") -> dict[int, float]:
    table = store.table_known_at(day, WAR.name, vintages=vintages)  # type: ignore[arg-type]
    days, values = table["happened_to"].to_pylist(), table["value"].to_pylist()
    return {on.day: value for on, value in zip(days, values, strict=True)}


def test_a_version_makes_claims_of_what_is_new_or_changed_only(hosts: Path) -> None:
    found = brought(hosts, Store(hosts / "claims"))
    assert found.appended is not None
    assert (found.appended.new, found.bad_rows, found.failure) == (2 + 2 + 2, (), "")


def test_an_origin_knows_the_file_of_its_day_and_not_the_corrected_one(hosts: Path) -> None:
    store = pulled(hosts)
    brought(hosts, store)
    assert known(store, date(2025, 11, 4)) == {1: 1000.0, 2: 1010.0}
    assert known(store, date(2025, 11, 5)) == {1: 1000.0, 2: 1010.0, 3: 20.0, 4: 1030.0}
    assert known(store, date(2025, 11, 6)) == {1: 1000, 2: 1010, 3: 1020, 4: 1030, 5: 1040}
    assert known(store, date(2025, 11, 4), "assumed") == {1: 1000, 2: 1010, 3: 1020}


def test_before_the_first_version_the_lag_is_assumed(hosts: Path) -> None:
    store = pulled(hosts)
    brought(hosts, store)
    assert known(store, date(2025, 11, 2)) == {1: 1000.0}


def test_a_version_that_fails_leaves_the_others_alone(hosts: Path) -> None:
    assert HISTORY is not None
    broken = hosts / "mirror" / HISTORY.owner / HISTORY.repo / SHAS[1] / HISTORY.path
    broken.write_text("<html>", encoding="utf-8")
    store = Store(hosts / "claims")
    found = brought(hosts, store)
    (bad,) = found.bad_rows
    assert bad.file == SHAS[1][:12]
    assert known(store, date(2025, 11, 6)) == {1: 1000, 2: 1010, 3: 1020, 4: 1030, 5: 1040}


def test_without_a_list_nothing_comes_and_it_is_said(hosts: Path) -> None:
    for path in (hosts / "vintages").iterdir():
        path.unlink()
    found = brought(hosts, Store(hosts / "claims"))
    assert found.appended is None
    assert "404" in found.failure


def test_a_second_pull_adds_nothing(hosts: Path) -> None:
    store = pulled(hosts)
    brought(hosts, store)
    again = brought(hosts, store)
    assert again.appended is not None
    assert again.appended.new == 0
