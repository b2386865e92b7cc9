"""What is believed about the two sides at the end of a week, and what was not believed."""

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
    """A reading that was not believed, or a source taken as changed: when, who, what and why.

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
    """What is believed about the two sides at the end of a week.

    Attributes:
        day, week: the week's last day, and the number of weeks since the start.
        state: particles, records of `law.STATE`, shape (members, particles).
        bias: log-biases, shape (members, particles, channels).
        lw: log-weights, summing to 1 within each member, shape (members, particles).
        members, constants: the mixture, as given and as records, shape (members,).
        member_lw: log-weights of members, summing to 1, shape (members,).
        evidence: log evidence of each member so far, shape (members,).
        ess: least effective sample size of any member after this week.
        channels, speakers: who may speak, as given and as records, shape (channels,).
        heard: whether a channel's bias has been set, shape (channels,).
        odd: readings in a row that were doubted, shape (channels,).
        doubted: all readings not believed so far.
        nominal: N, people.
        break_km2: movement of the front in a week that counts as a break, km².
        temper: power to which the evidence of members is raised.
        seed: as given.
        by_weight: whether particles survive by weight instead of moving to readings.
    """

    day: np.datetime64
    week: int
    state: npt.NDArray[np.void]
    bias: Floats
    lw: Floats
    members: tuple[TwoSidedComponent, ...]
    constants: npt.NDArray[np.void]
    member_lw: Floats
    evidence: Floats
    ess: float
    channels: tuple[Channel, ...]
    speakers: npt.NDArray[np.void]
    heard: npt.NDArray[np.bool_]
    odd: npt.NDArray[np.int64]
    doubted: tuple[RejectedChannelReading, ...]
    nominal: float
    break_km2: float
    temper: float
    seed: int
    by_weight: bool = False

    @property
    def weights(self) -> Floats:
        """Weights of all particles of the mixture, summing to 1, shape (members, particles)."""
        w = np.exp(self.member_lw[:, None] + self.lw)
        return np.asarray(w / w.sum(), dtype=np.float64)


def read_scale(belief: TwoSidedPosterior, c: int, value: float) -> float:
    """A reading on the scale on which it is compared (see `law.expected`); NaN if it cannot."""
    kind = belief.channels[c].kind
    if kind == law.MOVEMENT:
        return math.asinh(value / belief.break_km2)
    if not value > 0 or math.isinf(value):
        return math.nan
    return math.log(value if kind == law.INTENSITY else value / belief.nominal)


def weighted_quantiles(x: Floats, w: Floats, levels: Sequence[float]) -> list[float]:
    """Quantiles of values x with weights w (summing to 1)."""
    order = np.argsort(x, kind="stable")
    at = np.searchsorted(np.cumsum(w[order]), np.asarray(levels))
    return [float(v) for v in x[order][np.minimum(at, x.size - 1)]]
