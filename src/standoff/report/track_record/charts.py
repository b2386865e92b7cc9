"""The charts of a backtest, each with its key, caption, table and source."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import timedelta

import numpy as np

from standoff.domain.channels import CountTarget
from standoff.evaluation.rolling_origin import OUTCOME, STANDSTILL, TERRITORY, Scored
from standoff.formatting import amount, percent, written
from standoff.ingest.sources import SOURCES
from standoff.report.charts.figure import Captions, Figure, Key, Table, credit, drawn, missing
from standoff.report.charts.svg import INK
from standoff.report.charts.vega import BLUE, COLOURS, RED, SHAPES, Row, Rows
from standoff.report.track_record import specs
from standoff.report.track_record.summary import Track, Versus, by_year, forecasts, subject, versus
from standoff.report.track_record.wording import (
    interval,
    lowered,
    quoted,
    score_label,
    score_name,
    score_unit,
    scored,
    share,
    target_name,
)

_BINS = 10
_AHEAD = "{} days ahead"
_MOST_ROWS = 60
_LEVELS = {"low90": "0.05", "low50": "0.25", "middle": "0.5", "high50": "0.75", "high90": "0.95"}


def differences(track: Track, target: str) -> Figure:
    """The shown model against each rival, by horizon."""
    of, name = subject(track, target), target_name(target, track.war)
    found = {h: versus(track, forecasts(track, target, h), of) for h in track.horizons}
    panels = {_AHEAD.format(h): [_row(v) for v in rows] for h, rows in found.items() if rows}
    title = f"{name}: {quoted(of)} against each rival, {score_label(target)}"
    ident = f"against-{_slug(target)}"
    if not panels:
        return missing(ident, title, f"No other model forecasts this beside {quoted(of)}.")
    key = (
        Key("circle", BLUE, "the 90% interval leaves out 0: you would bet on it"),
        Key("ring", BLUE, "it holds 0, or the dates are too few for one: you would not"),
        Key("line", BLUE, "90% interval, where there is one"),
    )
    caption = (
        f"Right of the line {quoted(of)} is better, left of it the rival. Intervals by block "
        "bootstrap, in blocks as long as the horizon."
    )
    words = Captions(ident, title, key, caption, _source(track, target))
    table = Table(
        ("Ahead", "Rival", "Dates", f"Rival's {score_name(target)}", "Lower by", "90% interval"),
        tuple(
            (f"{h} d", v.rival, str(v.n), *_told(v, target))
            for h, rows in found.items()
            for v in rows
        ),
    )
    return drawn(specs.differences(panels, *_axis(target)), words, table, track.result.plan.last)


def years(track: Track, target: str) -> Figure:
    """The same by year of the target date."""
    of, name = subject(track, target), target_name(target, track.war)
    found = {h: by_year(track, target, h, of) for h in track.horizons}
    seen = sorted({year for of_year in found.values() for year, rows in of_year.items() if rows})
    title = f"{name} by year: {quoted(of)} against each rival, {score_label(target)}"
    ident = f"years-{_slug(target)}"
    if not seen:
        return missing(ident, title, f"No other model forecasts this beside {quoted(of)}.")
    panels = {
        _AHEAD.format(h): [
            {**_row(v), "year": year}
            for rival in (v.rival for v in versus(track, forecasts(track, target, h), of))
            for year, rows in of_year.items()
            for v in rows
            if v.rival == rival
        ]
        for h, of_year in found.items()
        if any(of_year.values())
    }
    key = tuple(
        Key(SHAPES[i % len(SHAPES)], COLOURS[i % len(COLOURS)], str(year))
        for i, year in enumerate(seen)
    )
    caption = (
        f"By the year of the target date. Right of the line {quoted(of)} is better. Filled: the 90% "
        "interval leaves out 0. A year of long horizons holds too few separate windows for an interval."
    )
    words = Captions(ident, title, key, caption, _source(track, target))
    table = Table(
        ("Ahead", "Year", "Rival", "Dates", "Rival's", "Lower by", "90% interval"),
        tuple(
            (f"{h} d", str(year), v.rival, str(v.n), *_told(v, target))
            for h, of_year in found.items()
            for year, rows in of_year.items()
            for v in rows
        ),
    )
    return drawn(specs.years(panels, seen, *_axis(target)), words, table, track.result.plan.last)


def ranks(track: Track, target: str) -> Figure:
    """Where the truth fell in the forecast, by horizon."""
    of, name = subject(track, target), target_name(target, track.war)
    panels, listed_rows = {}, []
    for h in track.horizons:
        pits = [row.pit for row in track.rows.get((target, h, of), ())]
        if not pits:
            continue
        counts, edges = np.histogram(pits, bins=_BINS, range=(0.0, 1.0))
        panels[f"{_AHEAD.format(h)}, {len(pits)} forecasts"] = [
            {"from": float(a) + 0.004, "to": float(b) - 0.004, "share": int(c) / len(pits)}
            for a, b, c in zip(edges[:-1], edges[1:], counts, strict=True)
        ]
        listed_rows += [
            (f"{h} d", f"{percent(a)} to {percent(b)}", str(c), percent(int(c) / len(pits)))
            for a, b, c in zip(edges[:-1], edges[1:], counts, strict=True)
        ]
    key = (
        Key("bar", BLUE, "share of forecasts (PIT histogram)"),
        Key("dash", INK, "what every bar would be at, were the forecasts calibrated"),
    )
    caption = (
        "High at both ends: intervals too narrow. High in the middle: too wide. High at one end: "
        "forecasts too low (right) or too high (left). Neighbouring forecasts overlap, so that even "
        "a calibrated one is uneven."
    )
    title = f"{name}: where the truth fell in the forecasts of {quoted(of)}, %"
    words = Captions(f"ranks-{_slug(target)}", title, key, caption, _source(track, target))
    table = Table(
        ("Ahead", "Share of the forecast below", "Forecasts", "Share"), tuple(listed_rows)
    )
    return drawn(specs.ranks(panels, 1 / _BINS), words, table, track.result.plan.last)


def reliability(track: Track, target: str) -> Figure:
    """How often it happened by how likely it was called; outcomes pooled."""
    of, name = subject(track, target), target_name(target, track.war)
    panels, listed_rows = {}, []
    for h in track.horizons:
        pairs = [p for row in track.rows.get((target, h, of), ()) for p in _calls(row)]
        if not pairs:
            continue
        rows = _binned(pairs)
        panels[_AHEAD.format(h)] = rows
        listed_rows += [
            (f"{h} d", percent(r["said"]), percent(r["came"]), amount(r["n"])) for r in rows
        ]
    pooled = (
        " Every outcome of every forecast is one probability here." if target == OUTCOME else ""
    )
    key = (
        Key("circle", BLUE, "forecasts of like probability; above, how many"),
        Key("dash", INK, "where they would lie, were the forecasts calibrated"),
    )
    caption = (
        "Below the dashed line it was called more often than it came, above it less often. Dots of "
        f"few forecasts say little, and neighbouring forecasts share what happened.{pooled}"
    )
    title = f"{name}: how often it came by how likely {quoted(of)} called it, %"
    words = Captions(f"calls-{_slug(target)}", title, key, caption, _source(track, target))
    table = Table(("Ahead", "Mean probability", "Came", "Number"), tuple(listed_rows))
    return drawn(specs.reliability(panels), words, table, track.result.plan.last)


def ghosts(track: Track, target: str) -> Figure:
    """Past forecasts on the day they were for, against what happened."""
    of, name = subject(track, target), target_name(target, track.war)
    unit = "km²" if target == TERRITORY else "soldiers"
    panels, listed_rows = {}, []
    for h in track.horizons:
        rows = track.rows.get((target, h, of), ())
        said = [
            {
                "day": _target_day(row),
                **{name: round(row.quantiles[level], 1) for name, level in _LEVELS.items()},
            }
            for row in rows
        ]
        came = [
            {"day": _target_day(row), "came": row.truth, "out": not row.cover90} for row in rows
        ]
        if not rows:
            continue
        out = sum(1 for row in rows if not row.cover90)
        panels[f"{_AHEAD.format(h)}: {out} of {len(rows)} outside"] = (said, came)
        step = -(-len(rows) * len(track.horizons) // _MOST_ROWS)
        listed_rows += [
            (
                written(row.date),
                target_written(row),
                between(row, "0.25", "0.75"),
                between(row, "0.05", "0.95"),
                amount(row.truth),
            )
            for row in rows[::-step]
        ]
    key = (
        Key("line", BLUE, "what happened"),
        Key("dash", RED, "middle of the forecast"),
        Key("band-50", RED, "its 50% interval"),
        Key("band-90", RED, "its 90% interval"),
        Key("open-diamond", INK, "outside the 90% interval"),
    )
    caption = (
        "Each forecast stands on the day it was for, made as many days before as the panel says; the "
        "change is from the day of the forecast. Scales differ between panels; a band that leaves its "
        "panel is cut at the edge."
    )
    title = f"{name}, {unit}: forecasts of {quoted(of)} and what happened"
    words = Captions(f"ghosts-{_slug(target)}", title, key, caption, _source(track, target))
    columns = ("Made on", "For", f"50% interval, {unit}", f"90% interval, {unit}", "Happened")
    return drawn(
        specs.ghosts(panels), words, Table(columns, tuple(listed_rows)), track.result.plan.last
    )


def between(row: Scored, low: str, high: str) -> str:
    """A forecast interval by its quantile levels."""
    return f"{amount(row.quantiles[low])} to {amount(row.quantiles[high])}"


def target_written(row: Scored) -> str:
    """The day a forecast was for."""
    return written(row.date + timedelta(days=row.horizon_days))


def _target_day(row: Scored) -> str:
    return (row.date + timedelta(days=row.horizon_days)).isoformat()


def _calls(row: Scored) -> list[tuple[float, bool]]:
    """Each probability of a forecast, and whether what it was of came."""
    if row.target == STANDSTILL:
        return [(row.probabilities[STANDSTILL], bool(row.truth))]
    return [(p, name == row.outcome) for name, p in row.probabilities.items()]


def _binned(pairs: Iterable[tuple[float, bool]]) -> Rows:
    bins: dict[int, list[tuple[float, bool]]] = {}
    for p, came in pairs:
        bins.setdefault(min(int(p * _BINS), _BINS - 1), []).append((p, came))
    return [
        {
            "bin": (number + 0.5) / _BINS,
            "said": float(np.mean([p for p, _ in found])),
            "came": float(np.mean([came for _, came in found])),
            "n": len(found),
        }
        for number, found in sorted(bins.items())
    ]


def _row(against: Versus) -> Row:
    low, high = (None if math.isnan(x) else x for x in (against.low, against.high))
    return {"rival": against.rival, "by": against.by, "low": low, "high": high, "bet": against.bet}


def _told(against: Versus, target: str) -> Sequence[str]:
    return (
        scored(against.score, target),
        f"{lowered(against.by, target)} ({share(against.share)})",
        interval(against, target),
    )


def _axis(target: str) -> tuple[str, bool]:
    """Title of the axis of differences, and whether horizons share its scale."""
    unit = score_unit(target)
    name = score_name(target) if unit else score_label(target)
    return f"{name} lower by{', ' if unit else ''}{unit}", target != TERRITORY


def _slug(target: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in target.lower())


def _source(track: Track, target: str) -> str:
    if target == OUTCOME:
        return "our own forecasts; outcomes from the war's outcomes.csv"
    if CountTarget.parse(target):
        counts = [c for c in track.war.channels.forecasts if c.target == target]
        named = [c.source for c in counts if c.source]
        by = credit(named) if named else ", ".join(c.stated_by for c in counts)
        return f"our own forecasts; what happened from {by}"
    area = {s.name for s in SOURCES if "territory.controlled_km2" in s.quantities}
    # Of several maps a war lists its own scope's first; the others are levels of another scope.
    truth = [name for name in track.war.sources if name in area][:1]
    return f"our own forecasts; what happened from {credit(truth)}"
