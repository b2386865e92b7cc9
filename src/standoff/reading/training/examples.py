"""Articles as batches: chunks of whole lines, their forms indexed, their labels and arcs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from standoff.reading.features import Ints, form_features, places
from standoff.reading.linker import CONTENT, CUE, SOURCE, candidate_arcs
from standoff.reading.training.corpus import Annotation, Article, Run
from standoff.reading.training.networks import Batch

CHUNK = 200  # tokens: about ten lines, so that the network sees who spoke before


@dataclass(frozen=True)
class Chunk:
    """Neighbouring lines of an article.

    Attributes:
        article, offset: where it was cut from: its number in the corpus, its first token.
        forms, place, lines, tags: of its tokens; lines count from the chunk's start.
        owner: (3, tokens) which attribution each token's span belongs to by role, or -1.
        shared: for each attribution the token runs of its source.
    """

    article: int
    offset: int
    forms: tuple[str, ...]
    place: Ints
    lines: tuple[Run, ...]
    tags: Ints
    owner: Ints
    shared: tuple[tuple[Run, ...], ...]


def chunks(article: Article, number: int, annotation: Annotation, room: int = CHUNK, first: int | None = None) -> Iterator[Chunk]:
    """An article cut at line ends into chunks of at most `room` tokens.

    Args:
        first: room of the first chunk, so that the cuts fall elsewhere each time.
    """
    forms = article.forms
    place = places(forms, article.lines)
    owner = np.full((3, len(forms)), -1, np.int32)
    for index, link in enumerate(annotation.links):
        for role, runs in enumerate(link):
            for begin, end in runs:
                owner[role, begin:end] = index
    shared = tuple(link[SOURCE] for link in annotation.links)
    for begin, end, lines in _cuts(article.lines, room, first or room):
        part = slice(begin, end)
        yield Chunk(number, begin, forms[part], place[part], lines, annotation.tags[part], owner[:, part], shared)


def _cuts(lines: Sequence[Run], room: int, first: int) -> Iterator[tuple[int, int, tuple[Run, ...]]]:
    held: list[Run] = []
    limit = first
    for line in lines:
        for begin in range(line[0], line[1], room):
            piece = (begin, min(begin + room, line[1]))
            if held and piece[1] - held[0][0] > limit:
                yield _cut(held)
                held, limit = [], room
            held.append(piece)
    if held:
        yield _cut(held)


def _cut(held: list[Run]) -> tuple[int, int, tuple[Run, ...]]:
    begin = held[0][0]
    return begin, held[-1][1], tuple((a - begin, b - begin) for a, b in held)


def batch_of(found: Sequence[Chunk], index: Callable[[str], list[int]]) -> Batch:
    """Chunks side by side.

    Args:
        index: indices that describe a form.
    """
    order = sorted(found, key=lambda c: -len(c.forms))
    width = len(order[0].forms)
    numbers: dict[str, int] = {}
    form = np.zeros((len(order), width), np.int64)
    place = np.zeros((len(order), width), np.int64)
    rows: list[np.ndarray] = []
    tags: list[np.ndarray] = []
    for k, chunk in enumerate(order):
        size = len(chunk.forms)
        form[k, :size] = [numbers.setdefault(f, len(numbers)) for f in chunk.forms]
        place[k, :size] = chunk.place
        for begin, end in chunk.lines:
            rows.append(np.arange(k * width + begin, k * width + end))
            tags.append(chunk.tags[begin:end])
    at, there = _padded(rows)
    labels, _ = _padded(tags)
    return Batch(
        torch.tensor([index(f) for f in numbers], dtype=torch.long),
        torch.from_numpy(form),
        torch.from_numpy(place),
        torch.tensor([len(c.forms) for c in order]),
        torch.from_numpy(at),
        torch.from_numpy(there),
        torch.from_numpy(labels),
        order,
    )


def _padded(rows: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    out = np.zeros((len(rows), max(len(r) for r in rows)), np.int64)
    there = np.zeros(out.shape, bool)
    for k, row in enumerate(rows):
        out[k, : len(row)] = row
        there[k, : len(row)] = True
    return out, there


def runs_of(tags: Ints) -> list[Ints]:
    """The labelled runs of a chunk, by role: (n, 2) each, in order."""
    found = []
    for role in range(3):
        begin, inside = 1 + 2 * role, 2 + 2 * role
        starts = np.nonzero(tags == begin)[0]
        on = np.append(tags == inside, False)
        ends = np.array([s + 1 + int(np.argmin(on[s + 1 :])) for s in starts], int)
        found.append(np.stack([starts, ends], 1).astype(np.int32) if len(starts) else np.zeros((0, 2), np.int32))
    return found


@dataclass(frozen=True)
class ArcTargets:
    """Arcs of one kind in a chunk: dependents' and heads' runs, candidates, and the right one."""

    dependents: Ints
    heads: Ints
    dependent: Ints
    head: Ints
    features: Ints
    right: np.ndarray  # (arcs,) bool


def arc_targets(chunk: Chunk, tags: Ints, lines: tuple[Run, ...]) -> list[ArcTargets]:
    """Content-to-cue and cue-to-source arcs among labelled spans, gold or predicted."""
    runs = runs_of(tags)
    line_of = np.zeros(len(tags), np.int32)
    for k, (begin, end) in enumerate(lines):
        line_of[begin:end] = k
    quote_of = chunk.place % 4
    owners = [np.array([_owner(chunk.owner[role], run) for run in runs[role]], int) for role in range(3)]
    found = []
    for low, high, other in ((CONTENT, CUE, SOURCE), (CUE, SOURCE, CONTENT)):
        arcs = candidate_arcs(runs[low], runs[high], runs[other], line_of, quote_of)
        mine = owners[low][arcs.dependent] if len(arcs.dependent) else np.zeros(0, int)
        if high == CUE:
            right = (mine >= 0) & (owners[CUE][arcs.head] == mine) if len(mine) else np.zeros(0, bool)
        else:
            right = np.array([
                m >= 0 and any(a < b2 - chunk.offset and b1 - chunk.offset < b for b1, b2 in chunk.shared[m])
                for m, (a, b) in zip(mine, runs[high][arcs.head], strict=True)
            ], bool)
        found.append(ArcTargets(runs[low], runs[high], arcs.dependent, arcs.head, arcs.features, right))
    return found


def _owner(owner: Ints, run: Ints) -> int:
    inside = owner[run[0] : run[1]]
    inside = inside[inside >= 0]
    return int(np.bincount(inside).argmax()) if len(inside) else -1


def form_index(tables: Sequence[dict[str, int]]) -> Callable[[str], list[int]]:
    """`form_features` remembered."""
    known: dict[str, list[int]] = {}

    def index(form: str) -> list[int]:
        found = known.get(form)
        if found is None:
            found = known[form] = form_features(form, tables)
        return found

    return index
