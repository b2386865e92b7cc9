"""Verbs about forecasts and their record: backtest, forecast, timeline."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from pathlib import Path

import click

from standoff import _command
from standoff.errors import UnknownNameError

HORIZONS = "30,90,180"


@click.command()
@click.argument("war")
@click.option(
    "--from",
    "first",
    type=_command.Day(),
    default="2023-06-01",
    show_default=True,
    help="First origin.",
)
@click.option(
    "--to",
    "last",
    type=_command.Day(),
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
    "--horizons", type=_command.Numbers(), default=HORIZONS, show_default=True, help="Days ahead."
)
@click.option(
    "--models",
    default="model,baselines",
    show_default=True,
    help="Names with commas between; 'baselines' is all of them.",
)
@click.option("--jobs", type=click.IntRange(min=1), help="Processes; default: one a core.")
@_command.outputs
@_command.common("seed", "store")
def backtest(
    war: str,
    first: date,
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
    from standoff import _terminal
    from standoff import backtest as job
    from standoff import war as wars
    from standoff.outcomes import truth
    from standoff.replay import Plan
    from standoff.report.backtest_page import backtest_page
    from standoff.report.scores import as_json, as_text

    _command.one_standard_output(json_file, html_file)
    definition = wars.load(war)
    plan = Plan(
        war=war,
        store=_command.store_folder(store),
        first=first,
        last=last or max(truth(definition), default=_command.now().date()),
        every=every,
        horizons=horizons,
        models=_models(models),
        seed=seed,
        now=_command.now().date(),
    )
    with _terminal.counting("origins") as tell:
        result = job.backtest(plan, jobs or os.cpu_count() or 1, tell)
    pages = {
        json_file: lambda: as_json(result),
        html_file: lambda: backtest_page(result, definition),
    }
    _command.deliver(pages, lambda: as_text(result))


@click.command()
@click.argument("war")
@click.option("--as-of", type=_command.Day(), help="The day; default: today.")
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
@_command.common("seed", "store")
def forecast(
    war: str, as_of: date | None, form: str, out_file: str, seed: int, store: Path | None
) -> None:
    """Forecast WAR's front and outcomes, as JSON or as hubverse rows."""
    from standoff import observe
    from standoff import war as wars
    from standoff.beliefs import Beliefs
    from standoff.courses import courses
    from standoff.report import forecast_rows

    definition = wars.load(war)
    day = _command.day(as_of, definition)
    table = _command.open_store(store, definition).table_known_at(day, definition.name)
    known = observe.known(table, definition, day)
    land = observe.territory(known)
    ahead = courses(land, definition, day, seed, Beliefs(_command.cache() / "beliefs"))
    _command.write(out_file, forecast_rows.FORMATS[form](ahead, known))


@click.command()
@click.argument("war")
@click.option(
    "--from", "first", type=_command.Day(), help="First week; default: the first with a forecast."
)
@click.option("--to", "last", type=_command.Day(), help="As of this day; default: today.")
@_command.outputs
@_command.common("seed", "store")
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
    from standoff import observe
    from standoff import timeline as job
    from standoff import war as wars
    from standoff.beliefs import Beliefs
    from standoff.report.timeline_page import timeline_page
    from standoff.report.timeline_text import as_text

    _command.one_standard_output(json_file, html_file)
    definition = wars.load(war)
    day = _command.day(last, definition)
    opened = _command.open_store(store, definition)
    table = opened.table_known_at(day, definition.name, observe.OF_THE_FRONT)
    land = observe.territory(observe.known(table, definition, day))
    kept = Beliefs(_command.cache() / "beliefs")
    weeks = [
        w for w in job.weeks(land, definition, day, seed, kept) if not first or w.date >= first
    ]
    pages = {
        json_file: lambda: job.as_json(weeks, definition),
        html_file: lambda: timeline_page(weeks, definition),
    }
    _command.deliver(pages, lambda: as_text(weeks, definition))


@click.command("fit-priors")
@click.option(
    "--out",
    "out_file",
    type=click.Path(),
    default="-",
    show_default=True,
    help="CSV; - is standard output.",
)
@_command.common("seed")
def fit_priors(out_file: str, seed: int) -> None:
    """Fit the prior ranges that past wars give, from their published data."""
    from standoff import _terminal
    from standoff.fetch import client, fetch
    from standoff.history import priors

    mirror = os.environ.get("STANDOFF_MIRROR")
    with client(Path(mirror) if mirror else None) as http, _terminal.progress() as tell:
        files = {
            name: fetch(
                url,
                cache=_command.cache(),
                client=http,
                now=_command.now(),
                on_bytes=partial(tell, name),
            ).path
            for name, url in priors.URLS.items()
        }
    _command.write(out_file, priors.as_csv(priors.fit_priors(priors.Paths(**files), seed)))


def _models(names: str) -> tuple[str, ...]:
    """Names of forecasters; "baselines" stands for all of them.

    Raises:
        UnknownNameError: no such forecaster.
    """
    from standoff.forecasters import BASELINES, FORECASTERS

    chosen: list[str] = []
    for name in filter(None, (part.strip() for part in names.split(","))):
        if name != "baselines" and name not in FORECASTERS:
            raise UnknownNameError("model", name, [*FORECASTERS, "baselines"])
        chosen += BASELINES if name == "baselines" else [name]
    if not chosen:
        raise UnknownNameError("model", names, [*FORECASTERS, "baselines"])
    return tuple(dict.fromkeys(chosen))
