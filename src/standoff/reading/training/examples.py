"""Articles as batches: chunks of whole lines, their forms indexed, their labels and arcs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from standoff.reading.tagger.features import Ints, places
from standoff.reading.tagger.linker import CONTENT, CUE, Arcs, candidate_arcs
from standoff.reading.training.corpus import Annotation, Article, Run
from standoff.reading.training.networks import Cut, Inputs

CHUNK = 200  # tokens: some lines together, so that the network sees who spoke before


@dataclass(frozen=True)
class Chunk:
    """Neighbouring lines of an article.

    Attributes:
        article, offset: number of the article it was cut from, and its first token there.
        forms, place, tags: of its tokens.
        lines: token runs, counted from the chunk's start.
        owner: (3, tokens) by role the attribution whose span each token is in, or -1.
        sources: for each attribution the runs of its source, counted from the chunk's start.
    """

    article: int
    offset: int
    forms: tuple[str, ...]
    place: Ints
    tags: Ints
    lines: tuple[Run, ...]
    owner: Ints
    sources: tuple[tuple[Run, ...], ...]


def chunks(
    article: Article, number: int, annotation: Annotation, first: int = CHUNK
) -> Iterator[Chunk]:
    """An article cut at line ends into chunks of at most CHUNK tokens.

    Args:
        number: of the article in the corpus.
        first: most tokens of the first chunk, so that the cuts can fall elsewhere each time.
    """
    place = places(article.forms, article.lines)
    owner = np.full((3, len(article.forms)), -1, np.int32)
    for index, link in enumerate(annotation.links):
        for role, runs in enumerate(link):
            for begin, end in runs:
                owner[role, begin:end] = index
    for lines in _cuts(article.lines, first):
        begin, end = lines[0][0], lines[-1][1]
        yield Chunk(
            number,
            begin,
            article.forms[begin:end],
            place[begin:end],
            annotation.tags[begin:end],
            tuple((a - begin, b - begin) for a, b in lines),
            owner[:, begin:end],
            tuple(tuple((a - begin, b - begin) for a, b in link[0]) for link in annotation.links),
        )


def _cuts(lines: Sequence[Run], first: int) -> Iterator[list[Run]]:
    held: list[Run] = []
    room = first
    for line in lines:
        for begin in range(line[0], line[1], CHUNK):
            piece = (begin, min(begin + CHUNK, line[1]))
            if held and piece[1] - held[0][0] > room:
                yield held
                held, room = [], CHUNK
            held.append(piece)
    if held:
        yield held


@dataclass(frozen=True)
class Batch:
    """Chunks as tensors, and their lines.

    Attributes:
        chunks: the longest first, as in `inputs`.
        inputs: what the encoder takes.
        at: (lines, line tokens) row of each line's tokens among all (chunks x tokens).
        there: (lines, line tokens) False on padding.
        tags: (lines, line tokens).
    """

    chunks: list[Chunk]
    inputs: Inputs
    at: Tensor
    there: Tensor
    tags: Tensor

    def lined(self, x: Tensor) -> Tensor:
        """(chunks, tokens, k) to (lines, line tokens, k)."""
        return x.reshape(-1, x.shape[-1])[self.at]

    def by_chunk(self, labels: Ints) -> Ints:
        """(lines, line tokens) labels back to (chunks, tokens)."""
        out = np.zeros(self.inputs.form.numel(), np.int32)
        there = self.there.numpy()
        out[self.at.numpy()[there]] = labels[there]
        return out.reshape(self.inputs.form.shape)


def batch_of(
    found: Sequence[Chunk],
    index: Callable[[str], list[int]],
    cut: Callable[[Sequence[Chunk]], Cut] | None = None,
) -> Batch:
    """Chunks side by side.

    Args:
        index: the indices that describe a form.
        cut: what cuts chunks into a pretrained model's word pieces.
    """
    order = sorted(found, key=lambda chunk: -len(chunk.forms))
    width = len(order[0].forms)
    numbers: dict[str, int] = {}
    form = np.zeros((len(order), width), np.int64)
    place = np.zeros((len(order), width), np.int64)
    rows: list[Ints] = []
    for k, chunk in enumerate(order):
        form[k, : len(chunk.forms)] = [numbers.setdefault(f, len(numbers)) for f in chunk.forms]
        place[k, : len(chunk.forms)] = chunk.place
        rows += [np.arange(a, b, dtype=np.int32) + k * width for a, b in chunk.lines]
    at, there = _padded(rows)
    tags, _ = _padded([chunk.tags[a:b] for chunk in order for a, b in chunk.lines])
    inputs = Inputs(
        torch.tensor([index(f) for f in numbers], dtype=torch.long),
        torch.from_numpy(form),
        torch.from_numpy(place),
        torch.tensor([len(chunk.forms) for chunk in order]),
        None if cut is None else cut(order),
    )
    return Batch(order, inputs, at, there, tags)


def _padded(rows: Sequence[Ints]) -> tuple[Tensor, Tensor]:
    out = np.zeros((len(rows), max(map(len, rows))), np.int64)
    there = np.zeros(out.shape, bool)
    for k, row in enumerate(rows):
        out[k, : len(row)] = row
        there[k, : len(row)] = True
    return torch.from_numpy(out), torch.from_numpy(there)


def runs_of(tags: Ints) -> tuple[Ints, Ints, Ints]:
    """The labelled runs of a chunk by role: (n, 2) half-open, in order."""
    found: list[list[Run]] = [[], [], []]
    for at in np.nonzero(tags % 2)[0]:
        end = at + 1
        while end < len(tags) and tags[end] == tags[at] + 1:
            end += 1
        found[(int(tags[at]) - 1) // 2].append((int(at), int(end)))
    sources, cues, contents = (np.array(runs, np.int32).reshape(-1, 2) for runs in found)
    return sources, cues, contents


@dataclass(frozen=True)
class ArcTargets:
    """Candidate arcs of one kind in a chunk, and which of them are right.

    Attributes:
        dependents, heads: (n, 2) token runs.
        arcs: the candidates; right: (arcs,) bool.
    """

    dependents: Ints
    heads: Ints
    arcs: Arcs
    right: npt.NDArray[np.bool_]


def arc_targets(chunk: Chunk, tags: Ints) -> tuple[ArcTargets, ArcTargets]:
    """Content-to-cue and cue-to-source arcs among labelled spans.

    Args:
        tags: (tokens,) gold labels, or predicted ones: a predicted span belongs to the attribution
            that most of its tokens belong to in the same role, or to none.
    """
    runs = runs_of(tags)
    line_of = np.repeat(np.arange(len(chunk.lines)), [b - a for a, b in chunk.lines])
    where = line_of.astype(np.int32), chunk.place % 4
    owner = [[_owner(chunk.owner[role], run) for run in runs[role]] for role in range(3)]
    sources, cues, contents = runs
    to_cue = candidate_arcs(contents, cues, sources, *where)
    to_source = candidate_arcs(cues, sources, contents, *where)
    of_cue = [
        owner[CONTENT][d] >= 0 and owner[CONTENT][d] == owner[CUE][h]
        for d, h in zip(to_cue.dependent, to_cue.head, strict=True)
    ]
    of_source = [
        owner[CUE][d] >= 0
        and any(
            sources[h][0] < end and begin < sources[h][1]
            for begin, end in chunk.sources[owner[CUE][d]]
        )
        for d, h in zip(to_source.dependent, to_source.head, strict=True)
    ]
    return (
        ArcTargets(contents, cues, to_cue, np.array(of_cue, bool)),
        ArcTargets(cues, sources, to_source, np.array(of_source, bool)),
    )


def _owner(owner: Ints, run: Ints) -> int:
    inside = owner[run[0] : run[1]]
    inside = inside[inside >= 0]
    return int(np.bincount(inside).argmax()) if len(inside) else -1
