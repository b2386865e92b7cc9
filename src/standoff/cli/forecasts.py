"""Verbs about forecasts and their record: backtest, forecast, timeline."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from standoff.cli import options
from standoff.domain.horizons import HORIZONS

if TYPE_CHECKING:
    from standoff.evidence.store import Vintages


@click.command()
@click.argument("war", type=options.WAR)
@click.option(
    "--from",
    "first",
    type=options.DayParam(),
    help="First origin; default: where the war's channels.toml begins, or its start.",
)
@click.option(
    "--to",
    "last",
    type=options.DayParam(),
    help="Last target day; default: the last day with an outcome.",
)
@click.option(
    "--every",
    type=click.IntRange(min=1),
    default=7,
    show_default=True,
    help="Days between origins.",
)
@click.option(
    "--horizons",
    type=options.NumbersParam(),
    default=",".join(map(str, HORIZONS)),
    show_default=True,
    help="Days ahead.",
)
@click.option(
    "--vintages",
    type=click.Choice(["observed", "assumed"]),
    default="observed",
    show_default=True,
    help="What was known: by files as they were published where these were pulled, or by lags.",
)
@click.option(
    "--models",
    default="model,baselines",
    show_default=True,
    help="Names with commas between; 'baselines' is all of them.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; default: one a core.")
@options.outputs
@options.common("seed", "store")
def backtest(
    war: str,
    first: date | None,
    last: date | None,
    every: int,
    horizons: tuple[int, ...],
    models: str,
    vintages: Vintages,
    jobs: int | None,
    json_file: str | None,
    html_file: str | None,
    seed: int,
    store: str | None,
) -> None:
    """Replay WAR by date: what each model said with what was known, and how it scored."""
    from standoff.cli import terminal

    options.one_standard_output(json_file, html_file)
    workspace = options.opened(war, store, seed)
    with terminal.counting("origins") as tell:
        found = workspace.backtest(
            first,
            last,
            every=every,
            horizons=horizons,
            models=models,
            vintages=vintages,
            jobs=jobs or os.cpu_count() or 1,
            progress=tell,
        )
    options.deliver({json_file: found.to_json, html_file: found.to_html}, found.to_text)


@click.command()
@click.argument("war", type=options.WAR)
@click.option("--as-of", type=options.DayParam(), help="The day; default: today.")
@click.option(
    "--format", "form", type=click.Choice(["json", "hubverse"]), default="json", show_default=True
)
@click.option(
    "--out",
    "out_file",
    type=click.Path(),
    default="-",
    show_default=True,
    help="- is standard output.",
)
@options.common("seed", "store")
def forecast(
    war: str, as_of: date | None, form: str, out_file: str, seed: int, store: str | None
) -> None:
    """Forecast WAR's front and outcomes, as JSON or as hubverse rows."""
    found = options.opened(war, store, seed).as_of(as_of).forecast()
    text = {"json": found.to_json, "hubverse": found.to_hubverse}[form]()
    options.write(out_file, text)


@click.command()
@click.argument("war", type=options.WAR)
@click.option(
    "--from",
    "first",
    type=options.DayParam(),
    help="First week; default: the first with a forecast.",
)
@click.option("--to", "last", type=options.DayParam(), help="As of this day; default: today.")
@options.outputs
@options.common("seed", "store")
def timeline(
    war: str,
    first: date | None,
    last: date | None,
    json_file: str | None,
    html_file: str | None,
    seed: int,
    store: str | None,
) -> None:
    """Show WAR's probability of stalemate for every week, beside what happened."""
    options.one_standard_output(json_file, html_file)
    found = options.opened(war, store, seed).timeline(first, last)
    options.deliver({json_file: found.to_json, html_file: found.to_html}, found.to_text)


@click.command("fit-priors")
@click.option(
    "--out",
    "out_file",
    type=click.Path(),
    default="-",
    show_default=True,
    help="CSV; - is standard output.",
)
@options.common("seed")
def fit_priors(out_file: str, seed: int) -> None:
    """Fit the prior ranges that past wars give, from their published data."""
    from standoff.cli import terminal
    from standoff.history import priors
    from standoff.ingest.fetch import client, fetch
    from standoff.workspace import cache_folder

    mirror = os.environ.get("STANDOFF_MIRROR")
    with client(Path(mirror) if mirror else None) as http, terminal.progress() as tell:
        files = {
            name: fetch(
                url,
                cache=cache_folder(),
                client=http,
                now=options.now(),
                on_bytes=partial(tell, name),
            ).path
            for name, url in priors.URLS.items()
        }
    options.write(out_file, priors.as_csv(priors.fit_priors(priors.PriorFiles(**files), seed)))
