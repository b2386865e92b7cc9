"""A what-if and its baseline, run once for all figures of the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from standoff.forecast.outcome_odds import outcomes
from standoff.observations.front import Numbers
from standoff.scenario import draws
from standoff.scenario.baseline import Baseline
from standoff.scenario.definition import Change, Scenario
from standoff.scenario.figures import BaselineFigures, Figures, baseline_figures, figures
from standoff.scenario.fronts import fronts
from standoff.scenario.run import Futures, Run, Setting, futures, run
from standoff.scenario.shares import prior_share, wholly_prior


@dataclass(frozen=True)
class PairedRun:
    """One what-if and its baseline, with the same random numbers.

    Attributes:
        setting: what they share.
        changes: those of all scenarios.
        by_rule: for each change, whether it is prior whatever the claims say (`wholly_prior`).
    """

    setting: Setting
    changes: tuple[Change, ...]
    by_rule: tuple[bool, ...]

    @property
    def course(self) -> Baseline:
        """The baseline."""
        return self.setting.course

    @cached_property
    def base(self) -> BaselineFigures:
        """The baseline's figures, by group of paths."""
        return baseline_figures(self.setting)

    @cached_property
    def before(self) -> Futures:
        """Futures of the two sides in the baseline."""
        return futures(self.setting, None)

    @cached_property
    def after(self) -> tuple[Run, Figures]:
        """The changed course and its figures."""
        return self._run(self.changes)

    @cached_property
    def over_ranges(self) -> tuple[Run, Figures]:
        """The same with every change over its whole range, from which the prior share is computed."""
        whole = tuple(replace(change, value=None) for change in self.changes)
        return self.after if whole == self.changes else self._run(whole)

    @cached_property
    def assumed(self) -> tuple[Run, Figures] | None:
        """The same without the changes that are estimated; None where none is left."""
        return self._over_ranges_of(tuple(not change.estimated for change in self.changes))

    @cached_property
    def informed(self) -> tuple[Run, Figures] | None:
        """The same again without the changes that are prior by rule; None where none is left."""
        if not any(self.by_rule):
            return self.assumed
        pairs = zip(self.changes, self.by_rule, strict=True)
        return self._over_ranges_of(tuple(not (c.estimated or prior) for c, prior in pairs))

    def _over_ranges_of(self, kept: tuple[bool, ...]) -> tuple[Run, Figures] | None:
        if all(kept) or not any(kept):
            return self.over_ranges if all(kept) else None
        pairs = zip(self.changes, kept, strict=True)
        return self._run([replace(change, value=None) for change, keep in pairs if keep])

    def _run(self, changes: Sequence[Change]) -> tuple[Run, Figures]:
        seed = self.course.seed
        values, opens = draws.drawn(changes, seed), draws.opening(changes, seed)
        done = run(self.setting, changes, values, opens, self.before)
        return done, figures(self.setting, done, self.base)

    def share(self, effect: Callable[[Run, Figures], Numbers]) -> float | None:
        """Share of an effect that is prior; `effect` reads it by draw off a run."""
        whole = effect(*self.over_ranges)
        assumed, rest = (
            np.zeros_like(whole) if run is None else effect(*run)
            for run in (self.assumed, self.informed)
        )
        return prior_share(whole, assumed, rest, self.course.sides.left)

    def odds_before(self, i: int) -> Numbers:
        """Odds of the baseline at a horizon: those that 'standoff forecast' gives."""
        paths, course, h = self.setting.fronts.paths, self.course, self.setting.horizons[i]
        odds = outcomes(paths, self.base.priors[i], course.war, course.as_of, h)
        return np.array(list(odds.values()))


def paired_run(
    course: Baseline, scenarios: Sequence[Scenario], horizons: tuple[int, ...], carried: Numbers
) -> PairedRun:
    """One what-if beside its baseline.

    Args:
        course: the baseline.
        scenarios: those that come true together.
        horizons: days ahead, increasing.
        carried: share of a change of power that the front carries in each pair, (pairs,).
    """
    starts = draws.starts(course.sides.posterior, course.seed)
    met = fronts(course, horizons, course.seed)
    return PairedRun(
        setting=Setting(course, starts, met, horizons, carried),
        changes=tuple(change for s in scenarios for change in s.changes),
        by_rule=tuple(wholly_prior(change, s) for s in scenarios for change in s.changes),
    )
