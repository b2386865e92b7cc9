"""What a section is, and what it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from standoff.assessment import Assessment
from standoff.report._fill import anchor, day, figure, fill, link
from standoff.report.charts import Figure
from standoff.report.first_screen import FirstScreen
from standoff.report.map_figure import MapFigure
from standoff.war import War

__all__ = ["Section", "View", "anchor", "day", "figure", "fill", "link"]


@dataclass(frozen=True)
class View:
    """What every section is shown: the answer, the war, the first screen, the charts and the map."""

    assessment: Assessment
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
