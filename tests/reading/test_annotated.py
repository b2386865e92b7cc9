"""The annotated reports that come with the project: what they say of their texts, and the reader on them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from standoff.domain.quantities import QUANTITIES
from standoff.reading.claims import Claimed
from standoff.reading.evaluation.annotations import annotated
from standoff.reading.evaluation.scores import scores
from standoff.reading.input.article import from_text
from standoff.reading.pipeline import read
from standoff.reading.serialize import as_json
from standoff.reading.tagger.reader import reader

FOLDER = Path(__file__).parents[2] / "annotated"
REPORTS = sorted(FOLDER.glob("*/*.json"))
KNOWN = {q.name for q in QUANTITIES}


def body_and_rows(path: Path) -> tuple[str, dict[str, Any]]:
    text = path.with_suffix(".txt").read_text(encoding="utf8")
    return text.split("\n\n", 1)[1].lstrip("\n"), json.loads(path.read_text(encoding="utf8"))


def test_there_are_reports_to_learn_from_and_to_score() -> None:
    assert {path.parent.name for path in REPORTS} == {"learn", "score"}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_what_is_annotated_stands_in_the_text(path: Path) -> None:
    body, rows = body_and_rows(path)
    for said in rows["attributions"]:
        at = said["offsets"]
        for role in ("source", "cue"):
            assert (said[role] is None) == (at[role] is None)
            assert said[role] is None or body[slice(*at[role])] == said[role]
        assert " … ".join(body[a:b] for a, b in said["content_parts"]) == said["content"]
        assert said["hedge"] is None or said["hedge"] in body
    for row in (*rows["quantities"], *rows["events"]):
        assert body[slice(*row["offsets"])] == row["text"]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_figures_are_of_the_vocabulary_and_their_bounds_in_order(path: Path) -> None:
    for row in body_and_rows(path)[1]["quantities"]:
        assert row["quantity"] in KNOWN
        ends = [row[k] for k in ("low", "value", "high") if row[k] is not None]
        assert ends == sorted(ends)
        days = [row[k] for k in ("date_from", "date_to") if row[k] is not None]
        assert days == sorted(days)


def test_the_default_reader_does_no_worse_than_it_did() -> None:
    read_all = []
    for one in annotated(FOLDER / "score"):
        reading = read(from_text(str(one.name), one.text, {}), None, reader())
        read_all.append((one, json.loads(as_json(reading, Claimed((), {}), "standoff"))))
    found = scores(read_all)
    for measure, floor in FLOORS.items():
        assert found[measure] >= floor, (measure, found[measure])


# A little under what stands in docs/reader-card.md.
FLOORS = {
    "linked_src": 77,
    "quantity": 89,
    "quantity_full": 65,
    "event": 54,
    "anonymous": 70,
    "stance": 67,
}
