"""The computations that take seconds, each a function that runs in a process of its own.

The server goes on answering in the meantime. A process makes one day after the other and finds the
posteriors of the day before in its cache.
"""

from __future__ import annotations

import functools
import json
import math
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from standoff import scenario
from standoff.assessment.build import assess, fan_of
from standoff.assessment.records import Fan
from standoff.domain.outcomes import truth
from standoff.domain.war import War, shipped
from standoff.errors import UnknownNameError
from standoff.evaluation import timeline
from standoff.evaluation.forecasters import BASELINES
from standoff.evidence.bundled import record_claims
from standoff.evidence.snapshot import snapshot_of
from standoff.evidence.store import Store
from standoff.forecast.front import forecast_front
from standoff.forecast.losses import LossPosteriors
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.observations.front import OF_THE_FRONT, FrontSeries, front_series
from standoff.report import assessment_page
from standoff.report.charts.figure import credit
from standoff.report.maps import figure as map_figure
from standoff.report.serialize import as_json
from standoff.report.whatif import page as whatif_page
from standoff.report.whatif import text as whatif_text
from standoff.web.records import (
    BANDS,
    BacktestAnswer,
    DayAnswer,
    FrontView,
    StoredFigure,
    WhatIfAnswer,
    WhatIfQuery,
)

FIRST_ORIGIN = date(2023, 6, 1)
"""First origin of a backtest, as on the command line; earlier dates helped to choose the parameters. A
war that was over by then is replayed from its start."""

_WEEK = 7
_EVERY = 7
_HORIZONS = (30, 90, 180)
_EARLIER_DAYS = (364, 273, 182, 91)
"""How long before a day the forecasts were made that are drawn against what then happened."""
_DAYS_READY = 2


@dataclass(frozen=True)
class Job:
    """One day of one war, and where to read and cache; jobs of the same claims are equal.

    Attributes:
        war: its definition.
        store: folder of claims.
        as_of: the day.
        seed: of whatever is sampled.
        posteriors: folder in which the model's posteriors are cached.
        now: the time of the run, to check shipped claims against.
        claims_digest: names the claims known by the day.
    """

    war: War = field(compare=False)
    store: Path
    as_of: date
    seed: int
    posteriors: Path
    now: datetime = field(compare=False)
    claims_digest: str
    war_name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "war_name", self.war.name)

    def table(self, day: date | None = None, quantities: tuple[str, ...] = ()) -> pa.Table:
        """The claims known by a day, the job's own if none is named.

        Raises:
            StoreError: they cannot be read.
        """
        store = Store(self.store, record_claims(self.war, self.now))
        return store.table_known_at(day or self.as_of, self.war.name, quantities)


def assess_day(job: Job) -> str:
    """Assess one day and draw it: a `DayAnswer` as JSON.

    Raises:
        DateError: the day lies before the war.
        StoreError: the claims cannot be read.
        ModelError: the model cannot explain the front.
    """
    table = job.table()
    front, losses = _posteriors(job.posteriors)
    assessment = assess(table, job.war, job.as_of, job.seed, front, losses)
    drawn = map_figure.as_known(job.store, job.war, job.as_of, table)
    view = assessment_page.view(assessment, job.war, drawn)
    parts = assessment_page.parts(view)
    return _stored(
        DayAnswer(
            title=view.screen.title,
            headline=view.screen.sentence,
            sections=tuple((part.id, part.title, str(part.content)) for part in parts),
            figures=tuple(map(StoredFigure.of, view.figures)),
            front=_front(assessment.charts.territory, assessment.charts.fan),
            assessment=as_json(assessment),
            report=assessment_page.page(view, parts),
        )
    )


def forecast(job: Job) -> str:
    """The forecast of one day: `standoff.forecast/1`.

    Raises:
        StoreError, ModelError: as `assess_day`.
    """
    # The scoring library behind it takes seconds to load, and the server itself never scores.
    from standoff.report import forecast_rows  # noqa: PLC0415 -- so that the server starts at once

    known = snapshot_of(job.table(), job.war, job.as_of)
    front, _ = _posteriors(job.posteriors)
    ahead = forecast_front(front_series(known), job.war, job.as_of, job.seed, front)
    return forecast_rows.as_json(ahead, known)


def weeks(job: Job) -> str:
    """The weeks of the war up to a day: `standoff.timeline/1`.

    Raises:
        StoreError, ModelError: as `assess_day`.
    """
    table = job.table(quantities=OF_THE_FRONT)
    series = front_series(snapshot_of(table, job.war, job.as_of))
    front, _ = _posteriors(job.posteriors)
    rows = timeline.weeks(series, job.war, job.as_of, job.seed, front)
    return timeline.as_json(rows, job.war)


def earlier_days(war: War, as_of: date) -> list[date]:
    """A year to a quarter before a day, oldest first; only days of the war."""
    days = [as_of - timedelta(days=back) for back in _EARLIER_DAYS]
    return [day for day in days if day >= war.start]


def earlier_forecasts(job: Job) -> str:
    """The front as it was known, and forecast, on `earlier_days`: `FrontView`s as JSON.

    Raises:
        StoreError, ModelError: as `assess_day`.
    """
    front, _ = _posteriors(job.posteriors)
    views = []
    for day in earlier_days(job.war, job.as_of):
        series = front_series(snapshot_of(job.table(day, OF_THE_FRONT), job.war, day))
        views.append(_front(series, fan_of(forecast_front(series, job.war, day, job.seed, front))))
    return json.dumps([asdict(view) for view in views])


def draw_map(job: Job, since: date | None) -> str:
    """The map of one day and what changed since another, as HTML.

    Raises:
        StoreError: as `assess_day`.
    """
    drawn = map_figure.as_known(job.store, job.war, job.as_of, job.table(), since)
    return str(map_figure.shown(drawn))


def last_scored_day(war: War, today: date) -> date:
    """The last day with an outcome up to which a war is replayed."""
    return min(max(truth(war), default=war.start), today)


def backtest(job: Job) -> str:
    """Replay a war up to the job's day and score every forecast: a `BacktestAnswer` as JSON.

    Raises:
        DateError: no target falls within the plan.
        StandoffError: a model fails.
    """
    # The scoring library behind these takes seconds to load, and the server itself never scores.
    from standoff.evaluation import backtest as replay  # noqa: PLC0415 -- so that the server starts at once
    from standoff.evaluation.rolling_origin import BacktestPlan  # noqa: PLC0415
    from standoff.report.track_record import page, text  # noqa: PLC0415

    war = job.war
    last = last_scored_day(war, job.as_of)
    result = replay.backtest(
        BacktestPlan(
            war=war.name if war.name in shipped() else str(war.folder),
            store=job.store,
            first=FIRST_ORIGIN
            if FIRST_ORIGIN + timedelta(days=max(_HORIZONS)) < last
            else war.start,
            last=last,
            every=_EVERY,
            horizons=_HORIZONS,
            models=("model", *BASELINES),
            seed=job.seed,
            now=job.now.date(),
        )
    )
    sections = tuple((part.id, part.title, str(part.content)) for part in page.parts(result, war))
    return _stored(BacktestAnswer(text.as_json(result), sections))


def chosen_scenarios(query: WhatIfQuery, war: War) -> list[scenario.Scenario]:
    """The scenarios of a query, at their values.

    Raises:
        UnknownNameError: no scenario of that name comes with the war.
        ScenarioError: a value lies outside its range.
    """
    known = scenario.shipped(war)
    chosen = []
    for one in query.scenarios:
        # A name alone: the server reads no file that a request names.
        if one.name not in known:
            raise UnknownNameError("scenario", one.name[:60], known)
        chosen.append(scenario.load(one.name, war).with_values(dict(one.values)))
    return chosen


def whatif(job: Job, query: WhatIfQuery) -> str:
    """Compare the scenarios of a query with the unchanged course: a `WhatIfAnswer` as JSON.

    Raises:
        UnknownNameError, ScenarioError: as `chosen_scenarios`, or changes contradict one another.
        StoreError, ModelError: the day cannot be answered for.
    """
    chosen = chosen_scenarios(query, job.war)
    result = scenario.compare(_unchanged_course(job), chosen, query.horizons)
    drawn = whatif_page.figures(result, job.war)
    parts = whatif_page.parts(result, job.war, drawn)
    return _stored(
        WhatIfAnswer(
            whatif_text.as_json(result),
            whatif_page.window(result),
            tuple((part.id, part.title, str(part.content)) for part in parts),
            tuple(map(StoredFigure.of, drawn.all)),
        )
    )


def prepare_whatif(job: Job) -> None:
    """Compute the unchanged course of a day, so that a slider need not wait for it.

    Raises:
        StoreError, ModelError: as `whatif`.
    """
    _unchanged_course(job)


@functools.lru_cache(maxsize=_DAYS_READY)
def _unchanged_course(job: Job) -> scenario.Baseline:
    """Most of the work of a what-if, and the same for every what-if of a day."""
    cache = scenario.BaselineCache(
        FrontPosteriors(job.posteriors), scenario.TwoSidedPosteriors(job.posteriors)
    )
    return scenario.baseline_course(job.table(), job.war, job.as_of, job.seed, cache)


@functools.cache
def _posteriors(folder: Path) -> tuple[FrontPosteriors, LossPosteriors]:
    """One cache in memory a process."""
    return FrontPosteriors(folder), LossPosteriors(folder)


def _front(series: FrontSeries, fan: Fan | None) -> FrontView:
    at = range(max(series.last, 0) % _WEEK, series.last + 1, _WEEK)
    km2 = (float(series.km2[i]) for i in at)
    ahead = range(0, fan.days.size, _WEEK) if fan else ()
    return FrontView(
        days=tuple(str(series.days[i].item()) for i in at),
        km2=tuple(None if math.isnan(level) else round(level, 1) for level in km2),
        ahead=tuple(str(fan.days[k].item()) for k in ahead) if fan else (),
        bands={name: [round(float(getattr(fan, name)[k]), 1) for k in ahead] for name in BANDS},
        source=credit([series.source]),
    )


def _stored(answer: DayAnswer | BacktestAnswer | WhatIfAnswer) -> str:
    return json.dumps(asdict(answer), ensure_ascii=False)
