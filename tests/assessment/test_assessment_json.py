"""The contract `standoff.assessment/1`: keys, types, rounding, and the same bytes for the same."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from invented import START, area, claim, front, on, settlements, statement
from pages import kept
from standoff.assessment.build import assess
from standoff.domain.claim import Claim, digest, to_table
from standoff.domain.quantities import QUANTITIES
from standoff.domain.war import War
from standoff.evidence.store import Store
from standoff.report.serialize import as_json

SCHEMA = Path(__file__).parents[2] / "docs" / "assessment.schema.json"
QUESTIONS = ["standstill", "balance", "cost", "resolve", "way_out", "shocks"]
MANY_DAYS = 400


def some_war() -> list[Claim]:
    """A year of a front that creeps, with statements of all kinds for the last days of it."""
    levels = [5000.0 + 4.0 * i + 30.0 * math.sin(i) for i in range(MANY_DAYS)]
    last = MANY_DAYS - 1
    said = [
        statement(q.name, last - i % 20, side=("AA", "BB")[i % 2], origin=f"o{i}")
        for i, q in enumerate(QUANTITIES)
        if q.kind == "statement" and q.name != "other"
    ]
    counted = [
        claim(happened_to=on(last - 3), known_at=on_midnight(last - 2)),
        claim(happened_to=on(last - 3), known_at=on_midnight(last), speaker="AA", origin="AA"),
        settlements(last - 4, 3.0),
        settlements(last - 2, 1.0, "BB"),
    ]
    return [*front(levels), *said, *counted]


def on_midnight(days: int) -> datetime:
    return area(days, 0.0).known_at


def assessed(war: War, claims: list[Claim], as_of: date, seed: int = 1) -> dict[str, Any]:
    answer = assess(to_table(claims), war, as_of, seed, kept())
    told: dict[str, Any] = json.loads(as_json(answer))
    return told


@pytest.fixture(scope="module")
def told(war: War) -> dict[str, Any]:
    return assessed(war, some_war(), on(MANY_DAYS - 1))


def walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, value
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, item in items:
        yield from walk(item, f"{path}/{key}")


def test_the_keys_are_those_of_the_contract(told: dict[str, Any]) -> None:
    assert set(told) == {
        "schema",
        "war",
        "as_of",
        "skill",
        "places",
        "abroad",
        "maps",
        "held_steps",
        "events",
        "positions",
        "talks",
        "accords",
        "plans",
        "aid",
        "projections",
        "freshness",
        "made_with",
        "headline",
        "stalemate",
        "outcomes",
        "questions",
        "thresholds",
        "coverage",
        "vintages",
        "signals",
        "ripeness",
        "balance",
        "leaving",
        "claims",
        "known_but_not_used",
    }
    assert told["schema"] == "standoff.assessment/1"
    assert set(told["made_with"]) == {"version", "model", "seed", "claims", "claims_digest"}
    assert set(told["stalemate"]) == {
        "now",
        "words",
        "narrow",
        "wide",
        "approaching",
        "rests_on_priors",
        "nothing_since",
    }
    assert set(told["stalemate"]["approaching"]) == {
        "change_14d",
        "begins_within_30",
        "begins_within_90",
    }
    assert set(told["vintages"]) == {"observed", "assumed"}
    assert all(
        set(c) == {"quantity", "sources", "last_known_at", "days_old"} for c in told["coverage"]
    )


def test_outcomes_are_at_30_90_and_180_days_by_the_sides_codes(told: dict[str, Any]) -> None:
    names = {
        "ended",
        "AA_breaks",
        "BB_breaks",
        "AA_creeps",
        "BB_creeps",
        "freeze",
        "standstill",
    }
    every = [told["outcomes"], *(t["outcomes"] for t in told["thresholds"])]
    assert [t["scale"] for t in told["thresholds"]] == [0.5, 1.0, 2.0]
    for outcomes in every:
        assert set(outcomes) == {"30", "90", "180"}
        for odds in outcomes.values():
            assert set(odds) == names
            assert sum(odds.values()) == pytest.approx(1.0, abs=1e-9)
            assert all(0 <= p <= 1 for p in odds.values())
    assert told["thresholds"][1]["outcomes"] == told["outcomes"]


def test_the_six_questions_come_in_order_with_all_their_keys(told: dict[str, Any]) -> None:
    assert [q["id"] for q in told["questions"]] == QUESTIONS
    for question in told["questions"]:
        assert set(question) == {
            "id",
            "answer",
            "event",
            "probability",
            "words",
            "confidence",
            "because",
            "indicators",
            "claims_for",
            "claims_against",
        }
        for indicator in question["indicators"]:
            assert set(indicator) == {
                "id",
                "n",
                "of",
                "sources",
                "party",
                "place",
                "days",
                "bound",
                "name",
                "value",
                "low",
                "high",
                "unit",
                "date",
                "change_30d",
                "claims",
            }
        assert question["answer"].strip()
        assert question["because"].endswith(".")
        assert question["confidence"] in ("low", "moderate", "high")


def test_a_probability_stands_only_where_an_event_is_named(told: dict[str, Any]) -> None:
    for question in told["questions"]:
        named = question["event"] is not None
        assert (question["probability"] is not None) == named
        assert (question["words"] is not None) == named
    assert [q["id"] for q in told["questions"] if q["event"]] == [
        "standstill",
        "balance",
        "way_out",
    ]


def test_every_quantity_is_covered_or_said_to_be_missing(told: dict[str, Any]) -> None:
    assert [c["quantity"] for c in told["coverage"]] == [q.name for q in QUANTITIES]
    by_name = {c["quantity"]: c for c in told["coverage"]}
    assert by_name["displaced.refugees"] == {
        "quantity": "displaced.refugees",
        "sources": [],
        "last_known_at": None,
        "days_old": None,
    }
    covered = by_name["territory.controlled_km2"]
    assert (covered["sources"], covered["days_old"]) == (["map"], 0)


def test_every_claim_that_an_answer_names_is_there_and_no_other(told: dict[str, Any]) -> None:
    named = {
        claim_id
        for question in told["questions"]
        for ids in (
            question["claims_for"],
            question["claims_against"],
            *(i["claims"] for i in question["indicators"]),
        )
        for claim_id in ids
    }
    for panel in told["ripeness"]:
        named |= {*panel["aims"], *panel["words"], *panel["acts"]}
        named |= {i for p in panel["perceptions"] for i in (*p["own"], *p["others"])}
    for name in (
        "events",
        "positions",
        "talks",
        "accords",
        "plans",
        "aid",
        "projections",
        "signals",
    ):
        named |= {claim_id for one in told[name] for claim_id in one["claims"]}
    assert named == set(told["claims"])
    by_id = {c.claim_id: c for c in some_war()}
    assert named <= set(by_id)
    for claim_id, content in told["claims"].items():
        assert content["quantity"] == by_id[claim_id].quantity
        assert content["channel"] == list(by_id[claim_id].channel)
        assert content["url"] == by_id[claim_id].url


def test_all_six_questions_name_claims_where_there_are_some(told: dict[str, Any]) -> None:
    for question in told["questions"]:
        assert question["claims_for"] or question["claims_against"], question["id"]
        assert question["indicators"], question["id"]


def test_keys_are_sorted_and_nothing_is_nan(war: War) -> None:
    # Ten days are too few for most figures: many are not a number inside.
    for claims, days in ((front([5.0] * 10), 9), (some_war(), MANY_DAYS - 1), ([], 5)):
        text = as_json(assess(to_table(claims), war, on(days), posteriors=kept()))
        found = json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} in the JSON"))
        assert text == json.dumps(found, sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def test_numbers_are_rounded_to_what_they_mean(told: dict[str, Any]) -> None:
    floats = [(path, x) for path, x in walk(told) if isinstance(x, float)]
    assert len(floats) > 60
    for path, x in floats:
        assert x == round(x, 1 if abs(x) >= 1000 else 4), path
    assert type(told["made_with"]["seed"]) is int
    assert type(told["made_with"]["claims"]) is int


def test_narrow_and_wide_are_the_outcomes_at_30_days(told: dict[str, Any]) -> None:
    at30 = told["outcomes"]["30"]
    creeps = at30["AA_creeps"] + at30["BB_creeps"]
    assert told["stalemate"]["narrow"] == at30["standstill"]
    assert told["stalemate"]["wide"] == pytest.approx(at30["standstill"] + creeps, abs=2e-4)


def test_the_digest_is_of_the_claims_known_by_the_day(war: War) -> None:
    claims = front([5000.0] * 40)
    told = assessed(war, claims, on(39))
    assert told["made_with"]["claims"] == 40
    assert told["made_with"]["claims_digest"] == digest([c.claim_id for c in claims])


@pytest.mark.slow
def test_the_same_claims_day_and_seed_give_the_same_bytes_in_any_order(war: War) -> None:
    claims = some_war()
    there, back = to_table(claims), to_table(claims[::-1])
    day = on(MANY_DAYS - 1)
    text = as_json(assess(there, war, day, 7))
    assert as_json(assess(back, war, day, 7)) == text
    # With a year of errors behind it one future in twenty is drawn, and so depends on the seed.
    assert as_json(assess(there, war, day, 8)) != text.replace('"seed": 7', '"seed": 8')


@pytest.mark.parametrize("as_of", [START, on(20), on(200)])
def test_a_claim_known_later_changes_not_one_byte(war: War, tmp_path: Path, as_of: date) -> None:
    store = Store(tmp_path / "claims")
    store.append(some_war(), area(600, 0).known_at)
    before = as_json(assess(store.table_known_at(as_of, war.name), war, as_of))
    later = [
        area(3, 9999.0, known_at=on_midnight(201)),
        statement("front.stalled", 201),
        claim(value=5.0, known_at=on_midnight(300)),
    ]
    assert store.append(later, area(601, 0).known_at).new == 3
    assert as_json(assess(store.table_known_at(as_of, war.name), war, as_of)) == before


def test_the_published_schema_refuses_what_is_not_in_the_contract(told: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    narrow = {k: v for k, v in told["stalemate"].items() if k != "narrow"}
    for wrong in ({**told, "more": 1}, {**told, "as_of": 5}, {**told, "stalemate": narrow}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_a_war_without_a_measured_front_has_null_where_there_are_no_odds(war: War) -> None:
    unmeasured = replace(war, movement="none", front=())
    for claims in ([statement("front.stalled", 3)], some_war()):
        told = assessed(unmeasured, claims, on(MANY_DAYS - 1))
        assert told["stalemate"] == {
            "nothing_since": None,
            "approaching": {
                "begins_within_30": None,
                "begins_within_90": None,
                "change_14d": None,
            },
            "narrow": None,
            "now": None,
            "rests_on_priors": False,
            "wide": None,
            "words": "",
        }
        assert [q["probability"] is None for q in told["questions"]] == [True] * 4 + [False, True]
        assert set(told["outcomes"]["90"]) == {"ended"}
