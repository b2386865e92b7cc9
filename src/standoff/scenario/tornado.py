"""Which assumption matters most: each at either end while the others stay at their middles."""

from __future__ import annotations

from collections.abc import Sequence

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

    def at(c: int, end: float) -> dict[str, Numbers]:
        values = draws.at_middle(changes)
        values[:, c] = end
        return _by_draw(setting, changes, values, before)

    ends = [[at(c, end) for end in change.range] for c, change in enumerate(changes)]
    war, as_of, made = setting.course.war, setting.course.as_of, []
    for figure, middle in centre.items():
        moved = [[float(end[figure].mean()) for end in pair] for pair in ends]
        mean, bars = float(middle.mean()), []
        for (scenario, index, change), (low, high) in zip(named, moved, strict=True):
            if max(abs(low - mean), abs(high - mean)) > _NOTHING:
                label = wording.assumption(change, war, as_of)
                sentence = wording.bar(label, figure, war, low, high)
                bars.append(Bar(label, scenario, index, *change.range, low, high, sentence))
        if figure == "territory_km2":
            # Where the sides stand and how the law's constants lie, with every change at its middle.
            low, high = (float(q) for q in np.quantile(middle, _ENDS))
            if high - low > _NOTHING:
                sentence = wording.not_known(low, high)
                bars.append(Bar(wording.NOT_KNOWN, "", None, None, None, low, high, sentence))
        if bars:
            bars.sort(key=lambda bar: -abs(bar.at_high - bar.at_low))
            made.append(Tornado(figure, mean, tuple(bars)))
    return tuple(made)


def _by_draw(
    setting: Setting, changes: Sequence[Change], values: Numbers, before: Futures
) -> dict[str, Numbers]:
    """Every figure at the last horizon by draw of the first twins, each axis opening halfway."""
    opens = np.tile([change.opens_within / 2 for change in changes], (draws.PAIRS, 1))
    of = run(setting, changes, values, opens, before.first)
    course = setting.course
    unchanged = ended_by(course.war, course.as_of, setting.horizons[-1], course.known.blind_days)
    figures = {"ending_times": of.ended[:, -1] / unchanged}
    if not setting.fronts.any:
        return figures
    area = np.array([shift(setting, of, 0, pair)[:, -1].mean() for pair in range(draws.PAIRS)])
    return {"territory_km2": area, **figures}
