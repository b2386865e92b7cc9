"""The answer to a what-if: the changed course beside the baseline, figure by figure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from standoff._version import __version__
from standoff.domain.claim import digest
from standoff.domain.horizons import HORIZONS
from standoff.domain.outcomes import movement_limits, outcome_names
from standoff.domain.provenance import MadeWith
from standoff.errors import ScenarioError
from standoff.evidence.grading import cited
from standoff.formatting import written_odds
from standoff.model.two_sided import interventions
from standoff.observations.front import Numbers
from standoff.scenario import draws, trials, wording
from standoff.scenario.answer import (
    ASSUMED,
    LEAVING,
    SCHEMA_NAME,
    SIZED,
    Amount,
    AtHorizon,
    Effect,
    Leaving,
    OutcomeChange,
    PairedFan,
    ScenarioSummary,
    Spread,
    Trials,
    Tried,
    WhatIf,
)
from standoff.scenario.baseline import Baseline
from standoff.scenario.definition import Scenario
from standoff.scenario.figures import on_day
from standoff.scenario.grounds import assumptions
from standoff.scenario.paired_run import PairedRun, paired_run
from standoff.scenario.shares import too_prior
from standoff.scenario.tornado import tornados
from standoff.scenario.validation import check_together

_ENDS = (0.05, 0.95)
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_EVEN = 0.5
_PAST_DAYS = 91
METHOD = (
    "what a change does by the two-sided law, "
    f"{2 * draws.PAIRS} draws of {draws.FUTURES} futures; front by the "
)
"""What is said of the method, before the name of the front's model."""


def compare(
    course: Baseline, scenarios: Sequence[Scenario], horizons: Sequence[int] = HORIZONS
) -> WhatIf:
    """What would change against the baseline if scenarios came true together.

    Args:
        course: the baseline of a day.
        scenarios: at least one; several are combined.
        horizons: days ahead, each at least the days over which movement is measured.

    Raises:
        ScenarioError: no scenario is given, horizons are too short, dates do not fit, or changes
            contradict one another.
    """
    days, window = tuple(sorted(set(horizons))), course.war.thresholds.window_days
    if not scenarios or not days or days[0] < window:
        raise ScenarioError(
            f"name at least one scenario, and horizons of {window} days or more: movement is "
            f"measured over {window} days."
        )
    check_together(scenarios, course.as_of, days[-1])
    tried = trials.known_by(course.war, course.as_of)
    carried = draws.carried(trials.weights(tried), course.seed)
    paired = paired_run(course, scenarios, days, carried)
    horizon = tuple(_at_horizon(paired, i) for i in range(len(days)))
    kinds = range(len(LEAVING)) if paired.setting.fronts.any else ()
    assumed, ids = assumptions(scenarios, course.known)
    claims = list(course.known.by_id)
    return WhatIf(
        schema=SCHEMA_NAME,
        war=course.war.name,
        as_of=course.as_of,
        made_with=MadeWith(
            __version__, METHOD + course.ahead.name, course.seed, len(claims), digest(claims)
        ),
        assumed=SIZED if all(change.estimated for change in paired.changes) else ASSUMED,
        sentence=wording.headline(scenarios, horizon),
        scenarios=tuple(
            ScenarioSummary(s.name, s.title, s.summary, s.mirror, s.finding) for s in scenarios
        ),
        assumptions=assumed,
        horizons=horizon,
        leaving=tuple(_leaving(paired, kind) for kind in kinds),
        tornados=tornados(paired.setting, scenarios, paired.before),
        fan=_fan(paired, horizon),
        trials=_trials(scenarios, tried, course.as_of),
        claims=cited(course.known, ids),
    )


def _at_horizon(paired: PairedRun, i: int) -> AtHorizon:
    war, h = paired.course.war, paired.setting.horizons[i]
    day = paired.course.as_of + timedelta(days=h)
    odds = paired.odds_before(i)
    # Of a front that is not measured only the end of the war has odds.
    known = [k for k, p in enumerate(odds) if not np.isnan(p)]
    names = [outcome_names(war)[k] for k in known]
    share = paired.share(lambda _, found: found.odds[:, :, i, known])
    exact = dict(zip(names, odds[known].tolist(), strict=True))
    before = written_odds(exact) if len(known) == odds.size else exact
    moved = {
        o: _mean_and_ends(paired.after[1].odds[:, :, i, k])
        for k, o in zip(known, names, strict=True)
    }
    shifted = {o: np.clip(exact[o] + np.array(moved[o]), 0.0, 1.0).tolist() for o in names}
    after = {o: shifted[o][0] for o in names}
    if len(known) == odds.size:
        total = sum(after.values())
        after = written_odds({o: p / total for o, p in after.items()})
    rows = []
    for name in names:
        if too_prior(share):
            sentence = wording.outcome_change(name, war, day, before[name], None)
            rows.append(OutcomeChange(name, before[name], None, None, None, sentence))
            continue
        mean, (_, low, high) = after[name], shifted[name]
        # Rounding the odds so that they add up may carry one of them past its own interval.
        low, high = min(low, mean), max(high, mean)
        sentence = wording.outcome_change(name, war, day, before[name], (mean, low, high))
        rows.append(OutcomeChange(name, before[name], mean, low, high, sentence))
    return AtHorizon(
        horizon=h,
        day=day,
        outcomes=tuple(rows),
        prior_share=share,
        why_no_odds=wording.why_no_odds(share) if too_prior(share) else "",
        territory=_territory(paired, h, day),
        lost={side.code: _lost(paired, i, s, day) for s, side in enumerate(war.sides)},
    )


def _territory(paired: PairedRun, h: int, day: date) -> Amount | None:
    setting, war = paired.setting, paired.course.war
    if not setting.fronts.any:
        return None
    still, _ = movement_limits(war, war.front_on(paired.course.as_of, paired.course.as_of).km)
    # Judged on the scale on which the model reads movement: a few vast shifts would drown the rest.
    share = paired.share(lambda _, found: np.arcsinh(on_day(setting, found.area, h) / still))
    found = paired.after[1]
    changed = on_day(setting, found.courses, h)
    return Amount(
        unit="km2",
        before=_spread(setting.fronts.paths.at(h)),
        after=None if too_prior(share) else _spread(changed),
        change=_effect(
            on_day(setting, found.area, h), share, f"Area held by {war.sides[0].name}", day, "km2"
        ),
    )


def _lost(paired: PairedRun, i: int, side: int, day: date) -> Amount:
    before, after = (r.lost[..., i, side] for r in (paired.before, paired.after[0]))
    mean = before.mean(axis=2)
    share = paired.share(lambda of, _: np.log(of.lost[..., i, side].mean(axis=2) / mean))
    name = paired.course.war.sides[side].name
    return Amount(
        unit="people",
        before=_spread(before),
        after=None if too_prior(share) else _spread(after),
        change=_effect(
            (after - before).mean(axis=2), share, f"Soldiers lost by {name}", day, "people"
        ),
    )


def _effect(by_draw: Numbers, share: float | None, what: str, day: date, unit: str) -> Effect:
    mean, low, high = _mean_and_ends(by_draw)
    centre = None if too_prior(share) else mean
    sentence = wording.amount_change(what, day, centre, (low, high), share, unit)
    return Effect(centre, low, high, share, sentence)


def _leaving(paired: PairedRun, kind: int) -> Leaving:
    before = paired.base.left[:, kind].mean(axis=0)
    name, in_it = LEAVING[kind], None if np.isnan(before[0]) else _in_it(paired.course, kind)
    if not in_it:
        front = paired.course.front
        window, last = paired.course.war.thresholds.window_days, front.days[front.last].item()
        sentence = wording.not_in_it(name, in_it, paired.course.as_of, window, last)
        return Leaving(name, in_it, (), (), None, None, None, None, None, None, sentence)
    days = (0, *paired.setting.fronts.ends.tolist())
    share = paired.share(lambda _, found: found.left[:, :, kind])
    moved, held = paired.after[1].left[:, :, kind], too_prior(share)
    ends = np.quantile(moved, _ENDS, axis=(0, 1))
    after, low, high = (np.clip(before + m, 0.0, 1.0) for m in (moved.mean(axis=(0, 1)), *ends))
    medians = _median(days, before), None if held else _median(days, after)
    return Leaving(
        kind=name,
        in_it=in_it,
        days=days,
        before=_floats(before),
        after=None if held else _floats(after),
        low=None if held else _floats(low),
        high=None if held else _floats(high),
        median_before=medians[0],
        median_after=medians[1],
        prior_share=share,
        sentence=wording.leaving(name, medians, (before[-1], after[-1]), days[-1], share),
    )


def _trials(
    scenarios: Sequence[Scenario], tried: Sequence[trials.ScoredTrial], as_of: date
) -> Trials:
    told = {(s.name, t.begins): t for s in scenarios for t in s.trials}
    rows = [row for row in tried if (row.scenario, row.begins) in told]
    lawful = any(c.part in interventions.PARTS for s in scenarios for c in s.changes)
    weights = trials.weights(tried) if lawful else None
    return Trials(
        times=len({(row.scenario, row.begins) for row in rows}),
        forecasts=tuple(
            Tried(
                **{key: value for key, value in vars(row).items() if key != "p_carried"},
                ends=told[row.scenario, row.begins].ends,
                happened=told[row.scenario, row.begins].happened,
                source=told[row.scenario, row.begins].source,
                note=told[row.scenario, row.begins].note,
            )
            for row in rows
        ),
        carried=None
        if weights is None
        else {f"{s:g}": float(w) for s, w in zip(trials.CARRIED, weights, strict=True)},
        sentence=wording.tried(rows, as_of),
        carried_sentence=""
        if weights is None
        else wording.carried(weights, len(trials.teaching(tried))),
    )


def _in_it(course: Baseline, kind: int) -> bool | None:
    """Whether the front moved less than a limit over the window to its last known day.

    That is the window and the day by which an assessment says whether it stands still; None where
    the map is older than the window.
    """
    front, war = course.front, course.war
    window = war.thresholds.window_days
    moved = abs(front.change(window))
    if np.isnan(moved) or (course.as_of - front.days[front.last].item()).days > window:
        return None
    limit = movement_limits(war, war.front_on(course.as_of, course.as_of).km)[kind]
    return bool(moved < limit if LEAVING[kind] == "narrow" else moved <= limit)


def _fan(paired: PairedRun, horizons: Sequence[AtHorizon]) -> PairedFan | None:
    fronts, course = paired.setting.fronts, paired.course
    if not fronts.any:
        return None
    # The first side's area on the last day it is known, km².
    level = float(course.front.km2[course.front.last])
    spreads = tuple(_spread(x) for x in level + paired.after[1].courses.T)
    held = any(at.territory and too_prior(at.territory.change.prior_share) for at in horizons)
    ahead = [timedelta(days=int(d)) for d in (0, *fronts.ends)]
    front = course.front
    back = range(max(front.last - _PAST_DAYS, 0), front.last + 1)
    past = [i for i in back if (front.last - i) % 7 == 0 and not np.isnan(front.km2[i])]
    return PairedFan(
        known_days=tuple(front.days[i].item() for i in past),
        known=_floats(front.km2[past]),
        days=tuple(course.as_of + one for one in ahead),
        before=tuple(_spread(x) for x in fronts.level.T),
        after=None if held else spreads,
        low=tuple(s.low90 for s in spreads),
        high=tuple(s.high90 for s in spreads),
    )


def _spread(x: Numbers) -> Spread:
    return Spread(*_floats(np.quantile(x, _QUANTILES)))


def _mean_and_ends(by_draw: Numbers) -> tuple[float, float, float]:
    low, high = np.quantile(by_draw, _ENDS)
    return float(by_draw.mean()), float(low), float(high)


def _median(days: Sequence[int], left: Numbers) -> int | None:
    """The first of the days by which it is as likely as not."""
    even = np.flatnonzero(left >= _EVEN)
    return days[even[0]] if even.size else None


def _floats(x: Numbers) -> tuple[float, ...]:
    return tuple(float(v) for v in x)
