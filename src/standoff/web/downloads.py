"""Downloads: a what-if in one file, and a figure as SVG that stands alone, as PNG or as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from xml.etree import ElementTree as ET

import vl_convert
from markupsafe import Markup

from standoff._version import __version__
from standoff.domain.war import War
from standoff.errors import UnknownNameError
from standoff.report.charts.figure import Key
from standoff.report.page import PagePart, framed, swatch
from standoff.web.caches import CSV, HTML, PNG, SVG, CachedResponse, cached_response
from standoff.web.records import StoredFigure, WhatIfAnswer

FORMS = ("svg", "png", "csv")
_SVG = "http://www.w3.org/2000/svg"
_INK = "#16191d"
_PAPER = "#ffffff"
_PNG_SCALE = 3.0
_MARGIN = 14.0
_LINE = 15.0
_SWATCH = 30.0
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def formed(form: str) -> str:
    """One of `FORMS`.

    Raises:
        UnknownNameError: it is none.
    """
    if form not in FORMS:
        raise UnknownNameError("form", form[:60], FORMS)
    return form


def figure_file(figures: Iterable[StoredFigure], name: str, form: str, file: str) -> CachedResponse:
    """One figure in one of `FORMS`, to be saved under the name of a file.

    Raises:
        UnknownNameError: no such figure, or it could not be drawn.
    """
    drawn = {f.id: f for f in figures if f.svg}
    if name not in drawn:
        raise UnknownNameError("figure", name[:60], drawn)
    one = drawn[name]
    if form == "csv":
        return cached_response(as_csv(one), CSV, file)
    svg = alone(one)
    if form == "svg":
        return cached_response(svg, SVG, file)
    return cached_response(vl_convert.svg_to_png(svg, scale=_PNG_SCALE), PNG, file)


def whatif_file(answer: WhatIfAnswer, war: War, as_of: date) -> CachedResponse:
    """The page of a what-if in one file, as the command line makes it."""
    parts = [PagePart(id, title, Markup(html)) for id, title, html in answer.sections]
    page = framed(answer.title, __version__, parts)
    return cached_response(page, HTML, f"{war.name}-what-if-{as_of}.html")


def as_csv(drawn: StoredFigure) -> str:
    """The table under a figure, its source in the last row."""

    def cell(text: str) -> str:
        """With plain digits and minus, and no first character that a spreadsheet would run."""
        plain = text.replace("\u202f", "").replace("\u2212", "-")
        runs = plain[:1] in ("=", "+", "@", "\t") and not _NUMBER.match(plain[1:])
        return f"'{plain}" if runs else plain

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(drawn.columns)
    writer.writerows([cell(text) for text in row] for row in drawn.rows)
    writer.writerow([drawn.source])
    return out.getvalue()


def alone(drawn: StoredFigure) -> str:
    """The drawing with its title, key, source, ink and paper: what the page gave it."""
    root = ET.fromstring(drawn.svg)
    left, top, wide, high = (float(n) for n in _NUMBER.findall(root.get("viewBox", "0 0 400 300")))
    title, source = _lines(drawn.title, wide), _lines(drawn.source, wide)
    key = [(Key(*one), _lines(one[2], wide - _SWATCH)) for one in drawn.key]
    keyed = sum(len(label) for _, label in key)
    above = _LINE * (len(title) + keyed + (1.0 if key else 0.5))
    below = _LINE * (len(source) + 0.5)
    box = (
        left - _MARGIN,
        top - above - _MARGIN,
        wide + 2 * _MARGIN,
        high + above + below + 2 * _MARGIN,
    )
    attributes = {
        "xmlns": _SVG,
        "viewBox": " ".join(f"{n:g}" for n in box),
        "width": f"{box[2]:g}",
        "height": f"{box[3]:g}",
        "color": _INK,
        "font-family": "system-ui, 'DejaVu Sans', sans-serif",
    }
    for name, value in attributes.items():
        root.set(name, value)
    paper = dict(zip(("x", "y", "width", "height"), (f"{n:g}" for n in box), strict=True))
    root.insert(2, ET.Element("rect", {**paper, "fill": _PAPER}))
    y = top - above + _LINE * 0.4
    _write(root, title, left, y, "13", "600")
    y += _LINE * (len(title) + 0.3)
    for one, label in key:
        mark = ET.fromstring(str(swatch(one)))
        mark.set("x", f"{left:g}")
        mark.set("y", f"{y - 10:g}")
        root.append(mark)
        _write(root, label, left + _SWATCH, y, "11", "400")
        y += _LINE * len(label)
    _write(root, source, left, top + high + _LINE, "10", "400")
    return ET.tostring(root, encoding="unicode")


def _write(root: ET.Element, lines: list[str], x: float, y: float, size: str, weight: str) -> None:
    for number, line in enumerate(lines):
        at = {"x": f"{x:g}", "y": f"{y + _LINE * number:g}", "font-size": size}
        element = ET.SubElement(root, "text", {**at, "font-weight": weight, "fill": "currentColor"})
        element.text = line


def _lines(text: str, wide: float) -> list[str]:
    """Text broken so that it fits, at about five and a half units a letter."""
    most, lines = max(int(wide / 5.5), 20), [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > most and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
