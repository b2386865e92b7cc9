"""Texts annotated by a teacher: its best labels, and the arcs it holds likeliest between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch

from standoff.reading.tagger.crf import best_labels
from standoff.reading.training.corpus import Annotation, Article, Link
from standoff.reading.training.examples import (
    ArcTargets,
    Chunk,
    arc_targets,
    batch_of,
    chunks,
    runs_of,
)
from standoff.reading.training.losses import arc_scores
from standoff.reading.training.networks import ArcHead, Cut, Encoder, Heads
from standoff.reading.training.soft import scored


def annotated(
    encoder: Encoder,
    heads: Heads,
    article: Article,
    index: Callable[[str], list[int]],
    cut: Callable[[Sequence[Chunk]], Cut] | None,
) -> Article:
    """A text with the attributions a teacher finds in it, in place of its annotations."""
    encoder.eval()
    batch = batch_of(list(chunks(article, 0, article.annotations[0])), index, cut)
    states, scores = scored(encoder, heads, batch)
    start, chain = (x.detach().numpy() for x in heads.transitions())
    labels = best_labels(scores.numpy(), batch.there.sum(1).numpy(), start, chain)
    tags = np.zeros(len(article.forms), np.int32)
    links: list[Link] = []
    for k, (chunk, row) in enumerate(zip(batch.chunks, batch.by_chunk(labels), strict=True)):
        here = row[: len(chunk.forms)]
        tags[chunk.offset : chunk.offset + len(here)] = here
        sources, cues, contents = (
            [(int(a) + chunk.offset, int(b) + chunk.offset) for a, b in r] for r in runs_of(here)
        )
        of_content, of_cue = (
            _likeliest(states[k : k + 1], head, arcs)  # type: ignore[arg-type]
            for head, arcs in zip(heads.arcs, arc_targets(chunk, here), strict=True)
        )
        for number, cue in enumerate(cues):
            source = () if of_cue[number] < 0 else (sources[of_cue[number]],)
            said = tuple(
                run for run, head in zip(contents, of_content, strict=True) if head == number
            )
            links.append((source, (cue,), said))
    return replace(article, annotations=(Annotation(tags, tuple(links)),))


def _likeliest(states: torch.Tensor, head: ArcHead, found: ArcTargets) -> list[int]:
    """For each dependent of a chunk its likeliest head, or -1."""
    best = [-1] * len(found.dependents)
    with torch.no_grad():
        scores = arc_scores(states, head, [found])
    if scores is None:
        return best
    score, none, dependent = (x.tolist() for x in scores)
    for one, its, above in zip(dependent, score, found.arcs.head.tolist(), strict=True):
        if its > none[one]:
            none[one], best[one] = its, above
    return best
