"""Is it ripe? Who is seen to perceive what, side by side, each with its claims or "no evidence"."""

from __future__ import annotations

import math

from markupsafe import Markup

from standoff.assessment.ripeness import WINDOW_DAYS
from standoff.formatting import amount, signed
from standoff.report.sections.section import Section, View, fill

_TEMPLATE = """\
<p>Ripeness is about perception: what each side says that it sees, and what others say that it sees,
in the {{ days }} days to the as-of date. It is not a score. "No evidence" means that nobody is known
to have said so. Words are kept apart from costly acts.</p>
{% macro told(ids) %}
{% if ids %}<details><summary>{{ ids | length }} {{ "claim" if ids | length == 1 else "claims" }}</summary>
<ul class="claims">
{% for id in ids | reverse %}
<li><a href="#{{ id | anchor }}">{{ claims[id].text or claims[id] | figure }}</a>
<span class="by">{{ claims[id] | cite }}, {{ claims[id].known_at | day }}, {{ claims[id].grade }}</span></li>
{% endfor %}
</ul></details>{% else %}<span class="none">no evidence</span>{% endif %}
{% endmacro %}
<div class="sides">
{% for side in sides %}
<div><h3>{{ side.name }}</h3>
<div class="scroll" role="region" tabindex="0" aria-label="{{ side.name }}: perceptions">
<table><thead><tr><th scope="col">Is it seen that ...</th><th scope="col">It says so itself</th>
<th scope="col">Others say so</th></tr></thead><tbody>
{% for p in side.panel.perceptions %}
<tr><th scope="row">{{ p.name }}</th><td>{{ told(p.own) }}</td><td>{{ told(p.others) }}</td></tr>
{% endfor %}
</tbody></table></div>
<dl class="facts">
<div><dt>Declared aims</dt><dd>{{ told(side.panel.aims) }}</dd></div>
<div><dt>Beside the map</dt><dd>{{ side.held }}</dd></div>
<div><dt>Words</dt><dd>{{ told(side.panel.words) }}</dd></div>
<div><dt>Costly acts</dt><dd>{{ told(side.panel.acts) }}</dd></div>
</dl></div>
{% endfor %}
</div>
"""


def _show(view: View) -> Markup:
    sides, held = {side.code: side for side in view.war.sides}, _held(view)
    return fill(
        _TEMPLATE,
        days=WINDOW_DAYS,
        claims=view.assessment.claims,
        sides=[
            {"name": sides[panel.side].name, "panel": panel, "held": held}
            for panel in view.assessment.ripeness
        ],
    )


def _held(view: View) -> str:
    """What the map shows of the first side's gains, to set beside the aims of both."""
    land = view.assessment.charts.territory
    if land.last < 0:
        return "The front is not measured."
    change = land.change(30)
    first = view.war.sides[0]
    held = f"{first.name} held {amount(float(land.km2[land.last]), 'km2')}"
    if math.isnan(change):
        return f"{held}."
    return f"{held}, {signed(round(change), 'km2')} in 30 days."


SECTION = Section("ripeness", "Is it ripe?", _show)
