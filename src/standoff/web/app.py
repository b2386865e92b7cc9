"""The application: pages, API and files of one store, behind one guard."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from importlib import resources

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, Response

from standoff._version import __version__
from standoff.errors import StandoffError, UnknownNameError
from standoff.report.page import stylesheet
from standoff.web import api, response_cache, routes
from standoff.web.middleware import PROBLEM_JSON, Guard
from standoff.web.pages.home import problem_page
from standoff.web.problems import (
    AGAIN_S,
    BAD_QUERY,
    FAULT,
    NOT_ALLOWED,
    NOT_FOUND,
    NOT_YET,
    Problem,
    ProblemError,
    problem_of,
)
from standoff.web.state import Served, served

_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def create_app(what: Served, hosts: Iterable[str] = ()) -> FastAPI:
    """The application.

    Args:
        what: the answers it gives, and what makes them ahead.
        hosts: names it may be asked by beside loopback's, this machine's own and addresses in digits.
    """

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        if what.warming:
            what.warming.start()
        yield
        if what.warming:
            what.warming.stop()
        if what.slow:
            what.slow.shutdown(wait=False, cancel_futures=True)

    # No pages of documentation: FastAPI's fetch their scripts from other hosts.
    app = FastAPI(
        title="Standoff",
        version=__version__,
        description=f"{__doc__} Read-only. Errors are problems (RFC 9457), each with a way out.",
        lifespan=life,
        docs_url=None,
        redoc_url=None,
    )
    app.state.served = what
    app.include_router(api.router)
    app.include_router(routes.router)
    app.add_api_route("/healthz", health, tags=["api"])
    app.add_api_route("/static/{name}", static, include_in_schema=False)
    app.add_exception_handler(StandoffError, _told)
    app.add_exception_handler(RequestValidationError, _unread)
    app.add_exception_handler(HTTPException, _no_such)
    app.add_exception_handler(Exception, _fault)
    names = {"localhost", socket.gethostname().lower(), *(host.lower() for host in hosts)}
    app.add_middleware(Guard, names=frozenset(names))
    return app


async def health(request: Request) -> Response:
    """Whether the server runs, and how many days of each war are made ahead."""
    here = served(request)
    wars = {}
    for war in here.answers.wars.values():
        made, stops = here.warming.made(war) if here.warming else (0, 0)
        wars[war.name] = {"days_made": made, "days": stops}
    return JSONResponse({"status": "ok", "version": __version__, "wars": wars})


async def static(request: Request, name: str) -> Response:
    """One of our own scripts or style sheets.

    Raises:
        UnknownNameError: no such file.
    """
    files = {
        file.name: file
        for file in resources.files("standoff.web").joinpath("static").iterdir()
        if file.name[file.name.rfind(".") :] in _KINDS
    }
    if name != "page.css" and name not in files:
        raise UnknownNameError("file", name[:60], [*files, "page.css"])

    def make() -> response_cache.Packed:
        text = stylesheet() if name == "page.css" else files[name].read_text(encoding="utf-8")
        return response_cache.packed(text, _KINDS[name[name.rfind(".") :]])

    return await served(request).respond(request, make)


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, StandoffError)
    return _answer(request, problem_of(error))


async def _unread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    told = ProblemError(BAD_QUERY, f"{where}: {first['msg']}.", "See /openapi.json.")
    return _answer(request, told.problem)


async def _no_such(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = NOT_ALLOWED if error.status_code == NOT_ALLOWED.status else NOT_FOUND
    where = f"{request.method} {request.url.path[:100]!r}"
    told = ProblemError(kind, f"Nothing answers to {where}.", "See / or /openapi.json.")
    return _answer(request, told.problem)


async def _fault(request: Request, error: Exception) -> Response:
    told = ProblemError(FAULT, f"{type(error).__name__}.", "Report it, with the server's log.")
    return _answer(request, told.problem)


def _answer(request: Request, problem: Problem) -> Response:
    """As JSON for the API, as a page for people."""
    if request.url.path.startswith(("/api/", "/healthz", "/static/")):
        return JSONResponse(problem.plain(), problem.status, media_type=PROBLEM_JSON)
    again = {"Refresh": AGAIN_S} if problem.type.endswith(f"#{NOT_YET.name}") else {}
    return HTMLResponse(problem_page(problem), problem.status, headers=again)
