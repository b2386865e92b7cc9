"""The verbs of question 6: what-ifs asked, rival explanations weighed."""

from __future__ import annotations

from datetime import date

import click

from standoff.cli import options
from standoff.domain.horizons import HORIZONS


@click.command()
@click.argument("war", type=options.WAR)
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...", type=options.SCENARIO)
@click.option("--as-of", type=options.DayParam(), help="The day; default: today.")
@click.option(
    "--horizons",
    type=options.NumbersParam(),
    default=",".join(map(str, HORIZONS)),
    show_default=True,
    help="Days ahead.",
)
@options.outputs
@options.common("seed", "store")
def whatif(
    war: str,
    scenarios: tuple[str, ...],
    as_of: date | None,
    horizons: tuple[int, ...],
    json_file: str | None,
    html_file: str | None,
    seed: int,
    store: str | None,
) -> None:
    """Ask what would change in WAR if SCENARIO... came true together: shipped names or TOML files."""
    options.one_standard_output(json_file, html_file)
    found = options.opened(war, store, seed).whatif(*scenarios, as_of=as_of, horizons=horizons)
    options.deliver({json_file: found.to_json, html_file: found.to_html}, found.to_text)


@click.command()
@click.argument("hypotheses", type=options.CASE)
@click.option("--war", type=options.WAR, help="The war; default: the one the case names.")
@click.option("--as-of", type=options.DayParam(), help="The day; default: today.")
@click.option(
    "--json", "json_file", type=click.Path(), help="Write it as JSON; - is standard output."
)
@options.common("seed", "store")
def weigh(
    hypotheses: str,
    war: str | None,
    as_of: date | None,
    json_file: str | None,
    seed: int,
    store: str | None,
) -> None:
    """Weigh rival explanations by the claims for and against. HYPOTHESES: a name or a TOML file."""
    from standoff.workspace import war_of_case

    found = options.opened(war_of_case(hypotheses, war), store, seed).weigh(hypotheses, as_of)
    options.deliver({json_file: found.to_json}, found.to_text)
