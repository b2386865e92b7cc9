"""Two days of a war side by side: odds, figures, and the claims that became known in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from standoff.assessment.wording import indicator_label
from standoff.domain.war import War
from standoff.formatting import percent, said_by, signed
from standoff.report.first_screen import outcome_name
from standoff.report.sections.questions import TITLES, shown
from standoff.report.templating import render
from standoff.web.claim_filters import GradedClaim
from standoff.web.pages.frame import PageContext
from standoff.web.records import DayAnswer

MOST_WORDS = 12


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
    was, now = before.record["stalemate"], after.record["stalemate"]
    was_by, now_by = (one.record["outcomes"]["30"] for one in (before, after))
    compared = [
        ("Stalemate, narrow", was["narrow"], now["narrow"]),
        ("Stalemate, wide", was["wide"], now["wide"]),
        ("Standing still that week", was["now"], now["now"]),
        *((outcome_name(o, context.war), was_by[o], p) for o, p in now_by.items()),
    ]
    rows = []
    for number, (name, *odds) in enumerate(compared):
        change = ""
        if None not in odds:
            # Of the figures as they stand beside it: 99% and 98% are a point apart.
            points = round(100 * odds[1]) - round(100 * odds[0])
            change = f"{signed(points)} {'point' if abs(points) == 1 else 'points'}"
            change = change if points else "no change"
        shown_before, shown_after = ("not known" if p is None else percent(p) for p in odds)
        rows.append(_Odds(name, shown_before, shown_after, change, stalemate=number < 2))
    assert context.since is not None
    return render(
        "web/changes.html",
        earlier=context.since,
        later=context.as_of,
        odds=rows,
        figures=_figures(context.war, before.record, after.record),
        total=total,
        words=[(one, context.claim(one.id, after.claims_digest)) for one in words],
        all_new=context.at("evidence", known_from=context.since + timedelta(days=1)),
    )


def _figures(
    war: War, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[tuple[str, ...]]:
    """Indicators that say something else, or that the earlier day has not.

    How many sources gave one may change and the indicator be the same.
    """
    old = {key: _figure(i) for key, i in _indicators(before).items()}
    rows: list[tuple[str, ...]] = []
    for key, i in _indicators(after).items():
        was, said = old.get(key, "not known"), _figure(i)
        if said != was:
            label = indicator_label(i["id"], war, i["party"], i["place"], i["days"])
            rows.append((TITLES.get(key[0], key[0]), label, was, said))
    return rows


def _indicators(record: Mapping[str, Any]) -> dict[tuple[str, ...], Mapping[str, Any]]:
    return {
        (question["id"], i["id"], i["party"], str(i["days"])): i
        for question in record["questions"]
        for i in question["indicators"]
    }


def _figure(i: Mapping[str, Any]) -> str:
    if i["of"] is not None:
        return said_by(i["n"], i["of"])
    return shown(i["low"], i["value"], i["high"], i["unit"])
