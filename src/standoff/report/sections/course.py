"""The war's course as charts."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report._figure import Key
from standoff.report.sections._section import Section, View, fill

_TEMPLATE = """\
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
    "dash": ("M0 6h24", "2", "5 3"),
    "dots": ("M0 6h24", "2", "2 2"),
    "rule": ("M12 0v12", "1.5", "2 2"),
    "tick": ("M6 1v10M12 1v10M18 1v10", "1.5", "none"),
    "whisker": ("M12 0v12", "2.5", "none"),
    "tail": ("M12 0v12", "1", "none"),
    "ring": (_CIRCLE, "1.5", "none"),
}
_FILLED = {
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


def _swatch(key: Key) -> Markup:
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


def _show(view: View) -> Markup:
    return fill(_TEMPLATE, figures=view.figures, swatch=_swatch)


SECTION = Section("course", "The course of the war", _show)
