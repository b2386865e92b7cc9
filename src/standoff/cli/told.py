"""`events` and `positions`: what happened in a war, and who wants what."""

from __future__ import annotations

from datetime import date

import click

from standoff.cli import options
from standoff.domain.claim import EVENTS, Event

_FORMAT = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True
)
_AS_OF = click.option(
    "--as-of", type=options.DayParam(), help="Only what was known by then; default: today."
)


@click.command()
@click.argument("war", type=options.WAR)
@_AS_OF
@click.option("--since", type=options.DayParam(), help="Only from this day on; default: the first.")
@click.option("--kind", type=click.Choice(EVENTS), help="Only events of this kind.")
@_FORMAT
@options.common("store")
def events(
    war: str,
    as_of: date | None,
    since: date | None,
    kind: Event | None,
    form: str,
    store: str | None,
) -> None:
    """List what happened in WAR as it was known by a day, newest first."""
    from standoff.report import told_list

    snapshot = options.opened(war, store).as_of(as_of)
    found = snapshot.events(since, kind)
    if form == "json":
        click.echo(told_list.events_json(found, snapshot.war.name, snapshot.day), nl=False)
    else:
        click.echo(told_list.events_table(found, snapshot.known), nl=False)


@click.command()
@click.argument("war", type=options.WAR)
@_AS_OF
@_FORMAT
@options.common("store")
def positions(war: str, as_of: date | None, form: str, store: str | None) -> None:
    """List what each side of WAR said last on each issue, in its own voice."""
    from standoff.report import told_list

    snapshot = options.opened(war, store).as_of(as_of)
    found = snapshot.positions()
    if form == "json":
        click.echo(told_list.positions_json(found, snapshot.war.name, snapshot.day), nl=False)
    else:
        click.echo(told_list.positions_table(found, snapshot.war, snapshot.day), nl=False)
