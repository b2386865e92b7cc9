"""What is said of outputs that are not what they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from record_outputs import (
    FAMILIES,
    Manifest,
    Recorder,
    as_text,
    changes,
    chosen,
    compare,
    difference,
    families,
    neutral,
    read_manifest,
)


def recorded(folder: Path, only: tuple[str, ...] = (), **outputs: str) -> Manifest:
    """A manifest of outputs of the family `lists`, and their files in a folder."""
    rec = Recorder(folder, only, {"0.1.0": "VERSION"})
    for name, text in outputs.items():
        rec.keep(f"lists/{name}", text.encode())
    return rec.manifest


def test_the_same_outputs_are_no_change(tmp_path: Path) -> None:
    before, after = (recorded(tmp_path / name, a="one\n", b="two\n") for name in ("old", "new"))
    assert changes(before, after) == {}


def test_what_changed_and_went_and_came_is_listed_each_by_name(tmp_path: Path) -> None:
    before = recorded(tmp_path / "old", same="s", other="one\n", old="x")
    after = recorded(tmp_path / "new", same="s", other="two\n", new="y")
    assert changes(before, after) == {
        "lists/other": "changed",
        "lists/old": "gone",
        "lists/new": "new",
    }
    assert compare(before, after, (tmp_path / "old", tmp_path / "new")) == [
        "new: lists/new",
        "gone: lists/old",
        "changed: lists/other",
        "    @@ -1 +1 @@",
        "    -one",
        "    +two",
        "1 outputs as they were, 3 not.",
    ]


def test_the_version_alone_is_no_change_and_a_figure_like_it_is(tmp_path: Path) -> None:
    told = "Seed 1, version 0.1.0.", "page.css?v=0.1.0", "10.1.0 and 0.1.05 and 0.1.0.2"
    assert [neutral(one.encode(), {"0.1.0": "VERSION"}).decode() for one in told] == [
        "Seed 1, version VERSION.",
        "page.css?v=VERSION",
        "10.1.0 and 0.1.05 and 0.1.0.2",
    ]


def test_bytes_that_are_no_text_are_recorded_as_they_are() -> None:
    assert neutral(b"\x89PNG 0.1.0", {"0.1.0": "VERSION"}) == b"\x89PNG 0.1.0"
    assert list(difference(b"\x89PNG", b"\x89GIF")) == ["(no text: 4 bytes, now 4)"]


def test_long_lines_are_broken_before_they_are_compared() -> None:
    page = "".join(f"<p>{number}</p>" for number in range(50))
    assert list(difference(page.encode(), page.replace(">9<", ">nine<").encode())) == [
        "@@ -9,3 +9,3 @@",
        " <p>8</p>",
        "-<p>9</p>",
        "+<p>nine</p>",
        " <p>10</p>",
    ]


def test_a_long_difference_is_cut_and_says_so() -> None:
    *_, last = difference(b"a\n" * 100, b"b\n" * 100, most=10)
    assert last == "… and 191 more lines"


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    manifest = recorded(tmp_path, b="two", a="one")
    file = tmp_path / "manifest.json"
    file.write_text(as_text(manifest), encoding="utf-8")
    assert read_manifest(file) == manifest
    assert [line.split('"')[1] for line in file.read_text().splitlines()[1:-1]] == [
        "lists/a",
        "lists/b",
    ]


def test_of_a_part_only_that_part_is_recorded_and_compared(tmp_path: Path) -> None:
    assert list(recorded(tmp_path, ("lists/a",), a="one", b="two")) == ["lists/a"]
    manifest = recorded(tmp_path, a="one", b="two")
    assert list(chosen(manifest, ["lists/a"])) == ["lists/a"]
    assert list(chosen(manifest, ["web"])) == []
    assert chosen(manifest, []) == manifest


def test_a_prefix_names_its_families_and_no_other_that_begins_alike() -> None:
    assert families(["web/api"]) == ["web"]
    assert families(["read"]) == ["read"]
    assert families(["we"]) == ["web", "weigh"]
    assert families([]) == list(FAMILIES)


def test_two_outputs_of_one_name_are_refused(tmp_path: Path) -> None:
    rec = Recorder(tmp_path, (), {})
    rec.keep("lists/a", b"one")
    with pytest.raises(ValueError, match="two outputs are named lists/a"):
        rec.keep("lists/a", b"one")
