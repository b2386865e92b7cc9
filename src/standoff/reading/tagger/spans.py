"""Labelled spans of a text: source, cue and content, each with its probability.

A text is read block by block, so that memory does not grow with it; a block is cut into windows
of whole lines, each with some of the lines around it, which run through the network side by side
with those of other blocks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from standoff.reading.tagger.crf import Candidates, Marginals, candidates, marginals
from standoff.reading.tagger.features import Ints, form_features, lines_of, places
from standoff.reading.tagger.network import (
    LABELS,
    ROLES,
    Floats,
    Network,
    Passage,
    emissions,
    form_vectors,
    states,
)
from standoff.reading.tagger.tokens import Token, tokens

BLOCK = 10_000  # characters: about 2,000 tokens, and never more than so many
CORE, LEFT, RIGHT = 160, 24, 8  # tokens of a window, and of what is seen before and after it
LONGEST_LINE = 512  # tokens that labels are chained over

MOST_FORMS = 20_000  # remembered: 12 MB; a block has at most BLOCK

LEAST = 0.04  # probability of a span worth weighing
# A span is named if probability + COVERED x mean label probability exceeds NAMED.
COVERED = 0.3
NAMED = np.array([0.35, 0.65, 0.45])  # source, cue, content

Run = tuple[int, int]


@dataclass(frozen=True)
class Tagged:
    """The labelled spans of one block.

    Attributes:
        offset: where the block begins in the text, characters.
        tokens: character offsets from the block's start.
        line_of, quote_of: (tokens,) line and quote state.
        runs: for each role (n, 2) half-open token runs, in order.
        probability: for each role (n,) that it is there, whatever its exact ends.
        ends: for each role (n, 2 width) states of its first and last token.
    """

    offset: int
    tokens: Sequence[Token]
    line_of: Ints
    quote_of: Ints
    runs: tuple[Ints, ...]
    probability: tuple[Floats, ...]
    ends: tuple[Floats, ...]


def blocks(text: str) -> Iterator[Run]:
    """A text cut into character ranges of at most BLOCK: at a line, a sentence or a word's end."""
    begin = 0
    while len(text) - begin > BLOCK:
        limit = begin + BLOCK
        cuts = (text.rfind(mark, begin + 1, limit) + len(mark) for mark in ("\n", ". ", " "))
        end = next((cut for cut in cuts if cut > begin + 1), limit)
        yield begin, end
        begin = end
    yield begin, len(text)


def windows(lines: Sequence[Run]) -> list[Run]:
    """Runs of whole lines of at most CORE tokens together; a longer line is cut."""
    found: list[Run] = []
    for line in lines:
        for begin in range(line[0], line[1], CORE):
            end = min(begin + CORE, line[1])
            if found and end - found[-1][0] <= CORE:
                found[-1] = (found[-1][0], end)
            else:
                found.append((begin, end))
    return found


@dataclass(frozen=True)
class Block:
    """A block of text as the network sees it.

    Attributes:
        offset: where it begins in the text, characters.
        tokens: character offsets from the block's start.
        lines: runs of tokens.
        place: (tokens,) where each stands.
        passage: its windows.
        inner: (tokens,) which row of the passage each token is, what is seen around it left out.
    """

    offset: int
    tokens: Sequence[Token]
    lines: Sequence[Run]
    place: Ints
    passage: Passage
    inner: npt.NDArray[np.int64]


def block(known: Forms, text: str, offset: int = 0) -> Block | None:
    """A block of text cut into tokens, lines and windows; None if there is no token in it."""
    cut = tokens(text)
    if not cut:
        return None
    lines = lines_of(text, cut)
    forms = [text[a:b] for a, b in cut]
    place = places(forms, lines)
    numbers: dict[str, int] = {}
    form = np.array([numbers.setdefault(f, len(numbers)) for f in forms], np.int32)
    cores = windows(lines)
    seen = [(max(0, a - LEFT), min(len(forms), b + RIGHT)) for a, b in cores]
    sizes = np.array([b - a for a, b in seen])
    spread = np.concatenate([np.arange(a, b) for a, b in seen])
    begins = np.cumsum(sizes) - sizes
    inner = [
        np.arange(a, b) - first + begin
        for (a, b), (first, _), begin in zip(cores, seen, begins, strict=True)
    ]
    passage = Passage(known.of(numbers), form[spread], place[spread], sizes)
    return Block(offset, cut, lines, place, passage, np.concatenate(inner))


def tag(network: Network, found: Sequence[Block]) -> Iterator[Tagged]:
    """The labelled spans of each block, the same whatever other blocks are beside it."""
    every = states(network, [one.passage for one in found])
    for one, out in zip(found, every, strict=True):
        kept = out[one.inner]
        runs, probability = _named(network, emissions(network, kept), one.lines)
        sizes = [b - a for a, b in one.lines]
        line_of = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        ends = tuple(np.concatenate([kept[r[:, 0]], kept[r[:, 1] - 1]], axis=1) for r in runs)
        yield Tagged(one.offset, one.tokens, line_of, one.place % 4, runs, probability, ends)


def _named(
    network: Network, scores: Floats, lines: Sequence[Run]
) -> tuple[tuple[Ints, ...], tuple[Floats, ...]]:
    """Runs and their probabilities by role."""
    pieces = [
        (a, min(a + LONGEST_LINE, end))
        for begin, end in lines
        for a in range(begin, end, LONGEST_LINE)
    ]
    pieces.sort(key=lambda p: p[0] - p[1])
    lengths = np.array([b - a for a, b in pieces], np.int32)
    padded = np.zeros((len(pieces), int(lengths[0]), LABELS))
    for k, (a, b) in enumerate(pieces):
        padded[k, : b - a] = scores[a:b]
    posterior = marginals(
        padded, lengths, network.start.astype(np.float64), network.chain.astype(np.float64)
    )
    kept = chosen(candidates(posterior, LEAST), posterior)
    begins = np.array([a for a, _ in pieces], np.int32)[kept.line]
    order = np.argsort(begins + kept.begin, kind="stable")
    runs, probability = [], []
    for role in range(len(ROLES)):
        mine = order[kept.role[order] == role]
        runs.append(
            np.stack([begins[mine] + kept.begin[mine], begins[mine] + kept.end[mine]], 1).astype(
                np.int32
            )
        )
        probability.append(kept.probability[mine].astype(np.float32))
    return tuple(runs), tuple(probability)


def chosen(found: Candidates, posterior: Marginals) -> Candidates:
    """The spans that do not overlap and together are worth most, line by line.

    Their probability is then that of being there at all, whatever the exact ends: the mean over
    their tokens of the probability of the role's labels.
    """
    inside = posterior.labels[:, :, 1::2] + posterior.labels[:, :, 2::2]
    before = np.concatenate([np.zeros_like(inside[:, :1]), inside.cumsum(axis=1)], axis=1)
    line, role, begin, end = found.line, found.role, found.begin, found.end
    mean = (before[line, end, role] - before[line, begin, role]) / np.maximum(end - begin, 1)
    worth = found.probability + COVERED * mean - NAMED[role]
    good = np.nonzero(worth > 0)[0]
    cuts = np.nonzero(np.diff(line[good]))[0] + 1
    groups = (group for group in np.split(good, cuts) if len(group))
    part = np.array([k for group in groups for k in _best_apart(group, found, worth)], np.int64)
    return Candidates(line[part], role[part], begin[part], end[part], mean[part])


def _best_apart(group: np.ndarray, found: Candidates, worth: np.ndarray) -> list[int]:
    """Weighted interval scheduling: indices of the spans that are worth most without overlap."""
    order = sorted(group.tolist(), key=lambda k: (found.end[k], found.begin[k], found.role[k]))
    ends = [int(found.end[k]) for k in order]
    best: list[tuple[float, int, bool]] = [(0.0, 0, False)]
    for n, k in enumerate(order):
        free = bisect_right(ends, int(found.begin[k]), 0, n)
        with_it = best[free][0] + float(worth[k])
        best.append((with_it, free, True) if with_it > best[n][0] else (best[n][0], n, False))
    kept, at = [], len(order)
    while at:
        _, back, taken = best[at]
        if taken:
            kept.append(order[at - 1])
        at = back
    return kept[::-1]


@dataclass
class Forms:
    """The vectors of the forms met so far; to forget them changes no result.

    Attributes:
        network: describes a form.
        row: where the vector of each form stands in `vectors`.
    """

    network: Network
    row: dict[str, int] = field(default_factory=dict)
    vectors: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Make room."""
        width = self.network.layers[0].over.shape[1] - self.network.place.shape[1]
        self.vectors = np.empty((MOST_FORMS, width), np.float32)

    def of(self, forms: Iterable[str]) -> Floats:
        """The vectors of distinct forms, at most MOST_FORMS of them: (forms, width)."""
        wanted = list(forms)
        new = [form for form in wanted if form not in self.row]
        if len(self.row) + len(new) > MOST_FORMS:
            self.row.clear()
            new = wanted
        if new:
            first = len(self.row)
            features = [form_features(form, self.network.tables) for form in new]
            found = form_vectors(self.network, np.array(features, np.int32))
            self.vectors[first : first + len(new)] = found
            self.row.update(zip(new, range(first, first + len(new)), strict=True))
        return self.vectors[[self.row[form] for form in wanted]]
