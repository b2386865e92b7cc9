"""A backtest as one page: who is best, by how much, how well calibrated, and where it missed."""

from __future__ import annotations

import shlex

from markupsafe import Markup

from standoff._version import __version__
from standoff.domain.war import War
from standoff.evaluation.backtest import Backtest
from standoff.evaluation.rolling_origin import EVENTS
from standoff.report.page import PagePart, framed, shown
from standoff.report.templating import render
from standoff.report.track_record import charts
from standoff.report.track_record.calibration import called
from standoff.report.track_record.summary import FEWEST_WINDOWS, Track, Verdict, indexed, verdict
from standoff.report.track_record.tables import best_table, miss_tables, score_tables
from standoff.report.track_record.wording import SCORES, lead, listed, quoted, sentence, target_name


def backtest_page(result: Backtest, war: War, of: str = "", command: str = "") -> str:
    """The whole page, in one file; the same backtest gives the same bytes.

    Args:
        result: the backtest.
        war: the war it replays.
        of: the model that is set against all others; the first of the plan if not given.
        command: what made it, to print; made up from the plan if not given.

    Raises:
        UnknownNameError: `of` was not in the plan.
    """
    return framed(title(war), __version__, parts(result, war, of, command))


def title(war: War) -> str:
    """The heading of the page."""
    return f"{war.title}: forecasts and what happened"


def parts(result: Backtest, war: War, of: str = "", command: str = "") -> list[PagePart]:
    """The sections of the page, in order.

    Args:
        result, war, of, command: as `backtest_page`.

    Raises:
        UnknownNameError: `of` was not in the plan.
    """
    record = indexed(result, war, of)
    numbers = [t for t in record.targets if t not in EVENTS]
    events = [t for t in record.targets if t in EVENTS]
    fits = [charts.ranks(record, t) for t in numbers]
    fits += [charts.reliability(record, t) for t in events]
    found = [verdict(record, t, h) for t in record.targets for h in record.horizons]
    verdicts = [v for v in found if v is not None]
    best = render(
        "report/track_record/best.html",
        best=best_table(record, verdicts),
        fewest=f"{FEWEST_WINDOWS:g}",
    )
    against = shown([charts.differences(record, t) for t in record.targets])
    return [
        PagePart("first", "", _first(record, verdicts)),
        *([PagePart("leads", "Who is best at what", best)] if verdicts else []),
        PagePart("scores", "Every score", score_tables(record)),
        PagePart("against", "Against each rival", against),
        PagePart("years", "Year by year", shown([charts.years(record, t) for t in record.targets])),
        PagePart("calls", "How often did “likely” come true?", called(record)),
        PagePart("calibration", "Can its odds be taken at their word?", shown(fits)),
        PagePart(
            "ghosts",
            "Forecasts and what happened",
            shown([charts.ghosts(record, t) for t in numbers]),
        ),
        PagePart("misses", "Worst misses", miss_tables(record, numbers)),
        PagePart("made", "How this was made", _made(record, command)),
    ]


def _first(track: Track, verdicts: list[Verdict]) -> Markup:
    plan, origins = track.result.plan, {row.date for row in track.result.forecasts}
    of_first = [v for v in verdicts if v.target == track.targets[0]]
    return render(
        "report/track_record/first.html",
        title=title(track.war),
        origins=len(origins),
        plan=plan,
        of=quoted(track.of),
        lead=lead(of_first, target_name(track.targets[0], track.war)) if verdicts else "",
        sentences=[sentence(track, v) for v in of_first],
        scores=SCORES,
    )


def _made(track: Track, command: str) -> Markup:
    plan = track.result.plan
    days = ",".join(map(str, plan.horizons))
    made_up = (
        f"standoff backtest {shlex.quote(track.war.name)} --from {plan.first} --to {plan.last} "
        f"--every {plan.every} --horizons {days}"
    )
    return render(
        "report/track_record/made.html",
        plan=plan,
        horizons=listed(plan.horizons),
        models="; ".join(name for name in plan.models),
        version=__version__,
        digest=track.result.claims_digest,
        command=command or made_up,
    )
