"""A forecast of the front and its outcomes: as JSON, and as rows of the hubverse."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import numpy as np

from standoff._version import __version__
from standoff.domain.claim import digest
from standoff.domain.horizons import HORIZONS
from standoff.evaluation.rolling_origin import LEVELS
from standoff.evidence.snapshot import ClaimsSnapshot
from standoff.forecast.front import FrontForecast
from standoff.formatting import written_odds
from standoff.report.serialize import plain
from standoff.report.templating import render

SCHEMA_NAME = "standoff.forecast/1"
TERRITORY = "territory net change km2"
OUTCOME = "outcome"
COLUMNS = (
    "reference_date",
    "target",
    "horizon",
    "location",
    "target_end_date",
    "output_type",
    "output_type_id",
    "value",
)


def as_json(ahead: FrontForecast, known: ClaimsSnapshot) -> str:
    """`standoff.forecast/1`: quantiles of the change of area and odds of the outcomes by horizon."""
    told = {
        "schema": SCHEMA_NAME,
        "war": ahead.war.name,
        "as_of": ahead.as_of,
        "made_with": {
            "version": __version__,
            "model": ahead.name,
            "seed": ahead.seed,
            "claims": len(known.by_id),
            "claims_digest": digest(list(known.by_id)),
        },
        "territory": {
            "side": ahead.war.sides[0].code,
            "unit": "km2",
            "quantiles": {str(h): quantiles(ahead, h) or None for h in HORIZONS},
        },
        "outcomes": {str(h): written_odds(ahead.odds(h)) for h in HORIZONS},
    }
    return json.dumps(plain(told), sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def as_hubverse(ahead: FrontForecast, known: ClaimsSnapshot) -> str:
    """CSV of the hubverse: 23 quantiles of the change of area, a pmf of the outcomes; horizons in days."""
    del known
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for horizon in HORIZONS:
        place, end = ahead.war.country, ahead.as_of + timedelta(days=horizon)
        rows = [
            *((TERRITORY, "quantile", *q, ".1f") for q in quantiles(ahead, horizon).items()),
        ]
        odds = written_odds(ahead.odds(horizon))
        # A hub takes no distribution that does not add up to 1.
        if len(odds) > 1:
            rows += [(OUTCOME, "pmf", *p, ".4f") for p in odds.items()]
        for target, kind, name, value, digits in rows:
            shown = format(value, digits)
            writer.writerow([ahead.as_of, target, horizon, place, end, kind, name, shown])
    return out.getvalue()


def odds_table(ahead: FrontForecast) -> str:
    """The odds of the outcomes as an HTML table for a notebook: a row a horizon."""
    rows = {days: ahead.odds(days) for days in HORIZONS}
    return str(render("report/odds.html", rows=rows, outcomes=list(rows[HORIZONS[0]])))


def quantiles(ahead: FrontForecast, horizon_days: int) -> dict[str, float]:
    """Net change of the first side's area from the as-of date, km², by level; empty if not measured."""
    paths = ahead.paths(horizon_days)
    if not len(paths.km2):
        return {}
    change = paths.at(horizon_days) - paths.at(0)
    return {
        str(level): float(q) for level, q in zip(LEVELS, np.quantile(change, LEVELS), strict=True)
    }
