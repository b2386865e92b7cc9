"""Fitting a network: labels and arcs together, a falling rate of learning, averaged weights."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from standoff.reading.tagger.crf import best_labels
from standoff.reading.tagger.features import Ints
from standoff.reading.training.examples import Batch
from standoff.reading.training.losses import Soft, arc_loss, label_loss
from standoff.reading.training.networks import Encoder, Heads

LABELS_TO_ARCS = 20.0  # weight of the labels' loss, a token's, against the arcs', a span's
CLIP = 5.0


@dataclass(frozen=True)
class Schedule:
    """How long and how fast to learn.

    Attributes:
        epochs: times through the articles; steps: batches in all.
        rate: highest rate of Adam; piece_rate: that of the piece vectors; pretrained_rate: that
            of a pretrained model.
        warmup: share of the steps in which the rate rises; it falls linearly after.
        average: decay of the moving average of the weights.
    """

    epochs: int
    steps: int
    rate: float = 2.5e-3
    piece_rate: float = 1e-3
    pretrained_rate: float = 1e-4
    warmup: float = 0.05
    average: float = 0.998


class Average:
    """Exponential moving average of the parameters of modules."""

    def __init__(self, modules: Sequence[nn.Module], decay: float) -> None:
        self._kept = [(p, p.detach().clone()) for m in modules for p in m.parameters()]
        self._decay, self._steps = decay, 0

    def update(self) -> None:
        """Take the current weights in; the first ones are forgotten sooner."""
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        with torch.no_grad():
            for now, kept in self._kept:
                kept.lerp_(now, 1 - decay)

    def settle(self) -> None:
        """Give the modules the averaged weights."""
        with torch.no_grad():
            for now, kept in self._kept:
                now.copy_(kept)


def fit(
    encoder: Encoder,
    heads: Heads,
    batches: Callable[[int], Iterable[Batch]],
    schedule: Schedule,
    soft: Soft | None = None,
    trust: float = 0.7,
    log: Callable[[str], None] = print,
) -> None:
    """Train in place; the modules end with averaged weights.

    Args:
        batches: those of an epoch.
        soft, trust: a teacher's labels and how far to follow them; see `label_loss`.
    """
    pretrained = [] if encoder.pretrained is None else list(encoder.pretrained.parameters())
    others = {id(encoder.piece), *map(id, pretrained)}
    rest = [p for p in [*encoder.parameters(), *heads.parameters()] if id(p) not in others]
    optimiser = torch.optim.Adam(
        [
            {"params": [encoder.piece], "lr": schedule.piece_rate},
            {"params": pretrained, "lr": schedule.pretrained_rate},
            {"params": rest, "lr": schedule.rate},
        ],
        betas=(0.9, 0.99),
    )
    rising = schedule.warmup * schedule.steps + 1
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda k: min((k + 1) / rising, max(0.02, 1 - k / schedule.steps))
    )
    average = Average([encoder, heads], schedule.average)
    for epoch in range(schedule.epochs):
        began = time.monotonic()
        encoder.train()
        losses = []
        for step, batch in enumerate(batches(epoch)):
            loss = _loss(encoder, heads, batch, soft, trust, predicted=epoch > 0 and step % 2 > 0)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch's own
            nn.utils.clip_grad_norm_([*rest, *pretrained, encoder.piece], CLIP)
            optimiser.step()
            rate.step()
            average.update()
            losses.append(loss.item())
        log(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.monotonic() - began:.0f} s")
    average.settle()
    encoder.eval()


def _loss(
    encoder: Encoder,
    heads: Heads,
    batch: Batch,
    soft: Soft | None,
    trust: float,
    predicted: bool,
) -> torch.Tensor:
    """Of one batch; arcs between gold spans, or between predicted ones as when reading."""
    with torch.autocast("cpu", torch.bfloat16):
        states = encoder(batch.inputs)
    states = states.float()
    scores = batch.lined(heads.emit(states))
    tags: Ints = batch.by_chunk(batch.tags.numpy())
    if predicted:
        start, chain = (x.detach().numpy() for x in heads.transitions())
        lengths = batch.there.sum(1).numpy()
        tags = batch.by_chunk(best_labels(scores.detach().numpy(), lengths, start, chain))
    labels = label_loss(scores, heads, batch, soft, trust)
    return LABELS_TO_ARCS * labels + arc_loss(states, heads, batch, tags)
