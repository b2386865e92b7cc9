"""Write a war's trials.csv: what its scenarios said before history tried them, and what came.

    python scripts/score_trials.py WAR LAST_DAY STORE

Each [[trial]] of the war's scenarios is asked on its eve from what STORE (a folder that
`standoff pull` filled) knew then, and scored by outcomes.csv and the area as known on LAST_DAY.
"""

from __future__ import annotations

import sys
from datetime import date

import standoff as so
from standoff import scenario
from standoff.evaluation.observed import observed_by
from standoff.evaluation.trials import replay_trials
from standoff.scenario import trials


def main(name: str, last: date, store: str) -> None:
    workspace = so.open(name, store=store)
    war = workspace.war
    rows = replay_trials(
        war,
        [scenario.load(one, war) for one in scenario.shipped(war)],
        lambda day: workspace.as_of(day).of_the_war.baseline,
        observed_by(workspace.as_of(last).known),
    )
    trials.write(rows, war)
    for row in rows:
        print(
            f"{row.scenario:<18} {row.as_of} +{row.horizon:<4}{row.outcome:<11}"
            f"{row.moved_km2:>8.0f} km2  p {row.p_unchanged:.2f} {row.p_assumed:.2f}"
            f"  Brier {row.brier_unchanged:.2f} {row.brier_assumed:.2f}"
            f"  CRPS {row.crps_unchanged:.0f} {row.crps_assumed:.0f}"
        )
    shares = zip(trials.CARRIED, trials.weights(rows), strict=True)
    print("carried:", ", ".join(f"{share:g} {weight:.2f}" for share, weight in shares))


if __name__ == "__main__":
    main(sys.argv[1], date.fromisoformat(sys.argv[2]), sys.argv[3])
