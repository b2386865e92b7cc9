"""The computations that take seconds, each a function that runs in a process of its own.

The server goes on answering in the meantime. A process makes one day after the other and finds the
posteriors of the day before in its cache.
"""

from __future__ import annotations

import functools
import json
import math
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

from standoff import scenario
from standoff.assessment.chart_series import fan_of
from standoff.assessment.records import Fan
from standoff.domain.horizons import HORIZONS
from standoff.domain.outcomes import truth
from standoff.domain.war import War
from standoff.errors import UnknownNameError
from standoff.forecast.front import forecast_front
from standoff.observations.front import FrontSeries
from standoff.report import assessment_page
from standoff.report.charts.figure import credit
from standoff.report.maps import figure as map_figure
from standoff.report.maps.figure import MapFigure
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
from standoff.workspace import Snapshot, Workspace

_WEEK = 7
_EARLIER_DAYS = (364, 273, 182, 91)
"""How long before a day the forecasts were made that are drawn against what then happened."""
_DAYS_READY = 2


@dataclass(frozen=True)
class Job:
    """One day of one war, to be computed; jobs of the same claims are equal.

    Attributes:
        workspace: the war, its store, cache and seed, at the time of the run.
        as_of: the day.
        claims_digest: names the claims known by the day.
    """

    workspace: Workspace = field(compare=False)
    as_of: date
    claims_digest: str
    of: tuple[str, Path, int] = field(init=False)

    def __post_init__(self) -> None:
        workspace = self.workspace
        of = (workspace.war.name, workspace.folder, workspace.seed)
        object.__setattr__(self, "of", of)

    @property
    def day(self) -> Snapshot:
        """What was known by the day."""
        return self.workspace.as_of(self.as_of)


def assess_day(job: Job) -> str:
    """Assess one day and draw it: a `DayAnswer` as JSON.

    Raises:
        DateError: the day lies before the war.
        StoreError: the claims cannot be read.
        ModelError: the model cannot explain the front.
    """
    assessment, war = job.day.assess(), job.workspace.war
    view = assessment_page.view(assessment.record, war, _map(job, None))
    parts = assessment_page.parts(view)
    charts = assessment.record.charts
    return _stored(
        DayAnswer(
            title=view.screen.title,
            headline=view.screen.sentence,
            sections=tuple((part.id, part.title, str(part.content)) for part in parts),
            figures=tuple(map(StoredFigure.of, view.figures)),
            front=_front(charts.territory, charts.fan),
            assessment=assessment.to_json(),
            report=assessment_page.page(view, parts),
        )
    )


def forecast(job: Job) -> str:
    """The forecast of one day: `standoff.forecast/1`.

    Raises:
        StoreError, ModelError: as `assess_day`.
    """
    return job.day.forecast().to_json()


def weeks(job: Job) -> str:
    """The weeks of the war up to a day: `standoff.timeline/1`.

    Raises:
        StoreError, ModelError: as `assess_day`.
    """
    return job.workspace.timeline(last=job.as_of).to_json()


def earlier_days(war: War, as_of: date) -> list[date]:
    """A year to a quarter before a day, oldest first; only days of the war."""
    days = [as_of - timedelta(days=back) for back in _EARLIER_DAYS]
    return [day for day in days if day >= war.start]


def earlier_forecasts(job: Job) -> str:
    """The front as it was known, and forecast, on `earlier_days`: `FrontView`s as JSON.

    Raises:
        StoreError, ModelError: as `assess_day`.
    """
    workspace = job.workspace
    views = []
    for day in earlier_days(workspace.war, job.as_of):
        series = workspace.as_of(day).front
        ahead = forecast_front(
            series, workspace.war, day, workspace.seed, workspace.posteriors.front
        )
        views.append(_front(series, fan_of(ahead)))
    return json.dumps([asdict(view) for view in views])


def draw_map(job: Job, since: date | None) -> str:
    """The map of one day and what changed since another, as HTML.

    Raises:
        StoreError: as `assess_day`.
    """
    return str(map_figure.shown(_map(job, since)))


def last_scored_day(war: War, today: date) -> date:
    """The last day with an outcome up to which a war is replayed."""
    return min(max(truth(war), default=war.start), today)


def backtest(job: Job) -> str:
    """Replay a war up to the job's day and score every forecast: a `BacktestAnswer` as JSON.

    Raises:
        DateError: no target falls within the plan.
        StandoffError: a model fails.
    """
    # Scoring takes long to import, and the server itself never scores.
    from standoff.report.track_record import page  # noqa: PLC0415 -- so that the server starts at once

    war = job.workspace.war
    last = last_scored_day(war, job.as_of)
    # A war that was over by then is replayed from its start.
    late = war.backtest_begins + timedelta(days=max(HORIZONS)) < last
    scores = job.workspace.backtest(war.backtest_begins if late else war.start, last)
    sections = tuple(
        (part.id, part.title, str(part.content)) for part in page.parts(scores.record, war)
    )
    return _stored(BacktestAnswer(scores.to_json(), sections))


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
    war = job.workspace.war
    chosen = chosen_scenarios(query, war)
    result = scenario.compare(_unchanged_course(job), chosen, query.horizons)
    drawn = whatif_page.figures(result, war)
    parts = whatif_page.parts(result, war, drawn)
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
    return job.day.baseline


def _map(job: Job, since: date | None) -> MapFigure:
    day, workspace = job.day, job.workspace
    return map_figure.as_known(workspace.folder, workspace.war, job.as_of, day.table, since)


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
