"""One origin replayed: what was known by then, each model's forecast, and its score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from standoff.domain.war import War
from standoff.evaluation import scores
from standoff.evaluation.forecasters import FORECASTERS, Origin, OriginForecast
from standoff.evaluation.observed import Observed, observed_by
from standoff.evidence.snapshot import snapshot_of
from standoff.evidence.store import Store, Vintages
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.observations.front import OF_THE_FRONT, Numbers, front_series

TERRITORY, STANDSTILL, OUTCOME = "territory.net_change_km2", "standstill", "outcome"
WITH_DISPUTED = "outcome, disputed days too"
"""The same scored on every day, those on which the maps differ by the one map's outcome."""
EVENTS = (STANDSTILL, OUTCOME, WITH_DISPUTED)
LEVELS = (0.01, 0.025, *(round(0.05 * k, 2) for k in range(1, 20)), 0.975, 0.99)
"""The 23 standard quantile levels."""

STANDSTILL_KM2_PER_DAY = 10.0
"""10 m a day on a front of 1,000 km, fixed so that scores of different dates compare."""


@dataclass(frozen=True)
class BacktestPlan:
    """What to replay.

    Attributes:
        war: its definition.
        store: the claims; what is opened again in another process.
        first, last: first origin, last target day.
        every: days between origins.
        horizons: days ahead.
        models: names out of `forecasters`.
        seed: of what is sampled.
        vintages: by what an origin knows.
    """

    war: War
    store: Store
    first: date
    last: date
    every: int
    horizons: tuple[int, ...]
    models: tuple[str, ...]
    seed: int
    vintages: Vintages = "observed"


@dataclass(frozen=True)
class Scored:
    """One forecast beside what happened.

    Attributes:
        quantiles: by level, for a number; empty for an event.
        probabilities: by outcome, for an event; empty for a number.
        truth: the number that came true, or 1 and 0 for standstill; None where not resolved.
        outcome: the outcome that came true; "" where not resolved, or for a number.
        crps, pit, cover50, cover90, brier, log_score: its scores, NaN where they do not apply.
    """

    date: date
    model: str
    target: str
    horizon_days: int
    quantiles: dict[str, float]
    probabilities: dict[str, float]
    truth: float | None
    outcome: str
    crps: float = float("nan")
    pit: float = float("nan")
    cover50: float = float("nan")
    cover90: float = float("nan")
    brier: float = float("nan")
    log_score: float = float("nan")


@dataclass(frozen=True)
class Replayed:
    """Every forecast from some origins, scored; and how many knew the line from a version of its file."""

    rows: list[Scored]
    on_versions: int


def replay(job: tuple[BacktestPlan, Sequence[date]]) -> Replayed:
    """Every forecast from some origins, scored."""
    plan, days = job
    war, store = plan.war, plan.store
    needed = (*OF_THE_FRONT, *(count.quantity for count in war.channels.forecasts))
    last = snapshot_of(store.table_known_at(plan.last, war.name, needed), war, plan.last)
    observed = observed_by(last)
    rows: list[Scored] = []
    on_versions = 0
    posteriors = FrontPosteriors()
    for day in days:
        table = store.table_known_at(day, war.name, needed, plan.vintages)
        known = snapshot_of(table, war, day)
        front = front_series(known)
        newest = next(filter(None, reversed(front.claim_ids)), "")
        on_versions += bool(newest) and known.by_id[newest].vintage == "observed"
        origin = Origin(known, front, plan.seed, posteriors)
        for name in plan.models:
            rows += _scored(FORECASTERS[name](origin, plan.horizons), name, origin, observed, plan)
    return Replayed(rows, on_versions)


def _scored(
    forecast: OriginForecast, model: str, origin: Origin, observed: Observed, plan: BacktestPlan
) -> list[Scored]:
    rows = []
    for horizon in plan.horizons:
        target = origin.day + timedelta(days=horizon)
        if target > plan.last:
            continue
        change = forecast.change_km2.get(horizon)
        if change is not None:
            moved = observed.moved_km2(origin.day, target)
            rows.append(_number(origin.day, model, TERRITORY, horizon, change, moved))
            limit = STANDSTILL_KM2_PER_DAY * horizon
            p = float(np.mean(np.abs(change) < limit))
            row = Scored(origin.day, model, STANDSTILL, horizon, {}, {STANDSTILL: p}, None, "")
            if moved is not None:
                still = abs(moved) < limit
                brier, log = float(scores.brier(p, still)), float(scores.log_score(p, still))
                row = replace(row, truth=float(still), brier=brier, log_score=log)
            rows.append(row)
        for name, counts in forecast.counts.items():
            if horizon in counts:
                came = observed.counted(name, origin.day, target)
                rows.append(
                    _number(origin.day, model, name, horizon, counts[horizon], came, logs=True)
                )
        odds = forecast.outcomes.get(horizon)
        if odds is not None:
            drawn = observed.disputed.get(target, "")
            targets = [(OUTCOME, observed.outcomes.get(target, ""))]
            if observed.disputed:
                targets.append((WITH_DISPUTED, drawn or targets[0][1]))
            for name, outcome in targets:
                row = Scored(origin.day, model, name, horizon, {}, odds, None, outcome)
                if outcome:
                    chances, which = np.array(list(odds.values())), list(odds).index(outcome)
                    brier = float(scores.brier_outcomes(chances, which))
                    log = float(scores.log_score_outcomes(chances, which))
                    row = replace(row, brier=brier, log_score=log)
                rows.append(row)
    return rows


def _number(
    day: date,
    model: str,
    target: str,
    horizon: int,
    samples: Numbers,
    observed: float | None,
    *,
    logs: bool = False,
) -> Scored:
    values = np.quantile(samples, LEVELS)
    quantiles = {str(level): float(v) for level, v in zip(LEVELS, values, strict=True)}
    row = Scored(day, model, target, horizon, quantiles, {}, observed, "")
    if observed is None:
        return row
    crps = scores.crps_of_logs(observed, samples) if logs else scores.crps(observed, samples)
    return replace(
        row,
        crps=float(crps),
        pit=float(scores.pit(observed, samples)),
        cover50=float(scores.covered(observed, samples, 0.5)),
        cover90=float(scores.covered(observed, samples, 0.9)),
    )
