"""A war, the claims about it and the cached posteriors, opened together: the one way in.

    open(war) -> Workspace          store, cache, seed and war; backtest, whatif, timeline, pull
    Workspace.as_of(day) -> Snapshot   what was known by a day; assess, forecast, claims, weigh
    read(report) -> ReportReading   what one report says

Nothing is read or computed before it is needed, and each method imports only what it uses, so that
`standoff --help` stays quick. Each result holds the record that it shows in `record`.
"""

from __future__ import annotations

import functools
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from standoff.domain import war as wars
from standoff.domain.horizons import HORIZONS
from standoff.domain.war import War
from standoff.errors import (
    DateError,
    HypothesesError,
    MissingExtraError,
    ReportError,
    StandoffError,
    StoreError,
    UnknownNameError,
)
from standoff.formatting import written_odds

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from standoff.assessment.records import AssessmentRecord
    from standoff.domain.claim import Claim
    from standoff.evaluation.backtest import Backtest
    from standoff.evaluation.timeline import Week
    from standoff.evidence.snapshot import ClaimsSnapshot
    from standoff.evidence.store import Store
    from standoff.forecast.front import FrontForecast
    from standoff.forecast.losses import LossPosteriors
    from standoff.forecast.outcome_odds import Outcomes
    from standoff.forecast.posterior_cache import FrontPosteriors
    from standoff.hypotheses.weigh import Weighing
    from standoff.ingest.pull import Progress, Pulled
    from standoff.observations.front import FrontSeries
    from standoff.reading.claims import Claimed
    from standoff.reading.records import Attribution, Event, FigureReading, Reading
    from standoff.scenario import Baseline, TwoSidedPosteriors, WhatIf

Day = date | str
"""A day as a date, or as ISO 8601 writes it: "2022-03-21"."""

_MOST_DAYS = 6
_SHOWN_CLAIMS = 20
_MOST_SEED = 2**63 - 1
# One for all workspaces, which can be pickled and so hold none: it is never held for long.
_SNAPSHOTS_LOCK = threading.Lock()
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")


def open(
    war: str | Path | War,
    *,
    store: str | Path | None = None,
    seed: int = 1,
    cache: str | Path | None = None,
    now: datetime | None = None,
) -> Workspace:
    """Open a war with the claims about it.

    Args:
        war: the name of a war that comes with Standoff, or a folder with a war.toml.
        store: folder of claims; default: STANDOFF_STORE, or one in the user's data folder.
        seed: of whatever is sampled, 0 to 2⁶³ - 1.
        cache: folder for what can be computed or fetched again; default: the user's.
        now: the time of the run, UTC; default: the time of each call.

    Raises:
        UnknownNameError: no such war.
        WarDefinitionError: its war.toml cannot be used.
        StoreError: the store is an address with a scheme, such as s3://.
        StandoffError: the seed is out of range.
    """
    if not 0 <= seed <= _MOST_SEED:
        raise StandoffError(f"seed {seed} is out of range. Give one from 0 to {_MOST_SEED}.")
    definition = war if isinstance(war, War) else wars.load(str(war))
    named = store or os.environ.get("STANDOFF_STORE") or None
    if named is not None and is_address(str(named)):
        raise StoreError(f"{named}: a store is a local folder so far. Name a folder with --store.")
    return Workspace(
        definition, store_folder(named), cache_folder(cache), seed, now, named is not None
    )


def is_address(store: str) -> bool:
    """Whether what should be a folder begins with a scheme, such as s3://."""
    return _SCHEME.match(store) is not None


def store_folder(store: str | Path | None = None) -> Path:
    """The folder of claims that is named, or the one in the user's data folder."""
    import platformdirs

    return Path(store) if store else Path(platformdirs.user_data_dir("standoff")) / "claims"


def cache_folder(cache: str | Path | None = None) -> Path:
    """The folder that is named, or the user's, for what can be computed or fetched again."""
    import platformdirs

    return Path(cache) if cache else Path(platformdirs.user_cache_dir("standoff"))


class Posteriors:
    """The posteriors cached in a folder; each kind is loaded when it is first needed."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet."""
        self.folder = folder

    @functools.cached_property
    def front(self) -> FrontPosteriors:
        """Of the front."""
        from standoff.forecast.posterior_cache import FrontPosteriors

        return FrontPosteriors(self.folder)

    @functools.cached_property
    def losses(self) -> LossPosteriors:
        """Of the losses as they are stated."""
        from standoff.forecast.losses import LossPosteriors

        return LossPosteriors(self.folder)

    @functools.cached_property
    def sides(self) -> TwoSidedPosteriors:
        """Of both sides."""
        from standoff.scenario import TwoSidedPosteriors

        return TwoSidedPosteriors(self.folder)


_posteriors = functools.lru_cache(maxsize=4)(Posteriors)
"""One a folder and process: a later day goes on from the posterior of the day before."""


@dataclass(frozen=True, repr=False)
class Workspace:
    """A war with its store, cache and seed. It can be pickled; its snapshots are left behind.

    Attributes:
        war: the war's definition.
        folder: of the store.
        cache: folder for what can be computed or fetched again.
        seed: of whatever is sampled.
        now: the time of the run, UTC; None for the time of each call.
        must_exist: whether the store's folder must exist to be read, as one that was named must.
        ahead: whether posteriors are written to a folder of their own, for days that are made
            before anybody has asked for them.
    """

    war: War
    folder: Path
    cache: Path
    seed: int = 1
    now: datetime | None = None
    must_exist: bool = False
    ahead: bool = False
    _snapshots: OrderedDict[tuple[object, ...], Snapshot] = field(
        default_factory=OrderedDict, init=False, compare=False
    )

    def __repr__(self) -> str:
        return f"<Workspace {self.war.name}, store {self.folder}, seed {self.seed}>"

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_snapshots": OrderedDict()}

    @property
    def time(self) -> datetime:
        """The time of the run, UTC."""
        return self.now or datetime.now(UTC)

    @property
    def store(self) -> Store:
        """The claims of the folder, and beside them those that come with the war.

        Raises:
            StoreError: a folder was named that does not exist.
            BadRowsError: the war's record.csv has rows that are no claims.
        """
        self.check_store()
        return self.new_store

    def check_store(self) -> None:
        """Refuse a folder that was named and does not exist: its claims are elsewhere.

        Raises:
            StoreError: it does not exist.
        """
        if self.must_exist and not self.folder.exists():
            raise StoreError(
                f"{self.folder}: there is no such folder of claims. Name another with --store, "
                f"or make it with 'standoff pull {self.war.name} --store {self.folder}'."
            )

    @property
    def new_store(self) -> Store:
        """The same, to write to: a folder that does not exist is made by the first append."""
        from standoff.evidence.bundled import record_claims
        from standoff.evidence.store import Store

        return Store(self.folder, record_claims(self.war, self.time))

    @property
    def posteriors(self) -> Posteriors:
        """The cached posteriors of the models."""
        from standoff.forecast.posterior_cache import AHEAD

        folder = self.cache / "beliefs"
        return _posteriors(folder / AHEAD if self.ahead else folder)

    def as_of(self, day: Day | None = None) -> Snapshot:
        """What was known by the end of a day; today if none is given.

        The last few are cached until the store has new files.

        Raises:
            DateError: it is no date, or has not happened yet.
        """
        today = self.time.date()
        wanted = today if day is None else as_date(day)
        if wanted > today:
            raise DateError(f"{wanted} has not happened yet. Give --as-of a date up to {today}.")
        files = tuple(sorted(path.name for path in self.folder.glob("*.parquet")))
        key = (wanted, files)
        with _SNAPSHOTS_LOCK:
            found = self._snapshots.pop(key, None) or Snapshot(self, wanted)
            self._snapshots[key] = found
            while len(self._snapshots) > _MOST_DAYS:
                self._snapshots.popitem(last=False)
        return found

    def backtest(
        self,
        first: Day | None = None,
        last: Day | None = None,
        *,
        every: int = 7,
        horizons: Sequence[int] = HORIZONS,
        models: str | Sequence[str] = "model,baselines",
        jobs: int = 1,
        progress: Callable[[int, int], None] | None = None,
    ) -> BacktestScores:
        """Forecast from each of many days with what was known then, and score what came.

        Args:
            first, last: first origin and last target day; by default the day that the war's
                channels.toml begins with, else its first, and the last day with an outcome.
            every: days between origins.
            horizons: days ahead.
            models: names of forecasters; "baselines" stands for all baselines.
            jobs: processes. With more than one, a script must guard its main module, as
                `multiprocessing` asks.
            progress: called with the number of origins finished, and of all.

        Raises:
            UnknownNameError: no such forecaster.
            DateError: no target falls between the first origin and the last day, or `every` or a
                horizon is less than a day.
            StandoffError: a model fails; the message names the origin.
        """
        from standoff.domain.outcomes import truth
        from standoff.evaluation.backtest import backtest
        from standoff.evaluation.forecasters import named
        from standoff.evaluation.rolling_origin import BacktestPlan

        if every < 1 or min(horizons, default=0) < 1:
            raise DateError(
                f"origins every {every} days and horizons of {list(horizons)} days make no backtest. "
                "Give whole days above zero."
            )
        plan = BacktestPlan(
            war=self.war,
            store=self.store,
            first=self.war.backtest_begins if first is None else as_date(first),
            last=max(truth(self.war), default=self.time.date()) if last is None else as_date(last),
            every=every,
            horizons=tuple(horizons),
            models=named(models.split(",") if isinstance(models, str) else models),
            seed=self.seed,
        )
        return BacktestScores(backtest(plan, jobs, progress), self.war)

    def timeline(self, first: Day | None = None, last: Day | None = None) -> Timeline:
        """The probability of stalemate in every week of the war, beside what happened.

        Raises:
            DateError: a day is no date, has not happened yet or lies before the war, or the first
                lies after the last.
            ParticlesCollapsedError: the model cannot explain the front.
        """
        from standoff.evaluation.timeline import weeks

        day = self.as_of(last).of_the_war
        since = None if first is None else as_date(first)
        if since is not None and since > day.day:
            raise DateError(f"{since} lies after {day.day}. Give an earlier first week.")
        found = weeks(day.front, self.war, day.day, self.seed, self.posteriors.front)
        return Timeline(tuple(w for w in found if not since or w.date >= since), self.war)

    def whatif(
        self, *scenarios: str | Path, as_of: Day | None = None, horizons: Sequence[int] = HORIZONS
    ) -> WhatIfResult:
        """What would change if scenarios came true together, beside the unchanged course.

        Args:
            scenarios: names of scenarios that come with the war, or TOML files.
            as_of: the day; by default today.
            horizons: days ahead.

        Raises:
            UnknownNameError: no such scenario.
            ScenarioError: the scenarios cannot be applied to the day, or contradict one another.
            DateError: the day has not happened yet or lies before the war.
        """
        from standoff import scenario

        changes = [scenario.load(str(name), self.war) for name in scenarios]
        day = self.as_of(as_of).of_the_war
        return WhatIfResult(scenario.compare(day.baseline, changes, tuple(horizons)), self.war)

    def weigh(self, case: str | Path, as_of: Day | None = None) -> WeighedCase:
        """Weigh rival explanations by the claims for and against them.

        Args:
            case: the name of a case that comes with the war, or a TOML file.
            as_of: the day; by default today.

        Raises:
            UnknownNameError: no such case.
            HypothesesError: its file cannot be used.
            DateError: the day has not happened yet or lies before the war.
        """
        from standoff.hypotheses.files import find
        from standoff.hypotheses.weigh import weigh

        found = find(str(case), [self.war])
        return WeighedCase(weigh(found, self.as_of(as_of).of_the_war.known, self.seed))

    def pull(
        self,
        *sources: str,
        on_bytes: Progress = lambda *_: None,
        on_source: Callable[[Pulled], None] = lambda _: None,
    ) -> tuple[Pulled, ...]:
        """Fetch what sources publish, append the new claims and keep their maps.

        Args:
            sources: their names; by default all that the war's definition lists.
            on_bytes: called with a source's name, bytes so far, and in all where that is known.
            on_source: called with what each source brought, as soon as it is appended.

        Returns:
            What each source brought; one that failed says why, and leaves the others alone.

        Raises:
            UnknownNameError: no such source.
            StoreError: the store cannot be written; sources pulled before stay appended.
        """
        from standoff import maps
        from standoff.ingest import pull
        from standoff.ingest.fetch import client

        picked, now, mirror = pull.chosen(self.war, sources), self.time, os.environ.get(_MIRROR)
        brought = []
        with client(Path(mirror) if mirror else None) as http:
            for result in pull.pull(
                self.war,
                picked,
                self.new_store,
                cache=self.cache,
                client=http,
                now=now,
                on_bytes=on_bytes,
            ):
                on_source(result)
                maps.keep(self.folder, self.war, result.source, result.files, now)
                brought.append(result)
        return tuple(brought)


_MIRROR = "STANDOFF_MIRROR"


@dataclass(frozen=True, repr=False, eq=False)
class Snapshot:
    """What was known of a war by the end of a day.

    Attributes:
        workspace: the war, its store, cache and seed.
        day: the day.
    """

    workspace: Workspace
    day: date

    def __repr__(self) -> str:
        return f"<Snapshot {self.workspace.war.name} as of {self.day}>"

    @property
    def war(self) -> War:
        """The war's definition."""
        return self.workspace.war

    @property
    def of_the_war(self) -> Snapshot:
        """The snapshot itself.

        Raises:
            DateError: its day lies before the war.
        """
        if self.day < self.war.start:
            raise DateError(
                f"{self.war.name} began on {self.war.start}; {self.day} lies before it. "
                "Give a date from then on."
            )
        return self

    @functools.cached_property
    def table(self) -> pa.Table:
        """The claims as an Arrow table of `standoff.domain.claim.SCHEMA`, in no order.

        Raises:
            StoreError: the store cannot be read.
        """
        return self.workspace.store.table_known_at(self.day, self.war.name)

    @functools.cached_property
    def known(self) -> ClaimsSnapshot:
        """The claims by id and by quantity."""
        from standoff.evidence.snapshot import snapshot_of

        return snapshot_of(self.table, self.war, self.day)

    @functools.cached_property
    def front(self) -> FrontSeries:
        """The front by day, as it was known; reads no other claims than it needs."""
        from standoff.evidence.snapshot import snapshot_of
        from standoff.observations.front import OF_THE_FRONT, front_series

        if "table" in self.__dict__:
            return front_series(self.known)
        table = self.workspace.store.table_known_at(self.day, self.war.name, OF_THE_FRONT)
        return front_series(snapshot_of(table, self.war, self.day))

    @functools.cached_property
    def baseline(self) -> Baseline:
        """The unchanged course that every what-if of the day is compared with."""
        from standoff import scenario

        of = self.workspace.posteriors
        kept = scenario.BaselineCache(of.front, of.sides)
        return scenario.baseline_course(self.table, self.war, self.day, self.workspace.seed, kept)

    def assess(self) -> Assessment:
        """How likely stalemate is, on what evidence and at what cost.

        Raises:
            DateError: the day lies before the war.
            StoreError: the store cannot be read.
            ParticlesCollapsedError: the model cannot explain the front.
        """
        return self._assessment

    @functools.cached_property
    def _assessment(self) -> Assessment:
        from standoff.assessment.build import assess

        of, seed = self.workspace.posteriors, self.workspace.seed
        return Assessment(assess(self.table, self.war, self.day, seed, of.front, of.losses), self)

    def forecast(self) -> Forecast:
        """The front and the outcomes 30, 90 and 180 days ahead.

        Raises:
            DateError: the day lies before the war.
            StoreError: the store cannot be read.
            ParticlesCollapsedError: the model cannot explain the front.
        """
        return self.of_the_war._forecast

    @functools.cached_property
    def _forecast(self) -> Forecast:
        from standoff.forecast.front import forecast_front
        from standoff.observations.front import front_series

        land, seed = front_series(self.known), self.workspace.seed
        front = self.workspace.posteriors.front
        return Forecast(forecast_front(land, self.war, self.day, seed, front), self.known)

    def claims(self, quantity: str = "*", side: str | None = None) -> Claims:
        """The claims known by the day, oldest first.

        Args:
            quantity: a quantity, or a pattern of several: "losses.*".
            side: only claims about this side or third party, by its code.

        Raises:
            UnknownNameError: no such quantity or side.
        """
        import pyarrow.compute as pc

        from standoff.domain import quantities

        names = [q.name for q in quantities.QUANTITIES if fnmatchcase(q.name, quantity)]
        names = names or [quantities.quantity(quantity).name]
        if side is not None and side not in self.war.parties:
            raise UnknownNameError("side", side, self.war.parties)
        chosen = pc.field("quantity").isin(names)
        if side is not None:
            chosen &= pc.field("side") == side
        order = ("happened_to", "quantity", "known_at", "claim_id")
        return Claims(self.table.filter(chosen).sort_by([(name, "ascending") for name in order]))


class Claims(Sequence["Claim"]):
    """Claims in order, as an Arrow table that is turned into something else on demand."""

    def __init__(self, table: pa.Table) -> None:
        """Claims of a table of `standoff.domain.claim.SCHEMA`, in its order."""
        self._table = table

    def __repr__(self) -> str:
        return f"<Claims: {len(self):,}>"

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[Claim]:
        from standoff.domain.claim import from_table

        return from_table(self._table)

    @overload
    def __getitem__(self, index: int) -> Claim: ...
    @overload
    def __getitem__(self, index: slice) -> Claims: ...
    def __getitem__(self, index: int | slice) -> Claim | Claims:
        rows = range(len(self))[index]
        if isinstance(rows, int):
            return next(iter(Claims(self._table.slice(rows, 1))))
        if rows.step == 1:
            return Claims(self._table.slice(rows.start, len(rows)))
        return Claims(self._table.take(list(rows)))

    def to_arrow(self) -> pa.Table:
        """The claims as an Arrow table."""
        return self._table

    def to_pandas(self) -> pd.DataFrame:
        """The claims as a DataFrame, one row each."""
        return _dataframe(self._table)

    @property
    def ibis(self) -> Any:
        """The claims as an Ibis table, for queries."""
        import ibis

        return ibis.memtable(self._table)

    def _repr_html_(self) -> str:
        from standoff.report.claims_list import as_html

        return as_html(self[:_SHOWN_CLAIMS], len(self))


@dataclass(frozen=True, repr=False, eq=False)
class Assessment:
    """An assessment of a war as of a day; `record` holds its facts."""

    record: AssessmentRecord
    snapshot: Snapshot

    def __repr__(self) -> str:
        return f"<Assessment {self.record.war} as of {self.record.as_of}>"

    @property
    def odds(self) -> pd.DataFrame:
        """Probabilities of the outcomes: a row a horizon in days, a column an outcome."""
        return _odds({int(days): odds for days, odds in self.record.outcomes.items()})

    def to_text(self) -> str:
        """One screen of plain text, 80 columns."""
        from standoff.report.assessment_text import as_text

        return as_text(self.record, self.snapshot.war)

    def to_json(self) -> str:
        """`standoff.assessment/1`; the same assessment gives the same bytes."""
        from standoff.report.serialize import as_json

        return as_json(self.record)

    def to_html(self) -> str:
        """One page in one file, with its charts and map; it makes no request."""
        from standoff.report.assessment_page import as_html
        from standoff.report.maps.figure import as_known

        of, day = self.snapshot, self.snapshot.day
        return as_html(self.record, of.war, as_known(of.workspace.folder, of.war, day, of.table))

    def _repr_html_(self) -> str:
        return _framed(self.to_html())


@dataclass(frozen=True, repr=False, eq=False)
class Forecast:
    """A forecast of the front and its outcomes; `record` holds the sampled paths."""

    record: FrontForecast
    known: ClaimsSnapshot

    def __repr__(self) -> str:
        return f"<Forecast {self.record.war.name} as of {self.record.as_of}>"

    @property
    def odds(self) -> pd.DataFrame:
        """Probabilities of the outcomes: a row a horizon in days, a column an outcome."""
        return _odds({days: written_odds(self.record.odds(days)) for days in HORIZONS})

    @property
    def quantiles(self) -> pd.DataFrame:
        """23 quantiles of the net change of area, km², in the columns of the hubverse."""
        from standoff.report import forecast_rows

        ahead = self.record
        rows = [
            (
                ahead.as_of,
                forecast_rows.TERRITORY,
                days,
                ahead.war.country,
                ahead.as_of + timedelta(days=days),
                "quantile",
                float(level),
                value,
            )
            for days in HORIZONS
            for level, value in forecast_rows.quantiles(ahead, days).items()
        ]
        return _frame([dict(zip(forecast_rows.COLUMNS, row, strict=True)) for row in rows])

    def to_json(self) -> str:
        """`standoff.forecast/1`."""
        from standoff.report.forecast_rows import as_json

        return as_json(self.record, self.known)

    def to_hubverse(self) -> str:
        """CSV of the hubverse: quantiles of the change of area, and odds of the outcomes."""
        from standoff.report.forecast_rows import as_hubverse

        return as_hubverse(self.record, self.known)

    def _repr_html_(self) -> str:
        from standoff.report.forecast_rows import odds_table

        return odds_table(self.record)


@dataclass(frozen=True, repr=False, eq=False)
class BacktestScores:
    """What a backtest gave; `record` holds every forecast and the means."""

    record: Backtest
    war: War

    def __repr__(self) -> str:
        plan = self.record.plan
        return f"<BacktestScores {self.war.name}, {plan.first} to {plan.last}>"

    @property
    def scores(self) -> pd.DataFrame:
        """Mean scores: a row a model, target and horizon in days."""
        return _frame([asdict(mean) for mean in self.record.means])

    def to_text(self) -> str:
        """A table a target."""
        from standoff.report.track_record.text import as_text

        return as_text(self.record)

    def to_json(self) -> str:
        """`standoff.backtest/1`."""
        from standoff.report.track_record.text import as_json

        return as_json(self.record)

    def to_html(self) -> str:
        """One page in one file."""
        from standoff.report.track_record.page import backtest_page

        return backtest_page(self.record, self.war)

    def _repr_html_(self) -> str:
        return _framed(self.to_html())


@dataclass(frozen=True, repr=False, eq=False)
class Timeline:
    """The weeks of a war, in `record`: what was forecast in each, and what then happened."""

    record: tuple[Week, ...]
    war: War

    def __repr__(self) -> str:
        return f"<Timeline {self.war.name}: {len(self.record)} weeks>"

    def to_pandas(self) -> pd.DataFrame:
        """A row a week: date, narrow, wide, now, a column an outcome, happened, provisional."""
        rows = [asdict(week) for week in self.record]
        return _frame([{**row, **row.pop("outcomes")} for row in rows])

    def to_text(self) -> str:
        """One line a week."""
        from standoff.report.timeline.text import as_text

        return as_text(self.record, self.war)

    def to_json(self) -> str:
        """`standoff.timeline/1`."""
        from standoff.evaluation.timeline import as_json

        return as_json(self.record, self.war)

    def to_html(self) -> str:
        """One page in one file."""
        from standoff.report.timeline.page import timeline_page

        return timeline_page(self.record, self.war)

    def _repr_html_(self) -> str:
        return _framed(self.to_html())


@dataclass(frozen=True, repr=False, eq=False)
class WhatIfResult:
    """What a what-if changes; `record` holds its facts."""

    record: WhatIf
    war: War

    def __repr__(self) -> str:
        names = ", ".join(one.name for one in self.record.scenarios)
        return f"<WhatIfResult {self.war.name} as of {self.record.as_of}: {names}>"

    def to_text(self) -> str:
        """One screen of plain text."""
        from standoff.report.whatif.text import as_text

        return as_text(self.record, self.war)

    def to_json(self) -> str:
        """`standoff.whatif/1`."""
        from standoff.report.whatif.text import as_json

        return as_json(self.record)

    def to_html(self) -> str:
        """One page in one file."""
        from standoff.report.whatif.page import whatif_page

        return whatif_page(self.record, self.war)

    def _repr_html_(self) -> str:
        return _framed(self.to_html())


@dataclass(frozen=True, repr=False, eq=False)
class WeighedCase:
    """Rival explanations, weighed; `record` holds the facts."""

    record: Weighing

    def __repr__(self) -> str:
        return f"<WeighedCase {self.record.name} as of {self.record.as_of}>"

    def to_pandas(self) -> pd.DataFrame:
        """A row an explanation: id, says, prior, mean, low, high, first."""
        return _frame([asdict(one) for one in self.record.hypotheses])

    def to_text(self) -> str:
        """What is most likely, on what, and what would change it."""
        from standoff.report.weigh_text import as_text

        return as_text(self.record)

    def to_json(self) -> str:
        """`standoff.weigh/1`."""
        from standoff.report.weigh_text import as_json

        return as_json(self.record)


@dataclass(frozen=True, repr=False, eq=False)
class ReportReading:
    """What one report says; `record` holds the document and all that was found in it.

    Attributes:
        record: the reading.
        claimed: its claims, and what became none.
        war: whose sides and cities count; None for none.
        reader: the name of the reader.
    """

    record: Reading
    claimed: Claimed
    war: War | None
    reader: str

    def __repr__(self) -> str:
        return f"<ReportReading {self.record.document.file}: {len(self.claims)} claims>"

    @property
    def claims(self) -> Claims:
        """Its claims, in the order of the text; none where the report has no date."""
        from standoff.domain.claim import to_table

        return Claims(to_table(self.claimed.claims))

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """Who said what, through whom, how surely."""
        return self.record.attributions

    @property
    def figures(self) -> tuple[FigureReading, ...]:
        """Quantities with their bounds as stated."""
        return self.record.figures

    @property
    def events(self) -> tuple[Event, ...]:
        """What is said to happen, with place and date."""
        return self.record.events

    def to_text(self) -> str:
        """One screen of plain text for an ordinary report."""
        from standoff.report.reading_text import as_text

        return as_text(self.record, self.claimed, self.war)

    def to_json(self) -> str:
        """One JSON object on one line."""
        from standoff.reading.serialize import as_json

        return as_json(self.record, self.claimed, self.reader)


def read(
    report: str | Path,
    *,
    war: Workspace | War | str | Path | None = None,
    published: Day | None = None,
    outlet: str = "",
    reader: str = "standoff",
) -> ReportReading:
    """Read one report: who said what, through whom, how surely, with which figures.

    Args:
        report: a file of text or HTML, or an address.
        war: whose sides and cities count; without one, sides are plain names.
        published: its date, where it states none or another.
        outlet: who published it, where it does not say.
        reader: who finds the statements, as `standoff read --reader` names it.

    Raises:
        ReportError: it cannot be read, or holds several reports.
        UnknownNameError: no such war or reader.
    """
    import sys

    from standoff.reading.claims import claimed
    from standoff.reading.input import documents
    from standoff.reading.pipeline import read as read_document
    from standoff.reading.readers import reader_named
    from standoff.reading.records import Document

    if isinstance(war, Workspace):
        war = war.war
    definition = wars.load(str(war)) if isinstance(war, str | Path) else war
    items = list(documents.documents(str(report), None, sys.stdin.buffer))
    for item in items:
        if isinstance(item, documents.Failed):
            raise ReportError(item.reason)
    found = [item for item in items if isinstance(item, Document)]
    if len(found) != 1:
        raise ReportError(f"{report}: holds {len(found):,} reports. Name one of them.")
    by = reader_named(reader)
    day = None if published is None else as_date(published)
    reading = read_document(documents.stated(found[0], day, outlet), definition, by)
    return ReportReading(reading, claimed(reading, definition, by.name), definition, by.name)


def war_of_case(case: str, war: str | None = None) -> str:
    """The war that a case of rival explanations is weighed with: the one given, or its own.

    Args:
        case: name or TOML file.
        war: name or folder of a war; None for the case's own.

    Raises:
        UnknownNameError: no such case or war.
        HypothesesError: its file cannot be used, or it names no war.
    """
    from standoff.hypotheses.files import find

    found = find(case, [wars.load(name) for name in ([war] if war else wars.shipped())])
    if not (war or found.war):
        raise HypothesesError(f"{case} names no war. Name one with --war.")
    return war or found.war


def as_date(day: Day) -> date:
    """A day as a date: of a time with a zone, the day in UTC.

    Raises:
        DateError: it is no date.
    """
    try:
        if isinstance(day, datetime):
            # pandas' NaT is a datetime whose date is no date.
            return date.fromisoformat(str((day.astimezone(UTC) if day.tzinfo else day).date()))
        return day if isinstance(day, date) else date.fromisoformat(day)
    except (TypeError, ValueError) as error:
        raise DateError(f"{day!r} is no date. Write it like 2022-03-21.") from error


def _odds(by_horizon: dict[int, Outcomes]) -> pd.DataFrame:
    rows = [{"horizon": days, **odds} for days, odds in by_horizon.items()]
    return _frame(rows).set_index("horizon")


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as a DataFrame, by way of Arrow."""
    import pyarrow as pa

    return _dataframe(pa.Table.from_pylist(rows))


def _dataframe(table: pa.Table) -> pd.DataFrame:
    try:
        return table.to_pandas()
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "a DataFrame needs pandas. Install it: pip install 'standoff[pandas]'."
        ) from error


def _framed(page: str) -> str:
    """A page inside a notebook's, so that neither's styles change the other."""
    from html import escape

    return (
        f'<iframe srcdoc="{escape(page)}" title="Standoff" '
        'style="width:100%;height:48em;border:0"></iframe>'
    )
