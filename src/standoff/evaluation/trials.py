"""Trials of scenarios replayed: what the scenario said beforehand, beside what then came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from standoff.domain.horizons import HORIZONS
from standoff.domain.outcomes import outcome_names
from standoff.domain.war import War
from standoff.evaluation import scores
from standoff.evaluation.observed import Observed
from standoff.observations.front import Numbers
from standoff.scenario import draws
from standoff.scenario.baseline import Baseline
from standoff.scenario.definition import Change, Scenario, Trial
from standoff.scenario.figures import on_day
from standoff.scenario.paired_run import PairedRun, paired_run
from standoff.scenario.trials import CARRIED, ScoredTrial, weights


def replay_trials(
    war: War,
    scenarios: Sequence[Scenario],
    baseline: Callable[[date], Baseline],
    observed: Observed,
    horizons: tuple[int, ...] = HORIZONS,
) -> tuple[ScoredTrial, ...]:
    """Every trial of some scenarios, by the day on which it began.

    The share of a change of power that the front carries is weighed by those trials alone whose
    outcome was known on the day asked; targets whose outcome is disputed or unknown are left out.

    Args:
        war: the war they are about.
        scenarios: those whose trials are replayed.
        baseline: the unchanged course as of a day, from what was known then.
        observed: what happened.
        horizons: days ahead, increasing.
    """
    done: list[ScoredTrial] = []
    asked = [(trial, scenario) for scenario in scenarios for trial in scenario.trials]
    for trial, scenario in sorted(asked, key=lambda pair: (pair[0].begins, pair[1].name)):
        course = baseline(eve(trial, war))
        shares = weights([row for row in done if row.target <= course.as_of])
        carried = draws.carried(shares, course.seed)
        as_tried = replace(scenario, changes=tuple(changes(trial, scenario)))
        unchanged = paired_run(course, [replace(scenario, changes=())], horizons, carried)
        assumed, *fixed = (
            paired_run(course, [as_tried], horizons, by_pair)
            for by_pair in (carried, *(np.full(draws.PAIRS, share) for share in CARRIED))
        )
        for i in in_reach(trial, course, horizons):
            outcome = observed.outcomes.get(course.as_of + timedelta(days=horizons[i]))
            if outcome is not None:
                row = _scored(str(outcome), i, unchanged, assumed, fixed, observed)
                done.append(replace(row, scenario=scenario.name, begins=trial.begins))
    return tuple(done)


def eve(trial: Trial, war: War) -> date:
    """The last day of a whole week of the war before a trial began."""
    days = (trial.begins - war.start).days
    return war.start + timedelta(days=days // 7 * 7 - 1)


def changes(trial: Trial, scenario: Scenario) -> list[Change]:
    """The scenario's changes as they were tried: none outlasts the trial, save what stays."""
    if trial.ends is None:
        return list(scenario.changes)
    stays = ("strength", "axis")
    return [c if c.part in stays else replace(c, until=trial.ends) for c in scenario.changes]


def in_reach(trial: Trial, course: Baseline, horizons: Sequence[int]) -> list[int]:
    """Horizons at which the days that an outcome is judged by reach back into the trial."""
    window = course.war.thresholds.window_days
    days = np.inf if trial.ends is None else (trial.ends - course.as_of).days
    return [i for i, horizon in enumerate(horizons) if horizon - window <= days]


def _scored(
    outcome: str,
    i: int,
    unchanged: PairedRun,
    assumed: PairedRun,
    fixed: Sequence[PairedRun],
    observed: Observed,
) -> ScoredTrial:
    setting, course = assumed.setting, assumed.course
    horizon = setting.horizons[i]
    target = course.as_of + timedelta(days=horizon)
    which = [str(one) for one in outcome_names(course.war)].index(outcome)
    last = course.front.days[course.front.last].item()
    moved = observed.moved_km2(last, target)
    before, after = _odds_after(unchanged, i), _odds_after(assumed, i)
    # The same courses of the front, without the change and with it.
    crps_unchanged, crps_assumed = (
        np.nan
        if moved is None
        else float(scores.crps(moved, on_day(setting, run.after[1].courses, horizon)))
        for run in (unchanged, assumed)
    )
    return ScoredTrial(
        scenario="",
        begins=course.as_of,
        as_of=course.as_of,
        horizon=horizon,
        target=target,
        outcome=outcome,
        moved_km2=np.nan if moved is None else moved,
        p_unchanged=float(before[which]),
        p_assumed=float(after[which]),
        brier_unchanged=float(scores.brier_outcomes(before, which)),
        brier_assumed=float(scores.brier_outcomes(after, which)),
        crps_unchanged=crps_unchanged,
        crps_assumed=crps_assumed,
        p_carried=tuple(float(_odds_after(run, i)[which]) for run in fixed),
    )


def _odds_after(run: PairedRun, i: int) -> Numbers:
    odds = run.odds_before(i) + run.after[1].odds[:, :, i].mean(axis=(0, 1))
    odds = np.clip(odds, 0.0, 1.0)
    return np.asarray(odds / odds.sum(), dtype=np.float64)
