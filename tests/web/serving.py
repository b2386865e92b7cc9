"""The invented war served, and a client that asks without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from invented import NAME, on
from pages import DAYS, course, hostile
from standoff.domain.claim import midnight
from standoff.domain.war import War
from standoff.evidence.store import Store
from standoff.web.answers import Answers
from standoff.workspace import Workspace

TODAY = on(DAYS - 1)
HOME = f"/wars/{NAME}"
API = f"/api/wars/{NAME}"

Ask = Callable[..., "Client"]


def now() -> datetime:
    """The last day of the invented course, at noon."""
    return midnight(TODAY).replace(hour=12)


def answers_of(war: War, folder: Path, worker: Executor) -> Answers:
    """The invented war with its course and attacks in a store of its own."""
    Store(folder / "claims").append([*course(), *hostile()], now())
    workspace = Workspace(war, folder / "claims", folder / "cache")
    return Answers({war.name: workspace}, now, worker, look_every_s=0.0)


@dataclass
class Client:
    """Asks an application as a browser would, without a network."""

    app: FastAPI
    base: str = "http://127.0.0.1"
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def get(self, address: str, **more: Any) -> httpx.Response:
        """The response to a GET."""
        return self._loop.run_until_complete(self._ask("GET", address, more))

    def get_together(self, addresses: Iterable[str]) -> list[httpx.Response]:
        """The responses to GETs that are all sent before the first is answered."""

        async def together() -> list[httpx.Response]:
            return await asyncio.gather(*(self._ask("GET", one, {}) for one in addresses))

        return self._loop.run_until_complete(together())

    def post(self, address: str, **more: Any) -> httpx.Response:
        """The response to a POST."""
        return self._loop.run_until_complete(self._ask("POST", address, more))

    def close(self) -> None:
        """End it."""
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _ask(self, method: str, address: str, more: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=self.base) as http:
            return await http.request(method, address, **more)


def with_war(answers: Answers, war: War) -> Answers:
    """The same answers, of another definition of the war."""
    (workspace,) = answers.workspaces.values()
    return replace(answers, workspaces={war.name: replace(workspace, war=war)})
