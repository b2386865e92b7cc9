"""The same claims under another source's name, declared, are read alike; undeclared, not at all."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from standoff.domain import war as wars
from standoff.domain.claim import Claim, midnight, to_table
from standoff.domain.war import War
from standoff.evidence.snapshot import ClaimsSnapshot, snapshot_of
from standoff.forecast.counts import counts_ahead
from standoff.observations.channels import feeds, weekly_readings
from standoff.observations.coverage import (
    SourceCoverage,
    UnusedClaims,
    known_but_not_used,
    source_coverage,
)

SHIPPED = wars.load("ukraine-2022")
WEEKS = 28
DAY = SHIPPED.start + timedelta(days=7 * WEEKS)
TARGET = "losses.RU.personnel_total"


def counts(source: str, side: str = "RU") -> list[Claim]:
    """28 weeks of daily counts."""
    people = np.random.default_rng(3).lognormal(5.5, 0.2, 7 * WEEKS)
    days = [SHIPPED.start + timedelta(days=k + 1) for k in range(7 * WEEKS)]
    return [
        Claim(
            war=SHIPPED.name, quantity="losses.personnel_total", side=side, happened_from=day,
            happened_to=day, value=float(n), unit="people", speaker="a counter", source=source,
            known_at=midnight(day),
        )
        for day, n in zip(days, people, strict=True)
    ]  # fmt: skip


def copied(tmp_path: Path, changes: dict[str, str], more: str = "") -> War:
    """A copy of the shipped war with its channels.toml changed."""
    folder = tmp_path / "copy"
    shutil.copytree(SHIPPED.folder, folder)
    text = (folder / "channels.toml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (folder / "channels.toml").write_text(text + more, encoding="utf-8")
    return wars.load(str(folder))


def known_of(war: War, claims: list[Claim], day: date = DAY) -> ClaimsSnapshot:
    return snapshot_of(to_table(claims), war, day)


def readings(war: War, claims: list[Claim]) -> list[float]:
    found = weekly_readings(claims, feeds(war), war.start, DAY, war.start).said
    return [float(x) for x in found[~np.isnan(found)]]


@pytest.fixture
def renamed(tmp_path: Path) -> War:
    return copied(
        tmp_path,
        {'source = "general-staff"': 'source = "counting-office"'},
        '\n[sources.counting-office]\ntitle = "An office"\nlicence = "CC0"\n',
    )


def test_declared_claims_of_another_name_give_the_same_readings_and_forecast(renamed: War) -> None:
    before, after = counts("general-staff"), counts("counting-office")
    assert readings(renamed, after) == readings(SHIPPED, before)
    assert len(readings(renamed, after)) == WEEKS
    ours, theirs = (
        counts_ahead(known_of(war, claims), DAY, (30, 90), 1)
        for war, claims in ((renamed, after), (SHIPPED, before))
    )
    assert list(ours) == list(theirs) == [TARGET]
    for horizon in (30, 90):
        assert np.array_equal(ours[TARGET][horizon], theirs[TARGET][horizon])


def test_undeclared_claims_are_not_read_and_are_named(renamed: War) -> None:
    claims = counts("counting-office")
    known = known_of(SHIPPED, claims)
    assert readings(SHIPPED, claims) == []
    assert counts_ahead(known, DAY, (30,), 1) == {}
    unused = UnusedClaims("counting-office", "losses.personnel_total", "RU", 7 * WEEKS)
    assert known_but_not_used(known) == (unused,)
    assert known_but_not_used(known_of(renamed, claims)) == ()


def test_the_losses_of_the_second_side_are_forecast_where_a_channel_counts_them(
    tmp_path: Path,
) -> None:
    war = copied(
        tmp_path,
        {},
        """
[[channel]]
name = "their count of UA"
kind = "flow"
quantities = ["losses.personnel_total"]
side = "UA"
source = "record"
reason = "invented"

[[forecast]]
quantity = "losses.personnel_total"
side = "UA"
source = "record"
stated_by = "its enemy"

[sources.record]
""",
    )
    claims = [*counts("general-staff"), *counts("record", "UA")]
    found = counts_ahead(known_of(war, claims), DAY, (30,), 1)
    assert list(found) == [TARGET, "losses.UA.personnel_total"]
    assert np.median(found["losses.UA.personnel_total"][30]) > 0
    assert len(readings(war, claims)) == 2 * WEEKS


def test_levels_of_another_scope_and_maps_that_are_drawn_are_not_called_unused() -> None:
    level = replace(
        counts("deepstate")[0],
        quantity="territory.controlled_km2",
        place="Ukraine, taken since 24 February 2022",
        unit="km2",
    )
    assert known_but_not_used(known_of(SHIPPED, [level])) == ()
    in_scope = replace(level, place=SHIPPED.scope, source="another-map")
    assert [u.source for u in known_but_not_used(known_of(SHIPPED, [in_scope]))] == ["another-map"]


def test_sources_of_a_war_come_with_channels_days_age_and_terms() -> None:
    claims = counts("general-staff")
    found = {one.source: one for one in source_coverage(known_of(SHIPPED, claims, DAY))}
    assert list(found) == list(SHIPPED.sources)
    assert found["general-staff"] == SourceCoverage(
        source="general-staff",
        feeds=(
            "general-staff losses", "general-staff tanks and armour", "general-staff artillery",
            f"forecast of {TARGET}",
        ),
        first=SHIPPED.start + timedelta(days=1),
        last=DAY,
        claims=7 * WEEKS,
        days_old=0,
        licence="MIT",
        unused=(),
    )  # fmt: skip
    assert found["deepstate"].feeds == ("DeepState's map", "map by polygons")
    assert (found["unhcr-crossings"].feeds, found["unhcr-crossings"].days_old) == ((), None)
