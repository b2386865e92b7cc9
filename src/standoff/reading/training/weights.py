"""A trained student written down: half precision, word pieces in eight bits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from standoff.reading.tagger.linker import FEATURE_SIZES
from standoff.reading.training.networks import Encoder, Heads

Arrays = dict[str, npt.NDArray[Any]]


def arrays(encoder: Encoder, heads: Heads, tables: Sequence[dict[str, int]]) -> Arrays:
    """The named arrays that `network.assembled` takes, in single precision but for the pieces."""
    out: Arrays = {}
    for k, table in enumerate(tables):
        names = sorted(table, key=lambda name: table[name])
        out[f"table_{k}"] = np.frombuffer("\n".join(names).encode(), np.uint8)
    held = {name: value.detach().numpy() for name, value in encoder.state_dict().items()}
    scale = np.abs(held["piece"]).max() / 127
    out["piece"] = np.rint(held["piece"] / scale).astype(np.int8)
    out["piece_scale"] = np.array([scale], np.float32)
    for k in range(len(encoder.sizes.affixes)):
        out[f"affix_{k}"] = held[f"affixes.{k}.weight"]
    out["place"] = held["place.weight"]
    for k in range(2):
        out |= {f"layer_{k}_{name}": value for name, value in _layer(held, k).items()}
    start, chain = heads.transitions()
    out["start"], out["chain"] = start.detach().numpy(), chain.detach().numpy()
    held = {name: value.detach().numpy() for name, value in heads.state_dict().items()}
    out |= {"emit": held["emit.weight"].T, "emit_bias": held["emit.bias"]}
    for kind in range(2):
        at, to = f"arcs.{kind}.", f"arc_{kind}_"
        out[to + "dependent"] = held[at + "dependent.weight"].T
        out[to + "dependent_bias"] = held[at + "dependent.bias"]
        out[to + "head"] = held[at + "head.weight"].T
        out[to + "score"] = held[at + "score.weight"][0]
        out[to + "none"] = held[at + "none.weight"][0]
        out[to + "none_bias"] = held[at + "none.bias"]
        for k in range(len(FEATURE_SIZES)):
            out[f"{to}feature_{k}"] = held[f"{at}features.{k}.weight"]
    return out


def _layer(held: Arrays, number: int) -> Arrays:
    """Both directions side by side. torch keeps the cell before the output gate; here it is last."""
    over, bias, again = [], [], []
    for way in ("ahead", "back"):
        at = f"{way}.{number}."
        gates = np.arange(len(held[at + "bias_ih_l0"])).reshape(4, -1)[[0, 1, 3, 2]].ravel()
        over.append(held[at + "weight_ih_l0"][gates].T)
        again.append(held[at + "weight_hh_l0"][gates].T)
        bias.append((held[at + "bias_ih_l0"] + held[at + "bias_hh_l0"])[gates])
    return {
        "over": np.concatenate(over, axis=1),
        "bias": np.concatenate(bias),
        "again": np.stack(again),
    }


def save(path: Path, found: Arrays) -> None:
    """Write a weights file, whole or not at all: single precision as half."""
    halved = {
        name: value.astype(np.float16)
        if value.dtype == np.float32 and name != "piece_scale"
        else value
        for name, value in found.items()
    }
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **halved)
    part.replace(path)


def deterministic() -> None:
    """One thread and no algorithm that adds in another order from run to run."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
