"""The prior ranges that past wars give, fitted once: a small table with its provenance.

Equal files and seed give the table equal to the byte: figures are rounded to four digits, which is
finer than any of them is known.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from standoff.errors import SourceError, UnknownNameError
from standoff.history import ardennes, attrition, cdb90, intensity, termination, threshold, ucdp
from standoff.history.files import number_in, table

Numbers = NDArray[np.float64]

MODERN = 1914
DRAWS = 400
_DIGITS = 4


@dataclass(frozen=True)
class PriorFiles:
    """The files that the priors are fitted to."""

    cdb90: Path
    ardennes: Path
    terminations: Path
    deaths: Path


URLS = {
    "cdb90": cdb90.URL,
    "ardennes": ardennes.URL,
    "terminations": ucdp.TERMINATION_URL,
    "deaths": ucdp.DEATHS_URL,
}
"""Where each of `PriorFiles` is published."""


@dataclass(frozen=True)
class Prior:
    """One prior range.

    Attributes:
        name: dotted, what it is about first.
        mean, sd, low90, high90: of the quantity, in `unit`.
        n: battles, days or episodes that it rests on.
        source, method: where it comes from and how.
    """

    name: str
    mean: float
    sd: float
    low90: float
    high90: float
    unit: str
    n: int
    source: str
    method: str


@dataclass(frozen=True)
class PriorsTable:
    """Priors in order of their names."""

    rows: tuple[Prior, ...]

    def __getitem__(self, name: str) -> Prior:
        """The prior of that name.

        Raises:
            UnknownNameError: there is none; the message names the nearest.
        """
        for row in self.rows:
            if row.name == name:
                return row
        raise UnknownNameError("prior", name, [row.name for row in self.rows])


def fit_priors(paths: PriorFiles, seed: int) -> PriorsTable:
    """All priors, the same to the byte for the same files and seed.

    Args:
        paths: the files.
        seed: of resampling and posterior draws.

    Raises:
        SourceError: a file cannot be used; names file and row.
    """
    battles = cdb90.read(paths.cdb90)
    campaign = ardennes.read(paths.ardennes)
    episodes = ucdp.read_terminations(paths.terminations)
    deaths = ucdp.read_deaths(paths.deaths)
    # A stream for each part: adding one part leaves the figures of the others as they were.
    streams = np.random.default_rng(seed).spawn(4)
    rows = [
        *_of_thresholds(battles, streams[0]),
        *_of_attrition(battles, streams[1]),
        *_of_intensity(campaign),
        *_of_terminations(episodes, deaths, streams[2], streams[3]),
    ]
    return PriorsTable(tuple(sorted(rows, key=lambda row: row.name)))


def _drawn(name: str, draws: Numbers, unit: str, n: int, source: str, method: str) -> Prior:
    low, high = np.quantile(draws, [0.05, 0.95])
    return _prior(name, (draws.mean(), draws.std(), low, high), unit, n, source, method)


def _normal(
    name: str, mean: float, sd: float, unit: str, n: int, source: str, method: str
) -> Prior:
    low, high = mean - attrition.Z90 * sd, mean + attrition.Z90 * sd
    return _prior(name, (mean, sd, low, high), unit, n, source, method)


def _prior(
    name: str, figures: Iterable[float], unit: str, n: int, source: str, method: str
) -> Prior:
    mean, sd, low, high = (float(f"{value:.{_DIGITS}g}") for value in figures)
    return Prior(name, mean, sd, low, high, unit, n, source, method)


def _of_thresholds(battles: Sequence[cdb90.Battle], rng: np.random.Generator) -> Iterator[Prior]:
    a = threshold.attacks(battles, MODERN)
    moved = (a.km_per_day >= threshold.MOVED_KM_PER_DAY).astype(np.float64)
    method = f"even-odds threshold, attacks since {MODERN}, grid posterior over wars resampled"
    for event, happened in (("moves", moved), ("wins", (a.won > 0.5).astype(np.float64))):
        draws = threshold.threshold_draws(a, happened, DRAWS, rng)
        name = f"threshold.{event}"
        spread = np.exp(draws[:, 0])
        yield _drawn(f"{name}.spread", spread, "ln ratio", a.won.size, cdb90.SOURCE, method)
        for i, posture in enumerate(threshold.POSTURES):
            n = int((a.posture == i).sum())
            theta = draws[:, 1 + i]
            yield _drawn(f"{name}.{posture}", theta, "ln ratio", n, cdb90.SOURCE, method)
    speeds = threshold.advance_draws(a, DRAWS, rng)
    method = f"normal in logs, attacks that moved since {MODERN}: one attack to another"
    for i, posture in enumerate(threshold.POSTURES):
        n = int((moved * (a.posture == i)).sum())
        mean, sd = float(speeds[:, i, 0].mean()), float(speeds[:, i, 1].mean())
        name = f"advance.log_speed.{posture}"
        yield _normal(name, mean, sd, "ln km/day", n, cdb90.SOURCE, method)


def _of_attrition(battles: Sequence[cdb90.Battle], rng: np.random.Generator) -> Iterator[Prior]:
    found = attrition.losses(battles, MODERN)
    n = found.war.size
    draws = attrition.exponent_draws(found, DRAWS, rng)
    method = f"least squares in logs since {MODERN}, widened to hold square, linear, logarithmic"
    for i, side in enumerate(("own", "enemy")):
        mean, sd = attrition.widened(draws[:, i])
        yield _normal(f"attrition.exponent.{side}", mean, sd, "1", n, cdb90.SOURCE, method)
    method = f"as fitted since {MODERN}, wars resampled; not widened"
    total = draws[:, 0] + draws[:, 1]
    yield _drawn("attrition.exponent.sum_fitted", total, "1", n, cdb90.SOURCE, method)
    method = f"normal in logs, battles since {MODERN}: one battle to another, wars resampled"
    share = np.log(found.per_day / found.strength)
    for name, values, unit in (
        ("attrition.log_exchange", np.log(found.per_day[:, 1] / found.per_day[:, 0]), "ln ratio"),
        ("attrition.log_loss_rate.attacker", share[:, 0], "ln 1/day"),
        ("attrition.log_loss_rate.defender", share[:, 1], "ln 1/day"),
    ):
        moments = attrition.moments_draws(values, found.war, DRAWS, rng)
        mean, sd = moments.mean(axis=0)
        yield _normal(name, float(mean), float(sd), unit, n, cdb90.SOURCE, method)


def _of_intensity(campaign: ardennes.Campaign) -> Iterator[Prior]:
    days = campaign.day.size
    log_like, _, _ = intensity.posterior(campaign, days - 1)
    weight = np.exp(log_like - log_like.max())
    grid = list(intensity.settings())
    method = "posterior over a fixed grid, autocorrelated intensity, one campaign"
    for name, unit, values in (
        ("intensity.memory", "ln day", [math.log(s.tau_days) for s in grid]),
        ("intensity.shared_share", "1", [s.shared for s in grid]),
        ("intensity.noise_share", "1", [s.noise for s in grid]),
        ("intensity.sd", "ln losses", [s.sd for s in grid]),
    ):
        value = np.array(values)
        mean = np.average(value, weights=weight)
        sd = math.sqrt(np.average((value - mean) ** 2, weights=weight))
        order = np.argsort(value, kind="stable")
        total = np.cumsum(weight[order]) / weight.sum()
        low, high = (value[order][np.searchsorted(total, q)] for q in (0.05, 0.95))
        yield _prior(name, (mean, sd, low, high), unit, days - 1, ardennes.SOURCE, method)


def _of_terminations(
    episodes: Sequence[ucdp.Episode],
    deaths: Mapping[tuple[int, int], float],
    by_age: np.random.Generator,
    after_hot: np.random.Generator,
) -> Iterator[Prior]:
    populations = {
        "interstate": [e for e in episodes if e.interstate],
        "interstate_war": [e for e in episodes if e.interstate and e.at_war],
        "war": [e for e in episodes if e.at_war],
    }
    for population, chosen in populations.items():
        found = termination.hazards(chosen, DRAWS, by_age)
        for i, band in enumerate(termination.BANDS):
            if np.isnan(found.per_year[:, i]).any():
                continue  # no episode reached this age: so there is no hazard to give
            for j, kind in enumerate(termination.KINDS):
                method = (
                    f"{found.exits[i, j]:.1f} exits in {found.exposure_years[i]:.1f} years; "
                    "Gamma posterior, Jeffreys prior, uncertain dates drawn"
                )
                name = f"termination.{kind}.{population}.{band}"
                draws = found.per_year[:, i, j]
                yield _drawn(name, draws, "1/year", len(chosen), ucdp.SOURCE, method)
    hot = termination.after_hot_years(episodes, deaths, DRAWS, after_hot)
    for j, kind in enumerate(termination.KINDS):
        method = (
            f"{hot.exits[j]:.0f} exits in {hot.exposure_years:.1f} years after years of "
            f"{termination.WAR_DEATHS:,.0f} or more battle deaths since 1989; Gamma posterior"
        )
        name = f"termination.{kind}.after_1000_deaths"
        yield _drawn(name, hot.per_year[:, j], "1/year", hot.n, ucdp.SOURCE, method)


def as_csv(priors: PriorsTable) -> str:
    """The table as CSV text."""
    out = io.StringIO()
    names = [f.name for f in fields(Prior)]
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(names)
    lines.writerows([getattr(row, name) for name in names] for row in priors.rows)
    return out.getvalue()


def load(path: Path) -> PriorsTable:
    """The table in a file that holds what `as_csv` made.

    Raises:
        SourceError: the file holds something else; names file and row.
    """
    rows = []
    for row, cells in table(path, [f.name for f in fields(Prior)]):
        mean, sd, low, high, n = (
            number_in(path, row, name, cells) for name in ("mean", "sd", "low90", "high90", "n")
        )
        if sd < 0 or not low <= high:
            raise SourceError(
                f"{path.name} row {row}: low90 {low:g}, high90 {high:g}, sd {sd:g} are no range. "
                "Fit the priors again with standoff fit-priors."
            )
        words = {name: cells[name] for name in ("name", "unit", "source", "method")}
        rows.append(Prior(mean=mean, sd=sd, low90=low, high90=high, n=int(n), **words))
    return PriorsTable(tuple(rows))
