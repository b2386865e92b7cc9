"""A what-if asked of a war: the changed course beside the unchanged one, figure by figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pyarrow as pa

from standoff._version import __version__
from standoff.assessment import MadeWith
from standoff.claims import digest
from standoff.errors import ScenarioError
from standoff.forecast import NO_SHIFT, movement_limits, outcomes
from standoff.grading import cited
from standoff.observe import Numbers
from standoff.outcomes import outcome_names
from standoff.scenario import draws, told
from standoff.scenario.answer import (
    ASSUMED,
    SCHEMA_NAME,
    Amount,
    Asked,
    AtHorizon,
    Effect,
    Fan,
    Leaving,
    OutcomeChange,
    Spread,
    WhatIf,
)
from standoff.scenario.checks import check_together
from standoff.scenario.definition import Change, Scenario
from standoff.scenario.grounds import assumptions
from standoff.scenario.run import Futures, Grid, Run, futures, grid, left_by, odds, run
from standoff.scenario.shares import prior_share, too_prior
from standoff.scenario.tornado import tornados
from standoff.scenario.unchanged import Kept, Unchanged, unchanged
from standoff.war import War

HORIZONS = (30, 90, 180)
_ENDS = (0.05, 0.95)
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_EVEN = 0.5
METHOD = "two-sided law under do-operations, 192 draws of 20 futures; "
"""What is said of the method, before the name of the front's model."""


def whatif(
    table: pa.Table,
    war: War,
    as_of: date,
    scenarios: Sequence[Scenario],
    horizons: Sequence[int] = HORIZONS,
    seed: int = 1,
    kept: Kept | None = None,
) -> WhatIf:
    """Ask what would change if scenarios came true together.

    Args:
        table: what a store knew by the end of `as_of` (`Store.table_known_at`).
        war: the war's definition.
        as_of: the day.
        scenarios: at least one; several are combined.
        horizons: days ahead, each at least the days over which movement is measured.
        seed: for whatever is sampled; the same chance rules both courses.
        kept: where beliefs are kept; in memory only if not given.

    Raises:
        ScenarioError: nothing is asked, horizons are too short, dates do not fit, or changes
            contradict one another.
        DateError: the day lies before the war.
    """
    return compare(unchanged(table, war, as_of, seed, kept), scenarios, horizons)


def compare(
    course: Unchanged, scenarios: Sequence[Scenario], horizons: Sequence[int] = HORIZONS
) -> WhatIf:
    """The same beside an unchanged course that is at hand; arguments and errors as in `whatif`."""
    ahead = tuple(sorted(set(horizons)))
    window = course.war.thresholds.window_days
    if not scenarios or not ahead or ahead[0] < window:
        raise ScenarioError(
            f"name at least one scenario, and horizons of {window} days or more: movement is "
            f"measured over {window} days."
        )
    check_together(scenarios, course.as_of, ahead[-1])
    both = _Both(course, tuple(c for s in scenarios for c in s.changes), ahead)
    horizon = tuple(_at_horizon(both, i) for i in range(len(ahead)))
    assumed, ids = assumptions(scenarios, course.known)
    return WhatIf(
        schema=SCHEMA_NAME,
        war=course.war.name,
        as_of=course.as_of,
        made_with=MadeWith(
            __version__,
            METHOD + course.ahead.name,
            course.seed,
            len(course.known.by_id),
            digest(list(course.known.by_id)),
        ),
        assumed=ASSUMED,
        sentence=told.headline(scenarios, horizon, course.war),
        scenarios=tuple(Asked(s.name, s.title, s.summary, s.mirror) for s in scenarios),
        assumptions=assumed,
        horizons=horizon,
        leaving=tuple(_leaving(both, wide) for wide in (False, True) if both.grid.paths.km2.size),
        tornados=tornados(both.grid, scenarios, both.before, course.seed),
        fan=_fan(both),
        claims=cited(course.known, ids),
    )


@dataclass(frozen=True)
class _Both:
    """Both courses of one what-if.

    Attributes:
        course: the unchanged one.
        changes: those of all scenarios.
        horizons: days ahead, increasing.
    """

    course: Unchanged
    changes: tuple[Change, ...]
    horizons: tuple[int, ...]

    @cached_property
    def grid(self) -> Grid:
        places = draws.starts(self.course.sides.belief, self.course.seed)
        return grid(self.course, places, self.horizons)

    @cached_property
    def before(self) -> Futures:
        return futures(self.grid, None)

    @cached_property
    def after(self) -> Run:
        return self._run(self.changes)

    @cached_property
    def over_ranges(self) -> Run:
        """The same with every change over its whole range: what the prior's share is judged by."""
        whole = Scenario("", "", "", "", "", self.changes).over_ranges().changes
        return self.after if whole == self.changes else self._run(whole)

    def _run(self, changes: Sequence[Change]) -> Run:
        seed = self.course.seed
        values, opens = draws.drawn(changes, seed), draws.opening(changes, seed)
        return run(self.grid, changes, values, opens, self.before)

    @cached_property
    def odds_before(self) -> Numbers:
        """(horizons, outcomes)."""
        course, paths = self.course, self.grid.paths
        rows = [
            outcomes(paths, course.prior(paths, h), course.war, course.as_of, h, 1.0, NO_SHIFT)
            for h in self.horizons
        ]
        return np.array([list(row.values()) for row in rows])

    @cached_property
    def odds_after(self) -> Numbers:
        """(2, pairs, horizons, outcomes)."""
        return odds(self.grid, self.after)

    @cached_property
    def odds_over_ranges(self) -> Numbers:
        same = self.over_ranges is self.after
        return self.odds_after if same else odds(self.grid, self.over_ranges)

    def share(self, figure: Callable[[Run], Numbers]) -> float | None:
        """Share of the effect on a figure of a run that is prior."""
        return prior_share(figure(self.over_ranges), self.course.sides.left)


def _at_horizon(both: _Both, i: int) -> AtHorizon:
    war, h = both.course.war, both.horizons[i]
    day = both.course.as_of + timedelta(days=h)
    before = both.odds_before[i]
    share = prior_share(both.odds_over_ranges[:, :, i] - before, both.course.sides.left)
    rows = []
    for o, name in enumerate(outcome_names(war)):
        after = None if too_prior(share) else _mean_and_ends(both.odds_after[:, :, i, o])
        rows.append(
            OutcomeChange(
                name,
                float(before[o]),
                *(after or (None, None, None)),
                sentence=told.outcome_change(name, war, day, float(before[o]), after),
            )
        )
    return AtHorizon(
        horizon=h,
        day=day,
        outcomes=tuple(rows),
        prior_share=share,
        why_no_odds=told.why_no_odds(share) if too_prior(share) else "",
        territory=_territory(both, h, day),
        lost={s.code: _lost(both, i, side, day) for side, s in enumerate(war.sides)},
    )


def _territory(both: _Both, h: int, day: date) -> Amount | None:
    grid, course = both.grid, both.course
    if not grid.paths.km2.size:
        return None
    at = grid.at(h)
    still, _ = movement_limits(course.war, course.war.front_on(course.as_of, course.as_of).km)
    # Judged on the scale on which the model reads movement: a few vast shifts would drown the rest.
    share = both.share(lambda r: np.arcsinh(r.shift[..., at].mean(axis=2) / still))
    ahead = grid.paths.at(h)
    return Amount(
        unit="km2",
        before=_spread(ahead),
        after=None if too_prior(share) else _spread(_met(ahead, both.after.shift[..., at])),
        change=_effect(
            both.after.shift[..., at].mean(axis=2),
            share,
            f"Area held by {course.war.sides[0].name}",
            day,
            "km2",
        ),
    )


def _lost(both: _Both, i: int, side: int, day: date) -> Amount:
    before = both.before.lost[..., i, side]

    def in_logs(r: Run) -> Numbers:
        return np.asarray(np.log(r.lost[..., i, side].mean(axis=2) / before.mean(axis=2)))

    share, after = both.share(in_logs), both.after.lost[..., i, side]
    name = both.course.war.sides[side].name
    return Amount(
        unit="people",
        before=_spread(before),
        after=None if too_prior(share) else _spread(after),
        change=_effect(
            (after - before).mean(axis=2), share, f"Soldiers lost by {name}", day, "people"
        ),
    )


def _effect(by_draw: Numbers, share: float | None, what: str, day: date, unit: str) -> Effect:
    mean, low, high = _mean_and_ends(by_draw)
    centre = None if too_prior(share) else mean
    return Effect(
        centre, low, high, share, told.change_told(what, day, centre, (low, high), share, unit)
    )


def _leaving(both: _Both, wide: bool) -> Leaving:
    grid = both.grid
    nothing = np.zeros((1, 1, 1, grid.days.size))
    before = left_by(grid, nothing, wide)[0, 0]
    in_it = None if np.isnan(before[0]) else bool(before[0] < _EVEN)
    kind = "wide" if wide else "narrow"
    if not in_it:
        sentence = told.not_in_it(kind, in_it, both.course.as_of)
        return Leaving(kind, in_it, (), (), None, None, None, None, None, None, sentence)
    days = tuple(range(0, both.horizons[-1] + 1, 7))
    after = left_by(grid, both.after.shift, wide)
    whole = (
        after
        if both.over_ranges is both.after
        else left_by(grid, both.over_ranges.shift, wide)
    )
    share = prior_share(whole - before, both.course.sides.left)
    middle, held = after.mean(axis=(0, 1)), too_prior(share)
    low, high = np.quantile(after, _ENDS, axis=(0, 1))
    medians = _median(days, before), None if held else _median(days, middle)
    return Leaving(
        kind=kind,
        in_it=in_it,
        days=days,
        before=_floats(before),
        after=None if held else _floats(middle),
        low=None if held else _floats(low),
        high=None if held else _floats(high),
        median_before=medians[0],
        median_after=medians[1],
        prior_share=share,
        sentence=told.leaving(kind, medians, (before[-1], middle[-1]), days[-1], share, held),
    )


def _fan(both: _Both) -> Fan | None:
    grid, land = both.grid, both.course.land
    if not grid.paths.km2.size:
        return None
    level, days = float(land.km2[land.last]), range(0, both.horizons[-1] + 1, 7)
    before = [level + grid.paths.at(d) for d in days]
    after = [
        level + _met(grid.paths.at(d), both.after.shift[..., grid.at(d)]) for d in days
    ]
    share = both.share(lambda r: r.shift.mean(axis=2))
    spreads = tuple(_spread(x) for x in after)
    return Fan(
        days=tuple(both.course.as_of + timedelta(days=d) for d in days),
        before=tuple(_spread(x) for x in before),
        after=None if too_prior(share) else spreads,
        low=tuple(s.low90 for s in spreads),
        high=tuple(s.high90 for s in spreads),
    )


def _met(courses: Numbers, shift: Numbers) -> Numbers:
    """Every course of the front with a future of the two sides, none left out."""
    n = max(courses.size, shift.size)
    return np.resize(courses, n) + np.resize(shift.ravel(), n)


def _spread(x: Numbers) -> Spread:
    return Spread(*_floats(np.quantile(x, _QUANTILES)))


def _mean_and_ends(by_draw: Numbers) -> tuple[float, float, float]:
    low, high = np.quantile(by_draw, _ENDS)
    return float(by_draw.mean()), float(low), float(high)


def _median(days: Sequence[int], left: Numbers) -> int | None:
    """The first of the days by which it is as likely as not."""
    even = np.flatnonzero(left >= _EVEN)
    return days[even[0]] if even.size else None


def _floats(x: Numbers) -> tuple[float, ...]:
    return tuple(float(v) for v in x)
