"""The posterior of the two sides, week by week: a particle filter for a mixture of components.

`start` gives the posterior at the start, `advance` the posterior a week later. The
channels that give a reading in a week are assimilated one after the other, so that a rejected reading
is left out alone, and an error can name it. Algorithm: as in `front.filter`, with `update` in place of
resampling.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from standoff.errors import ModelError, ParticlesCollapsedError
from standoff.formatting import amount
from standoff.model.two_sided import kernels, law, update
from standoff.model.two_sided.mixture import (
    Channel,
    TwoSidedComponent,
    channel_records,
    component_records,
)
from standoff.model.two_sided.posterior import (
    RejectedChannelReading,
    TwoSidedPosterior,
    read_scale,
    weighted_quantiles,
)

Floats = npt.NDArray[np.float64]
COLLAPSED = 1.5
"""Effective sample size below which a component has, in effect, one particle left."""
REJECTED_BELOW = math.log(1 / 260 / math.log(1e6))
"""Log density of a reading that means nothing: one week in five years, anything within a million."""
MOVEMENT_REJECTED_BELOW = math.log(1 / 260 / 10.0)
"""The same for the front's movement, whose scale is asinh: ten units hold any front."""
CHANGED_AFTER = 3
"""Readings of one channel in a row that must be rejected before the channel is taken as changed."""


def start(
    day: np.datetime64,
    nominal: float,
    break_km2: float,
    components: Sequence[TwoSidedComponent],
    channels: Sequence[Channel],
    particles: int,
    seed: int,
    temper: float = 1.0,
) -> TwoSidedPosterior:
    """The posterior before any reading.

    Args:
        day: the day that ends week 0.
        nominal: N, the strength of A by which everything is divided, people, > 0.
        break_km2: movement of the front in a week that counts as a break, km², > 0.
        components: the mixture, at least one; equally weighted.
        channels: whose readings there may be.
        particles: particles of each component, at least 2.
        seed: not negative; the same seed gives the same posterior on any number of threads.
        temper: power to which components' evidence is raised, 0 (equal weights) to 1 (Bayes).
    Raises:
        ModelError: an argument is out of its range.
    """
    if not components or particles < 2 or seed < 0 or not 0 <= temper <= 1:
        raise ModelError(
            "two sides: give components, 2 particles, a seed >= 0 and a temper from 0 to 1."
        )
    if not (nominal > 0 and break_km2 > 0):
        raise ModelError("two sides: give a nominal strength and a break movement above 0.")
    size = (len(components), particles)
    constants, channel_constants = component_records(components), channel_records(channels)
    state = np.zeros(size, dtype=law.STATE)
    bias = np.zeros((*size, len(channels)))
    kernels.start_all(state, bias, constants, channel_constants, seed)
    return TwoSidedPosterior(
        day=day.astype("datetime64[D]"),
        week=0,
        state=state,
        bias=bias,
        lw=np.full(size, -math.log(particles)),
        components=tuple(components),
        constants=constants,
        component_lw=np.full(len(components), -math.log(len(components))),
        evidence=np.zeros(len(components)),
        ess=float(particles),
        channels=tuple(channels),
        channel_constants=channel_constants,
        bias_set=np.isfinite(channel_constants["bias_sd"]),
        rejected_in_a_row=np.zeros(len(channels), dtype=np.int64),
        rejected=(),
        nominal=nominal,
        break_km2=break_km2,
        temper=temper,
        seed=seed,
    )


def advance(
    posterior: TwoSidedPosterior, readings: Floats, scale: Floats | None = None
) -> TwoSidedPosterior:
    """The posterior one week later.

    Args:
        posterior: at the end of a week; unchanged by the call.
        readings: of each channel for the next week, in its own unit (people of the week, people so
            far, fires, km²), NaN where it has none, shape (channels,). A channel without a reading
            adds nothing; a count of zero or less has no logarithm and is rejected.
        scale: factors on the channels' noise this week, shape (channels,); default 1.
    Raises:
        ModelError: `readings` does not fit the channels.
        ParticlesCollapsedError: after a reading, every component rests on a single particle.
    """
    if readings.shape != (len(posterior.channels),):
        raise ModelError(
            f"two sides: {readings.shape} readings for {len(posterior.channels)} channels. "
            "Give one for each channel, NaN for none."
        )
    day, week = posterior.day + np.timedelta64(7, "D"), posterior.week + 1
    state, bias = posterior.state.copy(), posterior.bias.copy()
    kernels.step_all(
        state, bias, posterior.constants, posterior.channel_constants, posterior.seed, week
    )
    moved = replace(posterior, day=day, week=week, state=state, bias=bias)
    factor = np.ones(readings.shape) if scale is None else np.where(np.isnan(scale), 1.0, scale)
    for c in np.flatnonzero(~np.isnan(readings)).tolist():
        moved = _assimilated(moved, c, float(readings[c]), float(factor[c]))
    return moved


def _assimilated(moved: TwoSidedPosterior, c: int, value: float, scale: float) -> TwoSidedPosterior:
    """The posterior with a channel's reading in it, or with the reading rejected."""
    y = read_scale(moved, c, value)
    if math.isnan(y):
        return _rejected(
            moved, c, value, "no count of people or fires is zero, negative or endless"
        )
    if not moved.bias_set[c]:
        return _with_bias_set(moved, c, y, scale)
    lw = moved.lw + update.reading_log_density(moved, c, y, scale)
    evidence = np.logaddexp.reduce(lw, axis=1)
    # A component that was lost earlier has no finite evidence; it must not silence the others.
    mixed = float(np.logaddexp.reduce(moved.component_lw + evidence))
    movement = moved.channels[c].kind == law.MOVEMENT
    if not mixed >= (MOVEMENT_REJECTED_BELOW if movement else REJECTED_BELOW):
        return _improbable(moved, c, value, y, scale)
    ess = update.effective(lw)
    if not ess.max() >= COLLAPSED:
        raise ParticlesCollapsedError(
            f"week ending {moved.day}: {amount(round(value))} of {moved.channels[c].name!r} is explained by "
            f"one particle of {lw.shape[1]} at best. Use more particles, or drop the reading."
        )
    if movement:
        moved = update.by_degrees(moved, c, y, scale)
    else:
        moved = update.by_regression(moved, c, y, scale)
        moved = replace(moved, evidence=moved.evidence + evidence)
    component_lw = moved.temper * moved.evidence
    component_lw = np.asarray(component_lw - np.logaddexp.reduce(component_lw), dtype=np.float64)
    return replace(
        moved,
        component_lw=component_lw,
        rejected_in_a_row=_replaced(moved.rejected_in_a_row, c, 0),
    )


def _improbable(
    moved: TwoSidedPosterior, c: int, value: float, y: float, scale: float
) -> TwoSidedPosterior:
    """Reject a reading; after several in a row, learn its channel's bias anew."""
    channel, row = moved.channels[c], int(moved.rejected_in_a_row[c]) + 1
    flows = (law.FLOW_A, law.FLOW_B, law.INTENSITY)
    if row >= CHANGED_AFTER and channel.kind in flows:
        reason = f"odd {row} times in a row: taken as another way of counting, its bias learnt anew"
        relearnt = _with_bias_set(moved, c, y, scale)
        return replace(
            _rejected(relearnt, c, value, reason),
            rejected_in_a_row=_replaced(moved.rejected_in_a_row, c, 0),
        )
    low, high = expected_range(moved, c)
    reason = f"{amount(round(low))} to {amount(round(high))} was expected at 90%"
    if channel.kind == law.MOVEMENT:
        reason = (
            f"the balance does not explain such a step: {reason}; left to the front's own model"
        )
    return replace(
        _rejected(moved, c, value, reason),
        rejected_in_a_row=_replaced(moved.rejected_in_a_row, c, row),
    )


def expected_range(posterior: TwoSidedPosterior, c: int) -> tuple[float, float]:
    """The 90% interval of a channel's reading this week, in its own unit."""
    out = np.empty(posterior.bias.shape)
    kernels.simulate_all(
        posterior.state, posterior.bias, posterior.constants, posterior.channel_constants,
        posterior.seed, posterior.week, out,
    )  # fmt: skip
    low, high = weighted_quantiles(out[..., c].ravel(), posterior.weights.ravel(), (0.05, 0.95))
    if posterior.channels[c].kind == law.MOVEMENT:
        return math.sinh(low) * posterior.break_km2, math.sinh(high) * posterior.break_km2
    unit = 1.0 if posterior.channels[c].kind == law.INTENSITY else posterior.nominal
    return math.exp(low) * unit, math.exp(high) * unit


def _with_bias_set(moved: TwoSidedPosterior, c: int, y: float, scale: float) -> TwoSidedPosterior:
    """The posterior with a channel's bias set by one reading."""
    bias, bias_set = moved.bias.copy(), moved.bias_set.copy()
    kernels.anchor_all(
        moved.state, bias, moved.constants, moved.channel_constants, c, y, scale,
        moved.seed, moved.week,
    )  # fmt: skip
    bias_set[c] = True
    return replace(moved, bias=bias, bias_set=bias_set)


def _rejected(posterior: TwoSidedPosterior, c: int, value: float, reason: str) -> TwoSidedPosterior:
    entry = RejectedChannelReading(posterior.day, posterior.channels[c].name, value, reason)
    return replace(posterior, rejected=(*posterior.rejected, entry))


def _replaced(x: npt.NDArray[np.int64], c: int, value: int) -> npt.NDArray[np.int64]:
    x = x.copy()
    x[c] = value
    return x
