"""The command line: thin verbs. Only here is it asked what day it is."""

from __future__ import annotations

import os
import sys
import traceback
from datetime import date
from typing import Any

import click

from standoff._version import __version__
from standoff.cli import options
from standoff.cli.forecasts import backtest, fit_priors, forecast, timeline
from standoff.cli.reading import read, score_reader, train_reader
from standoff.cli.scenarios import weigh, whatif
from standoff.cli.serve import serve
from standoff.cli.told import events, positions
from standoff.errors import BadRowsError, StandoffError

_BAD_INPUT = 2
_INTERNAL_ERROR = 1
_INTERRUPTED = 130


class _InterruptedError(Exception):
    """Ctrl-C, before click answers it with a line of its own."""


class _Verbs(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise _InterruptedError from error


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="standoff")
def cli() -> None:
    """Is a war approaching stalemate? Assessed from sourced claims, as of any day."""


@cli.command()
@click.argument("war", type=options.WAR)
@click.option("--as-of", type=options.DayParam(), help="The day; default: today.")
@options.outputs
@options.common("seed", "store")
def assess(
    war: str,
    as_of: date | None,
    json_file: str | None,
    html_file: str | None,
    seed: int,
    store: str | None,
) -> None:
    """Assess WAR as of a day: how likely stalemate is, on what evidence, at what cost."""
    options.one_standard_output(json_file, html_file)
    found = options.opened(war, store, seed).as_of(as_of).assess()
    options.deliver({json_file: found.to_json, html_file: found.to_html}, found.to_text)


@cli.command()
@click.argument("war", type=options.WAR)
@click.argument("sources", nargs=-1, type=options.SOURCE)
@click.option(
    "--vintages",
    is_flag=True,
    help="Fetch files as they were published, of the publishers that keep every version.",
)
@options.common("store")
def pull(war: str, sources: tuple[str, ...], vintages: bool, store: str | None) -> None:
    """Fetch what WAR's sources publish and append what is new. SOURCES: see 'standoff sources'."""
    from standoff.cli import terminal

    workspace = options.opened(war, store)
    with terminal.progress() as on_bytes:
        brought = workspace.pull(
            *sources,
            vintages=vintages,
            on_bytes=on_bytes,
            on_source=lambda result: click.echo(terminal.pulled(result)),
        )
    failed = [f"{result.source}: {result.failure}" for result in brought if result.failure]
    if failed:
        more = f" (and {len(failed) - 1} more sources failed)" if len(failed) > 1 else ""
        raise StandoffError(f"{failed[0]}{more}")


@cli.command()
@click.argument("war", type=options.WAR)
@click.option(
    "--quantity", type=options.QUANTITY, help="Only this quantity; see 'standoff quantities'."
)
@click.option("--side", help="Only about this side, by its code.")
@click.option(
    "--as-of", type=options.DayParam(), help="Only what was known by then; default: today."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "jsonl"]),
    default="table",
    show_default=True,
)
@options.common("store")
def claims(
    war: str,
    quantity: str | None,
    side: str | None,
    as_of: date | None,
    form: str,
    store: str | None,
) -> None:
    """List the claims about WAR as they were known by a day."""
    from standoff.report import claims_list

    found = options.opened(war, store).as_of(as_of).claims(quantity or "*", side)
    click.echo(claims_list.FORMATS[form](found), nl=False)


@cli.command()
@options.common()
def wars() -> None:
    """List the wars that come with Standoff."""
    from standoff.cli import terminal
    from standoff.domain import war as definitions

    rows = []
    for name in definitions.shipped():
        one = definitions.load(name)
        rows.append((name, one.start.isoformat(), " v ".join(s.name for s in one.sides), one.title))
    terminal.table(("war", "start", "sides", "title"), rows)


@cli.command()
@click.argument("war", required=False, type=options.WAR)
@click.option(
    "--as-of", type=options.DayParam(), help="Only what was known by then; default: today."
)
@options.common("store")
def sources(war: str | None, as_of: date | None, store: str | None) -> None:
    """List the outside sources and how they err; of WAR, what each feeds and how far it reaches."""
    from standoff.cli import terminal
    from standoff.ingest.sources import SOURCES
    from standoff.observations.coverage import source_coverage
    from standoff.report import sources_list

    if war is not None:
        found = source_coverage(options.opened(war, store).as_of(as_of).known)
        terminal.table(sources_list.HEADER, sources_list.rows(found))
        return
    terminal.table(
        ("source", "licence", "lag", "title", "how it errs"),
        [(s.name, s.licence, f"{s.lag_days} d", s.title, s.errs) for s in SOURCES],
    )


@cli.command()
@options.common()
def quantities() -> None:
    """List the quantities that can be claimed, their units and how their sources err."""
    from standoff.cli import terminal
    from standoff.domain.quantities import QUANTITIES, scopes_of

    terminal.table(
        ("quantity", "kind", "unit", "question", "how it errs", "scopes"),
        [
            (
                q.name,
                q.kind,
                " or ".join(q.units),
                q.question,
                q.errs,
                ", ".join(scopes_of(q.name)) or "-",
            )
            for q in QUANTITIES
        ],
    )


_VERBS = (
    backtest, events, fit_priors, forecast, positions, read, score_reader, serve, timeline, train_reader, weigh, whatif,
)  # fmt: skip
for _verb in _VERBS:
    cli.add_command(_verb)


def main() -> None:
    """Entry point: 0 done; 2 wrong usage or bad input; 130 Ctrl-C; 1 an internal error.

    All but the first come with one line on standard error.
    """
    try:
        cli.main(prog_name="standoff", standalone_mode=False)
    except (_InterruptedError, KeyboardInterrupt, click.exceptions.Abort):
        _stop("interrupted", _INTERRUPTED)
    except click.exceptions.NoArgsIsHelpError:
        _stop("no command is named. See 'standoff --help'.", _BAD_INPUT)
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
            f"internal error: {type(error).__name__}: {error}. "
            "Set STANDOFF_DEBUG=1 for a traceback, and report it.",
            _INTERNAL_ERROR,
        )


def _stop(message: str, code: int) -> None:
    click.echo(f"standoff: {' '.join(message.split())}", err=True)
    sys.exit(code)
