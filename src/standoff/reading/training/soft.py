"""A teacher's probabilities of labels and label pairs: what the student learns from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import torch

from standoff.reading.tagger.network import LABELS
from standoff.reading.training.corpus import Article
from standoff.reading.training.examples import Batch, Chunk, batch_of, chunks
from standoff.reading.training.losses import Soft
from standoff.reading.training.networks import Cut, Encoder, Heads, log_partition

Half = npt.NDArray[np.float16]


def soft_labels(
    encoder: Encoder,
    heads: Heads,
    articles: Sequence[Article],
    index: Callable[[str], list[int]],
    cut: Callable[[Sequence[Chunk]], Cut] | None,
) -> list[tuple[Half, Half]]:
    """For each article (tokens, LABELS) and (tokens, LABELS, LABELS) probabilities."""
    found = []
    encoder.eval()
    for number, article in enumerate(articles):
        held = list(chunks(article, number, article.annotations[0]))
        batch = batch_of(held, index, cut)
        found.append(_article(encoder, heads, batch, len(article.forms)))
    return found


def scored(encoder: Encoder, heads: Heads, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
    """(chunks, tokens, width) states and (lines, line tokens, LABELS) scores, without gradients."""
    with torch.no_grad():
        with torch.autocast("cpu", torch.bfloat16):
            states = encoder(batch.inputs)
        states = states.float()
        return states, batch.lined(heads.emit(states))


def _article(encoder: Encoder, heads: Heads, batch: Batch, size: int) -> tuple[Half, Half]:
    """The gradient of log Z is the probability of each label, and of each pair."""
    _, scores = scored(encoder, heads, batch)
    with torch.no_grad():
        start, chain = heads.transitions()
    lines, width, _ = scores.shape
    scores.requires_grad_()
    pairs = chain.expand(lines, width - 1, LABELS, LABELS).clone().requires_grad_()
    log_z = log_partition(scores, start, pairs, batch.there).sum()
    one, two = torch.autograd.grad(log_z, (scores, pairs), allow_unused=True)
    unary = np.zeros((size, LABELS), np.float16)
    pair = np.zeros((size, LABELS, LABELS), np.float16)
    there = batch.there.numpy()
    rows = batch.at.numpy()[there]
    begins = np.array([chunk.offset for chunk in batch.chunks])
    across = batch.inputs.form.shape[1]
    at = begins[rows // across] + rows % across
    unary[at] = one.numpy()[there]
    if width > 1:
        padded = np.zeros((lines, width, LABELS, LABELS), np.float32)
        padded[:, 1:] = two.numpy()
        pair[at] = padded[there]
    return unary, pair


def averaged(several: Sequence[Soft]) -> list[tuple[Half, Half]]:
    """The mean of several teachers' probabilities."""
    return [
        (_mean([one for one, _ in of_one]), _mean([pair for _, pair in of_one]))
        for of_one in zip(*several, strict=True)
    ]


def _mean(several: Sequence[Half]) -> Half:
    mean: Half = np.stack(several).mean(axis=0, dtype=np.float32).astype(np.float16)
    return mean
