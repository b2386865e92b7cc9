"""A war opened with the claims about it and the cached posteriors."""

from __future__ import annotations

import functools
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from standoff.domain import war as wars
from standoff.domain.horizons import HORIZONS
from standoff.domain.war import War
from standoff.errors import (
    DateError,
    HypothesesError,
    StandoffError,
    StoreError,
)
from standoff.workspace.results import (
    BacktestScores,
    Timeline,
    WeighedCase,
    WhatIfResult,
)
from standoff.workspace.snapshot import Snapshot

if TYPE_CHECKING:
    from standoff.evidence.store import Store, Vintages
    from standoff.forecast.posterior_cache import FrontPosteriors
    from standoff.ingest.pull import Progress, Pulled
    from standoff.scenario import TwoSidedPosteriors

Day = date | str
"""A day as a date, or as ISO 8601 writes it: "2022-03-21"."""

_MIRROR = "STANDOFF_MIRROR"
_MOST_DAYS = 6
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
        vintages: Vintages = "observed",
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
            vintages: whether files as they were published tell what was known, where they were
                pulled ("observed"), or the lag of each source ("assumed").
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
            vintages=vintages,
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
        shown = tuple(w for w in found if not since or w.date >= since)
        return Timeline(shown, self.war, day.events())

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
        vintages: bool = False,
        on_bytes: Progress = lambda *_: None,
        on_source: Callable[[Pulled], None] = lambda _: None,
    ) -> tuple[Pulled, ...]:
        """Fetch what sources publish, append the new claims and keep their maps.

        Args:
            sources: their names; by default all that the war's definition lists.
            vintages: fetch every version that was published of the files whose publishers keep
                them, and nothing else.
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
        from standoff.ingest.vintages import pull_vintages

        picked, now, mirror = pull.chosen(self.war, sources), self.time, os.environ.get(_MIRROR)
        bring, brought = pull.pull, []
        if vintages:
            bring = pull_vintages
            picked = picked if sources else tuple(one for one in picked if one.history is not None)
        with client(Path(mirror) if mirror else None) as http:
            for result in bring(
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
