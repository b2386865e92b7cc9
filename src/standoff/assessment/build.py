"""The main job: what was known of a war by a day, observed, forecast and answered."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from standoff import maps
from standoff._version import __version__
from standoff.assessment import wording
from standoff.assessment.aid import aid_by_month
from standoff.assessment.chart_series import fan_of, losses_points, toll_points
from standoff.assessment.events import told_events, war_events
from standoff.assessment.maps_compared import held_steps, maps_compared
from standoff.assessment.places_held import (
    places_held,
    settlements_turned,
    turned_by_claims,
)
from standoff.assessment.positions import positions
from standoff.assessment.projections import projections
from standoff.assessment.questions import QUESTIONS, Facts
from standoff.assessment.questions.facts import known_number
from standoff.assessment.records import (
    SCHEMA_NAME,
    Approaching,
    AssessmentRecord,
    Charts,
    Coverage,
    Freshness,
    Question,
    Ripeness,
    Signal,
    Stalemate,
    Threshold,
    Vintages,
)
from standoff.assessment.ripeness import ripeness
from standoff.assessment.signals import signals
from standoff.assessment.talks import accords, plans, talks_held
from standoff.domain.claim import digest
from standoff.domain.horizons import HORIZONS
from standoff.domain.outcomes import wide_of
from standoff.domain.provenance import MadeWith
from standoff.domain.quantities import QUANTITIES
from standoff.domain.war import War
from standoff.errors import DateError
from standoff.evaluation.skill import skill
from standoff.evaluation.timeline import weeks
from standoff.evaluation.track_record import track_record
from standoff.evidence.grading import cited
from standoff.evidence.snapshot import ClaimsSnapshot, snapshot_of
from standoff.forecast.balance import two_sides
from standoff.forecast.front import FrontForecast, forecast_front
from standoff.forecast.outcome_odds import begins_within
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.formatting import likelihood, written, written_odds
from standoff.observations.coverage import known_but_not_used
from standoff.observations.front import CONTROLLED, front_series

SCALES = (0.5, 1.0, 2.0)


def assess(
    table: pa.Table,
    war: War,
    as_of: date,
    seed: int = 1,
    posteriors: FrontPosteriors | None = None,
    folder: Path | None = None,
) -> AssessmentRecord:
    """Assess a war from the claims known by a day.

    Args:
        table: what a store knew by the end of `as_of` (`Store.table_known_at`).
        war: the war's definition.
        as_of: the day.
        seed: for whatever is sampled.
        posteriors: cache of the front's posteriors; in memory only if not given.
        folder: the store's, with the maps that were pulled; None for claims alone.

    Raises:
        DateError: the day lies before the war.
        ParticlesCollapsedError: the model cannot explain the front.
    """
    if as_of < war.start:
        raise DateError(
            f"{war.name} began on {war.start}; {as_of} lies before it. "
            "Give --as-of a date from then on."
        )
    known = snapshot_of(table, war, as_of)
    front = front_series(known)
    control = maps.as_of(folder, war, as_of, table)
    posteriors = posteriors or FrontPosteriors()
    # Two weeks ago first: the posterior of today then costs two weeks more, and no second run.
    past = weeks(front, war, as_of, seed, posteriors)
    before = forecast_front(
        front.until(front.last - 14), war, as_of - timedelta(days=14), seed, posteriors
    )
    ahead = forecast_front(front, war, as_of, seed, posteriors, known.blind_days)
    odds = {h: {scale: written_odds(ahead.odds(h, scale)) for scale in SCALES} for h in HORIZONS}
    sides = two_sides(known, front, HORIZONS, seed, posteriors.folder)
    facts = Facts(
        known=known,
        front=front,
        paths=ahead.paths(HORIZONS[0]),
        weeks_seen=None if ahead.posterior is None else ahead.posterior.week,
        distrusted=() if ahead.posterior is None else ahead.posterior.rejected,
        outcomes={h: by_scale[1.0] for h, by_scale in odds.items()},
        still_now=ahead.still_now(),
        sides=sides,
        projections=projections(known, sides, HORIZONS, seed),
        leaving=ahead.leaving(),
        places=places_held(control),
        abroad=control.abroad,
        turned=settlements_turned(control, folder, war) or turned_by_claims(known),
        maps=maps_compared(known, front),
        held_steps=held_steps(known, front),
        events=war_events(known),
        positions=positions(known),
        talks=talks_held(known),
        accords=accords(known),
        plans=plans(known),
        aid=aid_by_month(known),
    )
    questions = tuple(question(facts) for question in QUESTIONS)
    watched, panel = signals(known), ripeness(known)
    observed = sum(claim.vintage == "observed" for claim in known.by_id.values())
    answer = stalemate(facts, ahead, before)
    return AssessmentRecord(
        schema=SCHEMA_NAME,
        war=war.name,
        as_of=as_of,
        made_with=MadeWith(
            __version__, ahead.name, seed, len(known.by_id), digest(list(known.by_id))
        ),
        headline=f"{war.title}, {written(as_of)}. {wording.headline(answer)}",
        stalemate=answer,
        outcomes={str(h): facts.outcomes[h] for h in HORIZONS},
        questions=questions,
        thresholds=tuple(
            Threshold(scale, {str(h): odds[h][scale] for h in HORIZONS}) for scale in SCALES
        ),
        coverage=coverage(known),
        vintages=Vintages(observed, len(known.by_id) - observed),
        skill=skill(past, war, as_of, seed),
        freshness=freshness(known),
        places=facts.places,
        abroad=facts.abroad,
        maps=facts.maps,
        held_steps=facts.held_steps,
        events=told_events(facts.events, as_of),
        positions=facts.positions,
        talks=facts.talks,
        accords=facts.accords,
        plans=facts.plans,
        aid=facts.aid,
        projections=facts.projections,
        signals=watched,
        ripeness=panel,
        balance=facts.sides,
        leaving=facts.leaving,
        claims=cited(known, _claims_behind(questions, watched, panel) | _claims_told(facts)),
        known_but_not_used=known_but_not_used(known),
        charts=Charts(
            territory=front,
            fan=fan_of(ahead),
            losses={side.code: losses_points(known, side.code) for side in war.sides},
            displaced=toll_points(known, "displaced.refugees", "displaced.total"),
            civilians=toll_points(known, "toll.civilians_killed"),
            record=track_record(past, war, as_of),
        ),
    )


def stalemate(facts: Facts, ahead: FrontForecast, before: FrontForecast) -> Stalemate:
    """The headline probabilities: today's forecast, and its change since `before`, 14 days ago."""
    war, as_of = facts.war, facts.as_of
    if facts.front.last < 0:
        nothing = Approaching(None, None, None)
        return Stalemate(None, "", None, None, nothing, facts.rests_on_priors)
    narrow = facts.outcomes[30]["standstill"]
    last = facts.front.days[facts.front.last].item()
    nothing_since = last if (as_of - last).days > war.thresholds.window_days else None
    paths = ahead.paths(war.thresholds.window_days + 90)
    return Stalemate(
        now=known_number(facts.still_now),
        words=likelihood(narrow),
        narrow=narrow,
        wide=wide_of(facts.outcomes[30]),
        approaching=Approaching(
            change_14d=known_number(facts.still_now - before.still_now()),
            begins_within_30=known_number(begins_within(paths, war, as_of, 30)),
            begins_within_90=known_number(begins_within(paths, war, as_of, 90)),
        ),
        rests_on_priors=facts.rests_on_priors,
        nothing_since=nothing_since,
    )


def freshness(known: ClaimsSnapshot) -> Freshness:
    """For each kind of claim, the day that the newest is about."""

    def newest(*kinds: str) -> date | None:
        of = (c.happened_to for c in known.by_id.values() if c.quantity.split(".")[0] in kinds)
        return max(of, default=None)

    said = (c.happened_to for c in known.by_id.values() if c.stance)
    return Freshness(
        map=max((c.happened_to for _, c in known.of(CONTROLLED)), default=None),
        losses=newest("losses"),
        toll=newest("toll"),
        displaced=newest("displaced"),
        statements=max(said, default=None),
    )


def coverage(known: ClaimsSnapshot) -> tuple[Coverage, ...]:
    """For each quantity of the vocabulary, who speaks of it and how old the newest claim is."""
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


def _claims_told(facts: Facts) -> set[str]:
    """Ids of the claims behind what happened and what was said."""
    ids: set[str] = set()
    ids.update(*(event.claims for event in told_events(facts.events, facts.as_of)))
    ids.update(*(position.claims for position in facts.positions))
    ids.update(*(talks.claims for talks in facts.talks))
    ids.update(*(accord.claims for accord in facts.accords))
    ids.update(*(plan.claims for plan in facts.plans))
    ids.update(*(month.claims for month in facts.aid))
    ids.update(*(projection.claims for projection in facts.projections))
    return ids


def _claims_behind(
    questions: tuple[Question, ...], watched: tuple[Signal, ...], panel: tuple[Ripeness, ...]
) -> set[str]:
    """Ids of the claims that answers, signals and perceptions rest on."""
    ids: set[str] = set()
    for question in questions:
        ids.update(question.claims_for, question.claims_against)
        ids.update(*(indicator.claims for indicator in question.indicators))
    for signal in watched:
        ids.update(signal.claims)
    for side in panel:
        ids.update(side.aims, side.words, side.acts)
        for perception in side.perceptions:
            ids.update(perception.own, perception.others)
    return ids
