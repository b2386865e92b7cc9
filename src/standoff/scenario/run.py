"""The changed course beside the baseline with the same random numbers, draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from standoff.model.two_sided.losses import sample_weeks
from standoff.observations.front import Numbers
from standoff.scenario import effects
from standoff.scenario.baseline import Baseline
from standoff.scenario.definition import Change
from standoff.scenario.draws import FUTURES, PAIRS, Starts
from standoff.scenario.fronts import Fronts
from standoff.scenario.power_to_speed import changed_speed


@dataclass(frozen=True)
class Futures:
    """Futures of the two sides, of both twins of every pair.

    Attributes:
        power: log relative power R, up to a constant, at the end of each week after the as-of date,
            (2, pairs, futures, weeks).
        lost: people each side has lost since the as-of date by each horizon, (2, pairs, futures,
            horizons, 2).
    """

    power: Numbers
    lost: Numbers

    @property
    def first(self) -> Futures:
        """Those of the first twins alone."""
        return Futures(self.power[:1], self.lost[:1])


@dataclass(frozen=True)
class Run:
    """The results of one set of values.

    Attributes:
        delta: change of the log relative power in widths of the law, as far as the front carries it,
            by week after the as-of date, (2, pairs, futures, weeks).
        axes: area that new axes bring the first side by the end of each week, km², (pairs, weeks).
        ended: probability that the war has ended by each horizon, (pairs, horizons).
        lost: as in `Futures`.
    """

    delta: Numbers
    axes: Numbers
    ended: Numbers
    lost: Numbers


@dataclass(frozen=True)
class Setting:
    """What every run of one what-if shares.

    Attributes:
        course: the baseline.
        starts: where the sides stand in each draw.
        fronts: courses of the front, and which of them each draw meets.
        horizons: days ahead, increasing.
        carried: share of a change of power that the front's speed carries in each pair, (pairs,).
    """

    course: Baseline
    starts: Starts
    fronts: Fronts
    horizons: tuple[int, ...]
    carried: Numbers

    @property
    def age_days(self) -> int:
        """Days from the posterior of the sides to the as-of date."""
        posterior = self.course.sides.posterior
        return int((np.datetime64(self.course.as_of) - posterior.day).astype(int))

    @property
    def weeks_sampled(self) -> int:
        """Weeks from the posterior of the sides to the last horizon."""
        return -(-(self.age_days + self.horizons[-1]) // 7)

    @cached_property
    def give_way(self) -> Numbers:
        """2 s B of each draw, km² a week, (2, pairs)."""
        posterior = self.course.sides.posterior
        state = posterior.state.ravel()[self.starts.places]
        width = posterior.constants["width"][self.starts.components]
        s = np.exp(-(state["theta_a"] + state["theta_b"]) / (2 * width))
        return np.asarray(2 * s * posterior.break_km2, dtype=np.float64)


def futures(setting: Setting, changed: Numbers | None, twins: int = 2) -> Futures:
    """Futures of the first or of both twins; without a change, those of the baseline."""
    posterior, age = setting.course.sides.posterior, setting.age_days
    weeks = setting.weeks_sampled
    halves = [
        sample_weeks(
            posterior,
            weeks,
            PAIRS * FUTURES,
            setting.course.seed,
            changes=changed,
            chosen=setting.starts.of_futures(twin),
        )
        for twin in range(twins)
    ]
    out = np.stack(halves).reshape(twins, PAIRS, FUTURES, weeks, -1)
    # The thresholds are the same with and without a change: half the difference of distances is R.
    power = _at_weeks((out[..., 3] - out[..., 4]) / 2, (age + setting.fronts.ends) / 7)
    people = np.cumsum(posterior.nominal * np.exp(out[..., :2]), axis=3)
    ends = (age + np.array([0, *setting.horizons])) / 7
    lost = _at_weeks(np.moveaxis(people, 3, -1), ends)
    return Futures(power, np.moveaxis(lost[..., 1:] - lost[..., :1], -1, 3))


def run(
    setting: Setting, changes: Sequence[Change], values: Numbers, opens: Numbers, before: Futures
) -> Run:
    """The changed course of one set of values.

    Args:
        setting: what all runs share.
        changes: those of all scenarios.
        values, opens: of `draws`, (pairs, changes).
        before: futures of the baseline; of one twin for a run of one.
    """
    course, after = setting.course, before
    if any(change.part not in ("axis", "will") for change in changes):
        when = (course.as_of, setting.age_days, setting.weeks_sampled)
        held = effects.on_sides(changes, values, course.war, *when)
        after = futures(setting, held, len(before.power))
    width = course.sides.posterior.constants["width"][setting.starts.components]
    scale = setting.carried / width
    return Run(
        delta=(after.power - before.power) * scale[None, :, None, None],
        axes=effects.on_axes(changes, values, opens, course.war, course.as_of, setting.fronts.ends),
        ended=effects.ended(
            changes, values, course.war, course.as_of, setting.horizons, course.known.blind_days
        ),
        lost=after.lost,
    )


def shift(setting: Setting, of: Run, twin: int, pair: int) -> Numbers:
    """What one draw adds to each course of the front that it meets, km².

    Returns:
        (courses, 1 + weeks), at the as-of date and the end of each week after it; a course never
        leaves the country.
    """
    posterior, fronts = setting.course.sides.posterior, setting.fronts
    mine = fronts.met_by(twin, pair)
    v = fronts.speed[mine]
    give_way = float(setting.give_way[twin, pair])
    changed = changed_speed(v, of.delta[twin, pair], give_way, posterior.break_km2)
    weeks = np.diff(fronts.ends, prepend=0) / 7
    moved = np.cumsum((changed - v) * weeks, axis=1) + of.axes[pair]
    level = fronts.level[mine][:, 1:]
    # A course that has left the country by itself stays where it is.
    least, most = np.minimum(level, 0.0), np.maximum(level, setting.course.war.country_km2)
    kept = np.clip(level + moved, least, most) - level
    return np.hstack([np.zeros((len(mine), 1)), kept])


def _at_weeks(by_week: Numbers, weeks: Numbers) -> Numbers:
    """What is known at the ends of weeks, (..., weeks), read at fractions of weeks; 0 at the start."""
    whole = np.concatenate([np.zeros((*by_week.shape[:-1], 1)), by_week], axis=-1)
    left = np.minimum(weeks.astype(int), by_week.shape[-1] - 1)
    share = weeks - left
    return np.asarray(whole[..., left] * (1 - share) + whole[..., left + 1] * share)
