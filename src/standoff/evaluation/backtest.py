"""Backtest a war: at each origin forecast from what was known by then, and score it.

Each origin asks the store what was known at the end of its day, so that nothing later can be seen.
Truth is what is known by the last day. Origins are independent jobs.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from standoff.domain.claim import digest
from standoff.errors import DateError
from standoff.evaluation import jobs, scores
from standoff.evaluation.rolling_origin import BacktestPlan, Scored, replay
from standoff.evidence.snapshot import snapshot_of
from standoff.observations.front import front_series
from standoff.observations.map_signs import MonthOfMaps

SCHEMA_NAME = "standoff.backtest/1"
_CHUNK = 24
"""Origins a job: neighbours share most of what the filter computes."""


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
    """Every forecast of a replay and its means.

    Attributes:
        origins: how many dates forecasts were made on.
        on_versions: on how many of them the newest level of the line's map was read from a file as
            it was published; on the others its day of publication is assumed.
        maps: by source of another map, as known on the last day, how it and the line's moved by month.
    """

    plan: BacktestPlan
    claims_digest: str
    forecasts: tuple[Scored, ...]
    means: tuple[Mean, ...]
    origins: int
    on_versions: int
    maps: dict[str, list[MonthOfMaps]]


def backtest(
    plan: BacktestPlan, workers: int = 1, done: Callable[[int, int], None] | None = None
) -> Backtest:
    """Replay, score and average.

    Args:
        plan: what to replay.
        workers: processes.
        done: called with how many of how many origins are finished.

    Raises:
        DateError: no target falls between the first origin and the last day.
        StandoffError: a model fails; the message names the origin.
    """
    days = origins(plan)
    chunks = [tuple(days[i : i + _CHUNK]) for i in range(0, len(days), _CHUNK)]
    finished = 0

    def tell(count: int) -> None:
        nonlocal finished
        finished = min(count * _CHUNK, len(days))
        if done:
            done(finished, len(days))

    replayed = jobs.run(replay, [(plan, chunk) for chunk in chunks], workers, tell)
    forecasts = tuple(itertools.chain.from_iterable(part.rows for part in replayed))
    table = plan.store.table_known_at(plan.last, plan.war.name)
    known = snapshot_of(table, plan.war, plan.last)
    return Backtest(
        plan=plan,
        claims_digest=digest(table["claim_id"].to_pylist()),
        forecasts=forecasts,
        means=means(forecasts, plan),
        origins=len(days),
        on_versions=sum(part.on_versions for part in replayed),
        maps=front_series(known).signs,
    )


def origins(plan: BacktestPlan) -> list[date]:
    """The dates of the replay: those with a target at the shortest horizon by the last day.

    Raises:
        DateError: there are none.
    """
    last = plan.last - timedelta(days=min(plan.horizons))
    first = max(plan.first, plan.war.start)
    count = (last - first).days // plan.every + 1
    if count < 1:
        raise DateError(
            f"no target {min(plan.horizons)} days after {first} falls by {plan.last}. "
            "Give an earlier --from or a later --to."
        )
    return [first + timedelta(days=k * plan.every) for k in range(count)]


def means(forecasts: Iterable[Scored], plan: BacktestPlan) -> tuple[Mean, ...]:
    """Average over resolved forecasts, by model, target and horizon."""
    groups: dict[tuple[str, str, int], list[Scored]] = {}
    order: dict[tuple[str, str], int] = {}
    for row in forecasts:
        order.setdefault((row.target, row.model), len(order))
        if row.truth is not None or row.outcome:
            groups.setdefault((row.target, row.model, row.horizon_days), []).append(row)
    found = []
    # A horizon whose first dates are not resolved stands in its place all the same.
    for target, model, horizon in sorted(groups, key=lambda g: (order[g[:2]], g[2])):
        rows = groups[target, model, horizon]
        crps = np.array([r.crps for r in rows])
        interval = scores.BootstrapInterval(float("nan"), float("nan"), float("nan"))
        if not np.isnan(crps).any():
            interval = scores.block_bootstrap(crps, -(-horizon // plan.every), plan.seed)
        names = ("cover50", "cover90", "brier", "log_score")
        rest = {name: float(np.mean([getattr(r, name) for r in rows])) for name in names}
        found.append(
            Mean(
                model=model,
                target=target,
                horizon_days=horizon,
                n=len(rows),
                crps=interval.mean,
                crps_low=interval.low,
                crps_high=interval.high,
                **rest,
            )
        )
    return tuple(found)


def differences(
    forecasts: Sequence[Scored], of: str, plan: BacktestPlan
) -> dict[tuple[str, str, int], scores.BootstrapInterval]:
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
        key: scores.block_bootstrap(values, -(-key[2] // plan.every), plan.seed)
        for key, values in pairs.items()
    }


def _main(row: Scored) -> float:
    return row.brier if np.isnan(row.crps) else row.crps
