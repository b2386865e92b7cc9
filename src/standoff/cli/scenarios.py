"""The verbs of question 6: what-ifs asked, rival explanations weighed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from standoff.cli import options


@click.command()
@click.argument("war")
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@click.option("--as-of", type=options.DayParam(), help="The day; default: today.")
@click.option(
    "--horizons",
    type=options.NumbersParam(),
    default="30,90,180",
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
    store: Path | None,
) -> None:
    """Ask what would change in WAR if SCENARIO... came true together: shipped names or TOML files."""
    from standoff import scenario
    from standoff.domain import war as wars
    from standoff.forecast.posterior_cache import FrontPosteriors
    from standoff.report.whatif.text import as_json, as_text

    def page(*of: Any) -> str:
        from standoff.report.whatif.page import whatif_page

        return whatif_page(*of)

    options.one_standard_output(json_file, html_file)
    definition = wars.load(war)
    asked = [scenario.load(name, definition) for name in scenarios]
    day, folder = options.day(as_of, definition), options.cache() / "beliefs"
    table = options.open_store(store, definition).table_known_at(day, definition.name)
    kept = scenario.BaselineCache(FrontPosteriors(folder), scenario.TwoSidedPosteriors(folder))
    result = scenario.whatif(table, definition, day, asked, horizons, seed, kept)
    pages = {json_file: lambda: as_json(result), html_file: lambda: page(result, definition)}
    options.deliver(pages, lambda: as_text(result, definition))


@click.command()
@click.argument("hypotheses")
@click.option("--war", help="The war; default: the one the case names.")
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
    store: Path | None,
) -> None:
    """Weigh rival explanations by the claims for and against. HYPOTHESES: a name or a TOML file."""
    from standoff.domain import war as wars
    from standoff.errors import HypothesesError
    from standoff.evidence.snapshot import snapshot_of
    from standoff.hypotheses.files import find
    from standoff.hypotheses.weigh import weigh as job
    from standoff.report.weigh_text import as_json, as_text

    case = find(hypotheses, [wars.load(name) for name in ([war] if war else wars.shipped())])
    if not (war or case.war):
        raise HypothesesError(f"{hypotheses} names no war. Name one with --war.")
    definition = wars.load(war or case.war)
    day = options.day(as_of, definition)
    table = options.open_store(store, definition).table_known_at(day, definition.name)
    result = job(case, snapshot_of(table, definition, day), seed)
    options.deliver({json_file: lambda: as_json(result)}, lambda: as_text(result))
