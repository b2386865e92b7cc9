"""Scores of a reader: worked out by hand, and the same as the published scripts' where they are."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from standoff.errors import ScoreError
from standoff.reading.evaluation.annotations import GoldDocument, annotated
from standoff.reading.evaluation.scores import scores, trimmed

SHARED = Path(os.environ.get("STANDOFF_SHARED", Path(__file__).parents[3] / "shared"))
TEXT = "The front has stalled, Ada Ulm said. “Nothing moves,” she added.\n"
BODY = f"Title: A\nPublished: 2020-01-01\n\n{TEXT}"


def at(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def attribution(source: str, cue: str, content: str, **fields: Any) -> dict[str, Any]:
    return {"source": [at(source)], "cue": [at(cue)], "content": [at(content)], **fields}


def gold_of(*rows: dict[str, Any]) -> GoldDocument:
    return GoldDocument(Path("a.txt"), TEXT, rows)


FIRST = attribution("Ada Ulm", "said", "The front has stalled")
SECOND = attribution("she", "added", "“Nothing moves,”")


def test_a_perfect_reader_scores_100_whatever_marks_it_leaves_at_the_ends() -> None:
    trailing = attribution("Ada Ulm", "said", "The front has stalled,")
    found = scores([(gold_of(FIRST, SECOND), {"attributions": [trailing, SECOND]})])
    assert {found[k] for k in ("source", "cue", "content", "micro", "linked", "linked_src")} == {
        100
    }


def test_half_of_the_attributions_without_their_source_score_as_worked_out_by_hand() -> None:
    half = {**FIRST, "source": []}
    found = scores([(gold_of(FIRST, SECOND), {"attributions": [half]})])
    # One of two cues and contents, none of two sources: F1 2/3, 2/3, 0 and 2*2/(2+6).
    assert (found["cue"], found["content"], found["source"]) == (66.7, 66.7, 0.0)
    assert found["micro"] == 50.0
    assert (found["linked"], found["linked_src"]) == (66.7, 0.0)


def test_marks_and_white_space_at_the_ends_are_cut() -> None:
    assert trimmed("say “no,” ", (3, 10)) == (5, 7)
    assert trimmed("...", (0, 3)) == (0, 0)


def brat(folder: Path) -> Path:
    (folder / "text").mkdir(parents=True)
    (folder / "attributions").mkdir()
    (folder / "text" / "one.txt").write_text(TEXT)
    spans = [("source", "Ada Ulm"), ("cue", "said"), ("content", "The front has stalled")]
    lines = [
        f"T{i}\t{role.title()} {at(words)[0]} {at(words)[1]}\t{words}"
        for i, (role, words) in enumerate(spans, start=1)
    ]
    lines.append("E1\tCue:T2 Source:T1 Content1:T3")
    (folder / "attributions" / "one_0001.ann").write_text("\n".join(lines) + "\n")
    (folder / "attributions" / "one_0002.ann").write_text("")
    return folder


def reported(folder: Path) -> Path:
    folder.mkdir(parents=True)
    offsets = {role: at(words) for role, words in
               (("source", "Ada Ulm"), ("cue", "said"), ("content", "The front has stalled"))}  # fmt: skip
    one = {
        "offsets": offsets,
        "anonymous": False,
        "hedge": None,
        "stance": "assesses",
        "about_side": "Aland",
        "nested": False,
        "channel": ["Wire"],
    }
    quantity = {"text": "moves", "quantity": "other", "low": None, "value": 3, "high": None}
    event = {"text": "stalled", "type": "advance"}
    gold = {
        "attributions": [one],
        "quantities": [{**quantity, "date_from": "2020-01-01"}],
        "events": [event],
    }
    (folder / "a.txt").write_text(BODY)
    (folder / "a.json").write_text(json.dumps(gold))
    return folder


def test_the_layout_of_spans_takes_the_first_annotator_and_links_by_event(tmp_path: Path) -> None:
    (one,) = annotated(brat(tmp_path))
    assert one.attributions == ({r: [tuple(s) for s in FIRST[r]] for r in FIRST},)
    assert not one.inside


def test_the_layout_of_reports_counts_offsets_from_the_start_of_the_file(tmp_path: Path) -> None:
    (one,) = annotated(reported(tmp_path / "gold"))
    a, b = one.attributions[0]["content"][0]
    assert one.text[a:b] == "The front has stalled"
    assert one.inside


def test_a_folder_of_neither_layout_and_a_broken_annotation_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ScoreError, match="Name another folder"):
        list(annotated(tmp_path))
    folder = reported(tmp_path / "gold")
    (folder / "a.json").write_text("{")
    with pytest.raises(ScoreError, match=r"a\.json"):
        list(annotated(folder))


def predicted(document: GoldDocument, rng: random.Random) -> dict[str, Any]:
    """The gold with errors: some left out, some moved, some with fields changed."""

    def moved(spans: list[list[int]]) -> list[list[int]]:
        by = rng.choice((0, 0, 0, 1, 15))
        end = len(document.text)
        return [[a + by, min(b + by, end)] for a, b in spans if rng.random() > 0.1]

    rows = []
    for one in document.attributions:
        if rng.random() < 0.2:
            continue
        row: dict[str, Any] = {role: moved(one[role]) for role in ("source", "cue", "content")}
        row |= {
            "anonymous": rng.random() < 0.5,
            "hedge": {"span": [0, 1]} if rng.random() < 0.5 else None,
            "stance": rng.choice((one.get("stance"), "none")),
            "about_side": rng.choice((one.get("about_side"), "", "x")),
            "channel": rng.choice((one.get("channel") or [], [])),
        }
        rows.append(row)
    quantities = [
        {**q, "span": list(rng.choice(q["spans"])), "high": rng.choice((q.get("high"), 7)),
         "happened_from": rng.choice((q.get("date_from"), None))}
        for q in document.quantities if q["spans"]
    ]  # fmt: skip
    events = [
        {"span": list(rng.choice(e["spans"])), "type": rng.choice((e["type"], "other"))}
        for e in document.events
        if e["spans"]
    ]
    return {"attributions": rows, "quantities": quantities, "events": events}


@pytest.mark.parametrize("layout", ["reports", "spans"])
def test_our_scores_are_those_of_the_published_scripts(tmp_path: Path, layout: str) -> None:
    script = SHARED / "evaluate" / ("reading.py" if layout == "reports" else "attribution.py")
    if not script.is_file():
        pytest.skip("needs the scorers: set STANDOFF_SHARED to the folder that holds them")
    folder = SHARED / "gold" / "dev" if layout == "reports" else brat(tmp_path / "brat")
    rng = random.Random(4)
    documents = [(one, predicted(one, rng)) for one in annotated(folder)]
    lines = [json.dumps({"file": one.name.name, **row}) for one, row in documents]
    (tmp_path / "p.jsonl").write_text("\n".join(lines) + "\n")
    ran = subprocess.run(
        [sys.executable, str(script), str(folder), str(tmp_path / "p.jsonl")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    theirs = json.loads(ran.stdout.splitlines()[-1])
    ours = scores(documents)
    shared = set(theirs) & set(ours) - {"documents"}
    assert {"linked", "linked_src"} <= shared
    assert {k: ours[k] for k in shared} == {k: theirs[k] for k in shared}
