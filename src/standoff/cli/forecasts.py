"""Verbs about forecasts and their record: backtest, forecast, timeline."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from pathlib import Path

import click

from standoff.cli import options
from standoff.errors import UnknownNameError

HORIZONS = "30,90,180"


@click.command()
@click.argument("war")
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
    default=HORIZONS,
    show_default=True,
    help="Days ahead.",
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
    jobs: int | None,
    json_file: str | None,
    html_file: str | None,
    seed: int,
    store: Path | None,
) -> None:
    """Replay WAR by date: what each model said with what was known, and how it scored."""
    from standoff.cli import terminal
    from standoff.domain import war as wars
    from standoff.domain.outcomes import truth
    from standoff.evaluation import backtest as job
    from standoff.evaluation.rolling_origin import BacktestPlan
    from standoff.report.track_record.page import backtest_page
    from standoff.report.track_record.text import as_json, as_text

    options.one_standard_output(json_file, html_file)
    definition = wars.load(war)
    plan = BacktestPlan(
        war=war,
        store=options.store_folder(store),
        first=first or definition.backtest_begins,
        last=last or max(truth(definition), default=options.now().date()),
        every=every,
        horizons=horizons,
        models=_models(models),
        seed=seed,
        now=options.now().date(),
    )
    with terminal.counting("origins") as tell:
        result = job.backtest(plan, jobs or os.cpu_count() or 1, tell)
    pages = {
        json_file: lambda: as_json(result),
        html_file: lambda: backtest_page(result, definition),
    }
    options.deliver(pages, lambda: as_text(result))


@click.command()
@click.argument("war")
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
    war: str, as_of: date | None, form: str, out_file: str, seed: int, store: Path | None
) -> None:
    """Forecast WAR's front and outcomes, as JSON or as hubverse rows."""
    from standoff.domain import war as wars
    from standoff.evidence.snapshot import snapshot_of
    from standoff.forecast.front import forecast_front
    from standoff.forecast.posterior_cache import FrontPosteriors
    from standoff.observations.front import front_series
    from standoff.report import forecast_rows

    definition = wars.load(war)
    day = options.day(as_of, definition)
    table = options.open_store(store, definition).table_known_at(day, definition.name)
    known = snapshot_of(table, definition, day)
    land = front_series(known)
    ahead = forecast_front(
        land, definition, day, seed, FrontPosteriors(options.cache() / "beliefs")
    )
    options.write(out_file, forecast_rows.FORMATS[form](ahead, known))


@click.command()
@click.argument("war")
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
    store: Path | None,
) -> None:
    """Show WAR's probability of stalemate for every week, beside what happened."""
    from standoff.domain import war as wars
    from standoff.evaluation import timeline as job
    from standoff.evidence.snapshot import snapshot_of
    from standoff.forecast.posterior_cache import FrontPosteriors
    from standoff.observations.front import OF_THE_FRONT, front_series
    from standoff.report.timeline.page import timeline_page
    from standoff.report.timeline.text import as_text

    options.one_standard_output(json_file, html_file)
    definition = wars.load(war)
    day = options.day(last, definition)
    opened = options.open_store(store, definition)
    table = opened.table_known_at(day, definition.name, OF_THE_FRONT)
    land = front_series(snapshot_of(table, definition, day))
    kept = FrontPosteriors(options.cache() / "beliefs")
    weeks = [
        w for w in job.weeks(land, definition, day, seed, kept) if not first or w.date >= first
    ]
    pages = {
        json_file: lambda: job.as_json(weeks, definition),
        html_file: lambda: timeline_page(weeks, definition),
    }
    options.deliver(pages, lambda: as_text(weeks, definition))


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

    mirror = os.environ.get("STANDOFF_MIRROR")
    with client(Path(mirror) if mirror else None) as http, terminal.progress() as tell:
        files = {
            name: fetch(
                url,
                cache=options.cache(),
                client=http,
                now=options.now(),
                on_bytes=partial(tell, name),
            ).path
            for name, url in priors.URLS.items()
        }
    options.write(out_file, priors.as_csv(priors.fit_priors(priors.PriorFiles(**files), seed)))


def _models(names: str) -> tuple[str, ...]:
    """Names of forecasters; "baselines" stands for all of them.

    Raises:
        UnknownNameError: no such forecaster.
    """
    from standoff.evaluation.forecasters import BASELINES, FORECASTERS

    chosen: list[str] = []
    for name in filter(None, (part.strip() for part in names.split(","))):
        if name != "baselines" and name not in FORECASTERS:
            raise UnknownNameError("model", name, [*FORECASTERS, "baselines"])
        chosen += BASELINES if name == "baselines" else [name]
    if not chosen:
        raise UnknownNameError("model", names, [*FORECASTERS, "baselines"])
    return tuple(dict.fromkeys(chosen))
