"""What a section is, and what it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from standoff.assessment.records import AssessmentRecord
from standoff.domain.war import War
from standoff.report.charts.assessment import Figure
from standoff.report.first_screen import FirstScreen
from standoff.report.maps.figure import MapFigure


@dataclass(frozen=True)
class View:
    """What every section is shown: the answer, the war, the first screen, the charts and the map."""

    assessment: AssessmentRecord
    war: War
    screen: FirstScreen
    figures: tuple[Figure, ...]
    map: MapFigure | None


@dataclass(frozen=True)
class Section:
    """One part of the page.

    Attributes:
        id: its anchor.
        title: its heading; the first section brings its own.
        show: its content.
    """

    id: str
    title: str
    show: Callable[[View], Markup]
