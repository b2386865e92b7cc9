"""The exceptions that Standoff raises.

StandoffError
├── UnknownNameError     a war, side, quantity or source that is not defined
├── DateError            a date that cannot be read, or that lies outside the war
├── WarDefinitionError   war.toml cannot be used
├── FetchError           a file could not be fetched whole
│   └── AbsentFileError  its host has no such file
├── SourceError          a fetched file is not what its source publishes
├── ReportError          a report that cannot be read
├── BadRowsError         rows that cannot be claims; carries all of them
├── StoreError           the store cannot be read or written
├── HypothesesError      a case of rival explanations that cannot be weighed
├── ScenarioError        a what-if that cannot be run
├── MissingExtraError    needs a package that only an extra installs
├── ScoreError           a forecast or an outcome that cannot be scored
└── ModelError           input that a model cannot use
    └── ParticlesCollapsedError   no particle explains a week

Each message says what, where and what to do, in one line; the command line prints it as it is and
exits with 2. Any other exception is an internal error and exits with 1.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class StandoffError(Exception):
    """Base of all errors that a user can cause and correct.

    The one rule for their texts: the first sentence says what is wrong, and what follows it what to
    do. A first sentence ends at the first full stop before a space.

    Attributes:
        message: what is wrong, with what; without a full stop at its end.
        hint: what to do about it; "" where the text does not say.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        message, _, self.hint = text.strip().partition(". ")
        self.message = message.rstrip(".")


class UnknownNameError(StandoffError):
    """A name outside a closed list; `hint` suggests the nearest one."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name = kind, name
        self.known = names = sorted(known)
        folded = {n.casefold(): n for n in names}
        near = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
        message = f"unknown {kind} {name!r}"
        if near:
            hint = f"did you mean {folded[near[0]]!r}?"
        else:
            hint = f"known: {', '.join(names[:12])}." if names else "none are known."
        super().__init__(f"{message}: {hint}")
        self.message, self.hint = message, hint

    def __reduce__(self) -> tuple[type[UnknownNameError], tuple[str, str, list[str]]]:
        # From another process: built again from its message alone, it would break the process pool.
        return UnknownNameError, (self.kind, self.name, self.known)


class DateError(StandoffError):
    """A date that cannot be read, or that lies outside what can be answered."""


class WarDefinitionError(StandoffError):
    """A war's definition is missing a part or contradicts itself."""


class FetchError(StandoffError):
    """A file could not be fetched whole; no part of it was stored."""


class AbsentFileError(FetchError):
    """The host has no file at this address."""


class SourceError(StandoffError):
    """A fetched file is not what its source publishes (truncated, empty, a web page, ...)."""


class ReportError(StandoffError):
    """A report that cannot be read (empty, binary, a consent notice, not dated, ...)."""


class StoreError(StandoffError):
    """The store cannot be read or written."""


class HypothesesError(StandoffError):
    """A case of rival explanations cannot be weighed; the message names file and entry."""


class ScenarioError(StandoffError):
    """A what-if cannot be run; the message names file and entry."""


class MissingExtraError(StandoffError):
    """Something needs a package that only an extra installs; the message names it."""


class ScoreError(StandoffError):
    """A forecast or an outcome that cannot be scored; the message says which and what to do."""


class ModelError(StandoffError):
    """Input that a model cannot use; the message says what and where."""


class ParticlesCollapsedError(ModelError):
    """No particle explains a week; the message names the week and what it held."""


@dataclass(frozen=True, order=True)
class BadRow:
    """One row that cannot be a claim.

    Attributes:
        file: the file as a person would name it.
        row: its row, counted from 1 with the header, or from 1 in a list without one.
        field: the column with the error.
        reason: what is wrong.
        way_out: what to do about it.
    """

    file: str
    row: int
    field: str
    reason: str
    way_out: str

    def __str__(self) -> str:
        end = "" if self.reason.endswith(("?", ".")) else "."
        return f"{self.file} row {self.row}: {self.field}: {self.reason}{end} {self.way_out}"


class BadRowsError(StandoffError):
    """Rows that cannot be claims. `rows` holds all of them; the message names the first."""

    def __init__(self, rows: Sequence[BadRow]) -> None:
        self.rows = tuple(rows)
        others = f"{len(rows) - 1} more bad {'row' if len(rows) == 2 else 'rows'}"
        more = f" (and {others})" if len(rows) > 1 else ""
        super().__init__(f"{rows[0]}{more}")

    def __reduce__(self) -> tuple[type[BadRowsError], tuple[tuple[BadRow, ...]]]:
        return BadRowsError, (self.rows,)
