"""What an assessment says of a day, beside what is publicly known: facts.toml."""

from __future__ import annotations

import functools
import json
import os
import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import standoff as so

FACTS = tomllib.loads(Path(__file__).with_name("facts.toml").read_text(encoding="utf-8"))
SHARED = Path(os.environ.get("STANDOFF_SHARED", Path(__file__).parents[2] / "shared"))
MIRROR = SHARED / "mirror"

Told = Callable[[date], dict[str, Any]]


def each(kind: str) -> pytest.MarkDecorator:
    of = FACTS[kind]
    names = [f"{f['day']} {f.get('name') or f.get('place') or f.get('days') or ''}" for f in of]
    return pytest.mark.parametrize("fact", of, ids=names)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The assessment of a day as JSON, with its text; every source pulled from copies of its files."""
    if not MIRROR.is_dir():
        pytest.skip("no copies of the publishers' files here")
    folder = tmp_path_factory.mktemp("facts")
    war = so.open("ukraine-2022", store=folder / "claims", cache=folder / "cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STANDOFF_MIRROR", str(MIRROR))
        assert not any(one.failure for one in war.pull())

    @functools.cache
    def of(day: date) -> dict[str, Any]:
        assessed = war.as_of(day).assess()
        return {**json.loads(assessed.to_json()), "text": assessed.to_text()}

    return of


def test_every_fact_has_a_day_a_page_and_a_note() -> None:
    facts = [fact for kind in FACTS.values() for fact in kind]
    assert len(facts) >= 30
    assert len({fact["day"] for fact in facts}) >= 12
    for fact in facts:
        assert fact["page"].startswith("https://")
        assert fact["note"]
    assert sum(fact.get("recalled", False) for fact in facts) <= 3


@pytest.mark.slow
@each("place")
def test_a_place_is_held_by_who_held_it(fact: dict[str, Any], told: Told) -> None:
    (place,) = [p for p in told(fact["day"])["places"] if p["name"] == fact["name"]]
    right = fact["holder"]
    assert place["holder"] in ([right] if isinstance(right, str) else right)
    assert place["sources"]
    if "since_from" in fact:
        assert fact["since_from"] <= date.fromisoformat(place["since"]) <= fact["since_to"]


@pytest.mark.slow
@each("movement")
def test_the_front_moved_as_it_did(fact: dict[str, Any], told: Told) -> None:
    (question,) = [q for q in told(fact["day"])["questions"] if q["id"] == "standstill"]
    (change,) = [
        i for i in question["indicators"] if (i["id"], i["days"]) == ("area_change", fact["days"])
    ]
    assert fact["low"] <= change["value"] <= fact["high"]


@pytest.mark.slow
@each("abroad")
def test_ground_abroad_is_told(fact: dict[str, Any], told: Told) -> None:
    held = [h for h in told(fact["day"])["abroad"] if h["side"] == fact["side"]]
    (found,) = [h for h in held if fact["place"] in h["place"]]
    assert fact["low"] <= found["value"] <= fact["high"]


@pytest.mark.slow
@each("words")
def test_what_is_false_is_not_said(fact: dict[str, Any], told: Told) -> None:
    assessed = told(fact["day"])
    said = " ".join([assessed["text"], *(q["answer"] for q in assessed["questions"])])
    assert not re.search(fact["never"], said)
