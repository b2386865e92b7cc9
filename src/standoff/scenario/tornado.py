"""Which assumption matters most: each at either end while the others stay at their middles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from standoff.observe import Numbers
from standoff.scenario import draws, effects, told
from standoff.scenario.answer import Bar, Tornado
from standoff.scenario.definition import Change, Scenario
from standoff.scenario.run import Futures, Grid, Run, run

_NOTHING = 1e-6
_ENDS = (0.05, 0.95)


def tornados(
    grid: Grid, scenarios: Sequence[Scenario], before: Futures, seed: int
) -> tuple[Tornado, ...]:
    """One for each figure at the last horizon that anything moves; uncertainties, never actions."""
    named = [(s.name, i, c) for s in scenarios for i, c in enumerate(s.changes)]
    changes = [change for _, _, change in named]
    centre = _run(grid, changes, draws.at_middle(changes), before)
    ends = [
        [_run(grid, changes, _set(changes, c, end), before) for end in change.range]
        for c, change in enumerate(changes)
    ]
    unended = effects.ended([], np.zeros((draws.PAIRS, 0)), grid.course.war, grid.course.as_of, grid.horizons)[0, -1]
    figures: dict[str, Callable[[Run], float]] = {
        "territory_km2": lambda r: float(_area(grid, r).mean()),
        "ending_times": lambda r: float(r.ended[:, -1].mean() / unended),
    }
    made = []
    for name, figure in figures.items():
        middle = figure(centre)
        bars = list(_assumed(grid, name, figure, named, ends, middle))
        if name == "territory_km2":
            bars += _not_known(_area(grid, centre))
        if bars:
            bars.sort(key=lambda bar: -abs(bar.at_high - bar.at_low))
            made.append(Tornado(name, middle, tuple(bars)))
    return tuple(made)


def _run(grid: Grid, changes: Sequence[Change], values: Numbers, before: Futures) -> Run:
    opens = np.tile([change.opens_within / 2 for change in changes], (draws.PAIRS, 1))
    return run(grid, changes, values, opens, before)


def _set(changes: Sequence[Change], c: int, end: float) -> Numbers:
    values = draws.at_middle(changes)
    values[:, c] = end
    return values


def _area(grid: Grid, of: Run) -> Numbers:
    """Shift of the front at the last horizon by draw, km², (2, pairs)."""
    return of.shift[..., grid.at(grid.horizons[-1])].mean(axis=2)


def _assumed(
    grid: Grid,
    name: str,
    figure: Callable[[Run], float],
    named: Sequence[tuple[str, int, Change]],
    ends: Sequence[Sequence[Run]],
    middle: float,
) -> Iterator[Bar]:
    war, as_of = grid.course.war, grid.course.as_of
    for (scenario, index, change), (low, high) in zip(named, ends, strict=True):
        at_low, at_high = figure(low), figure(high)
        if max(abs(at_low - middle), abs(at_high - middle)) < _NOTHING:
            continue
        label = told.assumption(change, war, as_of)
        sentence = told.bar(label, name, war, at_low, at_high)
        yield Bar(label, scenario, index, *change.range, at_low, at_high, sentence)


def _not_known(area: Numbers) -> Iterator[Bar]:
    """Where the sides stand and how the law's constants lie, with every assumption at its middle."""
    low, high = (float(q) for q in np.quantile(area, _ENDS))
    if high - low > _NOTHING:
        yield Bar(told.NOT_KNOWN, "", None, None, None, low, high, told.not_known(low, high))
