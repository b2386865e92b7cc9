"""A trained student written down: half precision, word pieces in eight bits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from standoff.reading.training.networks import Encoder, Heads


def arrays(
    student: Encoder, heads: Heads, tables: Sequence[dict[str, int]]
) -> dict[str, np.ndarray]:
    """The named arrays that `network.assembled` takes, in single precision but the pieces."""
    out: dict[str, np.ndarray] = {}
    for k, table in enumerate(tables):
        names = sorted((at, name) for name, at in table.items() if at)
        out[f"table_{k}"] = np.frombuffer("\n".join(n for _, n in names).encode(), np.uint8)
    piece = student.piece.detach().numpy()
    scale = np.abs(piece).max() / 127
    out["piece"] = np.rint(piece / scale).astype(np.int8)
    out["piece_scale"] = np.array([scale], np.float32)
    for k, table in enumerate(student.affixes):
        out[f"affix_{k}"] = table.weight.detach().numpy()
    out["place"] = student.place.weight.detach().numpy()
    for k, both in enumerate(student.layers):
        out |= {f"layer_{k}_{name}": value for name, value in _layer(both).items()}
    out["emit"], out["emit_bias"] = _linear(heads.emit)
    start, chain = heads.transitions()
    out["start"], out["chain"] = start.detach().numpy(), chain.detach().numpy()
    for k, scorer in enumerate(heads.arcs):
        out |= {f"arc_{k}_{name}": value for name, value in _scorer(scorer).items()}
    return out


def _layer(both: nn.ModuleList) -> dict[str, np.ndarray]:
    over, bias, again = [], [], []
    for lstm in both:
        w, u, b, b2 = (p.detach().numpy() for p in lstm.parameters())
        order = _gates(u.shape[1])
        over.append(w[order].T)
        again.append(u[order].T)
        bias.append((b + b2)[order])
    return {"over": np.concatenate(over, 1), "bias": np.concatenate(bias), "again": np.stack(again)}


def _gates(hidden: int) -> np.ndarray:
    """torch keeps input, forget, cell, output; here the cell comes last."""
    four = np.arange(4 * hidden).reshape(4, hidden)
    return four[[0, 1, 3, 2]].ravel()


def _linear(layer: nn.Linear) -> tuple[np.ndarray, np.ndarray]:
    return layer.weight.detach().numpy().T, layer.bias.detach().numpy()


def _scorer(scorer: nn.Module) -> dict[str, np.ndarray]:
    dependent, bias = _linear(scorer.dependent)
    none, none_bias = _linear(scorer.none)
    out = {
        "dependent": dependent,
        "dependent_bias": bias,
        "head": scorer.head.weight.detach().numpy().T,
        "score": scorer.score.weight.detach().numpy()[0],
        "none": none[:, 0],
        "none_bias": none_bias,
    }
    return out | {f"feature_{k}": t.weight.detach().numpy() for k, t in enumerate(scorer.features)}


def save(path: Path, found: dict[str, np.ndarray]) -> None:
    """Write a weights file: single precision as half, forbidden transitions kept finite."""
    halved = {
        name: value.astype(np.float16)
        if value.dtype == np.float32 and name != "piece_scale"
        else value
        for name, value in found.items()
    }
    with path.open("wb") as file:
        np.savez_compressed(file, **halved)


def deterministic() -> None:
    """One thread and no algorithm that adds in another order from run to run."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
