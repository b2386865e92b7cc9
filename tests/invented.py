"""A war of our own making, small enough that its answers can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from standoff.domain import war
from standoff.domain.claim import Claim, midnight, to_table
from standoff.domain.war import War
from standoff.evidence import csv
from standoff.evidence.snapshot import ClaimsSnapshot, snapshot_of

NAME = "testland-2020"
START = date(2020, 1, 1)
NOW = datetime(2022, 1, 1, tzinfo=UTC)
SCOPE = "Testland, all of it"

# On 1,000 km of front, 30 days at 10 m/day are 300 km² and at 50 m/day 1,500 km².
WAR_TOML = f"""\
name = "{NAME}"
title = "The war over Testland"
start = 2020-01-01
movement = "front"
sources = ["economist-area"]

[sides.AA]
name = "Aland"
aliases = ["Alanders"]

[sides.BB]
name = "Bland"

[third_parties]
CC = {{ name = "Cland" }}

[theatre]
country = "Testland"
km2 = 100_000
km2_per_settlement = 10.0
scope = "{SCOPE}"

[[front]]
since = 2020-01-01
said = 2020-01-01
km = 1_000
source = "our own making"

[thresholds]
standstill_m_per_day = 10.0
break_m_per_day = 50.0
window_days = 30
battle_deaths_per_year = 1000.0
redraw_km2 = 2000.0

[priors]
rate_km2_per_week_sd = 700.0
quiet_per_year = 0.05
ending_per_year = [
  {{ after_days = 0, hazard = 0.45 }},
  {{ after_days = 365, hazard = 0.10 }},
]

[priors.reasons]
rate_km2_per_week_sd = "invented"
quiet_per_year = "invented"
ending_per_year = "invented"

[[city]]
name = "Port"
geonames_id = 1
lat = 46.0
lon = 32.0

[[city]]
name = "Hill"
geonames_id = 2
lat = 48.0
lon = 38.0
"""

# What is counted of it: as of the shipped war, with the sides' codes of this one.
CHANNELS_TOML = """\
[[channel]]
name = "general-staff losses"
kind = "flow"
quantities = ["losses.personnel_total"]
side = "AA"
source = "general-staff"
bias = 0.1823215567939546
bias_sd = 0.3
drift = 0.01
noise = 0.07
reason = "invented"

[[channel]]
name = "general-staff tanks and armour"
kind = "flow"
quantities = ["losses.tanks", "losses.armour"]
side = "AA"
source = "general-staff"
bias_sd = inf
drift = 0.2
noise = 0.6
reason = "invented"

[[channel]]
name = "third-party casualties of AA"
kind = "total"
quantities = ["losses.personnel_total"]
side = "AA"
source = "third-party"
bias_sd = 0.2
noise = 0.15
reason = "invented"

[sources.general-staff]
title = "Bland's general staff"
licence = "CC0"

[sources.third-party]
title = "A third party"
licence = "CC0"
"""


def on(days: int) -> date:
    """The day so many days after the war began."""
    return START + timedelta(days=days)


def at(days: int, hour: int = 0) -> datetime:
    """That day at an hour UTC."""
    return midnight(on(days)) + timedelta(hours=hour)


def claim(**changes: Any) -> Claim:
    """A claim that can stand: soldiers of AA killed in the first ten days, as BB says."""
    plain: dict[str, Any] = {
        "war": NAME,
        "quantity": "losses.personnel_killed",
        "side": "AA",
        "happened_from": START,
        "happened_to": on(9),
        "value": 1000.0,
        "unit": "people",
        "speaker": "Bland's general staff",
        "speaker_kind": "belligerent",
        "channel": ("The Paper",),
        "origin": "Bland's general staff",
        "source": "record",
        "known_at": at(10),
        "vintage": "observed",
        "url": "https://paper.example/1",
        "licence": "CC0",
    }
    return Claim(**{**plain, **changes})


def statement(quantity: str, days: int, **changes: Any) -> Claim:
    """A yes/no statement made, and known, on a day of the war; asserted unless changed."""
    plain: dict[str, Any] = {
        "quantity": quantity,
        "happened_from": on(days),
        "happened_to": on(days),
        "known_at": at(days),
        "value": 1.0,
        "unit": "assertion",
        "side": "",
        "stance": "assesses",
    }
    return claim(**{**plain, **changes})


def area(days: int, km2: float, **changes: Any) -> Claim:
    """The area that AA held on a day of the war."""
    plain: dict[str, Any] = {
        "quantity": "territory.controlled_km2",
        "place": SCOPE,
        "happened_from": on(days),
        "happened_to": on(days),
        "known_at": at(days),
        "value": km2,
        "unit": "km2",
        "source": "map",
        "speaker": "The Mapmaker",
        "speaker_kind": "researcher",
        "origin": "The Mapmaker",
    }
    return claim(**{**plain, **changes})


def settlements(days: int, number: float, side: str = "AA") -> Claim:
    """Settlements that turned to a side on a day of the war."""
    return claim(
        quantity="territory.settlements_changed",
        side=side,
        happened_from=on(days),
        happened_to=on(days),
        known_at=at(days),
        value=number,
        unit="settlements",
        source="settlements",
    )


def front(levels: Sequence[float], first: int = 0) -> list[Claim]:
    """One level a day, from a day of the war on."""
    return [area(first + i, km2) for i, km2 in enumerate(levels)]


def write_war(
    folder: Path,
    toml: str = WAR_TOML,
    record: Iterable[Claim] = (),
    channels: str | None = None,
) -> Path:
    """A war's folder, with its record.csv where there are claims.

    Its channels are `CHANNELS_TOML` where it has the side that these speak of; "" writes none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "war.toml").write_text(toml, encoding="utf-8")
    if channels is None and "[sides.AA]" in toml:
        channels = CHANNELS_TOML
    if channels:
        (folder / "channels.toml").write_text(channels, encoding="utf-8")
    found = list(record)
    if found:
        (folder / "record.csv").write_text(csv.write(found), encoding="utf-8")
    return folder


def known_of(definition: War, claims: Iterable[Claim], as_of: date) -> ClaimsSnapshot:
    """Claims indexed for observing, as if a store had known just these."""
    return snapshot_of(to_table(claims), definition, as_of)


def with_thresholds(definition: War, **changes: float) -> War:
    """The war with other thresholds."""
    return replace(definition, thresholds=replace(definition.thresholds, **changes))  # type: ignore[arg-type]


def load(folder: Path) -> War:
    """The war of a folder."""
    return war.load(str(folder))
