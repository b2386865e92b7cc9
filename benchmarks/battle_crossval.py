"""Battle outcomes, scored on wars that the model was not fitted to."""

from __future__ import annotations

import functools
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from battle_outcomes import Likeness, Places, kernel, left_out, likeness, predict
from battle_predictors import Battles, Names, Numbers
from numpy.typing import NDArray

Bools = NDArray[np.bool_]

FOLDS = 10
MODERN = 1914.0
_SWEEPS = 3
_FIRST_STEP = 1.0
_SHRINK = 0.6
_PRIOR_WEIGHT = 8e-4
"""Pull of the hyper-parameters' logs towards their start, in Brier per squared unit."""
_RESAMPLES = 2000
_RIDGE = 1.0


@dataclass(frozen=True)
class Scores:
    """Brier score with a 90% interval from resampling whole wars, and share of right calls."""

    n: int
    brier: float
    low90: float
    high90: float
    accuracy: float


def folds(group: Names, count: int = FOLDS) -> Places:
    """Fold of each battle, (n,): wars dealt from the largest on, each to the smallest fold."""
    names, sizes = np.unique(group, return_counts=True)
    load, fold = np.zeros(count), {}
    for i in np.argsort(-sizes, kind="stable"):
        fold[names[i]] = int(np.argmin(load))
        load[fold[names[i]]] += sizes[i]
    return np.array([fold[name] for name in group], dtype=np.intp)


def decided(b: Battles) -> Bools:
    """Which battles are scored: drawn ones are fitted, but have no winner to predict."""
    out: Bools = b.won != 0.5
    return out


def base_rate(b: Battles, group: Names) -> Numbers:
    """The attackers' share of wins in the other folds, for each battle."""
    fold, scored = folds_of_scored(b, group)
    return np.array([b.won[(fold != f) & scored].mean() for f in fold])


def ratio_only(b: Battles, group: Names) -> Numbers:
    """Logistic regression on ln force ratio (standardised, unit ridge), fitted on other folds."""
    fold, scored = folds_of_scored(b, group)
    x = np.c_[np.ones(b.won.size), b.x["force"][:, 0]]
    out = np.empty(b.won.size)
    for f in np.unique(fold):
        train = (fold != f) & scored
        out[fold == f] = _sigmoid(x[fold == f] @ _logistic(x[train], b.won[train]))
    return out


def folds_of_scored(b: Battles, group: Names) -> tuple[Places, Bools]:
    """Folds dealt by the scored battles alone, so that baselines and learner share them."""
    scored = decided(b)
    fold = np.zeros(b.won.size, dtype=np.intp)
    fold[scored] = folds(group[scored])
    known = dict(zip(group[scored], fold[scored], strict=True))
    return np.array([known.get(name, 0) for name in group], dtype=np.intp), scored


def learner(
    b: Battles, group: Names, seed: int, *, record: bool = True, members: int = 4, workers: int = 1
) -> Numbers:
    """The Gaussian process's probability for each battle, its fold's wars held out, (n,).

    Args:
        b: battles, drawn ones included.
        group: the war of each battle; a war is never split between folds.
        seed: orders the searches for hyper-parameters.
        record: use the war's own earlier battles.
        members: searches to average, by turns without and with predictors made from the record.
        workers: processes; the answer is the same for any number.
    """
    fold, _ = folds_of_scored(b, group)
    jobs = [(f, m) for f in range(FOLDS) for m in range(members)]
    run = functools.partial(_one, b=b, group=group, fold=fold, record=record, seed=seed)
    if workers == 1:
        answers = list(map(run, jobs))
    else:
        with ProcessPoolExecutor(workers) as pool:
            answers = list(pool.map(run, jobs))
    out = np.zeros(b.won.size)
    for (f, _), p in zip(jobs, answers, strict=True):
        out[fold == f] += p / members
    return out


def _one(
    job: tuple[int, int], b: Battles, group: Names, fold: Places, record: bool, seed: int
) -> Numbers:
    f, member = job
    train, test = np.flatnonzero(fold != f), np.flatnonzero(fold == f)
    # Members differ in the predictors from earlier battles: each with, the next without.
    like = likeness(b, past=record and member % 2 == 1)
    rng = np.random.default_rng([seed, f, member])
    log_h = _choose(b, like, train, group, rng, record=record)
    return predict(b, kernel(like, log_h), train, test, group, record=record)


def _choose(
    b: Battles,
    like: Likeness,
    train: Places,
    group: Names,
    rng: np.random.Generator,
    *,
    record: bool,
) -> Numbers:
    """Hyper-parameters by coordinate search on the Brier score of wars left out of `train`."""
    part, inside, start = _subset(b, train), _part(like, train), like.start
    scored = decided(part)

    def cost(log_h: Numbers) -> float:
        p = left_out(part, kernel(inside, log_h), group[train], record=record)
        pull = _PRIOR_WEIGHT * np.mean((log_h - start) ** 2)
        return float(np.mean((p - part.won)[scored] ** 2) + pull)

    best, best_cost, step = start, cost(start), np.full(start.size, _FIRST_STEP)
    for _ in range(_SWEEPS):
        for i in rng.permutation(start.size):
            for sign in (1.0, -1.0):
                tried = best.copy()
                tried[i] += sign * step[i]
                if (now := cost(tried)) < best_cost:
                    best, best_cost = tried, now
                    break
            else:
                step[i] *= _SHRINK
    return best


def _subset(b: Battles, at: Places) -> Battles:
    return replace(b, won=b.won[at], begin=b.begin[at], end=b.end[at])


def _part(like: Likeness, at: Places) -> Likeness:
    cut = np.ix_(at, at)
    parts = ("war", "attacks", "sides", "commanders", "units", "campaign", "years")
    return Likeness(
        groups=like.groups,
        linear={g: v[cut] for g, v in like.linear.items()},
        distance2={g: v[cut] for g, v in like.distance2.items()},
        **{name: getattr(like, name)[cut] for name in parts},
    )


def score(b: Battles, p: Numbers, seed: int, since: float = -np.inf) -> Scores:
    """Scores over decided battles from a year on; wars are resampled whole.

    Args:
        b: battles.
        p: probability that the attacker wins, (n,).
        seed: of the resampling.
        since: first year that counts.
    """
    at: Bools = decided(b) & (b.year >= since)
    error2 = (p - b.won)[at] ** 2
    names, war = np.unique(b.whole_war[at], return_inverse=True)
    sums = np.bincount(war, weights=error2)
    sizes = np.bincount(war)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(names.size, size=(_RESAMPLES, names.size))
    resampled = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(resampled, [0.05, 0.95])
    right = np.mean((p > 0.5)[at] == (b.won > 0.5)[at])
    return Scores(int(at.sum()), float(error2.mean()), float(low), float(high), float(right))


def _logistic(x: Numbers, y: Numbers) -> Numbers:
    """Ridge logistic regression by Newton's method; the intercept is free."""
    w = np.zeros(x.shape[1])
    ridge = np.diag([0.0, *[_RIDGE] * (x.shape[1] - 1)])
    for _ in range(25):
        p = _sigmoid(x @ w)
        gradient = x.T @ (p - y) + ridge @ w
        w = w - np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge, gradient)
    return w


def _sigmoid(z: Numbers) -> Numbers:
    out: Numbers = 1.0 / (1.0 + np.exp(-z))
    return out
