"""The map of the day, with what changed since an earlier one."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report.maps.figure import shown
from standoff.report.sections.section import Section, View, fill

_NONE = """\
<p class="none">No map was drawn with this page.</p>
"""


def _show(view: View) -> Markup:
    return fill(_NONE) if view.map is None else shown(view.map)


SECTION = Section("map", "The map", _show)
