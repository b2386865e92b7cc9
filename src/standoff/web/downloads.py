"""What-ifs in one file, and figures to take away: as SVG that stands alone, as PNG, and their figures as CSV."""

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
from standoff.web import response_cache
from standoff.web.day import Drawn
from standoff.web.response_cache import Packed
from standoff.web.whatif_requests import WhatIfTexts

FORMS = ("svg", "png", "csv")
_SVG = "http://www.w3.org/2000/svg"
_INK = "#16191d"
_PAPER = "#ffffff"
_PNG_SCALE = 3.0
_MARGIN = 14.0
_LINE = 15.0
_SWATCH = 30.0
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def figure(figures: Iterable[Drawn], name: str, form: str, of: tuple[War, date]) -> Packed:
    """One of the figures of a war on a day in one of `FORMS`.

    Raises:
        UnknownNameError: no such figure, or it could not be drawn, or no such form.
    """
    drawn = {f.id: f for f in figures if f.svg}
    if name not in drawn:
        raise UnknownNameError("figure", name[:60], drawn)
    if form not in FORMS:
        raise UnknownNameError("form", form[:60], FORMS)
    one = drawn[name]
    file = f"{of[0].name}-{name}-{of[1]}.{form}"
    if form == "csv":
        return response_cache.packed(as_csv(one), response_cache.CSV, file)
    svg = alone(one)
    if form == "svg":
        return response_cache.packed(svg, response_cache.SVG, file)
    return response_cache.packed(
        vl_convert.svg_to_png(svg, scale=_PNG_SCALE), response_cache.PNG, file
    )


def whatif_file(told: WhatIfTexts, of: tuple[War, date]) -> Packed:
    """The page of a what-if in one file, as the command line makes it."""
    parts = [PagePart(id, title, Markup(html)) for id, title, html in told.sections]
    file = f"{of[0].name}-what-if-{of[1]}.html"
    return response_cache.packed(framed(told.title, __version__, parts), response_cache.HTML, file)


def as_csv(drawn: Drawn) -> str:
    """The table under a figure, its source in the last row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(drawn.columns)
    writer.writerows([_said(cell) for cell in row] for row in drawn.rows)
    writer.writerow([drawn.source])
    return out.getvalue()


def alone(drawn: Drawn) -> str:
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
    told = {
        "xmlns": _SVG,
        "viewBox": " ".join(f"{n:g}" for n in box),
        "width": f"{box[2]:g}",
        "height": f"{box[3]:g}",
        "color": _INK,
        "font-family": "system-ui, 'DejaVu Sans', sans-serif",
    }
    for name, value in told.items():
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
        told = ET.SubElement(root, "text", {**at, "font-weight": weight, "fill": "currentColor"})
        told.text = line


def _lines(text: str, wide: float) -> list[str]:
    """Text broken so that it fits, at about five and a half units a letter."""
    most, lines = max(int(wide / 5.5), 20), [""]
    for word in text.split():
        if len(lines[-1]) + len(word) + 1 > most and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _said(cell: str) -> str:
    """A cell with plain digits, minus and no sign that a spreadsheet would run."""
    plain = cell.replace("\u202f", "").replace("\u2212", "-")
    return (
        f"'{plain}"
        if plain[:1] in ("=", "+", "@", "\t") and not _NUMBER.match(plain[1:])
        else plain
    )
