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

NEEDED = {
    "place": {"name", "holder"},
    "movement": {"days", "low", "high"},
    "area": {"low", "high"},
    "abroad": {"side", "place", "low", "high"},
    "words": set(),
    "event": {"on", "says"},
    "position": {"side", "says"},
    "talks": {"on", "parties"},
    "toll": {"quantity", "low", "high", "about"},
}
OPTIONAL = {
    "place": {"since_from", "since_to"},
    "movement": set(),
    "area": set(),
    "abroad": set(),
    "words": {"says", "never"},
    "event": {"kind", "turning"},
    "position": {"issue", "firm"},
    "talks": {"place", "between", "mediator"},
    "toll": {"speaker"},
}


def named(fact: dict[str, Any]) -> str:
    about = next(
        (
            fact[key]
            for key in ("name", "place", "days", "says", "never", "quantity", "on")
            if key in fact
        ),
        "",
    )
    return f"{fact['day']} {about}"


def each(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fact", FACTS.get(kind, []), ids=named)


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


def test_every_fact_has_a_day_a_page_a_note_and_the_fields_of_its_kind() -> None:
    facts = [fact for kind in FACTS.values() for fact in kind]
    assert len(facts) >= 30
    assert len({fact["day"] for fact in facts}) >= 12
    for kind, of in FACTS.items():
        assert len({named(fact) for fact in of}) == len(of)
        for fact in of:
            assert date(2022, 2, 24) <= fact["day"] <= date(2025, 12, 31)
            assert re.fullmatch(r"https://[^\s/]+/\S+", fact["page"])
            assert fact["note"]
            told = fact.keys() - {"day", "page", "note", "recalled"}
            assert NEEDED[kind] <= told <= NEEDED[kind] | OPTIONAL[kind]
            assert fact.get("low", 0) <= fact.get("high", 0)
            assert fact.get("since_from", date.min) <= fact.get("since_to", date.max)
    assert all(("says" in fact) != ("never" in fact) for fact in FACTS["words"])
    assert sum(fact.get("recalled", False) for fact in facts) <= 3


def indicator(told: dict[str, Any], name: str, days: int | None) -> dict[str, Any]:
    (question,) = [q for q in told["questions"] if q["id"] == "standstill"]
    found: dict[str, Any]
    (found,) = [i for i in question["indicators"] if (i["id"], i["days"]) == (name, days)]
    return found


@pytest.mark.slow
@each("place")
def test_a_place_is_held_by_who_held_it(fact: dict[str, Any], told: Told) -> None:
    (place,) = [p for p in told(fact["day"])["places"] if p["name"] == fact["name"]]
    right = fact["holder"]
    assert place["holder"] in ([right] if isinstance(right, str) else right)
    assert place["sources"]
    if "since_from" in fact or place["since"] is not None:
        since = date.fromisoformat(place["since"])
        assert fact.get("since_from", date.min) <= since <= fact.get("since_to", date.max)


@pytest.mark.slow
@each("movement")
def test_the_front_moved_as_it_did(fact: dict[str, Any], told: Told) -> None:
    change = indicator(told(fact["day"]), "area_change", fact["days"])
    assert fact["low"] <= change["value"] <= fact["high"]


@pytest.mark.slow
@each("area")
def test_the_area_held_may_be_what_another_tracker_counts(fact: dict[str, Any], told: Told) -> None:
    area = indicator(told(fact["day"]), "area_held", None)
    assert area["low"] <= fact["high"]
    assert area["high"] >= fact["low"]


@pytest.mark.slow
@each("abroad")
def test_ground_abroad_is_told(fact: dict[str, Any], told: Told) -> None:
    held = [h for h in told(fact["day"])["abroad"] if h["side"] == fact["side"]]
    found = [h for h in held if fact["place"] in h["place"]]
    assert len(found) <= 1
    assert fact["low"] <= sum(h["value"] for h in found) <= fact["high"]


@pytest.mark.slow
@each("event")
def test_what_happened_is_told_with_its_day(fact: dict[str, Any], told: Told) -> None:
    on = [event for event in told(fact["day"])["events"] if event["date"] == str(fact["on"])]
    found = [event for event in on if re.search(fact["says"], event["text"])]
    assert found, [event["text"] for event in on]
    assert fact.get("kind", found[0]["kind"]) in {event["kind"] for event in found}
    assert not fact.get("turning") or any(event["turning"] for event in found)
    assert all(event["claims"] for event in found)


@pytest.mark.slow
@each("position")
def test_a_side_stands_where_it_said(fact: dict[str, Any], told: Told) -> None:
    of = [p for p in told(fact["day"])["positions"] if p["side"] == fact["side"]]
    on = [p for p in of if p["issue"] == fact.get("issue", p["issue"])]
    found = [p for p in on if re.search(fact["says"], p["position"])]
    assert found, [p["position"] for p in on]
    assert fact.get("firm", found[0]["firm"]) == found[0]["firm"]


@pytest.mark.slow
@each("talks")
def test_talks_are_told_with_who_met(fact: dict[str, Any], told: Told) -> None:
    on = [t for t in told(fact["day"])["talks"] if t["date"] == str(fact["on"])]
    found = [t for t in on if set(fact["parties"]) <= set(t["parties"])]
    assert found, on
    for name in ("place", "between"):
        assert fact.get(name, "") in found[0][name]
    assert set(fact.get("mediator", [])) <= set(found[0]["mediator"])


@pytest.mark.slow
@each("toll")
def test_a_toll_is_told_with_the_day_that_it_is_about(fact: dict[str, Any], told: Told) -> None:
    (question,) = [q for q in told(fact["day"])["questions"] if q["id"] == "cost"]
    (found,) = [i for i in question["indicators"] if i["id"] == fact["quantity"]]
    assert found["date"] == str(fact["about"])
    assert fact["low"] <= (found["value"] or found["low"]) <= fact["high"]


@pytest.mark.slow
@each("words")
def test_the_words_are_true(fact: dict[str, Any], told: Told) -> None:
    assessed = told(fact["day"])
    said = [assessed["headline"], assessed["text"], *(q["answer"] for q in assessed["questions"])]
    # The text breaks its lines anywhere.
    found = re.search(fact.get("says") or fact["never"], " ".join(" ".join(said).split()))
    assert bool(found) == ("says" in fact)
