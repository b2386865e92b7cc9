"""A war's definition: sides, dates, theatre, thresholds and priors, out of war.toml.

A shipped war is a folder in `wars/`; a war of your own is any folder with a war.toml, named by its
path. docs/add-a-war.md walks through one.
"""

from __future__ import annotations

import contextlib
import functools
import re
import tomllib
from dataclasses import dataclass, field, replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from standoff.domain.channels import Channels, read_channels
from standoff.errors import UnknownNameError, WarDefinitionError

Movement = Literal["front", "none"]
Abroad = Literal["apart", "counts"]


@dataclass(frozen=True)
class Party:
    """A side or a third party.

    Attributes:
        code, name, aliases: its code, its plain name and what else it is called.
        voices: names and adjectives by which its own speakers are known ("Russian", "Vladimir Putin").
        backs: code of the side it stands with; "" for none.
    """

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()
    backs: str = ""

    def speaks(self, speaker: str) -> bool:
        """Whether a speaker bears one of its names or voices."""
        names = (self.name, *self.aliases, *self.voices)
        return any(re.search(rf"\b{re.escape(name)}\b", speaker, re.IGNORECASE) for name in names)


@dataclass(frozen=True)
class FrontLength:
    """Length of the front from a day on, km, who says so, and the day it was said."""

    since: date
    said: date
    km: float
    source: str


@dataclass(frozen=True)
class City:
    """A place named in the definition: GeoNames id, coordinates (degrees), and what it is."""

    name: str
    geonames_id: int
    lat: float
    lon: float


@dataclass(frozen=True)
class PlaceAbroad:
    """Where ground outside the country is marked on the map: its name in claims, degrees."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Thresholds:
    """What counts as standing still, as a break, and as costly.

    Attributes:
        standstill_m_per_day, break_m_per_day: mean advance of the whole front, m/day.
        window_days: days that movement is measured over, ending on the target date.
        battle_deaths_per_year: fewer than this rate is quiet.
        redraw_km2: a step of the map in one day that a second source must match.
    """

    standstill_m_per_day: float
    break_m_per_day: float
    window_days: int
    battle_deaths_per_year: float
    redraw_km2: float


@dataclass(frozen=True)
class Priors:
    """What is assumed before the war itself has shown it, each with its reason in war.toml.

    Attributes:
        rate_km2_per_week_sd: spread of the front's rate at the start, km²/week.
        ending_per_year: pairs (days of war, hazard of ending a year) from that day on.
        quiet_per_year: hazard of the fighting falling under the rate of `battle_deaths_per_year`.
        reasons: for each of the above, where it comes from.
    """

    rate_km2_per_week_sd: float
    ending_per_year: tuple[tuple[int, float], ...]
    quiet_per_year: float
    reasons: dict[str, str]


@dataclass(frozen=True)
class War:
    """One war as its folder defines it.

    `others` are states and bodies that speak, mediate or give, by code; no text is read for them.
    `abroad` says whether ground that the second side holds outside the country `counts` as movement
    of the front, or stands `apart`.
    """

    name: str
    title: str
    start: date
    movement: Movement
    sides: tuple[Party, Party]
    third_parties: tuple[Party, ...]
    country: str
    country_km2: float
    km2_per_settlement: float
    scope: str
    front: tuple[FrontLength, ...]
    cities: tuple[City, ...]
    thresholds: Thresholds
    priors: Priors
    sources: tuple[str, ...]
    folder: Path
    abroad: Abroad = "apart"
    places_abroad: tuple[PlaceAbroad, ...] = ()
    others: tuple[Party, ...] = ()
    channels: Channels = field(default_factory=Channels)

    @property
    def backtest_begins(self) -> date:
        """First origin of a backtest, if no other is named: as channels.toml says, or the start."""
        return self.channels.backtest_begins or self.start

    @property
    def parties(self) -> dict[str, Party]:
        """Sides, third parties and others by code."""
        return {p.code: p for p in (*self.sides, *self.third_parties, *self.others)}

    def party_of(self, speaker: str) -> str:
        """Code of the side whose own voice a speaker is; "" for none, or for both."""
        codes = [side.code for side in self.sides if side.speaks(speaker)]
        return codes[0] if len(codes) == 1 else ""

    def camp(self, code: str) -> str:
        """The side that a party is or stands with; "" for none."""
        party = self.parties.get(code)
        return "" if party is None else code if party in self.sides else party.backs

    def front_on(self, day: date, known_by: date) -> FrontLength:
        """The front's length on a day, as known by another; the first entry where none was known."""
        past = [f for f in self.front if f.since <= day and f.said <= known_by]
        return past[-1] if past else self.front[0]


def standstill_km2(front_km: float, days: int, advance_m_per_day: float = 10.0) -> float:
    """Net change of territory below which a front counts as standing still.

    Args:
        front_km: length of the front, km, > 0.
        days: horizon, days, >= 1.
        advance_m_per_day: mean advance of the whole front, m/day.

    Returns:
        Area, km².

    Raises:
        WarDefinitionError: front_km or days is not positive.

    Source: the war's definition; the outcomes of docs/method.md.
    """
    if front_km <= 0 or days < 1:
        raise WarDefinitionError(
            f"a front of {front_km:g} km over {days} days has no threshold. "
            "Give a positive length and at least one day."
        )
    return front_km * days * advance_m_per_day / 1000.0


@functools.cache
def load(name: str) -> War:
    """The shipped war of that name, or the one in the folder of that path.

    Raises:
        UnknownNameError: neither exists.
        WarDefinitionError: its war.toml or channels.toml cannot be used.
    """
    for folder in (Path(name), shipped_folder() / name):
        path = folder / "war.toml"
        # A name can be too long for a file.
        with contextlib.suppress(OSError):
            if path.is_file():
                break
    else:
        raise UnknownNameError("war", name, shipped())
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        war = _build(raw, path.parent)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise WarDefinitionError(f"{path}: cannot be read ({error}). Correct the file.") from error
    except KeyError as error:
        raise WarDefinitionError(f"{path}: {error.args[0]!r} is missing. Add it.") from error
    except (TypeError, ValueError) as error:
        raise WarDefinitionError(f"{path}: {error}. Correct the entry.") from error
    _check(war, path)
    codes = [side.code for side in war.sides]
    channels = read_channels(path.with_name("channels.toml"), codes, war.sources)
    begins = channels.backtest_begins
    if begins is not None and begins < war.start:
        raise WarDefinitionError(
            f"{path.with_name('channels.toml')}: [backtest] begins on {begins}, before the war "
            f"({war.start}). Give a day from then on."
        )
    return replace(war, channels=channels)


def shipped() -> tuple[str, ...]:
    """Names of the wars that come with Standoff."""
    return tuple(sorted(p.parent.name for p in shipped_folder().glob("*/war.toml")))


def shipped_folder() -> Path:
    """The folder of the wars that come with Standoff."""
    return Path(str(resources.files("standoff"))) / "wars"


def _build(raw: dict[str, Any], folder: Path) -> War:
    sides, priors = _parties(raw["sides"]), raw["priors"]
    if len(sides) != 2:
        raise ValueError(f"a war has two sides, not {len(sides)}")
    return War(
        name=raw["name"],
        title=raw["title"],
        start=_day(raw["start"]),
        movement=raw["movement"],
        sides=(sides[0], sides[1]),
        third_parties=_parties(raw.get("third_parties", {})),
        country=raw["theatre"]["country"],
        country_km2=float(raw["theatre"]["km2"]),
        km2_per_settlement=float(raw["theatre"].get("km2_per_settlement", 0.0)),
        scope=raw["theatre"]["scope"],
        front=tuple(
            FrontLength(_day(f["since"]), _day(f["said"]), float(f["km"]), f["source"])
            for f in raw.get("front", [])
        ),
        cities=tuple(
            City(c["name"], int(c["geonames_id"]), float(c["lat"]), float(c["lon"]))
            for c in raw.get("city", [])
        ),
        thresholds=Thresholds(**raw["thresholds"]),
        priors=Priors(
            rate_km2_per_week_sd=float(priors["rate_km2_per_week_sd"]),
            ending_per_year=tuple(
                (int(step["after_days"]), float(step["hazard"]))
                for step in priors["ending_per_year"]
            ),
            quiet_per_year=float(priors["quiet_per_year"]),
            reasons=dict(priors["reasons"]),
        ),
        sources=tuple(raw.get("sources", ())),
        folder=folder,
        abroad=raw["theatre"].get("abroad", "apart"),
        others=_others(raw.get("others", {})),
        places_abroad=tuple(
            PlaceAbroad(p["name"], float(p["lat"]), float(p["lon"])) for p in raw.get("abroad", [])
        ),
    )


def _parties(raw: dict[str, Any]) -> tuple[Party, ...]:
    return tuple(
        Party(
            code,
            entry["name"],
            tuple(entry.get("aliases", ())),
            tuple(entry.get("voices", ())),
            entry.get("backs", ""),
        )
        for code, entry in raw.items()
    )


def _others(raw: Any) -> tuple[Party, ...]:
    if not isinstance(raw, dict) or not all(isinstance(n, str) and n for n in raw.values()):
        raise ValueError('[others] is no table of names. Write lines like DE = "Germany"')
    return tuple(Party(code, name) for code, name in raw.items())


def _day(value: Any) -> date:
    if type(value) is not date:
        raise ValueError(f"{value!r} is not a date like 2022-02-24")
    return value


def _check(war: War, path: Path) -> None:
    problem = ""
    if war.movement not in ("front", "none"):
        problem = f"movement {war.movement!r} is neither 'front' nor 'none'"
    elif war.abroad not in ("apart", "counts"):
        problem = f"[theatre] abroad {war.abroad!r} is neither 'apart' nor 'counts'"
    elif war.movement == "front" and not war.front:
        problem = "a war measured by its front needs at least one [[front]] with its length"
    elif list(war.front) != sorted(war.front, key=lambda f: f.since):
        problem = "the [[front]] entries are not in order of date"
    elif not 0 < war.thresholds.standstill_m_per_day < war.thresholds.break_m_per_day:
        problem = "thresholds: standstill must be above zero and below break"
    elif strange := {p.backs for p in war.third_parties} - {"", *(p.code for p in war.sides)}:
        problem = f"a third party backs {', '.join(sorted(strange))}, which is no side"
    elif twice := {o.code for o in war.others} & {p.code for p in (*war.sides, *war.third_parties)}:
        problem = f"[others] names {', '.join(sorted(twice))}, which fights in this war"
    elif any(f.km <= 0 for f in war.front):
        problem = "a [[front]] must be longer than 0 km"
    if problem:
        raise WarDefinitionError(f"{path}: {problem}. Correct the file.")
