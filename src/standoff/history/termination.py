"""How wars end, and how fast: hazards a year by age, from UCDP's terminated episodes.

Two ways out compete: **ended** (UCDP outcomes 1 peace agreement, 2 ceasefire, 3 and 4 victory, 6
actor ceases) and **quiet** (5, low activity). In an age band with exposure T (years of war lived
through in the band, over all episodes) and k exits of a kind, the hazard is constant, and with
Jeffreys's prior its posterior is Gamma(k + 1/2, T). Where only the year of a date is known, the day
is drawn uniformly from what is possible, anew for each draw of the posterior.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from standoff.history.ucdp import LOW_ACTIVITY, Episode

Numbers = NDArray[np.float64]
Kind = Literal["ended", "quiet"]

KINDS: tuple[Kind, ...] = ("ended", "quiet")
BANDS = {"first_month": (0.0, 30.0), "rest_of_first_year": (30.0, 365.0), "later": (365.0, np.inf)}
"""Ages in days, from and before."""
LAST_DAY = date(2020, 12, 31)
"""The termination file follows episodes up to here; one that went on is censored."""
WAR_DEATHS = 1000.0
_YEAR_DAYS = 365.25
_JEFFREYS = 0.5


@dataclass(frozen=True)
class Hazards:
    """Draws of the hazards a year, and what they rest on.

    Attributes:
        per_year: (draws, bands, kinds), in the order of BANDS and KINDS; NaN in a band that no
            episode reached.
        exits: mean number of exits, (bands, kinds); fractional where dates are uncertain.
        exposure_years: mean years of war lived through, (bands,).
    """

    per_year: Numbers
    exits: Numbers
    exposure_years: Numbers


def kind_of(outcome: int) -> Kind:
    """The way out that a UCDP outcome stands for."""
    return "quiet" if outcome == LOW_ACTIVITY else "ended"


def hazards(episodes: Sequence[Episode], draws: int, rng: np.random.Generator) -> Hazards:
    """Hazards by age.

    Args:
        episodes: those of one population.
        draws: of dates and posterior.
        rng: draws them.
    """
    edges = np.array(list(BANDS.values()))
    per_year = np.empty((draws, len(BANDS), len(KINDS)))
    exits, exposure = np.zeros((draws, *per_year.shape[1:])), np.zeros((draws, len(BANDS)))
    for i in range(draws):
        for e in episodes:
            age = _age_days(e, rng)
            lived = np.clip(age, edges[:, 0], edges[:, 1]) - edges[:, 0]
            exposure[i] += lived / _YEAR_DAYS
            if e.outcome is not None:
                band = int(np.searchsorted(edges[:, 1], age, side="right"))
                exits[i, band, KINDS.index(kind_of(e.outcome))] += 1
        lived_through = np.where(exposure[i] > 0, exposure[i], np.nan)
        per_year[i] = rng.gamma(exits[i] + _JEFFREYS) / lived_through[:, None]
    return Hazards(per_year, exits.mean(axis=0), exposure.mean(axis=0))


def _age_days(e: Episode, rng: np.random.Generator) -> float:
    """Days from start to end (or to the end of the file), both counted."""
    start, end = e.start.toordinal(), (e.end or LAST_DAY).toordinal()
    if e.start_year_only:
        first = date(e.start.year, 1, 1).toordinal()
        latest = min(date(e.start.year, 12, 31).toordinal(), LAST_DAY.toordinal())
        latest = latest if e.end_year_only else min(latest, end)
        start = int(rng.integers(first, latest + 1))
    if e.end is not None and e.end_year_only:
        earliest = max(start, date(e.end.year, 1, 1).toordinal())
        end = int(rng.integers(earliest, date(e.end.year, 12, 31).toordinal() + 1))
    return float(max(end - start, 0) + 1)


@dataclass(frozen=True)
class HotYears:
    """What became of wars that a year of WAR_DEATHS or more left unfinished, in the next year.

    Attributes:
        n: number of such conflict-years.
        exits: of each kind in the next year, (kinds,).
        exposure_years: of war lived through in it.
        per_year: draws of the hazards, (draws, kinds).
    """

    n: int
    exits: Numbers
    exposure_years: float
    per_year: Numbers


def after_hot_years(
    episodes: Sequence[Episode],
    deaths: Mapping[tuple[int, int], float],
    draws: int,
    rng: np.random.Generator,
) -> HotYears:
    """Hazards in the year after one of WAR_DEATHS or more, of all conflicts since 1989.

    Args:
        episodes: of any kind.
        deaths: battle deaths by (conflict, year).
        draws: of the posterior.
        rng: draws them.
    """
    n, exits, exposure = 0, np.zeros(len(KINDS)), 0.0
    for e in episodes:
        for year in range(e.first_year, min(e.last_year, LAST_DAY.year - 1) + 1):
            over = e.end is not None and e.end.year == year
            if over or deaths.get((e.conflict, year), 0.0) < WAR_DEATHS:
                continue
            n += 1
            if e.end is None or e.end.year > year + 1:
                exposure += 1.0
            else:
                exposure += e.end.timetuple().tm_yday / _YEAR_DAYS
                exits[KINDS.index(kind_of(e.outcome or 0))] += 1
    return HotYears(n, exits, exposure, rng.gamma(exits + _JEFFREYS, size=(draws, 2)) / exposure)
