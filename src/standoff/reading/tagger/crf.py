"""The label chain of a line: exact marginals, and the spans worth naming.

A linear chain over the labels outside, begin and inside of each role. Forward and backward sums
are scaled at each token, so that no line is too long (Rabiner 1989, section V.A).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from standoff.reading.tagger.features import Ints

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Marginals:
    """What is probable at each token of padded lines.

    Attributes:
        labels: (lines, tokens, LABELS) probability of each label.
        goes_on: (lines, tokens, LABELS) probability that the next token continues the span,
            given this token's label; 0 at a line's end.
    """

    labels: Reals
    goes_on: Reals


def marginals(emissions: Reals, lengths: Ints, start: Reals, chain: Reals) -> Marginals:
    """Forward-backward over many lines at once.

    Args:
        emissions: (lines, tokens, labels) scores, longest line first.
        lengths: (lines,) tokens, falling.
        start: (labels,) scores of the first label; chain: (labels, labels) of pairs.
    """
    size = emissions.shape[1]
    alive = [int(np.searchsorted(-lengths, -t, "left")) for t in range(size)]
    weight = np.exp(emissions - emissions.max(axis=2, keepdims=True))
    step = np.exp(chain)
    forward, backward = np.zeros_like(weight), np.ones_like(weight)
    forward[:, 0] = np.exp(start) * weight[:, 0]
    forward[:, 0] /= forward[:, 0].sum(axis=1, keepdims=True)
    for t in range(1, size):
        n = alive[t]
        now = (forward[:n, t - 1] @ step) * weight[:n, t]
        forward[:n, t] = now / now.sum(axis=1, keepdims=True)
    for t in range(size - 2, -1, -1):
        n = alive[t + 1]
        now = (weight[:n, t + 1] * backward[:n, t + 1]) @ step.T
        backward[:n, t] = now / now.sum(axis=1, keepdims=True)
    labels = forward * backward
    labels /= np.maximum(labels.sum(axis=2, keepdims=True), 1e-300)
    return Marginals(labels, _goes_on(weight, backward, step, lengths))


def _goes_on(weight: Reals, backward: Reals, step: Reals, lengths: Ints) -> Reals:
    """P(next label is the inside of this label's role | this label), by the chain's posterior."""
    lines, size, labels = weight.shape
    out = np.zeros((lines, size, labels))
    if size < 2:
        return out
    ahead = weight[:, 1:] * backward[:, 1:]
    total = ahead @ step.T
    for label in range(1, labels):
        inside = label + label % 2
        out[:, :-1, label] = (
            step[label, inside] * ahead[:, :, inside] / np.maximum(total[:, :, label], 1e-300)
        )
    out[np.arange(size)[None, :] >= lengths[:, None] - 1] = 0.0
    return out


def best_labels(emissions: Reals, lengths: Ints, start: Reals, chain: Reals) -> Ints:
    """The most probable labels of each line (Viterbi): (lines, tokens), 0 on padding."""
    lines, size, labels = emissions.shape
    score = start + emissions[:, 0]
    back = np.broadcast_to(np.arange(labels), (size, lines, labels)).copy()
    for t in range(1, size):
        on = lengths > t
        total = score[on, :, None] + chain
        back[t, on] = total.argmax(axis=1)
        score[on] = total.max(axis=1) + emissions[on, t]
    found = np.zeros((lines, size), np.int32)
    label = score.argmax(axis=1)
    for t in range(size - 1, -1, -1):
        found[:, t] = np.where(lengths > t, label, 0)
        label = back[t, np.arange(lines), label]
    return found


@dataclass(frozen=True)
class Candidates:
    """Spans that may be there: line, role, half-open run in the line, probability of exactly it."""

    line: Ints
    role: Ints
    begin: Ints
    end: Ints
    probability: Reals


def candidates(found: Marginals, least: float) -> Candidates:
    """Every span whose posterior probability is at least `least`.

    P(span) = P(begin at its first token) x P(goes on) at each token but the last x P(stops).
    """
    labels = found.labels.shape[2]
    line, begin, role = (
        x.astype(np.int32) for x in np.nonzero(found.labels[:, :, 1:labels:2] >= least)
    )
    at, held = begin.copy(), found.labels[line, begin, 1 + 2 * role]
    state = 1 + 2 * role
    parts: list[tuple[Ints, Reals]] = []
    while len(line):
        more = found.goes_on[line, at, state]
        ends = held * (1.0 - more)
        keep = ends >= least
        parts.append((np.stack([line, role, begin, at + 1])[:, keep], ends[keep]))
        held = held * more
        on = held >= least
        line, role, begin, held = line[on], role[on], begin[on], held[on]
        at, state = at[on] + 1, 2 + 2 * role
    if not parts:
        none = np.zeros(0, np.int32)
        return Candidates(none, none, none, none, np.zeros(0))
    runs = np.concatenate([run for run, _ in parts], axis=1)
    chance = np.concatenate([chance for _, chance in parts])
    order = np.lexsort(runs[::-1])
    lines, roles, begins, ends = runs[:, order]
    return Candidates(lines, roles, begins, ends, chance[order])
