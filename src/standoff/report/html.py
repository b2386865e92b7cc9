"""An Assessment as one page that opens anywhere: no script, no request to any host."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.assessment import Assessment
from standoff.report._page import Part, framed
from standoff.report.charts import figures
from standoff.report.first_screen import first_screen
from standoff.report.map_figure import MapFigure
from standoff.report.sections import SECTIONS, View
from standoff.war import War


def as_html(assessment: Assessment, war: War, drawn: MapFigure | None = None) -> str:
    """The whole page, in one file; the same assessment and map give the same bytes."""
    seen = view(assessment, war, drawn)
    return page(seen, parts(seen))


def view(assessment: Assessment, war: War, drawn: MapFigure | None = None) -> View:
    """What every section is shown."""
    return View(assessment, war, first_screen(assessment, war), figures(assessment, war), drawn)


def parts(seen: View) -> list[Part]:
    """The sections of the report as they stand, in its order."""
    return [Part(section.id, section.title, section.show(seen)) for section in SECTIONS]


def page(seen: View, sections: Sequence[Part]) -> str:
    """Sections as one file."""
    return framed(f"{seen.screen.title}: stalemate?", seen.assessment.made_with.version, sections)
