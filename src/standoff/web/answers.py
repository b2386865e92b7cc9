"""Answers by war, day and digest of the claims known by that day.

An answer stays good as long as those claims are the same, whatever is pulled later. So it is made
once, for a reader or ahead of all readers, and is then read from a file.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from standoff.domain.war import War
from standoff.errors import DateError
from standoff.web import jobs
from standoff.web.caches import TextCache
from standoff.web.jobs import Job
from standoff.web.records import (
    BacktestAnswer,
    DayAnswer,
    FrontView,
    WhatIfAnswer,
    WhatIfQuery,
)
from standoff.web.snapshots import ClaimsCache
from standoff.workspace import Workspace

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

STEP_DAYS = 7
MINUTES_S = 30.0
"""What takes longer is made in the background, and the page says that it takes minutes."""

_CODE = (".py", ".html", ".css", ".js", ".toml", ".csv")


@dataclass(frozen=True)
class Kind(Generic[T_co]):
    """One kind of answer.

    Attributes:
        name: names it in the cache.
        make: makes it in another process, out of a job and further arguments, as text.
        read: the answer out of that text.
        takes_s: how long it may take to make, seconds.
        cached: whether an answer is worth a file, by the further arguments.
    """

    name: str
    make: Callable[..., str]
    read: Callable[[str], T_co]
    takes_s: float
    cached: Callable[..., bool] = lambda *_: True


def _no_value_is_set(query: WhatIfQuery) -> bool:
    """Of a slider's many positions none is worth a file."""
    return not any(one.values for one in query.scenarios)


DAY = Kind("day", jobs.assess_day, TypeAdapter(DayAnswer).validate_json, 10)
EARLIER = Kind("earlier", jobs.earlier_forecasts, TypeAdapter(list[FrontView]).validate_json, 10)
FORECAST = Kind("forecast", jobs.forecast, str, 10)
MAP = Kind("map", jobs.draw_map, str, 5)
TIMELINE = Kind("timeline", jobs.weeks, str, 10)
WHATIF = Kind("whatif", jobs.whatif, TypeAdapter(WhatIfAnswer).validate_json, 10, _no_value_is_set)
BACKTEST = Kind("backtest", jobs.backtest, TypeAdapter(BacktestAnswer).validate_json, 120)


@dataclass(frozen=True)
class Answers:
    """The answers about wars of one store.

    Attributes:
        workspaces: the wars served, by name, opened with one store, cache and seed.
        now: gives the time, UTC.
        worker: where answers are made for readers who wait.
        background: where they are made ahead, and those that take minutes; None for `worker`.
        look_every_s: how often new files of the store are looked for, seconds.
        claims: what the store knew.
        texts: the answers made before.
    """

    workspaces: Mapping[str, Workspace]
    now: Callable[[], datetime]
    worker: Executor
    background: Executor | None = None
    look_every_s: float = 1.0
    claims: ClaimsCache = field(init=False)
    texts: TextCache = field(init=False)

    def __post_init__(self) -> None:
        cache = next(iter(self.workspaces.values())).cache
        claims = ClaimsCache(self.workspaces, self.now, self.look_every_s)
        object.__setattr__(self, "claims", claims)
        object.__setattr__(self, "texts", TextCache(cache / "pages"))

    @property
    def wars(self) -> dict[str, War]:
        """The wars served, by name."""
        return {name: workspace.war for name, workspace in self.workspaces.items()}

    def day(self, war: War, as_of: date | None) -> date:
        """The chosen day, or today.

        Raises:
            DateError: it has not happened yet, or lies before the war.
        """
        today = self.now().date()
        if as_of is not None and as_of > today:
            raise DateError(f"{as_of} has not happened yet. Give a date up to {today}.")
        day = as_of or today
        if day < war.start:
            raise DateError(
                f"{war.name} began on {war.start}; {day} lies before it. Give a date from then on."
            )
        return day

    def stops(self, war: War) -> list[date]:
        """The days of the slider: every week from the war's start, and today."""
        today = self.now().date()
        weeks = max((today - war.start).days, 0) // STEP_DAYS
        days = [war.start + timedelta(days=STEP_DAYS * k) for k in range(weeks + 1)]
        return days if days[-1] >= today else [*days, today]

    def get(self, kind: Kind[T], war: War, as_of: date, *more: Any, ahead: bool = False) -> T:
        """An answer: out of the cache, or made now.

        Args:
            kind: which.
            war: the war.
            as_of: a day of it.
            more: further arguments: the other day of a map, the query of a what-if.
            ahead: whether nobody waits for it.

        Raises:
            StandoffError: whatever the job of this kind raises.
        """
        slow = ahead or kind.takes_s > MINUTES_S
        executor = self.background if slow and self.background else self.worker
        job = self.job(war, as_of, ahead)

        def make() -> str:
            return executor.submit(kind.make, job, *more).result()

        cached = kind.cached(*more)
        return kind.read(self.texts.text(self._key(kind, job, more), make) if cached else make())

    def cached(self, kind: Kind[T], war: War, as_of: date) -> T | None:
        """An answer out of the cache; None where it was not made yet."""
        return self.get(kind, war, as_of) if self.has(kind, war, as_of) else None

    def has(self, kind: Kind[Any], war: War, as_of: date) -> bool:
        """Whether an answer is in the cache."""
        return self.texts.has(self._key(kind, self.job(war, as_of), ()))

    def job(self, war: War, as_of: date, ahead: bool = False) -> Job:
        """What a worker needs to know of a day.

        Raises:
            StoreError: the store cannot be read.
        """
        workspace = self.claims.workspace(war)
        return Job(replace(workspace, ahead=ahead), as_of, self.claims.digest(war, as_of))

    def _key(self, kind: Kind[Any], job: Job, more: tuple[Any, ...]) -> str:
        """All that an answer rests on."""
        workspace = job.workspace
        outcomes = workspace.war.folder / "outcomes.csv"
        scored = hashlib.sha256(outcomes.read_bytes()).hexdigest() if outcomes.is_file() else ""
        # Each map is named by its day and never changed.
        files = (workspace.folder / "maps" / workspace.war.name).glob("*/*.json")
        drawn = sorted(f"{p.parent.name}/{p.stem}" for p in files if p.stem <= str(job.as_of))
        wanted = f"{kind.name} {more} {job.as_of} {workspace.seed}"
        code = code_digest(Path(str(resources.files("standoff"))))
        return f"{code} {wanted} {workspace.war} {scored} {job.claims_digest} {drawn}"


@functools.cache
def code_digest(package: Path) -> str:
    """Names the code, templates and data of a package: what another version made is made again."""
    files = sorted(path for path in package.rglob("*") if path.suffix in _CODE)
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
