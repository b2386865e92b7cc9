"""Reading a corpus, and what is said where training cannot begin."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from standoff.errors import StandoffError
from standoff.reading.training import train
from standoff.reading.training.corpus import read_articles


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


def test_without_torch_training_names_the_extra(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(StandoffError, match="train"):
        train(corpus, tmp_path / "out.npz")
