"""Makes answers ahead of the readers, in the background: likely days, then the backtest, then the rest."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from standoff.domain.war import War
from standoff.errors import StandoffError
from standoff.web.answers import BACKTEST, DAY, EARLIER, TIMELINE, Answers
from standoff.web.jobs import earlier_days, last_scored_day

_LOG = logging.getLogger("standoff.web")
_LOOK_EVERY_S = 20.0
_LONGEST_REST_S = 10.0
_LIKELY = timedelta(days=371)
"""A year before the last map, and a week: what a reader who drags the day passes first."""


@dataclass
class Prefetcher:
    """Makes today and the year before the last map of every war, then its backtest, then the rest.

    Weeks are made oldest first, since each goes on from the one before. After each the machine is
    left alone for as long as it took.

    Attributes:
        answers: makes and caches them.
        backtests: whether to replay the wars too.
        rests: whether to leave the machine alone in between.
    """

    answers: Answers
    backtests: bool = True
    rests: bool = True
    _stop: threading.Event = field(default_factory=threading.Event)
    _made: dict[str, set[date]] = field(default_factory=dict)

    def start(self) -> None:
        """Begin; readers are served in the meantime."""
        threading.Thread(target=self._run, name="prefetch", daemon=True).start()

    def stop(self) -> None:
        """Finish the current day and end."""
        self._stop.set()

    def made(self, war: War) -> tuple[int, int]:
        """How many days of a war's slider are made, of how many."""
        return len(self._made.get(war.name, ())), len(self.answers.stops(war))

    def today(self, war: War) -> None:
        """What the reader who opens a war sees first."""
        today = self.answers.stops(war)[-1]
        self._try(war, f"the curve of {today}", lambda: self._weeks(war))
        self._day(war, today)
        if earlier_days(war, today):
            self._try(
                war,
                "the earlier forecasts",
                lambda: self.answers.get(EARLIER, war, today, ahead=True),
            )

    def likely(self, war: War) -> None:
        """The weeks of the year before the last map."""
        try:
            weeks = self._weeks(war)
        except (StandoffError, RuntimeError):
            weeks = []
        stops = self.answers.stops(war)
        last = date.fromisoformat(weeks[-1]["date"]) if weeks else stops[-1]
        for stop in stops:
            if last - _LIKELY <= stop <= last:
                self._day(war, stop)

    def backtest(self, war: War) -> None:
        """The track record."""
        if self.backtests:
            day = last_scored_day(war, self.answers.now().date())
            self._try(war, "the backtest", lambda: self.answers.get(BACKTEST, war, day, ahead=True))

    def every_week(self, war: War) -> None:
        """The rest of the slider."""
        for stop in self.answers.stops(war):
            self._day(war, stop)

    def _run(self) -> None:
        seen: object = None
        while not self._stop.is_set():
            now = (self.answers.claims.state(), self.answers.now().date())
            if now != seen:
                seen = now
                self._made.clear()
                for stage in (self.today, self.likely, self.backtest, self.every_week):
                    for war in self.answers.wars.values():
                        stage(war)
            self._stop.wait(_LOOK_EVERY_S)

    def _day(self, war: War, stop: date) -> None:
        def make() -> None:
            if not self.answers.has(DAY, war, stop):
                self.answers.get(DAY, war, stop, ahead=True)
            self._made.setdefault(war.name, set()).add(stop)

        self._try(war, f"{stop}", make)

    def _weeks(self, war: War) -> list[dict[str, str]]:
        text = self.answers.get(TIMELINE, war, self.answers.stops(war)[-1], ahead=True)
        weeks: list[dict[str, str]] = json.loads(text)["weeks"]
        return weeks

    def _try(self, war: War, what: str, make: Callable[[], object]) -> None:
        """Make something, and rest."""
        if self._stop.is_set():
            return
        began = time.monotonic()
        try:
            make()
        except (StandoffError, RuntimeError) as error:
            # RuntimeError: the pool was shut down meanwhile.
            if not self._stop.is_set():
                _LOG.warning("%s, %s: not made: %s", war.name, what, error)
        if self.rests:
            self._stop.wait(min(time.monotonic() - began, _LONGEST_REST_S))
