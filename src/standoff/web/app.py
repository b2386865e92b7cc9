"""The application: pages, API and files of one store, behind one security middleware."""

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
from standoff.web import api, routes
from standoff.web.caches import CachedResponse, cached_response
from standoff.web.middleware import PROBLEM_JSON, SecurityMiddleware
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
from standoff.web.state import AppState, state_of

_KINDS = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


def create_app(state: AppState, hosts: Iterable[str] = ()) -> FastAPI:
    """The application.

    Args:
        state: what it answers from.
        hosts: names it answers to, beside loopback's, this machine's own and addresses in digits.
    """

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        if state.prefetcher:
            state.prefetcher.start()
        yield
        if state.prefetcher:
            state.prefetcher.stop()
        if state.answers.background:
            state.answers.background.shutdown(wait=False, cancel_futures=True)

    # No pages of documentation: FastAPI's fetch their scripts from other hosts.
    app = FastAPI(
        title="Standoff",
        version=__version__,
        description="Assessments of wars as pages and as a read-only JSON API. Errors are problems (RFC 9457).",
        lifespan=life,
        docs_url=None,
        redoc_url=None,
    )
    app.state.standoff = state
    app.include_router(api.router)
    app.include_router(routes.router)
    app.add_api_route("/healthz", health, tags=["api"])
    app.add_api_route("/static/{name}", static, include_in_schema=False)
    app.add_exception_handler(StandoffError, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _not_found)
    app.add_exception_handler(Exception, _internal)
    names = {"localhost", socket.gethostname().lower(), *(host.lower() for host in hosts)}
    app.add_middleware(SecurityMiddleware, names=frozenset(names))
    return app


async def health(request: Request) -> Response:
    """Whether the server runs, and how many days of each war are made ahead."""
    state = state_of(request)
    wars = {}
    for war in state.answers.wars.values():
        made, stops = state.prefetcher.made(war) if state.prefetcher else (0, 0)
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

    def make() -> CachedResponse:
        text = stylesheet() if name == "page.css" else files[name].read_text(encoding="utf-8")
        return cached_response(text, _KINDS[name[name.rfind(".") :]])

    return await state_of(request).respond(request, make)


async def _expected(request: Request, error: Exception) -> Response:
    assert isinstance(error, StandoffError)
    return _answer(request, problem_of(error))


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    return _answer(
        request, ProblemError(BAD_QUERY, f"{where}: {first['msg']}.", "See /openapi.json.").problem
    )


async def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = NOT_ALLOWED if error.status_code == NOT_ALLOWED.status else NOT_FOUND
    where = f"{request.method} {request.url.path[:100]!r}"
    return _answer(
        request,
        ProblemError(kind, f"There is no {where}.", "See / or /openapi.json.").problem,
    )


async def _internal(request: Request, error: Exception) -> Response:
    return _answer(
        request,
        ProblemError(
            FAULT, f"{type(error).__name__}.", "Please report it with the log of the server."
        ).problem,
    )


def _answer(request: Request, problem: Problem) -> Response:
    """As JSON for the API, as a page for people."""
    if request.url.path.startswith(("/api/", "/healthz", "/static/")):
        return JSONResponse(problem.plain(), problem.status, media_type=PROBLEM_JSON)
    again = {"Refresh": AGAIN_S} if problem.type.endswith(f"#{NOT_YET.name}") else {}
    return HTMLResponse(problem_page(problem), problem.status, headers=again)
