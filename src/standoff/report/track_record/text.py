"""A backtest as JSON (`standoff.backtest/1`) and as a table for a terminal."""

from __future__ import annotations

import json
from dataclasses import asdict
from math import isnan
from typing import Any

from standoff.evaluation.backtest import SCHEMA_NAME, Backtest, Mean, differences
from standoff.evaluation.rolling_origin import OUTCOME, Scored
from standoff.formatting import THIN_SPACE, written_odds
from standoff.report.serialize import plain


def as_json(result: Backtest) -> str:
    """The JSON text: keys sorted, NaN null; the same backtest gives the same bytes."""
    plan = result.plan
    whole = {
        "schema": SCHEMA_NAME,
        "war": plan.war.name,
        "from": plan.first,
        "to": plan.last,
        "every": plan.every,
        "claims_digest": result.claims_digest,
        "scores": [asdict(mean) for mean in result.means],
        "origins": [_origin(row) for row in result.forecasts],
    }
    return json.dumps(plain(whole), sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def as_text(result: Backtest) -> str:
    """One table a target: mean scores, and how much better the first model is than each rival."""
    plan = result.plan
    first = plan.models[0]
    gains = differences(result.forecasts, first, plan)
    lines = [
        f"{plan.war.name}: origins from {plan.first}, targets to {plan.last}, every {plan.every} days"
    ]
    for target in dict.fromkeys(mean.target for mean in result.means):
        lines += [
            "",
            f"{target:<34}{'days':>5}{'n':>5}{'CRPS':>9}{'50%':>6}{'90%':>6}{'Brier':>7}{'log':>7}",
        ]
        for mean in (m for m in result.means if m.target == target):
            gain = gains.get((mean.model, target, mean.horizon_days))
            lines.append(_line(mean) + ("" if gain is None else _gain(first, gain)))
    return "\n".join(lines) + "\n"


def _origin(row: Scored) -> dict[str, Any]:
    odds = written_odds(row.probabilities) if row.target == OUTCOME else row.probabilities
    return {
        "date": row.date,
        "model": row.model,
        "target": row.target,
        "horizon_days": row.horizon_days,
        "quantiles": row.quantiles,
        "outcome_probabilities": odds,
        "truth": row.truth,
        "truth_outcome": row.outcome or None,
    }


def _line(mean: Mean) -> str:
    crps = (
        "-"
        if mean.crps != mean.crps
        else f"{mean.crps:.3g}"
        if mean.crps < 1
        else f"{mean.crps:,.1f}".replace(",", THIN_SPACE)
    )
    cells = [mean.cover50, mean.cover90, mean.brier, mean.log_score]
    shown = ["-" if isnan(x) else f"{x:.3f}" if i > 1 else f"{x:.2f}" for i, x in enumerate(cells)]
    return f"  {mean.model:<32}{mean.horizon_days:>5}{mean.n:>5}{crps:>9}{shown[0]:>6}{shown[1]:>6}{shown[2]:>7}{shown[3]:>7}"


def _gain(first: str, gain: Any) -> str:
    return f"  {first} better by {gain.mean:.3g} ({gain.low:.3g} to {gain.high:.3g})"
