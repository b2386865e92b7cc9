"""What is put through a backtest: the model and what it must beat, each by name.

A forecaster takes what was known at an origin and gives samples and odds at each horizon. A new
model is one function and one entry in `FORECASTERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

import numpy as np

from standoff.domain.outcomes import outcome_names, truth
from standoff.errors import ScoreError, UnknownNameError
from standoff.evaluation import baselines
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.forecast.counts import counts_ahead, last_pace
from standoff.forecast.front import forecast_front
from standoff.forecast.outcome_odds import Outcomes, outcomes
from standoff.forecast.paths import Paths
from standoff.forecast.persistence import baseline_paths, climatology_paths, prior_paths
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.observations.counts import running_total
from standoff.observations.front import FrontSeries, Numbers


@dataclass(frozen=True)
class Origin:
    """What was known at the end of the day a forecast is made on."""

    known: ClaimsSnapshot
    front: FrontSeries
    seed: int
    posteriors: FrontPosteriors = field(default_factory=FrontPosteriors)

    @property
    def day(self) -> date:
        """The day of the forecast."""
        return self.known.as_of


@dataclass(frozen=True)
class OriginForecast:
    """Samples and odds by horizon, days; what a forecaster does not speak of is left out.

    Attributes:
        change_km2: equally likely net changes of the first side's area since the origin.
        outcomes: probabilities of the exclusive outcomes on the target date.
        counts: equally likely counts between origin and target, by target's name and horizon.
    """

    change_km2: Mapping[int, Numbers] = field(default_factory=dict)
    outcomes: Mapping[int, Outcomes] = field(default_factory=dict)
    counts: Mapping[str, Mapping[int, Numbers]] = field(default_factory=dict)


Forecaster = Callable[[Origin, tuple[int, ...]], OriginForecast]


def model(origin: Origin, horizons: tuple[int, ...]) -> OriginForecast:
    """The state-space model of the front, filtered to its last known level, and the paces of counts."""
    ahead = forecast_front(
        origin.front, origin.known.war, origin.day, origin.seed, origin.posteriors
    )
    counts = counts_ahead(origin.known, origin.day, horizons, origin.seed)
    if ahead.posterior is None:
        return OriginForecast(counts=counts)
    paths = ahead.paths(max(horizons))
    now = paths.km2[:, paths.age_days]
    return OriginForecast(
        change_km2={h: paths.at(h) - now for h in horizons},
        outcomes={h: ahead.odds(h) for h in horizons},
        counts=counts,
    )


def shipped_rule(origin: Origin, horizons: tuple[int, ...]) -> OriginForecast:
    """Outcome odds of the baseline of `forecast`: half of the last 30 days' pace."""
    return _by_paths(origin, horizons, baseline_paths_of)


def climatology(origin: Origin, horizons: tuple[int, ...]) -> OriginForecast:
    """Outcome odds from the courses of the last 180 days as they were."""
    return _by_paths(origin, horizons, climatology_paths_of)


def base_rate(origin: Origin, horizons: tuple[int, ...]) -> OriginForecast:
    """Shares of the outcomes known by the origin, one of each kind assumed at the start."""
    war = origin.known.war
    seen: list[str] = [outcome for day, outcome in truth(war).items() if day <= origin.day]
    names: tuple[str, ...] = outcome_names(war)
    odds = {name: (seen.count(name) + 1) / (len(seen) + len(names)) for name in names}
    return OriginForecast(outcomes=dict.fromkeys(horizons, odds))


def pace_kept_up(origin: Origin, horizons: tuple[int, ...]) -> OriginForecast:
    """Counts at the pace of the last 30 days told, with the log errors of the last year's targets."""
    found = {}
    for count in origin.known.war.channels.forecasts:
        total = running_total(origin.known, count)
        samples = last_pace(total, np.datetime64(origin.day), horizons)
        if samples:
            found[count.target] = samples
    return OriginForecast(counts=found)


def baseline_paths_of(origin: Origin, horizon: int) -> Paths:
    """The shipped baseline's courses."""
    rng = np.random.default_rng([origin.seed, horizon])
    return baseline_paths(origin.front, origin.known.war, origin.day, horizon, rng)


def climatology_paths_of(origin: Origin, horizon: int) -> Paths:
    """The courses of the last 180 days."""
    return climatology_paths(origin.front, origin.day, horizon)


def _by_paths(
    origin: Origin, horizons: tuple[int, ...], courses: Callable[[Origin, int], Paths]
) -> OriginForecast:
    war, found = origin.known.war, {}
    for horizon in horizons:
        paths = courses(origin, horizon)
        if len(paths.km2):
            rng = np.random.default_rng([origin.seed, horizon, 1])
            prior = prior_paths(origin.front, war, paths, rng)
            found[horizon] = outcomes(paths, prior, war, origin.day, horizon)
    return OriginForecast(outcomes=found)


def _territory_baseline(name: str) -> Forecaster:
    def forecaster(origin: Origin, horizons: tuple[int, ...]) -> OriginForecast:
        front, samples = origin.front, {}
        start = int((np.datetime64(origin.known.war.start) - front.days[0]).astype(int))
        km2 = front.drawn_km2[max(start, 0) : front.last + 1]
        days = front.days[max(start, 0) : front.last + 1]
        for horizon in horizons:
            try:
                samples[horizon] = baselines.BASELINES[name](days, km2, km2.size - 1, horizon)
            except ScoreError:
                continue
        return OriginForecast(
            change_km2={h: x for h, x in samples.items() if not np.isnan(x).any()}
        )

    return forecaster


BASELINES: Mapping[str, Forecaster] = MappingProxyType(
    {
        **{name: _territory_baseline(name) for name in baselines.BASELINES},
        "shipped rule": shipped_rule,
        "climatology of courses": climatology,
        "base rate": base_rate,
        "last pace": pace_kept_up,
    }
)

FORECASTERS: Mapping[str, Forecaster] = MappingProxyType({"model": model, **BASELINES})


def named(names: Iterable[str]) -> tuple[str, ...]:
    """Names of forecasters, once each; "baselines" stands for all baselines.

    Raises:
        UnknownNameError: no such forecaster, or none is named.
    """
    given = [name.strip() for name in names]
    chosen: list[str] = []
    for name in filter(None, given):
        if name != "baselines" and name not in FORECASTERS:
            raise UnknownNameError("model", name, [*FORECASTERS, "baselines"])
        chosen += BASELINES if name == "baselines" else [name]
    if not chosen:
        raise UnknownNameError("model", ",".join(given), [*FORECASTERS, "baselines"])
    return tuple(dict.fromkeys(chosen))
