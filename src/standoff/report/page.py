"""The frame of every page and its figures: one file that opens anywhere, no script, no request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from markupsafe import Markup

from standoff.report.charts.figure import Figure, Key
from standoff.report.templating import render

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

_CIRCLE = "M12 2a4 4 0 1 1 0 8a4 4 0 1 1 0 -8z"
_BOX = "M0 0h24v12h-24z"
_OPEN = {
    "line": ("M0 6h24", "2", "none"),
    "hair": ("M0 8l6 -4l6 3l6 -4l6 2", "0.7", "none"),
    "dash": ("M0 6h24", "2", "5 3"),
    "dots": ("M0 6h24", "2", "2 2"),
    "dash-dot": ("M0 6h24", "2", "9 3 2 3"),
    "rule": ("M12 0v12", "1.5", "2 2"),
    "tick": ("M6 1v10M12 1v10M18 1v10", "1.5", "none"),
    "whisker": ("M12 0v12", "2.5", "none"),
    "tail": ("M12 0v12", "1", "none"),
    "thick": ("M0 6h24", "4", "none"),
    "ring": (_CIRCLE, "1.5", "none"),
    "open-diamond": ("M12 1.5l4.5 4.5l-4.5 4.5l-4.5 -4.5z", "1.3", "none"),
}
_FILLED = {
    "bar": (_BOX, "0.80"),
    "band-50": (_BOX, "0.55"),
    "band-90": (_BOX, "0.22"),
    "band-still": (_BOX, "0.30"),
    "band-creep": (_BOX, "0.10"),
    "point": (_CIRCLE, "1"),
    "circle": (_CIRCLE, "1"),
    "square": ("M8 2h8v8h-8z", "1"),
    "triangle-up": ("M12 2l4.5 8h-9z", "1"),
    "diamond": ("M12 1l5 5l-5 5l-5 -5z", "1"),
    "cross": ("M10.4 1h3.2v3.4h3.4v3.2h-3.4v3.4h-3.2v-3.4h-3.4v-3.2h3.4z", "1"),
    "triangle-down": ("M12 10l4.5 -8h-9z", "1"),
    "stroke": ("M7 5h10v2h-10z", "1"),
}


@dataclass(frozen=True)
class PagePart:
    """One section of a page as it stands: anchor, heading ("" if it brings its own), content."""

    id: str
    title: str
    content: Markup


def framed(title: str, version: str, parts: Sequence[PagePart]) -> str:
    """The whole page, in one file; the same parts give the same bytes."""
    return str(
        render(
            "report/page.html",
            policy=_POLICY,
            css=Markup(stylesheet()),
            title=title,
            version=version,
            parts=parts,
            sections=sections(parts),
            footer=footer(version),
        )
    )


def stylesheet() -> str:
    """How every page looks: CSS."""
    return (
        resources.files("standoff.report.styles").joinpath("page.css").read_text(encoding="utf-8")
    )


def sections(parts: Sequence[PagePart]) -> Markup:
    """Parts one under the other, each under its anchor."""
    return render("report/sections.html", parts=parts)


def footer(version: str) -> Markup:
    """What stands at the end of every page."""
    return render("report/footer.html", version=version)


def shown(figures: Sequence[Figure]) -> Markup:
    """Figures side by side, each with key, caption, source and table; what is missing, in words."""
    return render("report/figures.html", figures=figures, swatch=swatch)


def swatch(key: Key) -> Markup:
    """How the key's mark is drawn in the chart, in small."""
    if key.mark in _OPEN:
        d, width, dash = _OPEN[key.mark]
        paint = {"fill": "none", "opacity": "1", "stroke": key.colour, "width": width, "dash": dash}
    else:
        d, opacity = _FILLED[key.mark]
        paint = {
            "fill": key.colour,
            "opacity": opacity,
            "stroke": "none",
            "width": "0",
            "dash": "none",
        }
    return render("report/swatch.html", d=d, **paint)
