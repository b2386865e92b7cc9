"""The posterior of the front at the end of a week, and the readings that were rejected."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Front:
    """What the filter must know of the front before the first reading.

    Attributes:
        start: day of the first reading.
        start_km2: area under the attacker's control on that day, km².
        before_km2: the same before the invasion, km²; what is above it is what can be given up.
        country_km2: area of the country, km²: no reading can be above it.
        mobile: whether the war is in a mobile phase at the start.
        redraw_per_week: prior probability that a week's reading is a redrawn map, and so worthless.
    """

    start: np.datetime64
    start_km2: float
    before_km2: float
    country_km2: float
    mobile: bool = False
    redraw_per_week: float = 1 / 520


@dataclass(frozen=True)
class RejectedReading:
    """A rejected reading: its day, its value (km²) and why."""

    day: np.datetime64
    reading_km2: float
    reason: str


@dataclass(frozen=True)
class FrontPosterior:
    """The posterior at the end of a week.

    Attributes:
        day: the week's last day.
        week: number of weeks since the start.
        state: particles, records of `dynamics.STATE`, shape (components, particles).
        lw: log-weights, summing to 1 within each component, shape (components, particles).
        components: constants, records of `mixture.COMPONENT`, shape (components,).
        component_lw: log-weights of components in the mixture, summing to 1, shape (components,).
        evidence: log evidence of each component so far, shape (components,).
        ess: least effective sample size of any component after this week's reading.
        base_km2: the last assimilated reading, km².
        suspect_km2: last week's reading where it was rejected, else NaN, km².
        rejected: all readings rejected so far.
        front, seed: as given to `start`.
    """

    day: np.datetime64
    week: int
    state: npt.NDArray[np.void]
    lw: Floats
    components: npt.NDArray[np.void]
    component_lw: Floats
    evidence: Floats
    ess: float
    base_km2: float
    suspect_km2: float
    rejected: tuple[RejectedReading, ...]
    front: Front
    seed: int


def redraw_log_density(front: Front) -> float:
    """Log density (per km²) of a change that means nothing: any in the country, with its prior."""
    return math.log(front.redraw_per_week / (2 * front.country_km2))


def day_of_year(day: np.datetime64) -> float:
    """1 on 1 January."""
    return float((day - day.astype("datetime64[Y]")).astype(int) + 1)
