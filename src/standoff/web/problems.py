"""Typed errors over HTTP (RFC 9457): what was wrong, and a hint what to do.

A problem's type is an address of this server, /problems#NAME, where all of them are listed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from standoff.errors import (
    DateError,
    ModelError,
    ScenarioError,
    StandoffError,
    StoreError,
    UnknownNameError,
)

AGAIN_S = "2"
"""Seconds until the browser tries again for a page that is being made."""


@dataclass(frozen=True)
class Kind:
    """A type of problem: its name, its HTTP status and its title."""

    name: str
    status: int
    title: str


BAD_DATE = Kind("bad-date", 400, "A date that cannot be used for this war")
BAD_QUERY = Kind("bad-query", 400, "A parameter or the body of the request cannot be read")
BAD_HOST = Kind("bad-host", 421, "The request names another host")
BAD_ORIGIN = Kind("bad-origin", 403, "The request comes from a page of another site")
UNKNOWN_NAME = Kind("unknown-name", 404, "Unknown name")
BAD_SCENARIO = Kind("bad-scenario", 422, "A what-if that contradicts itself, its ranges or the day")
NOT_FOUND = Kind("not-found", 404, "There is nothing at this address")
NOT_ALLOWED = Kind("not-allowed", 405, "The address does not take this method")
NOT_YET = Kind("not-yet", 503, "Still being computed")
CANNOT_ANSWER = Kind("cannot-answer", 422, "The data do not allow an answer")
STORE = Kind("store", 503, "The claims cannot be read")
FAULT = Kind("fault", 500, "Internal error")

KINDS = (
    BAD_DATE,
    BAD_QUERY,
    BAD_HOST,
    BAD_ORIGIN,
    UNKNOWN_NAME,
    BAD_SCENARIO,
    NOT_FOUND,
    NOT_ALLOWED,
    NOT_YET,
    CANNOT_ANSWER,
    STORE,
    FAULT,
)


@dataclass(frozen=True)
class Problem:
    """A problem as it is answered (application/problem+json).

    Attributes:
        type: address of what kind of problem it is.
        title: the kind in words.
        status: the HTTP status.
        detail: what was wrong, with what.
        hint: what to do about it.
    """

    type: str
    title: str
    status: int
    detail: str
    hint: str

    def plain(self) -> dict[str, str | int]:
        """As JSON has it."""
        return asdict(self)


class ProblemError(StandoffError):
    """A request that cannot be answered; `problem` says why."""

    def __init__(self, kind: Kind, detail: str, hint: str) -> None:
        self.problem = Problem(f"/problems#{kind.name}", kind.title, kind.status, detail, hint)
        super().__init__(f"{detail} {hint}")
        self.message, self.hint = detail.rstrip("."), hint


def problem_of(error: StandoffError) -> Problem:
    """The problem that an error of Standoff is."""
    if isinstance(error, ProblemError):
        return error.problem
    kind = next((kind for of, kind in _KIND_OF if isinstance(error, of)), CANNOT_ANSWER)
    advice = f"{error.hint[:1].upper()}{error.hint[1:]}" or "See /openapi.json."
    return ProblemError(kind, f"{error.message}.", advice).problem


_KIND_OF: tuple[tuple[type[StandoffError], Kind], ...] = (
    (UnknownNameError, UNKNOWN_NAME),
    (DateError, BAD_DATE),
    (StoreError, STORE),
    (ScenarioError, BAD_SCENARIO),
    (ModelError, CANNOT_ANSWER),
)
