"""The shipped war as of many days: its screen, and its JSON by the published schema.

In one file, which one worker runs: the posterior of a later day goes on from that of an earlier one.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import jsonschema
import pytest

from pages import fits
from standoff.assessment.build import assess
from standoff.assessment.records import AssessmentRecord
from standoff.domain import war as wars
from standoff.domain.outcomes import outcome_names
from standoff.evidence.bundled import record_claims
from standoff.evidence.store import Store
from standoff.forecast.posterior_cache import FrontPosteriors
from standoff.report.assessment_text import as_text
from standoff.report.first_screen import first_screen
from standoff.report.serialize import as_json

WAR = wars.load("ukraine-2022")
SCHEMA = Path(__file__).parents[2] / "docs" / "assessment.schema.json"
DATES = [
    date(2022, 2, 24),
    date(2022, 3, 1),
    date(2022, 3, 21),
    date(2022, 4, 10),
    date(2022, 10, 1),
    date(2023, 6, 1),
    date(2023, 11, 15),
    date(2024, 8, 8),
    date(2025, 2, 20),
    date(2025, 12, 31),
    date(2026, 6, 1),
]

AsOf = Callable[[date], AssessmentRecord]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> AsOf:
    """The war as of a day, on shipped claims alone."""
    store = Store(Path("/nowhere/at/all"), record_claims(WAR, datetime(2026, 6, 1, tzinfo=UTC)))
    posteriors = FrontPosteriors(tmp_path_factory.mktemp("posteriors"))

    @functools.cache
    def assessed(as_of: date) -> AssessmentRecord:
        table = store.table_known_at(as_of, WAR.name)
        return assess(table, WAR, as_of, posteriors=posteriors)

    return assessed


@pytest.mark.slow
@pytest.mark.parametrize("as_of", DATES, ids=str)
def test_the_shipped_war_fits_one_screen_on_every_day(shipped: AsOf, as_of: date) -> None:
    text = as_text(shipped(as_of), WAR)
    fits(text)
    assert text.startswith("RUSSIA'S WAR AGAINST UKRAINE, AS OF ")


@pytest.mark.slow
@pytest.mark.parametrize("as_of", [DATES[2], DATES[4], DATES[6], DATES[9]], ids=str)
def test_the_shipped_war_keeps_the_published_schema(shipped: AsOf, as_of: date) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    told = json.loads(as_json(shipped(as_of)))
    jsonschema.validate(told, schema)
    assert told["as_of"] == str(as_of)
    assert set(told["outcomes"]["30"]) == set(outcome_names(WAR))
    assert told["stalemate"]["wide"] >= told["stalemate"]["narrow"]
    for claim_id, content in told["claims"].items():
        assert content["known_at"] < str(as_of + timedelta(days=1)), claim_id


def test_the_interval_of_a_forecast_is_no_disagreement(shipped: AsOf) -> None:
    assessment = shipped(date(2025, 12, 31))
    assert assessment.projections
    assert "in the next" not in first_screen(assessment, WAR).disagree
