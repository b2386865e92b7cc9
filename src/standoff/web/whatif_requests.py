"""What-ifs as they are asked over HTTP: shipped scenarios, each assumption at a value or its range."""

from __future__ import annotations

import functools
import json
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from standoff import scenario
from standoff.domain.war import War
from standoff.errors import UnknownNameError
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.report.whatif import page
from standoff.report.whatif import text as whatif_text
from standoff.scenario import Baseline, Scenario
from standoff.web.day import Drawn, Job, drawn_from, drawn_of, store_of

_DAYS_KEPT = 2


@dataclass(frozen=True)
class WhatIfRequest:
    """One scenario with the values that some of its changes are set to, by their index."""

    name: str
    values: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Asks:
    """What is asked: scenarios together, and how many days ahead."""

    scenarios: tuple[WhatIfRequest, ...]
    horizons: tuple[int, ...] = scenario.HORIZONS


@dataclass(frozen=True)
class WhatIfTexts:
    """The answer to a what-if as it is served.

    Attributes:
        whatif: `standoff.whatif/1` as JSON.
        title: of the window of its page.
        sections: (id, title, HTML) of its page, in order.
        figures: the charts.
    """

    whatif: str
    title: str
    sections: tuple[tuple[str, str, str], ...]
    figures: tuple[Drawn, ...]


@dataclass(frozen=True)
class _Day:
    """A day whose unchanged course is at hand; `job` says how to make it."""

    war: str
    as_of: date
    seed: int
    claims_digest: str
    job: Job = field(compare=False)


def scenarios(war: War) -> dict[str, Scenario]:
    """The scenarios that come with a war, by name."""
    return {name: scenario.load(name, war) for name in scenario.shipped(war)}


def chosen(asks: Asks, war: War) -> list[Scenario]:
    """The scenarios asked for, at their values.

    Raises:
        UnknownNameError: no scenario of that name comes with the war.
        ScenarioError: a value lies outside its range.
    """
    known = scenario.shipped(war)
    found = []
    for one in asks.scenarios:
        # A name alone: what is served reads no file that a reader names.
        if one.name not in known:
            raise UnknownNameError("scenario", one.name[:60], known)
        found.append(scenario.load(one.name, war).with_values(dict(one.values)))
    return found


def make_whatif(job: Job, claims_digest: str, asks: Asks) -> str:
    """Ask, and draw the answer; a `WhatIfTexts` as JSON.

    Args:
        job: the war and the day.
        claims_digest: of the claims known by the day.
        asks: what is asked.

    Raises:
        UnknownNameError, ScenarioError: as `chosen`, or changes contradict one another.
        StoreError, ModelError: the day cannot be answered for.
    """
    of = _Day(job.war.name, job.as_of, job.seed, claims_digest, job)
    result = scenario.compare(_course(of), chosen(asks, job.war), asks.horizons)
    drawn = page.figures(result, job.war)
    parts = page.parts(result, job.war, drawn)
    sections = tuple((part.id, part.title, str(part.content)) for part in parts)
    told = WhatIfTexts(
        whatif_text.as_json(result),
        page.window(result),
        sections,
        tuple(map(drawn_of, drawn.all)),
    )
    return json.dumps(asdict(told), ensure_ascii=False)


def make_ready(job: Job, claims_digest: str) -> None:
    """Have the unchanged course of a day at hand, so that a slider need not wait for it.

    Raises:
        StoreError, ModelError: as `make_whatif`.
    """
    _course(_Day(job.war.name, job.as_of, job.seed, claims_digest, job))


def whatif_told(text: str) -> WhatIfTexts:
    """A `WhatIfTexts` out of its JSON."""
    raw: dict[str, Any] = json.loads(text)
    sections = tuple((s[0], s[1], s[2]) for s in raw["sections"])
    return WhatIfTexts(raw["whatif"], raw["title"], sections, drawn_from(raw["figures"]))


@functools.lru_cache(maxsize=_DAYS_KEPT)
def _course(of: _Day) -> Baseline:
    """The unchanged course of a day: most of the work, and the same for every what-if of it."""
    job = of.job
    table = store_of(job).table_known_at(job.as_of, job.war.name)
    kept = scenario.BaselineCache(
        FrontPosteriors(job.beliefs), scenario.TwoSidedPosteriors(job.beliefs)
    )
    return scenario.baseline_course(table, job.war, job.as_of, job.seed, kept)
