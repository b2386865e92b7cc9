"""The trained network in NumPy: forms and places to states, label scores and arc scores.

Two bidirectional LSTM layers over windows of tokens. The first layer's input depends on a token's
form and place only, so it is multiplied once for each distinct form and then looked up.

Passages run side by side, and what comes of one is the same to the bit whatever runs beside it. A BLAS
rounds a product of matrices by their shapes; so every product here is of one passage alone, or, from
step to step, of one window alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from standoff.reading.tagger.features import PIECES_PER_FORM, Ints
from standoff.reading.tagger.linker import Arcs

Floats = npt.NDArray[np.float32]

ROLES = ("source", "cue", "content")
LABELS = 1 + 2 * len(ROLES)  # outside, then begin and inside of each role


@dataclass(frozen=True)
class Layer:
    """One bidirectional LSTM layer; gates in the order input, forget, output, cell.

    Attributes:
        over: (2, input, 4 hidden) from the input, forwards and backwards.
        bias: (2, 1, 4 hidden).
        again: (2, hidden, 4 hidden) from the state before.
    """

    over: Floats
    bias: Floats
    again: Floats


@dataclass(frozen=True)
class ArcScorer:
    """score = v · tanh(A d + B h + counted features); no head scores n · tanh(A d) + m."""

    dependent: Floats
    dependent_bias: Floats
    head: Floats
    features: tuple[Floats, ...]
    score: Floats
    none: Floats
    none_bias: float


@dataclass(frozen=True)
class Network:
    """The default reader's weights.

    Attributes:
        tables: pieces, shapes, prefixes, long and short suffixes to rows.
        piece, affixes, place: embeddings.
        layers: first and second.
        emit, emit_bias: (width, LABELS), (LABELS,).
        start, chain: scores of a line's first label and of label pairs.
        arcs: content to cue, cue to source.
    """

    tables: tuple[dict[str, int], ...]
    piece: npt.NDArray[np.int8]
    piece_scale: Floats
    affixes: tuple[Floats, ...]
    place: Floats
    layers: tuple[Layer, Layer]
    emit: Floats
    emit_bias: Floats
    start: Floats
    chain: Floats
    arcs: tuple[ArcScorer, ArcScorer]


def load(path: Path) -> Network:
    """The network in a weights file.

    Args:
        path: .npz as `standoff.reading.training` writes it.
    """
    with np.load(path, allow_pickle=False) as stored:
        return assembled({name: stored[name] for name in stored.files})


def assembled(stored: Mapping[str, npt.NDArray[np.generic]]) -> Network:
    """A network from named arrays; those in half precision are widened."""

    def wide(name: str) -> Floats:
        return np.ascontiguousarray(stored[name], np.float32)

    return Network(
        tables=tuple(_table(stored[f"table_{k}"]) for k in range(5)),
        piece=np.asarray(stored["piece"], np.int8),
        piece_scale=wide("piece_scale"),
        affixes=tuple(wide(f"affix_{k}") for k in range(4)),
        place=wide("place"),
        layers=(_layer(wide, 0), _layer(wide, 1)),
        emit=wide("emit"),
        emit_bias=wide("emit_bias"),
        start=wide("start"),
        chain=wide("chain"),
        arcs=(_arc_scorer(wide, stored, 0), _arc_scorer(wide, stored, 1)),
    )


def _table(stored: npt.NDArray[np.generic]) -> dict[str, int]:
    """Names to rows; row 0 is the unknown's."""
    names = stored.tobytes().decode("utf8").split("\n")
    return {name: k + 1 for k, name in enumerate(names)}


def _layer(wide: Callable[[str], Floats], number: int) -> Layer:
    """A layer whose three sigmoid gates are halved: sigmoid(x) = (1 + tanh(x / 2)) / 2."""
    over, bias, again = (wide(f"layer_{number}_{part}") for part in ("over", "bias", "again"))
    hidden = again.shape[1]
    halves = np.ones(4 * hidden, np.float32)
    halves[: 3 * hidden] = 0.5
    ways = np.stack(np.split(over, 2, axis=1))
    return Layer(ways * halves, bias.reshape(2, 1, -1) * halves, again * halves)


def _arc_scorer(
    wide: Callable[[str], Floats], stored: Mapping[str, npt.NDArray[np.generic]], kind: int
) -> ArcScorer:
    at = f"arc_{kind}_"
    counted = sum(name.startswith(at + "feature_") for name in stored)
    return ArcScorer(
        wide(at + "dependent"),
        wide(at + "dependent_bias"),
        wide(at + "head"),
        tuple(wide(f"{at}feature_{k}") for k in range(counted)),
        wide(at + "score"),
        wide(at + "none"),
        float(wide(at + "none_bias")[0]),
    )


def form_vectors(network: Network, features: Ints) -> Floats:
    """What the first layer gets of each form.

    Args:
        features: (forms, PIECES_PER_FORM + 4) indices of `form_features`.
    Returns:
        (forms, pieces and affixes), without place.
    """
    parts = features[:, :PIECES_PER_FORM]
    there = parts >= 0
    scale = network.piece_scale / there.sum(axis=1, keepdims=True)
    vectors = network.piece[np.maximum(parts, 0)] * there[:, :, None]
    mean = vectors.sum(axis=1, dtype=np.int32) * scale
    rest = [table[features[:, PIECES_PER_FORM + k]] for k, table in enumerate(network.affixes)]
    return np.concatenate([mean, *rest], axis=1).astype(np.float32)


@dataclass(frozen=True)
class Passage:
    """What the network is given of one passage.

    Attributes:
        vectors: of its distinct forms, as `form_vectors` gives them.
        form, place: (tokens,) rows in `vectors`, and places.
        lengths: (windows,) tokens of each window; they sum to the tokens given.
    """

    vectors: Floats
    form: Ints
    place: Ints
    lengths: Ints


def states(network: Network, passages: Sequence[Passage]) -> list[Floats]:
    """The second layer's states of the windows of each passage, one window after another.

    Returns:
        (tokens, 2 hidden) for each passage.
    """
    first, second = network.layers
    steps = _steps(np.concatenate([passage.lengths for passage in passages]))
    stands = network.place @ first.over[:, -network.place.shape[1] :] + first.bias
    ends = np.cumsum([len(passage.form) for passage in passages])
    given = np.empty((2, ends[-1], first.over.shape[2]), np.float32)
    for passage, part in zip(passages, np.split(given, ends[:-1], axis=1), strict=True):
        forms = passage.vectors @ first.over[:, : passage.vectors.shape[1]]
        for way in range(2):
            np.take(forms[way], passage.form, axis=0, out=part[way], mode="clip")
            part[way] += stands[way].take(passage.place, axis=0)
    lower = np.split(_run(first, given, steps), ends[:-1])
    for below, part in zip(lower, np.split(given, ends[:-1], axis=1), strict=True):
        np.add(below @ second.over, second.bias, out=part)
    return np.split(_run(second, given, steps), ends[:-1])


@dataclass(frozen=True)
class _Steps:
    """Which token each window gives at each step: (steps, windows), longest window first.

    Attributes:
        ahead, back: token rows read forwards and backwards; only the first `alive` are there.
        alive: (steps,) windows that are that long.
        step, window: (tokens,) where each token is read forwards; `ago` where backwards.
    """

    ahead: npt.NDArray[np.int64]
    back: npt.NDArray[np.int64]
    alive: npt.NDArray[np.int64]
    step: npt.NDArray[np.int64]
    ago: npt.NDArray[np.int64]
    window: npt.NDArray[np.int64]


def _steps(lengths: Ints) -> _Steps:
    order = np.argsort(-lengths, kind="stable")
    begins = np.cumsum(lengths) - lengths
    time = np.arange(lengths[order[0]])[:, None]
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    step = np.arange(lengths.sum()) - np.repeat(begins, lengths)
    return _Steps(
        begins[order] + time,
        begins[order] + lengths[order] - 1 - time,
        np.searchsorted(-lengths[order], -time[:, 0], "left"),
        step,
        np.repeat(lengths, lengths) - 1 - step,
        np.repeat(rank, lengths),
    )


def _run(layer: Layer, given: Floats, steps: _Steps) -> Floats:
    """One layer: (2, tokens, 4 hidden) to (tokens, 2 hidden)."""
    hidden, side = layer.again.shape[1], layer.again.shape[2]
    size, count = steps.ahead.shape
    kept = np.zeros((size, 2, count, hidden), np.float32)
    c = np.zeros((2, count, hidden), np.float32)
    gates = np.empty((2, count, side), np.float32)
    again = layer.again[:, None]
    for t in range(size):
        n = int(steps.alive[t])
        g = gates[:, :n]
        given[0].take(steps.ahead[t, :n], axis=0, out=g[0], mode="clip")
        given[1].take(steps.back[t, :n], axis=0, out=g[1], mode="clip")
        if t:
            # Window by window, a vector at a time: for the few that run here that is faster, too.
            g += np.matmul(kept[t - 1, :, :n, None], again)[:, :, 0]
        np.tanh(g, out=g)
        opened = g[..., : 3 * hidden]
        opened *= np.float32(0.5)
        opened += np.float32(0.5)
        cell = c[:, :n]
        cell *= g[..., hidden : 2 * hidden]
        cell += g[..., :hidden] * g[..., 3 * hidden :]
        np.multiply(g[..., 2 * hidden : 3 * hidden], np.tanh(cell), out=kept[t, :, :n])
    return np.concatenate(
        [kept[steps.step, 0, steps.window], kept[steps.ago, 1, steps.window]], axis=1
    )


def emissions(network: Network, found: Floats) -> Floats:
    """(tokens, width) states to (tokens, LABELS) scores."""
    return found @ network.emit + network.emit_bias


def arc_probabilities(
    scorer: ArcScorer, dependents: Floats, heads: Floats, arcs: Arcs
) -> npt.NDArray[np.float64]:
    """How probable each candidate arc is, among a dependent's candidates and none.

    Args:
        dependents, heads: (n, 2 width) states at both ends of the spans.
    Returns:
        (arcs,) probabilities; what is missing to 1 for a dependent is "no head".
    """
    below = dependents @ scorer.dependent + scorer.dependent_bias
    above = heads @ scorer.head
    counted = sum(
        (table[arcs.features[:, k]] for k, table in enumerate(scorer.features)), np.float32(0.0)
    )
    score = np.tanh(below[arcs.dependent] + above[arcs.head] + counted) @ scorer.score
    weight = np.exp(np.minimum(score.astype(np.float64), 30.0))
    total = np.exp((np.tanh(below) @ scorer.none).astype(np.float64) + scorer.none_bias)
    np.add.at(total, arcs.dependent, weight)
    chance: npt.NDArray[np.float64] = weight / total[arcs.dependent]
    return chance
