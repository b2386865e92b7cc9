"""What every address answers from: the answers, what makes them ahead, and finished responses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from fastapi import Request
from starlette.responses import Response

from standoff.domain.war import War
from standoff.errors import UnknownNameError
from standoff.web.answers import DAY, MINUTES_S, Answers, Kind
from standoff.web.caches import CachedResponse, ResponseCache
from standoff.web.prefetch import Prefetcher
from standoff.web.problems import NOT_YET, ProblemError

_LONGEST_QUERY = 2000
_SECONDS = (
    "This day is being assessed for the first time.",
    "Try again in a few seconds; the page does so by itself.",
)
_MINUTES = (
    "Every week of the war is being forecast again, to score the forecasts.",
    "Try again in a few minutes; the page does so by itself.",
)


@dataclass(frozen=True)
class AppState:
    """What the application holds.

    Attributes:
        answers: of the wars.
        prefetcher: what makes them ahead; None where nothing does.
        patience_s: how long a request waits for a page before it gets one that says "try again".
        responses: the finished ones.
    """

    answers: Answers
    prefetcher: Prefetcher | None = None
    patience_s: float = 4.0
    responses: ResponseCache = field(default_factory=ResponseCache)

    def war(self, name: str) -> War:
        """The war of an address.

        Raises:
            UnknownNameError: none of that name is served.
        """
        if name not in self.answers.wars:
            raise UnknownNameError("war", name[:60], self.answers.wars)
        return self.answers.wars[name]

    async def respond(
        self,
        request: Request,
        make: Callable[[], CachedResponse],
        patience_s: float | None = None,
        kind: Kind[Any] = DAY,
    ) -> Response:
        """The response to a request, cached while all that it rests on is the same.

        Args:
            request: with the address.
            make: makes the response.
            patience_s: how long to wait for it, seconds; None waits until it is made.
            kind: the answer that it waits for.

        Raises:
            ProblemError: it is not made within `patience_s`; it goes on being made.
            Whatever `make` raises.
        """
        rests_on = (self.answers.claims.state(), self.answers.now().date())
        key = (request.url.path, request.url.query[:_LONGEST_QUERY], rests_on)
        # A longer query is cut in the key: its response is made for it alone.
        cache = self.responses if request.url.query == key[1] else ResponseCache()
        try:
            return (await cache.get(key, make, patience_s)).to(request)
        except TimeoutError as error:
            raise ProblemError(
                NOT_YET, *(_MINUTES if kind.takes_s > MINUTES_S else _SECONDS)
            ) from error


def state_of(request: Request) -> AppState:
    """What the application that a request came to holds."""
    return cast(AppState, request.app.state.standoff)
