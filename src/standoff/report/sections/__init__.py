"""The sections of the page, in order. A new one: a function, its template, an entry in `SECTIONS`."""

from __future__ import annotations

from standoff.report.maps.figure import shown as shown_map
from standoff.report.page import shown
from standoff.report.sections import (
    balance,
    evidence,
    first,
    made,
    questions,
    ripeness,
    signals,
    thresholds,
    told,
)
from standoff.report.sections.section import Section, View
from standoff.report.templating import render

SECTIONS: tuple[Section, ...] = (
    Section("first", "", first.first_screen),
    Section("happened", "What happened", told.happened),
    Section("course", "The course of the war", lambda view: shown(view.figures)),
    Section(
        "map",
        "The map",
        lambda view: shown_map(view.map) if view.map else render("report/assessment/map_none.html"),
    ),
    Section("wanted", "Who wants what", told.wanted),
    Section("met", "Who met whom, and what was agreed", told.met),
    Section("questions", "The six questions", questions.questions),
    Section("balance", "What each side would need, and how long it may hold", balance.means),
    Section("ahead", "What it will cost", told.ahead),
    Section("aid", "Aid by month", told.aid),
    Section("signals", "Signals: what could break it", signals.signals),
    Section("ripeness", "Is it ripe?", ripeness.ripeness),
    Section("thresholds", "What counts as standing still", thresholds.thresholds),
    Section("made", "What is known, and how this was made", made.provenance),
    Section("evidence", "The evidence", evidence.evidence),
)

__all__ = ["SECTIONS", "Section", "View"]
