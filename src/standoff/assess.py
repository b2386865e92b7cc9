"""The main job: what was known of a war by a day, observed, forecast and answered."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, timedelta

import numpy as np
import pyarrow as pa

from standoff import observe
from standoff._version import __version__
from standoff.assessment import (
    SCHEMA_NAME,
    Approaching,
    Assessment,
    Charts,
    Coverage,
    Fan,
    MadeWith,
    Outcomes,
    Question,
    Stalemate,
    Threshold,
    Vintages,
)
from standoff.claims import Claim, digest
from standoff.errors import DateError
from standoff.forecast import (
    HORIZONS,
    Paths,
    baseline_paths,
    begins_within,
    outcomes,
    prior_paths,
    still_now,
)
from standoff.grading import grades
from standoff.observe import Known, Territory
from standoff.points import losses_points, toll_points
from standoff.quantities import QUANTITIES
from standoff.questions import QUESTIONS, Facts
from standoff.record import record
from standoff.war import War
from standoff.words import likelihood, likely, percent, written

MODEL = "baseline: half of the last 30 days' pace"
_NOTABLE = 0.05
"""A change of `now` in 14 days worth a word."""

SCALES = (0.5, 1.0, 2.0)
_FAN_DAYS = 90


def assess(table: pa.Table, war: War, as_of: date, seed: int = 1) -> Assessment:
    """Assess a war from the claims known by a day.

    Args:
        table: what a store knew by the end of `as_of` (`Store.table_known_at`).
        war: the war's definition.
        as_of: the day.
        seed: for whatever is sampled.

    Raises:
        DateError: the day lies before the war.
    """
    if as_of < war.start:
        raise DateError(
            f"{war.name} began on {war.start}; {as_of} lies before it. "
            "Give --as-of a date from then on."
        )
    known = observe.known(table, war, as_of)
    land = observe.territory(known)
    odds = {h: _odds(land, war, as_of, h, seed) for h in HORIZONS}
    now = still_now(land, war)
    facts = Facts(
        known, land, odds[30][0], {h: by_scale[1.0] for h, (_, by_scale) in odds.items()}, now
    )
    questions = tuple(question(facts) for question in QUESTIONS)
    stalemate = _stalemate(facts, seed)
    return Assessment(
        schema=SCHEMA_NAME,
        war=war.name,
        as_of=as_of,
        made_with=MadeWith(
            __version__, _model(odds), seed, len(known.by_id), digest(list(known.by_id))
        ),
        headline=_headline(facts, stalemate),
        stalemate=stalemate,
        outcomes={str(h): facts.outcomes[h] for h in HORIZONS},
        questions=questions,
        thresholds=tuple(
            Threshold(scale, {str(h): odds[h][1][scale] for h in HORIZONS}) for scale in SCALES
        ),
        coverage=_coverage(known),
        vintages=_vintages(known.by_id.values()),
        claims=_cited(known, questions),
        charts=Charts(
            territory=land,
            fan=_fan(land, war, as_of, seed),
            losses={side.code: losses_points(known, side.code) for side in war.sides},
            displaced=toll_points(known, "displaced.refugees", "displaced.total"),
            civilians=toll_points(known, "toll.civilians_killed"),
            record=record(land, war, as_of, np.random.default_rng(seed)),
        ),
    )


def _odds(
    land: Territory, war: War, as_of: date, horizon: int, seed: int
) -> tuple[Paths, dict[float, Outcomes]]:
    """Paths to a horizon, and outcome probabilities by scale of the thresholds."""
    rng = np.random.default_rng([seed, horizon])
    paths = baseline_paths(land, war, as_of, horizon, rng)
    prior = prior_paths(land, war, paths, rng)
    return paths, {s: outcomes(paths, prior, war, as_of, horizon, s) for s in SCALES}


def _stalemate(facts: Facts, seed: int) -> Stalemate:
    land, war, as_of = facts.land, facts.war, facts.as_of
    if land.last < 0:
        nothing = Approaching(None, None, None)
        return Stalemate(None, "", None, None, nothing)
    narrow = facts.outcomes[30]["standstill"]
    creeps = sum(facts.outcomes[30][f"{side.code}_creeps"] for side in war.sides)
    before = still_now(land, war, land.last - 14)
    longest = war.thresholds.window_days + 90
    paths = baseline_paths(land, war, as_of, longest, np.random.default_rng([seed, longest]))
    return Stalemate(
        now=_known(facts.still_now),
        words=likelihood(narrow),
        narrow=narrow,
        wide=min(narrow + creeps, 1.0),
        approaching=Approaching(
            change_14d=_known(facts.still_now - before),
            begins_within_30=_known(begins_within(paths, war, as_of, 30)),
            begins_within_90=_known(begins_within(paths, war, as_of, 90)),
        ),
    )


def _model(odds: dict[int, tuple[Paths, dict[float, Outcomes]]]) -> str:
    """The model's name, with the horizons at which its spread is a prior."""
    priors = [str(horizon) for horizon, (paths, _) in odds.items() if paths.kind == "prior"]
    return f"{MODEL}; spread at {', '.join(priors)} days a prior" if priors else MODEL


def _headline(facts: Facts, stalemate: Stalemate) -> str:
    opening = f"{facts.war.title}, {written(facts.as_of)}."
    if stalemate.narrow is None or stalemate.wide is None:
        return f"{opening} Whether it nears stalemate is not known: no claim measures the front."
    parts = [
        opening,
        f"A costly standstill in 30 days: {likely(stalemate.narrow)}.",
        f"Counting slow advances at high cost, stalemate: {likely(stalemate.wide)}.",
    ]
    now, rise = stalemate.now, stalemate.approaching.change_14d
    if now is not None and rise is not None and abs(rise) >= _NOTABLE:
        parts.append(
            f"The front is {'slowing' if rise > 0 else 'quickening'}: that it stands still this "
            f"week went from {percent(now - rise)} to {percent(now)} in 14 days."
        )
    if facts.paths.kind == "prior":
        parts.append("These odds are a prior: too few forecasts of this war are resolved yet.")
    return " ".join(parts)


def _coverage(known: Known) -> tuple[Coverage, ...]:
    out = []
    for entry in QUANTITIES:
        claims = [c for _, c in known.of(entry.name)]
        last = max((c.known_at.date() for c in claims), default=None)
        out.append(
            Coverage(
                quantity=entry.name,
                sources=tuple(sorted({c.source for c in claims})),
                last_known_at=last,
                days_old=None if last is None else (known.as_of - last).days,
            )
        )
    return tuple(out)


def _vintages(claims: Iterable[Claim]) -> Vintages:
    observed = [claim.vintage == "observed" for claim in claims]
    return Vintages(sum(observed), len(observed) - sum(observed))


def _cited(known: Known, questions: tuple[Question, ...]) -> dict[str, dict[str, object]]:
    """The claims that an answer names, by id, with their grades."""
    ids: set[str] = set()
    for question in questions:
        ids.update(question.claims_for, question.claims_against)
        for indicator in question.indicators:
            ids.update(indicator.claims)
    graded = grades(known, sorted(ids))
    return {
        claim_id: {
            **{f.name: getattr(known.by_id[claim_id], f.name) for f in fields(Claim)},
            "grade": str(graded[claim_id]),
            "graded_because": graded[claim_id].rule,
        }
        for claim_id in sorted(ids)
    }


def _fan(land: Territory, war: War, as_of: date, seed: int) -> Fan | None:
    if land.last < 0:
        return None
    paths = baseline_paths(land, war, as_of, _FAN_DAYS, np.random.default_rng([seed, _FAN_DAYS]))
    levels = land.km2[land.last] + paths.km2
    low90, low50, middle, high50, high90 = np.quantile(
        levels, [0.05, 0.25, 0.5, 0.75, 0.95], axis=0
    )
    first = land.days[land.last].item()
    days = np.arange(first, first + timedelta(days=levels.shape[1]), dtype="datetime64[D]")
    return Fan(days, low90, low50, middle, high50, high90)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
