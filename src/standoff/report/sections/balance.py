"""Both sides' means: how far each is from a breakthrough, what holds it, and when stalemate ends."""

from __future__ import annotations

from markupsafe import Markup

from standoff.formatting import amount
from standoff.report.charts.balance import balance
from standoff.report.page import shown
from standoff.report.sections.section import Section, View, fill

_TEMPLATE = """\
{{ figures }}
<p>Soldiers lost on each side, killed and wounded. These are the model's estimates, not anybody's
statements. They rest on {{ basis }}.</p>
<div class="scroll" role="region" tabindex="0" aria-label="Soldiers lost ahead">
<table><thead><tr><th scope="col">Side</th><th scope="col" class="n">So far, 90%</th>
{% for horizon in horizons %}
<th scope="col" class="n">Next {{ horizon }} days, 90%</th>
{% endfor %}
</tr></thead><tbody>
{% for name, cells in rows %}
<tr><th scope="row">{{ name }}</th>
{% for low, high in cells %}
<td class="n">{{ low | amount }} to {{ high | amount }}</td>
{% endfor %}
</tr>
{% endfor %}
</tbody></table></div>
{% if doubted %}
<details><summary>{{ doubted | length }} readings that were rejected</summary><ul>
{% for d in doubted %}
<li>{{ d.source }}, week to {{ d.day | written }}: {{ d.value | amount }}; {{ d.reason }}.</li>
{% endfor %}
</ul></details>
{% endif %}
"""


def _show(view: View) -> Markup:
    sides = view.assessment.balance
    rows = [
        (
            view.war.parties[code].name,
            [
                (round(i.low, -2), round(i.high, -2))
                for i in (side.lost_so_far, *sides.losses_ahead[code].values())
            ],
        )
        for code, side in sides.sides.items()
    ]
    basis = (
        f"{amount(sides.readings)} weekly readings of losses, fires and totals"
        if sides.readings
        else f"priors from past wars alone, and {sides.strength_from}"
    )
    return fill(
        _TEMPLATE,
        figures=shown([balance(view.assessment, view.war)]),
        basis=basis,
        horizons=list(view.assessment.outcomes),
        rows=rows,
        doubted=sides.doubted,
    )


SECTION = Section("balance", "What each side would need, and how long it may hold", _show)
