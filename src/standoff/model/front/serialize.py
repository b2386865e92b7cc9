"""Beliefs as files: arrays and a line of JSON, read without running anything that a file says."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import numpy as np

from standoff.model.front.posterior import Front, FrontPosterior, RejectedReading

_ARRAYS = ("state", "lw", "members", "member_lw", "evidence")
_NUMBERS = ("week", "ess", "base_km2", "suspect_km2", "seed")


def save(belief: FrontPosterior, out: BinaryIO) -> None:
    """Write a belief as an uncompressed npz archive."""
    told = {
        "day": str(belief.day),
        **{name: getattr(belief, name) for name in _NUMBERS},
        "front": {**asdict(belief.front), "start": str(belief.front.start)},
        "distrusted": [{**asdict(d), "day": str(d.day)} for d in belief.distrusted],
    }
    arrays = {name: getattr(belief, name) for name in _ARRAYS}
    np.savez(out, told=np.array(json.dumps(told)), **arrays)


def load(path: Path) -> FrontPosterior:
    """The belief in a file that `save` wrote.

    Raises:
        OSError, ValueError, KeyError, EOFError, BadZipFile: the file is not one, or is damaged.
    """
    with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
        told = json.loads(str(file["told"]))
        arrays = {name: file[name] for name in _ARRAYS}
    front = {**told["front"], "start": np.datetime64(told["front"]["start"])}
    distrusted = tuple(
        RejectedReading(**{**d, "day": np.datetime64(d["day"])}) for d in told["distrusted"]
    )
    return FrontPosterior(
        day=np.datetime64(told["day"]),
        front=Front(**front),
        distrusted=distrusted,
        **arrays,
        **{name: told[name] for name in _NUMBERS},
    )
