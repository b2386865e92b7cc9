"""What training lowers: the chain's cross-entropy with labels, and that of arcs with heads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from standoff.reading.tagger.features import Ints
from standoff.reading.tagger.network import LABELS
from standoff.reading.training.examples import ArcTargets, Batch, arc_targets
from standoff.reading.training.networks import ArcHead, Heads, log_partition

# For each article the probability of each label, (tokens, LABELS), and of each pair of a token's
# label with the one before, (tokens, LABELS, LABELS).
Soft = Sequence[tuple[npt.NDArray[np.float16], npt.NDArray[np.float16]]]


def label_loss(
    scores: Tensor, heads: Heads, batch: Batch, soft: Soft | None = None, trust: float = 0.0
) -> Tensor:
    """The chain's cross-entropy, mean over tokens.

    The cross-entropy of two chains is linear in the other chain's label and pair probabilities:
    log Z - sum over t of q_t(y) score_t(y) - sum of q_t(y, y') chain(y, y').

    Args:
        scores: (lines, line tokens, LABELS).
        soft: a teacher's probabilities.
        trust: weight of the teacher's against the gold labels.
    """
    start, chain = heads.transitions()
    log_z = log_partition(scores, start, chain, batch.there).sum()
    one = functional.one_hot(batch.tags, LABELS).float()
    pair = one[:, :-1, :, None] * one[:, 1:, None, :]
    if soft is not None:
        taught, taught_pair = _soft_lines(batch, soft)
        one = (1 - trust) * one + trust * taught
        pair = (1 - trust) * pair + trust * taught_pair[:, 1:]
    on = batch.there
    said = (scores * one * on[:, :, None]).sum() + (one[:, 0] * heads.start).sum()
    said = said + (pair * heads.chain * on[:, 1:, None, None]).sum()
    return (log_z - said) / on.sum()


def _soft_lines(batch: Batch, soft: Soft) -> tuple[Tensor, Tensor]:
    shape = batch.inputs.form.shape
    one = np.zeros((*shape, LABELS), np.float32)
    pair = np.zeros((*shape, LABELS * LABELS), np.float32)
    for k, chunk in enumerate(batch.chunks):
        size = len(chunk.forms)
        part = slice(chunk.offset, chunk.offset + size)
        one[k, :size] = soft[chunk.article][0][part]
        pair[k, :size] = soft[chunk.article][1][part].reshape(size, -1)
    pairs = batch.lined(torch.from_numpy(pair))
    return batch.lined(torch.from_numpy(one)), pairs.reshape(*pairs.shape[:2], LABELS, LABELS)


def arc_loss(states: Tensor, heads: Heads, batch: Batch, tags: Ints) -> Tensor:
    """Cross-entropy of each span's head among its candidates and none, mean over spans.

    Args:
        states: (chunks, tokens, width).
        tags: (chunks, tokens) gold or predicted labels; arcs are learnt between their spans.
    """
    targets = [
        arc_targets(chunk, row[: len(chunk.forms)])
        for chunk, row in zip(batch.chunks, tags, strict=True)
    ]
    total, count = states.new_zeros(()), 0
    for kind, head in enumerate(heads.arcs):
        loss, spans = _kind_loss(states, head, [t[kind] for t in targets])  # type: ignore[arg-type]
        total, count = total + loss, count + spans
    return total / max(count, 1)


def arc_scores(
    states: Tensor, head: ArcHead, targets: Sequence[ArcTargets]
) -> tuple[Tensor, Tensor, Tensor] | None:
    """Of candidate arcs of one kind: score and dependent of each, and each dependent's score of none.

    Args:
        states, targets: (chunks, tokens, width), and the candidates of each chunk.
    Returns:
        (arcs,) scores, (dependents,) scores of none, (arcs,) dependents, over the chunks one after
        another; None where there are no candidates.
    """
    below, above = (
        torch.tensor([(k, a, b) for k, t in enumerate(targets) for a, b in getattr(t, side)])
        for side in ("dependents", "heads")
    )
    if not len(below) or not len(above):
        return None
    at = np.cumsum([[0, 0]] + [[len(t.dependents), len(t.heads)] for t in targets], axis=0)
    dependent = _joined([t.arcs.dependent + at[k, 0] for k, t in enumerate(targets)])
    linked = _joined([t.arcs.head + at[k, 1] for k, t in enumerate(targets)])
    counted = _joined([t.arcs.features for t in targets])
    score, none = head(_ends(states, below), _ends(states, above), dependent, linked, counted)
    return score, none, dependent


def _kind_loss(states: Tensor, head: ArcHead, targets: Sequence[ArcTargets]) -> tuple[Tensor, int]:
    scores = arc_scores(states, head, targets)
    if scores is None:
        return states.new_zeros(()), 0
    score, none, dependent = scores
    right = _joined([t.right for t in targets]).bool()
    weight = torch.exp(score.clamp(max=30))
    everything = torch.exp(none).index_add(0, dependent, weight)
    good = torch.zeros_like(none).index_add(0, dependent, weight * right)
    good = torch.where(good > 0, good, torch.exp(none))
    return (torch.log(everything) - torch.log(good)).sum(), len(none)


def _joined(parts: Sequence[npt.NDArray[np.generic]]) -> Tensor:
    return torch.from_numpy(np.concatenate(parts).astype(np.int64))


def _ends(states: Tensor, runs: Tensor) -> Tensor:
    """(n, 3) chunk, first and end to the states of the first and the last token."""
    return torch.cat([states[runs[:, 0], runs[:, 1]], states[runs[:, 0], runs[:, 2] - 1]], dim=-1)
