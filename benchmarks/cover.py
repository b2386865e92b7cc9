"""Coverage of 90% intervals of the two sides' hidden states, on simulated wars.

    python benchmarks/cover.py [--wars 120] [--weeks 40] [--particles 1000] [--components 1]

With one component the wars have its constants. With more, each war has its own, spread over the prior
ranges, and the filter has so many others, equally weighted, as in `assess`.
"""

from __future__ import annotations

import argparse
import math
from functools import reduce

import numpy as np
from two_sided_calibration import BREAK_KM2, NOMINAL, simulate

from standoff.model.two_sided import filter as two_sided_filter
from standoff.model.two_sided import law
from standoff.model.two_sided.balance import distances
from standoff.model.two_sided.law import Record, power
from standoff.model.two_sided.mixture import Channel, TwoSidedComponent, wide
from standoff.model.two_sided.posterior import TwoSidedPosterior

CHANNELS = (
    Channel("count", law.FLOW_A, math.log(1.2), 0.3, 0.01, 0.1),
    Channel("tanks", law.FLOW_A, 0.0, math.inf, 0.1, 0.4),
    Channel("third party", law.TOTAL_B, 0.0, 0.2, 0.01, 0.2),
    Channel("front", law.MOVEMENT, 0.0, 0.0, 0.0, 0.5, 3.0),
)
STATES = ("la", "lb", "ca", "cb", "theta_a", "theta_b", "i", "va", "fa")
START = np.datetime64("2000-01-01")


def places(posterior: TwoSidedPosterior, true: Record, constants: Record) -> dict[str, float]:
    """Share of the posterior below the truth, by state."""
    x, w = posterior.state.ravel(), posterior.weights.ravel()
    r = power(true, constants)
    told = {name: (x[name], true[name]) for name in STATES}
    told["strength ratio"] = (x["a"] - x["b"], true["a"] - true["b"])
    a, b = distances(posterior)
    told |= {"distance A": (a, r - true["theta_a"]), "distance B": (b, -r - true["theta_b"])}
    return {name: float((values < of) @ w) for name, (values, of) in told.items()}


def cover(wars: int, weeks: int, particles: int, components: int) -> dict[str, float]:
    """Share of wars whose 90% interval held the truth at the end, by state."""
    one = components == 1
    # Points far along the sequence: none of them is in the filter's list.
    truths = [TwoSidedComponent()] * wars if one else wide(components + wars)[components:]
    listed = (TwoSidedComponent(),) if one else wide(components)
    held: dict[str, list[bool]] = {}
    for war in range(wars):
        said, truth = simulate(truths[war], CHANNELS, weeks, 500 + war)
        begun = two_sided_filter.start(
            START, NOMINAL, BREAK_KM2, listed, CHANNELS, particles, 10_000 + war,
            temper=0.0,
        )  # fmt: skip
        end = reduce(two_sided_filter.advance, said, begun)
        own = two_sided_filter.start(
            START, NOMINAL, BREAK_KM2, [truths[war]], CHANNELS, 2, 1
        ).constants[0]
        for name, place in places(end, truth[-1], own).items():
            held.setdefault(name, []).append(0.05 < place < 0.95)
    return {name: float(np.mean(of)) for name, of in held.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wars", type=int, default=120)
    parser.add_argument("--weeks", type=int, default=40)
    parser.add_argument("--particles", type=int, default=1000)
    parser.add_argument("--components", type=int, default=1)
    of = parser.parse_args()
    for name, share in cover(of.wars, of.weeks, of.particles, of.components).items():
        print(f"{name:16}{share:.2f}")


if __name__ == "__main__":
    main()
