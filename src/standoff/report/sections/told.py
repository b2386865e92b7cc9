"""What happened, who wants what, who met whom, what it costs ahead: each with its claims."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from standoff.assessment.events import RECENT_DAYS
from standoff.assessment.positions import ISSUES
from standoff.assessment.projections import counted, interval, teller, worth
from standoff.assessment.records import AidMonth
from standoff.assessment.talks import would_end_it
from standoff.formatting import age, listed, two_digits
from standoff.report.sections.section import View
from standoff.report.templating import render

_MOST_TALKS = 12


def happened(view: View) -> Markup:
    """The events of the last 90 days, and before them those on which the war turned."""
    assessment = view.assessment
    lately = [e for e in assessment.events if (assessment.as_of - e.date).days <= RECENT_DAYS]
    return render(
        "report/assessment/happened.html",
        days=RECENT_DAYS,
        claims=assessment.claims,
        lists=[
            (f"In the last {RECENT_DAYS} days", lately),
            ("Before, where the war turned", [e for e in assessment.events if e not in lately]),
        ],
    )


def wanted(view: View) -> Markup:
    """A table of positions by issue and side, and plans with who said what to them."""
    assessment, war = view.assessment, view.war
    by_cell = {(p.issue, p.side): p for p in assessment.positions}
    others = sorted({p.issue for p in assessment.positions} - set(ISSUES))
    return render(
        "report/assessment/wanted.html",
        sides=war.sides,
        claims=assessment.claims,
        rows=[
            (issue, [by_cell.get((issue, side.code)) for side in war.sides])
            for issue in (*ISSUES, *others)
        ],
        plans=assessment.plans,
        named=lambda codes: _named(view, codes),
        old=lambda day: age((assessment.as_of - day).days),
    )


def met(view: View) -> Markup:
    """Talks of the two sides, of a side with others, and what is said of agreements."""
    assessment = view.assessment
    direct = [t for t in assessment.talks if t.between in ("", "belligerents")]
    others = [t for t in assessment.talks if t not in direct]
    names = listed([side.name for side in view.war.sides])
    return render(
        "report/assessment/met.html",
        claims=assessment.claims,
        lists=[
            (f"{names} with each other", direct[:_MOST_TALKS], len(direct)),
            ("One side with others, or others alone", others[:_MOST_TALKS], len(others)),
        ],
        accords=[
            ("A ceasefire everywhere or a settlement", _accords(view, of_peace=True)),
            ("Limited, or without one of the sides: no peace", _accords(view, of_peace=False)),
        ],
        named=lambda codes: _named(view, codes),
    )


def _accords(view: View, *, of_peace: bool) -> list[object]:
    found = [
        a for a in view.assessment.accords if would_end_it(a.scope, a.parties, view.war) is of_peace
    ]
    return list(found[:_MOST_TALKS])


def _named(view: View, codes: Sequence[str]) -> str:
    parties = view.war.parties
    return listed([parties[c].name if c in parties else c for c in codes])


def ahead(view: View) -> Markup:
    """Counts ahead by horizon, who will tell them and how far earlier ones were right."""
    found = view.assessment.projections
    rows = [
        {
            "what": counted(p, view.war),
            "days": p.horizon_days,
            "interval": interval(p),
            "middle": two_digits(p.value),
            "teller": teller(p),
            "worth": worth(p),
        }
        for p in found
    ]
    return render("report/assessment/ahead.html", rows=rows)


_AID = {
    "Pledged": ("pledged", "requested", "seized assets", "other", ""),
    "Delivered": ("delivered", "resumed", "permitted"),
    "Paused or blocked": ("paused", "blocked"),
}
"""What a column of the table of aid holds, by scope."""


def aid(view: View) -> Markup:
    """What was pledged, delivered and paused, by month and giver."""
    months = dict.fromkeys((of.month, of.side) for of in view.assessment.aid)
    rows = []
    for month, side in months:
        of = [a for a in view.assessment.aid if (a.month, a.side) == (month, side)]
        cells = [
            [
                {"words": _aid(view, one), "claim": one.claims[-1]}
                for one in of
                if one.scope in scopes
            ]
            for scopes in _AID.values()
        ]
        rows.append({"month": f"{month:%b %Y}", "side": _named(view, [side]), "cells": cells})
    return render("report/assessment/aid.html", rows=rows, columns=list(_AID))


def _aid(view: View, one: AidMonth) -> str:
    """Giver and sum: "Germany EUR 5bn"."""
    who = _named(view, one.givers) or "giver not named"
    sums = [f"{unit} {_money(value)}" for unit, value in one.amounts.items()]
    told = f"{who} {' and '.join(sums)}" if sums else who
    kinds = {"pledged", "delivered", "paused", ""}
    return told if one.scope in kinds else f"{told} ({one.scope})"


def _money(value: float) -> str:
    return f"{value / 1e9:.3g}bn" if value >= 1e9 else f"{value / 1e6:.3g}m"
