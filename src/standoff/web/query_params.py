"""The parameters of a query: each is read, or it is a problem."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

from standoff.domain.war import War
from standoff.errors import UnknownNameError
from standoff.web.jobs import chosen_scenarios
from standoff.web.problems import BAD_DATE, BAD_QUERY, ProblemError
from standoff.web.records import ScenarioValues, WhatIfQuery

_MOST_SCENARIOS = 6

Query = Mapping[str, str]


def day(query: Query, name: str) -> date | None:
    """A date of the query; None where it names none.

    Raises:
        ProblemError: it is not a date.
    """
    text = query.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ProblemError(
            BAD_DATE, f"{name}: {text[:40]!r} is not a date.", "Write it like 2022-03-21."
        ) from error


def number(query: Query, name: str, default: int, most: int) -> int:
    """A whole number from 1 on.

    Raises:
        ProblemError: it is not a number, or larger than `most`.
    """
    text = query.get(name, "").strip()
    if not text:
        return default
    # Of a text of digits alone, since int() also reads underscores and other scripts.
    if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most:
        return int(text)
    raise ProblemError(
        BAD_QUERY,
        f"{name}: {text[:40]!r} is not a number from 1 to {most:,}.",
        f"Leave it out, or write one like {default}.",
    )


def one_of(query: Query, name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """A name out of a closed list; "" where the query names none.

    Raises:
        UnknownNameError: the list does not hold it.
    """
    text = query.get(name, "").strip()
    if text and text not in known:
        raise UnknownNameError(name, text[:60], known)
    return text


def whatif(pairs: Iterable[tuple[str, str]]) -> WhatIfQuery:
    """The scenarios of a query, each change at its value or over its whole range.

    Args:
        pairs: of the query: scenario=NAME; v.NAME.INDEX=VALUE; whole.NAME.INDEX for the range.

    Raises:
        ProblemError: a value is not a number, or too many scenarios are named.
    """
    fields = list(pairs)
    names = list(dict.fromkeys(value for name, value in fields if name == "scenario" and value))
    if len(names) > _MOST_SCENARIOS:
        raise ProblemError(
            BAD_QUERY, f"{len(names)} scenarios are named.", f"Name up to {_MOST_SCENARIOS}."
        )
    whole = {name.removeprefix("whole.") for name, _ in fields if name.startswith("whole.")}
    values: dict[str, dict[int, float]] = {name: {} for name in names}
    for name, text in fields:
        scenario, _, index = name.removeprefix("v.").rpartition(".")
        if name.startswith("v.") and scenario in values and f"{scenario}.{index}" not in whole:
            # An index that no change has is refused with the ranges of the scenario.
            number = int(index) if index.isascii() and index.isdigit() and len(index) < 4 else -1
            values[scenario][number] = _finite(name, text)
    return WhatIfQuery(
        tuple(ScenarioValues(name, tuple(sorted(values[name].items()))) for name in names)
    )


def scenarios_of(pairs: Iterable[tuple[str, str]], war: War, needed: bool = True) -> WhatIfQuery:
    """As `whatif`, with every name and value checked, before anything is computed.

    Raises:
        ProblemError: as `whatif`, or no scenario is named where one is needed.
        UnknownNameError: no scenario of that name comes with the war.
        ScenarioError: a value lies outside its range.
    """
    query = whatif(pairs)
    if needed and not query.scenarios:
        raise ProblemError(
            BAD_QUERY, "No scenario is named.", "Name one: scenario=NAME; the page names them."
        )
    chosen_scenarios(query, war)
    return query


def query_of(query: WhatIfQuery) -> list[tuple[str, str]]:
    """The parameters that `whatif` reads as these scenarios at these values."""
    names = [("scenario", one.name) for one in query.scenarios]
    return names + [
        (f"v.{one.name}.{index}", repr(value))
        for one in query.scenarios
        for index, value in one.values
    ]


def _finite(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ProblemError(
            BAD_QUERY, f"{name[:60]}: {text[:40]!r} is not a number.", "Give one within the range."
        )
    return value
