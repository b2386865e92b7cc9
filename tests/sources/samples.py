"""Small invented files, one set a source, each in the format that its publisher uses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from standoff.domain import war as wars
from standoff.domain.claim import Claim
from standoff.domain.war import City
from standoff.errors import BadRow
from standoff.evidence.validation import split
from standoff.ingest.sources import ParsedFile, Source, source

PORT, HILL = 7001, 7002
WAR = replace(
    wars.load("ukraine-2022"),
    cities=(City("Port", PORT, 46.5, 32.5), City("Hill", HILL, 48.5, 38.0)),
)
NOW = datetime(2026, 6, 1, tzinfo=UTC)

AREA = """\
date,area_assessed_as_russia_controlled,change_in_area_assessed_as_russia_controlled
2022-02-24,43000000000.5,
2022-02-25,44500000000,1499999999.5
"""
FIRES_HEADER = (
    "date,cloud_cover_in_country,cloud_cover_in_east_of_country,war_fires_per_day,"
    "war_fires_per_day_in_ukraine_held_area,war_fires_per_day_in_russia_held_area"
)
FIRES = f"""\
{FIRES_HEADER}
2022-02-26,0.694,0.5,7,5,2
2022-02-25,0.1,0.2,12,4,8
"""
ESTIMATES_HEADER = (
    "date,estimate_low,estimate_high,estimate,type,source,source_url,country,"
    '"ignore for chart, data from warring parties"'
)
ESTIMATES = f"""\
{ESTIMATES_HEADER}
03/05/2024,,,1500,deaths,IISS,https://news.example/2024/05/04/toll,russia,
9/5/2024,"1,000","2,500",2000,casualties,US officials (via NYT),https://news.example/a,ukraine,
"""
CROSSINGS = """\
date,individuals,cumsum
2022-02-24,100,100
2022-02-25,250,350
2022-02-26,50,400
"""


def personnel(*totals: tuple[str, Any], mark: str = "about") -> str:
    """Totals by date, as the General Staff's personnel file has them."""
    rows = [{"date": d, "day": 1, "personnel": n, "personnel*": mark} for d, n in totals]
    return json.dumps(rows, indent=4)


def equipment(*totals: tuple[str, dict[str, Any]]) -> str:
    """Totals by date and kind; kinds that are left out are 0."""
    kinds = {"tank": 0, "APC": 0, "field artillery": 0, "MRL": 0, "drone": 0}
    return json.dumps([{"date": d, "day": 1, **kinds, **n} for d, n in totals], indent=4)


def without(text: str, *keys: str) -> str:
    """The records of a JSON list without some keys."""
    return json.dumps([{k: v for k, v in r.items() if k not in keys} for r in json.loads(text)])


def timeline(places: dict[int, list[list[Any]]]) -> str:
    """Runs by GeoNames id, as VIINA's timeline has them: compact, one line."""
    return json.dumps({str(k): v for k, v in places.items()}, separators=(",", ":"))


PERSONNEL = personnel(("2022-02-25", 800), ("2022-02-26", 1300))
EQUIPMENT = equipment(
    ("2022-02-25", {"tank": 10, "APC": 50, "field artillery": 4, "MRL": 1}),
    ("2022-02-26", {"tank": 14, "APC": 50, "field artillery": 6, "MRL": 2}),
)
CORRECTION = equipment(("2022-02-26", {"personnel": 0}))
TIMELINE = timeline(
    {
        PORT: [[20220224, "RU"], [20220226, "LIBERATED"]],
        HILL: [[20220225, "CONTESTED"], [20220226, "RU"]],
    }
)


def polygons(day: str, *boxes: tuple[float, float, float, float]) -> str:
    """Boxes (west, south, east, north) held on a day, as DeepState's copy has its polygons."""
    rings = [[[[w, s], [e, s], [e, n], [w, n], [w, s]]] for w, s, e, n in boxes]
    shape = {"type": "MultiPolygon", "coordinates": rings}
    feature = {"type": "Feature", "properties": {}, "geometry": shape}
    name = f"deepstatemap_data_{day}"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    return json.dumps(
        {"type": "FeatureCollection", "name": name, "crs": crs, "features": [feature]}
    )


SOUTH = (33.0, 47.1, 37.0, 49.0)
MAPS = (polygons("20240708", SOUTH), polygons("20240715", SOUTH, (37.0, 47.2, 37.5, 47.5)))

ORYX_DUMP_HEADER = (
    "country,equipment_type,destroyed,abandoned,captured,damaged,type_total,date_recorded"
)
ORYX_TYPES = {
    "Tanks": 1000,
    "Armoured Fighting Vehicles": 500,
    "Infantry Fighting Vehicles": 800,
    "Armoured Personnel Carriers": 300,
    "Mine-Resistant Ambush Protected": 50,
    "Towed Artillery": 200,
    "Self-Propelled Artillery": 400,
    "Rocket and Missile Artillery": 100,
    "Surface-To-Air Missile Systems\n": 90,
    "All Types": 6000,
}


def oryx_dump(*rows: tuple[str, str, int, str]) -> str:
    """Country, type, total and day, as the dump of Oryx has them."""
    lines = [f'{c},"{t}",{n},0,0,0,{n},{day}' for c, t, n, day in rows]
    return "\n".join([ORYX_DUMP_HEADER, *lines, ""])


def oryx_day(day: str, more: int = 0, without: str = "") -> str:
    """The whole listing of a day, each type up by `more`, without one of them."""
    lines = ['"","country","equipment_type","destroyed","type_total","row_id","Date"']
    for country in ("Russia", "Ukraine"):
        named = "Losses of Armoured Combat Vehicles [Tanks, AFVs] - 9, of which: destroyed: 9"
        lines.append(f'"1","{country}","{named}",9,9,1,"{day}"')
        for name, count in ORYX_TYPES.items():
            if name != without:
                lines.append(f'"2","{country}","{name}",{count},{count + more},2,"{day}"')
    return "\n".join([*lines, ""])


ORYX = (
    oryx_dump(
        ("Russia", "All Types", 0, "2022-02-23"),
        ("Russia", "All Types", 1600, "2022-03-19"),
        *((c, t, n, "2025-07-19") for c in ("Russia", "Ukraine") for t, n in ORYX_TYPES.items()),
    ),
    oryx_day("2025-07-20", more=1),
    oryx_day("2025-07-27", more=5),
)

ATTACKS_HEADER = "time_start,time_end,model,target,launched,destroyed,source"
ATTACKS = f"""\
{ATTACKS_HEADER}
2022-10-10 18:00,2022-10-11 08:30,Shahed-136/131,Ukraine,20.0,15.0,a
2022-10-10,2022-10-10 10:00,X-101/X-555 and Kalibr,Ukraine,40.0,30.0,b
2022-10-10 9:00,2022-10-10 11:00,Iskander-M,east,3.0,0.0,c
"""
MODELS = """\
model,category,national_origin,type
Shahed-136/131,UAV,iran,loitering munition
Lancet,UAV,russia,loitering munition
Orlan-10,UAV,russia,reconnaissance
Mohajer-6,UAV,iran,multirole ISTAR
Iskander-M,ballistic missile,russia,"TV-guided, tactical"
Kalibr,cruise missile,russia,
X-101/X-555,cruise missile,russia,air-launched
X-101/X-555 and Kalibr,cruise missile,russia,
C-300,surface-to-air missile,russia,anti-ballistic missile
C-300 and Iskander-M,surface-to-air and ballistic,russia,
GBU,guided bomb,russia,
"""

PRESENCE_HEADER = (
    "iso_code,Country,Data Date,Individual refugees from Ukraine recorded across Europe,"
    "Border crossings from Ukraine*"
)


def presence(*rows: tuple[str, str, str]) -> str:
    """Code, date and people of each country, as a snapshot has them."""
    lines = [f'{code},A country***,{day},"{people}",' for code, day, people in rows]
    return "\n".join([PRESENCE_HEADER, *lines, ""])


PRESENCE = tuple(
    presence(("POL", f"{day:02d} August 2022", "1200000"), ("TUR", "19 May 2022", "145000"))
    for day in range(1, 19)
)

GOOD: dict[str, tuple[str, ...]] = {
    "economist-area": (AREA,),
    "liveuamap-area": ("date,area\n2022-02-24 00:00:00,43210.5\n2022-02-25 00:00:00,61020.25\n",),
    "nzz-area": ("date,area\n2022-02-24,57000.5\n2022-02-25,73500.125\n",),
    "economist-fires": (FIRES,),
    "economist-estimates": (ESTIMATES,),
    "general-staff": (PERSONNEL, EQUIPMENT, CORRECTION),
    "oryx": ORYX,
    "air-attacks": (ATTACKS, MODELS),
    "unhcr-crossings": (CROSSINGS,),
    "unhcr-presence": PRESENCE,
    "viina-settlements": (TIMELINE,),
    "deepstate": MAPS,
}


def files(folder: Path, texts: Sequence[str | bytes]) -> list[Path]:
    """The texts as files, in order."""
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"file-{number}"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(path)
    return paths


def read(name: str, folder: Path, *texts: str | bytes) -> ParsedFile:
    """What a source makes of the texts."""
    found: Source = source(name)
    return found.read(files(folder, texts), WAR)


def judged(reading: ParsedFile, now: datetime = NOW) -> tuple[list[Claim], list[BadRow]]:
    """Claims that stand, and every bad row: those of the reading and those of the check."""
    good, bad = split(reading.rows, WAR, now)
    return good, [*reading.bad, *bad]
