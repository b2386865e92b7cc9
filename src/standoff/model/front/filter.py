"""The posterior of the front, week by week: a bootstrap particle filter for a mixture of components.

`start` gives the posterior at the start, `advance` the posterior a week later. Each component is
filtered on its own; the mixture weights the components, not the particles.
Algorithm: Gordon, Salmond & Smith 1993, IEE Proc. F 140:107, with systematic resampling where the
effective sample falls under half.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from standoff.errors import ModelError, ParticlesCollapsedError
from standoff.formatting import amount
from standoff.model.front import dynamics
from standoff.model.front.mixture import Component, records
from standoff.model.front.posterior import (
    Front,
    FrontPosterior,
    RejectedReading,
    day_of_year,
    redraw_log_density,
)
from standoff.model.numerics.resampling import ancestors, normalise

Floats = npt.NDArray[np.float64]
COLLAPSED = 1.5
"""Effective sample size below which a component has, in effect, one particle left."""


def start(
    front: Front, components: Sequence[Component], particles: int, seed: int
) -> FrontPosterior:
    """The posterior before any movement was seen.

    Args:
        front: the theatre and its first reading.
        components: the mixture, at least one; equally weighted.
        particles: particles of each component, at least 2.
        seed: not negative; the same seed gives the same posterior on any number of threads.
    Raises:
        ModelError: no components, too few particles or a negative seed.
    """
    if not components or particles < 2 or seed < 0:
        raise ModelError("filter: give at least 1 component, 2 particles and a seed of 0 or more.")
    constants, size = records(components), (len(components), particles)
    state = np.zeros(size, dtype=dynamics.STATE)
    dynamics.start_all(state, constants, front.mobile, seed)
    return FrontPosterior(
        day=front.start.astype("datetime64[D]"),
        week=0,
        state=state,
        lw=np.full(size, -math.log(particles)),
        components=constants,
        component_lw=np.full(len(components), -math.log(len(components))),
        evidence=np.zeros(len(components)),
        ess=float(particles),
        base_km2=front.start_km2,
        suspect_km2=math.nan,
        rejected=(),
        front=front,
        seed=seed,
    )


def advance(posterior: FrontPosterior, reading_km2: float) -> FrontPosterior:
    """The posterior one week later.

    Args:
        posterior: at the end of a week; unchanged by the call.
        reading_km2: area under control at the end of the next week, km²; NaN where there is none.
            A week without a reading adds nothing to the evidence: particles move unobserved, and the
            next reading is compared with the last assimilated one.
    Raises:
        ParticlesCollapsedError: in every component a single particle carries the weight.
    """
    day, week = posterior.day + np.timedelta64(7, "D"), posterior.week + 1
    state = posterior.state.copy()
    gained = posterior.base_km2 - posterior.front.before_km2
    dynamics.step_all(state, posterior.components, gained, posterior.seed, week)
    moved = replace(posterior, day=day, week=week, state=state, suspect_km2=math.nan)
    if math.isnan(reading_km2):
        return _resampled(_unobserved(moved))
    if not 0 <= reading_km2 <= posterior.front.country_km2:
        rejected = _rejected(moved, reading_km2, "no area of this country is that large or small")
        return _resampled(_unobserved(rejected))
    return _resampled(_assimilated(moved, reading_km2, posterior.suspect_km2))


def _assimilated(moved: FrontPosterior, reading_km2: float, suspect_km2: float) -> FrontPosterior:
    """The posterior with a reading in it, or with the reading rejected."""
    lw, evidence = _weighed(moved, reading_km2 - moved.base_km2)
    mixed = float(np.logaddexp.reduce(moved.component_lw + evidence))
    if not math.isnan(suspect_km2):
        # Last week's odd reading is confirmed where this one fits it better: the map was redrawn.
        rebased = replace(moved, state=_unmoved(moved.state))
        again_lw, again = _weighed(rebased, reading_km2 - suspect_km2)
        again_mixed = float(np.logaddexp.reduce(moved.component_lw + again))
        if again_mixed > mixed:
            moved, lw, evidence, mixed = rebased, again_lw, again, again_mixed
    if mixed < redraw_log_density(moved.front):
        reason = f"{reading_km2 - moved.base_km2:+,.0f} km² in a week"
        rejected = _rejected(moved, reading_km2, reason)
        return _unobserved(replace(rejected, suspect_km2=reading_km2))
    return replace(
        moved,
        state=_unmoved(moved.state),
        lw=lw,
        evidence=moved.evidence + evidence,
        base_km2=reading_km2,
    )


def _unobserved(moved: FrontPosterior) -> FrontPosterior:
    """A week without a reading; changes the state in place."""
    year_day = day_of_year(moved.day)
    dynamics.move_all(moved.state, moved.components, year_day, moved.seed, moved.week)
    return moved


def _weighed(moved: FrontPosterior, moved_km2: float) -> tuple[Floats, Floats]:
    """Log-weights with a week's movement in them, and its log evidence by component."""
    lw = np.empty_like(moved.lw)
    evidence, ess = np.empty(len(lw)), np.empty(len(lw))
    year_day = day_of_year(moved.day)
    dynamics.weigh_all(moved.state, moved.components, moved.lw, year_day, moved_km2, lw)
    normalise(lw, np.empty_like(lw), evidence, ess)
    return lw, evidence


def _resampled(posterior: FrontPosterior) -> FrontPosterior:
    components, n = posterior.lw.shape
    w = np.exp(posterior.lw)
    ess = 1 / (w * w).sum(axis=1)
    if not ess.max() >= COLLAPSED:
        raise ParticlesCollapsedError(
            f"week ending {posterior.day}: {amount(round(posterior.base_km2), 'km2')} is explained by one "
            f"particle of {n} at best. Use more particles, or drop the reading."
        )
    parents = np.empty((components, n), dtype=np.int64)
    ancestors(w, posterior.seed, posterior.week, parents)
    thin = (ess < n / 2)[:, None]
    state = np.where(thin, np.take_along_axis(posterior.state, parents, axis=1), posterior.state)
    lw = np.where(thin, -math.log(n), posterior.lw)
    return replace(posterior, state=state, lw=lw, ess=float(ess.min()))


def _rejected(posterior: FrontPosterior, reading_km2: float, reason: str) -> FrontPosterior:
    entry = RejectedReading(posterior.day, reading_km2, reason)
    return replace(posterior, rejected=(*posterior.rejected, entry))


def _unmoved(state: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    """The same particles with no movement since the last assimilated reading."""
    state = state.copy()
    state["c"] = 0.0
    return state
