"""One day of a war, assessed and drawn: all that its pages show, as text that can be kept.

This is the part that takes seconds. It runs in a process of its own, so that readers are served in
the meantime, and it goes on from the day before, whose beliefs it finds kept.
"""

from __future__ import annotations

import functools
import json
import math
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from standoff.assessment.build import assess, fan_of
from standoff.assessment.records import Fan
from standoff.domain.war import War
from standoff.evaluation import timeline
from standoff.evidence.bundled import record_claims
from standoff.evidence.snapshot import snapshot_of
from standoff.evidence.store import Store
from standoff.forecast.front import forecast_front
from standoff.forecast.losses import LossPosteriors
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.observations.front import OF_THE_FRONT, FrontSeries, front_series
from standoff.report import assessment_page
from standoff.report.charts.assessment import Figure
from standoff.report.charts.figure import credit
from standoff.report.maps import figure as map_figure
from standoff.report.serialize import as_json

BANDS = ("low90", "low50", "middle", "high50", "high90")
_WEEK = 7


@dataclass(frozen=True)
class Job:
    """What to make: one day of one war.

    Attributes:
        war: its definition.
        store: folder of claims.
        as_of: the day.
        seed: of whatever is sampled.
        beliefs: folder in which the model's beliefs are kept.
        now: the time of the run, to check shipped claims against.
    """

    war: War
    store: Path
    as_of: date
    seed: int
    beliefs: Path
    now: datetime


@dataclass(frozen=True)
class Drawn:
    """A figure as it stands in the page and as it can be had alone: `svg` is "" for none.

    `key` has what its marks are: mark, colour and label of `report._figure.Key`.
    """

    id: str
    title: str
    svg: str
    key: tuple[tuple[str, str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str


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


@dataclass(frozen=True)
class Answer:
    """One day of a war, made.

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
    figures: tuple[Drawn, ...]
    front: FrontView
    assessment: str
    report: str

    @functools.cached_property
    def told(self) -> dict[str, Any]:
        """The assessment as its JSON says it."""
        told: dict[str, Any] = json.loads(self.assessment)
        return told

    @property
    def claims_digest(self) -> str:
        """Digest of the claims that it rests on."""
        return str(self.told["made_with"]["claims_digest"])


def as_text(answer: Answer) -> str:
    """The answer as JSON, to be kept."""
    return json.dumps(asdict(answer), ensure_ascii=False)


def from_text(text: str) -> Answer:
    """The answer out of what was kept.

    Raises:
        ValueError, TypeError, KeyError: it is damaged, or of another version.
    """
    raw = json.loads(text)
    drawn = drawn_from(raw.pop("figures"))
    raw["front"] = _front_from(raw["front"])
    return Answer(**{**raw, "sections": tuple(map(tuple, raw["sections"])), "figures": drawn})


def drawn_from(raw: list[dict[str, Any]]) -> tuple[Drawn, ...]:
    """Figures out of what was kept.

    Raises:
        TypeError, KeyError: they are of another version.
    """
    return tuple(
        Drawn(
            **{
                **f,
                "key": tuple(map(tuple, f["key"])),
                "columns": tuple(f["columns"]),
                "rows": tuple(map(tuple, f["rows"])),
            }
        )
        for f in raw
    )


def _front_from(raw: dict[str, Any]) -> FrontView:
    return FrontView(**{**raw, **{name: tuple(raw[name]) for name in ("days", "km2", "ahead")}})


def make(job: Job) -> Answer:
    """Assess one day and draw it.

    Raises:
        DateError: the day lies before the war.
        StoreError: the claims cannot be read.
        ModelError: the model cannot explain the front.
    """
    beliefs, losses = _kept(job.beliefs)
    table = store_of(job).table_known_at(job.as_of, job.war.name)
    answer = assess(table, job.war, job.as_of, job.seed, beliefs, losses)
    drawn = map_figure.as_known(job.store, job.war, job.as_of, table)
    seen = assessment_page.view(answer, job.war, drawn)
    parts = assessment_page.parts(seen)
    return Answer(
        title=seen.screen.title,
        headline=seen.screen.sentence,
        sections=tuple((part.id, part.title, str(part.content)) for part in parts),
        figures=tuple(map(drawn_of, seen.figures)),
        front=_front(answer.charts.territory, answer.charts.fan),
        assessment=as_json(answer),
        report=assessment_page.page(seen, parts),
    )


def make_forecast(job: Job) -> str:
    """The forecast of one day: `standoff.forecast/1`.

    Raises:
        StoreError, ModelError: as `make`.
    """
    # The scoring library behind it takes seconds to load, and the server itself never scores.
    from standoff.report import forecast_rows  # noqa: PLC0415 -- so that the server starts at once

    known = snapshot_of(store_of(job).table_known_at(job.as_of, job.war.name), job.war, job.as_of)
    land, (beliefs, _) = front_series(known), _kept(job.beliefs)
    return forecast_rows.as_json(forecast_front(land, job.war, job.as_of, job.seed, beliefs), known)


def make_timeline(job: Job) -> str:
    """The weeks of the war up to a day: `standoff.timeline/1`.

    Raises:
        StoreError, ModelError: as `make`.
    """
    table = store_of(job).table_known_at(job.as_of, job.war.name, OF_THE_FRONT)
    land = front_series(snapshot_of(table, job.war, job.as_of))
    beliefs, _ = _kept(job.beliefs)
    return timeline.as_json(timeline.weeks(land, job.war, job.as_of, job.seed, beliefs), job.war)


def make_earlier(job: Job, days: tuple[date, ...]) -> str:
    """The front as it was known, and forecast, on earlier days, oldest first, as JSON.

    Raises:
        StoreError, ModelError: as `make`.
    """
    beliefs, _ = _kept(job.beliefs)
    fronts = []
    for day in days:
        table = store_of(job).table_known_at(day, job.war.name, OF_THE_FRONT)
        land = front_series(snapshot_of(table, job.war, day))
        fronts.append(_front(land, fan_of(forecast_front(land, job.war, day, job.seed, beliefs))))
    return json.dumps([asdict(front) for front in fronts])


def fronts_from(text: str) -> list[FrontView]:
    """Fronts out of what was kept."""
    return [_front_from(raw) for raw in json.loads(text)]


def make_map(job: Job, since: date | None) -> str:
    """The map of one day and what changed since another, as HTML.

    Raises:
        StoreError: as `make`.
    """
    table = store_of(job).table_known_at(job.as_of, job.war.name)
    return str(map_figure.shown(map_figure.as_known(job.store, job.war, job.as_of, table, since)))


def store_of(job: Job) -> Store:
    """The store that a job reads, with the claims that come with the war beside it."""
    return Store(job.store, record_claims(job.war, job.now))


def _front(land: FrontSeries, fan: Fan | None) -> FrontView:
    at = range(max(land.last, 0) % _WEEK, land.last + 1, _WEEK)
    km2 = (float(land.km2[i]) for i in at)
    ahead = range(0, fan.days.size, _WEEK) if fan else ()
    return FrontView(
        days=tuple(str(land.days[i].item()) for i in at),
        km2=tuple(None if math.isnan(level) else round(level, 1) for level in km2),
        ahead=tuple(str(fan.days[k].item()) for k in ahead) if fan else (),
        bands={name: [round(float(getattr(fan, name)[k]), 1) for k in ahead] for name in BANDS},
        source=credit([land.source]),
    )


def drawn_of(figure: Figure) -> Drawn:
    """A figure as it is kept."""
    table = figure.table
    return Drawn(
        figure.id,
        figure.title,
        str(figure.svg or ""),
        tuple((key.mark, key.colour, key.label) for key in figure.key),
        table.columns if table else (),
        table.rows if table else (),
        figure.source,
    )


@functools.cache
def _kept(folder: Path) -> tuple[FrontPosteriors, LossPosteriors]:
    """The beliefs of the day before: a process makes one day after the other."""
    return FrontPosteriors(folder), LossPosteriors(folder)
