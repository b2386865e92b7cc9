"""Makes the weeks of the wars and their backtests in the background, before a reader asks."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Executor
from dataclasses import dataclass, field

from standoff.errors import StandoffError
from standoff.war import War
from standoff.web.answers import Answers

_LOG = logging.getLogger("standoff.web")
_LOOK_EVERY_S = 20.0


@dataclass
class Warming:
    """Makes every stop of every war, oldest first since each goes on from the one before.

    Attributes:
        answers: where they are kept.
        run: where they are made.
        backtests: whether to replay the wars too, when their weeks are made.
    """

    answers: Answers
    run: Executor
    backtests: bool = True
    _stop: threading.Event = field(default_factory=threading.Event)
    _made: dict[str, int] = field(default_factory=dict)
    _failed: dict[str, str] = field(default_factory=dict)
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
        return self._made.get(war.name, 0), len(self.answers.stops(war))

    def progress(self) -> int:
        """Stops made so far, of all wars."""
        return sum(self._made.values())

    def failure(self, war: War) -> str:
        """Why the backtest of a war could not be made; "" while it can."""
        return self._failed.get(war.name, "")

    def _go(self) -> None:
        seen: object = None
        while not self._stop.is_set():
            now = (self.answers.claims.state(), self.answers.now().date())
            if now != seen:
                seen = now
                for war in self.answers.wars.values():
                    self._weeks(war)
                for war in self.answers.wars.values():
                    self._backtest(war)
            self._stop.wait(_LOOK_EVERY_S)

    def _weeks(self, war: War) -> None:
        self._made[war.name] = 0
        for stop in self.answers.stops(war):
            if self._stop.is_set():
                return
            try:
                if not self.answers.is_made(war, stop):
                    self.answers.on(war, stop, self.run)
                self._made[war.name] += 1
            except (StandoffError, RuntimeError) as error:
                # RuntimeError: the pool was shut down under it.
                _LOG.warning("%s as of %s was not made: %s", war.name, stop, error)

    def _backtest(self, war: War) -> None:
        if not self.backtests or self._stop.is_set():
            return
        try:
            self.answers.track(war, self.run)
            self._failed.pop(war.name, None)
        except (StandoffError, RuntimeError) as error:
            self._failed[war.name] = str(error)
            _LOG.warning("%s was not replayed: %s", war.name, error)
