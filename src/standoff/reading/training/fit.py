"""Fitting a network: label chains and arcs together, hard labels or soft ones."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from standoff.reading.linker import CUE
from standoff.reading.training.corpus import TAGS
from standoff.reading.training.examples import Chunk, arc_targets
from standoff.reading.training.networks import Batch, Heads, best_labels, log_partition

Soft = dict[int, tuple[np.ndarray, np.ndarray]]  # article -> unary (T, 7), pair (T, 7, 7)


def lined(states: torch.Tensor, batch: Batch) -> torch.Tensor:
    """(chunks, tokens, k) to (lines, line tokens, k)."""
    return states.reshape(-1, states.shape[-1])[batch.at]


def label_loss(emissions, heads: Heads, batch: Batch, soft: tuple | None, trust: float):
    """Mean over tokens of the chain's cross-entropy with gold labels, soft ones, or a mixture."""
    start, chain = heads.transitions()
    there = batch.there
    log_z = log_partition(emissions, start, chain, there).sum()
    n = there.sum()
    hard = F.one_hot(batch.tags, TAGS).float()
    pair = hard[:, :-1, :, None] * hard[:, 1:, None, :]
    if soft is not None:
        hard = (1 - trust) * hard + trust * soft[0]
        pair = (1 - trust) * pair + trust * soft[1][:, 1:]
    on = there.unsqueeze(-1)
    score = (emissions * hard * on).sum() + (hard[:, 0] * heads.start).sum()
    score = score + (pair * heads.chain * (there[:, 1:, None, None])).sum()
    return (log_z - score) / n


def arc_loss(states, heads: Heads, batch: Batch, tags: np.ndarray, both: bool):
    """Cross-entropy of each dependent's head among its candidates and none."""
    total = states.new_zeros(())
    count = 0
    for kind in range(2):
        gathered = _gather(batch, tags, kind)
        if gathered is None:
            continue
        d_runs, h_runs, dep, head, features, right = gathered
        d, h = span_states(states, d_runs), span_states(states, h_runs)
        score, none = heads.arcs[kind](d, h, dep, head, features)
        z = torch.exp(none).index_add(0, dep, torch.exp(score.clamp(max=30)))
        hit = torch.zeros(len(d_runs)).index_add(0, dep, right.float())
        good = torch.zeros_like(none).index_add(0, dep, torch.exp(score.clamp(max=30)) * right)
        good = torch.where(hit > 0, good, torch.exp(none))
        total = total + (torch.log(z) - torch.log(good)).sum()
        count += len(d_runs)
    return total / max(count, 1)


def span_states(states: torch.Tensor, runs: torch.Tensor) -> torch.Tensor:
    """(n, 3) chunk, first, end to (n, 2 width): states of the first and the last token."""
    return torch.cat([states[runs[:, 0], runs[:, 1]], states[runs[:, 0], runs[:, 2] - 1]], dim=-1)


def _gather(batch: Batch, tags, kind: int):
    d_all, h_all, dep, head, feats, right = [], [], [], [], [], []
    nd = nh = 0
    for k, chunk in enumerate(batch.chunks):
        arcs = arc_targets(chunk, tags[k][: len(chunk.forms)], chunk.lines)[kind]
        d_all += [(k, a, b) for a, b in arcs.dependents]
        h_all += [(k, a, b) for a, b in arcs.heads]
        dep.append(arcs.dependent + nd)
        head.append(arcs.head + nh)
        feats.append(arcs.features)
        right.append(arcs.right)
        nd += len(arcs.dependents)
        nh += len(arcs.heads)
    if not nd or not nh:
        return None
    t = lambda x: torch.from_numpy(np.concatenate(x))
    return (
        torch.tensor(d_all),
        torch.tensor(h_all),
        t(dep).long(),
        t(head).long(),
        t(feats).long(),
        t(right),
    )


def chunk_tags(batch: Batch, line_labels: np.ndarray) -> np.ndarray:
    """(lines, line tokens) labels back to (chunks, tokens)."""
    out = np.zeros(batch.form.numel(), np.int32)
    there = batch.there.numpy()
    out[batch.at.numpy()[there]] = line_labels[there]
    return out.reshape(batch.form.shape)


def soft_of(batch: Batch, soft: Soft):
    """Soft labels of a batch's lines."""
    unary = np.zeros((*batch.form.shape, TAGS), np.float32)
    pair = np.zeros((*batch.form.shape, TAGS, TAGS), np.float32)
    for k, chunk in enumerate(batch.chunks):
        part = slice(chunk.offset, chunk.offset + len(chunk.forms))
        u, p = soft[chunk.article]
        unary[k, : len(chunk.forms)] = u[part]
        pair[k, : len(chunk.forms)] = p[part]
    u = torch.from_numpy(unary).reshape(-1, TAGS)[batch.at]
    p = torch.from_numpy(pair).reshape(-1, TAGS, TAGS)[batch.at]
    return u, p


class Average:
    """Exponential moving average of a module's parameters."""

    def __init__(self, modules: Sequence[nn.Module], decay: float) -> None:
        self.pairs = [(p, p.detach().clone()) for m in modules for p in m.parameters()]
        self.decay, self.steps = decay, 0

    def update(self) -> None:
        """Take the current weights in."""
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for p, kept in self.pairs:
                kept.lerp_(p, 1 - decay)

    def swap(self) -> None:
        """Exchange the current weights and the averaged."""
        with torch.no_grad():
            for p, kept in self.pairs:
                held = p.detach().clone()
                p.copy_(kept)
                kept.copy_(held)


def fit(
    encoder: nn.Module,
    heads: Heads,
    groups: list,
    epochs: int,
    make: Callable[[int], list[Batch]],
    *,
    steps: int,
    soft: Soft | None = None,
    trust: float = 0.7,
    warmup: float = 0.05,
    decay: float = 0.998,
    bf16: bool = False,
    log: Callable[[str], None] = print,
    after: Callable[[int], None] | None = None,
) -> Average:
    """Train in place; returns the averaged weights, swapped in."""
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.99), weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda k: min((k + 1) / (warmup * steps + 1), max(0.02, 1 - k / steps))
    )
    average = Average([encoder, heads], decay)
    step = 0
    for epoch in range(epochs):
        began, losses = time.process_time(), []
        encoder.train(), heads.train()
        for batch in make(epoch):
            with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
                states = encoder(batch)
            states = states.float()
            emissions = lined(heads.emit(states), batch)
            loss = label_loss(emissions, heads, batch, soft_of(batch, soft) if soft else None, trust)
            tags = chunk_tags(batch, batch.tags.numpy())
            if epoch >= 1 and step % 2:
                start, chain = (x.detach().numpy() for x in heads.transitions())
                tags = chunk_tags(batch, best_labels(emissions.detach().numpy(), start, chain, batch.there.numpy()))
            arcs = arc_loss(states, heads, batch, tags, True)
            total = loss * 20 + arcs
            optimiser.zero_grad()
            total.backward()
            nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], 5.0)
            optimiser.step()
            schedule.step()
            average.update()
            losses.append((loss.item(), arcs.item()))
            step += 1
            if step % 20 == 0:
                log(f"  {epoch} {step} {np.mean(losses[-50:], 0).round(4)} {time.process_time() - began:.0f}s")
        log(f"epoch {epoch}: {np.mean(losses, 0).round(4)} in {time.process_time() - began:.0f} s")
        if after:
            average.swap()
            after(epoch)
            average.swap()
    average.swap()
    return average
