"""The two sides' posterior as of a day: how far each is from a breakthrough, and at what cost.

32 sets of constants spread over the prior ranges of the law are filtered side by side, and none gains
by its evidence: what a war cannot tell of its constants stays prior, and the answer says how much.
A run without readings, beside it, is what the share of the prior is measured against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from standoff.domain.war import War, standstill_km2
from standoff.errors import ParticlesCollapsedError
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.forecast.balance.records import BalanceView, Doubt, Interval, SideBalance, Term
from standoff.forecast.posterior_cache import SETTLING_DAYS, PosteriorCache, chained
from standoff.model.serialize import load_two_sided, save_two_sided
from standoff.model.two_sided import filter as two_sided_filter
from standoff.model.two_sided.balance import LEVELS, TERMS, balance, prior_share
from standoff.model.two_sided.losses import sample_losses
from standoff.model.two_sided.mixture import TwoSidedComponent, wide
from standoff.model.two_sided.posterior import TwoSidedPosterior
from standoff.observations.channels import Readings, feeds, movement, weekly_readings
from standoff.observations.front import FrontSeries, Numbers

MEMBERS, PARTICLES, PRIOR_ONLY_PARTICLES = 32, 400, 100
_PATHS = 4000
_RECENT_WEEKS = 4
_UNMEASURED_BREAK_KM2 = 350.0
"""Of a war without a front nothing moves; the filter asks for a number."""

_ARMY, _ARMY_LOG_SD = 100_000.0, 1.0
"""Strength of the first side where no claim gives it: 19,000 to 520,000 people at 90%, which spans
the field armies of interstate wars since 1946. Claims of the first `_MASSED_DAYS` days come first."""
_MASSED_DAYS = 90
_MASSED_LOG_SD = 0.2


@dataclass(frozen=True)
class TwoSidedInputs:
    """A posterior, and one of a run without readings.

    Attributes:
        posterior, prior_only: at the end of the same week.
        readings: what was read, by week.
        strength_from: see `BalanceView`.
    """

    posterior: TwoSidedPosterior
    prior_only: TwoSidedPosterior
    readings: Readings
    strength_from: str


def two_sides(
    known: ClaimsSnapshot,
    front: FrontSeries,
    horizons: Sequence[int],
    seed: int,
    folder: Path | None,
) -> BalanceView:
    """Both sides as of a day.

    Args:
        known: what was known by the day.
        front: the front by then.
        horizons: days ahead for which losses are forecast.
        seed: of the filter and of what is sampled.
        folder: where posteriors are cached between runs; None for nowhere.

    Raises:
        ParticlesCollapsedError: no particle explains a week; the message names it and its claims.
    """
    sides = filtered(known, front, seed, posterior_cache(folder))
    now = balance(sides.posterior)
    codes = [side.code for side in known.war.sides]
    weeks = len(sides.readings.ends)
    views = {}
    for side, (held, attacks) in enumerate(((now.a, now.attacks[0]), (now.b, now.attacks[2]))):
        share = prior_share(sides.posterior, sides.prior_only, side)
        views[codes[side]] = SideBalance(
            past_threshold=_of_levels(held.past_threshold),
            p_past=held.p_breaks,
            prior_share=min(share["distance"], 1.0),
            terms={
                name: Term(held.terms[name], held.terms_sd[name], min(share[name], 1.0))
                for name in TERMS
            },
            attacks=attacks,
            lost_so_far=_of_levels(held.lost_so_far),
        )
    return BalanceView(
        day=date.fromisoformat(str(sides.posterior.day)),
        readings=int((~np.isnan(sides.readings.said)).sum()),
        sides=views,
        losses_ahead=_losses_ahead(sides.posterior, known.as_of, codes, horizons, seed),
        doubted=tuple(
            Doubt(date.fromisoformat(str(d.day)), d.channel, d.value, d.reason)
            for d in sides.posterior.rejected
        ),
        claims=tuple(sorted(set(sides.readings.claim_ids(weeks - _RECENT_WEEKS, weeks)))),
        strength_from=sides.strength_from,
    )


def posterior_cache(folder: Path | None) -> PosteriorCache[TwoSidedPosterior]:
    """A cache of both sides' posteriors in a folder; None caches them in memory only."""
    return PosteriorCache(folder, load_two_sided, save_two_sided)


def filtered(
    known: ClaimsSnapshot, front: FrontSeries, seed: int, cache: PosteriorCache[TwoSidedPosterior]
) -> TwoSidedInputs:
    """The posterior at the end of the last whole week of the war, and a prior-only one beside it.

    Weeks are counted from the war's first day, so that a later day costs the weeks since. Where no
    channel but the front has a reading nothing tells the sides apart, and the prior-only run stands
    for both.
    """
    war = known.war
    fed = feeds(war)
    names = {name for feed in fed for name in feed.declared.quantities}
    claims = [claim for _, claim in known.of(*sorted(names))]
    readings = weekly_readings(claims, fed, war.start, known.as_of, war.start)
    weeks = len(readings.ends)
    nominal, log_sd, source = _strength(known)
    broken = _break_km2(war, known.as_of)
    plain = TwoSidedComponent()
    # What is not known of the army's size is as much not known of what it loses in a week.
    base = replace(plain, start_i_sd=float(np.hypot(plain.start_i_sd, log_sd)))
    channels = [*(feed.channel for feed in fed), movement(war)]

    def started(particles: int) -> TwoSidedPosterior:
        start = np.datetime64(war.start)
        return two_sided_filter.start(
            start, nominal, broken, wide(MEMBERS, base), channels, particles, seed, temper=0.0
        )

    nothing = np.full((weeks, len(channels)), np.nan)
    unread = _run(started(PRIOR_ONLY_PARTICLES), nothing, np.ones_like(nothing), readings, cache)
    if np.isnan(readings.said).all():
        return TwoSidedInputs(unread, unread, readings, source)
    said = np.column_stack([readings.said, _movement(front, war, weeks, broken)])
    scale = np.column_stack([readings.scale, np.ones(weeks)])
    return TwoSidedInputs(
        _run(started(PARTICLES), said, scale, readings, cache), unread, readings, source
    )


def _run(
    start: TwoSidedPosterior,
    said: Numbers,
    scale: Numbers,
    readings: Readings,
    cache: PosteriorCache[TwoSidedPosterior],
) -> TwoSidedPosterior:
    """The posterior after all weeks, from the last one cached; a collapse names its claims."""
    first = (start.day, start.seed, start.nominal, start.break_km2, start.state.shape)
    rests_on = f"{first} {start.components} {start.channels}"
    chain = chained(
        rests_on, ([*row.tolist(), *by.tolist()] for row, by in zip(said, scale, strict=True))
    )
    week, posterior = cache.latest(chain)
    posterior = posterior or start
    for now in range(week, len(said)):
        try:
            posterior = two_sided_filter.advance(posterior, said[now], scale[now])
        except ParticlesCollapsedError as error:
            ids = readings.claim_ids(now, now)
            raise ParticlesCollapsedError(
                f"{error} The week's claims: {', '.join(ids[:3])}."
            ) from error
    cache.keep(chain[-1], posterior)
    return posterior


def _strength(known: ClaimsSnapshot) -> tuple[float, float, str]:
    """People by which everything is divided, the sd of its log, and where it is from."""
    war = known.war
    until = war.start + timedelta(days=_MASSED_DAYS)
    wide_places = {"", war.country, war.scope}
    said = [
        claim
        for _, claim in known.of("force.deployed_personnel", side=war.sides[0].code)
        if claim.happened_to <= until and claim.place in wide_places and (claim.value or claim.low)
    ]
    first = f"the war's first {_MASSED_DAYS} days"
    if not said:
        return (
            _ARMY,
            _ARMY_LOG_SD,
            f"a prior, as no claim states the strength of {war.sides[0].name} in {first}",
        )
    people = max(float(claim.value or claim.low or 0.0) for claim in said)
    return (
        people,
        _MASSED_LOG_SD,
        f"the largest strength claimed for {war.sides[0].name} in {first}",
    )


def _movement(front: FrontSeries, war: War, weeks: int, broken: float) -> Numbers:
    """The front's change in each week, km², as if its break had been `broken`; NaN if not observed."""
    if front.last < 0:
        return np.full(weeks, np.nan)
    at = int((np.datetime64(war.start) - front.days[0]).astype(int)) + 7 * np.arange(weeks + 1)
    there = (at >= 0) & (at <= front.last)
    level = np.full(weeks + 1, np.nan)
    level[there] = front.at_ends(at[there])
    ends = [war.start + timedelta(days=7 * w) for w in range(1, weeks + 1)]
    settled = war.start + timedelta(days=SETTLING_DAYS + 7)
    scale = np.array([broken / _break_km2(war, day) for day in ends])
    return np.where([day >= settled for day in ends], np.diff(level) * scale, np.nan)


def _break_km2(war: War, day: date) -> float:
    if war.movement == "none":
        return _UNMEASURED_BREAK_KM2
    return standstill_km2(war.front_on(day, day).km, 7, war.thresholds.break_m_per_day)


def _losses_ahead(
    posterior: TwoSidedPosterior,
    as_of: date,
    codes: Sequence[str],
    horizons: Sequence[int],
    seed: int,
) -> dict[str, dict[str, Interval]]:
    age = int((np.datetime64(as_of) - posterior.day).astype(int))
    days = [*([age] if age else []), *(age + h for h in horizons)]
    lost = sample_losses(posterior, days, _PATHS, seed)
    out = {}
    for code, people in zip(codes, (lost.a, lost.b), strict=True):
        since = people[:, :1] if age else np.zeros((len(people), 1))
        ahead = people[:, -len(horizons) :] - since
        low, middle, high = np.quantile(ahead, [LEVELS[0], 0.5, LEVELS[-1]], axis=0)
        out[code] = {
            str(h): Interval(float(low[i]), float(middle[i]), float(high[i]))
            for i, h in enumerate(horizons)
        }
    return out


def _of_levels(quantiles: Sequence[float]) -> Interval:
    return Interval(float(quantiles[0]), float(quantiles[2]), float(quantiles[-1]))
