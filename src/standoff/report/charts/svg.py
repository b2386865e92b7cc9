"""A Vega-Lite specification to inline SVG that carries its own title and takes the page's colours.

The text of a chart may come from outside. Vega writes it as text; what it writes is parsed as XML,
kept only where it is a shape or text, and written again, so that nothing else can reach the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import vl_convert
from markupsafe import Markup

INK = "currentColor"
_VEGA_LITE = "5.20"
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset({"svg", "g", "path", "line", "rect", "text", "tspan", "circle"})
_GEOMETRY = {"d", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "r", "width", "height"}
_PAINT = {"fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray"}
_TYPE = {"text-anchor", "font-size", "font-weight"}
_KEPT = frozenset({"transform", "viewBox", "opacity"} | _GEOMETRY | _PAINT | _TYPE)
_POSITIONS = frozenset({"d", "transform", "x", "y", "x1", "x2", "y1", "y2", "viewBox"})
_LONG = re.compile(r"-?\d+\.\d\d+(?:e-?\d+)?")

_LOCALE = {
    "decimal": ".",
    "thousands": "\u202f",
    "grouping": [3],
    "currency": ["", ""],
    "minus": "\u2212",
}

_CONFIG: dict[str, Any] = {
    "aria": False,
    "background": None,
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "domainColor": INK,
        "domainOpacity": 0.5,
        "tickColor": INK,
        "tickOpacity": 0.5,
        "gridColor": INK,
        "gridOpacity": 0.13,
        "labelFlush": False,
    },
    "axisX": {
        "grid": False,
        "tickCount": 5,
        "labelOverlap": True,
        "labelSeparation": 8,
        "offset": 5,
    },
    "axisY": {"tickCount": 5, "domain": False, "ticks": False, "minExtent": 62},
    "title": {"color": INK, "fontSize": 12.5, "fontWeight": 600, "anchor": "start", "offset": 8},
    "header": {"labelColor": INK, "labelFontSize": 12.5, "labelFontWeight": 600},
}


def draw(spec: Mapping[str, Any], ident: str, title: str, description: str) -> Markup:
    """The specification drawn, ready to stand in a page.

    Args:
        spec: Vega-Lite, with its data in it; nothing is loaded from elsewhere.
        ident: unique on the page; the ids of title and description are made from it.
        title, description: what somebody who does not see it is told.
    """
    text = vl_convert.vegalite_to_svg(
        dict(spec),
        vl_version=_VEGA_LITE,
        config=_CONFIG,
        allowed_base_urls=[],
        format_locale=_LOCALE,
    )
    root = _cleaned(ET.fromstring(text))
    if root is None:
        raise ValueError(f"chart {ident}: Vega drew no SVG")
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{ident}-title {ident}-desc")
    for place, (tag, words) in enumerate((("title", title), ("desc", description))):
        told = ET.Element(tag, {"id": f"{ident}-{tag}"})
        told.text = words
        root.insert(place, told)
    return Markup(ET.tostring(root, encoding="unicode"))


def _cleaned(old: ET.Element) -> ET.Element | None:
    """Shapes and text with the attributes that draw them; None for what draws nothing."""
    tag = old.tag.removeprefix(_SVG)
    if tag not in _SHAPES or old.get("opacity") == "0" or old.get("display") == "none":
        return None
    kept = {k: v for k, v in old.items() if k in _KEPT}
    for name in kept.keys() & _POSITIONS:
        # Tenths of a pixel are enough.
        kept[name] = _LONG.sub(lambda n: f"{float(n[0]):.1f}".removesuffix(".0"), kept[name])
    new = ET.Element(tag, kept)
    new.text = old.text if tag in ("text", "tspan") else None
    new.extend(child for child in map(_cleaned, old) if child is not None)
    return new if _draws(new) else None


def _draws(element: ET.Element) -> bool:
    if element.tag == "path":
        visible = element.get("fill", "none") != "none" or element.get("stroke") is not None
        # Groups inherit fill="none" from the root: a path without its own paint shows nothing.
        return visible and element.get("d", "") not in ("", "M0,0h0v0h0Z")
    if element.tag == "g":
        return len(element) > 0
    return element.tag not in ("text", "tspan") or bool(element.text) or len(element) > 0
