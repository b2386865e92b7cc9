"""The networks in torch: one encoder, for student and teacher alike, and the heads on it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from standoff.reading.tagger.features import PIECES_PER_FORM, PLACES
from standoff.reading.tagger.linker import FEATURE_SIZES
from standoff.reading.tagger.network import LABELS

FORBIDDEN = -1e4


@dataclass(frozen=True)
class Sizes:
    """Sizes of an encoder.

    Attributes:
        tables: rows of pieces, shapes, prefixes, long and short suffixes.
        piece, affixes, place: widths of the embeddings.
        hidden: units a direction; arc: units of an arc's score.
    """

    tables: tuple[int, ...]
    piece: int = 80
    affixes: tuple[int, int, int, int] = (8, 16, 24, 16)
    place: int = 12
    hidden: int = 128
    arc: int = 64

    @property
    def given(self) -> int:
        """Width of what is known of a token by its form and place."""
        return self.piece + sum(self.affixes) + self.place


@dataclass(frozen=True)
class Cut:
    """Chunks in a pretrained model's word pieces.

    Attributes:
        ids, there: (chunks, pieces) numbers of the pieces, and 0 on padding.
        first, last: (chunks, tokens) each token's first and last piece.
    """

    ids: Tensor
    there: Tensor
    first: Tensor
    last: Tensor


@dataclass(frozen=True)
class Inputs:
    """Chunks of tokens side by side, the longest first.

    Attributes:
        features: (forms, PIECES_PER_FORM + 4) of the distinct forms.
        form, place: (chunks, tokens) rows in `features`, and places.
        lengths: (chunks,) tokens.
        cut: the same in word pieces, for a teacher.
    """

    features: Tensor
    form: Tensor
    place: Tensor
    lengths: Tensor
    cut: Cut | None = None


class Encoder(nn.Module):
    """Two bidirectional LSTM layers over forms, places and, in a teacher, a pretrained model.

    Args:
        pretrained: what sees `Inputs.cut` and has a `width`; None in the student.
    """

    def __init__(
        self, sizes: Sizes, pretrained: nn.Module | None = None, dropout: float = 0.4
    ) -> None:
        super().__init__()
        self.sizes = sizes
        self.pretrained = pretrained
        given = sizes.given + (0 if pretrained is None else int(pretrained.width))
        self.piece = nn.Parameter(torch.randn(sizes.tables[0], sizes.piece) * 0.1)
        self.affixes = nn.ModuleList(
            nn.Embedding(rows, width)
            for rows, width in zip(sizes.tables[1:], sizes.affixes, strict=True)
        )
        self.place = nn.Embedding(PLACES, sizes.place)
        self.ahead, self.back = (
            nn.ModuleList(
                nn.LSTM(width, sizes.hidden, batch_first=True)
                for width in (given, 2 * sizes.hidden)
            )
            for _ in range(2)
        )
        self.dropout = nn.Dropout(dropout)

    @property
    def width(self) -> int:
        """Width of a token's state."""
        return 2 * self.sizes.hidden

    def forms(self, features: Tensor) -> Tensor:
        """(forms, PIECES_PER_FORM + 4) indices to vectors: mean of pieces, then the affixes."""
        parts = features[:, :PIECES_PER_FORM]
        there = (parts >= 0).unsqueeze(-1)
        mean = (self.piece[parts.clamp(min=0)] * there).sum(1) / there.sum(1)
        rest = [table(features[:, PIECES_PER_FORM + k]) for k, table in enumerate(self.affixes)]
        return torch.cat([mean, *rest], dim=-1)

    def forward(self, inputs: Inputs) -> Tensor:
        """(chunks, tokens, width) states."""
        parts = [self.forms(inputs.features)[inputs.form], self.place(inputs.place)]
        if self.pretrained is not None:
            parts.append(self.pretrained(inputs.cut))
        x: Tensor = self.dropout(torch.cat(parts, dim=-1))
        turned = backwards(inputs.lengths, x.shape[1])
        for ahead, back in zip(self.ahead, self.back, strict=True):
            x = torch.cat([ahead(x)[0], turn(back(turn(x, turned))[0], turned)], dim=-1)
            x = self.dropout(x)
        return x


def backwards(lengths: Tensor, width: int) -> Tensor:
    """(chunks, width) indices that reverse each chunk and leave its padding at the end."""
    at = torch.arange(width)[None, :]
    return torch.where(at < lengths[:, None], lengths[:, None] - 1 - at, at)


def turn(x: Tensor, order: Tensor) -> Tensor:
    """Tokens of each chunk in another order."""
    return torch.gather(x, 1, order.unsqueeze(-1).expand(-1, -1, x.shape[-1]))


class Heads(nn.Module):
    """Label scores, their chain, and the scores of arcs."""

    def __init__(self, width: int, arc: int) -> None:
        super().__init__()
        self.emit = nn.Linear(width, LABELS)
        self.start = nn.Parameter(torch.zeros(LABELS))
        self.chain = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.arcs = nn.ModuleList(ArcHead(width, arc) for _ in range(2))
        self.no_start, self.no_chain = forbidden()

    def transitions(self) -> tuple[Tensor, Tensor]:
        """(LABELS,) scores of a line's first label and (LABELS, LABELS) of label pairs."""
        return self.start + self.no_start, self.chain + self.no_chain


class ArcHead(nn.Module):
    """score = v · tanh(A d + B h + counted features), against n · tanh(A d) + m for no head."""

    def __init__(self, width: int, arc: int) -> None:
        super().__init__()
        self.dependent = nn.Linear(2 * width, arc)
        self.head = nn.Linear(2 * width, arc, bias=False)
        self.features = nn.ModuleList(nn.Embedding(size, arc) for size in FEATURE_SIZES)
        for table in self.features:
            nn.init.normal_(table.weight, std=0.1)  # type: ignore[arg-type]
        self.score = nn.Linear(arc, 1, bias=False)
        self.none = nn.Linear(arc, 1)

    def forward(
        self, dependents: Tensor, heads: Tensor, dependent: Tensor, head: Tensor, features: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores of the arcs, and of no head for each dependent.

        Args:
            dependents, heads: (n, 2 width) states at both ends of the spans.
            dependent, head, features: (arcs, ...) as in `linker.Arcs`.
        """
        below, above = self.dependent(dependents), self.head(heads)
        counted = torch.stack([t(features[:, k]) for k, t in enumerate(self.features)]).sum(0)
        hidden = torch.tanh(below[dependent] + above[head] + counted)
        return self.score(hidden).squeeze(-1), self.none(torch.tanh(below)).squeeze(-1)


def forbidden() -> tuple[Tensor, Tensor]:
    """FORBIDDEN where a label may not start a line or follow another, else 0."""
    start, chain = torch.zeros(LABELS), torch.zeros(LABELS, LABELS)
    for inside in range(2, LABELS, 2):
        start[inside] = FORBIDDEN
        for before in range(LABELS):
            if before not in {inside, inside - 1}:
                chain[before, inside] = FORBIDDEN
    return start, chain


def log_partition(scores: Tensor, start: Tensor, chain: Tensor, there: Tensor) -> Tensor:
    """log Z of each line.

    Args:
        scores: (lines, tokens, LABELS).
        start: (LABELS,).
        chain: (LABELS, LABELS), or (lines, tokens - 1, LABELS, LABELS) for each pair of tokens.
        there: (lines, tokens) False on padding.
    Returns:
        (lines,).
    """
    alpha = start + scores[:, 0]
    for t in range(1, scores.shape[1]):
        pair = chain if chain.dim() == 2 else chain[:, t - 1]
        step = torch.logsumexp(alpha.unsqueeze(2) + pair, dim=1) + scores[:, t]
        alpha = torch.where(there[:, t : t + 1], step, alpha)
    return torch.logsumexp(alpha, dim=1)
