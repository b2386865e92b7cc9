"""What a store knew of a war by a day, cached while the store is as it was."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from standoff.domain.claim import Claim, digest, from_table
from standoff.domain.war import War
from standoff.evidence.store import known_at
from standoff.forecast.posterior_cache import write_whole
from standoff.workspace import Snapshot, Workspace

_MOST_DAYS = 6

State = tuple[tuple[str, int], ...]
"""Names and sizes of a store's files; they are written once, so these say what is in them."""


class KnownDay(Snapshot):
    """What was known of a war by the end of a day, with a name for the set of its claims."""

    @cached_property
    def digest(self) -> str:
        """Names the set of these claims."""
        return digest(self.table["claim_id"].to_pylist())


@dataclass
class ClaimsCache:
    """Reads a store, and reads it again when it has new files.

    Attributes:
        workspaces: the wars by name, of one store and one cache.
        now: gives the time, UTC.
        look_every_s: how often new files are looked for, seconds.
    """

    workspaces: Mapping[str, Workspace]
    now: Callable[[], datetime]
    look_every_s: float = 1.0
    _looked: float = -math.inf
    _state: State = (("", -1),)
    _days: OrderedDict[tuple[str, date], KnownDay] = field(default_factory=OrderedDict)
    _digests: dict[str, dict[str, str]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def state(self) -> State:
        """What the store holds now, to within a second; forgets what was read of another."""
        if time.monotonic() < self._looked + self.look_every_s:
            return self._state
        self._looked = time.monotonic()
        folder = next(iter(self.workspaces.values())).folder
        files = tuple(sorted((f.name, f.stat().st_size) for f in folder.glob("*.parquet")))
        if files != self._state:
            with self._lock:
                self._state = files
                self._days.clear()
                self._digests.clear()
        return files

    def on(self, war: War, as_of: date) -> KnownDay:
        """The claims known by the end of a day.

        Raises:
            StoreError: the store cannot be read.
        """
        self.state()
        key = (war.name, as_of)
        with self._lock:
            found = self._days.get(key)
            if found is None:
                found = KnownDay(self.workspace(war), as_of)
                # Read once for all who ask, and an error comes here.
                _ = found.table
                self._days[key] = found
            self._days.move_to_end(key)
            while len(self._days) > _MOST_DAYS:
                self._days.popitem(last=False)
            return found

    def digest(self, war: War, as_of: date) -> str:
        """Names the set of claims known by the end of a day.

        Raises:
            StoreError: the store cannot be read.
        """
        state, day = self.state(), as_of.isoformat()
        with self._lock:
            by_day = self._digests.get(war.name)
            if by_day is None:
                by_day = self._digests[war.name] = _read(self._file(war, state))
            found = by_day.get(day)
        if found is None:
            ids = self.workspace(war).store.answer(
                lambda claims: known_at(claims, as_of, war.name).select("claim_id")
            )
            found = digest(ids["claim_id"].to_pylist())
            with self._lock:
                by_day[day] = found
                _write(self._file(war, state), by_day)
        return found

    def ever(self, war: War, claim_id: str) -> Claim | None:
        """A claim that was ever appended, whatever has become known since; None for none.

        Raises:
            StoreError: the store cannot be read.
        """
        return next(from_table(self.workspace(war).store.table_history(war.name, claim_id)), None)

    def workspace(self, war: War) -> Workspace:
        """The workspace of a war at this time: no earlier than it was opened."""
        workspace = self.workspaces[war.name]
        return replace(workspace, now=max(self.now(), workspace.time))

    def _file(self, war: War, state: State) -> Path:
        """The file of the digests of a store as it is now."""
        workspace = self.workspaces[war.name]
        record = war.folder / "record.csv"
        shipped = record.read_bytes() if record.is_file() else b""
        rests_on = f"{workspace.folder.resolve()} {state} {war.name}".encode() + shipped
        return workspace.cache / "known" / f"{hashlib.sha256(rests_on).hexdigest()}.json"


def _read(file: Path) -> dict[str, str]:
    """Digests by day; none where there are none, or the file is damaged."""
    try:
        return {str(day): str(known) for day, known in json.loads(file.read_text()).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def _write(file: Path, by_day: dict[str, str]) -> None:
    def write(out: BinaryIO) -> None:
        out.write(json.dumps(by_day, sort_keys=True).encode())

    with contextlib.suppress(OSError):
        write_whole(file, write)
