"""The tables of a backtest: who is best, every score, the worst misses."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from standoff.evaluation.backtest import Mean
from standoff.evaluation.forecasters import BASELINES
from standoff.evaluation.rolling_origin import OUTCOME, STANDSTILL, TERRITORY, WITH_DISPUTED
from standoff.formatting import amount, percent, written
from standoff.report.templating import render
from standoff.report.track_record.charts import between, target_written
from standoff.report.track_record.summary import (
    FEWEST_WINDOWS,
    Track,
    Verdict,
    main,
    misses,
    ranked,
    subject,
    windows,
)
from standoff.report.track_record.wording import (
    interval,
    quoted,
    score_label,
    scored,
    share,
    sure,
    target_name,
    target_words,
)


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


def best_table(track: Track, verdicts: Sequence[Verdict]) -> Markup:
    """Who is best at each target and horizon, against whom, by how much."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for target in track.targets:
        for found in (v for v in verdicts if v.target == target):
            against, by = found.against, "–"
            if against:
                by = f"{scored(against.by, target, unit=False)} ({share(against.share)})"
            name = f"{target_name(target, track.war)}, {score_label(target)}"
            groups.setdefault(name, []).append(
                {
                    "ahead": f"{found.horizon_days} d",
                    "best": found.best.model,
                    "base": found.best.model in BASELINES,
                    "score": scored(main(found.best), target, unit=False),
                    "rival": against.rival if against else "–",
                    "rival_base": against is not None and against.rival in BASELINES,
                    "by": by,
                    "interval": interval(against, target) if against else "–",
                    "bet": sure(found),
                }
            )
    return render("report/track_record/best_table.html", groups=list(groups.items()))


def score_tables(track: Track) -> Markup:
    """Every model's scores; standstill stands beside the territory it follows from."""
    tables = [
        {
            "title": target_name(target, track.war),
            "words": " ".join(target_words(t, track.war) for t in _together(track, target)),
            "columns": [c for t in _together(track, target) for c in _columns(t)],
            "groups": [
                (f"{h} days ahead", _rows(track, target, h))
                for h in track.horizons
                if ranked(track, target, h)
            ],
        }
        for target in track.targets
        if target != STANDSTILL or TERRITORY not in track.targets
    ]
    return render("report/track_record/scores.html", tables=tables)


def miss_tables(track: Track, targets: Sequence[str]) -> Markup:
    """The worst misses, worst first."""
    tables = []
    for target in targets:
        of, found = quoted(subject(track, target)), misses(track, target)
        against = (
            f"The forecasts of {of} that did worst against the best baseline of their horizon, by the "
            "difference in CRPS over the baseline's mean."
            if found and found[0].rival
            else f"The forecasts of {of} with the largest CRPS; no baseline forecasts this."
        )
        rows = [
            (
                written(miss.row.date),
                f"{miss.row.horizon_days} d",
                target_written(miss.row),
                between(miss.row, "0.25", "0.75"),
                between(miss.row, "0.05", "0.95"),
                amount(miss.row.truth),
                scored(miss.row.crps, target, unit=False),
                scored(miss.rival_crps, target, unit=False),
                miss.rival or "–",
            )
            for miss in found
        ]
        unit = "km²" if target == TERRITORY else "soldiers"
        tables.append(
            {
                "title": f"{target_name(target, track.war)}, {unit}: {of}",
                "words": f"{against} Of origins less than four weeks apart the worst stands.",
                "score": score_label(target),
                "rows": rows,
                "none": "None: it never did worse than the best baseline.",
            }
        )
    return render("report/track_record/misses.html", tables=tables)


def _together(track: Track, target: str) -> tuple[str, ...]:
    both = target == TERRITORY and STANDSTILL in track.targets
    return (TERRITORY, STANDSTILL) if both else (target,)


def _columns(target: str) -> tuple[str, ...]:
    if target == STANDSTILL:
        return ("Standstill: Brier", "Log score")
    if target in (OUTCOME, WITH_DISPUTED):
        return ("Dates", "Brier", "Log score")
    return ("Dates", score_label(target), "90% interval", "50% holds", "90% holds")


def _rows(track: Track, target: str, horizon_days: int) -> list[_Row]:
    order = ranked(track, target, horizon_days)
    cells: dict[str, list[_Cell]] = {m.model: [] for m in order}
    for t in _together(track, target):
        means = {m.model: m for m in ranked(track, t, horizon_days)}
        most = max(m.n for m in means.values())
        best = min(main(m) for m in means.values() if m.n == most)
        for name in cells:
            cells[name] += _cells(track, means.get(name), t, best, most)
    most = max(m.n for m in order)
    rows = []
    for m in order:
        notes = [(m.model in BASELINES, "baseline"), (m.n < most, "fewer dates")]
        note = ", ".join(words for holds, words in notes if holds)
        rows.append(_Row(m.model, note, m.model == track.of, tuple(cells[m.model])))
    return rows


def _cells(track: Track, mean: Mean | None, target: str, best: float, most: int) -> list[_Cell]:
    if mean is None:
        return [_Cell("–", False)] * len(_columns(target))
    first = _Cell(scored(main(mean), target, unit=False), mean.n == most and main(mean) == best)
    log = _Cell(f"{mean.log_score:.3f}", False)
    if target == STANDSTILL:
        return [first, log]
    dates = _Cell(str(mean.n), False)
    if target in (OUTCOME, WITH_DISPUTED):
        return [dates, first, log]
    enough = windows(track, mean.n, mean.horizon_days) >= FEWEST_WINDOWS
    low, high = (scored(x, target, unit=False) for x in (mean.crps_low, mean.crps_high))
    bounds = f"{low} to {high}" if enough and not math.isnan(mean.crps_low) else "too few windows"
    texts = (bounds, percent(mean.cover50), percent(mean.cover90))
    return [dates, first, *(_Cell(text, False) for text in texts)]
