"""The verb that serves the same answers over HTTP."""

from __future__ import annotations

import errno
import ipaddress
import multiprocessing
import signal
import socket
import sys

import click

from standoff.cli import options
from standoff.errors import StandoffError

_TERMINATED = 128 + signal.SIGTERM


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Port; 0 is any."
)
@click.option(
    "--ahead/--no-ahead",
    default=True,
    show_default=True,
    help="Make the days most likely asked, and the backtests, in the background.",
)
@options.common("seed", "store")
def serve(host: str, port: int, ahead: bool, seed: int, store: str | None) -> None:
    """Serve the wars as pages and as a JSON API, on this machine alone unless told otherwise."""
    import uvicorn

    from standoff.domain import war as wars
    from standoff.web.answers import Answers
    from standoff.web.app import create_app
    from standoff.web.prefetch import Prefetcher
    from standoff.web.state import AppState
    from standoff.web.worker import WorkerProcess

    opened = {name: options.opened(name, store, seed) for name in wars.shipped()}
    next(iter(opened.values())).check_store()
    # A worker that is ended at once leaves a semaphore behind, which Python removes with a warning.
    sys.warnoptions.append("ignore:resource_tracker:UserWarning")
    answers = Answers(opened, options.now, WorkerProcess(nice=False), WorkerProcess(nice=True))
    listening = _listening(host, port)
    if not _is_loopback(host):
        click.echo(
            f"Warning: {host} is no loopback address. Whoever reaches this machine can read what is "
            "served, and there is no password.",
            err=True,
        )
    port = listening.getsockname()[1]
    named = f"[{host}]" if ":" in host else host
    click.echo(f"Standoff is at http://{named}:{port}/ ; end it with Ctrl-C.", err=True)
    app = create_app(AppState(answers, Prefetcher(answers) if ahead else None), [host])
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
    # uvicorn ends on SIGTERM and raises it once more: its default would leave the rest undone.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    try:
        server.run([listening])
    finally:
        listening.close()
        # What is being made is not waited for.
        for child in multiprocessing.active_children():
            child.terminate()


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        StandoffError: the port is taken, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise StandoffError(
                f"port {port} of {host} is taken. Name another with --port; 0 is any that is free."
            ) from error
        raise StandoffError(
            f"{host}, port {port}: cannot listen there ({error.strerror or error}). "
            "Name others with --host and --port."
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
