"""What each term of the front's forecast is worth: CRPS without it, by horizon and by year.

    python benchmarks/ablation.py [--store FOLDER] [--from 2023-06-01] [--to 2025-12-31]

Without a folder the sources are pulled into a new one (STANDOFF_MIRROR replaces the network).
A term's worth is the rise of the CRPS without it; below zero the term made these forecasts worse.
Terms that couple the two sides to the front start at a weight near zero, which grows week by week with
forecasts that have resolved (`two_sided_coupling.py`): they are added, not taken out.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from two_sided_coupling import earned, standardised

import standoff as so
from standoff.domain import war as wars
from standoff.domain.horizons import HORIZONS
from standoff.evaluation import scores
from standoff.evidence.snapshot import snapshot_of
from standoff.forecast.front import forecast_front
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.model.front.mixture import Component, m32, standard, wide, with_phases
from standoff.observations.counts import running_total
from standoff.observations.front import OF_THE_FRONT, FrontSeries, Numbers, front_series

WAR = "ukraine-2022"
_INTENSITY_DAYS = 28
_LOSSES = "losses.personnel_total"

VARIANTS: dict[str, Callable[[], tuple[Component, ...]]] = {
    "as shipped": standard,
    "season": lambda: _each(season=0.0),
    "bursts that lean forward": lambda: _each(skew=0.0),
    "heavy tails": lambda: _each(dof_noise=math.inf, dof_rate=math.inf),
    "volatility that moves": lambda: _each(tau=0.01),
    "a rate that returns to its level": lambda: _each(phi=1.0),
    "a level that follows": lambda: _each(g=0.0),
    "the mobile phase": lambda: with_phases((*m32(), *wide(32)), leave_mobile=(1.0,)),
    "the wide half": lambda: with_phases(m32()),
    "the published half": lambda: with_phases(wide(32)),
}
"""Members by what was taken out of them."""


def _each(**changed: float) -> tuple[Component, ...]:
    return tuple(replace(member, **changed) for member in standard())


def origins(
    war: so.Workspace, first: date, last: date
) -> Iterator[tuple[date, FrontSeries, float]]:
    """Each weekly origin with the front and the losses of the last four weeks told by then."""
    store = war.store
    count = next(c for c in war.war.channels.forecasts if c.quantity == _LOSSES)
    for week in range((last - first).days // 7 + 1):
        day = first + timedelta(days=7 * week)
        table = store.table_known_at(day, WAR, (*OF_THE_FRONT, count.quantity))
        known = snapshot_of(table, war.war, day)
        total = running_total(known, count)
        last = total.days[-1]
        lost = total.between(last - np.timedelta64(_INTENSITY_DAYS, "D"), last)
        yield day, front_series(known), lost


def sampled(
    known: list[tuple[date, FrontSeries, float]], members: tuple[Component, ...]
) -> dict[int, Numbers]:
    """Samples of the net change at each origin by horizon, (origins, n) each, km²."""
    definition, kept = wars.load(WAR), FrontPosteriors(members=members)
    out: dict[int, list[Numbers]] = {h: [] for h in HORIZONS}
    for day, land, _ in known:
        paths = forecast_front(land, definition, day, 1, kept).paths(max(HORIZONS))
        now = paths.km2[:, paths.age_days]
        for h in HORIZONS:
            out[h].append(paths.at(h) - now)
    return {h: np.array(rows) for h, rows in out.items()}


def truths(known: list[tuple[date, FrontSeries, float]], final: FrontSeries) -> dict[int, Numbers]:
    """Net change from each origin to each horizon, NaN where the target is not known."""
    level = dict(zip(final.days.tolist(), final.km2.tolist(), strict=True))

    def change(day: date, h: int) -> float:
        return level.get(day + timedelta(days=h), math.nan) - level.get(day, math.nan)

    return {h: np.array([change(day, h) for day, _, _ in known]) for h in HORIZONS}


def intensity(known: list[tuple[date, FrontSeries, float]]) -> Numbers:
    """Log of the stated losses of four weeks at each origin, in units of its own past."""
    recent = np.array([lost for _, _, lost in known])
    return standardised(np.log(np.where(recent > 0, recent, np.nan)))


def rows(
    known: list[tuple[date, FrontSeries, float]], truth: dict[int, Numbers]
) -> Iterator[tuple[str, dict[int, Numbers]]]:
    """CRPS of every variant at every origin, by horizon."""
    z, days = intensity(known), np.array([float(day.toordinal()) for day, _, _ in known])
    for name, members in VARIANTS.items():
        samples = sampled(known, members())
        yield name, {h: _crps(samples[h], truth[h]) for h in HORIZONS}
        if name != "as shipped":
            continue
        for kind in ("shift", "stretch"):
            moved = {h: earned(samples[h], truth[h], z, days, h, kind).samples for h in HORIZONS}
            yield f"+ losses {kind} it", {h: _crps(moved[h], truth[h]) for h in HORIZONS}


def _crps(samples: Numbers, truth: Numbers) -> Numbers:
    out = np.full(truth.shape, np.nan)
    resolved = ~np.isnan(truth)
    out[resolved] = scores.crps(truth[resolved], samples[resolved])
    return out


def told(known: list[tuple[date, FrontSeries, float]], truth: dict[int, Numbers]) -> None:
    """Print the table: CRPS as shipped, then what it rises by, in all and by the target's year."""
    target = {h: np.array([(d + timedelta(days=h)).year for d, _, _ in known]) for h in HORIZONS}
    years = sorted({int(y) for h in HORIZONS for y in target[h][~np.isnan(truth[h])]})
    head = "".join(f"{f'{h} d':>8}" + "".join(f"{year:>8}" for year in years) for h in HORIZONS)
    print(f"{'without':<33}{head}")
    shipped: dict[int, Numbers] = {}
    for name, scored in rows(known, truth):
        shipped = shipped or scored
        line = f"{name:<33}"
        for h in HORIZONS:
            values = scored[h] if scored is shipped else scored[h] - shipped[h]
            form = "8.0f" if scored is shipped else "+8.1f"
            groups = (values, *(values[target[h] == year] for year in years))
            line += "".join(f"{np.nanmean(group):{form}}" for group in groups)
        print(line, flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--store", type=Path)
    options.add_argument("--from", dest="first", type=date.fromisoformat, default=date(2023, 6, 1))
    options.add_argument("--to", dest="last", type=date.fromisoformat, default=date(2025, 12, 31))
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        war = so.open(WAR, store=given.store or folder)
        if given.store is None:
            war.pull()
        every = list(origins(war, given.first, given.last))
        known = [row for row in every if row[0] + timedelta(days=min(HORIZONS)) <= given.last]
        final = next(origins(war, given.last, given.last))[1]
        told(known, truths(known, final))


if __name__ == "__main__":
    main()
