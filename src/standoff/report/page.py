"""The frame of every page and its figures: one file that opens anywhere, no script, no request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from markupsafe import Markup

from standoff.report.charts.figure import Figure, Key
from standoff.report.templating import fill

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

_FRAME = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Standoff {{ version }}">
<title>{{ title }}</title>
<link rel="icon" href="data:,">
<style>
{{ css }}</style>
</head>
<body>
<a class="skip" href="#{{ parts[0].id }}">Skip to the answer</a>
<nav aria-label="Sections">
{% for part in parts if part.title %}
<a href="#{{ part.id }}">{{ part.title }}</a>
{% endfor %}
</nav>
<main>
{{ sections }}
</main>
{{ footer }}
</body>
</html>
"""

_SECTIONS = """\
{% for part in parts %}
<section id="{{ part.id }}"{% if part.title %} aria-labelledby="{{ part.id }}-title"{% endif %}>
{% if part.title %}
<h2 id="{{ part.id }}-title">{{ part.title }}</h2>
{% endif %}
{{ part.content }}
</section>
{% endfor %}
"""

_FOOTER = """\
<footer><p>Made by Standoff {{ version }} from published claims. It is no targeting aid: it works
at the level of whole wars, and gives no positions and no advice on how to strike.</p></footer>
"""

_FIGURES = """\
<div class="figures">
{% for figure in figures if figure.svg %}
<figure id="{{ figure.id }}">
<h3>{{ figure.title }}</h3>
<ul class="key">
{% for key in figure.key %}
<li>{{ swatch(key) }}{{ key.label }}</li>
{% endfor %}
</ul>
{{ figure.svg }}
<figcaption>{{ figure.caption }} <span class="source">{{ figure.source }}</span></figcaption>
<details><summary>The figures as a table</summary>
<div class="scroll" role="region" tabindex="0" aria-label="{{ figure.title }}: the figures">
<table><thead><tr>
{% for column in figure.table.columns %}
<th scope="col">{{ column }}</th>
{% endfor %}
</tr></thead><tbody>
{% for row in figure.table.rows %}
<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}
</tbody></table></div></details>
</figure>
{% endfor %}
</div>
{% for figure in figures if not figure.svg %}
<p id="{{ figure.id }}"><b>{{ figure.title }}.</b> <span class="none">{{ figure.caption }}</span></p>
{% endfor %}
"""

_SWATCH = """\
<svg class="swatch" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">\
<path d="{{ d }}" fill="{{ fill }}" fill-opacity="{{ opacity }}" stroke="{{ stroke }}" \
stroke-width="{{ width }}" stroke-dasharray="{{ dash }}"/></svg>"""

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
        fill(
            _FRAME,
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
    return fill(_SECTIONS, parts=parts)


def footer(version: str) -> Markup:
    """What stands at the end of every page."""
    return fill(_FOOTER, version=version)


def shown(figures: Sequence[Figure]) -> Markup:
    """Figures side by side, each with key, caption, source and table; what is missing, in words."""
    return fill(_FIGURES, figures=figures, swatch=swatch)


def swatch(key: Key) -> Markup:
    """How the key's mark is drawn in the chart, in small."""
    if key.mark in _OPEN:
        d, width, dash = _OPEN[key.mark]
        return fill(
            _SWATCH, d=d, fill="none", opacity="1", stroke=key.colour, width=width, dash=dash
        )
    d, opacity = _FILLED[key.mark]
    return fill(
        _SWATCH, d=d, fill=key.colour, opacity=opacity, stroke="none", width="0", dash="none"
    )
