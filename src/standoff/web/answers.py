"""Answers by war, day and digest of the claims known by that day.

What was made for a day stays good as long as those claims are the same, whatever is pulled later. So
a day is made once, for the reader who asks or in the background, and whoever drags the date along
days that were made waits for a file and not for a model.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path

from standoff.domain.outcomes import truth
from standoff.domain.war import War
from standoff.errors import DateError
from standoff.forecast.posterior_cache import AHEAD
from standoff.web.backtests import Tracked, make_tracked, tracked
from standoff.web.day import (
    Answer,
    FrontView,
    Job,
    as_text,
    from_text,
    fronts_from,
    make,
    make_earlier,
    make_forecast,
    make_map,
    make_timeline,
)
from standoff.web.snapshots import ClaimsCache
from standoff.web.text_cache import TextCache
from standoff.web.whatif_requests import Asks, WhatIfTexts, make_ready, make_whatif, whatif_told

STEP_DAYS = 7
BACK_DAYS = (364, 273, 182, 91)
"""How long before a day the forecasts were made that are drawn against what then happened."""


@dataclass(frozen=True)
class Answers:
    """The answers of one store.

    Attributes:
        wars: what is served, by name.
        claims: what the store knew.
        kept: what was made before.
        beliefs: folder in which the model's beliefs are kept.
        seed: of whatever is sampled.
        now: gives the time, UTC.
        run: where what takes seconds is made for a reader who waits.
    """

    wars: dict[str, War]
    claims: ClaimsCache
    kept: TextCache
    beliefs: Path
    seed: int
    now: Callable[[], datetime]
    run: Executor

    def day(self, war: War, as_of: date | None) -> date:
        """The day asked for, or today.

        Raises:
            DateError: it has not happened yet, or lies before the war.
        """
        today = self.now().date()
        if as_of is not None and as_of > today:
            raise DateError(f"{as_of} has not happened yet. Give a date up to {today}.")
        asked = as_of or today
        if asked < war.start:
            raise DateError(
                f"{war.name} began on {war.start}; {asked} lies before it. "
                "Give a date from then on."
            )
        return asked

    def stops(self, war: War) -> list[date]:
        """The days that a reader drags along: every week from the war's start, and today."""
        today = self.now().date()
        weeks = max((today - war.start).days, 0) // STEP_DAYS
        days = [war.start + timedelta(days=STEP_DAYS * k) for k in range(weeks + 1)]
        return days if days[-1] >= today else [*days, today]

    def on(self, war: War, as_of: date, run: Executor | None = None) -> Answer:
        """The answer of a day.

        Args:
            war: the war.
            as_of: a day of it.
            run: where to make it before anybody asked, if not where readers wait.

        Raises:
            StoreError, ModelError: as `making.make`.
        """
        where, job = run or self.run, self.job(war, as_of, ahead=run is not None)
        made = self.kept.text(
            self._of("answer", war, as_of), lambda: as_text(where.submit(make, job).result())
        )
        return from_text(made)

    def is_made(self, war: War, as_of: date) -> bool:
        """Whether the answer of a day is at hand."""
        return self.kept.has(self._of("answer", war, as_of))

    def earlier(
        self, war: War, as_of: date, run: Executor | None = None, wait: bool = True
    ) -> list[FrontView] | None:
        """The front as it was forecast a year to a quarter before a day, oldest first.

        Args:
            war, as_of, run: as in `on`.
            wait: whether to make them.

        Returns:
            None where they are not at hand and nobody waits for them.

        Raises:
            StoreError, ModelError: as `making.make`.
        """
        days = tuple(as_of - timedelta(days=back) for back in BACK_DAYS)
        days = tuple(day for day in days if day >= war.start)
        of = self._of("earlier", war, as_of)
        if not days:
            return []
        if not wait and not self.kept.has(of):
            return None
        where, job = run or self.run, self.job(war, as_of, ahead=run is not None)
        return fronts_from(
            self.kept.text(of, lambda: where.submit(make_earlier, job, days).result())
        )

    def forecast(self, war: War, as_of: date) -> str:
        """The forecast of a day as JSON.

        Raises:
            StoreError, ModelError: as `making.make`.
        """
        return self._text("forecast", make_forecast, war, as_of)

    def map(self, war: War, as_of: date, since: date | None) -> str:
        """The map of a day as HTML, with what changed since another.

        Raises:
            StoreError: as `making.make`.
        """
        job = self.job(war, as_of)
        return self.kept.text(
            self._of(f"map {since}", war, as_of),
            lambda: self.run.submit(make_map, job, since).result(),
        )

    def whatif(self, war: War, as_of: date, asks: Asks) -> WhatIfTexts:
        """What would change if scenarios came true together.

        Raises:
            ScenarioError: what is asked contradicts itself or the day.
            StoreError, ModelError: as `making.make`.
        """
        job, known = self.job(war, as_of), self.claims.digest(war, as_of)

        def made() -> str:
            return self.run.submit(make_whatif, job, known, asks).result()

        # Of a slider's many places none is worth a file.
        if any(one.values for one in asks.scenarios):
            return whatif_told(made())
        return whatif_told(self.kept.text(self._of(f"whatif {asks}", war, as_of), made))

    def ready(self, war: War, as_of: date) -> None:
        """Let the next what-if of a day be quick; does not wait."""
        self.run.submit(make_ready, self.job(war, as_of), self.claims.digest(war, as_of))

    def timeline(self, war: War, as_of: date, run: Executor | None = None) -> str:
        """The weeks of the war up to a day as JSON; `run` as in `on`.

        Raises:
            StoreError, ModelError: as `making.make`.
        """
        where, job = run or self.run, self.job(war, as_of, ahead=run is not None)
        return self.kept.text(
            self._of("timeline", war, as_of), lambda: where.submit(make_timeline, job).result()
        )

    def track(self, war: War, run: Executor | None = None) -> Tracked | None:
        """The backtest up to the last day with an outcome.

        Args:
            war: the war.
            run: where to replay it; without, it is only looked for.

        Returns:
            None where it was not made.

        Raises:
            StandoffError: a model fails, or no target falls within the plan.
        """
        last = min(max(truth(war), default=war.start), self.now().date())
        of, job = self._of("track", war, last), self.job(war, last)
        if run is None and not self.kept.has(of):
            return None
        where = run or self.run
        return tracked(self.kept.text(of, lambda: where.submit(make_tracked, job).result()))

    def job(self, war: War, as_of: date, ahead: bool = False) -> Job:
        """What it takes to make something of a day, for a reader or ahead of all."""
        beliefs = self.beliefs / AHEAD if ahead else self.beliefs
        return Job(war, self.claims.folder, as_of, self.seed, beliefs, self.claims.now())

    def _text(self, kind: str, make_text: Callable[[Job], str], war: War, as_of: date) -> str:
        job = self.job(war, as_of)
        return self.kept.text(
            self._of(kind, war, as_of), lambda: self.run.submit(make_text, job).result()
        )

    def _of(self, kind: str, war: War, as_of: date) -> str:
        """All that something of a day is made of."""
        known = self.claims.digest(war, as_of)
        drawn = _maps(self.claims.folder / "maps" / war.name, as_of)
        return f"{_code()} {kind} {war} {_outcomes(war)} {as_of} {self.seed} {known} {drawn}"


@functools.cache
def _code() -> str:
    """Names the code that makes the answers: what another made is made again."""
    package = Path(str(resources.files("standoff")))
    files = sorted(p for p in package.rglob("*") if p.suffix in (".py", ".css"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _maps(folder: Path, as_of: date) -> list[str]:
    """The maps kept of a war by a day; each is named by its day, and never changed."""
    files = folder.glob("*/*.json")
    return sorted(f"{p.parent.name}/{p.stem}" for p in files if p.stem <= as_of.isoformat())


def _outcomes(war: War) -> str:
    """Names the war's outcomes.csv as it stands."""
    path = war.folder / "outcomes.csv"
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
