"""A what-if as one page: what would change, what is assumed for it, and how much of it is prior."""

from __future__ import annotations

import math
from dataclasses import dataclass

from markupsafe import Markup

from standoff.domain.war import War
from standoff.formatting import amount, percent, rough, two_digits, written
from standoff.report.charts.figure import Figure
from standoff.report.page import PagePart, framed, shown
from standoff.report.templating import render
from standoff.report.whatif import charts
from standoff.report.whatif.text import amount_unit
from standoff.report.whatif.times import times
from standoff.scenario.answer import Amount, Spread, WhatIf
from standoff.scenario.shares import too_prior
from standoff.scenario.wording import lever_wording, outcome_name


def whatif_page(result: WhatIf, war: War) -> str:
    """The whole page, in one file; the same answer gives the same bytes."""
    return framed(
        window(result), result.made_with.version, parts(result, war, figures(result, war))
    )


def window(result: WhatIf) -> str:
    """The title of its window."""
    return f"What if? {title_of(result)}"


def title_of(result: WhatIf) -> str:
    """The titles of its scenarios."""
    return "; ".join(one.title for one in result.scenarios)


@dataclass(frozen=True)
class WhatIfFigures:
    """The charts of a what-if, by what they show."""

    odds: Figure
    leaving: Figure
    times: Figure | None
    fan: Figure
    tornados: tuple[Figure, ...]

    @property
    def outcomes(self) -> tuple[Figure, ...]:
        """What comes of it, and when."""
        return (self.odds, self.leaving, *([self.times] if self.times else []))

    @property
    def all(self) -> tuple[Figure, ...]:
        """In the order of the page."""
        return (*self.outcomes, self.fan, *self.tornados)


def figures(result: WhatIf, war: War) -> WhatIfFigures:
    """Every chart, drawn."""
    return WhatIfFigures(
        charts.odds(result, war),
        charts.leaving(result),
        times(result, charts.source(result)),
        charts.fan(result, war),
        tuple(charts.tornado(result, of) for of in result.tornados),
    )


def parts(result: WhatIf, war: War, drawn: WhatIfFigures) -> list[PagePart]:
    """The sections of the page, in order."""
    made, names = result.made_with, " ".join(one.name for one in result.scenarios)
    days = ",".join(str(at.horizon) for at in result.horizons)
    command = f"standoff whatif {result.war} {names} --as-of {result.as_of} --horizons {days}"
    first = render("report/whatif/first.html", title=title_of(result), war=war.title, result=result)
    return [
        PagePart("first", "", first),
        PagePart("outcomes", "Outcomes", shown(drawn.outcomes)),
        PagePart("territory", "Territory and losses", _territory(result, war, drawn.fan)),
        PagePart("matters", "What matters most", shown(drawn.tornados)),
        PagePart(
            "assumed",
            "What is assumed, and on what",
            render("report/whatif/assumed.html", result=result),
        ),
        PagePart("tried", "What history has tried", _tried(result, war)),
        PagePart(
            "made",
            "How this was made",
            render("report/whatif/made.html", made=made, as_of=result.as_of, command=command),
        ),
    ]


def _territory(result: WhatIf, war: War, fan: Figure) -> Markup:
    rows = []
    for at in result.horizons:
        amounts = {f"Area held by {war.sides[0].name}, change since last known": at.territory}
        amounts |= {f"Soldiers lost by {war.parties[s].name}": of for s, of in at.lost.items()}
        rows += [(written(at.day), what, *_row(of)) for what, of in amounts.items() if of]
    withheld = [(at.horizon, at.why_no_odds) for at in result.horizons if at.why_no_odds]
    table = render("report/whatif/amounts.html", rows=rows, since=result.as_of, withheld=withheld)
    return shown([fan]) + table


def _tried(result: WhatIf, war: War) -> Markup:
    rows = [
        (
            of,
            outcome_name(of.outcome, war),
            "not known" if math.isnan(of.moved_km2) else rough(of.moved_km2, "km2"),
            *(percent(p) for p in (of.p_unchanged, of.p_assumed)),
            *(f"{score:.2f}" for score in (of.brier_unchanged, of.brier_assumed)),
            *(two_digits(score) for score in (of.crps_unchanged, of.crps_assumed)),
        )
        for of in result.trials.forecasts
    ]
    return render("report/whatif/tried.html", trials=result.trials, rows=rows)


def _row(of: Amount) -> tuple[str, str, str, str]:
    unit, change = amount_unit(of.unit), of.change
    ends = f"{rough(change.low or 0.0)} to {rough(change.high or 0.0)} {unit}"
    if change.prior_share is None:
        return _spread(of.before, unit), "the same", "none", ""
    held = too_prior(change.prior_share)
    text = ends if change.mean is None else f"{rough(change.mean)} ({ends})"
    after = "no odds" if held or of.after is None else _spread(of.after, unit)
    return _spread(of.before, unit), after, text, lever_wording(change.prior_share)


def _spread(spread: Spread, unit: str) -> str:
    """To two digits: no more of a forecast is meant."""
    middle, low, high = (
        amount(round(float(f"{x:.2g}"))) for x in (spread.middle, spread.low90, spread.high90)
    )
    return f"{middle} ({low} to {high}) {unit}"
