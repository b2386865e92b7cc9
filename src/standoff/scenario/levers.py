"""The parts of the dynamics that a scenario may change, each with its unit and its wording."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lever:
    """One part.

    Attributes:
        name: as a scenario writes it.
        unit: the key of its range: "factor", "share" or "km2".
        least, most: what the range must lie within.
        neutral: the value at which nothing changes.
        wording: a sentence about it; {who} has the side's or party's name, {range} the range.
        means: what the value is, for the documentation and for messages.
    """

    name: str
    unit: str
    least: float
    most: float
    neutral: float
    wording: str
    means: str


LEVERS = (
    Lever(
        "strength", "factor", 0.1, 5.0, 1.0, "{who}'s strength at the front comes to {range} of what it was",
        "times the effective strength it has at the front; comes over the days of `over` and stays",
    ),
    Lever(
        "supply", "factor", 0.1, 5.0, 1.0, "{who}'s supply at {range} of what it is used to",
        "times the power that its supply allows, while in force",
    ),
    Lever(
        "replacement", "factor", 0.1, 5.0, 1.0, "{who} replaces {range} of what it would of its losses",
        "times the men it sends to the front in a week, while in force",
    ),
    Lever(
        "effectiveness", "factor", 0.1, 5.0, 1.0, "{who}'s forces at {range} of the effect they had",
        "times the effect of the same strength, while in force",
    ),
    Lever(
        "posture", "share", 0.0, 1.0, 0.0, "{who} {does} in {range} of the futures",
        "share of the futures in which it takes the posture of `does`, while in force",
    ),
    Lever(
        "axis", "km2", 0.0, 100_000.0, 0.0, "{who} opens an axis {direction} and takes {range}",
        "area that is taken on the new axis within the days of `over`, km²",
    ),
    Lever(
        "will", "factor", 0.1, 20.0, 1.0, "the war's chance of ending on a day at {range} of what it was",
        "times the hazard that the war ends, while in force",
    ),
)  # fmt: skip

BY_NAME = {part.name: part for part in LEVERS}

POSTURES = {"attacks": "attacks", "holds": "holds back from attacking"}
"""What a side may be set to do, and its wording."""
