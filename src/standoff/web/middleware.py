"""Checks of every request's host and origin, and the security headers of every response."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import json
from collections.abc import Mapping
from importlib import resources
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from standoff.web.problems import BAD_HOST, BAD_ORIGIN, ProblemError

PROBLEM_JSON = "application/problem+json"

HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' '{map}'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""`map` names the one style that stands within a page: the drawing of a map carries its own."""

_REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
"""Of the report in one file, which carries its style within and needs no script."""


class SecurityMiddleware:
    """Refuses other hosts' names and other sites' POSTs, and adds the security headers."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        """Stand before an application.

        Args:
            app: the application.
            names: names of this machine that it answers to, in lower case.
        """
        self._app, self._names = app, names
        # The style of a map, as it stands in the drawing; a policy knows it by its digest.
        css = resources.files("standoff.report.styles").joinpath("map.css").read_bytes()
        digest = base64.b64encode(hashlib.sha256(b"\n" + css).digest()).decode()
        policy = _POLICY.format(map=f"sha256-{digest}")
        self._headers = {**HEADERS, "Content-Security-Policy": policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if scope["path"].endswith("/report.html"):
                    headers["Content-Security-Policy"] = _REPORT_POLICY
            await send(message)

        refused = self._refused(scope["method"], Headers(scope=scope))
        if refused is None:
            await self._app(scope, receive, with_headers)
        else:
            await _answer(refused, with_headers)

    def _refused(self, method: str, headers: Headers) -> ProblemError | None:
        host = headers.get("host", "")
        if not is_here(host, self._names):
            return ProblemError(
                BAD_HOST,
                f"{host[:60]!r} is not a name of this server.",
                "Use its address, such as 127.0.0.1.",
            )
        origin = headers.get("origin", "")
        if method not in ("GET", "HEAD") and origin and urlsplit(origin).netloc != host:
            return ProblemError(
                BAD_ORIGIN,
                f"The request comes from {origin[:60]!r}.",
                "Send it from the pages of this server.",
            )
        return None


def is_here(host: str, names: frozenset[str]) -> bool:
    """Whether a Host header can be this machine's.

    A page elsewhere can point its own name at a loopback address and then read what is served
    there; an address in digits belongs to nobody else's page, and so is always taken.
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    if name in names:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


async def _answer(error: ProblemError, send: Send) -> None:
    body = json.dumps(error.problem.plain()).encode()
    headers = [
        (b"content-type", PROBLEM_JSON.encode()),
        (b"content-length", str(len(body)).encode()),
    ]
    start = {"type": "http.response.start", "status": error.problem.status, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": body})
