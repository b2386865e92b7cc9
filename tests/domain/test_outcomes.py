"""Outcomes as a type: its codes, which of them are stalemate, and that it survives a copy."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from standoff.domain.outcomes import Outcome, outcome_names, wide_of
from standoff.domain.war import War
from standoff.errors import UnknownNameError


def test_a_code_parses_to_the_outcome_that_prints_it(war: War) -> None:
    for outcome in (*outcome_names(war), Outcome("creeps", "A_B")):
        again = Outcome.parse(str(outcome))
        assert (again, again.kind, again.side) == (outcome, outcome.kind, outcome.side)
    assert Outcome.parse("RU_creeps") == Outcome("creeps", "RU") == "RU_creeps"


@pytest.mark.parametrize(
    "code", ["", "still", "RU_", "_creeps", "creeps", "RU_ended", "Standstill"]
)
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(UnknownNameError, match="unknown outcome"):
        Outcome.parse(code)


def test_only_a_move_is_of_a_side() -> None:
    for wrong in (("breaks", ""), ("standstill", "RU")):
        with pytest.raises(ValueError, match="cannot be of the side"):
            Outcome(*wrong)


def test_stalemate_is_a_standstill_and_in_the_wide_sense_a_creep_too(war: War) -> None:
    names = outcome_names(war)
    assert [o for o in names if o.narrow] == ["standstill"]
    assert [o for o in names if o.wide] == ["AA_creeps", "BB_creeps", "standstill"]
    odds: dict[str, float] = dict(
        zip(names, (0.01, 0.02, 0.03, 0.25, 0.25, 0.04, 0.4), strict=True)
    )
    assert wide_of(odds) == pytest.approx(0.9)


def test_an_outcome_survives_a_copy_and_another_process() -> None:
    creep = Outcome("creeps", "RU")
    for again in (copy.deepcopy(creep), pickle.loads(pickle.dumps(creep))):
        assert (again, again.kind, again.side) == ("RU_creeps", "creeps", "RU")
    assert json.dumps({creep: 1}) == '{"RU_creeps": 1}'
