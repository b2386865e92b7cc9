"""Which assumption matters most: each at either end while the others stay at their middles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from standoff.forecast.outcome_odds import ended_by
from standoff.observations.front import Numbers
from standoff.scenario import draws, wording
from standoff.scenario.answer import Bar, Tornado
from standoff.scenario.definition import Change, Scenario
from standoff.scenario.run import Futures, Setting, run, shift

_NOTHING = 1e-6
_ENDS = (0.05, 0.95)


def tornados(
    setting: Setting, scenarios: Sequence[Scenario], before: Futures
) -> tuple[Tornado, ...]:
    """One for each figure at the last horizon that anything moves; uncertainties, never actions."""
    named = [(s.name, i, c) for s in scenarios for i, c in enumerate(s.changes)]
    changes = [change for _, _, change in named]
    centre = _by_draw(setting, changes, draws.at_middle(changes), before)
    ends = [
        [_by_draw(setting, changes, _set(changes, c, end), before) for end in change.range]
        for c, change in enumerate(changes)
    ]
    made = []
    for figure, middle in centre.items():
        moved = [[float(end[figure].mean()) for end in pair] for pair in ends]
        bars = list(_assumed(setting, figure, named, moved, float(middle.mean())))
        if figure == "territory_km2":
            bars += _not_known(middle)
        if bars:
            bars.sort(key=lambda bar: -abs(bar.at_high - bar.at_low))
            made.append(Tornado(figure, float(middle.mean()), tuple(bars)))
    return tuple(made)


def _by_draw(
    setting: Setting, changes: Sequence[Change], values: Numbers, before: Futures
) -> dict[str, Numbers]:
    """Every figure at the last horizon by draw of the first twins, each axis opening halfway."""
    opens = np.tile([change.opens_within / 2 for change in changes], (draws.PAIRS, 1))
    of = run(setting, changes, values, opens, before.first)
    unchanged = ended_by(setting.course.war, setting.course.as_of, setting.horizons[-1])
    told = {"ending_times": of.ended[:, -1] / unchanged}
    if not setting.fronts.any:
        return told
    area = np.array([shift(setting, of, 0, pair)[:, -1].mean() for pair in range(draws.PAIRS)])
    return {"territory_km2": area, **told}


def _set(changes: Sequence[Change], c: int, end: float) -> Numbers:
    values = draws.at_middle(changes)
    values[:, c] = end
    return values


def _assumed(
    setting: Setting,
    figure: str,
    named: Sequence[tuple[str, int, Change]],
    moved: Sequence[Sequence[float]],
    middle: float,
) -> Iterator[Bar]:
    war, as_of = setting.course.war, setting.course.as_of
    for (scenario, index, change), (low, high) in zip(named, moved, strict=True):
        if max(abs(low - middle), abs(high - middle)) > _NOTHING:
            label = wording.assumption(change, war, as_of)
            sentence = wording.bar(label, figure, war, low, high)
            yield Bar(label, scenario, index, *change.range, low, high, sentence)


def _not_known(area: Numbers) -> Iterator[Bar]:
    """Where the sides stand and how the law's constants lie, with every assumption at its middle."""
    low, high = (float(q) for q in np.quantile(area, _ENDS))
    if high - low > _NOTHING:
        yield Bar(wording.NOT_KNOWN, "", None, None, None, low, high, wording.not_known(low, high))
