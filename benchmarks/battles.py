"""Score the prediction of battles (CDB90), folds grouped by war: python benchmarks/battles.py FILE."""

from __future__ import annotations

import sys
from pathlib import Path

from battle_crossval import learner, score
from battle_predictors import arrays, usable

from standoff.history import cdb90


def main(path: Path) -> None:
    battles = arrays(usable(cdb90.read(path)))
    for name, groups in (
        ("by war", battles.war),
        ("fronts of a world war merged", battles.whole_war),
    ):
        odds = learner(battles, groups, seed=1, workers=2)
        for years, since in (("all years", float("-inf")), ("from 1914", 1914.0)):
            print(f"{name}, {years}: {score(battles, odds, seed=0, since=since)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
