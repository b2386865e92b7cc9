"""An Assessment as one page that opens anywhere: no script, no request to any host."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.assessment.records import AssessmentRecord
from standoff.domain.war import War
from standoff.report.charts.assessment import figures
from standoff.report.first_screen import first_screen
from standoff.report.maps.figure import MapFigure
from standoff.report.page import PagePart, framed
from standoff.report.sections import SECTIONS, View


def as_html(assessment: AssessmentRecord, war: War, drawn: MapFigure | None = None) -> str:
    """The whole page, in one file; the same assessment and map give the same bytes."""
    seen = view(assessment, war, drawn)
    return page(seen, parts(seen))


def view(assessment: AssessmentRecord, war: War, drawn: MapFigure | None = None) -> View:
    """What every section is shown."""
    return View(assessment, war, first_screen(assessment, war), figures(assessment, war), drawn)


def parts(seen: View) -> list[PagePart]:
    """The sections of the report as they stand, in its order."""
    return [PagePart(section.id, section.title, section.show(seen)) for section in SECTIONS]


def page(seen: View, sections: Sequence[PagePart]) -> str:
    """Sections as one file."""
    return framed(f"{seen.screen.title}: stalemate?", seen.assessment.made_with.version, sections)
