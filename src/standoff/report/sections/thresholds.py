"""How the odds hang on what is called standing still."""

from __future__ import annotations

from markupsafe import Markup

from standoff.report.first_screen import outcome_name
from standoff.report.sections.section import Section, View, fill

_TEMPLATE = """\
<p>Standing still is a mean advance of under {{ "%g" | format(limits.standstill_m_per_day) }} m a day along the
whole front over {{ limits.window_days }} days; a break is over
{{ "%g" | format(limits.break_m_per_day) }} m a day; between the two the front creeps. Costly is
{{ limits.battle_deaths_per_year | amount }} battle deaths a year or more. The table shows the odds
with both limits of movement at half that speed, as they are, and at twice that speed.</p>
<div class="scroll" role="region" tabindex="0" aria-label="Odds by threshold">
<table><thead><tr><th scope="col" rowspan="2">Outcome</th>
{% for horizon in horizons %}
<th scope="colgroup" colspan="{{ scales | length }}" class="c">in {{ horizon }} days</th>
{% endfor %}
</tr><tr>
{% for horizon in horizons %}{% for scale in scales %}
<th scope="col" class="n">{{ names.get(scale, scale) }}</th>
{% endfor %}{% endfor %}
</tr></thead><tbody>
{% for name, odds in rows %}
<tr><th scope="row">{{ name }}</th>
{% for p in odds %}
<td class="n">{{ p | percent }}</td>
{% endfor %}
</tr>
{% endfor %}
</tbody></table></div>
"""

_NAMES = {0.5: "half", 1.0: "as is", 2.0: "twice"}


def _show(view: View) -> Markup:
    horizons = list(view.assessment.outcomes)
    thresholds = view.assessment.thresholds
    rows = [
        (
            outcome_name(code, view.war),
            [t.outcomes[horizon][code] for horizon in horizons for t in thresholds],
        )
        for code in view.assessment.outcomes[horizons[0]]
    ]
    return fill(
        _TEMPLATE,
        limits=view.war.thresholds,
        horizons=horizons,
        scales=[t.scale for t in thresholds],
        names=_NAMES,
        rows=rows,
    )


SECTION = Section("thresholds", "What counts as standing still", _show)
