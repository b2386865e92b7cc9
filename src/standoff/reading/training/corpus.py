"""Annotated articles in their two layouts: PolNeAR's in brat's format, and reports with a JSON beside."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from standoff.errors import StandoffError
from standoff.reading.tagger.features import Ints, lines_of
from standoff.reading.tagger.tokens import Token, tokens, trimmed

ROLES = ("source", "cue", "content")

Run = tuple[int, int]  # half-open range of token indices
Link = tuple[tuple[Run, ...], tuple[Run, ...], tuple[Run, ...]]  # source, cue, content

_QUOTES = frozenset('“”"‘’«»„')

_SPAN = re.compile(r"^(T\d+)\t\S+ (\d+ \d+(?:;\d+ \d+)*)\t", re.MULTILINE)
_EVENT = re.compile(r"^E\d+\t(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Annotation:
    """One annotator's attributions of an article, in tokens.

    Attributes:
        tags: (tokens,) 0 outside, 1 + 2 role at the first token of a span, 2 + 2 role inside.
        links: for each attribution its source, cue and content runs.
    """

    tags: Ints
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Article:
    """A text cut into tokens and lines, with one annotation or several of it."""

    name: str
    forms: tuple[str, ...]
    lines: tuple[Run, ...]
    annotations: tuple[Annotation, ...]


def read_articles(folder: Path) -> list[Article]:
    """Every annotated article of a corpus folder.

    Args:
        folder: holds text/NAME.txt and attributions/NAME_xxxx.ann.
    Returns:
        Articles in the order of their names.
    Raises:
        StandoffError: the folder does not have that layout.
    """
    paths = sorted((folder / "attributions").glob("*.ann"))
    if not paths or not (folder / "text").is_dir():
        raise StandoffError(
            f"{folder}: no corpus in PolNeAR's layout. It needs text/NAME.txt and "
            "attributions/NAME_xxxx.ann; name the folder that holds both."
        )
    by_name: dict[str, list[Path]] = {}
    for path in paths:
        by_name.setdefault(path.name.rsplit("_", 1)[0], []).append(path)
    return [_article(folder, name, found) for name, found in by_name.items()]


def read_reports(folder: Path) -> list[Article]:
    """Every report of a folder, without attributions that stand inside another's content.

    Args:
        folder: holds NAME.txt (header lines, an empty line, the body) and NAME.json.
    Returns:
        The bodies as articles, in the order of their names.
    Raises:
        StandoffError: the folder holds none, or one cannot be read.
    """
    paths = sorted(path for path in folder.glob("*.json") if path.with_suffix(".txt").is_file())
    if not paths:
        raise StandoffError(
            f"{folder}: no annotated reports. It needs NAME.txt with NAME.json; name another folder."
        )
    try:
        return [_report(path) for path in paths]
    except (KeyError, TypeError, ValueError) as error:
        raise StandoffError(
            f"{folder}: no annotation in one of its .json files ({error}). Correct it, or take it out."
        ) from error


def read_texts(folder: Path) -> list[Article]:
    """Every text of a folder, annotated with nothing: for a teacher to annotate.

    Args:
        folder: holds NAME.txt, a paragraph a line, with no header.
    Returns:
        Articles in the order of their names, without the empty ones.
    Raises:
        StandoffError: the folder holds none, or one is not UTF-8.
    """
    found = []
    for path in sorted(folder.glob("*.txt")):
        try:
            text = path.read_bytes().decode("utf8")
        except UnicodeDecodeError as error:
            raise StandoffError(
                f"{path}: not UTF-8 ({error.reason} at byte {error.start:,}). Convert it, or take it out."
            ) from error
        if cut := tokens(text):
            forms = tuple(text[a:b] for a, b in cut)
            nothing = Annotation(np.zeros(len(cut), np.int32), ())
            found.append(Article(path.stem, forms, tuple(lines_of(text, cut)), (nothing,)))
    if not found:
        raise StandoffError(f"{folder}: no texts. It needs NAME.txt; name another folder.")
    return found


def _report(path: Path) -> Article:
    with path.with_suffix(".txt").open(encoding="utf8", newline="") as file:
        body = file.read().split("\n\n", 1)[1].lstrip("\n")
    cut = tokens(body)
    starts, ends = [a for a, _ in cut], [b for _, b in cut]
    links: list[Link] = []
    for said in json.loads(path.read_text(encoding="utf8"))["attributions"]:
        at = said["offsets"]
        source, cue = ([at[role]] if at.get(role) else [] for role in ("source", "cue"))
        parts = said.get("content_parts") or [at["content"]]
        contents = [rest for part in parts for rest in _without(part, [*source, *cue], body)]
        if not said.get("nested"):
            runs = [
                tuple(run for a, b in spans if (run := _run(trimmed(body, a, b), starts, ends)))
                for spans in (source, cue, contents)
            ]
            links.append((runs[0], runs[1], runs[2]))
    return Article(
        path.stem,
        tuple(body[a:b] for a, b in cut),
        tuple(lines_of(body, cut)),
        (Annotation(_tags(links, len(cut)), tuple(links)),),
    )


def _without(part: Sequence[int], others: Sequence[Sequence[int]], text: str) -> list[Token]:
    """What is left of a content when source and cue that interrupt or end it are taken out.

    What follows them goes on with what is said only if it is a quotation as what came before is.
    """
    inside = [(a, b) for a, b in others if part[0] < b and a < part[1]]
    if not inside:
        return [(part[0], part[1])]
    begin, end = min(a for a, _ in inside), max(b for _, b in inside)
    end += len(text[end : part[1]]) - len(text[end : part[1]].lstrip(" ,;:"))
    quoted = text[part[0]] in _QUOTES
    goes_on = not quoted or bool(_QUOTES.intersection(text[end : part[1]]))
    return [(a, b) for a, b in ((part[0], begin), (end, part[1])) if a < b and (a < end or goes_on)]


def _article(folder: Path, name: str, paths: Sequence[Path]) -> Article:
    matches = sorted((folder / "text").glob(re.sub(r"([\[*?])", r"[\1]", name) + "*.txt"))
    if not matches:
        raise StandoffError(
            f"{folder / 'text'}: no text for {paths[0].name}. Add {name}.txt, or remove the annotation."
        )
    with matches[0].open(encoding="utf8", newline="") as file:
        text = file.read()
    cut = tokens(text)
    return Article(
        name,
        tuple(text[a:b] for a, b in cut),
        tuple(lines_of(text, cut)),
        tuple(_annotation(path, text, cut) for path in paths),
    )


def _annotation(path: Path, text: str, cut: Sequence[Token]) -> Annotation:
    spans: dict[str, list[Run]] = {}
    starts, ends = [a for a, _ in cut], [b for _, b in cut]
    stored = path.read_text(encoding="utf8")
    for key, where in _SPAN.findall(stored):
        spans[key] = [
            run
            for part in where.split(";")
            if (run := _run(trimmed(text, *map(int, part.split())), starts, ends))
        ]
    links: list[Link] = []
    for items in _EVENT.findall(stored):
        found: dict[str, list[Run]] = {role: [] for role in ROLES}
        for item in items.split():
            role, _, ref = item.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in ROLES:
                found[role] += spans.get(ref, [])
        source, cue, content = (tuple(sorted(found[role])) for role in ROLES)
        if cue or content:
            links.append((source, cue, content))
    return Annotation(_tags(links, len(cut)), tuple(links))


def _run(span: Token, starts: list[int], ends: list[int]) -> Run | None:
    begin, end = bisect_right(ends, span[0]), bisect_left(starts, span[1])
    return (begin, end) if begin < end and span[0] < span[1] else None


def _tags(links: Sequence[Link], size: int) -> Ints:
    tags = np.zeros(size, np.int32)
    for link in links:
        for role, runs in enumerate(link):
            for begin, end in runs:
                tags[begin:end] = 2 + 2 * role
                tags[begin] = 1 + 2 * role
    return tags
