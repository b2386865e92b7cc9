"""The posterior of the two sides at the end of a week, and the readings that were rejected."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standoff.model.two_sided import law
from standoff.model.two_sided.mixture import Channel, TwoSidedComponent

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RejectedChannelReading:
    """A rejected reading, or a source that now counts differently: when, who, what and why.

    Attributes:
        day: end of the week.
        channel: its name.
        value: as it was read: people, fires or km².
        reason: in words.
    """

    day: np.datetime64
    channel: str
    value: float
    reason: str


@dataclass(frozen=True)
class TwoSidedPosterior:
    """The posterior of the two sides at the end of a week.

    Attributes:
        day, week: the week's last day, and the number of weeks since the start.
        state: particles, records of `law.STATE`, shape (components, particles).
        bias: log-biases, shape (components, particles, channels).
        lw: log-weights, summing to 1 within each component, shape (components, particles).
        components, constants: the mixture, as given and as records, shape (components,).
        component_lw: log-weights of components, summing to 1, shape (components,).
        evidence: log evidence of each component so far, shape (components,).
        ess: least effective sample size of any component after this week.
        channels, channel_constants: the channels, as given and as records, shape (channels,).
        bias_set: whether a channel's bias has been set, shape (channels,).
        rejected_in_a_row: readings in a row that were rejected, shape (channels,).
        rejected: all readings rejected so far.
        nominal: N, people.
        break_km2: movement of the front in a week that counts as a break, km².
        temper: power to which the evidence of components is raised.
        seed: as given.
    """

    day: np.datetime64
    week: int
    state: npt.NDArray[np.void]
    bias: Floats
    lw: Floats
    components: tuple[TwoSidedComponent, ...]
    constants: npt.NDArray[np.void]
    component_lw: Floats
    evidence: Floats
    ess: float
    channels: tuple[Channel, ...]
    channel_constants: npt.NDArray[np.void]
    bias_set: npt.NDArray[np.bool_]
    rejected_in_a_row: npt.NDArray[np.int64]
    rejected: tuple[RejectedChannelReading, ...]
    nominal: float
    break_km2: float
    temper: float
    seed: int

    @property
    def weights(self) -> Floats:
        """Weights of all particles of the mixture, summing to 1, shape (components, particles)."""
        w = np.exp(self.component_lw[:, None] + self.lw)
        return np.asarray(w / w.sum(), dtype=np.float64)


def read_scale(posterior: TwoSidedPosterior, c: int, value: float) -> float:
    """A reading on the scale on which it is compared (see `law.expected`); NaN if it cannot."""
    kind = posterior.channels[c].kind
    if kind == law.MOVEMENT:
        return math.asinh(value / posterior.break_km2)
    if not value > 0 or math.isinf(value):
        return math.nan
    return math.log(value if kind == law.INTENSITY else value / posterior.nominal)


def weighted_quantiles(x: Floats, w: Floats, levels: Sequence[float]) -> list[float]:
    """Quantiles of values x with weights w (summing to 1)."""
    order = np.argsort(x, kind="stable")
    at = np.searchsorted(np.cumsum(w[order]), np.asarray(levels))
    return [float(v) for v in x[order][np.minimum(at, x.size - 1)]]
