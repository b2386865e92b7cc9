"""The file of a case (TOML): rival hypotheses, their priors, and the evidence for each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from standoff.domain.war import War
from standoff.errors import HypothesesError, UnknownNameError
from standoff.evidence.claim_query import ClaimQuery, claim_query, refuse_unknown_keys

Range = tuple[float, float]

_SUM_WITHIN = 0.02


@dataclass(frozen=True)
class Hypothesis:
    """One explanation: its name, what it holds, the range of its prior, and why."""

    id: str
    says: str
    prior: Range
    reason: str


@dataclass(frozen=True)
class Evidence:
    """One item: the claims it rests on, and the range of its likelihood under each hypothesis.

    Attributes:
        group: name of a group of items that repeat one another in part; "" for none.
    """

    id: str
    find: ClaimQuery
    likelihood: dict[str, Range]
    reason: str
    group: str = ""


@dataclass(frozen=True)
class Case:
    """Rival explanations of one fact.

    Attributes:
        war: name of the war it belongs to; "" where the command names it.
        groups: for each group, the range of how far its items repeat one another, 0 to 1.
        lacks: what the claims do not hold that would tell; "" for nothing known to be missing.
    """

    name: str
    title: str
    war: str
    hypotheses: tuple[Hypothesis, ...]
    evidence: tuple[Evidence, ...]
    groups: dict[str, Range]
    lacks: str = ""


def shipped(war: War) -> tuple[str, ...]:
    """Names of the cases that come with a war."""
    return tuple(sorted(path.stem for path in (war.folder / "hypotheses").glob("*.toml")))


def find(name: str, wars: Iterable[War]) -> Case:
    """The case in a file, or the shipped one of that name.

    Raises:
        UnknownNameError: neither exists.
        HypothesesError: the file cannot be used.
    """
    if name.endswith(".toml"):
        return read(Path(name))
    cases = {case: war for war in wars for case in shipped(war)}
    if name not in cases:
        raise UnknownNameError("case", name, cases)
    return read(cases[name].folder / "hypotheses" / f"{name}.toml")


def read(path: Path) -> Case:
    """The case in a file.

    Raises:
        HypothesesError: it is not TOML, or a part of it is missing, unknown or out of range.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise HypothesesError(f"{path}: cannot be read ({error}). Correct the file.") from error
    try:
        return _case(raw)
    except KeyError as error:
        raise HypothesesError(f"{path}: {error.args[0]!r} is missing. Add it.") from error
    except (TypeError, ValueError, UnknownNameError) as error:
        reason = str(error).rstrip(".")
        raise HypothesesError(f"{path}: {reason}. Correct the entry.") from error


def _case(raw: dict[str, Any]) -> Case:
    refuse_unknown_keys(
        raw, "the file", ("name", "title", "war", "lacks", "hypothesis", "evidence", "group")
    )
    hypotheses = []
    for entry in raw["hypothesis"]:
        refuse_unknown_keys(entry, f"hypothesis {entry['id']}", ("id", "says", "prior", "reason"))
        prior = _range(entry["prior"], f"the prior of {entry['id']}", above_zero=True)
        hypotheses.append(Hypothesis(entry["id"], entry["says"], prior, entry["reason"]))
    ids = [h.id for h in hypotheses]
    if len(ids) < 2 or len(set(ids)) < len(ids):
        raise ValueError("give two or more hypotheses, each with its own id")
    middle = sum(sum(h.prior) / 2 for h in hypotheses)
    if abs(middle - 1.0) > _SUM_WITHIN:
        raise ValueError(f"the middles of the priors sum to {middle:.2f}, not to 1")
    groups = {g["name"]: _range(g["repeats"], f"group {g['name']}") for g in raw.get("group", [])}
    evidence = []
    for entry in raw["evidence"]:
        name = f"evidence {entry['id']}"
        refuse_unknown_keys(entry, name, ("id", "find", "likelihood", "reason", "group"))
        given = entry["likelihood"]
        refuse_unknown_keys(given, f"{name}, likelihood", ids)
        if missing := [h for h in ids if h not in given]:
            raise ValueError(f"{name} gives no likelihood under {', '.join(missing)}")
        group = entry.get("group", "")
        if group and group not in groups:
            raise UnknownNameError("group", group, groups)
        likelihood = {h: _range(given[h], f"{name} under {h}", above_zero=True) for h in ids}
        find = claim_query(entry["find"], name)
        evidence.append(Evidence(entry["id"], find, likelihood, entry["reason"], group))
    names = [item.id for item in evidence]
    if len(set(names)) < len(names):
        raise ValueError("two items of evidence have the same id")
    return Case(
        raw["name"],
        raw["title"],
        raw.get("war", ""),
        tuple(hypotheses),
        tuple(evidence),
        groups,
        raw.get("lacks", ""),
    )


def _range(given: Any, name: str, above_zero: bool = False) -> Range:
    """A number from 0 to 1, or a pair of them, as a range."""
    low, high = (given, given) if isinstance(given, int | float) else given
    if not 0.0 <= low <= high <= 1.0:
        raise ValueError(f"{name}: {low} to {high} is not a range within 0 to 1, low end first")
    if above_zero and low == 0.0:
        raise ValueError(
            f"{name}: the low end is 0; give one above 0, since nothing here is impossible"
        )
    return float(low), float(high)
