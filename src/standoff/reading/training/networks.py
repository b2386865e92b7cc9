"""The networks in torch: two encoders (student, teacher) under the same heads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from standoff.reading.features import PIECES_PER_FORM, PLACES
from standoff.reading.linker import FEATURE_SIZES
from standoff.reading.training.corpus import TAGS

FORBIDDEN = -1e4


@dataclass(frozen=True)
class Sizes:
    """Sizes of the student: tables' rows, and widths."""

    tables: tuple[int, int, int, int, int]  # pieces, shapes, prefixes, long and short suffixes
    piece: int = 80
    affixes: tuple[int, int, int, int] = (8, 16, 24, 16)
    place: int = 12
    hidden: int = 160
    arc: int = 64


class Student(nn.Module):
    """Two-layer BiLSTM over forms and places."""

    def __init__(self, sizes: Sizes, dropout: float = 0.4, extra: int = 0) -> None:
        super().__init__()
        self.sizes = sizes
        self.piece = nn.Parameter(torch.randn(sizes.tables[0], sizes.piece) * 0.1)
        self.affixes = nn.ModuleList(
            nn.Embedding(rows, width) for rows, width in zip(sizes.tables[1:], sizes.affixes, strict=True)
        )
        self.place = nn.Embedding(PLACES, sizes.place)
        width = sizes.piece + sum(sizes.affixes) + sizes.place + extra
        self.layers = nn.ModuleList(
            nn.ModuleList(nn.LSTM(wide, sizes.hidden, batch_first=True) for _ in range(2))
            for wide in (width, 2 * sizes.hidden)
        )
        self.dropout = nn.Dropout(dropout)
        self.width = 2 * sizes.hidden

    def forms(self, features: torch.Tensor) -> torch.Tensor:
        """(forms, PIECES_PER_FORM + 4) indices to (forms, width) vectors."""
        parts = features[:, :PIECES_PER_FORM]
        there = (parts >= 0).unsqueeze(-1)
        vectors = self.piece[parts.clamp(min=0)] * there
        mean = vectors.sum(1) / there.sum(1)
        rest = [table(features[:, PIECES_PER_FORM + k]) for k, table in enumerate(self.affixes)]
        return torch.cat([mean, *rest], dim=-1)

    def forward(self, batch: "Batch") -> torch.Tensor:
        """(chunks, tokens, width) states."""
        x = torch.cat([self.forms(batch.features)[batch.form], self.place(batch.place)], dim=-1)
        if batch.seen is not None:
            x = torch.cat([x, batch.seen], dim=-1)
        x = self.dropout(x)
        turned = backwards(batch.lengths, x.shape[1])
        for forward, backward in self.layers:
            back = turn(backward(turn(x, turned))[0], turned)
            x = self.dropout(torch.cat([forward(x)[0], back], dim=-1))
        return x


def backwards(lengths: torch.Tensor, width: int) -> torch.Tensor:
    """(chunks, width) indices that reverse each chunk and leave its padding at the end."""
    at = torch.arange(width)[None, :]
    return torch.where(at < lengths[:, None], lengths[:, None] - 1 - at, at)


def turn(x: torch.Tensor, order: torch.Tensor) -> torch.Tensor:
    """Tokens of each chunk in another order."""
    return torch.gather(x, 1, order.unsqueeze(-1).expand(-1, -1, x.shape[-1]))


class Heads(nn.Module):
    """Label scores, their chain, and arc scores."""

    def __init__(self, width: int, arc: int = 64) -> None:
        super().__init__()
        self.emit = nn.Linear(width, TAGS)
        self.start = nn.Parameter(torch.zeros(TAGS))
        self.chain = nn.Parameter(torch.zeros(TAGS, TAGS))
        self.arcs = nn.ModuleList(ArcScorer(width, arc) for _ in range(2))
        start, chain = forbidden()
        self.register_buffer("no_start", start)
        self.register_buffer("no_chain", chain)

    def transitions(self) -> tuple[torch.Tensor, torch.Tensor]:
        """(TAGS,) scores of a line's first label and (TAGS, TAGS) of label pairs."""
        return self.start + self.no_start, self.chain + self.no_chain


class ArcScorer(nn.Module):
    """score(dependent, head) = v · tanh(A d + B h + features), against a score for no head."""

    def __init__(self, width: int, arc: int) -> None:
        super().__init__()
        self.dependent = nn.Linear(2 * width, arc)
        self.head = nn.Linear(2 * width, arc, bias=False)
        self.features = nn.ModuleList(nn.Embedding(size, arc) for size in FEATURE_SIZES)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.1)
        self.score = nn.Linear(arc, 1, bias=False)
        self.none = nn.Linear(arc, 1)

    def forward(self, dependents, heads, which_dependent, which_head, features):
        """Scores (arcs,) and scores of no head (dependents,)."""
        d, h = self.dependent(dependents), self.head(heads)
        counted = sum(table(features[:, k]) for k, table in enumerate(self.features))
        hidden = torch.tanh(d[which_dependent] + h[which_head] + counted)
        return self.score(hidden).squeeze(-1), self.none(torch.tanh(d)).squeeze(-1)


def forbidden() -> tuple[torch.Tensor, torch.Tensor]:
    """FORBIDDEN where a label may not start a line or follow another, else 0."""
    start, chain = torch.zeros(TAGS), torch.zeros(TAGS, TAGS)
    for inside in range(2, TAGS, 2):
        start[inside] = FORBIDDEN
        for before in range(TAGS):
            if before not in (inside, inside - 1):
                chain[before, inside] = FORBIDDEN
    return start, chain


def log_partition(emissions, start, chain, there):
    """log Z of each line.

    Args:
        emissions: (lines, tokens, TAGS).
        start: (TAGS,) or (lines, TAGS); chain: (TAGS, TAGS) or (lines, tokens - 1, TAGS, TAGS).
        there: (lines, tokens) bool, False on padding.
    """
    alpha = start + emissions[:, 0]
    for t in range(1, emissions.shape[1]):
        pair = chain if chain.dim() == 2 else chain[:, t - 1]
        step = torch.logsumexp(alpha.unsqueeze(2) + pair, dim=1) + emissions[:, t]
        alpha = torch.where(there[:, t : t + 1], step, alpha)
    return torch.logsumexp(alpha, dim=1)


def best_labels(emissions: np.ndarray, start: np.ndarray, chain: np.ndarray, there: np.ndarray) -> np.ndarray:
    """Viterbi over padded lines: (lines, tokens) labels."""
    lines, size, _ = emissions.shape
    score = start + emissions[:, 0]
    back = np.zeros((size, lines, TAGS), np.int32)
    for t in range(1, size):
        total = score[:, :, None] + chain
        back[t] = total.argmax(1)
        step = np.take_along_axis(total, back[t][:, None], 1)[:, 0] + emissions[:, t]
        on = there[:, t : t + 1]
        score = np.where(on, step, score)
        back[t] = np.where(on, back[t], np.arange(TAGS))
    label = score.argmax(1)
    found = np.zeros((lines, size), np.int32)
    for t in range(size - 1, -1, -1):
        found[:, t] = label
        label = np.take_along_axis(back[t], label[:, None], 1)[:, 0] if t else label
    return found


@dataclass
class Batch:
    """Chunks side by side, longest first.

    Attributes:
        features: (forms, ...) of the distinct forms; form: (chunks, tokens) indices into it.
        place: (chunks, tokens); lengths: (chunks,).
        at: (lines, line tokens) index of each line's tokens in the flattened chunks; there: mask.
        tags: (lines, line tokens) labels.
        chunks: what the batch was made of.
    """

    features: torch.Tensor
    form: torch.Tensor
    place: torch.Tensor
    lengths: torch.Tensor
    at: torch.Tensor
    there: torch.Tensor
    tags: torch.Tensor
    chunks: list
    soft: tuple[torch.Tensor, torch.Tensor] | None = None
    seen: torch.Tensor | None = None
