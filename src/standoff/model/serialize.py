"""Posteriors as files: arrays and a line of JSON. Reading a file never runs anything in it.

Each `load` raises OSError, ValueError, KeyError, TypeError, EOFError or BadZipFile where the file is
not one that its `save` wrote, or is damaged.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from standoff.model.front.posterior import Front, FrontPosterior, RejectedReading
from standoff.model.two_sided.mixture import (
    Channel,
    TwoSidedComponent,
    channel_records,
    component_records,
)
from standoff.model.two_sided.posterior import RejectedChannelReading, TwoSidedPosterior

_FRONT_ARRAYS = ("state", "lw", "components", "component_lw", "evidence")
_FRONT_NUMBERS = ("week", "ess", "base_km2", "suspect_km2", "seed")
_SIDES_ARRAYS = (
    *("state", "bias", "lw", "component_lw", "evidence"),
    *("bias_set", "rejected_in_a_row"),
)
_SIDES_NUMBERS = ("week", "ess", "nominal", "break_km2", "temper", "seed")


def save_front(posterior: FrontPosterior, out: BinaryIO) -> None:
    """Write a posterior of the front as an uncompressed npz archive."""
    front = {**asdict(posterior.front), "start": str(posterior.front.start)}
    _save(posterior, out, _FRONT_ARRAYS, _FRONT_NUMBERS, {"front": front})


def load_front(path: Path) -> FrontPosterior:
    """The posterior in a file that `save_front` wrote."""
    values, arrays = _load(path, _FRONT_ARRAYS)
    front = values["front"]
    return FrontPosterior(
        day=np.datetime64(values["day"]),
        front=Front(**{**front, "start": np.datetime64(front["start"])}),
        rejected=tuple(
            RejectedReading(**{**r, "day": np.datetime64(r["day"])}) for r in values["rejected"]
        ),
        **arrays,
        **{name: values[name] for name in _FRONT_NUMBERS},
    )


def save_two_sided(posterior: TwoSidedPosterior, out: BinaryIO) -> None:
    """Write a posterior of both sides as an uncompressed npz archive."""
    mixture = {
        "components": [asdict(c) for c in posterior.components],
        "channels": [asdict(c) for c in posterior.channels],
    }
    _save(posterior, out, _SIDES_ARRAYS, _SIDES_NUMBERS, mixture)


def load_two_sided(path: Path) -> TwoSidedPosterior:
    """The posterior in a file that `save_two_sided` wrote."""
    values, arrays = _load(path, _SIDES_ARRAYS)
    components = tuple(TwoSidedComponent(**c) for c in values["components"])
    channels = tuple(Channel(**c) for c in values["channels"])
    return TwoSidedPosterior(
        day=np.datetime64(values["day"]),
        components=components,
        constants=component_records(components),
        channels=channels,
        channel_constants=channel_records(channels),
        rejected=tuple(
            RejectedChannelReading(**{**r, "day": np.datetime64(r["day"])})
            for r in values["rejected"]
        ),
        **arrays,
        **{name: values[name] for name in _SIDES_NUMBERS},
    )


def _save(
    posterior: FrontPosterior | TwoSidedPosterior,
    out: BinaryIO,
    arrays: Sequence[str],
    numbers: Sequence[str],
    rest: dict[str, Any],
) -> None:
    values = {
        "day": str(posterior.day),
        "rejected": [{**asdict(r), "day": str(r.day)} for r in posterior.rejected],
        **{name: getattr(posterior, name) for name in numbers},
        **rest,
    }
    np.savez(
        out,
        values=np.array(json.dumps(values)),
        **{name: getattr(posterior, name) for name in arrays},
    )


def _load(path: Path, arrays: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
        return json.loads(str(file["values"])), {name: file[name] for name in arrays}
