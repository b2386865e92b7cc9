"""Probabilities and amounts in words, the same everywhere.

The words are ours alone: what others' words stand for depends on who speaks.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

_Name = TypeVar("_Name", bound=str)

LIKELIHOODS = (
    (0.01, 0.05, "almost no chance"),
    (0.05, 0.20, "very unlikely"),
    (0.20, 0.45, "unlikely"),
    (0.45, 0.55, "roughly even odds"),
    (0.55, 0.80, "likely"),
    (0.80, 0.95, "very likely"),
    (0.95, 0.99, "almost certain"),
)
"""The words of ICD 203, each with the probabilities that it stands for; half-open, but the last."""

THIN_SPACE = "\u202f"
"""Between thousands."""


def likelihood(probability: float) -> str:
    """The ICD 203 word for a probability; half-open bins; "" below 1% and above 99%.

    Raises:
        ValueError: not within 0..1.
    """
    if not 0.0 <= probability <= 1.0:
        raise ValueError(f"a probability of {probability} does not lie within 0..1")
    if probability < 0.01 or probability > 0.99:
        return ""
    return next((word for _, high, word in LIKELIHOODS if probability < high), LIKELIHOODS[-1][2])


def percent(probability: float) -> str:
    """A probability as a whole percentage; "<1%" and ">99%" at the ends."""
    if probability < 0.01:
        return "<1%"
    return ">99%" if probability > 0.99 else f"{100 * probability:.0f}%"


def likely(probability: float) -> str:
    """Word and number: "likely (62%)"; only the number where there is no word."""
    word = likelihood(probability)
    return f"{word} ({percent(probability)})" if word else percent(probability)


def apportioned(shares: Mapping[_Name, float], total: int) -> dict[_Name, int]:
    """Shares of 1 as whole parts of a total, by largest remainder: they always add up to it.

    Raises:
        ValueError: the shares do not add up to 1.
    """
    if not math.isclose(sum(shares.values()), 1.0, abs_tol=1e-6):
        raise ValueError(f"shares that add up to {sum(shares.values())} and not to 1")
    exact = {name: total * share for name, share in shares.items()}
    parts = {name: int(of) for name, of in exact.items()}
    by_rest = sorted(exact, key=lambda name: (parts[name] - exact[name], name))
    for name in by_rest[: total - sum(parts.values())]:
        parts[name] += 1
    return parts


def written_odds(odds: Mapping[_Name, float]) -> dict[_Name, float]:
    """Odds of exclusive outcomes to a hundredth of a percent, so that they add up to 1 as written.

    Those that are not known (NaN) are left out, and the others are rounded each on its own.

    Raises:
        ValueError: all are known and do not add up to 1.
    """
    unknown = sum(math.isnan(p) for p in odds.values())
    if 0 < unknown < len(odds):
        return {name: round(p, 4) for name, p in odds.items() if not math.isnan(p)}
    return {name: parts / 10_000 for name, parts in apportioned(odds, 10_000).items()}


def amount(value: float | None, unit: str = "") -> str:
    """A number with thin spaces between thousands, and its unit; "not known" for none."""
    if value is None or math.isnan(value):
        return "not known"
    digits = 0 if abs(value) >= 10 or value == round(value) else 2
    number = f"{value:,.{digits}f}".replace(",", THIN_SPACE).replace("-", "\u2212")
    return f"{number} {_UNITS.get(unit, unit)}".rstrip()


def written(day: date) -> str:
    """21 March 2022."""
    return f"{day.day} {day:%B %Y}"


def age(days: int) -> str:
    """How long ago, roughly: "5 days", "4 months", "2 years"."""
    if days < 60:
        return days_ago(days)
    if days < 730:
        return f"{round(days / 30.44)} months"
    return f"{round(days / 365.25)} years"


def days_ago(days: int) -> str:
    """1 day, 12 days."""
    return "1 day" if days == 1 else f"{days} days"


def count(number: int, one: str, many: str = "") -> str:
    """A count with its noun: "1 statement", "3 statements"."""
    return f"{amount(number)} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str]) -> str:
    """Names as people write them: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def said_by(number: int, of: int) -> str:
    """How many of those who speak of it say so: "3 of 4 sources"."""
    return f"{amount(number)} of {count(of, 'source')}"


def printable(text: str) -> str:
    """Text from outside made safe for a terminal: controls and hidden marks show as \ufffd."""
    return "".join("\ufffd" if unicodedata.category(c)[0] == "C" else c for c in text)


def signed(value: float, unit: str = "") -> str:
    """A change: with its sign."""
    return ("+" if value > 0 else "") + amount(value, unit)


def rough(value: float, unit: str = "") -> str:
    """A modelled change: with its sign, whole, to two digits, since no more of it is meant."""
    whole = round(float(f"{value:.2g}"))
    return signed(whole, unit) if whole else f"+{amount(0, unit)}"


def two_digits(value: float, unit: str = "") -> str:
    """An error or an estimate: whole, to two digits, since no more of it is known."""
    return amount(round(float(f"{value:.2g}")), unit)


def bounded(low: float | None, value: float | None, high: float | None, unit: str = "") -> str:
    """A quantity as its speaker bounded it: "at least ...", "7,000 to 15,000", ..."""
    if value is not None:
        between = low is not None and high is not None and low < high
        extra = f" ({amount(low)} to {amount(high)})" if between else ""
        floor = "at least " if low == value and high is None else ""
        return floor + amount(value, unit) + extra
    if low is not None and high is not None:
        return amount(low, unit) if low == high else f"{amount(low)} to {amount(high, unit)}"
    if low is not None:
        return f"at least {amount(low, unit)}"
    return f"up to {amount(high, unit)}" if high is not None else "no number"


_UNITS = {"km2": "km²", "assertion": "", "percent": "%", "share": "(share held)"}
