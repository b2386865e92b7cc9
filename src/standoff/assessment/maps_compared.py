"""The maps of the front beside one another, and the steps that one of them alone shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from standoff.assessment.records import HeldStep, MapReading
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.observations.front import FrontSeries, Numbers

_WINDOW_DAYS = 30
_RECENT_DAYS = 30
"""For how long a step that was resolved is still told."""


def maps_compared(known: ClaimsSnapshot, front: FrontSeries) -> tuple[MapReading, ...]:
    """Every map's newest level and its change in 30 days, that which movement is judged by first."""
    first = [(front.source, known.war.scope, _drawn(front), front.claim_ids)]
    others = [(o.source, o.place, o.km2, o.claim_ids) for o in front.others]
    found = []
    for source, place, km2, ids in first + others:
        drawn = np.flatnonzero(~np.isnan(km2))
        if not drawn.size:
            continue
        last = int(drawn[-1])
        # A map that is drawn once a week has a level within a week of the day 30 days before.
        before = drawn[(drawn <= last - _WINDOW_DAYS) & (drawn > last - _WINDOW_DAYS - 7)]
        change = float(km2[last] - km2[before[-1]]) if before.size else math.nan
        if source == front.source:
            # As movement is judged: nothing held back, and redraws in the days before them too.
            change = front.change(_WINDOW_DAYS, last)
        signs = front.signs.get(source, [])
        found.append(
            MapReading(
                source=source,
                speaker=known.by_id[ids[last]].speaker,
                place=place,
                as_of=front.days[last].item(),
                km2=float(km2[last]),
                change_30d_km2=None if math.isnan(change) else change,
                months=len(signs),
                agrees=sum(month.agree for month in signs),
            )
        )
    return tuple(found)


def held_steps(known: ClaimsSnapshot, front: FrontSeries) -> tuple[HeldStep, ...]:
    """Steps that are held back, or that were resolved lately without another map's word."""
    recent = known.as_of - timedelta(days=_RECENT_DAYS)
    return tuple(
        HeldStep(
            source=step.source,
            speaker=_speaker(known, front),
            since=step.since,
            km2=step.km2,
            held_days=step.held_days,
            fate=step.fate,
            others_km2=None if math.isnan(step.others_km2) else step.others_km2,
        )
        for step in front.steps
        if step.fate == "held"
        or (step.fate in ("counted", "alone", "redraw") and step.begun > recent)
    )


def _drawn(front: FrontSeries) -> Numbers:
    drawn = np.array([bool(claim_id) for claim_id in front.claim_ids])
    return np.where(drawn, front.drawn_km2, np.nan)


def _speaker(known: ClaimsSnapshot, front: FrontSeries) -> str:
    newest: Sequence[str] = [claim_id for claim_id in front.claim_ids if claim_id]
    return known.by_id[newest[-1]].speaker if newest else front.source
