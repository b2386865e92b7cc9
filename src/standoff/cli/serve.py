"""The verb that serves the same answers over HTTP."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click

from standoff.cli import options


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
def serve(host: str, port: int, ahead: bool, seed: int, store: Path | None) -> None:
    """Serve the wars as pages and as a JSON API, on this machine alone unless told otherwise."""
    import uvicorn

    from standoff.domain import war as wars
    from standoff.web.answers import Answers
    from standoff.web.app import create_app
    from standoff.web.caches import TextCache
    from standoff.web.prefetch import Prefetcher
    from standoff.web.snapshots import ClaimsCache
    from standoff.web.state import AppState
    from standoff.web.worker import WorkerProcess

    cache = options.cache()
    answers = Answers(
        wars={name: wars.load(name) for name in wars.shipped()},
        claims=ClaimsCache(options.store_folder(store), cache / "known", options.now),
        texts=TextCache(cache / "pages"),
        posteriors=cache / "beliefs",
        seed=seed,
        now=options.now,
        worker=WorkerProcess(nice=False),
        background=WorkerProcess(nice=True),
    )
    if not _is_loopback(host):
        click.echo(
            f"Warning: {host} is no loopback address. Whoever reaches this machine can read what is "
            "served, and there is no password.",
            err=True,
        )
    click.echo(f"Standoff is at http://{_named(host)}:{port}/ ; end it with Ctrl-C.", err=True)
    app = create_app(AppState(answers, Prefetcher(answers) if ahead else None), [host])
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _named(host: str) -> str:
    """The host as an address of the web has it."""
    return f"[{host}]" if ":" in host else host
