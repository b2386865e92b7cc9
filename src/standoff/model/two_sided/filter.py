"""Belief about the two sides, week by week: a bootstrap particle filter for a mixture of members.

`start_forces` gives the belief at the start, `advance_forces` the belief a week later. The channels that speak in a week are heard one after the other, so that a reading that
is not believed is left out alone, and an error can name it. Algorithm as in `filter`.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from standoff.errors import ModelError, ParticlesCollapsedError
from standoff.model.two_sided import kernels, law, resample, update
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
"""Effective sample size below which a member has, in effect, one particle left."""
WORTHLESS = math.log(1 / 260 / math.log(1e6))
"""Log density of a reading that means nothing: one week in five years, anything within a million."""
MOVED_LOG = math.log(1 / 260 / 10.0)
"""The same for the front's movement, whose scale is asinh: ten units hold any front."""
CHANGED_AFTER = 3
"""Readings of one channel in a row that must be doubted before the channel is taken as changed."""


def start_forces(
    day: np.datetime64,
    nominal: float,
    break_km2: float,
    members: Sequence[TwoSidedComponent],
    channels: Sequence[Channel],
    particles: int,
    seed: int,
    temper: float = 1.0,
    by_weight: bool = False,
) -> TwoSidedPosterior:
    """The belief before anything was read.

    Args:
        day: the day that ends week 0.
        nominal: N, the strength of A by which everything is divided, people, > 0.
        break_km2: movement of the front in a week that counts as a break, km², > 0.
        members: the mixture, at least one; equally weighted.
        channels: who may speak.
        particles: particles of each member, at least 2.
        seed: not negative; the same seed gives the same belief on any number of threads.
        temper: power to which members' evidence is raised, 0 (equal weights) to 1 (Bayes).
        by_weight: whether particles survive by weight (`resample`) instead of moving to
            readings (`update`): for one channel that forecasts itself.
    Raises:
        ModelError: an argument is out of its range.
    """
    if not members or particles < 2 or seed < 0 or not 0 <= temper <= 1:
        raise ModelError("forces: give members, 2 particles, a seed >= 0, a temper in [0, 1].")
    if not (nominal > 0 and break_km2 > 0):
        raise ModelError("forces: nominal strength and break movement must be above 0.")
    size = (len(members), particles)
    constants, speakers = component_records(members), channel_records(channels)
    state = np.zeros(size, dtype=law.STATE)
    bias = np.zeros((*size, len(channels)))
    kernels.start_all(state, bias, constants, speakers, seed)
    return TwoSidedPosterior(
        day=day.astype("datetime64[D]"),
        week=0,
        state=state,
        bias=bias,
        lw=np.full(size, -math.log(particles)),
        members=tuple(members),
        constants=constants,
        member_lw=np.full(len(members), -math.log(len(members))),
        evidence=np.zeros(len(members)),
        ess=float(particles),
        channels=tuple(channels),
        speakers=speakers,
        heard=np.isfinite(speakers["bias_sd"]),
        odd=np.zeros(len(channels), dtype=np.int64),
        doubted=(),
        nominal=nominal,
        break_km2=break_km2,
        temper=temper,
        by_weight=by_weight,
        seed=seed,
    )


def advance_forces(
    belief: TwoSidedPosterior, said: Floats, scale: Floats | None = None
) -> TwoSidedPosterior:
    """The belief one week later.

    Args:
        belief: at the end of a week; unchanged by the call.
        said: what each channel says of the next week, in its own unit (people of the week, people
            so far, fires, km²), NaN where it is silent, shape (channels,). A silent channel adds
            nothing; a count of zero or less cannot be read on a log scale and is doubted.
        scale: factors on the channels' noise this week, shape (channels,); default 1.
    Raises:
        ModelError: `said` does not fit the channels.
        ParticlesCollapsedError: after a reading, every member rests on a single particle.
    """
    if said.shape != (len(belief.channels),):
        raise ModelError(f"forces: {said.shape} readings for {len(belief.channels)} channels.")
    day, week = belief.day + np.timedelta64(7, "D"), belief.week + 1
    state, bias = belief.state.copy(), belief.bias.copy()
    kernels.step_all(state, bias, belief.constants, belief.speakers, belief.seed, week)
    moved = replace(belief, day=day, week=week, state=state, bias=bias)
    factor = np.ones(said.shape) if scale is None else np.where(np.isnan(scale), 1.0, scale)
    for c in np.flatnonzero(~np.isnan(said)).tolist():
        moved = _heard(moved, c, float(said[c]), float(factor[c]))
    return resample.survivors(moved) if moved.by_weight else moved


def _heard(moved: TwoSidedPosterior, c: int, value: float, scale: float) -> TwoSidedPosterior:
    y = read_scale(moved, c, value)
    if math.isnan(y):
        return _doubt(moved, c, value, "no count of people or fires is zero, negative or endless")
    if not moved.heard[c]:
        return _anchored(moved, c, y, scale)
    lw = moved.lw + update.heard(moved, c, y, scale)
    evidence = np.logaddexp.reduce(lw, axis=1)
    # A member that was lost earlier has no finite evidence; it must not silence the others.
    mixed = float(np.logaddexp.reduce(moved.member_lw + evidence))
    movement = moved.channels[c].kind == law.MOVEMENT
    if not mixed >= (MOVED_LOG if movement else WORTHLESS):
        return _odd(moved, c, value, y, scale)
    ess = update.effective(lw)
    if not ess.max() >= COLLAPSED:
        raise ParticlesCollapsedError(
            f"week ending {moved.day}: {value:,.0f} of {moved.channels[c].name!r} is explained by "
            f"one particle of {lw.shape[1]} at best. Use more particles, or drop the reading."
        )
    if moved.by_weight:
        moved = replace(moved, lw=lw - evidence[:, None], evidence=moved.evidence + evidence)
    elif movement:
        moved = update.by_degrees(moved, c, y, scale)
    else:
        moved = update.by_regression(moved, c, y, scale)
        moved = replace(moved, evidence=moved.evidence + evidence)
    return replace(moved, member_lw=_tempered(moved, moved.evidence), odd=_with(moved.odd, c, 0))


def _odd(
    moved: TwoSidedPosterior, c: int, value: float, y: float, scale: float
) -> TwoSidedPosterior:
    """Leave a reading out; where its channel has long been odd, learn the channel's bias anew."""
    channel, row = moved.channels[c], int(moved.odd[c]) + 1
    flows = (law.FLOW_A, law.FLOW_B, law.INTENSITY)
    if row >= CHANGED_AFTER and channel.kind in flows:
        reason = f"odd {row} times in a row: taken as another way of counting, its bias learnt anew"
        anchored = _anchored(moved, c, y, scale)
        return replace(_doubt(anchored, c, value, reason), odd=_with(moved.odd, c, 0))
    told = expected_range(moved, c)
    reason = f"{told[0]:,.0f} to {told[1]:,.0f} was expected at 90%"
    if channel.kind == law.MOVEMENT:
        reason = (
            f"the balance does not explain such a step: {reason}; left to the front's own model"
        )
    return replace(_doubt(moved, c, value, reason), odd=_with(moved.odd, c, row))


def expected_range(belief: TwoSidedPosterior, c: int) -> tuple[float, float]:
    """The 90% interval of what a channel would say this week, in its own unit."""
    out = np.empty(belief.bias.shape)
    kernels.speak_all(
        belief.state, belief.bias, belief.constants, belief.speakers, belief.seed, belief.week, out
    )
    low, high = weighted_quantiles(out[..., c].ravel(), belief.weights.ravel(), (0.05, 0.95))
    if belief.channels[c].kind == law.MOVEMENT:
        return math.sinh(low) * belief.break_km2, math.sinh(high) * belief.break_km2
    unit = 1.0 if belief.channels[c].kind == law.INTENSITY else belief.nominal
    return math.exp(low) * unit, math.exp(high) * unit


def _anchored(moved: TwoSidedPosterior, c: int, y: float, scale: float) -> TwoSidedPosterior:
    bias = moved.bias.copy()
    kernels.anchor_all(
        moved.state, bias, moved.constants, moved.speakers, c, y, scale, moved.seed, moved.week
    )
    heard = moved.heard.copy()
    heard[c] = True
    return replace(moved, bias=bias, heard=heard)


def _tempered(belief: TwoSidedPosterior, evidence: Floats) -> Floats:
    lw = belief.temper * evidence
    return np.asarray(lw - np.logaddexp.reduce(lw), dtype=np.float64)


def _doubt(belief: TwoSidedPosterior, c: int, value: float, reason: str) -> TwoSidedPosterior:
    entry = RejectedChannelReading(belief.day, belief.channels[c].name, value, reason)
    return replace(belief, doubted=(*belief.doubted, entry))


def _with(x: npt.NDArray[np.int64], c: int, value: int) -> npt.NDArray[np.int64]:
    x = x.copy()
    x[c] = value
    return x
