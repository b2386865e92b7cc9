"""A backtest as JSON (`standoff.backtest/1`) and as a table for a terminal."""

from __future__ import annotations

import json
from dataclasses import asdict
from math import isnan

from standoff.evaluation.backtest import SCHEMA_NAME, Backtest, differences
from standoff.evaluation.rolling_origin import OUTCOME, WITH_DISPUTED
from standoff.formatting import THIN_SPACE, count, written_odds
from standoff.observations.map_signs import CLEAR_KM2
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
        "known": {"origins": result.origins, "from_versions": result.on_versions},
        "maps": [
            {"source": source, **asdict(month), "agree": month.agree}
            for source, months in result.maps.items()
            for month in months
        ],
        "scores": [asdict(mean) for mean in result.means],
        "origins": [
            {
                "date": row.date,
                "model": row.model,
                "target": row.target,
                "horizon_days": row.horizon_days,
                "quantiles": row.quantiles,
                "outcome_probabilities": written_odds(row.probabilities)
                if row.target in (OUTCOME, WITH_DISPUTED)
                else row.probabilities,
                "truth": row.truth,
                "truth_outcome": row.outcome or None,
            }
            for row in result.forecasts
        ],
    }
    return json.dumps(plain(whole), sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def as_text(result: Backtest) -> str:
    """One table a target: mean scores, and how much better the first model is than each rival."""
    plan = result.plan
    first = plan.models[0]
    gains = differences(result.forecasts, first, plan)
    lines = [
        f"{plan.war.name}: origins from {plan.first}, targets to {plan.last}, every {plan.every} days",
        f"{result.on_versions} of {count(result.origins, 'origin')} know the map from a file as it was"
        " published; for the others its day of publication is assumed",
    ]
    for target in dict.fromkeys(mean.target for mean in result.means):
        lines += [
            "",
            f"{target:<34}{'days':>5}{'n':>5}{'CRPS':>9}{'50%':>6}{'90%':>6}{'Brier':>7}{'log':>7}",
        ]
        for mean in (m for m in result.means if m.target == target):
            digits = ".3g" if mean.crps < 1 else ",.1f"
            cells = [(mean.crps, digits, 9), (mean.cover50, ".2f", 6), (mean.cover90, ".2f", 6)]
            cells += [(mean.brier, ".3f", 7), (mean.log_score, ".3f", 7)]
            shown = "".join(
                f"{'-' if isnan(x) else format(x, as_).replace(',', THIN_SPACE):>{wide}}"
                for x, as_, wide in cells
            )
            line = f"  {mean.model:<32}{mean.horizon_days:>5}{mean.n:>5}{shown}"
            if by := gains.get((mean.model, target, mean.horizon_days)):
                line += f"  {first} better by {by.mean:.3g} ({by.low:.3g} to {by.high:.3g})"
            lines.append(line)
    for source, months in result.maps.items():
        agree = sum(month.agree for month in months)
        lines += [
            "",
            f"{source}: moved the way of the line's map in {agree} of {count(len(months), 'month')}"
            f" over {CLEAR_KM2:.0f} km2",
            *(
                f"  {m.month:%Y-%m}{m.line_km2:>+10.0f}{m.other_km2:>+10.0f}"
                f"{'' if m.agree else '  other way'}"
                for m in months
            ),
        ]
    return "\n".join(lines) + "\n"
