"""Draw where the truth lies in the posterior of the two-sided layer's constants, on simulated wars.

    python scripts/calibration_picture.py [--wars 100]

Writes docs/pictures/calibration.svg. A posterior that is right gives flat histograms; 95 of 100 bars
lie in the grey band by chance. What is a posterior here and what is not: docs/model.md. Takes two minutes.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import vl_convert
from two_sided_calibration import ranks, uniform_chi2

from standoff.model.two_sided import law
from standoff.model.two_sided.mixture import Channel, TwoSidedComponent

PATH = Path(__file__).parent.parent / "docs" / "pictures" / "calibration.svg"
BINS, WEEKS, MEMBERS, PARTICLES, SEED = 10, 30, 10, 600, 20
COUNT = Channel("count of losses", law.FLOW_A, math.log(1.2), 0.3, 0.0, 0.1)
FRONT = Channel("movement of the front", law.MOVEMENT, 0.0, 0.0, 0.0, 0.5, 3.0)
PANELS: dict[str, tuple[tuple[Channel, ...], tuple[str, ...]]] = {
    "count": ((COUNT,), ("phi", "q", "noise", "alpha")),
    "front": ((FRONT,), ("q", "noise", "bonus", "width")),
    "both": ((COUNT, FRONT), ("phi", "q", "noise", "width")),
}


def drawn(chance: np.random.Generator) -> TwoSidedComponent:
    """Constants from the prior that the test is made with."""

    def between(low: float, high: float) -> float:
        return math.exp(chance.uniform(math.log(low), math.log(high)))

    plain = TwoSidedComponent(phi=chance.uniform(0.6, 0.98), alpha=chance.uniform(), dof=8.0)
    return replace(
        plain,
        q=between(0.04, 0.3),
        noise=between(0.4, 2.5),
        bonus=chance.uniform(0.1, 0.6),
        width=between(0.15, 0.6),
    )


def found(
    wars: int, particles: int = PARTICLES, told: Callable[[str], Any] = print
) -> dict[str, dict[str, npt.NDArray[np.int64]]]:
    """Ranks by what speaks and by constant, (wars,) each."""
    out = {}
    for name, (channels, constants) in PANELS.items():
        got = ranks(drawn, constants, channels, WEEKS, wars, MEMBERS, particles, BINS, SEED)
        out[name] = {c: got[:, i] for i, c in enumerate(constants)}
        for constant, of in out[name].items():
            told(f"{name:6} {constant:6} χ² {uniform_chi2(of, BINS):5.1f} (9 degrees of freedom)")
    return out


def band(wars: int) -> tuple[float, float]:
    """Counts between which a bar of a flat histogram lies 95 times in 100."""
    counts = np.random.default_rng(0).binomial(wars, 1 / BINS, 20_000)
    low, high = np.quantile(counts, (0.025, 0.975))
    return float(low), float(high)


def picture(of: dict[str, dict[str, npt.NDArray[np.int64]]], wars: int) -> str:
    """The histograms as SVG, a row for each set of channels."""
    rows = [
        {"hconcat": [_panel(name, constant, got, wars) for constant, got in constants.items()]}
        for name, constants in of.items()
    ]
    spec = {"background": "white", "vconcat": rows}
    return str(vl_convert.vegalite_to_svg(spec, vl_version="5.20", allowed_base_urls=[]))


def _panel(name: str, constant: str, got: Sequence[int] | npt.NDArray[np.int64], wars: int) -> Any:
    low, high = band(wars)
    counts = np.bincount(np.asarray(got), minlength=BINS)
    bars = [{"rank": i + 1, "wars": int(n)} for i, n in enumerate(counts)]
    x = {
        "field": "rank",
        "type": "ordinal",
        "axis": {"title": None, "labels": False, "ticks": False},
    }
    y = {"type": "quantitative", "scale": {"domain": [0, 3 * wars / BINS]}, "axis": {"title": None}}
    strip = {"mark": {"type": "rect", "color": "#bbb"}, "data": {"values": [{"a": low, "b": high}]}}
    return {
        "width": 130,
        "height": 90,
        "title": f"{name}: {constant}",
        "layer": [
            {**strip, "encoding": {"y": {"field": "a", **y}, "y2": {"field": "b"}}},
            {
                "data": {"values": bars},
                "mark": {"type": "bar", "color": "#0072B2", "opacity": 0.85},
                "encoding": {"x": x, "y": {"field": "wars", **y}},
            },
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wars", type=int, default=100)
    wars = parser.parse_args().wars
    PATH.write_text(picture(found(wars), wars), encoding="utf-8")
    print(f"Wrote {PATH.name}.")


if __name__ == "__main__":
    main()
