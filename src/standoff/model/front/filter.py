"""Belief about the front, week by week: a bootstrap particle filter for a mixture of members.

`start` gives the belief at the start, `advance` the belief a week later. Each member is filtered on its own; the mixture weights members, not particles.
Algorithm: Gordon, Salmond & Smith 1993, IEE Proc. F 140:107, with systematic resampling where the
effective sample falls under half.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from standoff.errors import ModelError, ParticlesCollapsedError
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
"""Effective sample size below which a member has, in effect, one particle left."""


def start(front: Front, members: Sequence[Component], particles: int, seed: int) -> FrontPosterior:
    """The belief before any movement was seen.

    Args:
        front: the theatre and its first reading.
        members: the mixture, at least one; equally weighted.
        particles: particles of each member, at least 2.
        seed: not negative; the same seed gives the same belief on any number of threads.
    Raises:
        ModelError: no members, too few particles or a negative seed.
    """
    if not members or particles < 2 or seed < 0:
        raise ModelError("filter: give at least 1 member, 2 particles and a seed of 0 or more.")
    constants, size = records(members), (len(members), particles)
    state = np.zeros(size, dtype=dynamics.STATE)
    dynamics.start_all(state, constants, front.mobile, seed)
    return FrontPosterior(
        day=front.start.astype("datetime64[D]"),
        week=0,
        state=state,
        lw=np.full(size, -math.log(particles)),
        members=constants,
        member_lw=np.full(len(members), -math.log(len(members))),
        evidence=np.zeros(len(members)),
        ess=float(particles),
        base_km2=front.start_km2,
        suspect_km2=math.nan,
        distrusted=(),
        front=front,
        seed=seed,
    )


def advance(belief: FrontPosterior, reading_km2: float) -> FrontPosterior:
    """The belief one week later.

    Args:
        belief: at the end of a week; unchanged by the call.
        reading_km2: area under control at the end of the next week, km²; NaN where there is none.
            A week without a reading adds nothing to the evidence: particles move unseen, and the
            next reading is compared with the last trusted one.
    Raises:
        ParticlesCollapsedError: in every member a single particle carries the weight.
    """
    day, week = belief.day + np.timedelta64(7, "D"), belief.week + 1
    state = belief.state.copy()
    gained = belief.base_km2 - belief.front.before_km2
    dynamics.step_all(state, belief.members, gained, belief.seed, week)
    moved = replace(belief, day=day, week=week, state=state, suspect_km2=math.nan)
    if math.isnan(reading_km2):
        return _survivors(_unseen(moved))
    if not 0 <= reading_km2 <= belief.front.country_km2:
        doubted = _doubt(moved, reading_km2, "no area of this country is that large or small")
        return _survivors(_unseen(doubted))
    return _survivors(_seen(moved, reading_km2, belief.suspect_km2))


def _seen(moved: FrontPosterior, reading_km2: float, suspect_km2: float) -> FrontPosterior:
    lw, evidence = _weighed(moved, reading_km2 - moved.base_km2)
    if not math.isnan(suspect_km2):
        # Last week's odd reading is confirmed where this one fits it better: the map was redrawn.
        rebased = replace(moved, state=_unmoved(moved.state))
        again = _weighed(rebased, reading_km2 - suspect_km2)
        if _mixed(moved, again[1]) > _mixed(moved, evidence):
            moved, (lw, evidence) = rebased, again
    if _mixed(moved, evidence) < redraw_log_density(moved.front):
        doubted = _doubt(moved, reading_km2, f"{reading_km2 - moved.base_km2:+,.0f} km² in a week")
        return _unseen(replace(doubted, suspect_km2=reading_km2))
    return replace(
        moved,
        state=_unmoved(moved.state),
        lw=lw,
        evidence=moved.evidence + evidence,
        base_km2=reading_km2,
    )


def _unseen(moved: FrontPosterior) -> FrontPosterior:
    year_day = day_of_year(moved.day)
    dynamics.move_all(moved.state, moved.members, year_day, moved.seed, moved.week)
    return moved


def _weighed(moved: FrontPosterior, moved_km2: float) -> tuple[Floats, Floats]:
    lw = np.empty_like(moved.lw)
    evidence, ess = np.empty(len(lw)), np.empty(len(lw))
    year_day = day_of_year(moved.day)
    dynamics.weigh_all(moved.state, moved.members, moved.lw, year_day, moved_km2, lw)
    normalise(lw, np.empty_like(lw), evidence, ess)
    return lw, evidence


def _survivors(belief: FrontPosterior) -> FrontPosterior:
    members, n = belief.lw.shape
    w = np.exp(belief.lw)
    ess = 1 / (w * w).sum(axis=1)
    if not ess.max() >= COLLAPSED:
        raise ParticlesCollapsedError(
            f"week ending {belief.day}: {belief.base_km2:,.0f} km² is explained by one particle of "
            f"{n} at best. Use more particles, or drop the reading."
        )
    parents = np.empty((members, n), dtype=np.int64)
    ancestors(w, belief.seed, belief.week, parents)
    thin = (ess < n / 2)[:, None]
    state = np.where(thin, np.take_along_axis(belief.state, parents, axis=1), belief.state)
    lw = np.where(thin, -math.log(n), belief.lw)
    return replace(belief, state=state, lw=lw, ess=float(ess.min()))


def _doubt(belief: FrontPosterior, reading_km2: float, reason: str) -> FrontPosterior:
    entry = RejectedReading(belief.day, reading_km2, reason)
    return replace(belief, distrusted=(*belief.distrusted, entry))


def _unmoved(state: npt.NDArray[np.void]) -> npt.NDArray[np.void]:
    state = state.copy()
    state["c"] = 0.0
    return state


def _mixed(belief: FrontPosterior, evidence: Floats) -> float:
    return float(np.logaddexp.reduce(belief.member_lw + evidence))
