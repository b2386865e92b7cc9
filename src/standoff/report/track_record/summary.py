"""What a backtest shows: who is best at what, by how much, in which year, and where it missed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import numpy as np

from standoff.domain.war import War
from standoff.errors import UnknownNameError
from standoff.evaluation.backtest import Backtest, Mean, differences
from standoff.evaluation.forecasters import BASELINES
from standoff.evaluation.rolling_origin import OUTCOME, STANDSTILL, TERRITORY, Scored

FEWEST_WINDOWS = 3.0
"""Blocks as long as the horizon that the dates must fill before an interval is shown: of fewer, the
bootstrap draws nearly the same dates every time, and its interval is too narrow to be one."""

_MOST_MISSES = 10
_APART_DAYS = 28
_NONE = float("nan")


@dataclass(frozen=True)
class Track:
    """A backtest of a war, and the model it is about.

    Attributes:
        of: the model that is set against all others.
        rows: its resolved forecasts, by target, horizon and model, in order of origin.
    """

    result: Backtest
    war: War
    of: str
    rows: dict[tuple[str, int, str], tuple[Scored, ...]]

    @property
    def horizons(self) -> tuple[int, ...]:
        """Days ahead, shortest first."""
        return tuple(sorted({horizon for _, horizon, _ in self.rows}))

    @property
    def targets(self) -> tuple[str, ...]:
        """What was forecast, territory first."""
        first = (TERRITORY, STANDSTILL, OUTCOME)
        found = {target for target, _, _ in self.rows}
        return (*(t for t in first if t in found), *sorted(found - set(first)))


@dataclass(frozen=True)
class Versus:
    """How much lower a model's score is than a rival's, over the dates that both forecast.

    Attributes:
        n: dates.
        score: the rival's mean score on them.
        by: the mean difference, > 0 where the model is better, in the unit of the score.
        low, high: its 90% interval; NaN where the dates fill too few windows for one.
    """

    rival: str
    n: int
    score: float
    by: float
    low: float
    high: float

    @property
    def bet(self) -> bool:
        """Whether the interval lies on one side of 0."""
        return self.low > 0 or self.high < 0

    @property
    def share(self) -> float:
        """The difference as a share of the rival's score."""
        return self.by / self.score if self.score else _NONE


@dataclass(frozen=True)
class Verdict:
    """Who is best on a target at a horizon.

    Attributes:
        best: the lowest mean score among the models that forecast most dates.
        against: a model over the best baseline; a baseline, or a model without one, over the next
            best; None where nobody else forecasts this on the same dates.
        place: the named model's place; 0 where it does not forecast this.
        of_how_many: models compared.
    """

    target: str
    horizon_days: int
    best: Mean
    against: Versus | None
    place: int
    of_how_many: int


@dataclass(frozen=True)
class Miss:
    """A forecast that did far worse than the best baseline's, and that one's score."""

    row: Scored
    rival: str
    rival_crps: float


def indexed(result: Backtest, war: War, of: str = "") -> Track:
    """The resolved forecasts of a backtest, indexed.

    Raises:
        UnknownNameError: the model was not in the plan.
    """
    named = of or result.plan.models[0]
    if named not in result.plan.models:
        raise UnknownNameError("model", named, list(result.plan.models))
    rows: dict[tuple[str, int, str], list[Scored]] = {}
    for row in sorted(result.forecasts, key=lambda r: r.date):
        if not math.isnan(main(row)):
            rows.setdefault((row.target, row.horizon_days, row.model), []).append(row)
    return Track(result, war, named, {key: tuple(found) for key, found in rows.items()})


def main(row: Scored | Mean) -> float:
    """The score that ranks: CRPS of a number, Brier of an event; NaN where not resolved."""
    return row.brier if math.isnan(row.crps) else row.crps


def ranked(track: Track, target: str, horizon_days: int) -> list[Mean]:
    """Means on a target at a horizon, best first; those on fewer dates come after all others."""
    found = [m for m in track.result.means if (m.target, m.horizon_days) == (target, horizon_days)]
    most = max((m.n for m in found), default=0)
    return sorted(found, key=lambda m: (m.n < most, main(m)))


def subject(track: Track, target: str) -> str:
    """The model shown for a target: the named one, or the best where it says nothing of it."""
    if any(key[0] == target and key[2] == track.of for key in track.rows):
        return track.of
    shortest = min(h for t, h, _ in track.rows if t == target)
    return ranked(track, target, shortest)[0].model


def versus(track: Track, rows: Iterable[Scored], of: str) -> list[Versus]:
    """A model against each rival on these rows, of one target and horizon; best rival first."""
    dates: dict[str, dict[date, float]] = {}
    known = [row for row in rows if not math.isnan(main(row))]
    for row in known:
        dates.setdefault(row.model, {})[row.date] = main(row)
    own = dates.get(of, {})
    found = []
    for (rival, _, horizon), by in differences(known, of, track.result.plan).items():
        both = sorted(own.keys() & dates[rival].keys())
        enough = windows(track, len(both), horizon) >= FEWEST_WINDOWS
        low, high = (by.low, by.high) if enough else (_NONE, _NONE)
        score = float(np.mean([dates[rival][day] for day in both]))
        found.append(Versus(rival, len(both), score, by.mean, low, high))
    return sorted(found, key=lambda v: v.score)


def windows(track: Track, n: int, horizon_days: int) -> float:
    """How many windows without overlap so many origins fill."""
    return n * track.result.plan.every / horizon_days


def forecasts(track: Track, target: str, horizon_days: int) -> list[Scored]:
    """Every resolved forecast of a target at a horizon, of all models."""
    return [
        row
        for (t, h, _), rows in track.rows.items()
        if (t, h) == (target, horizon_days)
        for row in rows
    ]


def by_year(track: Track, target: str, horizon_days: int, of: str) -> dict[int, list[Versus]]:
    """A model against each rival, by the year of the target date."""

    def year(row: Scored) -> int:
        return (row.date + timedelta(days=row.horizon_days)).year

    rows = sorted(forecasts(track, target, horizon_days), key=year)
    return {of_year: versus(track, found, of) for of_year, found in groupby(rows, key=year)}


def verdict(track: Track, target: str, horizon_days: int) -> Verdict | None:
    """Who is best; None where nobody forecasts this."""
    order = ranked(track, target, horizon_days)
    if not order:
        return None
    best = order[0]
    against = versus(track, forecasts(track, target, horizon_days), best.model)
    rivals = [v for v in against if v.n == best.n]
    # A baseline that leads must lead every other; a model must beat the baselines, not its own kin.
    baselines = [v for v in rivals if v.rival in BASELINES and best.model not in BASELINES]
    names = [m.model for m in order]
    return Verdict(
        target,
        horizon_days,
        best,
        next(iter(baselines or rivals), None),
        names.index(track.of) + 1 if track.of in names else 0,
        len(names),
    )


def misses(track: Track, target: str) -> list[Miss]:
    """The shown model's worst forecasts against the best baseline, worst first.

    How bad is the difference in CRPS over the baseline's mean at that horizon, so that horizons
    compare. Origins less than four weeks apart miss the same event: the worst of them stands.
    """
    of, found = subject(track, target), []
    for horizon in track.horizons:
        order = [m.model for m in ranked(track, target, horizon) if m.model != of]
        rival = next((name for name in order if name in BASELINES), "")
        base = {row.date: row.crps for row in track.rows.get((target, horizon, rival), ())}
        mean = float(np.mean(list(base.values()))) if base else 1.0
        for row in track.rows.get((target, horizon, of), ()):
            if not rival or row.date in base:
                miss = Miss(row, rival, base.get(row.date, _NONE))
                found.append(((row.crps - base.get(row.date, 0.0)) / mean, miss))
    found.sort(key=lambda pair: -pair[0])
    return _apart([miss for excess, miss in found if excess > 0])


def _apart(ordered: Sequence[Miss]) -> list[Miss]:
    worst: list[Miss] = []
    for miss in ordered:
        near = (
            other
            for other in worst
            if other.row.horizon_days == miss.row.horizon_days
            and abs((other.row.date - miss.row.date).days) < _APART_DAYS
        )
        if next(near, None) is None:
            worst.append(miss)
    return worst[:_MOST_MISSES]
