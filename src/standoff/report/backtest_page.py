"""A backtest as one page: who is best, by how much, how well calibrated, and where it missed."""

from __future__ import annotations

import math
import shlex
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from standoff._version import __version__
from standoff.backtest import OUTCOME, STANDSTILL, TERRITORY, Backtest, Mean
from standoff.forecasters import BASELINES
from standoff.report import _track_charts as charts
from standoff.report._fill import fill
from standoff.report._page import Part, framed, shown
from standoff.report._track import (
    FEWEST_WINDOWS,
    Miss,
    Track,
    Verdict,
    main,
    misses,
    ranked,
    subject,
    track,
    verdict,
    windows,
)
from standoff.report._track_words import (
    bet,
    interval,
    listed,
    quoted,
    score_name,
    score_unit,
    scored,
    sentence,
    share,
    target_name,
    target_words,
)
from standoff.war import War
from standoff.words import amount, percent, written

_FIRST = """\
<h1>{{ title }}</h1>
<p class="age">{{ age }}</p>
{% for sentence in sentences %}
<p class="lead">{{ sentence }}</p>
{% endfor %}
<div class="scroll" role="region" tabindex="0" aria-labelledby="best">
<table class="scores"><caption id="best">Who is best, and would you bet on it?</caption>
<thead><tr><th scope="col">Forecast</th><th scope="col">Ahead</th><th scope="col">Best</th>
<th scope="col" class="n">Its score</th><th scope="col">Lower than</th><th scope="col" class="n">by</th>
<th scope="col">90% interval</th><th scope="col">Bet?</th></tr></thead>
<tbody>
{% for row in rows %}
<tr><th scope="row">{{ row.target }}</th><td class="d">{{ row.ahead }}</td><td>{{ row.best }}</td>
<td class="n">{{ row.score }}</td><td>{{ row.rival }}</td><td class="n">{{ row.by }}</td>
<td class="d">{{ row.interval }}</td><td>{{ row.bet }}</td></tr>
{% endfor %}
</tbody></table></div>
<p class="about">Less is better in every score. The best is picked after the fact out of all compared,
which flatters it; the interval does not allow for that. It comes by block bootstrap, in blocks as long
as the horizon, and only where the dates fill {{ fewest }} such blocks.</p>
"""

_SCORES = """\
{% for table in tables %}
<h3>{{ table.title }}</h3>
<p class="about">{{ table.words }}</p>
<div class="scroll" role="region" tabindex="0" aria-label="{{ table.title }}: scores">
<table class="scores"><thead><tr><th scope="col">Model</th>
{% for column in table.columns %}
<th scope="col" class="n">{{ column }}</th>
{% endfor %}
</tr></thead>
{% for ahead, rows in table.groups %}
<tbody><tr class="ahead"><th scope="rowgroup" colspan="{{ table.columns | length + 1 }}">{{ ahead }}</th></tr>
{% for row in rows %}
<tr{% if row.of %} class="of"{% endif %}><th scope="row">{{ row.model }}{% if row.note %} <span class="tag">{{ row.note }}</span>{% endif %}</th>
{% for cell in row.cells %}
<td class="n">{% if cell.best %}<b>{{ cell.text }}</b> <span class="tag">best</span>{% else %}{{ cell.text }}{% endif %}</td>
{% endfor %}
</tr>
{% endfor %}
</tbody>
{% endfor %}
</table></div>
{% endfor %}
"""

_MISSES = """\
{% for table in tables %}
<h3>{{ table.title }}</h3>
{% if table.rows %}
<p class="about">{{ table.words }}</p>
<div class="scroll" role="region" tabindex="0" aria-label="{{ table.title }}">
<table class="scores"><thead><tr><th scope="col">Made on</th><th scope="col">Ahead</th>
<th scope="col">For</th><th scope="col">50% interval</th><th scope="col">90% interval</th>
<th scope="col" class="n">Happened</th><th scope="col" class="n">CRPS</th>
<th scope="col" class="n">Baseline's</th></tr></thead><tbody>
{% for row in table.rows %}
<tr><th scope="row" class="d">{{ row[0] }}</th>{% for cell in row[1:] %}<td class="{{ "n" if loop.index > 4 else "d" }}">{{ cell }}</td>{% endfor %}</tr>
{% endfor %}
</tbody></table></div>
{% else %}
<p class="none">{{ table.none }}</p>
{% endif %}
{% endfor %}
"""

_MADE = """\
<dl class="made">
<div><dt>Replay</dt><dd>Origins every {{ plan.every }} days from {{ plan.first | written }}, the last target
day {{ plan.last | written }}, {{ horizons }} days ahead. A forecast uses what was known at the end of
its origin's day; truth is what is known on the last day.</dd></div>
<div><dt>Models</dt><dd>{{ models }}</dd></div>
<div><dt>Errors</dt><dd>Intervals of a mean hold it nine times in ten by circular block bootstrap,
2,000 resamples.</dd></div>
<div><dt>Standoff</dt><dd>version {{ version }}, seed {{ plan.seed }}</dd></div>
<div><dt>Claims</dt><dd>those known by {{ plan.last | written }}, digest <code>{{ digest }}</code></dd></div>
<div><dt>Command</dt><dd><code>{{ command }}</code></dd></div>
</dl>
<p>The same claims, plan, seed and version give the same page.</p>
"""


@dataclass(frozen=True)
class _Cell:
    text: str
    best: bool


@dataclass(frozen=True)
class _Row:
    model: str
    note: str
    of: bool
    cells: tuple[_Cell, ...]


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
    record = track(result, war, of)
    numbers = [t for t in record.targets if t not in (STANDSTILL, OUTCOME)]
    events = [t for t in record.targets if t in (STANDSTILL, OUTCOME)]
    parts = [
        Part("first", "", _first(record)),
        Part("scores", "Every score", fill(_SCORES, tables=_tables(record))),
        Part(
            "against",
            "Against each rival",
            shown([charts.differences(record, t) for t in record.targets]),
        ),
        Part("years", "Year by year", shown([charts.years(record, t) for t in record.targets])),
        Part(
            "calibration",
            "Can its odds be taken at their word?",
            shown(
                [charts.ranks(record, t) for t in numbers]
                + [charts.reliability(record, t) for t in events]
            ),
        ),
        Part(
            "ghosts",
            "Forecasts and what happened",
            shown([charts.ghosts(record, t) for t in numbers]),
        ),
        Part("misses", "Worst misses", fill(_MISSES, tables=[_missed(record, t) for t in numbers])),
        Part("made", "How this was made", _made(record, command)),
    ]
    return framed(f"{war.title}: forecasts and what happened", __version__, parts)


def _first(record: Track) -> Markup:
    found = [verdict(record, t, h) for t in record.targets for h in record.horizons]
    verdicts = [v for v in found if v is not None]
    plan, origins = record.result.plan, {row.date for rows in record.rows.values() for row in rows}
    age = (
        f"{amount(len(origins))} origins from {written(plan.first)}, targets to {written(plan.last)}; "
        f"{len(plan.models)} models, {quoted(record.of)} against all others."
    )
    sentences = [sentence(record, v) for v in verdicts if v.target == record.targets[0]]
    if not verdicts:
        sentences = ["No forecast of this replay is resolved yet: nothing can be scored."]
    else:
        name = target_name(record.targets[0], record.war)
        sentences[0] = f"{name}. {sentences[0]}"
    return fill(
        _FIRST,
        title=f"{record.war.title}: forecasts and what happened",
        age=age,
        sentences=sentences,
        rows=[_verdict_row(record, v) for v in verdicts],
        fewest=f"{FEWEST_WINDOWS:g}",
    )


def _verdict_row(record: Track, found: Verdict) -> dict[str, str]:
    against, target = found.against, found.target
    return {
        "target": f"{target_name(target, record.war)}, {score_name(target)}",
        "ahead": f"{found.horizon_days} d",
        "best": _called(found.best.model),
        "score": scored(main(found.best), target),
        "rival": _called(against.rival) if against else "–",
        "by": f"{scored(against.by, target)} ({share(against.share)})" if against else "–",
        "interval": interval(against, target) if against else "–",
        "bet": "Yes" if bet(found) == "You would bet on it." else "No",
    }


def _called(model: str) -> str:
    return f"{model} (baseline)" if model in BASELINES else model


def _tables(record: Track) -> list[dict[str, Any]]:
    """One table a target; standstill stands beside the territory it follows from."""
    return [
        {
            "title": target_name(target, record.war),
            "words": " ".join(target_words(t, record.war) for t in _together(record, target)),
            "columns": [c for t in _together(record, target) for c in _columns(t)],
            "groups": [
                (f"{h} days ahead", _rows(record, target, h))
                for h in record.horizons
                if ranked(record, target, h)
            ],
        }
        for target in record.targets
        if target != STANDSTILL or TERRITORY not in record.targets
    ]


def _together(record: Track, target: str) -> tuple[str, ...]:
    both = target == TERRITORY and STANDSTILL in record.targets
    return (TERRITORY, STANDSTILL) if both else (target,)


def _columns(target: str) -> tuple[str, ...]:
    if target == STANDSTILL:
        return ("Standstill: Brier", "Log score")
    if target == OUTCOME:
        return ("Dates", "Brier", "Log score")
    unit = score_unit(target)
    return ("Dates", f"CRPS, {unit}", "90% interval", "50% holds", "90% holds")


def _rows(record: Track, target: str, horizon_days: int) -> list[_Row]:
    order = ranked(record, target, horizon_days)
    cells: dict[str, list[_Cell]] = {m.model: [] for m in order}
    for t in _together(record, target):
        means = {m.model: m for m in ranked(record, t, horizon_days)}
        most = max(m.n for m in means.values())
        best = min(main(m) for m in means.values() if m.n == most)
        for name, found in cells.items():
            found += _cells(record, means.get(name), t, best, most)
    most = max(m.n for m in order)
    return [
        _Row(m.model, _note(m, most), m.model == record.of, tuple(cells[m.model])) for m in order
    ]


def _note(mean: Mean, most: int) -> str:
    return ", ".join(
        note
        for note, holds in (("baseline", mean.model in BASELINES), ("fewer dates", mean.n < most))
        if holds
    )


def _cells(record: Track, mean: Mean | None, target: str, best: float, most: int) -> list[_Cell]:
    if mean is None:
        return [_Cell("–", False)] * len(_columns(target))
    first = _Cell(scored(main(mean), target, unit=False), mean.n == most and main(mean) == best)
    log = _Cell(f"{mean.log_score:.3f}", False)
    if target == STANDSTILL:
        return [first, log]
    dates = _Cell(str(mean.n), False)
    if target == OUTCOME:
        return [dates, first, log]
    enough = windows(record, mean.n, mean.horizon_days) >= FEWEST_WINDOWS
    low, high = (scored(x, target, unit=False) for x in (mean.crps_low, mean.crps_high))
    bounds = f"{low} to {high}" if enough and not math.isnan(mean.crps_low) else "too few windows"
    texts = (bounds, percent(mean.cover50), percent(mean.cover90))
    return [dates, first, *(_Cell(text, False) for text in texts)]


def _missed(record: Track, target: str) -> dict[str, Any]:
    of, found = subject(record, target), misses(record, target)
    return {
        "title": f"{target_name(target, record.war)}: {quoted(of)}",
        "words": (
            f"The forecasts of {quoted(of)} that did worst against the best baseline of their horizon, "
            "by the difference in CRPS over the baseline's mean. Of origins less than four weeks apart "
            "the worst stands."
            if found and found[0].rival
            else f"The forecasts of {quoted(of)} with the largest CRPS; no baseline forecasts this. Of "
            "origins less than four weeks apart the worst stands."
        ),
        "rows": [_miss_row(miss, target) for miss in found],
        "none": "None: it never did worse than the best baseline.",
    }


def _miss_row(miss: Miss, target: str) -> tuple[str, ...]:
    row = miss.row
    rival = f"{scored(miss.rival_crps, target)}, {miss.rival}" if miss.rival else "–"
    return (
        written(row.date),
        f"{row.horizon_days} d",
        charts.target_written(row),
        charts.between(row, "0.25", "0.75"),
        charts.between(row, "0.05", "0.95"),
        amount(row.truth),
        scored(row.crps, target),
        rival,
    )


def _made(record: Track, command: str) -> Markup:
    plan = record.result.plan
    days = ",".join(map(str, plan.horizons))
    made_up = (
        f"standoff backtest {shlex.quote(record.war.name)} --from {plan.first} --to {plan.last} "
        f"--every {plan.every} --horizons {days}"
    )
    return fill(
        _MADE,
        plan=plan,
        horizons=listed(plan.horizons),
        models="; ".join(_called(name) for name in plan.models),
        version=__version__,
        digest=record.result.claims_digest,
        command=command or made_up,
    )
