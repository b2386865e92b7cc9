"""The map of the day, with what changed since an earlier one."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report.maps.figure import shown
from standoff.report.sections.section import Section, View
from standoff.report.templating import render


def _show(view: View) -> Markup:
    return render("report/assessment/map_none.html") if view.map is None else shown(view.map)


SECTION = Section("map", "The map", _show)
