"""A map as a figure: who held what on a day, and what each side gained since an earlier one.

The drawing is one SVG that needs no script and brings its own colours, light and dark. What moves
under pan and zoom is the group of class `map-view`; lines and marks keep their width at any zoom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
from markupsafe import Markup

from standoff import maps
from standoff.domain import places
from standoff.domain.war import War
from standoff.formatting import written
from standoff.ingest.sources import source
from standoff.maps import Control
from standoff.report.charts.figure import Table
from standoff.report.maps import legend as words
from standoff.report.maps.gains import changes
from standoff.report.maps.layers import Scene, closer, whole
from standoff.report.templating import render


@dataclass(frozen=True)
class MapFigure:
    """A map, ready for a page.

    Attributes:
        id: unique on the page; ids inside the drawing start with it.
        title: what it shows.
        svg: the drawing; None where nothing can be drawn, and then `missing` says why.
        closer: the part where land changed hands, closer; None where that is most of the country.
        legend: what stands for what, and only what is drawn.
        caption: what changed.
        missing: what is not drawn, in sentences.
        errs: how the map is known to err.
        table: the cities and who holds them.
        source: as-of date, sources and their terms.
    """

    id: str
    title: str
    svg: Markup | None
    closer: Markup | None
    legend: tuple[words.LegendEntry, ...]
    caption: str
    missing: tuple[str, ...]
    errs: str
    table: Table
    source: str


def draw(now: Control, before: Control | None, war: War, ident: str = "map") -> MapFigure:
    """The map of a day, with what changed since an earlier one.

    Args:
        now: who held what on the day, as `maps.as_of` gives it.
        before: the same for an earlier day; None to draw no change.
        war: the war's definition.
        ident: unique on the page.
    """
    title = f"Who held what, as known on {written(now.as_of)}"
    table, country = words.table(now, war), places.country(war.folder)
    if country is None:
        return MapFigure(ident, title, None, None, (), "", now.missing, "", table, "")
    change = changes(now, before, war)
    caption = words.caption(now, before, change, war)
    legend = tuple(words.legend(now, before, change, war, country))
    scene = Scene(now, change, country, war)
    description = f"{caption} {'; '.join(entry.label for entry in legend)}. A table follows."
    return MapFigure(
        id=ident,
        title=title,
        svg=whole(ident, (title, description), scene),
        closer=closer(ident, (f"{title}: where it changed hands", description), scene),
        legend=legend,
        caption=caption,
        missing=tuple(words.missing(now, before, change, country)),
        errs=source(now.source).errs if now.source else "",
        table=table,
        source=words.credit(now, country, war),
    )


def as_known(
    folder: Path, war: War, day: date, known: pa.Table | None = None, since: date | None = None
) -> MapFigure:
    """The map of a day, with what changed since another, out of the maps kept beside a store.

    Args:
        folder: the store's.
        war: the war's definition.
        day: as known by its end.
        known: claims known by then, as the store gives them.
        since: the earlier day; by default the war's window before.
    """
    earlier = since or max(war.start, day - timedelta(days=war.thresholds.window_days))
    before = maps.as_of(folder, war, earlier)
    if before.day is not None and before.day < war.start:
        # Settlements are description from the war's first day on. Against a day before it all that was
        # held when the war began would be a gain.
        before = maps.as_of(folder, war, war.start + (war.start - before.day))
    return draw(maps.as_of(folder, war, day, known), before, war, "map-drawn")


def shown(figure: MapFigure) -> Markup:
    """The figure for a page: legend, drawing, caption, what is missing, and the table."""
    return render("report/map/figure.html", figure=figure)
