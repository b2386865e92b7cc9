"""An Assessment as one page that opens anywhere: no script, no request to any host."""

from __future__ import annotations

from standoff.assessment import Assessment
from standoff.report._page import Part, framed
from standoff.report.charts import figures
from standoff.report.first_screen import first_screen
from standoff.report.map_figure import MapFigure
from standoff.report.sections import SECTIONS, View
from standoff.war import War


def as_html(assessment: Assessment, war: War, drawn: MapFigure | None = None) -> str:
    """The whole page, in one file; the same assessment and map give the same bytes."""
    screen = first_screen(assessment, war)
    view = View(assessment, war, screen, figures(assessment, war), drawn)
    parts = [Part(section.id, section.title, section.show(view)) for section in SECTIONS]
    return framed(f"{screen.title}: stalemate?", assessment.made_with.version, parts)
