"""Reading a corpus, and what is said where training cannot begin."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from standoff.errors import StandoffError
from standoff.reading.training import train
from standoff.reading.training.corpus import read_articles, read_reports, read_texts


def test_a_corpus_is_read_token_for_token(corpus: Path) -> None:
    first = read_articles(corpus / "train")[0]
    ((source,), (cue,), (content,)) = first.annotations[0].links[0]
    assert [first.forms[a:b] for a, b in (source, cue, content)] == [
        ("Kolb",),
        ("said",),
        ("We", "will", "stay"),
    ]
    assert first.annotations[0].tags[:8].tolist() == [0, 5, 6, 6, 0, 0, 1, 3]


def test_a_folder_that_is_no_corpus_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StandoffError, match="attributions"):
        read_articles(tmp_path)


REPORT = """Title: Quiet
Outlet: The Echo

“No talks,” Kolb said, “are planned.” He said that the mayor denied it.
"""


def test_a_report_is_read_without_its_header_and_what_is_nested(tmp_path: Path) -> None:
    body = REPORT.split("\n\n")[1]

    def at(words: str) -> list[int]:
        return [body.index(words), body.index(words) + len(words)]

    whole = [at("“No talks,”"), at("“are planned.”")]
    rows = [
        {
            "offsets": {"source": at("Kolb"), "cue": at("said"), "content": [0, whole[1][1]]},
            "content_parts": whole,
            "nested": False,
        },
        {
            "offsets": {"source": at("the mayor"), "cue": at("denied"), "content": at("it")},
            "nested": True,
        },
    ]
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf8")
    (tmp_path / "a.json").write_text(json.dumps({"attributions": rows}), encoding="utf8")
    [report] = read_reports(tmp_path)
    [(source, cue, content)] = report.annotations[0].links
    assert [report.forms[a:b] for a, b in (*source, *cue, *content)] == [
        ("Kolb",),
        ("said",),
        ("No", "talks"),
        ("are", "planned"),
    ]


@pytest.mark.parametrize(
    ("body", "contents"),
    [
        ("“No talks,” Kolb said on Monday.", [("No", "talks")]),
        ("“No talks,” Kolb said, “are planned.”", [("No", "talks"), ("are", "planned")]),
        ("No talks, Kolb said, are planned.", [("No", "talks"), ("are", "planned")]),
    ],
)
def test_a_content_that_holds_its_own_cue_is_learnt_without_it(
    tmp_path: Path, body: str, contents: list[tuple[str, ...]]
) -> None:
    def at(words: str) -> list[int]:
        return [body.index(words), body.index(words) + len(words)]

    offsets = {"source": at("Kolb"), "cue": at("said"), "content": [0, len(body)]}
    (tmp_path / "a.txt").write_text(f"Title: Quiet\n\n{body}\n", encoding="utf8")
    rows = {"attributions": [{"offsets": offsets, "nested": False}]}
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf8")
    [report] = read_reports(tmp_path)
    [(_, _, found)] = report.annotations[0].links
    assert [report.forms[a:b] for a, b in found] == contents


def test_a_folder_without_reports_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StandoffError, match=r"NAME\.json"):
        read_reports(tmp_path)


def test_a_report_that_is_badly_annotated_names_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf8")
    (tmp_path / "a.json").write_text("{}", encoding="utf8")
    with pytest.raises(StandoffError, match=tmp_path.name):
        read_reports(tmp_path)


def test_texts_are_read_with_no_annotation_and_empty_ones_passed_over(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Quiet night.\n\nNo talks, Kolb said.\n", encoding="utf8")
    (tmp_path / "a.txt").write_text(" \n", encoding="utf8")
    [text] = read_texts(tmp_path)
    assert (text.name, text.lines) == ("b", ((0, 3), (3, 9)))
    assert text.annotations[0].links == () and not text.annotations[0].tags.any()


def test_a_text_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Café".encode("cp1252"))
    with pytest.raises(StandoffError, match=r"a\.txt.*UTF-8"):
        read_texts(tmp_path)


def test_a_folder_without_texts_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StandoffError, match=r"NAME\.txt"):
        read_texts(tmp_path)


def test_without_torch_training_names_the_extra(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(StandoffError, match="train"):
        train(corpus, tmp_path / "out.npz")
