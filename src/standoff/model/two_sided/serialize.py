"""Beliefs about two sides as files: arrays and a line of JSON, as `keep` writes those of a front."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO

import numpy as np

from standoff.model.two_sided.mixture import (
    Channel,
    TwoSidedComponent,
    channel_records,
    component_records,
)
from standoff.model.two_sided.posterior import RejectedChannelReading, TwoSidedPosterior

_ARRAYS = ("state", "bias", "lw", "member_lw", "evidence", "heard", "odd")
_NUMBERS = ("week", "ess", "nominal", "break_km2", "temper", "by_weight", "seed")


def save(belief: TwoSidedPosterior, out: BinaryIO) -> None:
    """Write a belief as an uncompressed npz archive."""
    told = {
        "day": str(belief.day),
        **{name: getattr(belief, name) for name in _NUMBERS},
        "members": [asdict(m) for m in belief.members],
        "channels": [asdict(c) for c in belief.channels],
        "doubted": [{**asdict(d), "day": str(d.day)} for d in belief.doubted],
    }
    arrays = {name: getattr(belief, name) for name in _ARRAYS}
    np.savez(out, told=np.array(json.dumps(told)), **arrays)


def load(path: Path) -> TwoSidedPosterior:
    """The belief in a file that `save` wrote.

    Raises:
        OSError, ValueError, KeyError, EOFError, BadZipFile: the file is not one, or is damaged.
    """
    with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
        told = json.loads(str(file["told"]))
        arrays = {name: file[name] for name in _ARRAYS}
    members = tuple(TwoSidedComponent(**m) for m in told["members"])
    channels = tuple(Channel(**c) for c in told["channels"])
    doubted = tuple(
        RejectedChannelReading(**{**d, "day": np.datetime64(d["day"])}) for d in told["doubted"]
    )
    return TwoSidedPosterior(
        day=np.datetime64(told["day"]),
        members=members,
        constants=component_records(members),
        channels=channels,
        speakers=channel_records(channels),
        doubted=doubted,
        **arrays,
        **{name: told[name] for name in _NUMBERS},
    )
