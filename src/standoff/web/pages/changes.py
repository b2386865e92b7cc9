"""Two days of a war side by side: odds, figures, and the claims that became known in between."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from standoff.domain.war import War
from standoff.formatting import percent, signed
from standoff.report.first_screen import outcome_name
from standoff.report.sections.questions import TITLES, shown
from standoff.report.templating import render
from standoff.web.claim_filters import GradedClaim
from standoff.web.pages.frame import PageContext
from standoff.web.records import DayAnswer

MOST_WORDS = 12
_COUNTED = re.compile(r", \d+ sources$")
"""How many gave an indicator may change and the indicator be the same."""


@dataclass(frozen=True)
class _Odds:
    name: str
    before: str
    after: str
    change: str
    stalemate: bool = False


def changed(
    context: PageContext,
    before: DayAnswer,
    after: DayAnswer,
    new: tuple[int, Sequence[GradedClaim]],
) -> Markup:
    """The two days side by side.

    Args:
        context: the war, the later day and the earlier one.
        before, after: the answers of the two days.
        new: how many claims became known in between, and words among them, newest first.
    """
    total, words = new
    assert context.since is not None
    return render(
        "web/changes.html",
        earlier=context.since,
        later=context.as_of,
        odds=_odds(context.war, before.record, after.record),
        figures=_figures(before.record, after.record),
        total=total,
        words=[(one, context.claim(one.id, after.claims_digest)) for one in words],
        all_new=context.at("evidence", known_from=context.since + timedelta(days=1)),
    )


def _odds(war: War, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[_Odds]:
    stalemate = [
        _row(name, before["stalemate"][key], after["stalemate"][key], stalemate=True)
        for name, key in (("Stalemate, narrow", "narrow"), ("Stalemate, wide", "wide"))
    ]
    now = _row("Standing still that week", before["stalemate"]["now"], after["stalemate"]["now"])
    at = [
        _row(outcome_name(code, war), before["outcomes"]["30"][code], p)
        for code, p in after["outcomes"]["30"].items()
    ]
    return [*stalemate, now, *at]


def _row(name: str, before: float | None, after: float | None, stalemate: bool = False) -> _Odds:
    shown_before, shown_after = ("not known" if p is None else percent(p) for p in (before, after))
    change = ""
    if before is not None and after is not None:
        # Of the figures as they stand beside it: 99% and 98% are a point apart.
        points = round(100 * after) - round(100 * before)
        change = f"{signed(points)} {'point' if abs(points) == 1 else 'points'}"
        change = change if points else "no change"
    return _Odds(name, shown_before, shown_after, change, stalemate)


def _figures(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Indicators that say something else, or that only one of the days has."""
    old = _indicators(before)
    rows: list[tuple[str, ...]] = []
    for key, said in _indicators(after).items():
        was = old.get(key, "not known")
        if said != was:
            rows.append((TITLES.get(key[0], key[0]), key[1], was, said))
    return rows


def _indicators(record: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    return {
        (question["id"], _COUNTED.sub("", i["name"])): shown(
            i["low"], i["value"], i["high"], i["unit"]
        )
        for question in record["questions"]
        for i in question["indicators"]
    }
