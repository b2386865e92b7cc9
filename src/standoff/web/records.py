"""What an answer is once it is made: frozen records that are stored as JSON between runs."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import Any

from standoff import scenario
from standoff.report.charts.figure import Figure
from standoff.report.told_list import EVENTS_SCHEMA, POSITIONS_SCHEMA

BANDS = ("low90", "low50", "middle", "high50", "high90")


@dataclass(frozen=True)
class StoredFigure:
    """A figure as it stands on the page and as it can be downloaded alone; `svg` is "" for none.

    `key` says what its marks are: mark, colour and label of `report.charts.figure.Key`.
    """

    id: str
    title: str
    svg: str
    key: tuple[tuple[str, str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str

    @classmethod
    def of(cls, figure: Figure) -> StoredFigure:
        """A figure of a page, without what only the page needs."""
        return cls(
            figure.id,
            figure.title,
            str(figure.svg or ""),
            tuple((key.mark, key.colour, key.label) for key in figure.key),
            figure.table.columns if figure.table else (),
            figure.table.rows if figure.table else (),
            figure.source,
        )


@dataclass(frozen=True)
class FrontView:
    """The front as it was known on a day, and what was forecast of it then.

    Attributes:
        days, km2: area of the first side by week, up to the last day known; None where unknown.
        ahead: days of the forecast; its first is the last day known.
        bands: levels by name (low90, low50, middle, high50, high90), one a day of `ahead`.
        source: whose map it is.
    """

    days: tuple[str, ...]
    km2: tuple[float | None, ...]
    ahead: tuple[str, ...]
    bands: dict[str, list[float]]
    source: str


PLACES_SCHEMA = "standoff.places/1"


@dataclass(frozen=True)
class DayAnswer:
    """The assessment of one day of a war.

    Attributes:
        title: war and day.
        headline: the answer in a sentence or two.
        sections: (id, title, HTML) of each section of the report, in its order.
        figures: the charts.
        front: what the curve of the area is drawn from.
        assessment: JSON as the command line gives it.
        report: the whole page in one file, as the command line gives it.
    """

    title: str
    headline: str
    sections: tuple[tuple[str, str, str], ...]
    figures: tuple[StoredFigure, ...]
    front: FrontView
    assessment: str
    report: str

    @functools.cached_property
    def record(self) -> dict[str, Any]:
        """The assessment out of its JSON."""
        record: dict[str, Any] = json.loads(self.assessment)
        return record

    @property
    def places(self) -> str:
        """`standoff.places/1`: who holds the war's places, as the assessment has it."""
        return self._part(PLACES_SCHEMA, "places", "abroad")

    def _part(self, schema: str, *names: str) -> str:
        shown = {name: self.record[name] for name in ("war", "as_of", *names)}
        content = {"schema": schema, **shown}
        return json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1) + "\n"

    def events(self, since: str = "", kind: str = "") -> str:
        """`standoff.events/1`: events of the last 90 days, and those on which the war turned; only from
        a day on, or of a kind, where these are given.
        """
        told = [
            event
            for event in self.record["events"]
            if event["date"] >= since and kind in ("", event["kind"])
        ]
        shown = {"war": self.record["war"], "as_of": self.record["as_of"], "events": told}
        content = {"schema": EVENTS_SCHEMA, **shown}
        return json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1) + "\n"

    @property
    def positions(self) -> str:
        """`standoff.positions/1`: what each side said last on each issue."""
        return self._part(POSITIONS_SCHEMA, "positions")

    @property
    def claims_digest(self) -> str:
        """Digest of the claims that it rests on."""
        return str(self.record["made_with"]["claims_digest"])


@dataclass(frozen=True)
class BacktestAnswer:
    """A backtest.

    Attributes:
        backtest: `standoff.backtest/1` as JSON.
        sections: (id, title, HTML) of its page, in order.
    """

    backtest: str
    sections: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class WhatIfAnswer:
    """A what-if.

    Attributes:
        whatif: `standoff.whatif/1` as JSON.
        title: of the window of its page.
        sections: (id, title, HTML) of its page, in order.
        figures: the charts.
    """

    whatif: str
    title: str
    sections: tuple[tuple[str, str, str], ...]
    figures: tuple[StoredFigure, ...]


@dataclass(frozen=True)
class ScenarioValues:
    """One scenario, with the values that some of its changes are set to, by index."""

    name: str
    values: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class WhatIfQuery:
    """Scenarios that come true together, and the days ahead to look at."""

    scenarios: tuple[ScenarioValues, ...]
    horizons: tuple[int, ...] = scenario.HORIZONS
