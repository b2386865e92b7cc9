"""The default reader: the trained network and linker, behind the protocol of a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from standoff.reading.records import Attributed, Span
from standoff.reading.tagger.linker import CONTENT, CUE, SOURCE, candidate_arcs
from standoff.reading.tagger.network import Network, arc_probabilities, load
from standoff.reading.tagger.spans import Block, Forms, Tagged, block, blocks, tag
from standoff.reading.tagger.tokens import trimmed

WEIGHTS = Path(__file__).parents[1] / "data" / "weights.npz"
# A head is taken if it is at least so probable; below, a content has no cue, a cue no source.
HANGS = 0.5
# On held-out articles less probable ones cost as much as they bring.
LEAST = 0.25
# Tokens that run through the network at a time: more take more memory and hardly less time.
TOGETHER = 3_000


@dataclass(frozen=True)
class TrainedReader:
    """The network that ships with Standoff, as a reader."""

    network: Network
    name: str = "standoff"
    forms: Forms = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Forms already described are remembered between texts; that changes no result."""
        object.__setattr__(self, "forms", Forms(self.network))

    def spans(self, text: str) -> Iterator[Attributed]:
        """The attributions in a text, by the first offset of any of their spans."""
        return iter(self.spans_of_each([text])[0])

    def spans_of_each(self, texts: Sequence[str]) -> list[list[Attributed]]:
        """The same for several texts, which takes less time: they run through the network together."""
        found: list[list[Attributed]] = [[] for _ in texts]
        for group in self._groups(texts):
            every = tag(self.network, [one for _, one in group])
            for (k, _), tagged in zip(group, every, strict=True):
                found[k] += _attributions(self.network, tagged, texts[k])
        return found

    def _groups(self, texts: Sequence[str]) -> Iterator[list[tuple[int, Block]]]:
        """The blocks of all texts, each with its text's number, some TOGETHER tokens at a time."""
        group: list[tuple[int, Block]] = []
        size = 0
        for k, text in enumerate(texts):
            for begin, end in blocks(text):
                one = block(self.forms, text[begin:end], begin)
                if one is None:
                    continue
                group.append((k, one))
                size += len(one.tokens)
                if size >= TOGETHER:
                    yield group
                    group, size = [], 0
        if group:
            yield group


@cache
def reader() -> TrainedReader:
    """The default reader with the weights that ship."""
    return TrainedReader(load(WEIGHTS))


def _heads(
    network: Network, tagged: Tagged, low: int, high: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """For each span of one role its most probable head of another, or -1, and how probable."""
    other = ({SOURCE, CUE, CONTENT} - {low, high}).pop()
    arcs = candidate_arcs(
        tagged.runs[low], tagged.runs[high], tagged.runs[other], tagged.line_of, tagged.quote_of
    )
    chance = arc_probabilities(
        network.arcs[0 if low == CONTENT else 1], tagged.ends[low], tagged.ends[high], arcs
    )
    head = np.full(len(tagged.runs[low]), -1)
    best = np.full(len(tagged.runs[low]), 0.0)
    for d, h, p in zip(arcs.dependent, arcs.head, chance, strict=True):
        if p > best[d]:
            best[d], head[d] = p, h
    none = best < HANGS
    head[none] = -1
    return head, np.where(none, 1 - best, best)


def _attributions(network: Network, tagged: Tagged, text: str) -> list[Attributed]:
    """The attributions of a block: each cue with its contents and its source."""
    to_cue, sure_cue = _heads(network, tagged, CONTENT, CUE)
    to_source, sure_source = _heads(network, tagged, CUE, SOURCE)
    found = []
    for cue, source in enumerate(to_source):
        contents = np.nonzero(to_cue == cue)[0]
        spans = (
            _spans(tagged, text, SOURCE, [source] if source >= 0 else []),
            _spans(tagged, text, CUE, [cue]),
            _spans(tagged, text, CONTENT, contents),
        )
        if spans[CUE] and spans[CONTENT]:
            said = (sure_cue[contents] * tagged.probability[CONTENT][contents]).max()
            sure = round(float(tagged.probability[CUE][cue] * sure_source[cue] * said), 4)
            if sure >= LEAST:
                found.append(Attributed(*spans, confidence=sure))
    return sorted(found, key=lambda one: sorted((*one.source, *one.cue, *one.content)))


def _spans(tagged: Tagged, text: str, role: int, which: Iterable[int]) -> tuple[Span, ...]:
    """Character spans of a role's runs, trimmed; those of quotation marks alone are left out."""
    found = []
    for begin, end in tagged.runs[role][list(which)]:
        span = trimmed(
            text, tagged.offset + tagged.tokens[begin][0], tagged.offset + tagged.tokens[end - 1][1]
        )
        if span[0] < span[1]:
            found.append(span)
    return tuple(found)
