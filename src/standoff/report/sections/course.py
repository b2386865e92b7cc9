"""The war's course as charts."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report.page import shown
from standoff.report.sections.section import Section, View


def _show(view: View) -> Markup:
    return shown(view.figures)


SECTION = Section("course", "The course of the war", _show)
