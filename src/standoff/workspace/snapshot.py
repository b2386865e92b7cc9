"""What was known of a war by the end of a day, and what follows from it."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from standoff.domain.war import War
from standoff.errors import DateError, UnknownNameError
from standoff.workspace.results import Assessment, Claims, Forecast

if TYPE_CHECKING:
    import pyarrow as pa

    from standoff.assessment.records import Position, WarEvent
    from standoff.domain.claim import Event
    from standoff.evidence.snapshot import ClaimsSnapshot
    from standoff.observations.front import FrontSeries
    from standoff.scenario import Baseline
    from standoff.workspace.workspace import Workspace


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
        return Assessment(
            assess(
                self.table,
                self.war,
                self.day,
                seed,
                of.front,
                self.workspace.folder,
            ),
            self,
        )

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
        return Forecast(
            forecast_front(land, self.war, self.day, seed, front, self.known.blind_days), self.known
        )

    def events(self, since: date | None = None, kind: Event | None = None) -> tuple[WarEvent, ...]:
        """What happened by the day, newest first.

        Args:
            since: only from this day on; default: all.
            kind: only events of this kind.

        Raises:
            DateError: the day, or `since`, lies on the wrong side of the other.
        """
        from standoff.assessment.events import war_events

        if since is not None and since > self.day:
            raise DateError(f"{since} lies after {self.day}. Give an earlier --since.")
        return tuple(
            event
            for event in war_events(self.of_the_war.known)
            if (since is None or event.date >= since) and (kind is None or event.kind == kind)
        )

    def positions(self) -> tuple[Position, ...]:
        """What each side said last on each issue, in its own voice."""
        from standoff.assessment.positions import positions

        return positions(self.of_the_war.known)

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
