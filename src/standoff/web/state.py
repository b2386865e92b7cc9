"""What every address answers from: the answers, what is being made, and finished responses."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from fastapi import Request
from starlette.responses import Response

from standoff.domain.war import War
from standoff.web import query_params
from standoff.web.answers import Answers
from standoff.web.backtests import Tracked
from standoff.web.prefetch import Warming
from standoff.web.problems import NOT_YET, ProblemError
from standoff.web.response_cache import Packed, Responses

_LONGEST_QUERY = 2000
_ASSESSING = (
    "This day is being assessed for the first time.",
    "It takes some seconds, and is kept: ask again.",
)
_REPLAYING = (
    "The war is being replayed week by week, to score every forecast.",
    "It takes some minutes the first time, and is kept: ask again.",
)


@dataclass(frozen=True)
class Served:
    """What is served.

    Attributes:
        answers: of the wars.
        warming: what makes them ahead; None where nothing does.
        slow: where wars are replayed, beside what makes single days; None for where these are made.
        patience_s: how long a page is waited for, before its reader is told that it is being made.
    """

    answers: Answers
    warming: Warming | None = None
    slow: Executor | None = None
    patience_s: float = 4.0
    responses: Responses = field(default_factory=Responses)

    def war(self, name: str) -> War:
        """The war of an address.

        Raises:
            UnknownNameError: none of that name is served.
        """
        return query_params.war(self.answers.wars, name)

    def day(self, war: War, request: Request, name: str = "as_of") -> date:
        """The day that a query asks for, or today.

        Raises:
            ProblemError, DateError: it is none, or the war cannot answer for it.
        """
        return self.answers.day(war, query_params.day(request.query_params, name))

    async def replayed(
        self, request: Request, war: War, make: Callable[[Tracked], Packed]
    ) -> Response:
        """A response made of the backtest of a war, which is replayed where it was not yet.

        Raises:
            ProblemError: it is not replayed within `patience_s`; it goes on being replayed.
            StandoffError: it cannot be.
        """

        def made() -> Packed:
            found = self.answers.track(war) or self.answers.track(
                war, self.slow or self.answers.run
            )
            assert found is not None
            return make(found)

        return await self.respond(request, made, self.patience_s, told=_REPLAYING)

    async def respond(
        self,
        request: Request,
        make: Callable[[], Packed],
        patience_s: float | None = None,
        of: Hashable = None,
        told: tuple[str, str] = _ASSESSING,
    ) -> Response:
        """The response to a request, kept while all that it rests on is the same.

        Args:
            request: what was asked.
            make: makes the response.
            patience_s: how long to wait for it, seconds; None waits until it is made.
            of: what it rests on beside the address, the store and the day.
            told: what a reader is told where it takes longer.

        Raises:
            ProblemError: it is not made within `patience_s`; it goes on being made.
            Whatever `make` raises.
        """
        state = (self.answers.claims.state(), self.answers.now().date(), of)
        key = (request.url.path, request.url.query[:_LONGEST_QUERY], state)
        # What a longer query says past that may differ: such a response is made for it alone.
        kept = self.responses if request.url.query == key[1] else Responses()
        try:
            return (await kept.of(key, make, patience_s)).response(request)
        except TimeoutError as error:
            raise ProblemError(NOT_YET, *told) from error


def served(request: Request) -> Served:
    """What the application answers from."""
    return cast(Served, request.app.state.served)
