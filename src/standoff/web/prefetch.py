"""Makes the days most likely asked in the background, gently, and then the backtests and the rest."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date, timedelta

from standoff.domain.war import War
from standoff.errors import StandoffError
from standoff.web.answers import Answers

_LOG = logging.getLogger("standoff.web")
_LOOK_EVERY_S = 20.0
_LONGEST_REST_S = 10.0
_LIKELY = timedelta(days=371)
"""A year before the last map, and a week: what a reader who drags the day passes first."""


@dataclass
class Warming:
    """Makes today and the year before the last map of every war, then its backtest, then the rest.

    Weeks are made oldest first, since each goes on from the one before. After each the machine is
    left alone for as long as it took.

    Attributes:
        answers: where they are kept.
        run: where they are made.
        backtests: whether to replay the wars too.
        rests: whether to leave the machine alone in between.
    """

    answers: Answers
    run: Executor
    backtests: bool = True
    rests: bool = True
    _stop: threading.Event = field(default_factory=threading.Event)
    _made: dict[str, set[date]] = field(default_factory=dict)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; readers are served in the meantime."""
        self._thread = threading.Thread(target=self._go, name="warming", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the day at hand and end."""
        self._stop.set()
        self.run.shutdown(wait=False, cancel_futures=True)

    def made(self, war: War) -> tuple[int, int]:
        """Of how many stops of a war how many are at hand: (made, all)."""
        return len(self._made.get(war.name, ())), len(self.answers.stops(war))

    def _go(self) -> None:
        seen: object = None
        while not self._stop.is_set():
            now = (self.answers.claims.state(), self.answers.now().date())
            if now != seen:
                seen = now
                self._made.clear()
                for stage in (self._today, self._likely, self._backtest, self._all):
                    for war in self.answers.wars.values():
                        stage(war)
            self._stop.wait(_LOOK_EVERY_S)

    def _today(self, war: War) -> None:
        """What whoever opens a war sees first."""
        today = self.answers.stops(war)[-1]
        self._try(war, f"the curve of {today}", lambda: self._weeks(war))
        self._day(war, today)
        self._try(war, "what was said before", lambda: self.answers.earlier(war, today, self.run))

    def _likely(self, war: War) -> None:
        """The weeks of the year before the last map."""
        last = self._last_map(war)
        for stop in self.answers.stops(war):
            if last - _LIKELY <= stop <= last:
                self._day(war, stop)

    def _all(self, war: War) -> None:
        for stop in self.answers.stops(war):
            self._day(war, stop)

    def _day(self, war: War, stop: date) -> None:
        def make() -> None:
            if not self.answers.is_made(war, stop):
                self.answers.on(war, stop, self.run)
            self._made.setdefault(war.name, set()).add(stop)

        self._try(war, f"{stop}", make)

    def _last_map(self, war: War) -> date:
        """The last day that the curve reaches; the last stop where there is no curve."""
        try:
            weeks = self._weeks(war)
        except (StandoffError, RuntimeError):
            weeks = []
        return date.fromisoformat(weeks[-1]["date"]) if weeks else self.answers.stops(war)[-1]

    def _weeks(self, war: War) -> list[dict[str, str]]:
        text = self.answers.timeline(war, self.answers.stops(war)[-1], self.run)
        weeks: list[dict[str, str]] = json.loads(text)["weeks"]
        return weeks

    def _backtest(self, war: War) -> None:
        if self.backtests:
            self._try(war, "the replay", lambda: self.answers.track(war, self.run))

    def _try(self, war: War, what: str, make: Callable[[], object]) -> None:
        """Make something, and rest."""
        if self._stop.is_set():
            return
        began = time.monotonic()
        try:
            make()
        except (StandoffError, RuntimeError) as error:
            # RuntimeError: the pool was shut down under it.
            _LOG.warning("%s, %s: not made: %s", war.name, what, error)
        if self.rests:
            self._stop.wait(min(time.monotonic() - began, _LONGEST_REST_S))
