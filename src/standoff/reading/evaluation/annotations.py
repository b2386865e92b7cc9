"""Annotated texts in their two layouts: spans as brat writes them, and reports with a JSON beside.

The first is PolNeAR's: `text/NAME.txt` and `attributions/NAME_xxxx.ann`, of several annotators the
first by file name. The second is `NAME.txt`, header lines and all, with `NAME.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standoff.errors import ScoreError
from standoff.reading.records import Span

_ROLES = ("source", "cue", "content")


@dataclass(frozen=True)
class GoldDocument:
    """One annotated text.

    Attributes:
        name: its file.
        text: as stored; offsets count in it.
        attributions: rows with lists of spans by role, and what stands inside them.
        quantities, events: rows with `spans`, the places where their words stand.
        inside: whether more than spans was annotated.
    """

    name: Path
    text: str
    attributions: tuple[Mapping[str, Any], ...]
    quantities: tuple[Mapping[str, Any], ...] = ()
    events: tuple[Mapping[str, Any], ...] = ()
    inside: bool = False


def annotated(folder: Path) -> Iterator[GoldDocument]:
    """The annotated texts of a folder, in the order of their names.

    Raises:
        ScoreError: the folder has neither layout, or a file in it cannot be read.
    """
    brat = sorted((folder / "attributions").glob("*.ann"))
    beside = sorted(path for path in folder.glob("*.json") if path.with_suffix(".txt").is_file())
    if not brat and not beside:
        raise ScoreError(
            f"{folder}: no annotated texts: neither text/ with attributions/, nor NAME.txt with "
            "NAME.json. Name another folder."
        )
    first: dict[str, Path] = {}
    for path in brat:
        first.setdefault(path.name.rsplit("_", 1)[0], path)
    for path in [*first.values(), *([] if first else beside)]:
        try:
            yield _brat(folder, path) if first else _reported(path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            said = " ".join(str(error).split())[:100]
            raise ScoreError(
                f"{path}: no annotation ({said}). Correct it, or take it out."
            ) from error


def _text_of(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def _brat(folder: Path, path: Path) -> GoldDocument:
    name = path.name.rsplit("_", 1)[0]
    texts = sorted(p for p in (folder / "text").iterdir() if p.name.startswith(name))
    if not texts:
        raise FileNotFoundError(f"no text/{name}.txt")
    spans: dict[str, list[Span]] = {}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        part = line.split("\t")
        if len(part) < 2:
            continue
        if part[0].startswith("T"):
            where = part[1].split(" ", 1)[1]
            pairs = (piece.split() for piece in where.split(";"))
            spans[part[0]] = [(int(a), int(b)) for a, b in pairs]
        elif part[0].startswith("E"):
            event: dict[str, list[Span]] = {role: [] for role in _ROLES}
            for item in part[1].split():
                role, mark = item.split(":")
                event.get(re.sub(r"\d+$", "", role).lower(), []).extend(spans.get(mark, ()))
            if event["cue"] or event["content"]:
                found.append(event)
    return GoldDocument(texts[0], _text_of(texts[0]), tuple(found))


def _reported(path: Path) -> GoldDocument:
    text = _text_of(path.with_suffix(".txt"))
    begin = text.index("\n\n") + 2
    begin += len(text[begin:]) - len(text[begin:].lstrip("\n"))
    gold = json.loads(path.read_text(encoding="utf-8"))
    attributions = []
    for one in gold["attributions"]:
        at = one["offsets"]
        spans = {r: [(at[r][0] + begin, at[r][1] + begin)] if at.get(r) else [] for r in _ROLES}
        attributions.append({**one, **spans})
    return GoldDocument(
        path.with_suffix(".txt"),
        text,
        tuple(attributions),
        tuple({**one, "spans": _places(text, begin, one["text"])} for one in gold["quantities"]),
        tuple({**one, "spans": _places(text, begin, one["text"])} for one in gold["events"]),
        inside=True,
    )


def _places(text: str, begin: int, words: str) -> list[Span]:
    """Everywhere that words stand in the body."""
    out, at = [], text.find(words, begin) if words else -1
    while at >= 0:
        out.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return out
