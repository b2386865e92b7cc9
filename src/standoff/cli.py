"""The command line: thin verbs. Only here is it asked what day it is."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import date
from pathlib import Path

import click

from standoff import _command
from standoff._version import __version__
from standoff.cli_forecasts import backtest, fit_priors, forecast, timeline
from standoff.cli_reading import read, score_reader, train_reader
from standoff.cli_scenarios import weigh, whatif
from standoff.cli_serve import serve
from standoff.errors import BadRowsError, StandoffError

_BAD_INPUT = 2
_OUR_FAULT = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="standoff")
def cli() -> None:
    """Is a war approaching stalemate? Assessed from sourced claims, as of any day."""


@cli.command()
@click.argument("war")
@click.option("--as-of", type=_command.Day(), help="The day; default: today.")
@_command.outputs
@_command.common("seed", "store")
def assess(
    war: str,
    as_of: date | None,
    json_file: str | None,
    html_file: str | None,
    seed: int,
    store: Path | None,
) -> None:
    """Assess WAR as of a day: how likely stalemate is, on what evidence, at what cost."""
    from standoff import war as wars
    from standoff.assess import assess as job
    from standoff.beliefs import Beliefs
    from standoff.report.as_json import as_json
    from standoff.report.text import as_text

    def page() -> str:
        from standoff.report.html import as_html
        from standoff.report.map_figure import as_known

        drawn = as_known(_command.store_folder(store), definition, day, table)
        return as_html(result, definition, drawn)

    _command.one_standard_output(json_file, html_file)
    definition = wars.load(war)
    day = _command.day(as_of)
    table = _command.open_store(store, definition).table_known_at(day, definition.name)
    result = job(table, definition, day, seed, Beliefs(_command.cache() / "beliefs"))
    pages = {json_file: lambda: as_json(result), html_file: page}
    _command.deliver(pages, lambda: as_text(result, definition))


@cli.command()
@click.argument("war")
@click.argument("sources", nargs=-1)
@_command.common("store")
def pull(war: str, sources: tuple[str, ...], store: Path | None) -> None:
    """Fetch what WAR's sources publish and append what is new. SOURCES: see 'standoff sources'."""
    from standoff import _terminal, maps
    from standoff import pull as job
    from standoff import war as wars
    from standoff.fetch import client

    definition, now = wars.load(war), _command.now()
    picked = job.chosen(definition, sources)
    mirror = os.environ.get("STANDOFF_MIRROR")
    failed = []
    with client(Path(mirror) if mirror else None) as http, _terminal.progress() as on_bytes:
        for result in job.pull(
            definition,
            picked,
            _command.open_store(store, definition),
            cache=_command.cache(),
            client=http,
            now=now,
            on_bytes=on_bytes,
        ):
            click.echo(_terminal.pulled(result))
            maps.keep(_command.store_folder(store), definition, result.source, result.files, now)
            if result.failure:
                failed.append(f"{result.source}: {result.failure}")
    if failed:
        more = f" (and {len(failed) - 1} more sources failed)" if len(failed) > 1 else ""
        raise StandoffError(f"{failed[0]}{more}")


@cli.command()
@click.argument("war")
@click.option("--quantity", help="Only this quantity; see 'standoff quantities'.")
@click.option("--side", help="Only about this side, by its code.")
@click.option("--as-of", type=_command.Day(), help="Only what was known by then; default: today.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
)
@_command.common("store")
def claims(
    war: str,
    quantity: str | None,
    side: str | None,
    as_of: date | None,
    form: str,
    store: Path | None,
) -> None:
    """List the claims about WAR as they were known by a day."""
    from standoff import quantities
    from standoff import war as wars
    from standoff.claims import from_table
    from standoff.errors import UnknownNameError
    from standoff.report import listing

    definition = wars.load(war)
    name = quantities.quantity(quantity).name if quantity else None
    if side is not None and side not in definition.parties:
        raise UnknownNameError("side", side, definition.parties)
    table = _command.open_store(store, definition).table_known_at(
        _command.day(as_of), definition.name
    )
    found = [
        claim
        for claim in from_table(table)
        if (name is None or claim.quantity == name) and (side is None or claim.side == side)
    ]
    found.sort(key=lambda c: (c.happened_to, c.quantity, c.known_at, c.claim_id))
    click.echo(listing.FORMATS[form](found), nl=False)


@cli.command()
@_command.common()
def wars() -> None:
    """List the wars that come with Standoff."""
    from standoff import _terminal
    from standoff import war as definitions

    rows = []
    for name in definitions.shipped():
        one = definitions.load(name)
        rows.append((name, one.start.isoformat(), " v ".join(s.name for s in one.sides), one.title))
    _terminal.table(("war", "start", "sides", "title"), rows)


@cli.command()
@_command.common()
def sources() -> None:
    """List the outside sources, their licences and known errors."""
    from standoff import _terminal
    from standoff.sources import SOURCES

    _terminal.table(
        ("source", "licence", "lag", "title", "how it errs"),
        [(s.name, s.licence, f"{s.lag_days} d", s.title, s.errs) for s in SOURCES],
    )


@cli.command()
@_command.common()
def quantities() -> None:
    """List the quantities that can be claimed, their units and how their sources err."""
    from standoff import _terminal
    from standoff.quantities import QUANTITIES

    _terminal.table(
        ("quantity", "kind", "unit", "question", "how it errs"),
        [(q.name, q.kind, " or ".join(q.units), q.question, q.errs) for q in QUANTITIES],
    )


_VERBS = (
    backtest, fit_priors, forecast, read, score_reader, serve, timeline, train_reader, weigh, whatif,
)  # fmt: skip
for _verb in _VERBS:
    cli.add_command(_verb)


def main() -> None:
    """Entry point: 0 done; 2 wrong usage or bad input, one line on standard error; 1 our fault."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        _stop("interrupted", _OUR_FAULT)
    except click.ClickException as error:
        _stop(f"{error.format_message()} See 'standoff --help'.", _BAD_INPUT)
    except BadRowsError as error:
        _stop(str(error), _BAD_INPUT)
    except StandoffError as error:
        _stop(str(error), _BAD_INPUT)
    except BrokenPipeError:
        # The reader of a pipe has left (as `head` does): nobody is there to be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("STANDOFF_DEBUG"):
            traceback.print_exc()
        _stop(
            f"a fault of ours: {type(error).__name__}: {error}. "
            "Set STANDOFF_DEBUG=1 for the whole story, and report it.",
            _OUR_FAULT,
        )


def _stop(message: str, code: int) -> None:
    click.echo(f"standoff: {' '.join(message.split())}", err=True)
    sys.exit(code)
