"""Replay a war: at each origin only what was known by then, filtered, forecast and scored.

Each origin asks the store what was known at the end of its day, so that nothing later can be seen.
Truth is what is known by the last day. Origins are independent jobs.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from standoff import jobs, observe, score
from standoff import war as wars
from standoff.beliefs import Beliefs
from standoff.claims import digest, midnight
from standoff.errors import DateError
from standoff.forecasters import FORECASTERS, Forecast, Origin
from standoff.losses import STATED, LossBeliefs
from standoff.observe import Numbers
from standoff.outcomes import truth
from standoff.shipped import record_claims
from standoff.store import Store
from standoff.war import War

SCHEMA_NAME = "standoff.backtest/1"
TERRITORY, STANDSTILL, OUTCOME = "territory.net_change_km2", "standstill", "outcome"
LEVELS = (0.01, 0.025, *(round(0.05 * k, 2) for k in range(1, 20)), 0.975, 0.99)
"""The 23 standard quantile levels."""

STANDSTILL_KM2_PER_DAY = 10.0
"""10 m a day on a front of 1,000 km, fixed so that scores of different dates compare."""

_NEEDED = (*observe.OF_THE_FRONT, STATED[0])
_CHUNK = 24
"""Origins a job: neighbours share most of what the filter computes."""


@dataclass(frozen=True)
class Plan:
    """What to replay.

    Attributes:
        war: its name or folder.
        store: folder of claims.
        first, last: first origin, last target day.
        every: days between origins.
        horizons: days ahead.
        models: names out of `forecasters`.
        seed: of what is sampled.
        now: day of the run, to check shipped claims against.
    """

    war: str
    store: Path
    first: date
    last: date
    every: int
    horizons: tuple[int, ...]
    models: tuple[str, ...]
    seed: int
    now: date


@dataclass(frozen=True)
class Scored:
    """One forecast beside what happened.

    Attributes:
        quantiles: by level, for a number; empty for an event.
        probabilities: by outcome, for an event; empty for a number.
        truth: the number that came true, or 1 and 0 for standstill; None where not resolved.
        outcome: the outcome that came true; "" where not resolved or not asked.
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
class Mean:
    """Mean scores of one model on one target and horizon, with the interval of the mean CRPS."""

    model: str
    target: str
    horizon_days: int
    n: int
    crps: float
    crps_low: float
    crps_high: float
    cover50: float
    cover90: float
    brier: float
    log_score: float


@dataclass(frozen=True)
class Backtest:
    """Every forecast of a replay and its means."""

    plan: Plan
    claims_digest: str
    forecasts: tuple[Scored, ...]
    means: tuple[Mean, ...]


@dataclass(frozen=True)
class _Truth:
    """What came to pass, as known by the last day."""

    land: observe.Territory
    loss_days: observe.Days
    losses: Numbers
    outcomes: dict[date, str]


def backtest(
    plan: Plan, workers: int = 1, done: Callable[[int, int], None] | None = None
) -> Backtest:
    """Replay, score and average.

    Args:
        plan: what to replay.
        workers: processes.
        done: told how many of how many origins are finished.

    Raises:
        DateError: no target falls between the first origin and the last day.
        StandoffError: a model fails; the message names the origin.
    """
    war = wars.load(plan.war)
    days = origins(plan, war)
    chunks = [tuple(days[i : i + _CHUNK]) for i in range(0, len(days), _CHUNK)]
    finished = 0

    def tell(count: int) -> None:
        nonlocal finished
        finished = min(count * _CHUNK, len(days))
        if done:
            done(finished, len(days))

    rows = jobs.run(_replay, [(plan, chunk) for chunk in chunks], workers, tell)
    forecasts = tuple(itertools.chain.from_iterable(rows))
    table = _store(plan, war).table_known_at(plan.last, war.name)
    return Backtest(plan, digest(table["claim_id"].to_pylist()), forecasts, means(forecasts, plan))


def origins(plan: Plan, war: War) -> list[date]:
    """The dates of the replay: those with a target at the shortest horizon by the last day.

    Raises:
        DateError: there are none.
    """
    last = plan.last - timedelta(days=min(plan.horizons))
    first = max(plan.first, war.start)
    count = (last - first).days // plan.every + 1
    if count < 1:
        raise DateError(
            f"no target {min(plan.horizons)} days after {first} falls by {plan.last}. "
            "Give an earlier --from or a later --to."
        )
    return [first + timedelta(days=k * plan.every) for k in range(count)]


def means(forecasts: Iterable[Scored], plan: Plan) -> tuple[Mean, ...]:
    """Average over resolved forecasts, by model, target and horizon."""
    groups: dict[tuple[str, str, int], list[Scored]] = {}
    for row in forecasts:
        if row.truth is not None or row.outcome:
            groups.setdefault((row.target, row.model, row.horizon_days), []).append(row)
    return tuple(_mean(rows, plan) for rows in groups.values())


def differences(
    forecasts: Sequence[Scored], of: str, plan: Plan
) -> dict[tuple[str, str, int], score.Interval]:
    """How much lower the score of model `of` is than each other's, by (model, target, horizon).

    CRPS for numbers, Brier for events; positive where `of` is better; block-bootstrap intervals.
    """
    own = {(r.target, r.horizon_days, r.date): _main(r) for r in forecasts if r.model == of}
    pairs: dict[tuple[str, str, int], list[float]] = {}
    for row in forecasts:
        mine = own.get((row.target, row.horizon_days, row.date), float("nan"))
        if row.model != of and not np.isnan(mine - _main(row)):
            pairs.setdefault((row.model, row.target, row.horizon_days), []).append(
                _main(row) - mine
            )
    return {
        key: score.block_bootstrap(values, _block(key[2], plan), plan.seed)
        for key, values in pairs.items()
    }


def _main(row: Scored) -> float:
    return row.brier if np.isnan(row.crps) else row.crps


def _mean(rows: list[Scored], plan: Plan) -> Mean:
    head = rows[0]
    crps = np.array([r.crps for r in rows])
    interval = score.Interval(float("nan"), float("nan"), float("nan"))
    if not np.isnan(crps).any():
        interval = score.block_bootstrap(crps, _block(head.horizon_days, plan), plan.seed)
    names = ("cover50", "cover90", "brier", "log_score")
    rest = {name: float(np.mean([getattr(r, name) for r in rows])) for name in names}
    return Mean(
        model=head.model,
        target=head.target,
        horizon_days=head.horizon_days,
        n=len(rows),
        crps=interval.mean,
        crps_low=interval.low,
        crps_high=interval.high,
        **rest,
    )


def _block(horizon_days: int, plan: Plan) -> int:
    return -(-horizon_days // plan.every)


def _store(plan: Plan, war: War) -> Store:
    return Store(plan.store, record_claims(war, midnight(plan.now + timedelta(days=1))))


def _replay(job: tuple[Plan, Sequence[date]]) -> list[Scored]:
    """Every forecast from some origins, scored."""
    plan, days = job
    war = wars.load(plan.war)
    store = _store(plan, war)
    came = _came_true(store, war, plan.last)
    rows: list[Scored] = []
    beliefs, loss_beliefs = Beliefs(), LossBeliefs()
    for day in days:
        known = observe.known(store.table_known_at(day, war.name, _NEEDED), war, day)
        land = observe.territory(known)
        origin = Origin(known, land, plan.seed, beliefs, loss_beliefs)
        for name in plan.models:
            rows += _scored(FORECASTERS[name](origin, plan.horizons), name, origin, came, plan)
    return rows


def _came_true(store: Store, war: War, last: date) -> _Truth:
    known = observe.known(store.table_known_at(last, war.name, _NEEDED), war, last)
    days, flow = observe.daily_flow(known, *STATED)
    outcomes = {day: outcome for day, outcome in truth(war).items() if day <= last}
    return _Truth(observe.territory(known), days, flow, outcomes)


def _scored(
    forecast: Forecast, model: str, origin: Origin, came: _Truth, plan: Plan
) -> list[Scored]:
    rows = []
    for horizon in plan.horizons:
        target = origin.day + timedelta(days=horizon)
        if target > plan.last:
            continue
        change = forecast.change_km2.get(horizon)
        if change is not None:
            moved = _moved(came.land, origin.day, target)
            rows.append(_number(origin.day, model, TERRITORY, horizon, change, moved))
            rows.append(_still(origin.day, model, horizon, change, moved))
        lost = forecast.losses.get(horizon)
        if lost is not None:
            total = _lost(came, origin.day, target)
            name = f"losses.{STATED[1]}.personnel_total"
            rows.append(_number(origin.day, model, name, horizon, lost, total, logs=True))
        odds = forecast.outcomes.get(horizon)
        if odds is not None:
            rows.append(_event(origin.day, model, horizon, odds, came.outcomes.get(target, "")))
    return rows


def _number(
    day: date,
    model: str,
    target: str,
    horizon: int,
    samples: Numbers,
    came: float | None,
    *,
    logs: bool = False,
) -> Scored:
    values = np.quantile(samples, LEVELS)
    quantiles = {str(level): float(v) for level, v in zip(LEVELS, values, strict=True)}
    row = Scored(day, model, target, horizon, quantiles, {}, came, "")
    if came is None:
        return row
    crps = score.crps_of_logs(came, samples) if logs else score.crps(came, samples)
    return Scored(
        **{**row.__dict__, "crps": float(crps)}
        | {
            "pit": float(score.pit(came, samples)),
            "cover50": float(score.covered(came, samples, 0.5)),
            "cover90": float(score.covered(came, samples, 0.9)),
        }
    )


def _still(day: date, model: str, horizon: int, samples: Numbers, came: float | None) -> Scored:
    limit = STANDSTILL_KM2_PER_DAY * horizon
    p = float(np.mean(np.abs(samples) < limit))
    if came is None:
        return Scored(day, model, STANDSTILL, horizon, {}, {STANDSTILL: p}, None, "")
    still = abs(came) < limit
    return Scored(
        day,
        model,
        STANDSTILL,
        horizon,
        {},
        {STANDSTILL: p},
        float(still),
        "",
        brier=float(score.brier(p, still)),
        log_score=float(score.log_score(p, still)),
    )


def _event(day: date, model: str, horizon: int, odds: dict[str, float], came: str) -> Scored:
    if not came:
        return Scored(day, model, OUTCOME, horizon, {}, odds, None, "")
    p, which = np.array(list(odds.values())), list(odds).index(came)
    return Scored(
        day,
        model,
        OUTCOME,
        horizon,
        {},
        odds,
        None,
        came,
        brier=float(score.brier_outcomes(p, which)),
        log_score=float(score.log_score_outcomes(p, which)),
    )


def _moved(land: observe.Territory, day: date, target: date) -> float | None:
    levels = [_level(land, d) for d in (day, target)]
    change = levels[1] - levels[0]
    return None if np.isnan(change) else float(change)


def _level(land: observe.Territory, day: date) -> float:
    i = int((np.datetime64(day) - land.days[0]).astype(int))
    return float(land.km2[i]) if 0 <= i < land.km2.size else float("nan")


def _lost(came: _Truth, day: date, target: date) -> float | None:
    if not came.loss_days.size:
        return None
    first = int((np.datetime64(day) - came.loss_days[0]).astype(int)) + 1
    flow = came.losses[first : first + (target - day).days]
    whole = flow.size == (target - day).days and not np.isnan(flow).any() and flow.sum() > 0
    return float(flow.sum()) if whole else None
