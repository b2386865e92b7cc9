"""Both courses of a what-if: what is run, once, for all figures that are told of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from standoff.forecast.outcome_odds import outcomes
from standoff.observations.front import Numbers
from standoff.scenario import draws
from standoff.scenario.baseline import Baseline
from standoff.scenario.definition import Change
from standoff.scenario.figures import Base, Figures, base, figures
from standoff.scenario.run import Futures, Run, Setting, futures, run
from standoff.scenario.shares import prior_share


@dataclass(frozen=True)
class Both:
    """Both courses of one what-if.

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
        """The unchanged course."""
        return self.setting.course

    @cached_property
    def base(self) -> Base:
        """Its figures, by group of courses."""
        return base(self.setting)

    @cached_property
    def before(self) -> Futures:
        """Futures of the two sides on it."""
        return futures(self.setting, None)

    @cached_property
    def after(self) -> tuple[Run, Figures]:
        """The changed course and its figures."""
        return self._asked(self.changes)

    @cached_property
    def over_ranges(self) -> tuple[Run, Figures]:
        """The same with every change over its whole range: what the prior's share is judged by."""
        whole = _whole(self.changes)
        return self.after if whole == self.changes else self._asked(whole)

    @cached_property
    def told_of(self) -> tuple[Run, Figures]:
        """The same without the changes that are prior by rule."""
        kept = [c for c, prior in zip(_whole(self.changes), self.by_rule, strict=True) if not prior]
        return self.over_ranges if len(kept) == len(self.changes) else self._asked(kept)

    def _asked(self, changes: Sequence[Change]) -> tuple[Run, Figures]:
        seed = self.course.seed
        values, opens = draws.drawn(changes, seed), draws.opening(changes, seed)
        done = run(self.setting, changes, values, opens, self.before)
        return done, figures(self.setting, done, self.base)

    def share(self, effect: Callable[[Run, Figures], Numbers]) -> float | None:
        """Share of an effect that is prior; `effect` reads it by draw off a run."""
        whole = effect(*self.over_ranges)
        rest = np.zeros_like(whole) if all(self.by_rule) else effect(*self.told_of)
        return prior_share(whole, rest, self.course.sides.left)

    def odds_before(self, i: int) -> Numbers:
        """Odds of the unchanged course at a horizon: those that 'standoff forecast' gives."""
        paths, course, h = self.setting.fronts.paths, self.course, self.setting.horizons[i]
        told = outcomes(paths, self.base.priors[i], course.war, course.as_of, h)
        return np.array(list(told.values()))


def _whole(changes: Sequence[Change]) -> tuple[Change, ...]:
    return tuple(replace(change, value=None) for change in changes)
