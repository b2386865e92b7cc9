"""The first screen: what a reader needs before anything else, in the order of `FirstScreen`."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from standoff.report.first_screen import DOTS, OutcomeLine
from standoff.report.sections.section import Section, View, fill

_STEP = 10


@dataclass(frozen=True)
class _Row:
    """An outcome with its dots: `kind` is narrow, wide or other stalemate-wise."""

    line: OutcomeLine
    kind: str
    dots: tuple[int, ...]


_TEMPLATE = """\
<h1>{{ screen.title }}</h1>
<p class="age">{{ screen.age }}</p>
{% if screen.stale %}
<p class="warning" role="note"><b>{{ screen.stale }}</b></p>
{% endif %}
<p class="lead">{{ screen.sentence }}</p>
<p class="would"><b>What would change it.</b> {{ screen.change }}</p>
<div class="split">
<div class="scroll" role="region" tabindex="0" aria-labelledby="futures">
{% if rows %}
<table class="futures">
<caption id="futures">What the front is doing then, in 20 equally likely futures
<span class="key"><span>{{ dot("narrow") }} stalemate</span> <span>{{ dot("wide") }} counted as
stalemate too in the wide sense</span> <span>{{ dot("other") }} not</span></span></caption>
<thead><tr><th scope="col">Outcome</th><th scope="col">In 30 days</th>
{% for horizon in horizons %}
<th scope="col" class="n">{{ horizon }} d</th>
{% endfor %}
</tr></thead>
<tbody>
{% for row in rows %}
<tr><th scope="row">{{ row.line.name }}</th>
<td class="dots"><span class="in">in {{ row.line.dots }} of {{ total }}</span>
<svg viewBox="0 0 {{ row.dots | length * step }} 10" width="{{ row.dots | length * step }}" height="10" aria-hidden="true">
{% for at in row.dots %}
<circle class="{{ row.kind }}" cx="{{ at }}" cy="5" r="3.5"/>
{% endfor %}
</svg></td>
{% for p in row.line.odds %}
<td class="n">{{ p | percent }}</td>
{% endfor %}
</tr>
{% endfor %}
</tbody>
</table>
{% else %}
<p>The front is not measured: no odds of movement are given.</p>
{% endif %}
</div>
<dl class="facts">
{% for name, text in facts %}
<div><dt>{{ name }}</dt><dd>{% for one in text %}<p>{{ one }}</p>{% endfor %}</dd></div>
{% endfor %}
</dl>
</div>
"""

_DOT = """\
<svg class="swatch" viewBox="0 0 11 11" width="11" height="11" aria-hidden="true">\
<circle class="{{ kind }}" cx="5.5" cy="5.5" r="3.5"/></svg>"""


def _show(view: View) -> Markup:
    screen = view.screen
    perceived = [q.answer for q in view.assessment.questions if q.id in ("resolve", "way_out")]
    measured = view.assessment.stalemate.narrow is not None
    return fill(
        _TEMPLATE,
        screen=screen,
        horizons=list(view.assessment.outcomes),
        rows=[_row(line) for line in screen.outcomes] if measured else [],
        total=DOTS,
        step=_STEP,
        dot=lambda kind: fill(_DOT, kind=kind),
        facts=(
            ("Who disagrees", [screen.disagree]),
            ("Toll", [screen.toll]),
            ("Perceived", perceived),
            ("Our record", [screen.record]),
            ("Not known", [screen.unknown]),
        ),
    )


def _row(line: OutcomeLine) -> _Row:
    outcome = line.outcome
    kind = "narrow" if outcome.narrow else "wide" if outcome.wide else "other"
    return _Row(line, kind, tuple(5 + _STEP * i for i in range(line.dots)))


SECTION = Section("first", "", _show)
