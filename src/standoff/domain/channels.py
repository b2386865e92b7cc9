"""Which claims feed which series of the models, and how each source errs, out of channels.toml.

The file stands beside war.toml and is optional; without it no count is read, and the front is drawn
after any source. docs/add-a-war.md walks through one.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from standoff.domain.claim import Claim, SpeakerKind
from standoff.domain.quantities import QUANTITIES
from standoff.errors import UnknownNameError, WarDefinitionError

ChannelKind = Literal["flow", "total", "intensity", "front", "map", "settlements"]
MapKind = Literal["polygons", "settlements"]


@dataclass(frozen=True)
class DeclaredChannel:
    """One series of readings: where its claims come from and how they err.

    Attributes:
        name: as it appears in messages and answers.
        kind: `flow` (counts by day), `total` (running totals since the war's start), `intensity`
            (of the fighting, both sides together), `front` (area of the first side, by the map that
            movement is judged by), `map` (the same by another map) or `settlements` (that changed
            hands).
        quantities: names of quantities; flows of several are added up.
        side: code of the side it is about; "" for both added up.
        source: name of the source; "" for any, which only `front` and `settlements` may leave out.
        bias, bias_sd: prior of its log-bias; an infinite sd lets its first reading set the bias.
        drift: sd of a week's change of its log-bias.
        noise, dof: scale of its reading error (log units; for `front` in shares of the threshold of
            a break) and degrees of freedom.
        noise_km2: of a map, standard deviation of its lasting error, km².
        memory_days: of the front, days in which the error of a map falls to 1/e.
        after: of a map, the source it is drawn after: it counts only where that one is silent.
        adds_km2: of a map, what brings its level to the scope of the war, km²; None where its levels
            are not compared with the front's, only their changes.
        reason: where these come from.
    """

    name: str
    kind: ChannelKind
    quantities: tuple[str, ...]
    side: str = ""
    source: str = ""
    bias: float = 0.0
    bias_sd: float = math.inf
    drift: float = 0.01
    noise: float = 0.1
    dof: float = 4.0
    noise_km2: float = 100.0
    memory_days: float = 60.0
    after: str = ""
    adds_km2: float | None = None
    reason: str = ""

    def reads(self, quantity: str, side: str, source: str) -> bool:
        """Whether a claim about a side's quantity by a source belongs to this channel."""
        return (
            quantity in self.quantities
            and self.side in ("", side)
            and (not self.source or self.source == source)
        )


@dataclass(frozen=True)
class CountTarget:
    """What is forecast of a count: one quantity, of one side or of nobody in particular."""

    quantity: str
    side: str

    @property
    def name(self) -> str:
        """Its name among the targets of a backtest: "losses.AA.personnel_total"."""
        topic, _, rest = self.quantity.partition(".")
        return ".".join(filter(None, (topic, self.side, rest)))

    @classmethod
    def parse(cls, name: str) -> CountTarget | None:
        """The target of that name; None where it is not of a count."""
        match name.split("."):
            case [topic, side, rest]:
                return cls(f"{topic}.{rest}", side)
            case [_, _] if any(entry.name == name for entry in QUANTITIES):
                return cls(name, "")
        return None


@dataclass(frozen=True)
class ForecastCount:
    """A running count that is forecast.

    Attributes:
        quantity: its name.
        side: code of the side it is about; "" where it is about none.
        source: name of the source that tells it; "" where `speakers` says who does.
        speakers: kind of speaker that tells it; "" where `source` says who does.
        stated_by: who will tell it, in the words of an answer ("its enemy").
    """

    quantity: str
    side: str
    source: str
    speakers: str
    stated_by: str

    @property
    def target(self) -> str:
        """Its name among the targets of a backtest."""
        return CountTarget(self.quantity, self.side).name

    def reads(self, claim: Claim) -> bool:
        """Whether a claim of its quantity and side is by one who tells it."""
        return self.source in ("", claim.source) and self.speakers in ("", claim.speaker_kind)


@dataclass(frozen=True)
class MapSource:
    """A source whose files can be drawn.

    Attributes:
        source: its name.
        kind: `polygons` of what the first side held, or `settlements` and their holders.
        means: code of the side that each of its categories stands for, "" for contested; empty
            where the source's own words serve.
    """

    source: str
    kind: MapKind
    means: Mapping[str, str]


@dataclass(frozen=True)
class Towns:
    """How the country is divided among its towns where only these are known.

    Attributes:
        country: ISO 3166 code of the towns, as places.csv has it; "" for all.
        latitude: where a degree of longitude has the length used, degrees; None for the middle of
            the country.
    """

    country: str = ""
    latitude: float | None = None


@dataclass(frozen=True)
class OwnSource:
    """A source that Standoff does not pull, as channels.toml declares it."""

    name: str
    title: str
    licence: str


@dataclass(frozen=True)
class Channels:
    """All that a war's channels.toml declares; what it leaves out is empty."""

    declared: tuple[DeclaredChannel, ...] = ()
    forecasts: tuple[ForecastCount, ...] = ()
    maps: tuple[MapSource, ...] = ()
    towns: Towns = field(default_factory=Towns)
    sources: tuple[OwnSource, ...] = ()
    backtest_begins: date | None = None

    def of(self, *kinds: ChannelKind) -> tuple[DeclaredChannel, ...]:
        """The channels of these kinds, in the order of the file."""
        return tuple(c for c in self.declared if c.kind in kinds)

    def meanings(self, source: str) -> Mapping[str, str]:
        """What a map's categories mean; empty where the file does not say."""
        return next((m.means for m in self.maps if m.source == source), {})


def read_channels(path: Path, sides: Sequence[str], sources: Sequence[str]) -> Channels:
    """The channels that a file declares; empty ones without the file.

    Args:
        path: channels.toml.
        sides: codes of the war's sides, the first one first.
        sources: names of the sources that war.toml lists.

    Raises:
        WarDefinitionError: it cannot be used; the message has a line for each error.
    """
    if not path.is_file():
        return Channels()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise WarDefinitionError(f"{path}: cannot be read ({error}). Correct the file.") from error
    reader = _Reader(path, tuple(sides), tuple(sources))
    found = reader.channels(raw)
    if reader.problems:
        raise WarDefinitionError("\n".join(f"{path}: {text}" for text in reader.problems))
    return found


_NUMBER = "a number like 0.18"
_TEXT = "text in quotation marks"
_TEXTS = 'a list like ["losses.tanks"]'
_DAY = "a date like 2023-06-01"
_TABLE = 'a table like { HELD = "AA", CONTESTED = "" }'

_IS: dict[str, Callable[[Any], bool]] = {
    _NUMBER: lambda v: isinstance(v, int | float) and not isinstance(v, bool) and not math.isnan(v),
    _TEXT: lambda v: isinstance(v, str) and bool(v),
    _TEXTS: lambda v: isinstance(v, list) and bool(v) and all(isinstance(q, str) for q in v),
    _DAY: lambda v: type(v) is date,
    _TABLE: lambda v: isinstance(v, dict) and all(isinstance(code, str) for code in v.values()),
}
# Sizes are in log units, in which 20 is a factor of 500 million; beyond it floats overflow.
_RANGES: dict[str, tuple[float, float]] = {
    "bias": (-20.0, 20.0),
    "bias_sd": (0.0, 20.0),
    "drift": (0.0, 20.0),
    "noise": (1e-9, 20.0),
    "dof": (0.1, 1e6),
    "noise_km2": (1e-3, 1e6),
    "memory_days": (0.1, 1e4),
    "adds_km2": (-1e8, 1e8),
}
_MAY_BE_INFINITE = ("bias_sd", "dof")

_CHANNEL = {
    "name": _TEXT, "kind": _TEXT, "quantities": _TEXTS, "side": _TEXT, "source": _TEXT,
    "bias": _NUMBER, "bias_sd": _NUMBER, "drift": _NUMBER, "noise": _NUMBER, "dof": _NUMBER,
    "noise_km2": _NUMBER, "memory_days": _NUMBER, "after": _TEXT, "adds_km2": _NUMBER,
    "reason": _TEXT,
}  # fmt: skip
_FORECAST = {
    "quantity": _TEXT, "side": _TEXT, "source": _TEXT, "speakers": _TEXT, "stated_by": _TEXT,
}  # fmt: skip
_MAP = {"source": _TEXT, "kind": _TEXT, "means": _TABLE}


@dataclass
class _Reader:
    """Reads one file and gathers what is wrong with it."""

    path: Path
    sides: tuple[str, ...]
    sources: tuple[str, ...]
    problems: list[str] = field(default_factory=list)

    def channels(self, raw: dict[str, Any]) -> Channels:
        """What the file declares; of no use where there are problems."""
        tables = {"backtest", "channel", "forecast", "map", "sources", "towns"}
        for key in raw.keys() - tables:
            self.problems.append(f"{_unknown('key', key, tables)} Correct or remove it.")
        named = raw.get("sources", {})
        if not isinstance(named, dict) or not all(isinstance(e, dict) for e in named.values()):
            self.problems.append("sources is no table. Write each entry under [sources.NAME].")
            named = {}
        own = tuple(
            OwnSource(name, entry.get("title", ""), entry.get("licence", ""))
            for name, entry in named.items()
            if self._checked(name, entry, {"title": _TEXT, "licence": _TEXT}, ())
        )
        pulled, self.sources = self.sources, self.sources + tuple(one.name for one in own)
        declared = tuple(
            channel
            for where, entry in self._listed(raw, "channel", _CHANNEL, "name", "kind", "quantities")
            if (channel := self._channel(where, entry)) is not None
        )
        self._overlaps(declared)
        forecasts = tuple(
            count
            for where, entry in self._listed(raw, "forecast", _FORECAST, "quantity", "stated_by")
            if (count := self._forecast(where, entry)) is not None
        )
        targets = [count.target for count in forecasts]
        for name in sorted({name for name in targets if targets.count(name) > 1}):
            self.problems.append(f"two forecasts of {name}. Keep one.")
        maps = tuple(
            drawn
            for where, entry in self._listed(raw, "map", _MAP, "source", "kind")
            if (drawn := self._map(where, entry, pulled)) is not None
        )
        for kind in get_args(MapKind):
            of_kind = [drawn.source for drawn in maps if drawn.kind == kind]
            if len(of_kind) > 1:
                self.problems.append(f"two maps of {kind}: {', '.join(of_kind)}. Keep one.")
        towns = self._one(raw, "towns", {"country": _TEXT, "latitude": _NUMBER})
        if abs(towns.get("latitude", 0.0)) >= 90.0:
            self._wrong("[towns]", f"latitude is {towns['latitude']}. Give one between the poles.")
        begins = self._one(raw, "backtest", {"begins": _DAY}).get("begins")
        return Channels(declared, forecasts, maps, Towns(**towns), own, begins)

    def _channel(self, where: str, entry: dict[str, Any]) -> DeclaredChannel | None:
        before = len(self.problems)
        kind, side, source = entry["kind"], entry.get("side", ""), entry.get("source", "")
        if kind not in get_args(ChannelKind):
            self._wrong(where, _unknown("kind", kind, get_args(ChannelKind)))
        names = [quantity.name for quantity in QUANTITIES]
        for name in entry["quantities"]:
            if name not in names:
                self._wrong(where, _unknown("quantity", name, names))
        if side and side not in self.sides:
            self._wrong(where, _unknown("side", side, self.sides))
        if not side and kind in ("flow", "total", "front", "map"):
            self._wrong(where, f"a {kind} needs a side. Add one of {', '.join(self.sides)}.")
        if kind in ("front", "map") and side in self.sides[1:]:
            self._wrong(where, f"the front is the area of {self.sides[0]}. Give that side.")
        if source and source not in self.sources:
            unknown = _unknown("source", source, self.sources)
            self._wrong(where, f"{unknown} List it in war.toml, or declare [sources.{source}].")
        if not source and kind in ("flow", "total", "intensity", "map"):
            self._wrong(where, "no source. Name the one whose claims it reads.")
        if kind in ("flow", "total", "intensity", "map") and "reason" not in entry:
            self._wrong(where, "no reason. Say where its bias, drift and noise come from.")
        after = entry.get("after", "")
        if after and after not in self.sources:
            self._wrong(where, f"{_unknown('source', after, self.sources)} Correct `after`.")
        self._sizes(where, entry)
        if len({*entry["quantities"]}) < len(entry["quantities"]):
            self._wrong(where, "a quantity stands there twice. Name each once.")
        if len(self.problems) > before:
            return None
        return DeclaredChannel(**{**entry, "quantities": tuple(entry["quantities"])})

    def _sizes(self, where: str, entry: dict[str, Any]) -> None:
        for key, (least, most) in _RANGES.items():
            value = entry.get(key, 1.0)
            if value < least and least >= 0.0:
                self._wrong(where, f"{key} is {value}. Give a number above zero.")
            elif not least <= value <= most and not (value == math.inf and key in _MAY_BE_INFINITE):
                self._wrong(where, f"{key} is {value}. Give a number from {least:g} to {most:g}.")

    def _overlaps(self, declared: Sequence[DeclaredChannel]) -> None:
        """Claims that two channels read would count twice."""
        for i, one in enumerate(declared):
            for other in declared[:i]:
                if one.name == other.name:
                    self.problems.append(f"two channels named {one.name!r}. Rename one.")
                for quantity in sorted({*one.quantities} & {*other.quantities}):
                    same_side = "" in (one.side, other.side) or one.side == other.side
                    same_source = "" in (one.source, other.source) or one.source == other.source
                    if same_side and same_source:
                        of = f"{quantity} of {one.side or 'both sides'} by {one.source or 'any'}"
                        self.problems.append(
                            f"channels {other.name!r} and {one.name!r} both feed on {of}. Keep one."
                        )

    def _forecast(self, where: str, entry: dict[str, Any]) -> ForecastCount | None:
        before = len(self.problems)
        names = [quantity.name for quantity in QUANTITIES]
        if entry["quantity"] not in names:
            self._wrong(where, _unknown("quantity", entry["quantity"], names))
        side, source = entry.get("side", ""), entry.get("source", "")
        if side and side not in self.sides:
            self._wrong(where, _unknown("side", side, self.sides))
        if source and source not in self.sources:
            unknown = _unknown("source", source, self.sources)
            self._wrong(where, f"{unknown} List it in war.toml, or declare [sources.{source}].")
        speakers, kinds = entry.get("speakers", ""), get_args(SpeakerKind)
        if speakers and speakers not in kinds:
            self._wrong(where, _unknown("kind of speaker", speakers, kinds))
        if not source and not speakers:
            self._wrong(where, "nobody tells it. Name a `source`, or the kind of its `speakers`.")
        if len(self.problems) > before:
            return None
        return ForecastCount(entry["quantity"], side, source, speakers, entry["stated_by"])

    def _map(self, where: str, entry: dict[str, Any], pulled: Sequence[str]) -> MapSource | None:
        before = len(self.problems)
        kind, means = entry["kind"], entry.get("means", {})
        if kind not in get_args(MapKind):
            self._wrong(where, _unknown("kind", kind, get_args(MapKind)))
        if entry["source"] not in pulled:
            unknown = _unknown("source", entry["source"], pulled)
            self._wrong(
                where, f"{unknown} List it in war.toml: only files that are pulled are drawn."
            )
        for category, code in means.items():
            if code and code not in self.sides:
                self._wrong(where, f"{category}: {_unknown('side', code, self.sides)}")
        if len(self.problems) > before:
            return None
        return MapSource(entry["source"], kind, means)

    def _listed(
        self, raw: dict[str, Any], table: str, keys: Mapping[str, str], *needed: str
    ) -> list[tuple[str, dict[str, Any]]]:
        """The entries of [[table]] that have the right keys and types, each with its place."""
        entries = raw.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            self.problems.append(f"{table} is no list of tables. Write each under [[{table}]].")
            return []
        found = []
        for number, entry in enumerate(entries, start=1):
            name = entry.get("name", entry.get("quantity", entry.get("source", number)))
            where = f"{table} {name!r}"
            if self._checked(where, entry, keys, needed):
                found.append((where, entry))
        return found

    def _one(self, raw: dict[str, Any], table: str, keys: Mapping[str, str]) -> dict[str, Any]:
        """[table] itself; empty where it is missing or wrong."""
        entry = raw.get(table, {})
        if not isinstance(entry, dict):
            self.problems.append(f"{table} is no table. Write it under [{table}].")
            return {}
        return entry if self._checked(f"[{table}]", entry, keys, ()) else {}

    def _checked(
        self, where: str, entry: dict[str, Any], keys: Mapping[str, str], needed: Sequence[str]
    ) -> bool:
        before = len(self.problems)
        for key, value in entry.items():
            if key not in keys:
                self._wrong(where, f"{_unknown('key', key, keys)} Correct or remove it.")
            elif not _IS[keys[key]](value):
                self._wrong(where, f"{key} is {value!r}. Write {keys[key]}.")
        for key in needed:
            if key not in entry:
                self._wrong(where, f"{key!r} is missing. Add it.")
        return len(self.problems) == before

    def _wrong(self, where: str, text: str) -> None:
        self.problems.append(f"{where}: {text}")


def _unknown(kind: str, name: str, known: Sequence[str] | Mapping[str, Any] | set[str]) -> str:
    return str(UnknownNameError(kind, str(name), known))
