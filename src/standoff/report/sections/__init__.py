"""The sections of the page, in order. A new section is a file here, its template, and an entry in `SECTIONS`."""

from __future__ import annotations

from standoff.report.sections import (
    balance,
    course,
    evidence,
    first,
    made,
    map,
    questions,
    ripeness,
    signals,
    thresholds,
)
from standoff.report.sections.section import Section, View

SECTIONS: tuple[Section, ...] = (
    first.SECTION,
    course.SECTION,
    map.SECTION,
    questions.SECTION,
    balance.SECTION,
    signals.SECTION,
    ripeness.SECTION,
    thresholds.SECTION,
    made.SECTION,
    evidence.SECTION,
)

__all__ = ["SECTIONS", "Section", "View"]
